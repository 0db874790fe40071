//! The events in the ledger → every clue's lifecycle, and the transitions that a command causes.

use std::collections::BTreeMap;

use anyhow::Context;
use jiff::civil::Date;
use rusqlite::{Connection, Row, params};

use super::column::{answered, day, parse};
use super::lifecycle::{Absence, ClueLifecycle, Conclusion, Event, State, Suppression};
use super::readable::Readable;
use super::transaction::LedgerTx;
use crate::pack::{Resolution, Truth};
use crate::value::{ClueId, Period};

/// The lifecycles of all clues up to a period, or to the end.
///
/// # Errors
/// If the ledger cannot be read.
pub fn lifecycles(from: &impl Readable, through: Option<&str>) -> anyhow::Result<BTreeMap<ClueId, ClueLifecycle>> {
    let connection = from.connection();
    let conclusions = conclusions(connection)?;
    let mut statement = connection.prepare(
        "SELECT clue, period, as_of, kind, fingerprint, why, answer FROM clue_event \
         WHERE ?1 IS NULL OR period <= ?1 ORDER BY clue, period, step, number",
    )?;
    let mut rows = statement.query([through])?;
    let mut lifecycles: BTreeMap<ClueId, ClueLifecycle> = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let (clue, period): (ClueId, Period) = (row.get(0)?, row.get(1)?);
        let event = event(row, &conclusions)?;
        let lifecycle = lifecycles.remove(&clue).unwrap_or_else(|| ClueLifecycle::new(&period));
        lifecycles.insert(clue, lifecycle.after(&period, event));
    }
    Ok(lifecycles)
}

/// The clues that an answer refuted and that are not asked again on the day of a period, each with the evidence that was
/// refuted; without evidence whatever backs them.
///
/// # Errors
/// If the ledger cannot be read.
pub fn refuted(from: &impl Readable, period: &str, day: Date) -> anyhow::Result<BTreeMap<ClueId, Option<String>>> {
    let is_refuted = |conclusion: &Conclusion| {
        conclusion.resolution.truth() == Some(Truth::False) && conclusion.suppression.until.is_none_or(|end| day <= end)
    };
    let evidence = |(clue, lifecycle): (ClueId, ClueLifecycle)| match (lifecycle.state, lifecycle.conclusion) {
        (State::Verified(_), Some(conclusion)) if is_refuted(&conclusion) => {
            Some((clue, conclusion.suppression.evidence))
        }
        _ => None,
    };
    Ok(lifecycles(from, Some(period))?.into_iter().filter_map(evidence).collect())
}

fn event(row: &Row<'_>, conclusions: &BTreeMap<i64, Conclusion>) -> anyhow::Result<Event> {
    let kind: String = row.get(3)?;
    Ok(match kind.as_str() {
        "seen" => Event::Seen { as_of: day(row, 2)?, evidence: row.get(4)? },
        "absent" => {
            let why: String = row.get(5)?;
            let known = Absence::ALL.into_iter().find(|absence| absence.name() == why);
            Event::Absent(known.context("台账内容无法识别（消失原因；可能由新版本写入）")?)
        }
        "pushed" => Event::Pushed,
        _ => {
            let conclusion = conclusions.get(&row.get(6)?).context("台账里的核实结论不完整")?;
            let evidence = row.get::<_, Option<String>>(4)?;
            let suppression = Suppression {
                evidence: conclusion.suppression.evidence.as_ref().and(evidence),
                ..conclusion.suppression
            };
            Event::Answered(Conclusion { suppression, ..conclusion.clone() })
        }
    })
}

/// The answers to clues that are in force, by id; evidence is filled in from the run that was answered.
fn conclusions(connection: &Connection) -> anyhow::Result<BTreeMap<i64, Conclusion>> {
    let mut statement = connection.prepare(
        "SELECT id, resolution, period, word, handling, verifier, verified_on, suppressed_until, until_changed \
         FROM answer_status WHERE clue IS NOT NULL AND status = 'in_force'",
    )?;
    let mut rows = statement.query([])?;
    let mut conclusions = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let until: Option<String> = row.get(7)?;
        let changed: bool = row.get(8)?;
        let resolution: String = row.get(1)?;
        let conclusion = Conclusion {
            answer: row.get(0)?,
            resolution: Resolution::named(&resolution).context("台账内容无法识别（核实结论；可能由新版本写入）")?,
            period: row.get(2)?,
            verdict: answered(row, 3)?.unwrap_or_default(),
            handling: answered(row, 4)?,
            verifier: row.get(5)?,
            verified_on: day(row, 6)?,
            suppression: Suppression {
                until: until.map(|day| parse(&day)).transpose()?,
                evidence: changed.then(String::new),
            },
        };
        conclusions.insert(conclusion.answer, conclusion);
    }
    Ok(conclusions)
}

/// Records the state of every clue whose state has changed.
pub(super) fn record_transitions(tx: &LedgerTx<'_>) -> anyhow::Result<()> {
    let connection = tx.connection();
    let lifecycles = lifecycles(tx, None)?;
    let mut last = last_transitions(connection)?;
    let mut insert =
        connection.prepare("INSERT INTO transition (entry, clue, state, why, since) VALUES (?1, ?2, ?3, ?4, ?5)")?;
    for (clue, lifecycle) in &lifecycles {
        let state = lifecycle.state.name();
        let why = lifecycle.state.why();
        let before = last.remove(clue).flatten();
        if before.is_none_or(|(name, reason)| name != state || reason.as_deref() != why) {
            insert.execute(params![tx.number(), clue, state, why, lifecycle.since])?;
        }
    }
    for (clue, before) in last {
        if let Some((name, _)) = before.filter(|(name, _)| name != VOID) {
            let since: String = connection.query_row(
                "SELECT since FROM transition WHERE clue = ?1 AND state = ?2 ORDER BY id DESC LIMIT 1",
                [clue.as_str(), &name],
                |row| row.get(0),
            )?;
            insert.execute(params![tx.number(), clue, VOID, None::<String>, since])?;
        }
    }
    Ok(())
}

/// The state of a clue that was found only by a run that was replaced.
const VOID: &str = "void";

/// State and reason of all clues, none for those that have no state yet.
type Transitions = BTreeMap<ClueId, Option<(String, Option<String>)>>;

fn last_transitions(connection: &Connection) -> anyhow::Result<Transitions> {
    let mut statement = connection.prepare(
        "SELECT c.id, t.state, t.why FROM clue c \
         LEFT JOIN transition t ON t.id = (SELECT max(id) FROM transition WHERE clue = c.id)",
    )?;
    let read = |row: &Row<'_>| {
        let (state, why): (Option<String>, Option<String>) = (row.get(1)?, row.get(2)?);
        Ok((row.get(0)?, state.map(|state| (state, why))))
    };
    Ok(statement.query_map([], read)?.collect::<rusqlite::Result<_>>()?)
}
