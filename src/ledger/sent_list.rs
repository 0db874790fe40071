//! All rows that were ever sent, to recognise returned rows by.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use rusqlite::params;

use super::batch::{Asked, asked};
use super::column::day;
use super::readable::Readable;
use crate::value::{ClueId, Period};

/// A row of a push list, with its list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentRow {
    /// Its number in the ledger.
    pub id: i64,
    /// The list's code.
    pub batch: String,
    /// The run's number.
    pub run: i64,
    /// The run's period.
    pub period: Period,
    /// The township.
    pub township: String,
    /// The day it was pushed.
    pub pushed_on: Date,
    /// What it asks.
    pub asked: Asked,
    /// Its checksum.
    pub checksum: String,
    /// Whether its list is known to have gone out.
    pub is_issued: bool,
}

/// All rows of all push lists, in the order they were sent.
///
/// # Errors
/// If the ledger cannot be read.
pub fn sent_rows(from: &impl Readable) -> anyhow::Result<Vec<SentRow>> {
    let mut statement = from.connection().prepare(
        "SELECT p.clue, p.question, p.subject, p.id, b.code, b.run, r.period, b.township, b.pushed_on, p.checksum, \
         b.id IN (SELECT l.batch FROM listing l JOIN issue i ON i.run = l.run) \
         FROM pushed p JOIN batch b ON b.id = p.batch JOIN run r ON r.id = b.run ORDER BY p.id",
    )?;
    let mut rows = statement.query([])?;
    let mut sent = Vec::new();
    while let Some(row) = rows.next()? {
        sent.push(SentRow {
            id: row.get(3)?,
            batch: row.get(4)?,
            run: row.get(5)?,
            period: row.get(6)?,
            township: row.get(7)?,
            pushed_on: day(row, 8)?,
            asked: asked(row.get(0)?, row.get(1)?, row.get(2)?),
            checksum: row.get(9)?,
            is_issued: row.get(10)?,
        });
    }
    Ok(sent)
}

/// What lists printed about clues, as the ledger stores it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SentContent {
    /// Names of households' heads, by clue: several if they changed.
    pub heads: BTreeMap<ClueId, BTreeSet<String>>,
    /// Names of the persons concerned, by clue.
    pub persons: BTreeMap<ClueId, BTreeSet<String>>,
    /// The clues by the finding.
    pub findings: BTreeMap<String, BTreeSet<ClueId>>,
}

/// What lists printed about clues.
///
/// # Errors
/// If the ledger cannot be read.
pub fn sent_content(from: &impl Readable) -> anyhow::Result<SentContent> {
    let mut content = SentContent::default();
    let mut statement = from.connection().prepare("SELECT DISTINCT clue, head_name, person_name FROM whereabouts")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let clue: ClueId = row.get(0)?;
        content.heads.entry(clue.clone()).or_default().insert(row.get(1)?);
        content.persons.entry(clue).or_default().insert(row.get(2)?);
    }
    let mut statement = from.connection().prepare("SELECT DISTINCT finding, clue FROM sighting")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        content.findings.entry(row.get(0)?).or_default().insert(row.get(1)?);
    }
    Ok(content)
}

/// Whether the current run of a period asks about a clue, or found it answered.
///
/// # Errors
/// If the ledger cannot be read.
pub fn still_asks(from: &impl Readable, period: &str, clue: &str) -> anyhow::Result<bool> {
    let mut statement = from.connection().prepare(
        "SELECT 1 FROM triage t JOIN current_run r ON r.id = t.run \
         WHERE r.period = ?1 AND t.clue = ?2 AND (t.decision = 'ask' OR t.reason = 'concluded')",
    )?;
    Ok(statement.exists([period, clue])?)
}

/// Whether two rows that ask the same clue say the same of it: the same finding, backed by the same evidence.
///
/// # Errors
/// If the ledger cannot be read.
pub fn says_the_same(from: &impl Readable, one: &SentRow, other: &SentRow) -> anyhow::Result<bool> {
    let Asked::Clue(clue) = &one.asked else { return Ok(one.asked == other.asked) };
    let contents: u32 = from.connection().query_row(
        "SELECT count(*) FROM (SELECT DISTINCT finding, fingerprint FROM sighting WHERE clue = ?1 AND run IN (?2, ?3))",
        params![clue, one.run, other.run],
        |row| row.get(0),
    )?;
    Ok(contents <= 1)
}
