//! What files are read by.

use jiff::civil::Date;

use crate::ingest::Recogniser;
use crate::pack::{ColumnHint, Pack, SheetHint};
use crate::store::Cache;

/// What is needed to read any file.
#[derive(Clone, Copy)]
pub(super) struct Reading<'a> {
    pub pack: &'a Pack,
    pub recogniser: &'a Recogniser<'a>,
    pub hints: &'a [SheetHint],
    pub columns: &'a [ColumnHint],
    pub as_of: Date,
    pub cache: &'a Cache,
}
