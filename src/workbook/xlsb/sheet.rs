//! One sheet's part → its grid.

use std::io::Read;
use std::sync::Arc;

use super::super::book::Unreadable;
use super::super::budget::Budget;
use super::super::compound::{f64_at, u32_at};
use super::super::grid::{CellKind, Grid, Merge};
use super::super::number::{self, kind_of_text};
use super::super::xml::corrupt;
use super::records::{XlsbRecords, kind, text};

/// What a book's cells refer to.
#[derive(Debug, Default)]
pub(super) struct XlsbLookups {
    pub strings: Vec<String>,
    /// For every cell format whether it shows a number as a day.
    pub dates: Vec<bool>,
    pub since_1904: bool,
}

/// The cells of a sheet, and how many rows with content are hidden.
pub(super) fn read(
    mut records: XlsbRecords<impl Read>,
    values: &XlsbLookups,
    budget: &Arc<Budget>,
) -> Result<(Grid, u32), Unreadable> {
    let mut sheet = XlsbReader { values, grid: Grid::of(budget), row: 0, column: 0, hidden: HiddenRows::default() };
    let mut merges = Vec::new();
    let mut is_whole = false;
    while let Some((kind, body)) = records.next()? {
        let fault = || corrupt("a record that is too short");
        match kind {
            kind::ROW => {
                sheet.row = u32_at(body, 0).ok_or_else(fault)? as usize;
                sheet.hidden.begin(body.get(11).is_some_and(|flags| flags & 0x10 != 0));
                // The column before the first.
                sheet.column = usize::MAX;
            }
            kind::END_OF_CELLS => is_whole = true,
            kind::MERGE => {
                budget.keep(size_of::<Merge>())?;
                merges.extend(merge(body));
            }
            kind::BLANK..=kind::FORMULA_ERROR | kind::RICH_TEXT => {
                sheet.column = u32_at(body, 0).ok_or_else(fault)? as usize;
                sheet.put(kind, body.get(4..).ok_or_else(fault)?)?;
            }
            kind::SHORT_BLANK..=kind::SHORT_SHARED_TEXT => {
                sheet.column = sheet.column.wrapping_add(1);
                sheet.put(kind - kind::SHORT_BLANK + kind::BLANK, body)?;
            }
            _ => {}
        }
    }
    if !is_whole {
        return Err(corrupt("a sheet that is not there as a whole"));
    }
    sheet.grid.merge(merges)?;
    Ok((sheet.grid, sheet.hidden.rows))
}

/// The sheet so far.
struct XlsbReader<'a> {
    values: &'a XlsbLookups,
    grid: Grid,
    row: usize,
    column: usize,
    hidden: HiddenRows,
}

/// Which rows are hidden and have content.
#[derive(Default)]
struct HiddenRows {
    rows: u32,
    /// Whether the open row is hidden and had no content yet.
    counts: bool,
}

impl HiddenRows {
    fn begin(&mut self, is_hidden: bool) {
        self.counts = is_hidden;
    }

    fn fill(&mut self) {
        self.rows += u32::from(std::mem::take(&mut self.counts));
    }
}

impl XlsbReader<'_> {
    /// Puts a cell into the grid; `body` begins with its format.
    fn put(&mut self, kind: u16, body: &[u8]) -> Result<(), Unreadable> {
        let number = |number: Option<f64>| {
            let format = u32_at(body, 0).map(|format| (format & 0x00ff_ffff) as usize);
            let shows_day = format.and_then(|format| self.values.dates.get(format)).copied().unwrap_or(false);
            Some(number::shown(number?, shows_day.then_some(self.values.since_1904)))
        };
        let (text, kind) = match kind {
            kind::SMALL => number(u32_at(body, 4).map(number::small)),
            kind::NUMBER | kind::FORMULA_NUMBER => number(f64_at(body, 4)),
            kind::ERROR | kind::FORMULA_ERROR => {
                body.get(4).map(|code| (number::error(*code).to_owned(), CellKind::Error))
            }
            kind::FLAG | kind::FORMULA_FLAG => {
                body.get(4).map(|flag| (if *flag == 0 { "FALSE" } else { "TRUE" }.to_owned(), CellKind::Bool))
            }
            kind::TEXT | kind::FORMULA_TEXT => written(body, 4),
            kind::RICH_TEXT => written(body, 5),
            kind::SHARED_TEXT => {
                let text = u32_at(body, 4).and_then(|at| self.values.strings.get(at as usize));
                text.map(|text| (text.clone(), kind_of_text(text)))
            }
            _ => return Ok(()),
        }
        .ok_or_else(|| corrupt("a cell that is too short"))?;
        if kind != CellKind::Blank {
            self.hidden.fill();
        }
        Ok(self.grid.set(self.row, self.column, &text, kind)?)
    }
}

fn merge(body: &[u8]) -> Option<Merge> {
    let at = |place: usize| u32_at(body, place).map(|number| number as usize);
    let start = (at(0)?, at(8)?);
    let end = (at(4)?, at(12)?);
    (start.0 <= end.0 && start.1 <= end.1).then_some(Merge { start, end })
}

fn written(body: &[u8], at: usize) -> Option<(String, CellKind)> {
    let (text, _) = text(body, at)?;
    let kind = kind_of_text(&text);
    Some((text, kind))
}
