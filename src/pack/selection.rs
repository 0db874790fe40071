//! The selections of a rule, its `records` → selections, checked.

use std::collections::BTreeMap;

use toml::Spanned;

use super::faults::attempt;
use super::files::PackFile;
use super::vocabulary::Vocabulary;
use crate::diagnostic::Diagnostic;
use crate::expr::{self, HOUSEHOLDS, MEMBERS, Selection, Selections, Subject};

/// What names of records stand for; without one of them, most of the rule would seem wrong.
pub(super) fn selections(
    file: PackFile<'_>,
    texts: &BTreeMap<Spanned<String>, Spanned<String>>,
    subject: Subject,
    vocabulary: Vocabulary<'_>,
) -> Result<Selections, Vec<Diagnostic>> {
    let mut faults = Vec::new();
    let mut selections = Selections::default();
    for (name, text) in texts {
        let taken =
            |word: &str| vocabulary.catalog.relations.contains_key(word) || [MEMBERS, HOUSEHOLDS].contains(&word);
        if taken(name.get_ref()) {
            let fault = Diagnostic::new(format!("“{}”是来源的名称，选出的记录要另起一个名称", name.get_ref()));
            faults.push(fault.at(file.place(name.span())));
        }
        let selection = attempt(file, text, vocabulary.faulty, &mut faults, |text| {
            let selection = Selection::check(text, subject, vocabulary.catalog)?;
            let bare = expr::lint_literals(text, &selection.condition());
            if bare.is_empty() { Ok(selection) } else { Err(bare) }
        });
        selection.into_iter().for_each(|selection| selections.insert(name.get_ref().clone(), selection));
    }
    // A mistake that is a faulty fact's is told there.
    if faults.is_empty() && selections.names().count() == texts.len() { Ok(selections) } else { Err(faults) }
}
