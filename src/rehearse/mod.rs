//! Worked examples of rules → tables of one subject → the outcome that really comes out.
//!
//! An example goes through the same derivation and the same judgement as a county does, so that a rule whose
//! examples pass is a rule that works.

mod stage;

use jiff::civil::Date;
use polars::prelude::{IntoLazy, PolarsResult};
use rayon::prelude::{IntoParallelRefIterator, ParallelIterator};

use crate::detect::{Outcome, expressions, judge, missing, sentences};
use crate::expr::{Environment, Subject};
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
    let as_of = example.as_of.as_ref().and_then(civil).unwrap_or(DAY);
    let environment = pack
        .environment(as_of, &Config::default())
        .map_err(|faults| faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))?;
    let tables = stage::tables(pack, rule, example)?;
    if !missing(rule, &tables).is_empty() {
        return Ok((Expectation::Skipped, String::new()));
    }
    judged(pack, rule, tables, &environment).map_err(|error| format!("计算失败: {error}"))
}

fn judged(pack: &Pack, rule: &Rule, tables: Tables, environment: &Environment) -> PolarsResult<(Expectation, String)> {
    let expressions = expressions(rule);
    let tables = derive(tables, &pack.facts_behind(&expressions, rule.subject), environment)?;
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
