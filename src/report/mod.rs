//! Summaries of a run for people: 汇总表, 盲区, 数据质量, 未匹配, and the clue table for scripts.

mod blind;
mod clue_table;
mod collection;
mod explanation;
mod households;
mod inspect;
mod kept;
mod quality;
mod rulebook;
mod summary;
mod unmatched;
mod waivers;

pub use blind::blind_spots;
pub use clue_table::{CLUE_COLUMNS, clue_rows};
pub use collection::{FIGURES, collection_book};
pub use explanation::explanation_page;
pub use inspect::{FileInspection, SheetInspection, inspection};
pub use kept::kept_back;
pub use quality::{Quality, quality};
pub use rulebook::{RuleLine, expectation, plan_page, rule_page};
pub use summary::{Summary, VillageSize, summary};
pub use unmatched::unmatched;
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
