//! Examples that share the day and the absent sources → one set of tables → what rules say of each of them.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;

use jiff::civil::Date;
use polars::prelude::{DataFrame, IdxCa, IdxSize, IntoLazy, PolarsResult};

use super::example::NumberedExample;
use super::given::ExampleRows;
use super::tables::{Rows, SHEET_NUMBER, tables};
use crate::detect::{Outcome, RiskProfiled, calls_on, decisive, expressions, missing, outcomes, sentences};
use crate::expr::{AbsentColumns, Checked, Environment, Subject};
use crate::facts::{Tables, derive, key, possible, prepared, with_related};
use crate::pack::{Config, Fact, Pack, Rule, civil};
use crate::schema::{HOUSEHOLD, ROW};

/// The day examples are judged on unless they say otherwise.
const DAY: Date = jiff::civil::date(2026, 11, 30);

/// What comes of an example.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum ExampleOutcome {
    /// A source that its rule needs is absent.
    Skipped,
    /// The outcome, and the rule's sentence.
    Judged(Outcome, String),
}

/// Examples that are judged together.
pub(super) struct Stage<'p> {
    tables: Tables,
    environment: Environment,
    /// The subjects with all that the rules read, in the order of their keys, which count from 0.
    subjects: BTreeMap<Subject, DataFrame>,
    /// The examples by rule, with their subjects' keys.
    cases: BTreeMap<&'p str, Vec<(i64, NumberedExample<'p>)>>,
}

/// Sets up all examples; those that cannot be come back with the reason, in Chinese.
pub(super) fn stages<'p>(
    pack: &Pack,
    cases: &[NumberedExample<'p>],
) -> (Vec<Stage<'p>>, Vec<(NumberedExample<'p>, String)>) {
    let mut groups: BTreeMap<(Date, BTreeSet<&str>), Vec<NumberedExample<'p>>> = BTreeMap::new();
    for case in cases {
        let day = case.example.as_of.as_ref().and_then(civil).unwrap_or(DAY);
        let absent = case.example.absent.iter().map(String::as_str).collect();
        groups.entry((day, absent)).or_default().push(*case);
    }
    let mut stages = Vec::new();
    let mut refused = Vec::new();
    for ((day, absent), cases) in groups {
        match stage(pack, day, &absent, &cases, &mut refused) {
            Ok(stage) => stages.push(stage),
            Err(what) => refused.extend(cases.into_iter().map(|case| (case, what.clone()))),
        }
    }
    (stages, refused)
}

fn stage<'p>(
    pack: &Pack,
    day: Date,
    absent: &BTreeSet<&str>,
    cases: &[NumberedExample<'p>],
    refused: &mut Vec<(NumberedExample<'p>, String)>,
) -> Result<Stage<'p>, String> {
    let environment = pack
        .environment(day, &Config::default())
        .map_err(|faults| faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))?;
    let environment = without_columns(environment, pack, absent);
    let mut rows = Rows::default();
    let mut by_rule: BTreeMap<&str, Vec<(i64, NumberedExample<'p>)>> = BTreeMap::new();
    for case in cases {
        match ExampleRows::read(*case, absent, &pack.catalog) {
            Ok(given) => {
                let key = rows.add(given, case.rule.subject, pack);
                by_rule.entry(&case.rule.id).or_default().push((key, *case));
            }
            Err(what) => refused.push((*case, what)),
        }
    }
    let rules: Vec<&Rule> = by_rule.values().filter_map(|cases| Some(cases.first()?.1.rule)).collect();
    let (tables, subjects) = prepare(tables(pack, rows, absent), pack, &rules, &environment).map_err(failed)?;
    Ok(Stage { tables, environment, subjects, cases: by_rule })
}

/// The sheet that all records of examples stand in lacks the columns that are absent, written `source.field`.
fn without_columns(environment: Environment, pack: &Pack, absent: &BTreeSet<&str>) -> Environment {
    let mut columns = AbsentColumns::new(&pack.register().0.name);
    for (source, field) in absent.iter().filter_map(|absent| absent.split_once('.')) {
        columns.note(source, field, SHEET_NUMBER);
    }
    Environment { absent: Arc::new(columns), unset: Arc::default(), ..environment }
}

/// Derives what rules depend on.
fn prepare(
    tables: PolarsResult<Tables>,
    pack: &Pack,
    rules: &[&Rule],
    environment: &Environment,
) -> PolarsResult<(Tables, BTreeMap<Subject, DataFrame>)> {
    let tables = derive(tables?, &facts_behind(pack, rules), environment)?;
    let tables = RiskProfiled::with_given_clues(tables, &pack.risk_scoring)?.into_tables();
    let mut subjects = BTreeMap::new();
    for subject in [Subject::Person, Subject::Household, Subject::Village] {
        let of_subject = rules.iter().filter(|rule| rule.subject == subject);
        let expressions: Vec<&Checked> = of_subject.flat_map(|rule| expressions(rule)).collect();
        let frame = prepared(&tables, subject, &expressions, environment)?;
        subjects.insert(subject, frame.sort([key(subject)], Default::default())?);
    }
    Ok((tables, subjects))
}

/// The facts that rules depend on.
fn facts_behind<'p>(pack: &'p Pack, rules: &[&Rule]) -> Vec<&'p Fact> {
    let read = rules.iter().flat_map(|rule| pack.facts_behind(&expressions(rule), rule.subject));
    let read: BTreeSet<(Subject, &str)> = read.map(|fact| (fact.subject, fact.name.as_str())).collect();
    pack.facts.iter().filter(|fact| read.contains(&(fact.subject, fact.name.as_str()))).collect()
}

