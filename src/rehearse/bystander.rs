//! Hit examples with one record more that the rule does not speak of: outcome and sentence must stay what they were.
//!
//! The further record is one of the example's, or a blank one, with every figure moved far off and with one of the
//! fields that the rule chooses by set so that the record is not chosen.

use std::collections::{BTreeMap, BTreeSet};

use toml::value::{Date, Datetime};
use toml::{Table, Value};

use super::example::{Discrepancy, NumberedExample, expectation, numbered};
use super::stage::{ExampleOutcome, Stage, stages};
use crate::expr::{Related, Relation, Type};
use crate::pack::{Example, Expectation, Pack, Rule};

/// Examples whose sentence a record that does not count gets into.
pub fn bystanders(pack: &Pack) -> Vec<Discrepancy> {
    let rules: Vec<Rule> = pack.rules.iter().map(|rule| joined(rule, pack)).collect();
    let (plain, _) = stages(pack, &numbered(&pack.rules));
    let before: BTreeMap<(&str, &str), ExampleOutcome> = came_out(&plain).collect();
    let (joined, _) = stages(pack, &numbered(&rules));
    let mut found = Vec::new();
    for stage in &joined {
        for (case, tried) in stage.judge() {
            let Some((name, source)) = case.example.name.split_once(JOINED) else { continue };
            let (Ok(tried), Some(was)) = (tried, before.get(&(case.rule.id.as_str(), name))) else { continue };
            if tried != *was && !stage.counts_last(pack, case, source) {
                found.push(unlike(case, name, source, was, &tried));
            }
        }
    }
    found.sort_by(|one, other| (&one.rule, &one.example, &one.what).cmp(&(&other.rule, &other.example, &other.what)));
    found.dedup_by(|one, other| (&one.rule, &one.example) == (&other.rule, &other.example));
    found
}

/// What stands between an example's name and the source that a record of was added.
const JOINED: &str = " + ";

fn came_out<'s, 'p: 's>(stages: &'s [Stage<'p>]) -> impl Iterator<Item = ((&'p str, &'p str), ExampleOutcome)> + 's {
    let judged = stages.iter().flat_map(Stage::judge);
    judged.filter_map(|(case, tried)| Some(((case.rule.id.as_str(), case.example.name.as_str()), tried.ok()?)))
}

fn unlike(
    case: NumberedExample<'_>,
    name: &str,
    source: &str,
    was: &ExampleOutcome,
    tried: &ExampleOutcome,
) -> Discrepancy {
    let said = |tried: &ExampleOutcome| match tried {
        ExampleOutcome::Judged(outcome, sentence) => format!("{}：{sentence}", expectation(*outcome).label()),
        ExampleOutcome::Skipped => Expectation::Skipped.label().to_owned(),
    };
    let what = format!("加一条不该算的“{source}”记录，应仍为“{}”，实为“{}”", said(was), said(tried));
    Discrepancy { rule: case.rule.id.clone(), example: name.to_owned(), what }
}

/// The rule with its hit examples, each with one record more, in many ways.
fn joined(rule: &Rule, pack: &Pack) -> Rule {
    let chosen = chosen_by(rule);
    let hits = rule.examples.iter().filter(|example| example.expect == Expectation::Hit && example.absent.is_empty());
    let examples = hits.flat_map(|example| {
        chosen.iter().flat_map(|(source, fields)| {
            let Some(relation) = pack.catalog.relations.get(*source) else { return Vec::new() };
            let records = further(example, source, fields, relation);
            records.into_iter().map(|record| with(example, source, record)).collect()
        })
    });
    Rule { examples: examples.collect(), ..rule.clone() }
}

/// The sources that the condition chooses records of, with the fields it chooses by.
fn chosen_by(rule: &Rule) -> BTreeMap<&str, BTreeSet<String>> {
    let mut chosen: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for call in rule.when.related().into_iter().filter(|call| call.is_conditional()) {
        chosen.entry(call.relation()).or_default().extend(Related::inner_fields(call));
    }
    chosen
}

fn with(example: &Example, source: &str, record: Table) -> Example {
    let mut example = example.clone();
    example.name = format!("{}{JOINED}{source}", example.name);
    let records = example.given.entry(source).or_insert_with(|| Value::Array(Vec::new()));
    if let Value::Array(records) = records {
        records.push(Value::Table(record));
    }
    example
}

/// Records that differ from the example's in every figure, and in one of the fields that records are chosen by.
fn further(example: &Example, source: &str, chosen_by: &BTreeSet<String>, relation: &Relation) -> Vec<Table> {
    let given = example.given.get(source).and_then(Value::as_array).and_then(|records| records.first());
    let like = given.and_then(Value::as_table).cloned().unwrap_or_default();
    let mut records = Vec::new();
    for far in [Offset::More, Offset::Less] {
        let mut moved = like.clone();
        for (field, ty) in relation.fields.iter().filter(|(field, _)| !chosen_by.contains(*field)) {
            moved.extend(far.value(ty).map(|value| (field.clone(), value)));
        }
        for field in chosen_by {
            let values = relation.fields.get(field).map(other_values).unwrap_or_default();
            let other = |value| moved.clone().into_iter().chain([(field.clone(), value)]).collect();
            records.extend(values.into_iter().map(other));
        }
    }
    records
}

/// Which way figures are moved off.
#[derive(Clone, Copy)]
enum Offset {
    More,
    Less,
}

impl Offset {
    fn value(self, ty: &Type) -> Option<Value> {
        let (figure, year) = match self {
            Offset::More => (7_777, 2026),
            Offset::Less => (0, 2001),
        };
        Some(match ty {
            Type::Int | Type::Money => Value::Integer(figure),
            Type::Number => Value::Float(figure as f64),
            Type::Date => day(year),
            Type::Text => Value::String("另一条".to_owned()),
            Type::Code(words) | Type::Codes(words) => Value::String(words.last()?.clone()),
            Type::Bool | Type::Id => return None,
        })
    }
}

/// Values that a field that records are chosen by may have in a record that is not.
fn other_values(ty: &Type) -> Vec<Value> {
    match ty {
        Type::Bool => vec![Value::Boolean(true), Value::Boolean(false)],
        Type::Code(words) | Type::Codes(words) => words.iter().map(|word| Value::String(word.clone())).collect(),
        Type::Date => [1990, 2024, 2090].map(day).into(),
        Type::Int | Type::Money => [0, 1, 1_000_000].map(Value::Integer).into(),
        Type::Number => [0.0, 1.0, 1_000_000.0].map(Value::Float).into(),
        Type::Text => vec![Value::String("另一条".to_owned())],
        Type::Id => Vec::new(),
    }
}

fn day(year: u16) -> Value {
    Value::Datetime(Datetime { date: Some(Date { year, month: 3, day: 5 }), time: None, offset: None })
}
