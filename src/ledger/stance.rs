//! How answers to one clue stand to one another.

use jiff::civil::Date;
use rusqlite::{OptionalExtension, Row};

use super::column::day;
use super::transaction::Readable;
use crate::value::Redacted;

/// How an answer stands to the other answers to the same thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stance {
    /// It holds.
    Holds,
    /// Another contradicts it, and nobody decided yet.
    Contested,
    /// It was decided that another holds.
    Overruled,
    /// A later one says the same and more.
    Replaced,
}

/// An answer to a clue that is in the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GivenDisposition {
    /// Its number.
    pub id: i64,
    /// The clue's id.
    pub clue: String,
    /// The period whose list was answered.
    pub period: String,
    /// The verdict's word.
    pub verdict: String,
    /// The handling's word.
    pub handling: Option<String>,
    /// What was found, in the village's words.
    pub situation: Redacted,
    /// Who verified.
    pub verifier: Redacted,
    /// When.
    pub verified_on: Date,
    /// How it stands.
    pub stance: Stance,
}

/// All answers to clues, in order.
///
/// # Errors
/// If the ledger cannot be read.
pub fn given_dispositions(from: &impl Readable) -> anyhow::Result<Vec<GivenDisposition>> {
    let mut statement = from.connection().prepare(
        "SELECT d.id, d.clue, r.period, d.verdict, d.handling, d.situation, d.verifier, d.verified_on, \
         EXISTS (SELECT 1 FROM disposition later WHERE later.supersedes = d.id), \
         EXISTS (SELECT 1 FROM conflict c JOIN settlement s ON s.conflict = c.id \
           WHERE d.id IN (c.one, c.other) AND s.holds <> d.id), \
         EXISTS (SELECT 1 FROM conflict c \
           WHERE d.id IN (c.one, c.other) AND c.id NOT IN (SELECT conflict FROM settlement)) \
         FROM disposition d JOIN run r ON r.id = d.run ORDER BY d.id",
    )?;
    let mut rows = statement.query([])?;
    let mut given = Vec::new();
    while let Some(row) = rows.next()? {
        given.push(read(row)?);
    }
    Ok(given)
}

fn read(row: &Row<'_>) -> anyhow::Result<GivenDisposition> {
    let stance = match (row.get(8)?, row.get(9)?, row.get(10)?) {
        (true, _, _) => Stance::Replaced,
        (false, true, _) => Stance::Overruled,
        (false, false, true) => Stance::Contested,
        (false, false, false) => Stance::Holds,
    };
    Ok(GivenDisposition {
        id: row.get(0)?,
        clue: row.get(1)?,
        period: row.get(2)?,
        verdict: row.get(3)?,
        handling: row.get(4)?,
        situation: row.get(5)?,
        verifier: row.get(6)?,
        verified_on: day(row, 7)?,
        stance,
    })
}

/// Contradictory answers of which somebody decided which holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settled {
    /// Their numbers, in order.
    pub sides: Vec<i64>,
    /// Number of the one that holds.
    pub holds: i64,
}

/// The answers that contradicted one another from the first to the last of them, and which of them was decided to
/// hold; none if nobody decided, or they never stood against one another.
///
/// # Errors
/// If the ledger cannot be read.
pub fn settled(from: &impl Readable, first: i64, last: i64) -> anyhow::Result<Option<Settled>> {
    let holds = from.connection().query_row(
        "SELECT s.holds FROM settlement s JOIN conflict c ON c.id = s.conflict WHERE c.one = ?1 AND c.other = ?2",
        [first, last],
        |row| row.get(0),
    );
    let Some(holds) = holds.optional()? else { return Ok(None) };
    // Whatever stands against the first and the last stood beside them.
    let mut statement = from.connection().prepare(
        "SELECT c.other FROM conflict c JOIN conflict d ON d.one = c.other \
         WHERE c.one = ?1 AND d.other = ?2 ORDER BY c.other",
    )?;
    let between = statement.query_map([first, last], |row| row.get(0))?.collect::<rusqlite::Result<Vec<i64>>>()?;
    let sides = std::iter::once(first).chain(between).chain([last]).collect();
    Ok(Some(Settled { sides, holds }))
}
