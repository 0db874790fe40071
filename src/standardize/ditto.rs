//! Cells that say that they are as the cell above.

use super::extract::Extract;
use crate::ingest::data_cell;
use crate::value::text;
use crate::workbook::Cell;

/// The cell that a ditto mark stands for: the nearest one above that is none; other cells are themselves.
pub(super) fn resolved<'a>(extract: &'a Extract<'_>, row: usize, column: usize) -> Cell<'a> {
    let own = data_cell(extract.grid, row, column);
    if !is_ditto(extract, own.text) {
        return own;
    }
    let mut above = (extract.mapping.header.end..row).rev().map(|row| data_cell(extract.grid, row, column));
    above.find(|cell| !is_ditto(extract, cell.text)).unwrap_or(own)
}

/// Whether ditto marks stand in any of the columns.
pub(super) fn occurs<'c>(extract: &Extract<'_>, mut columns: impl Iterator<Item = &'c usize>) -> bool {
    let firsts: Vec<char> = extract.pack.layout.dittos.iter().filter_map(|ditto| ditto.chars().next()).collect();
    // Most cells begin with a letter or digit that no mark begins with, and need no second look.
    let may_be = |cell: &str| match cell.trim_start().chars().next() {
        Some(first) if firsts.contains(&first) => true,
        Some('0'..='9' | '\u{4e00}'..='\u{9fff}') | None => false,
        Some(first) => !first.is_alphanumeric(),
    };
    columns.any(|column| {
        let mut cells = extract.rows.iter().map(|row| data_cell(extract.grid, *row, *column).text);
        cells.any(|cell| may_be(cell) && is_ditto(extract, cell))
    })
}

/// Whether a cell is a ditto mark.
pub(super) fn is_ditto(extract: &Extract<'_>, cell: &str) -> bool {
    if cell.len() > LONGEST {
        return false;
    }
    let cleaned = text::clean(cell);
    extract.pack.layout.dittos.iter().any(|ditto| *ditto == cleaned)
}

/// No ditto mark has more bytes, so that other cells are not cleaned for it.
const LONGEST: usize = 16;
