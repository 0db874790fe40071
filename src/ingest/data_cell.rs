//! A cell of a row that holds a record.

use crate::workbook::{Cell, Grid};

/// A cell of a data row: a blank one takes the value of a cell above that it is merged with, but not of one beside
/// it, so that a note merged across a row does not look like a record.
pub fn data_cell<'g>(grid: &'g Grid, row: usize, column: usize) -> Cell<'g> {
    match grid.merge_at(row, column) {
        Some(merge) if merge.columns() > 1 => grid.own_cell(row, column),
        Some(_) | None => grid.cell(row, column),
    }
}
