//! The clues of a run, their lifecycles and the waivers → which are asked, and why the others are not.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rusqlite::params;

use super::history::lifecycles;
use super::lifecycle::{ClueLifecycle, Conclusion, Reopening, State};
use super::readable::Readable;
use super::transaction::LedgerTx;
use super::waiver::{CoveringWaiver, WaiverIndex};
use crate::schema::Clue;
use crate::value::date::month_end;
use crate::value::{ClueId, Period, Redacted};

/// The period that is screened, and the day it is counted from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CurrentPeriod<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its day.
    pub as_of: Date,
}

/// Whether a clue is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Triage {
    /// It is.
    Ask(AskReason),
    /// It is suppressed: nobody is asked twice without cause.
    Suppress(Suppress),
}

/// Why a clue is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AskReason {
    /// It was never asked.
    New,
    /// It was reopened.
    Reopened {
        /// Why.
        why: Reopening,
        /// What was found out before, if anybody answered.
        previous: Option<Conclusion>,
    },
    /// The waiver that covered it has ended.
    WaiverEnded {
        /// The waiver's number.
        waiver: i64,
        /// Its last day.
        until: Date,
    },
    /// Nobody answered the lists it was on.
    Unanswered {
        /// The period of the first of them.
        since: Period,
        /// How many periods.
        times: usize,
        /// What was found out before them, if anybody answered.
        previous: Option<Conclusion>,
    },
    /// The answer did not settle it: nobody could find out, or nothing was done.
    Unresolved {
        /// The answer.
        previous: Conclusion,
    },
}

/// Why a clue is suppressed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Suppress {
    /// It was answered, and is suppressed for the time that the answer gives.
    Concluded(Conclusion),
    /// A waiver covers it.
    Waived {
        /// The waiver's number.
        waiver: i64,
        /// Its reason.
        reason: Redacted,
        /// Its last day.
        until: Date,
    },
}

/// Decides on the clues of a run, and records what was decided.
pub(super) fn triage<'c>(
    tx: &LedgerTx<'_>,
    run: i64,
    clues: impl Iterator<Item = &'c Clue>,
    current: CurrentPeriod<'_>,
) -> anyhow::Result<BTreeMap<ClueId, Triage>> {
    let covers = WaiverIndex::read(tx)?;
    let lifecycles = lifecycles(tx, Some(current.name))?;
    let mut decided = BTreeMap::new();
    for clue in clues {
        let Some(lifecycle) = lifecycles.get(clue.id.as_str()) else { continue };
        decided.insert(clue.id.clone(), decide(lifecycle, covers.of(clue.into(), current.as_of), current));
    }
    note(tx, run, &decided)?;
    Ok(decided)
}

/// Decides on one clue in a period, counted from a day.
pub(super) fn decide(lifecycle: &ClueLifecycle, cover: Option<CoveringWaiver>, current: CurrentPeriod<'_>) -> Triage {
    let ended = match cover {
        Some(CoveringWaiver::InForce { waiver, reason, until }) => {
            return Triage::Suppress(Suppress::Waived { waiver, reason, until });
        }
        Some(CoveringWaiver::Ended { waiver, until }) => Some((waiver, until)),
        None => None,
    };
    let previous = lifecycle.conclusion.clone();
    // Lists sent while a waiver was in force do not count as unanswered.
    let counts = |period: &&Period| ended.is_none_or(|(_, until)| goes_beyond(period, until));
    let earlier = || lifecycle.asked.iter().filter(|period| period.as_str() < current.name).filter(counts);
    let ended = ended.map(|(waiver, until)| AskReason::WaiverEnded { waiver, until });
    match (lifecycle.state, previous) {
        (State::Verified(_), Some(conclusion)) => match conclusion.holds_on(current.as_of) {
            true => Triage::Suppress(Suppress::Concluded(conclusion)),
            false => Triage::Ask(AskReason::Unresolved { previous: conclusion }),
        },
        (_, previous) => Triage::Ask(match (earlier().next(), lifecycle.reopened) {
            (Some(since), _) => AskReason::Unanswered { since: since.clone(), times: earlier().count(), previous },
            (None, Some(why)) => AskReason::Reopened { why, previous },
            (None, None) => ended.unwrap_or(AskReason::New),
        }),
    }
}

