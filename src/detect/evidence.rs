//! Which records back a hit: those that make the rule's calls on its evidence sources true; of the clues that a rule
//! sums up, all of the subject.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use polars::prelude::{DataFrame, PolarsResult};

use super::Setting;
use crate::expr::{Checked, Related, Subject};
use crate::facts::{Tables, contributing, key};
use crate::pack::{CLUES, Pack, Rule};
use crate::schema::{Origin, ROW, SHEET};

/// What backs the hits of a rule.
#[derive(Debug, Default)]
pub(super) struct Evidence {
    /// What every record that backs a hit says, by subject and origin.
    records: BTreeMap<i64, BTreeMap<Origin, String>>,
    /// The subjects' own rows in the register.
    own: BTreeMap<i64, Origin>,
}

impl Evidence {
    /// The origins of one subject in order, its own register row last.
    pub fn origins(&self, key: i64) -> Vec<Origin> {
        let records = self.records.get(&key).into_iter().flat_map(BTreeMap::keys);
        records.chain(self.own.get(&key)).copied().collect()
    }

    /// What the records of one subject say, whatever their order and place.
    pub fn values(&self, key: i64) -> Vec<&str> {
        let records = self.records.get(&key).into_iter().flat_map(BTreeMap::values);
        let mut values: Vec<&str> = records.map(String::as_str).collect();
        values.sort_unstable();
        values
    }
}

/// Finds the evidence of a rule's hits, which are rows of its subjects' frame.
pub(super) fn evidence(rule: &Rule, hits: &DataFrame, tables: &Tables, setting: Setting<'_>) -> PolarsResult<Evidence> {
    let keys: HashSet<i64> = hits.column(key(rule.subject))?.i64()?.iter().flatten().collect();
    let sources: BTreeSet<&str> = rule.evidence.iter().map(|field| field.source.as_str()).collect();
    let mut calls = BTreeMap::new();
    gather(&rule.when, rule.subject, setting.pack, &sources, &mut calls);
    let mut evidence = Evidence::default();
    for (owner, call) in calls.values() {
        if let Some(records) = contributing(call, tables, *owner, (rule.subject, &keys), setting.environment)? {
            let fields = telling_fields(rule, call.relation(), setting.pack);
            for (position, subject, origin) in origins(&records, rule.subject)? {
                let said = said(&records, call.relation(), &fields, position)?;
                evidence.records.entry(subject).or_default().insert(origin, said);
            }
        }
    }
    if let (true, Some(clues)) = (sources.contains(CLUES), tables.records.get(CLUES)) {
        let fields = telling_fields(rule, CLUES, setting.pack);
        for (position, subject, origin) in
            origins(clues, rule.subject)?.filter(|(_, subject, _)| keys.contains(subject))
        {
            let said = said(clues, CLUES, &fields, position)?;
            evidence.records.entry(subject).or_default().insert(origin, said);
        }
    }
    evidence.own = origins(hits, rule.subject)?.map(|(_, subject, origin)| (subject, origin)).collect();
    Ok(evidence)
}

/// The evidence fields of a source, without the one that only says which month a monthly list is of.
fn telling_fields<'r>(rule: &'r Rule, source: &str, pack: &Pack) -> Vec<&'r str> {
    let month = pack.sources.get(source).and_then(|source| source.period.as_deref());
    let of_source = rule.evidence.iter().filter(|field| field.source == source);
    of_source.map(|field| field.field.as_str()).filter(|field| Some(*field) != month).collect()
}

/// What a record says in the fields that are evidence.
fn said(records: &DataFrame, source: &str, fields: &[&str], position: usize) -> PolarsResult<String> {
    let mut said = source.to_owned();
    for field in fields {
        let value = records.column(field)?.get(position)?;
        said.push_str(&format!("|{field}={value}"));
    }
    Ok(said)
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

/// The records that belong to a subject and stand somewhere: position, subject, origin.
fn origins(records: &DataFrame, subject: Subject) -> PolarsResult<impl Iterator<Item = (usize, i64, Origin)>> {
    let column = |name: &str| -> PolarsResult<Vec<Option<i64>>> { Ok(records.column(name)?.i64()?.iter().collect()) };
    let (keys, sheets, rows) = (column(key(subject))?, column(SHEET)?, column(ROW)?);
    let number = |value: Option<i64>| value.and_then(|value| u32::try_from(value).ok());
    let origin = move |position: usize| {
        let origin = Origin { sheet: number(sheets[position])?, row: number(rows[position])? };
        Some((position, keys[position]?, origin))
    };
    Ok((0..records.height()).filter_map(origin))
}
