//! 汇总表: how many clues where, of what kind, from whom; and how every rule fared.

mod input;
mod places;
mod households;
mod rules;
mod departments;

use super::size::VillageSize;
use crate::workbook::BookOut;

pub use input::SummaryInput;

/// Lays out the summary workbook.
pub fn summary(input: SummaryInput<'_>) -> BookOut {
    let township = |size: &VillageSize| vec![size.village.township.clone()];
    let village = |size: &VillageSize| vec![size.village.township.clone(), size.village.name.clone()];
    let by_township = places::places(input, "按乡镇", &["乡镇"], township);
    let by_village = places::places(input, "按村", &["乡镇", "行政村"], village);
    let sheets = vec![
        by_township,
        by_village,
        households::households(input),
        rules::rules(input),
        departments::departments(input),
    ];
    BookOut { created: input.as_of, sheets, ..BookOut::default() }
}
