//! The records of a binary workbook ([MS-XLS]).

/// A record: where its head stands, what it is, how long its body is.
#[derive(Debug, Clone, Copy)]
pub(super) struct BiffRecord {
    pub at: usize,
    pub kind: u16,
    pub length: usize,
}

impl BiffRecord {
    /// Where its content stands.
    pub fn body(self) -> std::ops::Range<usize> {
        self.at + 4..self.at + 4 + self.length
    }

    /// Its body and those of the records that continue it.
    pub fn pieces(self, book: &[u8]) -> impl Iterator<Item = &[u8]> {
        let further = records(book, self.body().end).take_while(|record| record.kind == kind::CONTINUE);
        std::iter::once(self).chain(further).map(|record| &book[record.body()])
    }
}

/// The records from a position on, as far as they are whole.
pub(super) fn records(book: &[u8], from: usize) -> impl Iterator<Item = BiffRecord> {
    let mut at = from;
    std::iter::from_fn(move || {
        let head = book.get(at..at.checked_add(4)?)?;
        let kind = u16::from_le_bytes([head[0], head[1]]);
        let record = BiffRecord { at, kind, length: usize::from(u16::from_le_bytes([head[2], head[3]])) };
        at = record.body().end;
        (at <= book.len()).then_some(record)
    })
}

/// Kinds of records.
pub(super) mod kind {
    pub const BEGINNING: u16 = 0x0809;
    pub const END: u16 = 0x000a;
    pub const CONTINUE: u16 = 0x003c;
    pub const CODEPAGE: u16 = 0x0042;
    pub const SINCE_1904: u16 = 0x0022;
    /// How cells show their numbers.
    pub const FORMAT: u16 = 0x041e;
    /// A cell's format.
    pub const CELL_FORMAT: u16 = 0x00e0;
    pub const BOUND_SHEET: u16 = 0x0085;
    /// The texts that cells share.
    pub const SHARED: u16 = 0x00fc;
    pub const ROW: u16 = 0x0208;
    pub const MERGES: u16 = 0x00e5;
    /// Formulas; the last two of older generations, which some writers still use.
    pub const FORMULAS: [u16; 3] = [0x0006, 0x0206, 0x0406];
    /// The text of the formula before it.
    pub const STRING: u16 = 0x0207;
    pub const NUMBER: u16 = 0x0203;
    /// A number in four bytes.
    pub const SMALL: u16 = 0x027e;
    /// Several of them side by side.
    pub const SEVERAL: u16 = 0x00bd;
    /// Text, plain and in several fonts.
    pub const LABELS: [u16; 2] = [0x0204, 0x00d6];
    pub const LABEL_SHARED: u16 = 0x00fd;
    pub const FLAG_OR_ERROR: u16 = 0x0205;
}
