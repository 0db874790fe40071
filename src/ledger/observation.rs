//! A run's observations of clues: what a clue is, once; where its subject lives, when that changes; what was found,
//! every time.

use std::collections::BTreeMap;

use rusqlite::{Connection, Statement, params};

use super::column::home;
use super::issue::note_returned;
use super::readable::Readable;
use super::transaction::LedgerTx;
use crate::expr::Subject;
use crate::pack::Severity;
use crate::schema::{Clue, Home, Location, Village};
use crate::value::{ClueId, Redacted, RuleId};

/// A clue that a village reports.
#[derive(Debug, Clone)]
pub struct VisitReport {
    /// Its id, the same whenever the same thing is reported of the same subject.
    pub id: ClueId,
    /// What it is about, in place of a rule.
    pub rule: RuleId,
    /// Its title.
    pub title: String,
    /// Kind of risk.
    pub risk: String,
    /// Whom it is about.
    pub kind: Subject,
    /// The subject's code.
    pub subject: String,
    /// Where the subject lives.
    pub location: Location,
    /// Name of the person concerned.
    pub person_name: String,
    /// Level of risk.
    pub severity: Severity,
    /// What was found.
    pub finding: Redacted,
}

/// Where a clue comes from.
#[derive(Debug, Clone, Copy)]
enum Channel {
    Rule,
    Visit,
}

/// A run's observation of a clue, about to be recorded.
struct Observation<'a> {
    id: &'a str,
    channel: Channel,
    rule: &'a str,
    title: &'a str,
    risk: &'a str,
    department: &'a str,
    kind: Subject,
    subject: &'a str,
    location: &'a Location,
    person_name: &'a str,
    severity: Severity,
    finding: &'a str,
    fingerprint: &'a str,
}

/// Where a clue's subject lives, as the ledger writes it: numbers and names are masked.
#[derive(Debug, PartialEq, Eq)]
struct Whereabouts {
    household: String,
    home: Home,
    group: String,
    person_name: String,
}

/// Records a clue that a village reports on the list of a run; no rule ever clears it.
///
/// # Errors
/// If the ledger cannot be written.
pub fn record_report(tx: &LedgerTx<'_>, run: i64, reported: &VisitReport) -> anyhow::Result<()> {
    note_returned(tx, run, None)?;
    let observed = Observation {
        id: &reported.id,
        channel: Channel::Visit,
        rule: &reported.rule,
        title: &reported.title,
        risk: &reported.risk,
        department: "",
        kind: reported.kind,
        subject: &reported.subject,
        location: &reported.location,
        person_name: &reported.person_name,
        severity: reported.severity,
        finding: &reported.finding,
        fingerprint: "",
    };
    note(tx, run, std::iter::once(observed))
}

/// Records the clues that a run found.
pub(super) fn record_observations(tx: &LedgerTx<'_>, run: i64, clues: &[Clue]) -> anyhow::Result<()> {
    let observed = |clue| {
        let Clue { id, rule, subject, location, text, risk, severity, department, fingerprint, .. }: &Clue = clue;
        Observation {
            id,
            channel: Channel::Rule,
            rule,
            title: &text.title,
            risk,
            department,
            kind: subject.kind,
            subject: &subject.code,
            location,
            person_name: &text.person_name,
            severity: *severity,
            finding: &text.finding,
            fingerprint,
        }
    };
    note(tx, run, clues.iter().map(observed))
}

/// Records where the households of reported clues live now, if they moved or have another head: no run finds these
/// clues, but they are asked all the same.
pub(super) fn record_moves(tx: &LedgerTx<'_>, run: i64, clues: &[Clue]) -> anyhow::Result<()> {
    let known = last_whereabouts(tx.connection())?;
    let mut writer = ObservationWriter::of(tx, run)?;
    for clue in clues {
        let now = whereabouts(&clue.location, &clue.text.person_name);
        if known.get(clue.id.as_str()).is_some_and(|before| *before != now) {
            writer.place(&clue.id, &now)?;
        }
    }
    Ok(())
}

fn note<'a>(tx: &LedgerTx<'_>, run: i64, clues: impl Iterator<Item = Observation<'a>>) -> anyhow::Result<()> {
    tx.mark_changed();
    let mut known = last_whereabouts(tx.connection())?;
    let mut writer = ObservationWriter::of(tx, run)?;
    for observed in clues {
        let before = known.remove(observed.id);
        let now = whereabouts(observed.location, observed.person_name);
        if before.is_none() {
            writer.identity(&observed)?;
        }
        if before.as_ref() != Some(&now) {
            writer.place(observed.id, &now)?;
        }
        writer.sighting(&observed)?;
        known.insert(observed.id.to_owned(), now);
    }
    Ok(())
}

