//! Undetermined outcomes and skipped rules → blind spots by township; and the households that nearly no source knows.

use std::collections::{BTreeMap, BTreeSet};

use polars::prelude::{
    BooleanChunked, DataFrame, DataType, Expr, IntoColumn, IntoLazy, NewChunkedArray, PolarsResult, col,
};

use super::context::DetectionContext;
use super::location::Locations;
use super::missing::missing;
use super::outcome::Outcome;
use crate::expr::{Environment, FieldRef, HOUSEHOLDS, Leaf, MEMBERS, Owner, Related, Subject, causes, leaves};
use crate::facts::Tables;
use crate::pack::{Pack, Rule};
use crate::schema::{BlindSpot, Coverage, Gap, HOUSEHOLD, LittleKnown, VILLAGE, Want};

/// What is missing when every value is there and the figures still give no result.
const NO_RESULT: &str = "算式没有结果（除数为0）";

/// The subjects that a rule could not judge, by township, with what was missing.
pub(super) fn undetermined(
    frame: &DataFrame,
    outcomes: &[Outcome],
    rule: &Rule,
    tables: &Tables,
    context: DetectionContext<'_>,
) -> PolarsResult<Vec<BlindSpot>> {
    let causes = causes(rule.when.root(), context.environment);
    let wants: Vec<RequiredValue<'_>> =
        causes.iter().map(|(leaf, _)| wanted(*leaf, rule.subject, tables, context)).collect();
    let columns = causes.into_iter().enumerate().map(|(position, (_, cause))| cause.alias(cause_column(position)));
    let wanted: Vec<Expr> = std::iter::once(col(VILLAGE)).chain(columns).collect();
    let unjudged = outcomes.iter().map(|outcome| Some(*outcome == Outcome::Undetermined));
    let unjudged = BooleanChunked::from_iter_options(UNJUDGED.into(), unjudged);
    let mut frame = frame.clone();
    frame.with_column(unjudged.into_column())?;
    let found = frame.lazy().filter(col(UNJUDGED)).select(wanted);
    // Many subjects lack the same.
    let names: Vec<String> = (0..wants.len()).map(cause_column).collect();
    let alike: Vec<Expr> = std::iter::once(VILLAGE).chain(names.iter().map(String::as_str)).map(col).collect();
    let found = found.group_by(alike).agg([polars::prelude::len().cast(DataType::Int64).alias(SUBJECTS)]).collect()?;
    let is_cause = names.iter().map(|name| found.column(name)?.bool()).collect::<PolarsResult<Vec<_>>>()?;
    let missing = |row: usize, village: Option<i64>| {
        let causes = wants.iter().zip(&is_cause).filter(|(_, is_cause)| is_cause.get(row) == Some(true));
        let missing: BTreeSet<String> = causes.map(|(want, _)| want.words(village, &tables.coverage)).collect();
        if missing.is_empty() { BTreeSet::from([NO_RESULT.to_owned()]) } else { missing }
    };
    spots(&found, rule, Want::Value, missing, tables, context)
}

fn cause_column(position: usize) -> String {
    format!("@cause{position}")
}

/// The subjects of a rule that was skipped, by township.
pub(super) fn skipped(rule: &Rule, tables: &Tables, context: DetectionContext<'_>) -> PolarsResult<Vec<BlindSpot>> {
    let sources = missing(rule, tables, context.environment);
    let subjects = tables.subjects(rule.subject).clone().lazy().group_by([col(VILLAGE)]);
    let subjects = subjects.agg([polars::prelude::len().cast(DataType::Int64).alias(SUBJECTS)]).collect()?;
    let missing = |_, _| sources.iter().cloned().collect();
    spots(&subjects, rule, Want::Source, missing, tables, context)
}

/// Whether a subject could not be judged.
const UNJUDGED: &str = "@unjudged";

/// How many subjects a row stands for.
const SUBJECTS: &str = "@subjects";

