//! The contradictory answers that wait for a decision, side by side.

use std::collections::BTreeMap;

use serde::Serialize;

use super::identify::id_of;
use super::known::{by_key, stances};
use crate::ledger::{
    ClueState, Disposition, FormCell, Readable, Reply, Stance, clue_states, contradictions, dispositions, imports,
    replies,
};

/// What codes of contradictory answers to clues begin with.
pub(super) const OF_CLUE: &str = "线索-";

/// What codes of contradictory answers to questions begin with.
pub(super) const OF_QUESTION: &str = "问题-";

/// Two answers that contradict one another.
#[derive(Debug, Clone, Serialize)]
pub struct Dispute {
    /// Its code.
    pub code: String,
    /// The clue's or question's id.
    pub id: String,
    /// Township and village, the household's head and the rule's title; empty for a question.
    pub about: [String; 4],
    /// The earlier answer.
    pub one: Side,
    /// The later answer.
    pub other: Side,
}

/// One of two answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Side {
    /// Its number in the ledger.
    pub number: i64,
    /// The verdict and the handling, or the answer to a question.
    pub answer: String,
    /// What was found.
    pub situation: String,
    /// Who verified.
    pub verifier: String,
    /// When.
    pub verified_on: String,
    /// File, sheet and row.
    pub place: String,
}

/// All that nobody decided: clues first, in the order they were noted.
///
/// # Errors
/// If the ledger cannot be read.
pub fn disputes(from: &impl Readable) -> anyhow::Result<Vec<Dispute>> {
    let files = imports(from)?;
    let mut disputes = of_clues(from, &files)?;
    for replies in by_key(replies(from)?).into_values() {
        let contested = stances(&replies).into_iter().filter(|(_, stance)| *stance == Stance::Contested);
        let contested: Vec<&Reply> = contested.map(|(reply, _)| reply).collect();
        let Some((first, others)) = contested.split_first() else { continue };
        disputes.extend(others.iter().map(|other| Dispute {
            code: format!("{OF_QUESTION}{}-{}", first.id, other.id),
            id: id_of(&first.asked).to_owned(),
            about: <[String; 4]>::default(),
            one: of_reply(first, &files),
            other: of_reply(other, &files),
        }));
    }
    Ok(disputes)
}

fn of_clues(from: &impl Readable, files: &BTreeMap<i64, String>) -> anyhow::Result<Vec<Dispute>> {
    let open = contradictions(from)?;
    if open.is_empty() {
        return Ok(Vec::new());
    }
    let clues: BTreeMap<String, ClueState> =
        clue_states(from)?.into_iter().map(|state| (state.clue.clone(), state)).collect();
    let mut disputes = Vec::new();
    for contradiction in open {
        let answers = dispositions(from, &contradiction.clue)?;
        let side = |number: i64| answers.iter().find(|answer| answer.id == number).map(|answer| of_clue(answer, files));
        let (Some(one), Some(other)) = (side(contradiction.one), side(contradiction.other)) else { continue };
        let about = clues.get(&contradiction.clue).map(about).unwrap_or_default();
        disputes.push(Dispute {
            code: format!("{OF_CLUE}{}", contradiction.id),
            id: contradiction.clue,
            about,
            one,
            other,
        });
    }
    Ok(disputes)
}

fn about(clue: &ClueState) -> [String; 4] {
    [&clue.township, &clue.village, &clue.head_name, &clue.title].map(String::clone)
}

fn of_clue(answer: &Disposition, files: &BTreeMap<i64, String>) -> Side {
    let handling = answer.handling.as_ref().map(|handling| format!("、{handling}")).unwrap_or_default();
    Side {
        number: answer.id,
        answer: format!("{}{handling}", answer.verdict),
        situation: answer.situation.clone(),
        verifier: answer.verifier.clone(),
        verified_on: answer.verified_on.to_string(),
        place: place(answer.cell.as_ref(), files),
    }
}

fn of_reply(reply: &Reply, files: &BTreeMap<i64, String>) -> Side {
    Side {
        number: reply.id,
        answer: reply.answer.clone(),
        situation: reply.situation.clone(),
        verifier: reply.verifier.clone(),
        verified_on: reply.verified_on.clone(),
        place: place(reply.cell.as_ref(), files),
    }
}

fn place(cell: Option<&FormCell>, files: &BTreeMap<i64, String>) -> String {
    let file = |cell: &FormCell| files.get(&cell.import).cloned().unwrap_or_default();
    cell.map(|cell| format!("{}[{}] 第{}行", file(cell), cell.sheet, cell.row)).unwrap_or_default()
}