/// The statements that record the observations of a run.
struct ObservationWriter<'e> {
    entry: i64,
    run: i64,
    identities: Statement<'e>,
    places: Statement<'e>,
    sightings: Statement<'e>,
}

impl<'e> ObservationWriter<'e> {
    fn of(tx: &'e LedgerTx<'_>, run: i64) -> rusqlite::Result<Self> {
        let connection = tx.connection();
        let identities = connection.prepare(
            "INSERT INTO clue (id, entry, channel, rule, title, risk, department, subject_kind, subject) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        )?;
        let places = connection.prepare(
            "INSERT INTO whereabouts (entry, run, clue, household, township, village, village_group, \
             household_number, head_name, person_name) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        )?;
        let sightings = connection.prepare(
            "INSERT INTO sighting (entry, run, clue, severity, finding, fingerprint) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (run, clue) DO NOTHING",
        )?;
        Ok(Self { entry: tx.number(), run, identities, places, sightings })
    }

    fn identity(&mut self, observed: &Observation<'_>) -> rusqlite::Result<()> {
        let Observation { id, rule, title, risk, department, subject, .. } = observed;
        let channel = channel_name(observed.channel);
        let kind = kind_name(observed.kind);
        let values = params![id, self.entry, channel, rule, title, risk, department, kind, subject];
        self.identities.execute(values).map(drop)
    }

    fn place(&mut self, clue: &str, at: &Whereabouts) -> rusqlite::Result<()> {
        let Whereabouts { household, home, group, person_name } = at;
        let Home { village: Village { township, name }, household_number, head_name } = home;
        let values = params![
            self.entry,
            self.run,
            clue,
            household,
            township,
            name,
            group,
            household_number,
            head_name,
            person_name
        ];
        self.places.execute(values).map(drop)
    }

    fn sighting(&mut self, observed: &Observation<'_>) -> rusqlite::Result<()> {
        let severity = severity_name(observed.severity);
        let finding = Redacted::of(observed.finding);
        let values = params![self.entry, self.run, observed.id, severity, finding, observed.fingerprint];
        self.sightings.execute(values).map(drop)
    }
}

fn whereabouts(place: &Location, person_name: &str) -> Whereabouts {
    Whereabouts {
        household: place.household_code.clone(),
        home: Home {
            village: Village::new(Redacted::of(&place.village.township), Redacted::of(&place.village.name)),
            household_number: Redacted::household_number(&place.household_number).into(),
            head_name: Redacted::of(&place.head_name).into(),
        },
        group: Redacted::of(&place.group).into(),
        person_name: Redacted::of(person_name).into(),
    }
}

fn last_whereabouts(connection: &Connection) -> anyhow::Result<BTreeMap<String, Whereabouts>> {
    let mut statement = connection.prepare(
        "SELECT clue, household, township, village, household_number, head_name, village_group, person_name \
         FROM whereabouts WHERE id IN (SELECT max(id) FROM whereabouts GROUP BY clue)",
    )?;
    let mut rows = statement.query([])?;
    let mut known = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let household = row.get(1)?;
        let home = home(row, 2)?;
        known.insert(row.get(0)?, Whereabouts { household, home, group: row.get(6)?, person_name: row.get(7)? });
    }
    Ok(known)
}

fn channel_name(channel: Channel) -> &'static str {
    match channel {
        Channel::Rule => "rule",
        Channel::Visit => "visit",
    }
}

fn severity_name(severity: Severity) -> &'static str {
    match severity {
        Severity::High => "high",
        Severity::Medium => "medium",
        Severity::Low => "low",
    }
}

/// The severity of a name in the ledger.
pub(super) fn severity_named(name: &str) -> Severity {
    Severity::ALL.into_iter().find(|severity| severity_name(*severity) == name).unwrap_or(Severity::Medium)
}

/// The name of a kind of subject in the ledger.
pub(super) fn kind_name(kind: Subject) -> &'static str {
    match kind {
        Subject::Person => "person",
        Subject::Household => "household",
        Subject::Village => "village",
    }
}
