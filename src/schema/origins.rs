//! Where the records of a frame stand.

use polars::prelude::{DataFrame, Int64Chunked, PolarsResult};

use super::column::{MEMBER, ROW, SHEET};
use super::sheet::Origin;

/// The places of all records of a frame, by position.
pub struct Origins<'f> {
    sheets: &'f Int64Chunked,
    rows: &'f Int64Chunked,
    members: &'f Int64Chunked,
}

impl<'f> Origins<'f> {
    /// Those of records as they were standardized.
    ///
    /// # Errors
    /// If the frame does not have the columns that standardizing gives it.
    pub fn of(frame: &'f DataFrame) -> PolarsResult<Self> {
        Ok(Self {
            sheets: frame.column(SHEET)?.i64()?,
            rows: frame.column(ROW)?.i64()?,
            members: frame.column(MEMBER)?.i64()?,
        })
    }

    /// The sheet and row of a record.
    pub fn at(&self, position: usize) -> Origin {
        Origin { sheet: number(self.sheets.get(position)), row: number(self.rows.get(position)) }
    }

    /// Where in a wide row a record stands, 0 the head.
    pub fn member(&self, position: usize) -> i64 {
        self.members.get(position).unwrap_or_default()
    }

    /// The sheet, row and member of a record, which no other one has.
    pub fn place(&self, position: usize) -> (Origin, i64) {
        (self.at(position), self.member(position))
    }
}

fn number(value: Option<i64>) -> u32 {
    value.and_then(|value| u32::try_from(value).ok()).unwrap_or_default()
}
