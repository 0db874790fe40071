//! What a source is a list of: whom it should know, and where not being in it means something.

use indexmap::IndexMap;
use serde::Deserialize;
use toml::Spanned;

use crate::expr::Checked;

/// `[coverage]` of a source, as written.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CoverageText {
    pub(super) kind: ListKind,
    #[serde(default)]
    pub(super) expected: Option<Spanned<String>>,
    #[serde(default)]
    pub(super) term: Option<Spanned<String>>,
    #[serde(default)]
    pub(super) season: Option<Season>,
    #[serde(default)]
    pub(super) least_known: Option<f64>,
}

/// What a day says of the year that a record is about, where nothing else tells it: from a month on people pay for the
/// next year.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Season {
    /// The day.
    pub field: String,
    /// The month from which on it is for the next year.
    pub from_month: i8,
    /// Words by field of records of which it says nothing.
    #[serde(default)]
    pub except: IndexMap<String, Vec<String>>,
}

impl CoverageText {
    /// What a day says of the year.
    pub fn season(&self) -> Option<&Season> {
        self.season.as_ref()
    }

    /// The field that tells which year a record is about.
    pub fn term(&self) -> Option<&str> {
        self.term.as_ref().map(|term| term.get_ref().as_str())
    }
}

/// Who stands in a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ListKind {
    /// Everybody of whom it is expected.
    Roster,
    /// Only those who were granted something.
    Recipients,
}

/// What a source is a list of.
#[derive(Debug, Clone)]
pub struct ListOf {
    /// Who stands in it.
    pub kind: ListKind,
    /// The persons who should stand in it, as far as other lists tell.
    pub expected: Option<Checked>,
    /// The field that tells which year a record is about.
    pub term: Option<String>,
    /// The share of the expected that it must know, if not the usual one.
    pub least_known: Option<f64>,
}

/// When a list is too thin to tell anything by absence, from `rules/checks.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CoverageLimits {
    /// The least share of the expected people of a township that a roster must know, 0 to 1.
    pub least_known: f64,
    /// The least number of expected people that a township is judged by; with fewer, the county's share counts.
    pub least_people: u32,
    /// From how many expected recipients on a list without any of them is incomplete.
    pub least_recipients: f64,
    /// The largest share of unusable ID numbers with which a list still tells something by absence.
    pub unusable_ids: f64,
}
