//! What a run left in its folder, read back: where the records behind its clues stand, and how many live where.
//!
//! A folder that was moved, or made by another version, gives nothing; what is made of it then has blanks.

use std::collections::BTreeMap;
use std::path::Path;

use crate::report::VillageSize;
use crate::value::number::parse_integer;
use crate::workbook::{self, Grid};

/// Where the records behind a run's clues stand, in words, by clue.
pub fn origins(run: &Path) -> BTreeMap<String, String> {
    let rows = rows_of(&run.join("clues.csv"), None, ["线索编号", "出处"]);
    rows.into_iter().map(|[clue, origins]| (clue, origins)).collect()
}

/// How many live in every village that a run screened.
pub fn village_sizes(run: &Path) -> Vec<VillageSize> {
    let rows = rows_of(&run.join("汇总表.xlsx"), Some("按村"), ["乡镇", "行政村", "农户总数", "人口"]);
    let size = |[township, village, households, people]: [String; 4]| {
        let number = |text: &str| parse_integer(text).and_then(|number| u32::try_from(number).ok());
        let (households, people) = (number(&households)?, number(&people)?);
        (!village.is_empty()).then_some(VillageSize { township, village, households, people })
    };
    rows.into_iter().filter_map(size).collect()
}

/// The rows of a table under some headings; of the sheet of a name, or of the only one.
fn rows_of<const N: usize>(path: &Path, sheet: Option<&str>, headings: [&str; N]) -> Vec<[String; N]> {
    let Ok(book) = workbook::read(path, &[]) else { return Vec::new() };
    let mut sheets = book.sheets.iter().filter(|found| sheet.is_none_or(|name| found.name == name));
    sheets.next().and_then(|sheet| rows_under(&sheet.grid, headings)).unwrap_or_default()
}

fn rows_under<const N: usize>(grid: &Grid, headings: [&str; N]) -> Option<Vec<[String; N]>> {
    let column = |row: usize, heading: &str| (0..grid.width()).find(|column| grid.cell(row, *column).text == heading);
    let top = (0..grid.rows()).find(|row| headings.iter().all(|heading| column(*row, heading).is_some()))?;
    let columns = headings.map(|heading| column(top, heading).unwrap_or_default());
    let row = |row: usize| columns.map(|column| grid.cell(row, column).text.to_owned());
    Some((top + 1..grid.rows()).map(row).collect())
}
