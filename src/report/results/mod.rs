//! What came of a period's lists, as lists to sign and to hand on: 核实结果明细, 拟纳入监测名单, 公示, 研判结果反馈 by
//! township; 核实结果 by department.

mod input;
mod detail;
mod households;
mod admission;
mod slips;
mod departments;

pub use departments::{DepartmentResults, department_results};
pub use input::ResultsInput;

use std::collections::BTreeMap;

use crate::progress::AnsweredClue;
use crate::workbook::BookOut;

/// One township's lists.
#[derive(Debug)]
pub struct TownshipResults {
    /// The township.
    pub township: String,
    /// The workbooks by name.
    pub books: Vec<(&'static str, BookOut)>,
}

/// Lays out the lists of every township that was asked, in order.
pub fn township_results(input: ResultsInput<'_>) -> Vec<TownshipResults> {
    let mut townships: BTreeMap<&str, Vec<&AnsweredClue<'_>>> = BTreeMap::new();
    for clue in input.answered {
        townships.entry(&clue.asked.about.home.village.township).or_default().push(clue);
    }
    let lists = |(township, clues): (&str, Vec<&AnsweredClue<'_>>)| {
        let households = households::households(&clues, input);
        let sheets = [
            ("核实结果明细", vec![detail::detail(township, &clues, input)]),
            ("拟纳入监测名单", admission::lists(township, &households, input)),
            ("拟纳入监测公示", admission::notices(township, &households, input)),
            ("研判结果反馈", slips::slips(township, &households, input)),
        ];
        let book = |sheets| BookOut { created: input.as_of, sheets, ..BookOut::default() };
        let filled = sheets.into_iter().filter(|(_, sheets)| !sheets.is_empty());
        TownshipResults {
            township: township.to_owned(),
            books: filled.map(|(name, sheets)| (name, book(sheets))).collect(),
        }
    };
    townships.into_iter().map(lists).collect()
}
