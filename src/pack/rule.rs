//! Declared facts and rules, checked against the pack they belong to.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use toml::Spanned;
use toml::value::Datetime;

use crate::expr::{Checked, Selections, Subject, Template, Type};

/// A named derived value of a person, household or village.
#[derive(Debug, Clone)]
pub struct Fact {
    /// Its name, as rules use it.
    pub name: String,
    /// Whose value it is.
    pub subject: Subject,
    /// How it is derived.
    pub value: Checked,
    /// The type of its values.
    pub ty: Type,
    /// How deep it stands on other facts, from 0: facts of one layer are derived together.
    pub layer: usize,
    /// Sources without which the fact cannot be derived.
    pub sources: BTreeSet<String>,
    /// What it means.
    pub note: Option<String>,
    /// The unit of its values.
    pub unit: Option<String>,
}

/// A condition on a subject, with what it means and what to verify.
#[derive(Debug, Clone)]
pub struct Rule {
    /// Its id, also the name of its file.
    pub id: String,
    pub title: String,
    /// The department whose business it is.
    pub department: String,
    /// Whom it is about.
    pub subject: Subject,
    /// The kind of risk.
    pub risk: String,
    /// How grave a hit is.
    pub severity: Severity,
    /// Whether it is in force.
    pub status: RuleStatus,
    /// The checkpoints of the work plan that it answers.
    pub plan: Vec<String>,
    /// The records it speaks of, by the names it gives them.
    pub records: Selections,
    /// When it hits.
    pub when: Checked,
    /// What a hit says, in one sentence.
    pub message: Template,
    /// `source.field` pairs whose records back a hit.
    pub evidence: Vec<EvidenceField>,
    /// What the village should verify.
    pub verify: String,
    /// When a hit does not count.
    pub exclude: Vec<Exclusion>,
    /// Known causes of false positives.
    pub false_positives: String,
    /// The policy it follows.
    pub basis: String,
    /// What makes it a new clue for the same subject, such as the year.
    pub discriminator: Option<Checked>,
    /// Sources without which the rule is skipped.
    pub sources: BTreeSet<String>,
    /// The parameters that its condition reads, itself or in facts.
    pub parameters: BTreeSet<String>,
    /// Sources whose missing records can make it hit: where one is damaged, a hit may be an artefact.
    pub absences: BTreeSet<String>,
    /// Whether it reads the clues of the other rules.
    pub reads_clues: bool,
    /// Rules whose hits on the same subject, or on members of the same household, are the same matter, directly or by
    /// way of others: further reasons of this rule's clue.
    pub implies: BTreeSet<String>,
    /// What a hit calls the household at its head on lists, of rules that sum up clues. Where one clue alone gives the
    /// household its grade, the hit is a part of that clue; else it is a clue of its own.
    pub heading: Option<String>,
    /// Its worked examples.
    pub examples: Vec<Example>,
}

/// A field of a source that backs a hit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvidenceField {
    pub source: String,
    pub field: String,
}

/// When and why a hit does not count.
#[derive(Debug, Clone)]
pub struct Exclusion {
    /// The condition.
    pub when: Checked,
    /// The reason, for people.
    pub why: String,
    /// Whether it is not the rule's own, but stands in `rules/exclusions.toml` for all rules of its subject.
    pub general: bool,
}

/// How grave a hit is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// 高.
    High,
    /// 中.
    Medium,
    /// 低.
    Low,
}

impl Severity {
    /// All levels, the gravest first.
    pub const ALL: [Severity; 3] = [Severity::High, Severity::Medium, Severity::Low];

    /// The level of a Chinese word.
    pub fn of(label: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|severity| severity.label() == label)
    }

    /// Its name in pack files and in results for scripts.
    pub fn name(self) -> &'static str {
        match self {
            Severity::High => "high",
            Severity::Medium => "medium",
            Severity::Low => "low",
        }
    }

    /// The Chinese word.
    pub fn label(self) -> &'static str {
        match self {
            Severity::High => "高",
            Severity::Medium => "中",
            Severity::Low => "低",
        }
    }
}