/// Whether a period ends after a day; a period that is not named after a month is assumed to.
fn goes_beyond(period: &str, day: Date) -> bool {
    month_end(period).is_none_or(|end| end > day)
}

impl Conclusion {
    /// Whether the clue is suppressed on a day, unless its evidence changed: that is up to the lifecycle.
    fn holds_on(&self, day: Date) -> bool {
        self.suppression.until.is_none_or(|until| day <= until)
    }
}

impl Triage {
    /// Its reason, by the name it has in the ledger.
    pub fn reason(&self) -> &'static str {
        match self {
            Triage::Ask(AskReason::New) => "new",
            Triage::Ask(AskReason::Reopened { why, .. }) => why.name(),
            Triage::Ask(AskReason::WaiverEnded { .. }) => "waiver_ended",
            Triage::Ask(AskReason::Unanswered { .. }) => "unanswered",
            Triage::Ask(AskReason::Unresolved { .. }) => "unresolved",
            Triage::Suppress(Suppress::Concluded(_)) => "concluded",
            Triage::Suppress(Suppress::Waived { .. }) => "waived",
        }
    }

    /// What was found out before.
    pub fn previous(&self) -> Option<&Conclusion> {
        match self {
            Triage::Ask(AskReason::Reopened { previous, .. } | AskReason::Unanswered { previous, .. }) => {
                previous.as_ref()
            }
            Triage::Ask(AskReason::Unresolved { previous }) | Triage::Suppress(Suppress::Concluded(previous)) => {
                Some(previous)
            }
            Triage::Ask(AskReason::New | AskReason::WaiverEnded { .. }) | Triage::Suppress(Suppress::Waived { .. }) => {
                None
            }
        }
    }

    fn decision(&self) -> &'static str {
        match self {
            Triage::Ask(_) => "ask",
            Triage::Suppress(_) => "keep",
        }
    }

    /// The last day of the suppression, or of the waiver that ended.
    fn until(&self) -> Option<Date> {
        match self {
            Triage::Suppress(Suppress::Concluded(conclusion)) => conclusion.suppression.until,
            Triage::Suppress(Suppress::Waived { until, .. }) | Triage::Ask(AskReason::WaiverEnded { until, .. }) => {
                Some(*until)
            }
            Triage::Ask(
                AskReason::New
                | AskReason::Reopened { .. }
                | AskReason::Unanswered { .. }
                | AskReason::Unresolved { .. },
            ) => None,
        }
    }

    fn waiver(&self) -> Option<i64> {
        match self {
            Triage::Suppress(Suppress::Waived { waiver, .. }) | Triage::Ask(AskReason::WaiverEnded { waiver, .. }) => {
                Some(*waiver)
            }
            Triage::Ask(
                AskReason::New
                | AskReason::Reopened { .. }
                | AskReason::Unanswered { .. }
                | AskReason::Unresolved { .. },
            )
            | Triage::Suppress(Suppress::Concluded(_)) => None,
        }
    }

    fn unanswered(&self) -> (usize, Option<&str>) {
        if let Triage::Ask(AskReason::Unanswered { since, times, .. }) = self {
            (*times, Some(since))
        } else {
            (0, None)
        }
    }
}

fn note(tx: &LedgerTx<'_>, run: i64, sorted: &BTreeMap<ClueId, Triage>) -> anyhow::Result<()> {
    let mut insert = tx.connection().prepare(
        "INSERT INTO triage (entry, run, clue, decision, reason, times, since, until, answer, waiver) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    )?;
    for (clue, triage) in sorted {
        let (times, since) = triage.unanswered();
        insert.execute(params![
            tx.number(),
            run,
            clue,
            triage.decision(),
            triage.reason(),
            i64::try_from(times)?,
            since,
            triage.until().map(|day| day.to_string()),
            triage.previous().map(|previous| previous.answer),
            triage.waiver()
        ])?;
    }
    Ok(())
}
