//! What every rule says of everybody concerned, and why.

use std::collections::BTreeMap;

use polars::prelude::PolarsResult;
use serde::Serialize;

use super::context::{Detail, ExplanationContext};
use super::doubts::{Doubt, doubts};
use super::explained::{Explained, Verdict};
use super::facts_behind::facts_behind;
use super::home::{Home, subjects};
use super::records::RelatedRecords;
use super::tree::{Explainer, SubjectValues};
use super::values::RuleValues;
use crate::detect::{Outcome, may_matter, missing};
use crate::expr::{Checked, Subject};
use crate::pack::Rule;
use crate::schema::{CandidateMatch, Clue, ClueSubject};
use crate::value::IdNumber;

/// What a rule says of one subject.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Judgement {
    /// The rule's id.
    pub rule: String,
    /// The rule's title.
    pub title: String,
    /// 人, 户 or 村.
    pub subject: &'static str,
    /// Whom it is about: a member's name, 本户 or the village's name; nobody for rules that were not run.
    pub about: Option<String>,
    /// What it says.
    pub answer: RuleAnswer,
    /// The clue's id, of hits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clue: Option<String>,
    /// The clue's sentence, of hits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub finding: Option<String>,
    /// Sources that were not delivered, of rules that were not run.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<String>,
    /// The first part that does not hold, of misses.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failing: Option<String>,
    /// What is unknown, where that keeps the rule from deciding.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unknown: Vec<String>,
    /// The condition, where it is told whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub condition: Option<Explained>,
    /// The exclusions, likewise.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub exclusions: Vec<ExclusionAnswer>,
    /// The clues that the household is graded by, of rules that read the grade.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub graded_by: Vec<String>,
    /// The damaged records that make a hit doubtful.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub doubts: Vec<Doubt>,
}

/// An exclusion and whether it holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ExclusionAnswer {
    /// The reason.
    pub why: String,
    pub condition: Explained,
}

/// What a rule can say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RuleAnswer {
    /// The condition holds.
    Hit,
    /// It holds, but a damaged record probably speaks against it.
    Doubtful,
    /// A needed value is unknown.
    Undetermined,
    /// An exclusion holds.
    Excluded,
    /// The condition does not hold.
    Miss,
    /// A source is missing.
    Skipped,
}

impl RuleAnswer {
    /// All answers, in the order they are told in.
    pub const ALL: [RuleAnswer; 6] = [
        RuleAnswer::Hit,
        RuleAnswer::Doubtful,
        RuleAnswer::Undetermined,
        RuleAnswer::Excluded,
        RuleAnswer::Miss,
        RuleAnswer::Skipped,
    ];

    /// The Chinese words.
    pub fn label(self) -> &'static str {
        match self {
            RuleAnswer::Hit => "命中",
            RuleAnswer::Doubtful => "存疑（证号有误的记录可能就是本人的，先核对数据）",
            RuleAnswer::Undetermined => "缺数据，不能判定",
            RuleAnswer::Excluded => "排除",
            RuleAnswer::Miss => "未命中",
            RuleAnswer::Skipped => "未运行（没有数据来源，或没有写明当地的数）",
        }
    }
}

/// Every rule's word on every subject concerned.
pub(super) fn answers(
    context: ExplanationContext<'_>,
    home: &Home,
    detail: Detail<'_>,
) -> PolarsResult<Vec<Judgement>> {
    let rules: Vec<&Rule> = match detail {
        Detail::Rule(rule) => vec![rule],
        Detail::Outline | Detail::Whole => context.detection.pack.active_rules().collect(),
    };
    let (skipped, run): (Vec<&Rule>, Vec<&Rule>) =
        rules.into_iter().partition(|rule| !missing(rule, context.tables(), context.detection.environment).is_empty());
    let known = known(context, home, &run)?;
    let mut answers: Vec<Judgement> = skipped.into_iter().map(|rule| not_run(context, rule)).collect();
    for rule in run {
        answers.extend(
            subjects(home, rule.subject).into_iter().map(|key| judged(context, home, &known, rule, key, detail)),
        );
    }
    answers.sort_by(|a, b| a.rule.cmp(&b.rule));
    Ok(answers)
}

