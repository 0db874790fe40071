//! Push lists as they were sent, so that answers can be matched with them.

use jiff::civil::Date;
use rusqlite::{OptionalExtension, params};

use super::column::parse;
use super::readable::Readable;
use super::transaction::LedgerTx;
use crate::value::ClueId;

/// One township's push list of one run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    /// Its code, printed on the list.
    pub code: String,
    /// The run's number.
    pub run: i64,
    /// The township.
    pub township: String,
    /// Version of the form.
    pub form: String,
    /// The day it is pushed.
    pub pushed_on: Date,
    /// The day answers are due.
    pub due: Date,
}

/// One row of a push list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BatchRow {
    /// Its number in the list.
    pub number: i64,
    /// What it asks.
    pub asked: Asked,
    /// Its checksum, which ties the id of what it asks to its list.
    pub checksum: String,
}

/// What a row asks.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Asked {
    /// About a clue, by id.
    Clue(ClueId),
    /// A question about a household or village, by its code.
    Question {
        /// The question's id.
        question: String,
        /// The code of the household or village.
        subject: String,
    },
}

impl Asked {
    /// The id that the form shows: the clue's or the question's.
    pub fn id(&self) -> &str {
        match self {
            Asked::Clue(clue) => clue,
            Asked::Question { question, .. } => question,
        }
    }

    /// The columns clue, question and subject.
    pub(super) fn columns(&self) -> (Option<&str>, Option<&str>, Option<&str>) {
        match self {
            Asked::Clue(clue) => (Some(clue), None, None),
            Asked::Question { question, subject } => (None, Some(question), Some(subject)),
        }
    }

    /// What it asks and of whom, as one word.
    pub fn key(&self) -> String {
        match self {
            Asked::Clue(clue) => clue.to_string(),
            Asked::Question { question, subject } => format!("{question}@{subject}"),
        }
    }
}

/// A row of a push list in the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PushedRow {
    /// Its number in the ledger.
    pub id: i64,
    /// What it is.
    pub row: BatchRow,
}

/// Records a push list.
///
/// # Errors
/// If the ledger cannot be written.
pub fn push(tx: &LedgerTx<'_>, batch: &Batch, rows: &[BatchRow]) -> anyhow::Result<i64> {
    let connection = tx.connection();
    tx.mark_changed();
    connection.execute(
        "INSERT INTO batch (entry, code, run, township, form, pushed_on, due) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![
            tx.number(),
            batch.code,
            batch.run,
            batch.township,
            batch.form,
            batch.pushed_on.to_string(),
            batch.due.to_string()
        ],
    )?;
    let id = connection.last_insert_rowid();
    let mut insert = connection.prepare(
        "INSERT INTO pushed (entry, batch, number, clue, question, subject, checksum) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?;
    for row in rows {
        let (clue, question, subject) = row.asked.columns();
        insert.execute(params![tx.number(), id, row.number, clue, question, subject, row.checksum])?;
    }
    Ok(id)
}

/// Records that a list is one of a run's, with the days that are printed on it.
///
/// # Errors
/// If the ledger cannot be written.
pub fn list(tx: &LedgerTx<'_>, batch: &Batch) -> anyhow::Result<()> {
    tx.connection().execute(
        "INSERT INTO listing (entry, run, batch, pushed_on, due) \
         SELECT ?1, ?2, id, ?4, ?5 FROM batch WHERE code = ?3",
        params![tx.number(), batch.run, batch.code, batch.pushed_on.to_string(), batch.due.to_string()],
    )?;
    Ok(())
}

/// A push list and its rows, by its code.
///
/// # Errors
/// If the ledger cannot be read.
pub fn pushed(from: &impl Readable, code: &str) -> anyhow::Result<Option<(Batch, Vec<PushedRow>)>> {
    let connection = from.connection();
    let found = connection
        .query_row("SELECT id, run, township, form, pushed_on, due FROM batch WHERE code = ?1", [code], |row| {
            let days: (String, String) = (row.get(4)?, row.get(5)?);
            Ok((row.get::<_, i64>(0)?, row.get(1)?, row.get(2)?, row.get(3)?, days))
        })
        .optional()?;
    let Some((id, run, township, form, (pushed_on, due))) = found else { return Ok(None) };
    let batch = Batch { code: code.to_owned(), run, township, form, pushed_on: parse(&pushed_on)?, due: parse(&due)? };
    let mut statement = connection
        .prepare("SELECT id, number, clue, question, subject, checksum FROM pushed WHERE batch = ?1 ORDER BY number")?;
    let rows = statement.query_map([id], |row| {
        let asked = asked(row.get(2)?, row.get(3)?, row.get(4)?);
        Ok(PushedRow { id: row.get(0)?, row: BatchRow { number: row.get(1)?, asked, checksum: row.get(5)? } })
    })?;
    Ok(Some((batch, rows.collect::<rusqlite::Result<_>>()?)))
}

/// What a row asks, by its columns.
pub(super) fn asked(clue: Option<ClueId>, question: Option<String>, subject: Option<String>) -> Asked {
    match clue {
        Some(clue) => Asked::Clue(clue),
        None => Asked::Question { question: question.unwrap_or_default(), subject: subject.unwrap_or_default() },
    }
}
