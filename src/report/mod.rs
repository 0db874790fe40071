//! Summaries of a run for people: 汇总表, 盲区, 数据质量, 未匹配, and the clue table for scripts.

mod account;
mod blind;
mod clue_table;
mod corrections;
mod collection;
mod dispute;
mod explanation;
mod households;
mod inspect;
mod kept;
mod notice;
mod period_changes;
mod precision;
mod proposals;
mod quality;
mod reading;
mod remembered;
mod reminders;
mod rulebook;
mod summary;
mod unmatched;
mod verification;
mod visits;
mod waivers;

pub use account::account;
pub use blind::blind_spots;
pub use clue_table::{CLUE_COLUMNS, clue_rows};
pub use collection::{FIGURES, collection_book};
pub use corrections::{Corrected, CorrectionList, corrections};
pub use explanation::explanation_page;
pub use inspect::{FileInspection, SheetInspection, inspection};
pub use kept::kept_back;
pub use notice::notices;
pub use period_changes::{period_change_sheet, period_changes, rulebook_sentences};
pub use precision::{interval_text, reasons_text, true_share};
pub use quality::{Quality, quality};
pub use reading::{explain_files, explain_sheets, explain_unused};
pub use remembered::{RememberedLine, remembered_lines};
pub use reminders::{Reminder, reminders};
pub use rulebook::{RuleLine, expectation, plan_page, rule_page};
pub use summary::{Summary, VillageSize, summary};
pub use unmatched::unmatched;
pub use verification::{Verification, due, verification};
pub use waivers::{WaiverLine, waiver_line};

use crate::workbook::{CellOut, ColumnKind, ColumnOut, Entry};

fn column(heading: &str, width: f64, kind: ColumnKind) -> ColumnOut {
    ColumnOut { heading: heading.to_owned(), width, kind, choices: Vec::new(), entry: Entry::Given }
}

fn text(value: impl Into<String>) -> CellOut {
    CellOut::Text(value.into())
}

fn count(value: u32) -> CellOut {
    CellOut::Integer(i64::from(value))
}

/// A share from 0 to 1 as a percentage; empty for none.
pub fn percent(share: Option<f64>) -> String {
    share.map_or_else(String::new, |share| format!("{:.1}%", share * 100.0))
}
