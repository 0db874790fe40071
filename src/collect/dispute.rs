//! The contradictory answers that wait for a decision, side by side.

use std::collections::BTreeMap;

use serde::Serialize;

use super::identify::id_of;
use super::known::{Key, by_key, of_household, stances};
use crate::ledger::{
    Asked, ClueState, Disposition, FormCell, Readable, Reply, Stance, clue_states, contradictions, dispositions,
    imports, replies,
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
    /// Township and village, the household's head and the rule's title, as far as they are known.
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
    let (open, replies) = (contradictions(from)?, by_key(replies(from)?));
    let contested = replies.iter().map(|(key, replies)| (key, contested(replies))).filter(|(_, some)| !some.is_empty());
    let contested: Vec<(&Key, Vec<&Reply>)> = contested.collect();
    if open.is_empty() && contested.is_empty() {
        return Ok(Vec::new());
    }
    let files = imports(from)?;
    let clues = clue_states(from)?.into_iter().map(|state| (state.clue.clone(), state)).collect();
    let mut disputes = Vec::new();
    for contradiction in open {
        let answers = dispositions(from, &contradiction.clue)?;
        let side =
            |number: i64| answers.iter().find(|answer| answer.id == number).map(|answer| of_clue(answer, &files));
        let (Some(one), Some(other)) = (side(contradiction.one), side(contradiction.other)) else { continue };
        let (code, id) = (format!("{OF_CLUE}{}", contradiction.id), contradiction.clue);
        disputes.push(Dispute { about: about(&Asked::Clue(id.clone()), &clues), code, id, one, other });
    }
    disputes.extend(contested.into_iter().flat_map(|(key, replies)| of_question(&key.0, &replies, &clues, &files)));
    Ok(disputes)
}

/// The answers to one question that contradict one another.
fn contested(replies: &[Reply]) -> Vec<&Reply> {
    let contested = stances(replies).into_iter().filter(|(_, stance)| *stance == Stance::Contested);
    contested.map(|(reply, _)| reply).collect()
}

/// The first answer beside each of the others.
fn of_question(
    asked: &Asked,
    replies: &[&Reply],
    clues: &BTreeMap<String, ClueState>,
    files: &BTreeMap<i64, String>,
) -> Vec<Dispute> {
    let Some((first, others)) = replies.split_first() else { return Vec::new() };
    let beside = |other: &&Reply| Dispute {
        code: format!("{OF_QUESTION}{}-{}", first.id, other.id),
        id: id_of(asked).to_owned(),
        about: about(asked, clues),
        one: of_reply(first, files),
        other: of_reply(other, files),
    };
    others.iter().map(beside).collect()
}

/// Whom it is about, as far as clues tell.
fn about(asked: &Asked, clues: &BTreeMap<String, ClueState>) -> [String; 4] {
    let (clue, title) = match asked {
        Asked::Clue(clue) => (clues.get(clue), clues.get(clue).map(|clue| clue.title.clone())),
        Asked::Question { subject, .. } => (of_household(clues, subject), Some("入户、驻村核查的问题".to_owned())),
    };
    let place = clue.map(|clue| [&clue.township, &clue.village, &clue.head_name].map(String::clone));
    let [township, village, head_name] = place.unwrap_or_default();
    [township, village, head_name, title.unwrap_or_default()]
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
