//! Named lists of words that several conditions share: `户类型 IN 名单.帮扶户`.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::files::PackFile;
use crate::diagnostic::Diagnostic;

/// A list, from `rules/lists.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NamedList {
    /// What its words have in common, for people.
    pub title: String,
    /// The words.
    pub values: Vec<String>,
    /// The document it comes from.
    pub basis: String,
}

/// All lists by name.
pub type Lists = BTreeMap<String, NamedList>;

/// Lists without words, and words that stand twice in one.
pub(super) fn check<'l>(lists: &'l Lists, file: PackFile<'l>) -> impl Iterator<Item = Diagnostic> {
    lists.iter().filter_map(move |(name, list)| {
        let mut seen = BTreeSet::new();
        let quoted = format!("\"{name}\"");
        if list.values.is_empty() {
            return Some(Diagnostic::new(format!("名单“{name}”是空的")).at(file.place_of(&[&quoted])));
        }
        let word = list.values.iter().find(|word| !seen.insert(*word))?;
        let twice = format!("\"{word}\"");
        let fault = Diagnostic::new(format!("名单“{name}”里“{word}”写了两次"));
        Some(fault.at(file.place_of(&[&quoted, &twice, &twice])))
    })
}
