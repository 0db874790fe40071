//! Worked examples of rules → tables of one subject → the outcome that really comes out.
//!
//! An example goes through the same derivation and the same judgement as a county does, so that a rule whose
//! examples pass is a rule that works.

mod stage;

use jiff::civil::Date;
use polars::prelude::{IntoLazy, PolarsResult};
use rayon::prelude::{IntoParallelRefIterator, ParallelIterator};

use crate::detect::{Outcome, expressions, judge, missing, sentences, with_pictures};
use crate::expr::{Checked, Environment, Mutant, Subject, mutants};
use crate::facts::{Tables, derive, key, prepared};
use crate::pack::{Config, Example, Expectation, Pack, Rule, civil};

/// The day examples are judged on unless they say otherwise.
const DAY: Date = jiff::civil::date(2026, 11, 30);

/// An example that did not come out as it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Discrepancy {
    /// The rule's id.
    pub rule: String,
    /// The example's name.
    pub example: String,
    /// What is wrong, in Chinese.
    pub what: String,
}

/// Runs all examples of all rules; nothing comes back if all come out as they say.
pub fn rehearse(pack: &Pack) -> Vec<Discrepancy> {
    pack.rules
        .par_iter()
        .flat_map_iter(|rule| rule.examples.iter().filter_map(|example| check(pack, rule, example)))
        .collect()
}

/// A change to a rule's condition that none of its examples notices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Survivor {
    /// The rule's id.
    pub rule: String,
    /// What was changed, in Chinese.
    pub change: String,
}

/// Changes every rule's condition, one thing at a time, and tells which changes go unnoticed.
///
/// # Errors
/// Only if polars refuses an expression that the pack's check let through.
pub fn survivors(pack: &Pack, rules: &[&Rule]) -> PolarsResult<Vec<Survivor>> {
    let found: PolarsResult<Vec<Vec<Survivor>>> = rules.par_iter().map(|rule| survivors_of(pack, rule)).collect();
    Ok(found?.into_iter().flatten().collect())
}

fn survivors_of(pack: &Pack, rule: &Rule) -> PolarsResult<Vec<Survivor>> {
    let mutants = mutants(&rule.when);
    let mut unnoticed = vec![true; mutants.len()];
    for example in &rule.examples {
        // An example that does not come out is told of elsewhere.
        let Ok(stage) = stage(pack, rule, example) else { continue };
        if !missing(rule, &stage.tables).is_empty() {
            continue;
        }
        let conditions = std::iter::once(&rule.when).chain(mutants.iter().map(|mutant| &mutant.condition));
        let codes = codes(pack, rule, stage, conditions)?;
        for (unnoticed, code) in unnoticed.iter_mut().zip(&codes[1..]) {
            *unnoticed &= *code == codes[0];
        }
    }
    let survivor = |mutant: Mutant| Survivor { rule: rule.id.clone(), change: mutant.change };
    Ok(mutants
        .into_iter()
        .zip(unnoticed)
        .filter(|(_, unnoticed)| *unnoticed)
        .map(|(mutant, _)| survivor(mutant))
        .collect())
}

/// The outcomes of several conditions for an example's subject.
fn codes<'c>(
    pack: &Pack,
    rule: &Rule,
    stage: Stage,
    conditions: impl Iterator<Item = &'c Checked>,
) -> PolarsResult<Vec<Option<i32>>> {
    let variant = |(position, condition): (usize, &Checked)| Rule {
        id: position.to_string(),
        when: condition.clone(),
        ..rule.clone()
    };
    let variants: Vec<Rule> = conditions.enumerate().map(variant).collect();
    let expressions: Vec<&Checked> = variants.iter().flat_map(expressions).collect();
    let Stage { tables, environment } = stage;
    let mut tables = derive(tables, &pack.facts_behind(&expressions, rule.subject), &environment)?;
    with_pictures(&mut tables, &pack.weighing)?;
    let frame = prepared(&tables, rule.subject, &expressions, &environment)?
        .lazy()
        .sort([key(rule.subject)], Default::default());
    let judged = variants.iter().map(|variant| judge(variant, &environment)).collect::<Vec<_>>();
    let frame = frame.select(judged).collect()?;
    variants.iter().map(|variant| Ok(frame.column(&variant.id)?.i32()?.get(0))).collect()
}

/// What an example is judged with.
struct Stage {
    tables: Tables,
    environment: Environment,
}

fn stage(pack: &Pack, rule: &Rule, example: &Example) -> Result<Stage, String> {
    let as_of = example.as_of.as_ref().and_then(civil).unwrap_or(DAY);
    let environment = pack
        .environment(as_of, &Config::default())
        .map_err(|faults| faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))?;
    Ok(Stage { tables: stage::tables(pack, rule, example)?, environment })
}

fn check(pack: &Pack, rule: &Rule, example: &Example) -> Option<Discrepancy> {
    let what = match come_out(pack, rule, example) {
        Err(what) => what,
        Ok((outcome, _)) if outcome != example.expect => {
            format!("应为“{}”,实为“{}”", label(example.expect), label(outcome))
        }
        Ok((_, sentence)) => match &example.message {
            Some(expected) if *expected != sentence => format!("线索内容应为“{expected}”,实为“{sentence}”"),
            Some(_) | None => return None,
        },
    };
    Some(Discrepancy { rule: rule.id.clone(), example: example.name.clone(), what })
}

/// What a rule says of an example's subject, and its sentence if it is a hit.
fn come_out(pack: &Pack, rule: &Rule, example: &Example) -> Result<(Expectation, String), String> {
    let Stage { tables, environment } = stage(pack, rule, example)?;
    if !missing(rule, &tables).is_empty() {
        return Ok((Expectation::Skipped, String::new()));
    }
    judged(pack, rule, tables, &environment).map_err(|error| format!("计算失败: {error}"))
}

fn judged(pack: &Pack, rule: &Rule, tables: Tables, environment: &Environment) -> PolarsResult<(Expectation, String)> {
    let expressions = expressions(rule);
    let mut tables = derive(tables, &pack.facts_behind(&expressions, rule.subject), environment)?;
    with_pictures(&mut tables, &pack.weighing)?;
    let frame = prepared(&tables, rule.subject, &expressions, environment)?;
    let frame = frame
        .lazy()
        .with_columns([judge(rule, environment)])
        .sort([key(rule.subject)], Default::default())
        .collect()?;
    let code = frame.column(&rule.id)?.i32()?.get(0);
    let outcome = Outcome::ALL.into_iter().find(|outcome| Some(outcome.code()) == code);
    Ok(match outcome {
        Some(Outcome::Hit) => {
            let sentence = sentences(&frame, rule, environment)?.into_iter().next().unwrap_or_default();
            (Expectation::Hit, sentence)
        }
        Some(Outcome::Miss) | None => (Expectation::Miss, String::new()),
        Some(Outcome::Excluded) => (Expectation::Excluded, String::new()),
        // An example has no damaged records.
        Some(Outcome::Undetermined | Outcome::Doubtful) => (Expectation::Undetermined, String::new()),
    })
}

/// The Chinese word for an outcome.
fn label(expectation: Expectation) -> &'static str {
    match expectation {
        Expectation::Hit => "命中",
        Expectation::Miss => "未命中",
        Expectation::Excluded => "排除",
        Expectation::Undetermined => "缺数据无法判定",
        Expectation::Skipped => "未运行",
    }
}

/// The word an example uses for its subject's own kind.
fn own_key(subject: Subject) -> i64 {
    match subject {
        Subject::Person => 1,
        Subject::Household | Subject::Village => 0,
    }
}
