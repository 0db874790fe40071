//! Answers in force → how often clues turn out to be true, and which rules' clues hardly ever do, and why.

use std::collections::BTreeMap;

use serde::Serialize;

use super::grouping::Grouping;
use super::interval::{Interval, wilson};
use crate::ledger::VerifiedClue;
use crate::pack::{Naming, Resolution, Truth};
use crate::value::text::compact;

/// How often the clues of a group turned out to be true.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PrecisionLine {
    /// The group's names, from the outside in.
    pub group: Vec<String>,
    /// How often.
    #[serde(flatten)]
    pub precision: Precision,
}

/// How often clues turned out to be true.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Precision {
    /// Clues of which somebody could find out.
    pub verified: u32,
    /// Those that were true.
    pub truths: u32,
    /// Those of which the data were wrong.
    pub erroneous: u32,
    /// Clues of which nobody could find out.
    pub unresolved: u32,
    /// The share of true ones among the verified, with 95 % certainty.
    pub interval: Option<Interval>,
}

/// A rule whose clues are hardly ever true.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct HardlyTrue {
    /// Its id.
    pub rule: String,
    /// Its title.
    pub title: String,
    /// Its department.
    pub department: String,
    /// How often they are.
    #[serde(flatten)]
    pub precision: Precision,
    /// Why not, the commonest first.
    pub reasons: Vec<Reason>,
}

/// A reason why clues are not true.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reason {
    /// The handling's word, or the verdict's where there is none.
    pub word: String,
    /// How many answers give it.
    pub answers: u32,
    /// What villages wrote, the commonest first, with how many did.
    pub situations: Vec<(String, u32)>,
}

/// How often the clues of a group turn out to be true, and the rules whose clues hardly ever do.
#[derive(Debug, Serialize)]
pub struct PrecisionReport {
    /// The headings of the groups.
    pub headings: &'static [&'static str],
    /// Precision by group.
    pub groups: Vec<PrecisionLine>,
    /// Of all answers.
    pub total: Precision,
    /// The rules whose clues are hardly ever true.
    pub hardly_true: Vec<HardlyTrue>,
}

impl PrecisionReport {
    /// Groups the answers; without a grouping of clues, by the period of the answer.
    pub fn of(answers: &[VerifiedClue], grouping: Option<Grouping>, naming: &Naming) -> Self {
        let (headings, groups) = match grouping {
            Some(grouping) => (grouping.headings(), precision_by(answers, |answer| grouping.of(&answer.about))),
            None => (&["期"][..], precision_by(answers, |answer| vec![answer.period.to_string()])),
        };
        let total = precision(&answers.iter().collect::<Vec<_>>());
        Self { headings, groups, total, hardly_true: hardly_true(answers, naming) }
    }
}

/// Precision by group, in order.
pub fn precision_by(verified: &[VerifiedClue], group: impl Fn(&VerifiedClue) -> Vec<String>) -> Vec<PrecisionLine> {
    let mut groups: BTreeMap<Vec<String>, Vec<&VerifiedClue>> = BTreeMap::new();
    verified.iter().for_each(|answer| groups.entry(group(answer)).or_default().push(answer));
    groups.into_iter().map(|(group, answers)| PrecisionLine { group, precision: precision(&answers) }).collect()
}

/// Precision of answers together.
pub fn precision(answers: &[&VerifiedClue]) -> Precision {
    let count = |fits: &dyn Fn(Resolution) -> bool| -> u32 {
        answers.iter().map(|answer| u32::from(fits(answer.resolution))).sum()
    };
    let verified = count(&|resolution| resolution.truth().is_some());
    let truths = count(&|resolution| resolution.truth() == Some(Truth::True));
    Precision {
        verified,
        truths,
        erroneous: count(&|resolution| resolution == Resolution::Erroneous),
        unresolved: count(&|resolution| resolution.truth().is_none()),
        interval: wilson(truths, verified),
    }
}

/// The rules whose clues are hardly ever true, the least true first.
pub fn hardly_true(verified: &[VerifiedClue], naming: &Naming) -> Vec<HardlyTrue> {
    let mut rules: BTreeMap<&str, Vec<&VerifiedClue>> = BTreeMap::new();
    verified.iter().for_each(|answer| rules.entry(&answer.about.rule).or_default().push(answer));
    let below = |precision: &Precision| {
        precision.interval.is_some_and(|interval| interval.high * 100.0 < f64::from(naming.hardly_true))
    };
    let named = |(rule, answers): (&str, Vec<&VerifiedClue>)| {
        let precision = precision(&answers);
        let about = &answers.last()?.about;
        below(&precision).then(|| HardlyTrue {
            rule: rule.to_owned(),
            title: about.title.clone(),
            department: about.department.clone(),
            precision,
            reasons: reasons(&answers, naming.reasons),
        })
    };
    let mut named: Vec<HardlyTrue> = rules.into_iter().filter_map(named).collect();
    let high = |rule: &HardlyTrue| rule.precision.interval.map_or(1.0, |interval| interval.high);
    named.sort_by(|a, b| high(a).total_cmp(&high(b)).then_with(|| a.rule.cmp(&b.rule)));
    named
}

/// The commonest reasons of answers that say a clue is not true.
fn reasons(answers: &[&VerifiedClue], most: usize) -> Vec<Reason> {
    let mut words: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for answer in answers.iter().filter(|answer| answer.resolution.truth() == Some(Truth::False)) {
        words.entry(answer.handling.as_deref().unwrap_or(&answer.verdict)).or_default().push(&answer.situation);
    }
    let reason = |(word, situations): (&str, Vec<&str>)| Reason {
        word: word.to_owned(),
        answers: u32::try_from(situations.len()).unwrap_or(u32::MAX),
        situations: commonest(&situations, most),
    };
    let mut reasons: Vec<Reason> = words.into_iter().map(reason).collect();
    reasons.sort_by(|a, b| b.answers.cmp(&a.answers).then_with(|| a.word.cmp(&b.word)));
    reasons.truncate(most);
    reasons
}

/// The commonest texts, those that differ only in spaces and punctuation taken together as first written.
fn commonest(texts: &[&str], most: usize) -> Vec<(String, u32)> {
    let mut groups: BTreeMap<String, (&str, u32)> = BTreeMap::new();
    for text in texts {
        let key = alike(text);
        if !key.is_empty() {
            groups.entry(key).or_insert((text.trim(), 0)).1 += 1;
        }
    }
    let mut groups: Vec<(String, u32)> = groups.into_values().map(|(text, count)| (text.to_owned(), count)).collect();
    groups.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    groups.truncate(most);
    groups
}

fn alike(text: &str) -> String {
    compact(text).chars().filter(|c| c.is_alphanumeric()).collect()
}
