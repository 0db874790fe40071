//! ID numbers in columns that no field takes: they are counted, not read, so that a table full of registered people is
//! not passed over.

use crate::value::{recognise, text};
use crate::workbook::Grid;

/// How many filled cells are looked into before a column is given up.
const SAMPLE: usize = 200;

/// The compact keys of the valid ID numbers in a column, if at least a third of its first filled cells are some.
pub fn id_keys(grid: &Grid, column: usize, first: usize) -> Vec<i64> {
    let filled = |limit: usize| {
        let rows = grid.span(column);
        let cells = (first.max(rows.start)..rows.end).map(move |row| grid.own_cell(row, column).text);
        cells.filter(|cell| !text::is_null_mark(cell.trim())).take(limit)
    };
    let key = |cell: &str| recognise(cell).ok().map(|recognised| recognised.number.key());
    let (looked, valid) =
        filled(SAMPLE).fold((0, 0), |(looked, valid), cell| (looked + 1, valid + usize::from(key(cell).is_some())));
    if valid == 0 || valid * 3 < looked {
        return Vec::new();
    }
    filled(usize::MAX).filter_map(key).collect()
}
