//! The contradictory answers that wait for a decision, side by side.

use std::collections::BTreeMap;

use serde::Serialize;

use super::known::{Key, of_household};
use crate::detect::ClueNaming;
use crate::ledger::{
    Asked, ClueState, Disposition, FormCell, Readable, Reply, Stance, by_question, clue_states, dispositions,
    given_dispositions, imports, replies, reply_stances,
};
use crate::pack::Question;
use crate::schema::Village;
use crate::value::Redacted;

/// What codes of contradictory answers to clues begin with.
const OF_CLUE: &str = "线索";

/// What codes of contradictory answers to questions begin with.
const OF_QUESTION: &str = "问题";

/// All answers to one thing that contradict one another.
#[derive(Debug, Clone, Serialize)]
pub struct Dispute {
    /// Its code, another one as soon as another answer comes in.
    pub code: String,
    /// The clue's or question's id.
    pub id: String,
    /// Township and village, the household's number and head, the person concerned, and the rule's title or what was
    /// asked, as far as they are known.
    pub about: [String; 6],
    /// The answers, in the order they were noted; two at least.
    pub sides: Vec<Side>,
}

/// One of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Side {
    /// Its number in the ledger.
    pub number: i64,
    /// The verdict and the handling, or the answer to a question.
    pub answer: String,
    /// What was found.
    pub situation: Redacted,
    /// Who verified.
    pub verifier: Redacted,
    /// When.
    pub verified_on: String,
    /// File, sheet and row.
    pub place: String,
}

/// What a dispute's code tells: the numbers of the first and the last answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Code {
    Clue { first: i64, last: i64 },
    Question { first: i64, last: i64 },
}

impl Code {
    /// Reads a code.
    pub fn parse(code: &str) -> Option<Self> {
        let mut parts = code.split('-');
        let kind = parts.next()?;
        let mut number = || parts.next()?.parse().ok();
        let (first, last) = (number()?, number()?);
        match (kind, parts.next()) {
            (OF_CLUE, None) => Some(Code::Clue { first, last }),
            (OF_QUESTION, None) => Some(Code::Question { first, last }),
            _ => None,
        }
    }
}

/// What tells whom a dispute is about.
struct Backdrop<'a> {
    clues: BTreeMap<String, ClueState>,
    questions: &'a [Question],
    naming: &'a ClueNaming,
}

/// All that nobody decided: clues first.
///
/// # Errors
/// If the ledger cannot be read.
pub fn disputes(
    from: &impl Readable,
    questions_asked: &[Question],
    naming: &ClueNaming,
) -> anyhow::Result<Vec<Dispute>> {
    let clues = contested_clues(from)?;
    let questions = by_question(replies(from)?);
    let questions = questions.iter().map(|(key, replies)| (key, contested(replies)));
    let questions: Vec<(&Key, Vec<&Reply>)> = questions.filter(|(_, some)| !some.is_empty()).collect();
    if clues.is_empty() && questions.is_empty() {
        return Ok(Vec::new());
    }
    let files = imports(from)?;
    let states = clue_states(from)?.into_iter().map(|state| (state.clue.clone(), state)).collect();
    let known = Backdrop { clues: states, questions: questions_asked, naming };
    let mut disputes = Vec::new();
    for (asked, numbers) in clues {
        let answers = dispositions(from, asked.id())?.into_iter().filter(|answer| numbers.contains(&answer.id));
        let sides = answers.map(|answer| of_clue(&answer, &files)).collect();
        disputes.push(dispute(OF_CLUE, &asked, sides, &known));
    }
    disputes.extend(questions.into_iter().map(|(key, replies)| {
        let sides = replies.into_iter().map(|reply| of_reply(reply, &files)).collect();
        dispute(OF_QUESTION, &key.0, sides, &known)
    }));
    Ok(disputes)
}

/// Clues with the numbers of the answers that contradict one another, those that were answered first before others.
fn contested_clues(from: &impl Readable) -> anyhow::Result<Vec<(Asked, Vec<i64>)>> {
    let mut contested: BTreeMap<(String, String), Vec<i64>> = BTreeMap::new();
    for given in given_dispositions(from)?.into_iter().filter(|given| given.stance == Stance::Contested) {
        contested.entry((given.clue, given.period)).or_default().push(given.id);
    }
    let mut contested: Vec<_> =
        contested.into_iter().map(|((clue, _), numbers)| (Asked::Clue(clue), numbers)).collect();
    contested.sort_by_key(|(_, numbers)| numbers.first().copied());
    Ok(contested)
}

fn dispute(kind: &str, asked: &Asked, sides: Vec<Side>, known: &Backdrop<'_>) -> Dispute {
    let number = |side: Option<&Side>| side.map(|side| side.number).unwrap_or_default();
    let code = format!("{kind}-{}-{}", number(sides.first()), number(sides.last()));
    Dispute { code, id: asked.id().to_owned(), about: known.about(asked), sides }
}

/// The answers to one question that contradict one another.
pub(super) fn contested(replies: &[Reply]) -> Vec<&Reply> {
    let contested = reply_stances(replies).into_iter().filter(|(_, stance)| *stance == Stance::Contested);
    contested.map(|(reply, _)| reply).collect()
}

impl Backdrop<'_> {
    /// Whom it is about, as far as clues tell.
    fn about(&self, asked: &Asked) -> [String; 6] {
        match asked {
            Asked::Clue(clue) => match self.clues.get(clue) {
                Some(clue) => about(clue, &clue.person_name, clue.title.clone()),
                None => Default::default(),
            },
            Asked::Question { question, subject } => self.about_question(question, subject),
        }
    }

    fn about_question(&self, question: &str, subject: &str) -> [String; 6] {
        let question = self.questions.iter().find(|known| known.id == question);
        let ask = question.map(|question| question.ask.clone()).unwrap_or_default();
        if let Some(clue) = of_household(&self.clues, subject) {
            return about(clue, "", format!("入户核查: {ask}"));
        }
        let is_there = |clue: &&ClueState| self.naming.village(&Village::new(&clue.township, &clue.village)) == subject;
        let there = self.clues.values().find(is_there).map(|clue| [clue.township.clone(), clue.village.clone()]);
        let [township, village] = there.unwrap_or_default();
        [township, village, String::new(), String::new(), String::new(), format!("驻村核查: {ask}")]
    }
}

fn about(clue: &ClueState, person: &str, title: String) -> [String; 6] {
    let ClueState { township, village, household_number, head_name, .. } = clue;
    let [township, village, number, head] = [township, village, household_number, head_name].map(String::clone);
    [township, village, number, head, person.to_owned(), title]
}

fn of_clue(answer: &Disposition, files: &BTreeMap<i64, String>) -> Side {
    let handling = answer.handling.as_ref().map(|handling| format!("、{handling}")).unwrap_or_default();
    Side {
        number: answer.id,
        answer: format!("{}{handling}", answer.verdict),
        situation: Redacted::of(&answer.situation),
        verifier: Redacted::of(&answer.verifier),
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
