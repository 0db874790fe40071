//! Risks that villages reported → those that a later month's lists ask about again.
//!
//! No rule finds such a clue again: it is asked until an answer settles it, or its household leaves the register.

use rusqlite::params;

use super::clue_about::{ABOUT, About, BEYOND, about};
use super::history::lifecycles;
use super::lifecycle::{ClueLifecycle, State};
use super::observation::severity_named;
use super::readable::Readable;
use crate::pack::{Resolution, Severity};

/// A clue that a village reported and that nothing has settled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenReport {
    /// What it is about.
    pub about: About,
    /// Level of risk.
    pub severity: Severity,
    /// What was found.
    pub finding: String,
}

/// The clues that villages reported before a period and that may be on its lists, by place and id: those that no answer
/// settled, and those that only an answer to a list of the period itself settled.
///
/// # Errors
/// If the ledger cannot be read.
pub fn open_reports(from: &impl Readable, period: &str) -> anyhow::Result<Vec<OpenReport>> {
    let mut statement = from.connection().prepare(&format!(
        "SELECT {ABOUT}, s.severity, s.finding FROM clue c
         JOIN whereabouts w ON w.id = (SELECT max(id) FROM whereabouts WHERE clue = c.id)
         JOIN sighting s ON s.id = (SELECT max(x.id) FROM sighting x JOIN run r ON r.id = x.run
           WHERE x.clue = c.id AND r.period < ?1)
         WHERE c.channel = 'visit' ORDER BY w.township, w.village, w.household_number, c.id"
    ))?;
    let mut rows = statement.query(params![period])?;
    let mut reports = Vec::new();
    while let Some(row) = rows.next()? {
        let severity = severity_named(&row.get::<_, String>(BEYOND)?);
        reports.push(OpenReport { about: about(row)?, severity, finding: row.get(BEYOND + 1)? });
    }
    if reports.is_empty() {
        return Ok(reports);
    }
    let lifecycles = lifecycles(from, Some(period))?;
    reports.retain(|report| lifecycles.get(&report.about.clue).is_some_and(|lifecycle| is_open(lifecycle, period)));
    Ok(reports)
}

fn is_open(lifecycle: &ClueLifecycle, period: &str) -> bool {
    let before = || lifecycle.conclusion.as_ref().is_some_and(|conclusion| conclusion.period.as_str() < period);
    match lifecycle.state {
        State::New | State::Pushed | State::Reopened(_) => true,
        State::Verified(Resolution::Unresolved | Resolution::Confirmed) => true,
        State::Verified(Resolution::Monitored | Resolution::Aided | Resolution::Untrue | Resolution::Erroneous) => {
            !before()
        }
        State::Closed(_) => false,
    }
}
