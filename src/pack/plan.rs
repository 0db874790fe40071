//! The county's work plan as checkpoints, and the questions that only a visit can answer.

use std::collections::BTreeSet;

use indexmap::IndexMap;
use serde::{Deserialize, Deserializer};
use toml::Spanned;

use super::files::PackFile;
use super::rule::{Rule, RuleStatus, SubjectName};
use crate::diagnostic::{Diagnostic, nearest};
use crate::expr::{Checked, Subject};
use crate::value::full_width;

/// The work plan that a pack follows, from `rules/plan.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// The plan's title.
    pub title: String,
    /// Its checkpoints by number, in the plan's order.
    #[serde(rename = "checkpoint", deserialize_with = "by_number")]
    pub checkpoints: IndexMap<String, Checkpoint>,
}

/// One thing that the plan asks to be checked.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Checkpoint {
    /// The heading it stands under.
    pub title: String,
    /// What is checked.
    pub what: String,
}

/// A question for a visit, where no department's data can answer a checkpoint.
#[derive(Debug, Clone)]
pub struct Question {
    pub id: String,
    /// The checkpoints it answers.
    pub plan: Vec<String>,
    /// Whom it is asked about: households or villages.
    pub subject: Subject,
    /// Of which of them.
    pub when: Checked,
    /// The question.
    pub ask: String,
    /// The answers to choose from.
    pub answers: Vec<String>,
    /// Those of them that somebody has to follow up.
    pub worrying: Vec<String>,
    /// For how many months from the day of verification the others hold: until then nobody is asked again.
    pub months: u32,
}

/// The questions as written in `rules/questions.toml`, by id.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct QuestionText {
    pub plan: Vec<Spanned<String>>,
    pub subject: SubjectName,
    pub when: Spanned<String>,
    pub ask: String,
    pub answers: Vec<String>,
    #[serde(default)]
    pub worrying: Vec<Spanned<String>>,
    #[serde(default)]
    pub months: u32,
}

/// Checkpoints with their numbers set full-width, as references to them are.
fn by_number<'de, D: Deserializer<'de>>(text: D) -> Result<IndexMap<String, Checkpoint>, D::Error> {
    let checkpoints = IndexMap::<String, Checkpoint>::deserialize(text)?;
    Ok(checkpoints.into_iter().map(|(id, checkpoint)| (full_width(&id), checkpoint)).collect())
}

/// Words of forms and numbers of checkpoints, set full-width.
pub(super) fn set(words: Vec<Spanned<String>>) -> Vec<String> {
    words.into_iter().map(|word| full_width(word.get_ref())).collect()
}

impl QuestionText {
    /// What is wrong with the answers that are to be followed up.
    pub(super) fn check<'t>(&'t self, file: PackFile<'t>) -> impl Iterator<Item = Diagnostic> {
        let answers: Vec<String> = self.answers.iter().map(|answer| full_width(answer)).collect();
        let unknown = self.worrying.iter().filter(move |answer| !answers.contains(&full_width(answer.get_ref())));
        unknown.map(move |answer| {
            let fault =
                Diagnostic::new(format!("“{}”不是这个问题的答案", answer.get_ref())).at(file.place(answer.span()));
            fault.hint(format!("answers 里有：{}", self.answers.join("、")))
        })
    }
}

impl Plan {
    /// What is wrong with references to checkpoints.
    pub(super) fn check<'t>(
        &'t self,
        file: PackFile<'t>,
        references: &'t [Spanned<String>],
    ) -> impl Iterator<Item = Diagnostic> {
        let unknown = references.iter().filter(|id| !self.checkpoints.contains_key(&full_width(id.get_ref())));
        unknown.map(move |id| {
            let fault =
                Diagnostic::new(format!("工作方案里没有“{}”这个核查点", id.get_ref())).at(file.place(id.span()));
            match nearest(id.get_ref(), self.checkpoints.keys().map(String::as_str)) {
                Some(near) => fault.hint(format!("是不是“{near}”？核查点见 plan.toml")),
                None => fault.hint("核查点见 plan.toml"),
            }
        })
    }

    /// The checkpoints that neither a rule in force nor a question answers.
    pub fn unanswered(&self, rules: &[Rule], questions: &[Question]) -> Vec<&str> {
        let of_rules = rules.iter().filter(|rule| rule.status == RuleStatus::Active).flat_map(|rule| &rule.plan);
        let answered: BTreeSet<&String> =
            of_rules.chain(questions.iter().flat_map(|question| &question.plan)).collect();
        self.checkpoints.keys().filter(|id| !answered.contains(id)).map(String::as_str).collect()
    }
}
