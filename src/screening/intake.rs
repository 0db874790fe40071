//! What a period's folder held, as far as it was read.

use std::collections::BTreeMap;

use polars::prelude::DataFrame;

use crate::schema::{Damaged, FileReport, Issue, SetupQuestion, SheetId, SheetReport, UnusedIds};

/// What a folder held.
#[derive(Debug, Default)]
pub(super) struct Intake {
    /// Every file, by path.
    pub files: Vec<FileReport>,
    /// Every sheet, by file and position; a sheet's id is its position here.
    pub sheets: Vec<SheetReport>,
    /// Records by source.
    pub records: BTreeMap<String, DataFrame>,
    /// What is wrong in them.
    pub issues: Vec<Issue>,
    /// Records set aside for their ID numbers.
    pub damaged: Vec<Damaged>,
    /// ID numbers that stand where nothing is read.
    pub unused: Vec<(SheetId, UnusedIds)>,
    /// What has to be asked about them, besides what the sheets themselves are.
    pub questions: Vec<SetupQuestion>,
}
