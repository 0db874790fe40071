//! How tables are laid out, whosever they are, from `rules/layout.toml`.

use indexmap::IndexMap;
use serde::Deserialize;

use super::marks::AgainstAny;
use super::member::MemberWords;
use super::wording::{Ended, Remarks};
use crate::value::name::NameNotes;

/// What the engine must know of layout, from `rules/layout.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Layout {
    /// Beginnings of the first cell of a footer row.
    pub footers: Vec<String>,
    /// Words that stand behind a person's name and are no part of it.
    #[serde(default)]
    pub name_notes: NameNotes,
    /// How many rows from the top are searched for headings.
    pub header_search_rows: usize,
    /// How many rows the headings may span.
    pub header_span_rows: usize,
    /// The first characters of common family names: words that begin so are not put into drafts.
    #[serde(default)]
    pub surnames: String,
    /// Words by which a title joins several lists in one table.
    pub title_joints: Vec<String>,
    /// Words by which a file's or sheet's name says that it is one version of a list among others.
    pub version_words: Vec<String>,
    /// How much must speak for a source before a sheet is taken for it.
    pub recognition: Weights,
    /// What speaks against any table being a source.
    pub against: AgainstAny,
    /// The household fact that tells the population a household belongs to.
    pub household_class: String,
    /// Marks by which a cell is as the one above.
    pub dittos: Vec<String>,
    /// Headings of columns that only count rows.
    pub row_numbers: Vec<String>,
    /// How headings of members are made.
    pub members: MemberWords,
    /// How remarks are read.
    pub remarks: Remarks,
    /// What tells that a row is ended.
    pub ended: Ended,
    /// How to read the months that are written around a table.
    pub dating: Dating,
}

/// Words beside a month or day that is written around a table.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dating {
    /// Before a day up to which a table goes; without one of them a day in a title is that of a document.
    pub up_to: Vec<String>,
    /// Behind a month from which on something holds.
    pub from: Vec<String>,
    /// The last month of parts of a year, the longer words first.
    pub spans: IndexMap<String, u8>,
    /// Other names of months, in small letters, as the names of files, sheets and folders have them.
    #[serde(default)]
    pub months: IndexMap<String, u8>,
}

/// How much must speak for a source. A heading weighs the logarithm of how many sources there are to how many have it.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Weights {
    /// What must speak for it at least.
    pub least: f64,
    /// By how much more must speak for it than for the next.
    pub margin: f64,
    /// What must speak for a source that is not proved, so that somebody is asked and not merely told.
    pub worth_asking: f64,
    /// What a title that names it weighs.
    pub title: f64,
    /// What the department's name in a folder or file name weighs.
    pub department: f64,
    /// What a column weighs whose cells are words of a field's vocabulary, under a heading that is not known.
    pub vocabulary: f64,
    /// What a heading weighs at most that any table about people may have.
    pub common: f64,
    /// What is left of a heading's weight when the cells below are not what they should be.
    pub unfit: f64,
    /// Columns that weigh this much are not doubted for a title that does not name the source, or a strange column.
    pub sure: f64,
    /// How many rows are looked into.
    pub sample_rows: usize,
    /// Titles with more characters are notes, and name nothing.
    pub longest_title: usize,
}