/// The values and records behind rules and the facts they name, by kind of subject.
fn known(
    context: ExplanationContext<'_>,
    home: &Home,
    rules: &[&Rule],
) -> PolarsResult<BTreeMap<Subject, SubjectValues>> {
    let mut known = BTreeMap::new();
    let facts = facts_behind(rules, context.detection.pack);
    for subject in [Subject::Person, Subject::Household, Subject::Village] {
        let of_subject: Vec<&Rule> = rules.iter().copied().filter(|rule| rule.subject == subject).collect();
        let conditions = of_subject.iter().flat_map(|rule| rule.conditions());
        let of_facts = facts.iter().filter(|fact| fact.subject == subject).map(|fact| &fact.value);
        let expressions: Vec<&Checked> = conditions.chain(of_facts).collect();
        let keys = subjects(home, subject);
        let environment = context.detection.environment;
        let values = RuleValues::of(context.tables(), subject, &keys, &expressions, &of_subject, environment)?;
        let records = RelatedRecords::of(context, subject, &keys, &expressions)?;
        known.insert(subject, SubjectValues { values, records });
    }
    Ok(known)
}

fn not_run(context: ExplanationContext<'_>, rule: &Rule) -> Judgement {
    Judgement {
        missing: missing(rule, context.tables(), context.detection.environment),
        ..blank(rule, None, RuleAnswer::Skipped)
    }
}

fn blank(rule: &Rule, about: Option<String>, answer: RuleAnswer) -> Judgement {
    Judgement {
        rule: rule.id.clone(),
        title: rule.title.clone(),
        subject: rule.subject.word(),
        about,
        answer,
        clue: None,
        finding: None,
        missing: Vec::new(),
        failing: None,
        unknown: Vec::new(),
        condition: None,
        exclusions: Vec::new(),
        graded_by: Vec::new(),
        doubts: Vec::new(),
    }
}

fn judged(
    context: ExplanationContext<'_>,
    home: &Home,
    known: &BTreeMap<Subject, SubjectValues>,
    rule: &Rule,
    key: i64,
    detail: Detail<'_>,
) -> Judgement {
    let answer = answer(known[&rule.subject].values.outcome(key, rule), in_doubt(context, home, rule, key));
    let mut teller = Explainer::new(context, home, known, rule);
    let condition = teller.part(rule.when.root(), rule.subject, key);
    let mut exclusions = Vec::new();
    for exclusion in &rule.exclude {
        let condition = teller.part(exclusion.when.root(), rule.subject, key);
        // That nobody is left is said where it is so, not under every rule of a household.
        if !exclusion.general || condition.verdict == Some(Verdict::True) {
            exclusions.push(ExclusionAnswer { why: exclusion.why.clone(), condition });
        }
    }
    let blank = blank(rule, Some(about(home, rule.subject, key)), answer);
    let told = match answer {
        RuleAnswer::Hit => {
            let clue = clue_of(context, home, rule, key);
            let finding = clue.map(|clue| finding(clue, rule).to_owned());
            Judgement { clue: clue.map(|clue| clue.id.to_string()), finding, ..blank }
        }
        RuleAnswer::Miss => Judgement { failing: Some(condition.failing().line()), ..blank },
        RuleAnswer::Undetermined => {
            Judgement { unknown: condition.unknowns().into_iter().map(|part| part.text.clone()).collect(), ..blank }
        }
        RuleAnswer::Doubtful => {
            let pack = context.detection.pack;
            let concerns = |candidate: &CandidateMatch| {
                let is_registered = candidate.source == pack.register().0.name;
                (is_registered || is_about(candidate, rule.subject, key)) && may_matter(candidate, rule, pack)
            };
            Judgement { doubts: doubts(context, home, concerns), ..blank }
        }
        RuleAnswer::Excluded | RuleAnswer::Skipped => blank,
    };
    match (detail, answer) {
        (Detail::Outline, RuleAnswer::Miss) => told,
        (Detail::Outline | Detail::Whole | Detail::Rule(_), _) => {
            Judgement { condition: Some(condition), exclusions, graded_by: graded_by(context, home, rule), ..told }
        }
    }
}

