//! The ledger at a glance: periods, clues by state, waivers, contradictions; and every clue with its state.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rusqlite::Row;
use serde::Serialize;

use super::column::{home, parse};
use super::readable::Readable;
use super::waiver::waivers;
use crate::schema::Home;
use crate::value::{ClueId, Period, RuleId};

/// The ledger at a glance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Overview {
    /// Periods that were screened, in order.
    pub periods: Vec<PeriodSummary>,
    /// How many clues are in each state, by the state's name in the ledger.
    pub states: BTreeMap<String, u32>,
    /// Waivers in force on the day of the latest period.
    pub waivers: usize,
    /// Clues with contradictory answers on which there is no ruling, by period.
    pub contradictions: u32,
    /// Audit rows.
    pub entries: u32,
}

/// One period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PeriodSummary {
    /// Its name.
    pub period: Period,
    /// The day it is counted from.
    pub as_of: String,
    /// How many times it was run.
    pub runs: u32,
    /// Clues found.
    pub found: u32,
    /// Of them, those that are asked.
    pub asked: u32,
    /// Open clues that were closed.
    pub closed: u32,
    /// Open clues that the run could not evaluate.
    pub not_evaluated: u32,
}

/// A clue and its state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ClueState {
    /// Its id.
    pub clue: ClueId,
    /// `rule` or `visit`.
    pub channel: String,
    /// The rule's id.
    pub rule: RuleId,
    /// The rule's title.
    pub title: String,
    /// The department.
    pub department: String,
    /// The household's code.
    pub household: String,
    /// Where it is.
    #[serde(flatten)]
    pub home: Home,
    /// Name of the person concerned.
    pub person_name: String,
    /// The state's name in the ledger.
    pub state: String,
    /// Why, for states that have a reason.
    pub why: Option<String>,
    /// The period in which it entered this state.
    pub since: Period,
    /// The first period in which it was found.
    pub first_period: Period,
    /// The last period in which it was found.
    pub last_period: Period,
}

/// The day of the latest period that was screened.
///
/// # Errors
/// If the ledger cannot be read.
pub fn latest_day(from: &impl Readable) -> anyhow::Result<Option<Date>> {
    let latest: Option<String> =
        from.connection().query_row("SELECT max(as_of) FROM current_run", [], |row| row.get(0))?;
    latest.map(|day| parse(&day)).transpose()
}

/// Looks at the ledger.
///
/// # Errors
/// If it cannot be read.
pub fn overview(from: &impl Readable) -> anyhow::Result<Overview> {
    let connection = from.connection();
    let count = |query: &str| connection.query_row(query, [], |row| row.get::<_, u32>(0));
    let mut statement = connection.prepare(
        "SELECT r.period, r.as_of, (SELECT count(*) FROM run x WHERE x.period = r.period), \
         (SELECT count(*) FROM sighting s WHERE s.run = r.id), \
         (SELECT count(*) FROM triage t WHERE t.run = r.id AND t.decision = 'ask'), \
         (SELECT count(*) FROM absence a WHERE a.run = r.id AND a.why IN ('cleared', 'excluded', 'gone')), \
         (SELECT count(*) FROM absence a WHERE a.run = r.id AND a.why NOT IN ('cleared', 'excluded', 'gone')) \
         FROM current_run r ORDER BY r.period",
    )?;
    let line = |row: &Row<'_>| {
        Ok(PeriodSummary {
            period: row.get(0)?,
            as_of: row.get(1)?,
            runs: row.get(2)?,
            found: row.get(3)?,
            asked: row.get(4)?,
            closed: row.get(5)?,
            not_evaluated: row.get(6)?,
        })
    };
    let periods = statement.query_map([], line)?.collect::<rusqlite::Result<_>>()?;
    let mut statement = connection.prepare("SELECT state, count(*) FROM clue_state GROUP BY state")?;
    let states = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<rusqlite::Result<_>>()?;
    let holding = match latest_day(from)? {
        Some(day) => waivers(from)?.iter().filter(|waiver| waiver.holds_on(day)).count(),
        None => 0,
    };
    Ok(Overview {
        periods,
        states,
        waivers: holding,
        contradictions: count(
            "SELECT count(*) FROM (SELECT DISTINCT clue, period FROM answer_status \
             WHERE clue IS NOT NULL AND status = 'disputed')",
        )?,
        entries: count("SELECT count(*) FROM audit")?,
    })
}

/// All clues and their states, by place and id.
///
/// # Errors
/// If the ledger cannot be read.
pub fn clue_states(from: &impl Readable) -> anyhow::Result<Vec<ClueState>> {
    let mut statement = from.connection().prepare(
        "SELECT clue, channel, rule, title, department, household, township, village, household_number, head_name, \
         person_name, state, why, since, first_period, last_period FROM clue_state \
         ORDER BY township, village, household_number, clue",
    )?;
    let read = |row: &Row<'_>| {
        Ok(ClueState {
            clue: row.get(0)?,
            channel: row.get(1)?,
            rule: row.get(2)?,
            title: row.get(3)?,
            department: row.get(4)?,
            household: row.get(5)?,
            home: home(row, 6)?,
            person_name: row.get(10)?,
            state: row.get(11)?,
            why: row.get(12)?,
            since: row.get(13)?,
            first_period: row.get(14)?,
            last_period: row.get(15)?,
        })
    };
    Ok(statement.query_map([], read)?.collect::<rusqlite::Result<_>>()?)
}
