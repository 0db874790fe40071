//! Text with separators, in the encodings that Chinese programs write.

use std::collections::BTreeMap;

use super::book::{Book, Format, Sheet, Unreadable, Visibility};
use super::encoding;
use super::grid::{CellKind, Grid};
use super::input::Input;

/// Reads text as one sheet of this name.
pub(super) fn read(input: &Input, name: &str) -> Result<Book, Unreadable> {
    let (text, encoding) = encoding::read(input)?;
    // One kind of line end, also at the end, so that lines can be counted; zeros fill up fields of old programs.
    let text = text.replace('\0', "").replace("\r\n", "\n").replace('\r', "\n") + "\n";
    let delimiter = delimiter(&text);
    let grid = grid(&text, delimiter, Grid::of(input.budget()))?;
    let format = Format::Csv { encoding: encoding.into(), delimiter: char::from(delimiter) };
    Ok(Book {
        format,
        sheets: vec![Sheet { name: name.to_owned(), visibility: Visibility::Visible, hidden_rows: 0, grid }],
        properties: BTreeMap::new(),
    })
}

fn grid(text: &str, delimiter: u8, mut grid: Grid) -> Result<Grid, Unreadable> {
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text.as_bytes());
    let mut record = csv::StringRecord::new();
    let mut row = 0;
    let mut line = 1;
    while reader.read_record(&mut record).map_err(|error| Unreadable::Corrupt(error.to_string()))? {
        // The reader passes over empty lines; they keep their row, as in a spreadsheet program.
        let next = reader.position().line();
        let own: usize = 1 + record.iter().map(|cell| cell.matches('\n').count()).sum::<usize>();
        row += usize::try_from(next - line).unwrap_or(0).saturating_sub(own);
        for (column, text) in record.iter().enumerate() {
            let kind = if text.is_empty() { CellKind::Blank } else { CellKind::Untyped };
            grid.set(row, column, text, kind)?;
        }
        row += 1;
        line = next;
    }
    Ok(grid)
}

/// The separator that stands most often in the first lines.
fn delimiter(text: &str) -> u8 {
    let head: Vec<&str> = text.lines().take(20).collect();
    let count = |delimiter: u8| head.iter().map(|line| line.matches(char::from(delimiter)).count()).sum::<usize>();
    let candidates = [b',', b'\t', b';', b'|'];
    candidates.into_iter().rev().max_by_key(|delimiter| count(*delimiter)).unwrap_or(b',')
}
