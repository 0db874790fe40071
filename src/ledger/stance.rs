//! How answers to one clue stand to one another.

use rusqlite::OptionalExtension;

use super::transaction::Readable;

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
    pub situation: String,
    /// How it stands.
    pub stance: Stance,
}

/// All answers to clues, in order.
///
/// # Errors
/// If the ledger cannot be read.
pub fn given_dispositions(from: &impl Readable) -> anyhow::Result<Vec<GivenDisposition>> {
    let mut statement = from.connection().prepare(
        "SELECT d.id, d.clue, r.period, d.verdict, d.handling, d.situation, \
         EXISTS (SELECT 1 FROM disposition later WHERE later.supersedes = d.id), \
         EXISTS (SELECT 1 FROM conflict c JOIN settlement s ON s.conflict = c.id \
           WHERE d.id IN (c.one, c.other) AND s.holds <> d.id), \
         EXISTS (SELECT 1 FROM conflict c \
           WHERE d.id IN (c.one, c.other) AND c.id NOT IN (SELECT conflict FROM settlement)) \
         FROM disposition d JOIN run r ON r.id = d.run ORDER BY d.id",
    )?;
    let rows = statement.query_map([], |row| {
        let stance = match (row.get(6)?, row.get(7)?, row.get(8)?) {
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
            stance,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Two contradictory answers of which somebody decided which holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settlement {
    /// Number of the earlier answer.
    pub one: i64,
    /// Number of the later answer.
    pub other: i64,
    /// Number of the one that holds.
    pub holds: i64,
}

/// How a contradiction was settled, by its number; none if nobody did, or there is none.
///
/// # Errors
/// If the ledger cannot be read.
pub fn settlement(from: &impl Readable, contradiction: i64) -> anyhow::Result<Option<Settlement>> {
    let found = from.connection().query_row(
        "SELECT c.one, c.other, s.holds FROM settlement s JOIN conflict c ON c.id = s.conflict WHERE c.id = ?1",
        [contradiction],
        |row| Ok(Settlement { one: row.get(0)?, other: row.get(1)?, holds: row.get(2)? }),
    );
    Ok(found.optional()?)
}
