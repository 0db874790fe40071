//! What sources cannot tell: the townships in which nobody's absence from a list means anything.

use std::collections::{BTreeMap, BTreeSet};

/// What the sources of a run cannot tell.
#[derive(Debug, Clone, Default)]
pub struct Coverage {
    /// The field that tells which term a record is about, by source.
    pub terms: BTreeMap<String, String>,
    /// Where they cannot tell, in order of source, term and township.
    pub gaps: Vec<Gap>,
}

/// A township in which it means nothing that somebody has no record of a term in a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    pub source: String,
    /// The term asked about, as [`crate::expr::Term::key`] writes it.
    pub term: String,
    /// The township; none if it is the whole county.
    pub township: Option<String>,
    pub villages: BTreeSet<i64>,
    /// Why, in officers' words.
    pub cause: String,
    /// Whether that is as it should be, like a list of next year that is not begun, and needs no word.
    pub usual: bool,
}

impl Coverage {
    /// The gap that a village lies in, when a source is asked about a term.
    pub fn gap(&self, source: &str, term: &str, village: i64) -> Option<&Gap> {
        let here = |gap: &&Gap| gap.source == source && gap.term == term && gap.villages.contains(&village);
        self.gaps.iter().find(here)
    }

    /// The gaps of a source asked about a term.
    pub fn of<'c>(&'c self, source: &'c str, term: &'c str) -> impl Iterator<Item = &'c Gap> {
        self.gaps.iter().filter(move |gap| gap.source == source && gap.term == term)
    }

    /// The field that tells which term a record of a source is about; empty if none does.
    pub fn term_field(&self, source: &str) -> &str {
        self.terms.get(source).map_or("", String::as_str)
    }
}

impl Gap {
    /// What cannot be told and why, for people.
    pub fn words(&self) -> String {
        format!("{}（{}）", self.source, self.cause)
    }
}
