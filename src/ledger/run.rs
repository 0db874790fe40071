//! A screening → its rows: the run, the outcomes of its rules, what it found, what it did not find, what is asked.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use rusqlite::{OptionalExtension, params};

use super::history::lifecycles;
use super::identity::{ask_matches, decision_name};
use super::key_check::record_key_check;
use super::lifecycle::Absence;
use super::observation::{kind_name, record_moves, record_observations};
use super::open_report::OpenReport;
use super::readable::Readable;
use super::transaction::LedgerTx;
use super::triage::{CurrentPeriod, Triage, triage};
use crate::detect::{Findings, Outcome, OutcomeIndex};
use crate::expr::Subject;
use crate::link::MatchDecisions;
use crate::pack::Pack;
use crate::schema::{Clue, Judged, RuleCounts, RuleTally};
use crate::value::{ClueId, CountyKey, RuleId};

/// A screening about to be recorded.
#[derive(Clone, Copy)]
pub struct RunRecord<'a> {
    /// The period.
    pub period: &'a str,
    /// The day it is counted from.
    pub as_of: Date,
    /// The rule pack.
    pub pack: &'a Pack,
    /// Name and version of the program.
    pub tool: &'a str,
    /// Parameters in force, as text.
    pub parameters: &'a BTreeMap<String, String>,
    /// Hash of the run's manifest.
    pub manifest: &'a str,
    /// What it found.
    pub findings: &'a Findings,
    /// What people found out about damaged records, as a file beside the data says.
    pub decisions: &'a MatchDecisions,
    /// The codes of what is asked of such records.
    pub asked_matches: &'a BTreeSet<String>,
    /// The key that these codes were made with.
    pub identity_key: &'a str,
    /// The county's key.
    pub key: &'a CountyKey,
}

/// The risks that villages reported before a run and that nothing settled.
pub struct OpenReports<'a> {
    /// All of them.
    pub reports: &'a [OpenReport],
    /// Those whose household is still in the register, as clues.
    pub placed: Vec<Clue>,
}

/// A run as it was recorded.
#[derive(Debug, Clone)]
pub struct RecordedRun {
    /// The run's number.
    pub run: i64,
    /// Which of its clues are asked, by id.
    pub triage: BTreeMap<ClueId, Triage>,
    /// Open clues that it did not find, by id.
    pub absences: BTreeMap<ClueId, Absence>,
    /// The clues that villages reported before and that nothing settled.
    pub reported: Vec<Clue>,
}

/// Records a run, which replaces an earlier one of the same period, and what it found; gives its number.
///
/// # Errors
/// If the ledger cannot be written.
pub fn record_findings(tx: &LedgerTx<'_>, record: &RunRecord<'_>) -> anyhow::Result<i64> {
    record_key_check(tx, record.key)?;
    let run = insert_run(tx, record)?;
    insert_outcomes(tx, run, record)?;
    insert_match_decisions(tx, run, record.decisions)?;
    ask_matches(tx, record.identity_key, record.asked_matches.iter())?;
    record_observations(tx, run, &record.findings.clues)?;
    Ok(run)
}

/// Records where the households of open reports live now, and decides which clues are asked.
///
/// # Errors
/// If the ledger cannot be written.
pub fn record_reports(
    tx: &LedgerTx<'_>,
    run: i64,
    record: &RunRecord<'_>,
    OpenReports { reports, placed: reported }: OpenReports<'_>,
) -> anyhow::Result<RecordedRun> {
    let mut absences = absences(tx, record)?;
    record_moves(tx, run, &reported)?;
    let gone = reports.iter().filter(|report| reported.iter().all(|clue| *clue.id != *report.about.clue));
    absences.extend(gone.map(|report| (report.about.clue.clone(), Absence::Gone)));
    insert_absences(tx, run, &absences)?;
    let current = CurrentPeriod { name: record.period, as_of: record.as_of };
    let triage = triage(tx, run, record.findings.clues.iter().chain(&reported), current)?;
    tx.note("period", record.period);
    tx.note("run", run);
    tx.note("clues", record.findings.clues.len());
    Ok(RecordedRun { run, triage, absences, reported })
}

