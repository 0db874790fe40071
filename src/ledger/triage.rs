//! The clues of a run, their lives and the waivers → which are asked, and why the others are not.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rusqlite::params;

use super::history::lives;
use super::life::{Conclusion, Life, Reopening, State};
use super::readable::Readable;
use super::transaction::LedgerTx;
use super::waiver::{Cover, Covers};
use crate::schema::Clue;
use crate::value::Redacted;
use crate::value::date::month_end;

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
    Ask(Ask),
    /// It is not: nobody is asked twice without cause.
    Keep(Keep),
}

/// Why a clue is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ask {
    /// It was never asked.
    New,
    /// It was opened again.
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
    /// Nobody answered the lists it stood on.
    Unanswered {
        /// The period of the first of them.
        since: String,
        /// How many periods.
        times: usize,
        /// What was found out before them, if anybody answered.
        previous: Option<Conclusion>,
    },
    /// The answer settled nothing: nobody could find out, or nothing was done.
    Unresolved {
        /// The answer.
        previous: Conclusion,
    },
}

/// Why a clue is not asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Keep {
    /// It was answered, and the answer still holds.
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
) -> anyhow::Result<BTreeMap<String, Triage>> {
    let covers = Covers::read(tx)?;
    let lives = lives(tx, Some(current.name))?;
    let mut decided = BTreeMap::new();
    for clue in clues {
        let Some(life) = lives.get(&clue.id) else { continue };
        decided.insert(clue.id.clone(), decide(life, covers.of(clue.into(), current.as_of), current));
    }
    note(tx, run, &decided)?;
    Ok(decided)
}

/// Decides on one clue in a period, counted from a day.
pub(super) fn decide(life: &Life, cover: Option<Cover>, current: CurrentPeriod<'_>) -> Triage {
    let ended = match cover {
        Some(Cover::Standing { waiver, reason, until }) => return Triage::Keep(Keep::Waived { waiver, reason, until }),
        Some(Cover::Ended { waiver, until }) => Some((waiver, until)),
        None => None,
    };
    let previous = life.conclusion.clone();
    // Lists sent while a waiver was in force do not count as unanswered.
    let counts = |period: &&String| ended.is_none_or(|(_, until)| goes_beyond(period, until));
    let earlier = || life.asked.iter().filter(|period| period.as_str() < current.name).filter(counts);
    let ended = ended.map(|(waiver, until)| Ask::WaiverEnded { waiver, until });
    match (life.state, previous) {
        (State::Verified(_), Some(conclusion)) => match conclusion.holds_on(current.as_of) {
            true => Triage::Keep(Keep::Concluded(conclusion)),
            false => Triage::Ask(Ask::Unresolved { previous: conclusion }),
        },
        (_, previous) => Triage::Ask(match (earlier().next(), life.reopened) {
            (Some(since), _) => Ask::Unanswered { since: since.clone(), times: earlier().count(), previous },
            (None, Some(why)) => Ask::Reopened { why, previous },
            (None, None) => ended.unwrap_or(Ask::New),
        }),
    }
}

/// Whether a period ends after a day; one that is not named after a month is taken to.
fn goes_beyond(period: &str, day: Date) -> bool {
    month_end(period).is_none_or(|end| end > day)
}

impl Conclusion {
    /// Whether nobody is asked again on a day; a change of the evidence is told by the clue's life.
    fn holds_on(&self, day: Date) -> bool {
        self.quiet.until.is_none_or(|until| day <= until)
    }
}

impl Triage {
    /// Its reason, by the name it has in the ledger.
    pub fn reason(&self) -> &'static str {
        match self {
            Triage::Ask(Ask::New) => "new",
            Triage::Ask(Ask::Reopened { why, .. }) => why.name(),
            Triage::Ask(Ask::WaiverEnded { .. }) => "waiver_ended",
            Triage::Ask(Ask::Unanswered { .. }) => "unanswered",
            Triage::Ask(Ask::Unresolved { .. }) => "unresolved",
            Triage::Keep(Keep::Concluded(_)) => "concluded",
            Triage::Keep(Keep::Waived { .. }) => "waived",
        }
    }

    /// What was found out before.
    pub fn previous(&self) -> Option<&Conclusion> {
        match self {
            Triage::Ask(Ask::Reopened { previous, .. } | Ask::Unanswered { previous, .. }) => previous.as_ref(),
            Triage::Ask(Ask::Unresolved { previous }) | Triage::Keep(Keep::Concluded(previous)) => Some(previous),
            Triage::Ask(Ask::New | Ask::WaiverEnded { .. }) | Triage::Keep(Keep::Waived { .. }) => None,
        }
    }

    fn decision(&self) -> &'static str {
        match self {
            Triage::Ask(_) => "ask",
            Triage::Keep(_) => "keep",
        }
    }

    /// The last day on which a clue that is kept stays so, or the waiver that ended held.
    fn until(&self) -> Option<Date> {
        match self {
            Triage::Keep(Keep::Concluded(conclusion)) => conclusion.quiet.until,
            Triage::Keep(Keep::Waived { until, .. }) | Triage::Ask(Ask::WaiverEnded { until, .. }) => Some(*until),
            Triage::Ask(Ask::New | Ask::Reopened { .. } | Ask::Unanswered { .. } | Ask::Unresolved { .. }) => None,
        }
    }

    fn waiver(&self) -> Option<i64> {
        match self {
            Triage::Keep(Keep::Waived { waiver, .. }) | Triage::Ask(Ask::WaiverEnded { waiver, .. }) => Some(*waiver),
            Triage::Ask(Ask::New | Ask::Reopened { .. } | Ask::Unanswered { .. } | Ask::Unresolved { .. })
            | Triage::Keep(Keep::Concluded(_)) => None,
        }
    }

    fn unanswered(&self) -> (usize, Option<&str>) {
        if let Triage::Ask(Ask::Unanswered { since, times, .. }) = self { (*times, Some(since)) } else { (0, None) }
    }
}

fn note(tx: &LedgerTx<'_>, run: i64, sorted: &BTreeMap<String, Triage>) -> anyhow::Result<()> {
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
