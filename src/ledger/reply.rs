//! Answers to the questions of push lists: like answers to clues, several that contradict one another wait for
//! somebody to decide.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rusqlite::params;

use super::answer::FormCell;
use super::batch::{Asked, asked};
use super::stance::Stance;
use super::transaction::{LedgerTx, Readable};
use crate::value::Redacted;

/// An answer to a question about to be noted.
#[derive(Debug, Clone)]
pub struct GivenReply<'a> {
    /// The row of the push list, by its number in the ledger.
    pub pushed: i64,
    /// The answer.
    pub answer: &'a str,
    /// What else was found, in the village's words.
    pub situation: &'a Redacted,
    /// Who verified.
    pub verifier: &'a Redacted,
    /// When.
    pub verified_on: Date,
    /// Where it was written.
    pub cell: Option<&'a FormCell>,
    /// Who decided that of several answers this one holds.
    pub settled_by: Option<&'a Redacted>,
}

/// An answer to a question in the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// Its number.
    pub id: i64,
    /// The row of the push list, by its number in the ledger.
    pub pushed: i64,
    /// The question, and whom it is about.
    pub asked: Asked,
    /// The period whose list was answered.
    pub period: String,
    /// The answer.
    pub answer: String,
    /// What else was found.
    pub situation: Redacted,
    /// Who verified.
    pub verifier: Redacted,
    /// When, as it was noted.
    pub verified_on: String,
    /// Where it was written.
    pub cell: Option<FormCell>,
    /// Who decided that of several answers this one holds.
    pub settled_by: Option<String>,
}

/// Notes the answer to a question of a push list.
///
/// # Errors
/// If the ledger cannot be written.
pub fn reply(tx: &LedgerTx<'_>, given: &GivenReply<'_>) -> anyhow::Result<()> {
    tx.connection().execute(
        "INSERT INTO reply (entry, pushed, answer, import, sheet, sheet_row, situation, verifier, verified_on, \
         settled_by) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        params![
            tx.number(),
            given.pushed,
            Redacted::of(given.answer),
            given.cell.map(|cell| cell.import),
            given.cell.map(|cell| &cell.sheet),
            given.cell.map(|cell| cell.row),
            given.situation,
            given.verifier,
            given.verified_on.to_string(),
            given.settled_by
        ],
    )?;
    Ok(())
}

/// All answers to questions, in order.
///
/// # Errors
/// If the ledger cannot be read.
pub fn replies(from: &impl Readable) -> anyhow::Result<Vec<Reply>> {
    let mut statement = from.connection().prepare(
        "SELECT p.clue, p.question, p.subject, y.id, y.pushed, r.period, y.answer, y.situation, y.verifier, \
         y.verified_on, y.settled_by, y.import, y.sheet, y.sheet_row FROM reply y JOIN pushed p ON p.id = y.pushed \
         JOIN batch b ON b.id = p.batch JOIN run r ON r.id = b.run ORDER BY y.id",
    )?;
    let mut rows = statement.query([])?;
    let mut replies = Vec::new();
    while let Some(row) = rows.next()? {
        let text = |column: usize| row.get::<_, Option<String>>(column).map(Option::unwrap_or_default);
        let cell = match row.get(11)? {
            Some(import) => Some(FormCell { import, sheet: row.get(12)?, row: row.get(13)? }),
            None => None,
        };
        replies.push(Reply {
            id: row.get(3)?,
            pushed: row.get(4)?,
            asked: asked(row.get(0)?, row.get(1)?, row.get(2)?),
            period: row.get(5)?,
            answer: row.get(6)?,
            situation: Redacted::of(&text(7)?),
            verifier: Redacted::of(&text(8)?),
            verified_on: text(9)?,
            cell,
            settled_by: row.get(10)?,
        });
    }
    Ok(replies)
}

/// Answers to questions by what was asked and in which period, in order.
pub fn by_question(replies: Vec<Reply>) -> BTreeMap<(Asked, String), Vec<Reply>> {
    let mut keyed: BTreeMap<(Asked, String), Vec<Reply>> = BTreeMap::new();
    for reply in replies {
        keyed.entry((reply.asked.clone(), reply.period.clone())).or_default().push(reply);
    }
    keyed
}

/// How the answers to one question stand: one that was decided on overrules all before it, one that says the same as
/// an earlier one takes its place, others contradict one another.
pub fn reply_stances(replies: &[Reply]) -> Vec<(&Reply, Stance)> {
    let mut stances: Vec<(&Reply, Stance)> = Vec::new();
    for reply in replies {
        stances.iter_mut().for_each(|(earlier, stance)| *stance = after(reply, earlier, *stance));
        let contested = stances.iter().any(|(_, stance)| *stance == Stance::Contested);
        stances.push((reply, if contested { Stance::Contested } else { Stance::Holds }));
    }
    stances
}

/// How an earlier answer stands after a later one.
fn after(reply: &Reply, earlier: &Reply, stance: Stance) -> Stance {
    match (stance, earlier.answer == reply.answer) {
        (Stance::Replaced, _) | (_, true) => Stance::Replaced,
        (Stance::Overruled, false) => Stance::Overruled,
        (Stance::Holds | Stance::Contested, false) if reply.settled_by.is_some() => Stance::Overruled,
        (Stance::Holds | Stance::Contested, false) => Stance::Contested,
    }
}
