//! What a sheet's headings are, in a few letters: an answer that the county gave for them holds for every file that has
//! them, this month and later ones.

use crate::value::{recognise, text};
use crate::workbook::{Cell, Grid};

/// How many letters of the hash are kept.
const LETTERS: usize = 12;
/// Fewer columns are no table.
const FEWEST: usize = 3;

/// The fingerprint of a sheet's headings; none where no row looks like headings. Digits do not count, as months and
/// years change.
pub fn fingerprint(grid: &Grid, search_rows: usize) -> Option<String> {
    let row = (0..grid.rows().min(search_rows)).find(|row| is_heading(grid, *row))?;
    let mut words = heading_words(grid, row);
    if row + 1 < grid.rows() && is_heading(grid, row + 1) {
        words.extend(heading_words(grid, row + 1));
    }
    Some(blake3::hash(words.join("\n").as_bytes()).to_hex()[..LETTERS].to_owned())
}

fn heading_words(grid: &Grid, row: usize) -> Vec<String> {
    let word = |(_, cell): (usize, Cell<'_>)| {
        let whole = text::heading(cell.text).into_iter().next().unwrap_or_default();
        whole.chars().filter(|c| !c.is_ascii_digit()).collect::<String>()
    };
    grid.filled_cells(row).map(word).filter(|word| !word.is_empty()).collect()
}

/// Whether a row holds headings: several texts, and none of them a number, a day or an ID number.
fn is_heading(grid: &Grid, row: usize) -> bool {
    let cells: Vec<&str> = grid.filled_cells(row).map(|(_, cell)| cell.text.trim()).collect();
    let is_value = |cell: &&str| {
        let digits = cell.chars().filter(char::is_ascii_digit).count();
        digits * 2 > cell.chars().count() || recognise(cell).is_ok()
    };
    cells.len() >= FEWEST && !cells.iter().any(is_value)
}
