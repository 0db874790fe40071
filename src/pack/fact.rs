//! Declared facts → checked facts in layers, each standing only on those of layers below.

use std::collections::{BTreeSet, VecDeque};

use indexmap::IndexMap;

use super::faults::{Faulty, about, diagnostic, keep};
use super::files::{PackFile, PackFiles};
use super::reads::{needed_sources, unknown_sources};
use super::rule::{Fact, FactText};
use crate::diagnostic::Diagnostic;
use crate::expr::{self, Catalog, Mistake, Subject, Type};

/// A fact that is not checked yet, or could not be.
struct Pending<'f> {
    file: PackFile<'f>,
    name: String,
    text: FactText,
    mistakes: Vec<Mistake>,
}

/// Facts that could be checked, and the names that cannot be used.
pub(super) struct Facts {
    pub checked: Vec<Fact>,
    pub faulty: Faulty,
}

/// Checks facts in rounds: one is checked once all facts it names are known, so the round it passes in is its layer.
pub(super) fn facts(files: &PackFiles, catalog: &mut Catalog, faults: &mut Vec<Diagnostic>) -> Facts {
    let mut pending: Vec<Pending<'_>> = Vec::new();
    for file in files.under("facts/") {
        let texts = keep(file.parse::<IndexMap<String, FactText>>(), faults).unwrap_or_default();
        faults.extend(texts.values().flat_map(|text| unknown_sources(file, &text.optional, catalog)));
        pending.extend(texts.into_iter().map(|(name, text)| Pending { file, name, text, mistakes: Vec::new() }));
    }
    faults.extend(declared_twice(&pending));
    let mut checked: Vec<Fact> = Vec::new();
    for layer in 0.. {
        let mut waiting = Vec::new();
        let mut found = Vec::new();
        for fact in pending {
            match check(&fact, layer, catalog, &checked) {
                Ok(fact) => found.push(fact),
                Err(mistakes) => waiting.push(Pending { mistakes, ..fact }),
            }
        }
        pending = waiting;
        if found.is_empty() {
            break;
        }
        for fact in &found {
            catalog.fields_mut(fact.subject).insert(fact.name.clone(), fact.ty.clone());
        }
        checked.extend(found);
    }
    let classed = catalog.classed.iter().map(|(name, classes)| (name.clone(), classes.by.clone()));
    let unclassed = classed.filter(|(_, by)| !catalog.household.contains_key(by));
    let faulty: Faulty = pending.iter().map(|fact| (fact.name.clone(), fact.name.clone())).chain(unclassed).collect();
    faults.extend(explain(&pending, &faulty));
    Facts { checked, faulty }
}

/// Facts of a subject that stand in two files.
fn declared_twice(pending: &[Pending<'_>]) -> Vec<Diagnostic> {
    let mut seen: BTreeSet<(Subject, &str)> = BTreeSet::new();
    let again = pending.iter().filter(|fact| !seen.insert((fact.text.subject.into(), fact.name.as_str())));
    let fault = |fact: &Pending<'_>| {
        let fault = Diagnostic::new(format!("另一个文件里已经有名为“{}”的指标", fact.name))
            .at(fact.file.place_of(&[&format!("\"{}\"", fact.name)]));
        fault.hint("换一个名称；改写内置指标的，改写它所在的整个文件")
    };
    again.map(fault).collect()
}

fn check(fact: &Pending<'_>, layer: usize, catalog: &Catalog, facts: &[Fact]) -> Result<Fact, Vec<Mistake>> {
    let Pending { name, text, .. } = fact;
    let subject = text.subject.into();
    let value = expr::check(text.value.get_ref(), subject, catalog)?;
    let ty = match text.values.is_empty() {
        true => value.ty().clone(),
        false => Type::Code(text.values.iter().cloned().collect()),
    };
    let optional = text.optional.iter().map(|name| name.get_ref().clone()).collect();
    let sources = needed_sources(&[&value], subject, facts, &optional);
    let note = text.note.clone();
    let unit = text.unit.clone();
    Ok(Fact { name: name.clone(), subject, value, ty, layer, sources, note, unit })
}

/// What is wrong with facts that could not be checked: circles they stand in, and their own mistakes. That a fact names
/// another that is wrong itself is not said: it may be right.
fn explain(pending: &[Pending<'_>], faulty: &Faulty) -> Vec<Diagnostic> {
    let own = pending.iter().flat_map(|fact| {
        let mistakes = fact.mistakes.iter().filter(|mistake| named(&fact.text, mistake, faulty).is_none());
        mistakes.map(|mistake| diagnostic(fact.file, &fact.text.value, mistake.clone()))
    });
    let mut told: BTreeSet<&str> = BTreeSet::new();
    let mut circles = Vec::new();
    for fact in pending {
        let Some(circle) = circle(&fact.name, pending, faulty) else { continue };
        if circle.iter().all(|name| !told.contains(name)) {
            told.extend(&circle);
            circles.push(circular(fact, &circle, faulty));
        }
    }
    circles.into_iter().chain(own).collect()
}

fn circular(fact: &Pending<'_>, circle: &[&str], faulty: &Faulty) -> Diagnostic {
    let message = match circle {
        [own] => format!("指标“{own}”用到了它自己"),
        _ => format!("指标互相用到对方，无法计算：{} → {}", circle.join(" → "), fact.name),
    };
    let next = circle.get(1).unwrap_or(&circle[0]);
    let at = fact.mistakes.iter().find(|mistake| named(&fact.text, mistake, faulty) == Some(next));
    let span = at.map_or(0..fact.text.value.get_ref().len(), |mistake| mistake.span.clone());
    let hint = Some("把它们共同的部分单独写成一个指标，或改用栏目".to_owned());
    diagnostic(fact.file, &fact.text.value, Mistake { message, span, hint })
}

/// The shortest way from a fact through those it names back to itself.
fn circle<'p>(start: &'p str, pending: &'p [Pending<'_>], faulty: &Faulty) -> Option<Vec<&'p str>> {
    let mut paths = VecDeque::from([vec![start]]);
    let mut seen = BTreeSet::new();
    while let Some(path) = paths.pop_front() {
        let last = path.last()?;
        let of_name = pending.iter().filter(|fact| fact.name == **last);
        let named = of_name.flat_map(|fact| fact.mistakes.iter().filter_map(|at| named(&fact.text, at, faulty)));
        for name in named {
            if name == start {
                return Some(path);
            }
            if let Some(fact) = pending.iter().find(|fact| fact.name == name)
                && seen.insert(fact.name.as_str())
            {
                paths.push_back([path.clone(), vec![fact.name.as_str()]].concat());
            }
        }
    }
    None
}

/// The fact that a mistake is about, if it names a faulty one.
fn named<'f>(text: &FactText, mistake: &Mistake, faulty: &'f Faulty) -> Option<&'f str> {
    about(text.value.get_ref(), mistake, faulty)
}
