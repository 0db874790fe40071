//! `[coverage]` of all sources → what each is a list of, and what is wrong in what they say of it.

use std::collections::BTreeMap;

use super::coverage::{CoverageText, ListOf};
use super::files::{PackFile, PackFiles};
use super::source::Source;
use super::vocabulary::{Vocabulary, condition};
use crate::diagnostic::Diagnostic;
use crate::expr::{Scope, Subject};

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
