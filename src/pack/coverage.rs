//! What a source is a list of: whom it should know, and where not being in it means something.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use super::files::{PackFile, PackFiles};
use super::rulebook::{Vocabulary, condition};
use super::source::Source;
use crate::diagnostic::Diagnostic;
use crate::expr::{Checked, Scope, Subject};

/// `[coverage]` of a source, as written.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CoverageText {
    kind: ListKind,
    #[serde(default)]
    expected: Option<Spanned<String>>,
    #[serde(default)]
    term: Option<Spanned<String>>,
    #[serde(default)]
    least_known: Option<f64>,
}

impl CoverageText {
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

/// What every source that declares it is a list of.
pub(super) fn lists_of(
    files: &PackFiles,
    vocabulary: Vocabulary<'_>,
    faults: &mut Vec<Diagnostic>,
) -> BTreeMap<String, ListOf> {
    let mut lists = BTreeMap::new();
    for file in files.under("sources/") {
        let Ok(source) = file.parse::<Source>() else { continue };
        let Some(text) = &source.coverage else { continue };
        faults.extend(unknown_term(file, &source, text));
        let mut checked = |expected| {
            condition(file, expected, Scope::of(Subject::Person, vocabulary.catalog), vocabulary.faulty, faults)
        };
        let expected = text.expected.as_ref().and_then(&mut checked);
        let term = text.term.as_ref().map(|term| term.get_ref().clone());
        let list = ListOf { kind: text.kind, expected, term, least_known: text.least_known };
        lists.insert(source.name.clone(), list);
    }
    lists
}

fn unknown_term(file: PackFile<'_>, source: &Source, text: &CoverageText) -> Option<Diagnostic> {
    let term = text.term.as_ref().filter(|term| !source.fields.contains_key(term.get_ref()))?;
    let fault = Diagnostic::new(format!("[coverage] 里的“{}”不在 [fields] 中", term.get_ref()));
    let known = source.fields.keys().map(String::as_str);
    Some(fault.at(file.place(term.span())).hint_nearest(term.get_ref(), known))
}