/// Whether a rule is in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RuleStatus {
    /// Being written: checked, not run.
    Draft,
    /// In force.
    Active,
    /// Kept for its history: checked, not run.
    Retired,
}

/// A worked example: what is known of one subject, and what the rule must say.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// What it shows.
    pub name: String,
    /// The day it is judged on.
    #[serde(default)]
    pub as_of: Option<Datetime>,
    /// The outcome that must come out.
    pub expect: Expectation,
    /// The sentence that must come out, if it is a hit.
    #[serde(default)]
    pub message: Option<String>,
    /// Fields, facts and records of the subject.
    #[serde(default)]
    pub given: toml::Table,
    /// Sources that were not delivered, and columns (`source.field`) that tables lack; all others are there.
    #[serde(default)]
    pub absent: Vec<String>,
}

/// What a rule can say of a subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Expectation {
    /// The condition is true.
    Hit,
    /// The condition is false.
    Miss,
    /// An exclusion holds.
    Excluded,
    /// A value that is needed is unknown.
    Undetermined,
    /// A source that is needed is absent.
    Skipped,
}

impl Expectation {
    /// The Chinese word.
    pub fn label(self) -> &'static str {
        match self {
            Expectation::Hit => "命中",
            Expectation::Miss => "未命中",
            Expectation::Excluded => "排除",
            Expectation::Undetermined => "缺数据无法判定",
            Expectation::Skipped => "未运行",
        }
    }
}

/// A fact as written in `rules/facts/*.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FactText {
    pub subject: SubjectName,
    pub value: Spanned<String>,
    #[serde(default)]
    pub unit: Option<String>,
    #[serde(default)]
    pub note: Option<String>,
    #[serde(default)]
    pub values: Vec<String>,
    #[serde(default)]
    pub optional: Vec<Spanned<String>>,
}

/// A rule as written in `rules/clues/<id>.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RuleText {
    pub id: Spanned<String>,
    pub title: String,
    pub department: String,
    pub subject: SubjectName,
    pub risk: Spanned<String>,
    pub severity: Severity,
    pub status: RuleStatus,
    pub plan: Vec<Spanned<String>>,
    #[serde(default)]
    pub records: BTreeMap<Spanned<String>, Spanned<String>>,
    pub when: Spanned<String>,
    pub message: Spanned<String>,
    #[serde(default)]
    pub evidence: Vec<Spanned<String>>,
    pub verify: String,
    #[serde(default)]
    pub exclude: Vec<ExclusionText>,
    #[serde(default)]
    pub false_positives: String,
    pub basis: String,
    #[serde(default)]
    pub discriminator: Option<Spanned<String>>,
    #[serde(default)]
    pub implies: Vec<Spanned<String>>,
    #[serde(default)]
    pub heading: Option<Spanned<String>>,
    #[serde(default)]
    pub optional: Vec<Spanned<String>>,
    #[serde(default, rename = "example")]
    pub examples: Vec<Example>,
}

/// An exclusion as written.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ExclusionText {
    pub when: Spanned<String>,
    pub why: String,
}

impl Rule {
    /// What decides it: its condition, then its exclusions.
    pub fn conditions(&self) -> impl Iterator<Item = &Checked> {
        std::iter::once(&self.when).chain(self.exclude.iter().map(|exclusion| &exclusion.when))
    }
}

/// An exclusion for all rules of a subject, as written in `rules/exclusions.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct GeneralText {
    pub subject: SubjectName,
    pub when: Spanned<String>,
    pub why: String,
    /// Whether a damaged record may be the one that would make it hold, so that a hit is doubtful.
    #[serde(default)]
    pub doubted: bool,
    /// Rules that are about just that.
    #[serde(default)]
    pub except: Vec<String>,
}

/// The subject as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum SubjectName {
    Person,
    Household,
    Village,
}

impl From<SubjectName> for Subject {
    fn from(name: SubjectName) -> Self {
        match name {
            SubjectName::Person => Subject::Person,
            SubjectName::Household => Subject::Household,
            SubjectName::Village => Subject::Village,
        }
    }
}
