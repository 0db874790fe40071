//! Columns and cells of sheets in few words.

use crate::workbook::{CellOut, ColumnKind, ColumnOut, Entry};

pub(super) fn column(heading: &str, width: f64, kind: ColumnKind) -> ColumnOut {
    ColumnOut { heading: heading.to_owned(), width, kind, choices: Vec::new(), entry: Entry::Given }
}

pub(super) fn text(value: impl Into<String>) -> CellOut {
    CellOut::Text(value.into())
}

pub(super) fn count(value: u32) -> CellOut {
    CellOut::Integer(i64::from(value))
}
