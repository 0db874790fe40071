//! Which records back a hit: those that make the rule's calls on its evidence sources true.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use polars::prelude::{DataFrame, PolarsResult};

use super::Setting;
use crate::expr::{Checked, Related, Subject};
use crate::facts::{Tables, contributing, key};
use crate::pack::{Pack, Rule};
use crate::schema::{Origin, ROW, SHEET};

/// Origins by subject, in order; the subject's own register row last.
#[derive(Debug, Default)]
pub(super) struct Evidence(BTreeMap<i64, Vec<Origin>>);

impl Evidence {
    /// The origins of one subject.
    pub fn of(&self, key: i64) -> &[Origin] {
        self.0.get(&key).map_or(&[], Vec::as_slice)
    }
}

/// Finds the evidence of a rule's hits, which are rows of its subjects' frame.
pub(super) fn evidence(rule: &Rule, hits: &DataFrame, tables: &Tables, setting: Setting<'_>) -> PolarsResult<Evidence> {
    let keys: HashSet<i64> = hits.column(key(rule.subject))?.i64()?.iter().flatten().collect();
    let sources: BTreeSet<&str> = rule.evidence.iter().map(|field| field.source.as_str()).collect();
    let mut calls = BTreeMap::new();
    gather(&rule.when, rule.subject, setting.pack, &sources, &mut calls);
    let mut found: BTreeMap<i64, BTreeSet<Origin>> = BTreeMap::new();
    for (owner, call) in calls.values() {
        if let Some(records) = contributing(call, tables, *owner, (rule.subject, &keys), setting.environment)? {
            for (subject, origin) in origins(&records, rule.subject)? {
                found.entry(subject).or_default().insert(origin);
            }
        }
    }
    let mut evidence: BTreeMap<i64, Vec<Origin>> =
        found.into_iter().map(|(subject, origins)| (subject, origins.into_iter().collect())).collect();
    for (subject, origin) in origins(hits, rule.subject)? {
        evidence.entry(subject).or_default().push(origin);
    }
    Ok(Evidence(evidence))
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

fn origins(records: &DataFrame, subject: Subject) -> PolarsResult<impl Iterator<Item = (i64, Origin)>> {
    let column = |name: &str| -> PolarsResult<Vec<Option<i64>>> { Ok(records.column(name)?.i64()?.iter().collect()) };
    let (keys, sheets, rows) = (column(key(subject))?, column(SHEET)?, column(ROW)?);
    let number = |value: Option<i64>| value.and_then(|value| u32::try_from(value).ok());
    let origin = move |((key, sheet), row): ((Option<i64>, Option<i64>), Option<i64>)| {
        Some((key?, Origin { sheet: number(sheet)?, row: number(row)? }))
    };
    Ok(keys.into_iter().zip(sheets).zip(rows).filter_map(origin))
}
