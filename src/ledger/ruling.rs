//! Answers that contradict one another, and rulings on which of them is in force.

use jiff::civil::Date;
use rusqlite::{OptionalExtension, params};

use super::readable::Readable;
use super::transaction::LedgerTx;
use crate::value::Redacted;

/// Answers to clues, or to questions: they are numbered apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnswerKind {
    /// To clues.
    Clue,
    /// To questions.
    Question,
}

/// Contradictory answers on which there is a ruling.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuledDispute {
    /// Their ids, in order.
    pub sides: Vec<i64>,
    /// The id of the one that is in force.
    pub in_force: i64,
}

/// Records that two answers contradict one another: neither is in force until a ruling.
///
/// # Errors
/// If the ledger cannot be written.
pub fn contradict(tx: &LedgerTx<'_>, one: i64, other: i64) -> anyhow::Result<()> {
    tx.mark_changed();
    tx.connection().execute(
        "INSERT INTO contradiction (entry, one, other) VALUES (?1, ?2, ?3)",
        params![tx.number(), one.min(other), one.max(other)],
    )?;
    Ok(())
}

/// Records a ruling: of all answers to the same thing in the same period that contradict one another, this one is in
/// force.
///
/// # Errors
/// If the ledger cannot be written.
pub fn rule(tx: &LedgerTx<'_>, in_force: i64, by: &Redacted, on: Date) -> anyhow::Result<()> {
    tx.mark_changed();
    tx.connection().execute(
        "INSERT INTO ruling (entry, contradiction, in_force, ruled_by, ruled_on) \
         SELECT ?1, c.id, ?2, ?3, ?4 FROM contradiction c \
         JOIN answer a ON a.id = c.one JOIN run r ON r.id = a.run \
         JOIN answer h ON h.id = ?2 JOIN run hr ON hr.id = h.run \
         WHERE c.id NOT IN (SELECT contradiction FROM ruling) AND r.period = hr.period \
           AND a.clue IS h.clue AND a.question IS h.question AND a.subject IS h.subject ORDER BY c.id",
        params![tx.number(), in_force, by, on.to_string()],
    )?;
    Ok(())
}

/// The answers that contradicted one another, from the first to the last by their numbers, and the ruling on them; none
/// if there is no ruling, or they never contradicted one another.
///
/// # Errors
/// If the ledger cannot be read.
pub fn ruled_dispute(
    from: &impl Readable,
    kind: AnswerKind,
    [first, last]: [i64; 2],
) -> anyhow::Result<Option<RuledDispute>> {
    let found = from.connection().query_row(
        "SELECT c.one, c.other, u.in_force FROM ruling u JOIN contradiction c ON c.id = u.contradiction \
         JOIN answer f ON f.id = c.one JOIN answer l ON l.id = c.other \
         WHERE (f.clue IS NOT NULL, f.number) = (?1, ?2) AND (l.clue IS NOT NULL, l.number) = (?1, ?3)",
        params![kind == AnswerKind::Clue, first, last],
        |row| Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?, row.get(2)?)),
    );
    let Some((first, last, in_force)) = found.optional()? else { return Ok(None) };
    // An answer that contradicts both the first and the last was a side of the same dispute.
    let mut statement = from.connection().prepare(
        "SELECT c.other FROM contradiction c JOIN contradiction d ON d.one = c.other \
         WHERE c.one = ?1 AND d.other = ?2 ORDER BY c.other",
    )?;
    let between = statement.query_map([first, last], |row| row.get(0))?.collect::<rusqlite::Result<Vec<i64>>>()?;
    let sides = std::iter::once(first).chain(between).chain([last]).collect();
    Ok(Some(RuledDispute { sides, in_force }))
}
