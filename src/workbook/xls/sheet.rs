//! One sheet's records → its grid.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::super::biff::{BiffRecord, kind, records};
use super::super::book::Unreadable;
use super::super::budget::Budget;
use super::super::compound::{f64_at, u16_at, u32_at};
use super::super::grid::{CellKind, Grid, Merge};
use super::super::number::{self, UNCALCULATED, kind_of_text};
use super::super::xml::corrupt;
use super::globals::Globals;
use super::text::Pieces;

/// The cells of a sheet, and how many rows with content are hidden.
pub(super) fn read(book: &[u8], at: usize, globals: &Globals, budget: &Arc<Budget>) -> Result<(Grid, u32), Unreadable> {
    let mut sheet = XlsReader { book, globals, cells: Vec::new(), hidden: BTreeSet::new(), merges: Vec::new() };
    let mut is_whole = false;
    let mut depth = 0;
    for record in records(book, at) {
        // Sheets may lie in the same place, any number of them.
        budget.unpack(record.length + 4)?;
        match record.kind {
            kind::BEGINNING => depth += 1,
            kind::END if depth <= 1 => {
                is_whole = true;
                break;
            }
            kind::END => depth -= 1,
            // What a chart in the sheet holds is none of its cells.
            _ if depth > 1 => {}
            _ => sheet.take(record).ok_or_else(|| corrupt("a record that is too short"))?,
        }
    }
    if !is_whole {
        return Err(corrupt("a sheet that is not there as a whole"));
    }
    sheet.finish(budget)
}

/// The sheet so far.
struct XlsReader<'a> {
    book: &'a [u8],
    globals: &'a Globals,
    cells: Vec<XlsCell>,
    hidden: BTreeSet<u16>,
    merges: Vec<Merge>,
}

/// A cell: row, column, value.
struct XlsCell {
    place: (u16, u16),
    value: Value,
}

enum Value {
    /// A number, and whether the cell shows a day.
    Number(f64, bool),
    Text(String),
    Shared(u32),
    Flag(bool),
    Error(u8),
    /// A formula whose text comes in a record of its own.
    Awaited,
}

impl XlsReader<'_> {
    fn take(&mut self, record: BiffRecord) -> Option<()> {
        let body = &self.book[record.body()];
        let value = match record.kind {
            kind::NUMBER => self.number(body, 4, f64_at(body, 6)?),
            kind::SMALL => self.number(body, 4, number::small(u32_at(body, 6)?)),
            kind::LABEL_SHARED => Value::Shared(u32_at(body, 6)?),
            kind::FLAG_OR_ERROR => match body.get(6..8)? {
                [flag, 0] => Value::Flag(*flag != 0),
                code => Value::Error(code[0]),
            },
            formula if kind::FORMULAS.contains(&formula) => self.formula(body)?,
            label if kind::LABELS.contains(&label) => {
                let mut pieces = Pieces::new(record.pieces(self.book));
                pieces.skip(6);
                Value::Text(pieces.text(self.globals.writing)?)
            }
            kind::STRING => {
                let text = Pieces::new(record.pieces(self.book)).text(self.globals.writing)?;
                let awaiting = self.cells.last_mut().filter(|cell| matches!(cell.value, Value::Awaited));
                awaiting.into_iter().for_each(|cell| cell.value = Value::Text(text.clone()));
                return Some(());
            }
            kind::SEVERAL => return self.several(body),
            kind::ROW => {
                if body.get(12).is_some_and(|flags| flags & 0x20 != 0) {
                    self.hidden.insert(u16_at(body, 0)?);
                }
                return Some(());
            }
            kind::MERGES => {
                self.merges.extend(body.get(2..)?.chunks_exact(8).take(u16_at(body, 0)?.into()).filter_map(merge));
                return Some(());
            }
            _ => return Some(()),
        };
        self.cells.push(XlsCell { place: (u16_at(body, 0)?, u16_at(body, 2)?), value });
        Some(())
    }

    /// A number in a cell whose format stands at a place.
    fn number(&self, body: &[u8], format: usize, number: f64) -> Value {
        let format = u16_at(body, format).map(usize::from);
        let shows_day = format.and_then(|format| self.globals.dates.get(format)).copied().unwrap_or(false);
        Value::Number(number, shows_day)
    }

    fn several(&mut self, body: &[u8]) -> Option<()> {
        let row = u16_at(body, 0)?;
        let first = u16_at(body, 2)?;
        for (column, cell) in (first..).zip(body.get(4..body.len().checked_sub(2)?)?.chunks_exact(6)) {
            let value = self.number(cell, 0, number::small(u32_at(cell, 2)?));
            self.cells.push(XlsCell { place: (row, column), value });
        }
        Some(())
    }

    fn formula(&self, body: &[u8]) -> Option<Value> {
        Some(match body.get(6..14)? {
            [0, _, _, _, _, _, 0xff, 0xff] => Value::Awaited,
            [1, _, flag, _, _, _, 0xff, 0xff] => Value::Flag(*flag != 0),
            [2, _, code, _, _, _, 0xff, 0xff] => Value::Error(*code),
            [_, _, _, _, _, _, 0xff, 0xff] => Value::Text(String::new()),
            _ => self.number(body, 4, f64_at(body, 6)?),
        })
    }

    /// Puts the cells into a grid, row by row; of two in one place the later holds.
    fn finish(mut self, budget: &Arc<Budget>) -> Result<(Grid, u32), Unreadable> {
        self.cells.sort_by_key(|cell| cell.place);
        let mut grid = Grid::of(budget);
        let mut hidden = BTreeSet::new();
        for (at, cell) in self.cells.iter().enumerate() {
            if self.cells.get(at + 1).is_some_and(|next| next.place == cell.place) {
                continue;
            }
            let (text, kind) = self.shown(&cell.value)?;
            grid.set(cell.place.0.into(), cell.place.1.into(), &text, kind)?;
            if kind != CellKind::Blank && self.hidden.contains(&cell.place.0) {
                hidden.insert(cell.place.0);
            }
        }
        grid.merge(self.merges)?;
        Ok((grid, u32::try_from(hidden.len()).unwrap_or(u32::MAX)))
    }

    fn shown<'a>(&'a self, value: &'a Value) -> Result<(std::borrow::Cow<'a, str>, CellKind), Unreadable> {
        Ok(match value {
            Value::Number(number, shows_day) => {
                let (text, kind) = number::shown(*number, shows_day.then_some(self.globals.since_1904));
                (text.into(), kind)
            }
            Value::Text(text) => (text.into(), kind_of_text(text)),
            Value::Shared(at) => {
                let text = usize::try_from(*at).ok().and_then(|at| self.globals.strings.get(at));
                let text = text.ok_or_else(|| corrupt("a shared text that is not there"))?;
                (text.into(), kind_of_text(text))
            }
            Value::Flag(flag) => (if *flag { "TRUE" } else { "FALSE" }.into(), CellKind::Bool),
            Value::Error(code) => (number::error(*code).into(), CellKind::Error),
            Value::Awaited => (UNCALCULATED.into(), CellKind::Error),
        })
    }
}

fn merge(block: &[u8]) -> Option<Merge> {
    let at = |place: usize| u16_at(block, place).map(usize::from);
    let start = (at(0)?, at(4)?);
    let end = (at(2)?, at(6)?);
    (start.0 <= end.0 && start.1 <= end.1).then_some(Merge { start, end })
}
