//! The records of a binary part: number, length and body, one behind the other.

use std::io::{BufReader, Read};

use super::super::book::Unreadable;
use super::super::compound::u32_at;
use super::super::xml::{corrupt, unpacking};

/// Kinds of records.
pub(super) mod kind {
    pub const ROW: u16 = 0;
    pub const BLANK: u16 = 1;
    pub const SMALL: u16 = 2;
    pub const ERROR: u16 = 3;
    pub const FLAG: u16 = 4;
    pub const NUMBER: u16 = 5;
    pub const TEXT: u16 = 6;
    pub const SHARED_TEXT: u16 = 7;
    pub const FORMULA_TEXT: u16 = 8;
    pub const FORMULA_NUMBER: u16 = 9;
    pub const FORMULA_FLAG: u16 = 10;
    pub const FORMULA_ERROR: u16 = 11;
    /// From here to `SHORT_SHARED_TEXT`, cells like those from `BLANK` to `SHARED_TEXT`, in the next column.
    pub const SHORT_BLANK: u16 = 12;
    pub const SHORT_SHARED_TEXT: u16 = 18;
    /// Text in several fonts.
    pub const RICH_TEXT: u16 = 62;
    pub const END_OF_CELLS: u16 = 146;
    pub const MERGE: u16 = 176;
    pub const SHARED: u16 = 19;
    pub const FORMAT: u16 = 44;
    pub const CELL_FORMAT: u16 = 47;
    pub const PROPERTIES: u16 = 153;
    pub const SHEET: u16 = 156;
    pub const CELL_FORMATS: u16 = 617;
    pub const END_OF_CELL_FORMATS: u16 = 618;
}

/// The records of a part.
pub(super) struct XlsbRecords<R> {
    part: BufReader<R>,
    body: Vec<u8>,
}

impl<R: Read> XlsbRecords<R> {
    /// Reads the records of a part.
    pub fn new(part: R) -> Self {
        Self { part: BufReader::new(part), body: Vec::new() }
    }

    /// The next record's kind and body, if there is another.
    pub fn next(&mut self) -> Result<Option<(u16, &[u8])>, Unreadable> {
        let Some(first) = self.byte()? else { return Ok(None) };
        let kind = match first & 0x80 {
            0 => u16::from(first),
            _ => u16::from(first & 0x7f) | u16::from(self.more()? & 0x7f) << 7,
        };
        let mut length = 0_u64;
        for part in 0..4 {
            let byte = self.more()?;
            length |= u64::from(byte & 0x7f) << (7 * part);
            if byte & 0x80 == 0 {
                break;
            }
        }
        self.body.clear();
        let read = self.part.by_ref().take(length).read_to_end(&mut self.body).map_err(unpacking)?;
        if read as u64 == length { Ok(Some((kind, &self.body))) } else { Err(cut_off()) }
    }

    fn byte(&mut self) -> Result<Option<u8>, Unreadable> {
        self.part.by_ref().bytes().next().transpose().map_err(unpacking)
    }

    fn more(&mut self) -> Result<u8, Unreadable> {
        self.byte()?.ok_or_else(cut_off)
    }
}

fn cut_off() -> Unreadable {
    corrupt("a record that is not there as a whole")
}

/// The text at a place of a body, and how many bytes it takes.
pub(super) fn text(body: &[u8], at: usize) -> Option<(String, usize)> {
    let bytes = usize::try_from(u32_at(body, at)?).ok()?.checked_mul(2)?;
    let units = body.get(at + 4..(at + 4).checked_add(bytes)?)?.as_chunks().0;
    let units: Vec<u16> = units.iter().map(|unit| u16::from_le_bytes(*unit)).collect();
    Some((String::from_utf16_lossy(&units), 4 + bytes))
}
