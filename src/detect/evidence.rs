//! Which records back a hit: those that make the rule's calls on its evidence sources true; of the clues that a rule
//! sums up, all of the subject.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::fmt::Write;

use polars::prelude::{DataFrame, PolarsResult};

use super::context::DetectionContext;
use crate::expr::{Checked, Related, Subject};
use crate::facts::{Tables, contributing, key, of_subjects};
use crate::pack::{CLUES, Pack, Rule};
use crate::schema::{Origin, ROW, SHEET};

/// What backs the hits of a rule.
#[derive(Debug, Default)]
pub(super) struct RuleEvidence {
    /// What the records that back a hit say, in order of subject and origin; a wide row makes several records.
    records: Vec<(i64, Origin, String)>,
    /// The subjects' own rows in the register.
    own: HashMap<i64, Origin>,
}

impl RuleEvidence {
    /// The origins of one subject in order, its own register row last.
    pub fn origins(&self, key: i64) -> Vec<Origin> {
        let records = self.of(key).chunk_by(|(_, one, _), (_, other, _)| one == other);
        records.map(|of_row| &of_row[0].1).chain(self.own.get(&key)).copied().collect()
    }

    /// What the records of one subject say, whatever their order and place.
    pub fn values(&self, key: i64) -> Vec<&str> {
        let mut values: Vec<&str> = self.of(key).iter().map(|(_, _, said)| said.as_str()).collect();
        values.sort_unstable();
        values
    }

    fn of(&self, key: i64) -> &[(i64, Origin, String)] {
        let first = self.records.partition_point(|(subject, ..)| *subject < key);
        let records = &self.records[first..];
        &records[..records.partition_point(|(subject, ..)| *subject == key)]
    }

    /// Adds what records of a source say about the subjects that were hit.
    fn add(&mut self, records: &DataFrame, source: &str, rule: &Rule, pack: &Pack) -> PolarsResult<()> {
        let fields = telling_fields(rule, source, pack);
        let said = said(records, source, &fields)?;
        let origins = origins(records, rule.subject)?.zip(said);
        self.records.extend(origins.filter_map(|(origin, said)| origin.map(|(key, origin)| (key, origin, said))));
        Ok(())
    }
}

/// Finds the evidence of a rule's hits, which are rows of its subjects' frame.
pub(super) fn evidence(
    rule: &Rule,
    hits: &DataFrame,
    tables: &Tables,
    context: DetectionContext<'_>,
) -> PolarsResult<RuleEvidence> {
    let DetectionContext { pack, environment, .. } = context;
    let keys: HashSet<i64> = hits.column(key(rule.subject))?.i64()?.iter().flatten().collect();
    let sources: BTreeSet<&str> = rule.evidence.iter().map(|field| field.source.as_str()).collect();
    let mut calls = BTreeMap::new();
    gather(&rule.when, rule.subject, pack, &sources, &mut calls);
    let mut evidence = RuleEvidence::default();
    for (owner, call) in calls.values() {
        if let Some(records) = contributing(call, tables, *owner, rule.subject, &keys, environment)? {
            evidence.add(&records, call.relation(), rule, pack)?;
        }
    }
    if let (true, Some(clues)) = (sources.contains(CLUES), tables.records.get(CLUES)) {
        evidence.add(&of_subjects(clues, rule.subject, &keys)?, CLUES, rule, pack)?;
    }
    evidence.records.sort_unstable();
    evidence.records.dedup();
    evidence.own = origins(hits, rule.subject)?.flatten().collect();
    Ok(evidence)
}

/// The evidence fields of a source, without the one that only says which month a monthly list is of.
fn telling_fields<'r>(rule: &'r Rule, source: &str, pack: &Pack) -> Vec<&'r str> {
    let month = pack.sources.get(source).and_then(|source| source.period.as_deref());
    let of_source = rule.evidence.iter().filter(|field| field.source == source);
    of_source.map(|field| field.field.as_str()).filter(|field| Some(*field) != month).collect()
}

/// What every record says in the fields that are evidence.
fn said(records: &DataFrame, source: &str, fields: &[&str]) -> PolarsResult<Vec<String>> {
    let mut said = vec![source.to_owned(); records.height()];
    for field in fields {
        let values = records.column(field)?.as_materialized_series().rechunk();
        for (said, value) in said.iter_mut().zip(values.iter()) {
            let _ = write!(said, "|{field}={value}");
        }
    }
    Ok(said)
}

/// The calls on a source that a rule's condition and exclusions make, itself and in the facts they read, and those that
/// its sentence makes on selections; each with its subject.
pub fn calls_on<'a>(rule: &'a Rule, pack: &'a Pack, source: &str) -> Vec<(Subject, &'a Related)> {
    let sources = BTreeSet::from([source]);
    let mut calls = BTreeMap::new();
    let told = rule.message.expressions().filter(|value| !value.selections().is_empty());
    for expression in rule.conditions().chain(told) {
        gather(expression, rule.subject, pack, &sources, &mut calls);
    }
    calls.into_values().collect()
}

/// The calls on the wanted sources, in the condition itself and in the facts it reads, each with its subject.
fn gather<'a>(
    expression: &'a Checked,
    owner: Subject,
    pack: &'a Pack,
    sources: &BTreeSet<&str>,
    calls: &mut BTreeMap<(usize, String), (Subject, &'a Related)>,
) {
    for call in expression.related().into_iter().filter(|call| sources.contains(call.relation())) {
        calls.insert((owner as usize, call.column()), (owner, call));
    }
    for (subject, name) in expression.reads(owner) {
        if let Some(fact) = pack.facts.iter().find(|fact| fact.subject == subject && fact.name == name) {
            gather(&fact.value, subject, pack, sources, calls);
        }
    }
}

/// Whom every record is about and where it stands; nothing for those of nobody or nowhere.
fn origins(records: &DataFrame, subject: Subject) -> PolarsResult<impl Iterator<Item = Option<(i64, Origin)>>> {
    let keys = records.column(key(subject))?.i64()?.iter();
    let places = records.column(SHEET)?.i64()?.iter().zip(records.column(ROW)?.i64()?.iter());
    Ok(keys.zip(places).map(|(key, (sheet, row))| {
        Some((key?, Origin { sheet: u32::try_from(sheet?).ok()?, row: u32::try_from(row?).ok()? }))
    }))
}