/// Rows that stand for subjects of one village that lack the same → blind spots by township.
fn spots(
    found: &DataFrame,
    rule: &Rule,
    want: Want,
    missing: impl Fn(usize, Option<i64>) -> BTreeSet<String>,
    tables: &Tables,
    context: DetectionContext<'_>,
) -> PolarsResult<Vec<BlindSpot>> {
    let townships = townships(tables, context.pack)?;
    let mut spots: BTreeMap<&str, BlindSpot> = BTreeMap::new();
    let rows = found.column(VILLAGE)?.i64()?.iter().zip(found.column(SUBJECTS)?.i64()?.iter());
    for (row, (village, subjects)) in rows.enumerate() {
        let township = village.and_then(|village| townships.get(&village)).map_or("", String::as_str);
        let subjects = subjects.and_then(|subjects| u32::try_from(subjects).ok()).unwrap_or_default();
        spots.entry(township).or_insert_with(|| empty(rule, township, want)).add(subjects, missing(row, village));
    }
    Ok(spots.into_values().collect())
}

fn empty(rule: &Rule, township: &str, want: Want) -> BlindSpot {
    let rule = rule.id.clone();
    let township = township.to_owned();
    BlindSpot { rule, township, want, subjects: 0, missing: BTreeMap::new() }
}

impl BlindSpot {
    fn add(&mut self, subjects: u32, missing: BTreeSet<String>) {
        self.subjects += subjects;
        for what in missing {
            *self.missing.entry(what).or_insert(0) += subjects;
        }
    }
}

/// The township of every village.
fn townships(tables: &Tables, pack: &Pack) -> PolarsResult<BTreeMap<i64, String>> {
    let (source, _) = pack.register();
    let names = tables.village.column(source.key.township.as_deref().unwrap_or_default())?.str()?.iter();
    let keys = tables.village.column(VILLAGE)?.i64()?.iter();
    Ok(keys.zip(names).filter_map(|(key, name)| Some((key?, name.unwrap_or_default().to_owned()))).collect())
}

/// A value that a rule wants.
struct RequiredValue<'p> {
    /// What it is, in officers' words.
    words: String,
    /// The sources behind it, each with the term it is asked about.
    asked: Vec<(&'p str, String)>,
}

impl RequiredValue<'_> {
    /// What is missing in a village: the source that cannot tell there, or else the value.
    fn words(&self, village: Option<i64>, coverage: &Coverage) -> String {
        let gap = |(source, term): &(&str, String)| coverage.gap(source, term, village?);
        self.asked.iter().find_map(gap).map_or_else(|| self.words.clone(), Gap::words)
    }
}

fn wanted<'p>(leaf: Leaf<'p>, subject: Subject, tables: &Tables, context: DetectionContext<'p>) -> RequiredValue<'p> {
    let calls: Vec<&Related> = match leaf {
        Leaf::Related(call) => vec![call],
        Leaf::Field(field) => facts_of(field, subject, context.pack),
    };
    let coverage = &tables.coverage;
    let asked = |call: &&'p Related| (call.relation(), call.term(coverage.term_field(call.relation())).key());
    RequiredValue { words: words(leaf, subject, tables, context), asked: calls.iter().map(asked).collect() }
}

/// The questions about records that a fact comes down to.
fn facts_of<'p>(field: &FieldRef, subject: Subject, pack: &'p Pack) -> Vec<&'p Related> {
    let mut pending = vec![(field.owner.subject(subject), field.name.clone())];
    let mut calls = Vec::new();
    while let Some((owner, name)) = pending.pop() {
        if let Some(fact) = pack.facts.iter().find(|fact| fact.subject == owner && fact.name == name) {
            calls.extend(fact.value.related());
            pending.extend(fact.value.reads(owner));
        }
    }
    calls
}

