//! The answers in force to rules' clues, for precision and for corrections by departments.

use anyhow::Context;
use rusqlite::{Row, params};

use super::clue_about::{ABOUT, About, BEYOND, about};
use super::column::answered;
use super::horizon::{Horizon, horizon};
use super::readable::Readable;
use crate::pack::Resolution;
use crate::value::Period;

/// A rule's clue that was answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifiedClue {
    /// What it is about.
    pub about: About,
    /// The period whose list was answered.
    pub period: Period,
    /// What became of it.
    pub resolution: Resolution,
    /// The verdict's word.
    pub verdict: String,
    /// The handling's word.
    pub handling: Option<String>,
    /// What was found, in the village's words.
    pub situation: String,
    /// Who verified.
    pub verifier: String,
    /// When.
    pub verified_on: String,
    /// What the rule had found.
    pub finding: String,
}

/// The answers in force to rules' clues on the lists from one period to another, by place, clue and period.
///
/// # Errors
/// If the ledger cannot be read.
pub fn verified_clues(
    from: &impl Readable,
    since: Option<&str>,
    until: Option<&str>,
) -> anyhow::Result<Vec<VerifiedClue>> {
    verified(from, since, until, i64::MAX)
}

/// The same of all periods up to one, as far as answers came before the figures of that period end.
///
/// # Errors
/// If the ledger cannot be read.
pub fn verified_in_time(from: &impl Readable, until: &str) -> anyhow::Result<Vec<VerifiedClue>> {
    verified(from, None, Some(until), Horizon::end(horizon(from, until)?))
}

fn verified(
    from: &impl Readable,
    since: Option<&str>,
    until: Option<&str>,
    end: i64,
) -> anyhow::Result<Vec<VerifiedClue>> {
    let mut statement = from.connection().prepare(&format!(
        "SELECT {ABOUT}, d.period, d.resolution, d.word, d.handling, d.situation, d.verifier, d.verified_on,
           coalesce((SELECT s.finding FROM sighting s WHERE s.run = d.run AND s.clue = d.clue), '')
         FROM answer_status d JOIN clue c ON c.id = d.clue
         JOIN whereabouts w ON w.id = (SELECT max(id) FROM whereabouts WHERE clue = c.id AND run <= d.run)
         WHERE c.channel = 'rule' AND d.status = 'in_force' AND (?1 IS NULL OR d.period >= ?1)
           AND (?2 IS NULL OR d.period <= ?2) AND d.recorded < ?3
         ORDER BY w.township, w.village, w.household_number, c.id, d.period, d.id"
    ))?;
    let mut rows = statement.query(params![since, until, end])?;
    let mut verified = Vec::new();
    while let Some(row) = rows.next()? {
        verified.push(read(row)?);
    }
    Ok(verified)
}

fn read(row: &Row<'_>) -> anyhow::Result<VerifiedClue> {
    let resolution: String = row.get(BEYOND + 1)?;
    Ok(VerifiedClue {
        about: about(row)?,
        period: row.get(BEYOND)?,
        resolution: Resolution::named(&resolution).context("台账内容无法识别（核实结论；可能由新版本写入）")?,
        verdict: answered(row, BEYOND + 2)?.unwrap_or_default(),
        handling: answered(row, BEYOND + 3)?,
        situation: answered(row, BEYOND + 4)?.unwrap_or_default(),
        verifier: row.get(BEYOND + 5)?,
        verified_on: row.get(BEYOND + 6)?,
        finding: row.get(BEYOND + 7)?,
    })
}
