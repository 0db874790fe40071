//! The records of a binary workbook ([MS-XLS]): enough of them to see whether the reader library lost a cell, and which
//! rows are hidden.

use std::collections::BTreeSet;

/// A record: where its head stands, what it is, how long its body is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Record {
    pub at: usize,
    pub kind: u16,
    pub length: usize,
}

impl Record {
    pub fn body(self) -> std::ops::Range<usize> {
        self.at + 4..self.at + 4 + self.length
    }
}

/// The records from a position on, as far as they are whole.
pub(super) fn records(book: &[u8], from: usize) -> impl Iterator<Item = Record> {
    let mut at = from;
    std::iter::from_fn(move || {
        let head = book.get(at..at.checked_add(4)?)?;
        let kind = u16::from_le_bytes([head[0], head[1]]);
        let record = Record { at, kind, length: usize::from(u16::from_le_bytes([head[2], head[3]])) };
        at = record.body().end;
        (at <= book.len()).then_some(record)
    })
}

/// Kinds of records.
pub(super) mod kind {
    pub const BEGINNING: u16 = 0x0809;
    pub const END: u16 = 0x000a;
    pub const BOUND_SHEET: u16 = 0x0085;
    pub const ROW: u16 = 0x0208;
    pub const FORMULA: u16 = 0x0006;
    /// The text of the formula before it.
    pub const STRING: u16 = 0x0207;
    /// Several small numbers side by side.
    pub const MULTIPLE: u16 = 0x00bd;
    /// Cells of one value: numbers, labels, flags and errors.
    pub const SINGLE: [u16; 6] = [0x0203, 0x0204, 0x0205, 0x027e, 0x00d6, 0x00fd];
}

/// What the records of a sheet tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Survey {
    /// Whether the sheet has an end.
    pub whole: bool,
    /// How many cells hold a value.
    pub cells: usize,
    /// How many rows with a value are hidden.
    pub hidden_rows: u32,
}

/// Looks through the sheets of cells, in order.
pub(super) fn survey(book: &[u8]) -> Vec<Survey> {
    let sheets = records(book, 0).take_while(|record| record.kind != kind::END);
    let position = |record: Record| {
        let body = &book[record.body()];
        let of_cells = body.get(5) == Some(&0);
        let at = u32::from_le_bytes(body.get(..4)?.try_into().ok()?);
        of_cells.then(|| usize::try_from(at).unwrap_or(usize::MAX))
    };
    let sheets = sheets.filter(|record| record.kind == kind::BOUND_SHEET).filter_map(position);
    sheets.map(|at| survey_sheet(book, at)).collect()
}

fn survey_sheet(book: &[u8], at: usize) -> Survey {
    let (mut filled, mut hidden) = (BTreeSet::new(), BTreeSet::new());
    let (mut whole, mut cells, mut depth) = (false, 0, 0);
    for record in records(book, at) {
        let body = &book[record.body()];
        match record.kind {
            kind::BEGINNING => depth += 1,
            kind::END if depth <= 1 => {
                whole = true;
                break;
            }
            kind::END => depth -= 1,
            // What a chart in the sheet holds is none of its cells.
            _ if depth > 1 => {}
            kind::ROW if body.get(12).is_some_and(|flags| flags & 0x20 != 0) => drop(hidden.insert(row(body))),
            _ => {
                let values = values(record, body);
                cells += values;
                if values > 0 && record.kind != kind::STRING {
                    filled.insert(row(body));
                }
            }
        }
    }
    let hidden_rows = filled.intersection(&hidden).count();
    Survey { whole, cells, hidden_rows: u32::try_from(hidden_rows).unwrap_or(u32::MAX) }
}

fn row(body: &[u8]) -> [u8; 2] {
    body.first_chunk().copied().unwrap_or_default()
}

/// How many cells a record gives a value; a formula whose value is text gets it from the record behind it.
fn values(record: Record, body: &[u8]) -> usize {
    match record.kind {
        kind::STRING => 1,
        kind::MULTIPLE => record.length.saturating_sub(6) / 6,
        kind::FORMULA => {
            let is_text = body.get(12..14) == Some(&[0xff, 0xff]) && matches!(body.get(6), Some(0 | 3));
            usize::from(!is_text)
        }
        other if kind::SINGLE.contains(&other) => 1,
        _ => 0,
    }
}
