//! What the workbook is made from.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::detect::ClueNaming;
use crate::pack::Pack;
use crate::schema::{CandidateMatch, FileReport, Issue, SheetReport};
use crate::value::{Disclosure, IdNumber};

/// What the workbook is made from.
#[derive(Debug, Clone, Copy)]
pub struct Quality<'a> {
    /// Whose table is which department's.
    pub pack: &'a Pack,
    /// Every file.
    pub files: &'a [FileReport],
    /// Every sheet.
    pub sheets: &'a [SheetReport],
    /// What is wrong in them.
    pub issues: &'a [Issue],
    /// Whose damaged records may be.
    pub candidate_matches: &'a [CandidateMatch],
    /// The rules that were not held against a person because of damaged records.
    pub doubts: &'a BTreeMap<IdNumber, BTreeSet<String>>,
    /// How codes of candidate matches are made.
    pub naming: &'a ClueNaming,
    /// How ID numbers are shown.
    pub disclosure: Disclosure,
    /// The day it is made on.
    pub as_of: Date,
}

/// The department that a sheet comes from.
pub(super) fn department<'a>(input: Quality<'a>, sheet: u32) -> &'a str {
    let sheet = usize::try_from(sheet).ok().and_then(|sheet| input.sheets.get(sheet));
    let source = sheet.and_then(SheetReport::source).and_then(|source| input.pack.sources.get(source));
    source.map_or("其他", |source| source.department.as_str())
}
