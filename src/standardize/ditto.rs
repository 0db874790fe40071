//! Cells that say that they are as the cell above.

use super::extract::Extract;
use crate::ingest::data_cell;
use crate::value::text;
use crate::workbook::Cell;

/// The cell that a ditto mark stands for: the nearest one above that is none; other cells are themselves.
pub(super) fn resolved<'a>(extract: &'a Extract<'_>, row: usize, column: usize) -> Cell<'a> {
    let first = extract.mapping.header.end;
    let cell = |row: usize| data_cell(extract.grid, row, column);
    let above = (first..=row).rev().find(|row| !is_ditto(extract, cell(*row).text));
    cell(above.unwrap_or(row))
}

/// Whether a cell is a ditto mark.
pub(super) fn is_ditto(extract: &Extract<'_>, cell: &str) -> bool {
    let dittos = &extract.pack.layout.dittos;
    cell.len() <= LONGEST && dittos.iter().any(|ditto| *ditto == text::clean(cell))
}

/// No ditto mark has more bytes, so that other cells are not cleaned for it.
const LONGEST: usize = 16;
