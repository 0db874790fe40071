//! Screenings period by period → where every clue of a rule was found and where not, to compare periods with.

use std::collections::BTreeMap;

use anyhow::Context;
use rusqlite::OptionalExtension;

use super::clue_about::{ABOUT, About, BEYOND, about};
use super::lifecycle::{Absence, Reopening};
use super::readable::Readable;
use crate::value::{ClueId, Period};

/// The current screening of a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScreenedPeriod {
    /// The period.
    pub period: Period,
    /// The day it is counted from.
    pub as_of: String,
    /// Version of the rule pack.
    pub pack_version: String,
    /// Hash of the rule pack.
    pub pack_hash: String,
    /// Parameters in force, as text.
    pub parameters: BTreeMap<String, String>,
    /// Titles of the rules in force, by id.
    pub rules: BTreeMap<String, String>,
    /// The sources that were missing, by the rule that was skipped.
    pub skipped: BTreeMap<String, Vec<String>>,
    /// What was found, by clue.
    pub sightings: BTreeMap<ClueId, Sighting>,
}

/// What a run found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sighting {
    /// In words.
    pub finding: String,
    /// The code of the evidence.
    pub evidence: String,
    /// Why the clue is asked again though it was concluded.
    pub reopened: Option<Reopening>,
}

/// A clue through the periods.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timeline {
    /// What it is about.
    pub about: About,
    /// What the periods' runs said of it, in order.
    pub moments: Vec<Moment>,
}

/// What a run said of a clue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moment {
    /// The period.
    pub period: Period,
    /// Why it was not found; none if it was.
    pub absence: Option<Absence>,
}

/// The current screening of a period; none if it was never screened.
///
/// # Errors
/// If the ledger cannot be read.
pub fn screened_period(from: &impl Readable, period: &str) -> anyhow::Result<Option<ScreenedPeriod>> {
    let found = from
        .connection()
        .query_row(
            "SELECT id, as_of, pack_version, pack_hash, parameters FROM current_run WHERE period = ?1",
            [period],
            |row| Ok((row.get::<_, i64>(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get::<_, String>(4)?)),
        )
        .optional()?;
    let Some((run, as_of, pack_version, pack_hash, parameters)) = found else { return Ok(None) };
    let (rules, skipped) = rules(from, run)?;
    Ok(Some(ScreenedPeriod {
        period: period.into(),
        as_of,
        pack_version,
        pack_hash,
        parameters: serde_json::from_str(&parameters).context("台账里的参数无法读取")?,
        rules,
        skipped,
        sightings: sightings(from, run)?,
    }))
}

type Rules = (BTreeMap<String, String>, BTreeMap<String, Vec<String>>);

fn rules(from: &impl Readable, run: i64) -> anyhow::Result<Rules> {
    let mut statement = from.connection().prepare("SELECT rule, title, missing FROM rule_outcome WHERE run = ?1")?;
    let mut rows = statement.query([run])?;
    let mut rules = Rules::default();
    while let Some(row) = rows.next()? {
        let (rule, missing): (String, Option<String>) = (row.get(0)?, row.get(2)?);
        if let Some(missing) = missing {
            rules.1.insert(rule.clone(), serde_json::from_str(&missing).context("台账里缺少的来源无法读取")?);
        }
        rules.0.insert(rule, row.get(1)?);
    }
    Ok(rules)
}

fn sightings(from: &impl Readable, run: i64) -> anyhow::Result<BTreeMap<ClueId, Sighting>> {
    let mut statement = from.connection().prepare(
        "SELECT s.clue, s.finding, s.fingerprint, t.reason FROM sighting s JOIN clue c ON c.id = s.clue \
         LEFT JOIN triage t ON t.run = s.run AND t.clue = s.clue WHERE s.run = ?1 AND c.channel = 'rule'",
    )?;
    let mut rows = statement.query([run])?;
    let mut sightings = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let reason: Option<String> = row.get(3)?;
        let reopened = Reopening::ALL.into_iter().find(|why| reason.as_deref() == Some(why.name()));
        sightings.insert(row.get(0)?, Sighting { finding: row.get(1)?, evidence: row.get(2)?, reopened });
    }
    Ok(sightings)
}

/// All clues of rules through the periods up to one, by rule, place and id.
///
/// # Errors
/// If the ledger cannot be read.
pub fn timelines(from: &impl Readable, through: &str) -> anyhow::Result<Vec<Timeline>> {
    let mut statement = from.connection().prepare(&format!(
        "SELECT {ABOUT}, e.period, e.why FROM clue_event e JOIN clue c ON c.id = e.clue
         JOIN whereabouts w ON w.id = (SELECT max(id) FROM whereabouts WHERE clue = c.id)
         WHERE e.step = 1 AND c.channel = 'rule' AND e.period <= ?1
         ORDER BY c.rule, w.township, w.village, w.household_number, c.id, e.period"
    ))?;
    let mut rows = statement.query([through])?;
    let mut timelines: Vec<Timeline> = Vec::new();
    while let Some(row) = rows.next()? {
        let (clue, why): (ClueId, Option<String>) = (row.get(0)?, row.get(BEYOND + 1)?);
        let known = |why: String| Absence::ALL.into_iter().find(|absence| absence.name() == why);
        let absence =
            why.map(|why| known(why).context("台账内容无法识别（消失原因；可能由新版本写入）")).transpose()?;
        let moment = Moment { period: row.get(BEYOND)?, absence };
        match timelines.last_mut().filter(|last| last.about.clue == clue) {
            Some(last) => last.moments.push(moment),
            None => timelines.push(Timeline { about: about(row)?, moments: vec![moment] }),
        }
    }
    Ok(timelines)
}