/// The number of the current run of a period.
///
/// # Errors
/// If the ledger cannot be read.
pub fn current_run(from: &impl Readable, period: &str) -> anyhow::Result<Option<i64>> {
    let found = from.connection().query_row("SELECT id FROM current_run WHERE period = ?1", [period], |row| row.get(0));
    Ok(found.optional()?)
}

/// The hash of the manifest that the run which stands for a period left; none if the period was never screened.
///
/// # Errors
/// If the ledger cannot be read.
pub fn run_manifest(from: &impl Readable, period: &str) -> anyhow::Result<Option<String>> {
    let query = "SELECT manifest FROM current_run WHERE period = ?1";
    Ok(from.connection().query_row(query, [period], |row| row.get(0)).optional()?)
}

fn insert_run(tx: &LedgerTx<'_>, record: &RunRecord<'_>) -> anyhow::Result<i64> {
    let identity = &record.pack.identity;
    tx.connection().execute(
        "INSERT INTO run (entry, period, as_of, pack_name, pack_version, pack_hash, tool, parameters, manifest) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        params![
            tx.number(),
            record.period,
            record.as_of.to_string(),
            identity.name,
            identity.version,
            record.pack.hash,
            record.tool,
            serde_json::to_string(record.parameters)?,
            record.manifest
        ],
    )?;
    Ok(tx.connection().last_insert_rowid())
}

fn insert_outcomes(tx: &LedgerTx<'_>, run: i64, record: &RunRecord<'_>) -> anyhow::Result<()> {
    let mut insert = tx.connection().prepare(
        "INSERT INTO rule_outcome (entry, run, rule, title, department, hits, misses, excluded, undetermined, \
         doubtful, missing) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
    )?;
    for RuleTally { rule: id, judged } in &record.findings.tallies {
        let rule = record.pack.rules.iter().find(|rule| rule.id == id.as_str());
        let (title, department) = rule.map(|rule| (rule.title.as_str(), rule.department.as_str())).unwrap_or_default();
        let (counts, missing) = match judged {
            Judged::Run(RuleCounts { hits, misses, excluded, undetermined, doubtful }) => {
                ([hits, misses, excluded, undetermined, doubtful].map(|count| Some(*count)), None)
            }
            Judged::Skipped { missing } => ([None; 5], Some(serde_json::to_string(missing)?)),
        };
        let [hits, misses, excluded, undetermined, doubtful] = counts;
        insert.execute(params![
            tx.number(),
            run,
            id,
            title,
            department,
            hits,
            misses,
            excluded,
            undetermined,
            doubtful,
            missing
        ])?;
    }
    Ok(())
}

/// Records the decisions that differ from those recorded last.
fn insert_match_decisions(tx: &LedgerTx<'_>, run: i64, decisions: &MatchDecisions) -> anyhow::Result<()> {
    let connection = tx.connection();
    let mut last = connection.prepare("SELECT answer FROM identity_answer WHERE code = ?1 ORDER BY id DESC LIMIT 1")?;
    let mut insert =
        connection.prepare("INSERT INTO identity_answer (entry, run, code, answer) VALUES (?1, ?2, ?3, ?4)")?;
    for (code, decision) in decisions {
        let decision = decision_name(*decision);
        let before: Option<String> = last.query_row([code], |row| row.get(0)).optional()?;
        if before.as_deref() != Some(decision) {
            insert.execute(params![tx.number(), run, code, decision])?;
        }
    }
    Ok(())
}

/// Why the run did not find the rules' clues that are open and not among its own.
fn absences(tx: &LedgerTx<'_>, record: &RunRecord<'_>) -> anyhow::Result<BTreeMap<ClueId, Absence>> {
    let found: BTreeSet<&str> = record.findings.clues.iter().map(|clue| clue.id.as_str()).collect();
    let tallies: BTreeMap<&str, &Judged> =
        record.findings.tallies.iter().map(|tally| (tally.rule.as_str(), &tally.judged)).collect();
    let subjects = subjects(tx)?;
    let lifecycles = lifecycles(tx, Some(record.period))?;
    let open = lifecycles.into_iter().filter(|(clue, lifecycle)| lifecycle.is_open() && !found.contains(clue.as_str()));
    let included = included(record.findings);
    let why = |(clue, _): (ClueId, _)| {
        let subject = subjects.get(&clue)?;
        let why = match included.contains(&(subject.rule.as_str(), subject.subject.as_str())) {
            true => Absence::Included,
            false => why(subject, tallies.get(subject.rule.as_str()).copied(), &record.findings.outcomes),
        };
        Some((clue, why))
    };
    let mut absences = open.filter_map(why).collect();
    doubt_sums(&mut absences, &subjects, record.pack);
    Ok(absences)
}