/// A value in officers' words; a fact with what it is made of.
fn words(leaf: Leaf<'_>, subject: Subject, tables: &Tables, context: DetectionContext<'_>) -> String {
    let DetectionContext { pack, environment, .. } = context;
    let field = match leaf {
        Leaf::Field(field) => field,
        Leaf::Related(call) => return records(call, tables, environment),
    };
    let owner = field.owner.subject(subject);
    let Some(fact) = pack.facts.iter().find(|fact| fact.subject == owner && fact.name == field.name) else {
        return named(field, context);
    };
    let parts: BTreeSet<String> = leaves(fact.value.root(), environment)
        .into_iter()
        .map(|leaf| match leaf {
            Leaf::Field(inner) if pack.facts.iter().any(|fact| fact.name == inner.name) => inner.name.clone(),
            Leaf::Field(inner) => named(inner, context),
            Leaf::Related(call) => records(call, tables, environment),
        })
        .collect();
    let parts: Vec<String> = parts.into_iter().collect();
    let whose = if field.owner == Owner::Head { "户主的" } else { "" };
    format!("{whose}{}（{}）", field.name, parts.join("、"))
}

/// A field of the register.
fn named(field: &FieldRef, context: DetectionContext<'_>) -> String {
    let (register, _) = context.pack.register();
    match register.fields.contains_key(&field.name) {
        true => format!("{}.{}", register.name, with_absence(&field.name, None, context.environment)),
        false => field.name.clone(),
    }
}

/// What related records lack, or that there are none to be asked.
fn records(call: &Related, tables: &Tables, environment: &Environment) -> String {
    let relation = call.relation();
    if ![MEMBERS, HOUSEHOLDS].contains(&relation) && !tables.records.contains_key(relation) {
        return format!("{relation}（未提供）");
    }
    let fields = call.unknown_fields(environment).into_iter();
    let fields: Vec<String> = fields.map(|field| with_absence(&field.name, Some(relation), environment)).collect();
    if fields.is_empty() { relation.to_owned() } else { format!("{relation}.{}", fields.join("、")) }
}

/// A field, with a word about tables that have no column for it.
fn with_absence(field: &str, table: Option<&str>, environment: &Environment) -> String {
    match environment.absent.lacks(table, field) {
        true => format!("{field}（表中没有这一栏）"),
        false => field.to_owned(),
    }
}

/// The households that fewer sources know than the pack asks for, the register not counted.
pub(super) fn little_known(
    tables: &Tables,
    context: DetectionContext<'_>,
    locations: &Locations,
) -> PolarsResult<Vec<LittleKnown>> {
    let DetectionContext { pack, environment, .. } = context;
    let enough = environment.integer(pack.risk_scoring.little_known()).and_then(|enough| usize::try_from(enough).ok());
    let mut known = known_by(tables, pack)?;
    known.retain(|_, sources| sources.len() < enough.unwrap_or(0));
    let mut members: BTreeMap<i64, u32> = BTreeMap::new();
    for household in tables.person.column(HOUSEHOLD)?.i64()?.iter().flatten().filter(|key| known.contains_key(key)) {
        *members.entry(household).or_insert(0) += 1;
    }
    let little_known = |(household, sources): (i64, Vec<&str>)| LittleKnown {
        location: locations.of_subject(0, Some(household)),
        members: members.get(&household).copied().unwrap_or(0),
        sources: sources.into_iter().map(str::to_owned).collect(),
    };
    Ok(known.into_iter().map(little_known).collect())
}

/// The sources that know a member of every household.
fn known_by<'p>(tables: &Tables, pack: &'p Pack) -> PolarsResult<BTreeMap<i64, Vec<&'p str>>> {
    // Keys count households from 0.
    let mut known: Vec<Vec<&str>> = vec![Vec::new(); tables.household.height()];
    for source in pack.sources.keys() {
        let Some(records) = tables.records.get(source) else { continue };
        for household in records.column(HOUSEHOLD)?.i64()?.iter().flatten() {
            let sources = usize::try_from(household).ok().and_then(|household| known.get_mut(household));
            if let Some(sources) = sources.filter(|sources| sources.last() != Some(&source.as_str())) {
                sources.push(source);
            }
        }
    }
    Ok((0..).zip(known).collect())
}