fn failed(error: polars::error::PolarsError) -> String {
    format!("计算失败：{error}")
}

impl<'p> Stage<'p> {
    /// Whether a rule's condition counts, or may count, an example's last record of a source, itself or in a fact.
    pub fn counts_last(&self, pack: &Pack, case: NumberedExample<'_>, source: &str) -> bool {
        let of_case = |(key, other): &(i64, NumberedExample<'_>)| (other.position == case.position).then_some(*key);
        let key = self.cases.get(case.rule.id.as_str()).and_then(|cases| cases.iter().find_map(of_case));
        let counted = key.map(|key| self.counts(pack, case.rule, key, source));
        // What cannot be told is not held against the rule.
        counted.is_none_or(|counted| counted.unwrap_or(true))
    }

    fn counts(&self, pack: &Pack, rule: &Rule, key: i64, source: &str) -> PolarsResult<bool> {
        let place = match (rule.subject, usize::try_from(key)) {
            (Subject::Person, Ok(row)) => self.tables.person.column(HOUSEHOLD)?.i64()?.get(row),
            _ => Some(key),
        };
        let Some(records) = self.tables.records.get(source) else { return Ok(true) };
        let places = records.column(HOUSEHOLD)?.i64()?.iter();
        let last = places.zip(records.column(ROW)?.i64()?.iter()).rfind(|(of, _)| *of == place);
        let Some((_, last)) = last else { return Ok(true) };
        let keys = HashSet::from([key]);
        for (owner, call) in calls_on(rule, pack, source) {
            let possible = possible(call, &self.tables, owner, rule.subject, &keys, &self.environment)?;
            if possible.is_none_or(|records| rows(&records).is_none_or(|mut rows| rows.any(|row| row == last))) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// What comes of every example.
    pub fn judge(&self) -> Vec<(NumberedExample<'p>, Result<ExampleOutcome, String>)> {
        let cases = self.cases.values().filter_map(|cases| Some((cases.first()?.1.rule, cases)));
        let judged = cases.flat_map(|(rule, cases)| match self.tried(rule).map_err(failed) {
            Ok(tried) => cases.iter().map(|(_, case)| *case).zip(tried.into_iter().map(Ok)).collect::<Vec<_>>(),
            Err(what) => cases.iter().map(|(_, case)| (*case, Err(what.clone()))).collect(),
        });
        judged.collect()
    }

    /// What comes of a rule's examples, in their order.
    fn tried(&self, rule: &Rule) -> PolarsResult<Vec<ExampleOutcome>> {
        let Some(cases) = self.cases.get(rule.id.as_str()) else { return Ok(Vec::new()) };
        if !missing(rule, &self.tables, &self.environment).is_empty() {
            return Ok(cases.iter().map(|_| ExampleOutcome::Skipped).collect());
        }
        let frame = self.subjects(rule, cases)?;
        let sentences = sentences(&frame, rule, &self.environment)?;
        let columns: Vec<_> = decisive(rule, &self.environment).collect();
        let outcomes = outcomes(&frame.lazy().with_columns(columns).collect()?, rule)?;
        Ok(outcomes
            .into_iter()
            .zip(sentences)
            .map(|(outcome, sentence)| ExampleOutcome::Judged(outcome, sentence))
            .collect())
    }

    /// The outcomes that a rule would give its examples under each of several conditions.
    ///
    /// None if the rule has no example here that can be judged.
    pub fn outcomes(&self, rule: &Rule, conditions: &[&Checked]) -> Option<Vec<Vec<Outcome>>> {
        let cases =
            self.cases.get(rule.id.as_str()).filter(|_| missing(rule, &self.tables, &self.environment).is_empty())?;
        self.under(rule, cases, conditions).ok()
    }

    fn under(
        &self,
        rule: &Rule,
        cases: &[(i64, NumberedExample<'_>)],
        conditions: &[&Checked],
    ) -> PolarsResult<Vec<Vec<Outcome>>> {
        let variant = |(position, condition): (usize, &&Checked)| Rule {
            id: position.to_string(),
            when: (*condition).clone(),
            ..rule.clone()
        };
        let variants: Vec<Rule> = conditions.iter().enumerate().map(variant).collect();
        let subjects = self.subjects(rule, cases)?;
        let frame = with_related(subjects, &self.tables, rule.subject, conditions, &self.environment)?;
        let columns: Vec<_> = variants.iter().flat_map(|variant| decisive(variant, &self.environment)).collect();
        let frame = frame.lazy().with_columns(columns).collect()?;
        variants.iter().map(|variant| outcomes(&frame, variant)).collect()
    }

    /// The subjects of a rule's examples.
    fn subjects(&self, rule: &Rule, cases: &[(i64, NumberedExample<'_>)]) -> PolarsResult<DataFrame> {
        let position = |(key, _): &(i64, NumberedExample<'_>)| IdxSize::try_from(*key).ok();
        self.subjects[&rule.subject].take(&cases.iter().map(position).collect::<IdxCa>())
    }
}

fn rows(records: &DataFrame) -> Option<impl Iterator<Item = Option<i64>>> {
    Some(records.column(ROW).ok()?.i64().ok()?.iter())
}
