//! What expressions read, themselves and through facts: sources, facts, parameters.

use std::collections::BTreeSet;

use toml::Spanned;

use super::files::PackFile;
use super::risk_scoring::CLUES;
use super::rule::Fact;
use crate::diagnostic::Diagnostic;
use crate::expr::{self, Catalog, Checked, Subject};

/// The sources that expressions read, directly or through facts, less those that may be missing.
pub(super) fn needed_sources(
    expressions: &[&Checked],
    subject: Subject,
    facts: &[Fact],
    optional: &BTreeSet<String>,
) -> BTreeSet<String> {
    let mut sources = BTreeSet::new();
    for expression in expressions {
        for call in expression.related() {
            sources.insert(call.relation().to_owned());
        }
        for (owner, name) in expression.reads(subject) {
            let read = facts.iter().filter(|fact| fact.subject == owner && fact.name == name);
            sources.extend(read.flat_map(|fact| fact.sources.iter().cloned()));
        }
    }
    let inner = |name: &String| [expr::MEMBERS, expr::HOUSEHOLDS, CLUES].contains(&name.as_str());
    sources.into_iter().filter(|name| !optional.contains(name) && !inner(name)).collect()
}

/// The facts that expressions read, themselves or in other facts, those of lower layers first.
pub(super) fn read_facts<'f>(expressions: &[&Checked], subject: Subject, facts: &'f [Fact]) -> Vec<&'f Fact> {
    let mut wanted: BTreeSet<(Subject, String)> =
        expressions.iter().flat_map(|expression| expression.reads(subject)).collect();
    let mut found = Vec::new();
    // A fact stands only on those before it.
    for fact in facts.iter().rev() {
        if wanted.contains(&(fact.subject, fact.name.clone())) {
            wanted.extend(fact.value.reads(fact.subject));
            found.push(fact);
        }
    }
    found.reverse();
    found
}

/// The parameters that a condition reads, itself or in facts.
pub(super) fn parameters_behind(condition: &Checked, subject: Subject, facts: &[Fact]) -> BTreeSet<String> {
    let behind = read_facts(&[condition], subject, facts).into_iter().flat_map(|fact| fact.value.parameters());
    let plain = |name: String| name.split('@').next().unwrap_or_default().to_owned();
    condition.parameters().into_iter().chain(behind).map(plain).collect()
}

/// Sources that may be missing, but are not there at all.
pub(super) fn unknown_sources<'t>(
    file: PackFile<'t>,
    optional: &'t [Spanned<String>],
    catalog: &'t Catalog,
) -> impl Iterator<Item = Diagnostic> {
    let unknown = optional.iter().filter(|name| !catalog.relations.contains_key(name.get_ref()));
    unknown.map(move |name| {
        let fault = Diagnostic::new(format!("没有名为“{}”的来源", name.get_ref())).at(file.place(name.span()));
        fault.hint_nearest(name.get_ref(), catalog.relations.keys().map(String::as_str))
    })
}
