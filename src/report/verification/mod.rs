//! 核实汇总: how far verification is by place, department and rule; how true rules' clues are; what is disputed.

mod input;
mod groups;
mod precision;
mod reported;
mod visits;
mod disputes;

use crate::progress::Grouping;
use crate::workbook::BookOut;

pub use input::{Verification, answered};

/// Lays out the summary workbook.
pub fn verification(input: Verification<'_>) -> BookOut {
    let sheets = vec![
        groups::groups(input, "按乡镇", Grouping::Township),
        groups::groups(input, "按村", Grouping::Village),
        groups::groups(input, "按部门", Grouping::Department),
        groups::groups(input, "按规则", Grouping::Rule),
        precision::rule_precision(input),
        reported::reported(input),
        visits::answers(input),
        visits::to_follow_up(input),
        disputes::disputes(input),
    ];
    BookOut { created: input.as_of, sheets, ..BookOut::default() }
}