/// The clues of the household with what they weigh, for rules that read its grade.
fn graded_by(context: ExplanationContext<'_>, home: &Home, rule: &Rule) -> Vec<String> {
    let risk_scoring = &context.detection.pack.risk_scoring;
    if !rule.reads_clues {
        return Vec::new();
    }
    let of_home = context.findings.clues.iter().filter(|clue| clue.subject.household == Some(home.household));
    let weighed = of_home.filter(|clue| !clue.sums_up).map(|clue| {
        let points = risk_scoring.points(&clue.risk, clue.severity);
        let level = clue.severity.label();
        format!("{} {}：{}（{}，{level}，{points}分）", clue.rule, clue.text.title, clue.text.finding, clue.risk)
    });
    weighed.collect()
}

/// What an outcome is, where it may be another because of damaged records.
fn answer(outcome: Option<Outcome>, in_doubt: bool) -> RuleAnswer {
    match outcome {
        Some(_) if in_doubt => RuleAnswer::Doubtful,
        Some(Outcome::Hit) => RuleAnswer::Hit,
        Some(Outcome::Doubtful) => RuleAnswer::Doubtful,
        Some(Outcome::Excluded) => RuleAnswer::Excluded,
        Some(Outcome::Undetermined) => RuleAnswer::Undetermined,
        Some(Outcome::Miss) | None => RuleAnswer::Miss,
    }
}

/// Whether what a rule says of a subject hangs on damaged records.
fn in_doubt(context: ExplanationContext<'_>, home: &Home, rule: &Rule, key: i64) -> bool {
    let persons = match rule.subject {
        Subject::Person => vec![key],
        Subject::Household => home.persons.clone(),
        Subject::Village => Vec::new(),
    };
    let rules =
        persons.into_iter().filter_map(IdNumber::from_key).filter_map(|person| context.findings.doubts.get(&person));
    rules.flatten().any(|doubted| *doubted == rule.id)
}

/// Whether a damaged record of the household is about one of its subjects.
fn is_about(candidate_match: &CandidateMatch, subject: Subject, key: i64) -> bool {
    match subject {
        Subject::Person => candidate_match.candidates.iter().any(|candidate| candidate.person.key() == key),
        Subject::Household => true,
        Subject::Village => false,
    }
}

/// Whom a rule is about, in words.
fn about(home: &Home, subject: Subject, key: i64) -> String {
    match subject {
        Subject::Person => home.names.get(&key).cloned().unwrap_or_default(),
        Subject::Household => "本户".to_owned(),
        Subject::Village => "本村".to_owned(),
    }
}

/// The clue that a hit became, or that it became a further reason of.
fn clue_of<'a>(context: ExplanationContext<'a>, home: &Home, rule: &Rule, key: i64) -> Option<&'a Clue> {
    let is_about = |id: &str, subject: &ClueSubject| {
        id == rule.id
            && match rule.subject {
                Subject::Person => subject.person.map(IdNumber::key) == Some(key),
                Subject::Household => subject.household == Some(key),
                Subject::Village => subject.village == home.village,
            }
    };
    context.findings.clues.iter().find(|clue| {
        is_about(&clue.rule, &clue.subject)
            || clue.included.iter().any(|included| is_about(&included.rule, &included.subject))
    })
}

/// What a rule found, in a clue of its own or of another rule.
fn finding<'a>(clue: &'a Clue, rule: &Rule) -> &'a str {
    let included = clue.included.iter().find(|included| *included.rule == *rule.id);
    included.map_or(&clue.text.finding, |included| &included.finding)
}