/// Rules and subjects whose hits are further reasons of other rules' clues.
fn included(findings: &Findings) -> BTreeSet<(&str, &str)> {
    let included = findings.clues.iter().flat_map(|clue| &clue.included);
    included.map(|included| (included.rule.as_str(), included.subject.code.as_str())).collect()
}

/// Whom a clue of a rule is about.
struct OpenClue {
    rule: RuleId,
    kind: Subject,
    subject: String,
    /// The household's code; empty for a village.
    household: String,
}

/// A clue that sums up other clues is not cleared if one of these was not evaluated.
fn doubt_sums(absences: &mut BTreeMap<ClueId, Absence>, subjects: &BTreeMap<ClueId, OpenClue>, pack: &Pack) {
    let unsure: BTreeMap<&str, Absence> = absences
        .iter()
        .filter(|(_, why)| !why.closes())
        .filter_map(|(clue, why)| Some((subjects.get(clue)?.household.as_str(), *why)))
        .filter(|(household, _)| !household.is_empty())
        .collect();
    let sums_up = |rule: &str| pack.rules.iter().any(|known| known.id == rule && known.reads_clues);
    for (clue, why) in absences.iter_mut().filter(|(_, why)| **why == Absence::Cleared) {
        let about = subjects.get(clue).filter(|about| sums_up(&about.rule));
        if let Some(unsure) = about.and_then(|about| unsure.get(about.household.as_str())) {
            *why = *unsure;
        }
    }
}

fn subjects(tx: &LedgerTx<'_>) -> anyhow::Result<BTreeMap<ClueId, OpenClue>> {
    let mut statement = tx.connection().prepare(
        "SELECT c.id, c.rule, c.subject_kind, c.subject, w.household FROM clue c \
         JOIN whereabouts w ON w.id = (SELECT max(id) FROM whereabouts WHERE clue = c.id) WHERE c.channel = 'rule'",
    )?;
    let mut rows = statement.query([])?;
    let mut subjects = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let name: String = row.get(2)?;
        let kinds = [Subject::Person, Subject::Household, Subject::Village];
        let Some(kind) = kinds.into_iter().find(|kind| kind_name(*kind) == name) else { continue };
        let about = OpenClue { rule: row.get(1)?, kind, subject: row.get(3)?, household: row.get(4)? };
        subjects.insert(row.get(0)?, about);
    }
    Ok(subjects)
}

fn why(clue: &OpenClue, judged: Option<&Judged>, outcomes: &OutcomeIndex) -> Absence {
    match judged {
        None => Absence::Retired,
        Some(Judged::Skipped { .. }) => Absence::Skipped,
        Some(Judged::Run(_)) => match outcomes.outcome(&clue.rule, clue.kind, &clue.subject) {
            None => Absence::Gone,
            Some(Outcome::Miss | Outcome::Hit) => Absence::Cleared,
            Some(Outcome::Excluded) => Absence::Excluded,
            Some(Outcome::Undetermined) => Absence::Undetermined,
            Some(Outcome::Doubtful) => Absence::Doubtful,
        },
    }
}

fn insert_absences(tx: &LedgerTx<'_>, run: i64, absences: &BTreeMap<ClueId, Absence>) -> anyhow::Result<()> {
    let mut insert = tx.connection().prepare("INSERT INTO absence (entry, run, clue, why) VALUES (?1, ?2, ?3, ?4)")?;
    let mut include = tx.connection().prepare("INSERT INTO inclusion (entry, run, clue) VALUES (?1, ?2, ?3)")?;
    for (clue, why) in absences {
        match why {
            Absence::Included => include.execute(params![tx.number(), run, clue])?,
            _ => insert.execute(params![tx.number(), run, clue, why.name()])?,
        };
    }
    Ok(())
}
