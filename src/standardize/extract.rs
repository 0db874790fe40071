//! A recognised sheet as it is handed over, and where in it one record stands.

use crate::ingest::{Caption, Mapping, Measure, MemberColumns};
use crate::pack::{Pack, RemarkMeaning};
use crate::schema::{SheetId, StatedPeriod};
use crate::workbook::Grid;

/// A sheet that was recognised.
#[derive(Debug, Clone, Copy)]
pub struct Extract<'a> {
    /// Its number in the run.
    pub sheet: SheetId,
    /// What is written around it.
    pub caption: &'a Caption,
    /// The year and month that this states.
    pub stated: Option<&'a StatedPeriod>,
    /// Its cells.
    pub grid: &'a Grid,
    /// Where its fields stand.
    pub mapping: &'a Mapping<'a>,
    /// Its rows that hold records, from 0.
    pub rows: &'a [usize],
    /// What its figures are measured in, field by field.
    pub measures: &'a [Measure],
    /// What words in its cells mean.
    pub pack: &'a Pack,
}

impl Extract<'_> {
    /// What words that a code column does not know mean in it, where the register says how to read them.
    pub(super) fn said_in(&self, field: &str, cell: &str) -> Option<String> {
        let gone = self.mapping.source.register.as_ref()?.gone.as_ref().filter(|gone| gone.field == field)?;
        match self.pack.layout.remarks.said(cell, gone.meanings()) {
            RemarkMeaning::Means(value) => Some(value.to_owned()),
            RemarkMeaning::Nothing | RemarkMeaning::Others | RemarkMeaning::Unclear => None,
        }
    }
}

/// Where one record stands: a row, or one member's columns in a wide row.
#[derive(Debug, Clone, Copy)]
pub(super) struct RecordAt {
    pub(super) row: usize,
    pub(super) member: Option<MemberColumns>,
    /// Which of several entries of one cell.
    pub(super) part: usize,
    /// Which of the things that the row tells of it is about.
    pub(super) branch: Option<usize>,
    pub(super) ordinal: i64,
}

impl RecordAt {
    pub(super) fn row_number(&self) -> u32 {
        u32::try_from(self.row + 1).unwrap_or(u32::MAX)
    }
}
