//! What villages found out about clues: dispositions, and those that contradict one another.

use jiff::civil::Date;
use rusqlite::{Row, params};

use super::column::parse;
use super::transaction::{LedgerTx, Readable};
use crate::pack::{AnswerWord, Resolution, deciding};
use crate::value::Redacted;
use crate::value::date::add_months;

/// The cell of a form that an answer stood in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormCell {
    /// Number of the import.
    pub import: i64,
    /// Name of the sheet.
    pub sheet: Redacted,
    /// Row of the sheet, from 1.
    pub row: u32,
}

/// An answer about to be noted.
#[derive(Debug, Clone)]
pub struct GivenAnswer<'a> {
    /// The clue's id.
    pub clue: &'a str,
    /// The row of the push list, by its number in the ledger; none for a clue that the village reported.
    pub pushed: Option<i64>,
    /// The run whose list was answered.
    pub run: i64,
    /// The verdict.
    pub verdict: &'a AnswerWord,
    /// The handling.
    pub handling: Option<&'a AnswerWord>,
    /// What was found, in the village's words.
    pub situation: &'a Redacted,
    /// Who verified.
    pub verifier: &'a Redacted,
    /// When.
    pub verified_on: Date,
    /// Where it was written.
    pub cell: Option<FormCell>,
    /// The disposition whose place it takes.
    pub supersedes: Option<i64>,
}

/// A disposition in the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Disposition {
    /// Its number.
    pub id: i64,
    /// The row of the push list, by its number in the ledger.
    pub pushed: Option<i64>,
    /// The verdict's word.
    pub verdict: String,
    /// The handling's word.
    pub handling: Option<String>,
    /// What became of the clue.
    pub resolution: Resolution,
    /// What was found, in the village's words.
    pub situation: String,
    /// Who verified.
    pub verifier: String,
    /// When.
    pub verified_on: Date,
    /// Where it was written.
    pub cell: Option<FormCell>,
    /// Whether it holds: no later one took its place, and no conflict is open or was settled against it.
    pub stands: bool,
}

/// Notes an answer, with what it leads to under the pack's policy, and gives its number.
///
/// # Errors
/// If the ledger cannot be written.
pub fn answer(tx: &LedgerTx<'_>, given: &GivenAnswer<'_>) -> anyhow::Result<i64> {
    tx.mark_changed();
    let word = deciding(given.verdict, given.handling);
    let quiet = word.months.map(|months| add_months(given.verified_on, i32::try_from(months).unwrap_or(i32::MAX)));
    let cell = given.cell.as_ref();
    tx.connection().execute(
        "INSERT INTO disposition (entry, clue, pushed, run, verdict, handling, resolution, quiet_until, until_changed, \
         situation, verifier, verified_on, import, sheet, sheet_row, supersedes) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)",
        params![
            tx.number(),
            given.clue,
            given.pushed,
            given.run,
            given.verdict.name,
            given.handling.map(|handling| &handling.name),
            word.state.name(),
            quiet.map(|day| day.to_string()),
            word.until_changed,
            given.situation,
            given.verifier,
            given.verified_on.to_string(),
            cell.map(|cell| cell.import),
            cell.map(|cell| &cell.sheet),
            cell.map(|cell| cell.row),
            given.supersedes
        ],
    )?;
    Ok(tx.connection().last_insert_rowid())
}

/// All dispositions of a clue, in order.
///
/// # Errors
/// If the ledger cannot be read.
pub fn dispositions(from: &impl Readable, clue: &str) -> anyhow::Result<Vec<Disposition>> {
    let mut statement = from.connection().prepare(
        "SELECT d.id, d.pushed, d.verdict, d.handling, d.resolution, d.situation, d.verifier, d.verified_on, \
         d.import, d.sheet, d.sheet_row, s.id IS NOT NULL \
         FROM disposition d LEFT JOIN standing_disposition s ON s.id = d.id WHERE d.clue = ?1 ORDER BY d.id",
    )?;
    let mut rows = statement.query([clue])?;
    let mut dispositions = Vec::new();
    while let Some(row) = rows.next()? {
        dispositions.extend(read(row)?);
    }
    Ok(dispositions)
}

fn read(row: &Row<'_>) -> anyhow::Result<Option<Disposition>> {
    let Some(resolution) = Resolution::named(&row.get::<_, String>(4)?) else { return Ok(None) };
    let import: Option<i64> = row.get(8)?;
    let cell = match import {
        Some(import) => Some(FormCell { import, sheet: row.get(9)?, row: row.get(10)? }),
        None => None,
    };
    Ok(Some(Disposition {
        id: row.get(0)?,
        pushed: row.get(1)?,
        verdict: row.get(2)?,
        handling: row.get(3)?,
        resolution,
        situation: row.get(5)?,
        verifier: row.get(6)?,
        verified_on: parse(&row.get::<_, String>(7)?)?,
        cell,
        stands: row.get(11)?,
    }))
}

/// Notes that two dispositions of a clue contradict one another: neither holds until it is settled.
///
/// # Errors
/// If the ledger cannot be written.
pub fn contradict(tx: &LedgerTx<'_>, one: i64, other: i64) -> anyhow::Result<i64> {
    tx.mark_changed();
    tx.connection().execute(
        "INSERT INTO conflict (entry, one, other) VALUES (?1, ?2, ?3)",
        params![tx.number(), one.min(other), one.max(other)],
    )?;
    Ok(tx.connection().last_insert_rowid())
}

/// Notes which of two contradictory dispositions holds.
///
/// # Errors
/// If the ledger cannot be written.
pub fn settle(tx: &LedgerTx<'_>, contradiction: i64, holds: i64, by: &Redacted, on: Date) -> anyhow::Result<()> {
    tx.mark_changed();
    tx.connection().execute(
        "INSERT INTO settlement (entry, conflict, holds, settled_by, settled_on) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![tx.number(), contradiction, holds, by, on.to_string()],
    )?;
    Ok(())
}

/// Notes that of all that contradicts one another about a clue in a period, one disposition holds.
///
/// # Errors
/// If the ledger cannot be written.
pub fn settle_all(tx: &LedgerTx<'_>, holds: i64, by: &Redacted, on: Date) -> anyhow::Result<()> {
    tx.mark_changed();
    tx.connection().execute(
        "INSERT INTO settlement (entry, conflict, holds, settled_by, settled_on) \
         SELECT ?1, c.id, ?2, ?3, ?4 FROM conflict c JOIN disposition d ON d.id = c.one JOIN run r ON r.id = d.run \
         WHERE c.id NOT IN (SELECT conflict FROM settlement) AND (d.clue, r.period) = \
           (SELECT h.clue, hr.period FROM disposition h JOIN run hr ON hr.id = h.run WHERE h.id = ?2) ORDER BY c.id",
        params![tx.number(), holds, by, on.to_string()],
    )?;
    Ok(())
}
