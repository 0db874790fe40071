//! 疑似同一人: the questions about records whose number cannot be relied on, and the decisions, month after month.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{OptionalExtension, params};

use super::readable::Readable;
use super::transaction::LedgerTx;
use crate::link::{MatchDecision, MatchDecisions};

/// The key that codes are made with; none before the first run.
///
/// # Errors
/// If the ledger cannot be read.
pub fn identity_key(from: &impl Readable) -> anyhow::Result<Option<String>> {
    let query = "SELECT key FROM identity_key ORDER BY id LIMIT 1";
    Ok(from.connection().query_row(query, [], |row| row.get(0)).optional()?)
}

/// The decisions in force: of each code the last that was collected or found in a file beside the data.
///
/// # Errors
/// If the ledger cannot be read.
pub fn match_decisions(from: &impl Readable) -> anyhow::Result<MatchDecisions> {
    read(
        from,
        "SELECT code, answer FROM (SELECT entry, code, answer FROM identity_answer
         UNION ALL SELECT entry, code, answer FROM identity_reply) ORDER BY entry",
    )
}

/// What was last found in a file beside the data.
///
/// # Errors
/// If the ledger cannot be read.
pub fn noted_decisions(from: &impl Readable) -> anyhow::Result<MatchDecisions> {
    read(from, "SELECT code, answer FROM identity_answer ORDER BY id")
}

fn read(from: &impl Readable, query: &str) -> anyhow::Result<MatchDecisions> {
    let mut statement = from.connection().prepare(query)?;
    let mut rows = statement.query([])?;
    let mut decisions = BTreeMap::new();
    while let Some(row) = rows.next()? {
        decisions.insert(row.get::<_, String>(0)?, decision_named(&row.get::<_, String>(1)?));
    }
    Ok(decisions)
}

/// The codes that were ever asked.
///
/// # Errors
/// If the ledger cannot be read.
pub fn asked_matches(from: &impl Readable) -> anyhow::Result<BTreeSet<String>> {
    let mut statement = from.connection().prepare("SELECT code FROM identity_question")?;
    let codes = statement.query_map([], |row| row.get(0))?;
    Ok(codes.collect::<Result<_, _>>()?)
}

/// Records the key, if there is none yet, and codes that were not asked before.
///
/// # Errors
/// If the ledger cannot be written.
pub fn ask_matches<'c>(tx: &LedgerTx<'_>, key: &str, codes: impl Iterator<Item = &'c String>) -> anyhow::Result<()> {
    let connection = tx.connection();
    if identity_key(tx)?.is_none() {
        connection.execute("INSERT INTO identity_key (entry, key) VALUES (?1, ?2)", params![tx.number(), key])?;
    }
    let known = asked_matches(tx)?;
    let mut insert = connection.prepare("INSERT INTO identity_question (entry, code) VALUES (?1, ?2)")?;
    for code in codes.filter(|code| !known.contains(*code)) {
        insert.execute(params![tx.number(), code])?;
    }
    Ok(())
}

/// Records decisions that came back and differ from those in force; gives how many.
///
/// # Errors
/// If the ledger cannot be written.
pub fn record_decisions(tx: &LedgerTx<'_>, decisions: &MatchDecisions) -> anyhow::Result<usize> {
    let standing = match_decisions(tx)?;
    let new = decisions.iter().filter(|(code, decision)| standing.get(*code) != Some(*decision));
    let mut insert = tx.connection().prepare("INSERT INTO identity_reply (entry, code, answer) VALUES (?1, ?2, ?3)")?;
    let mut noted = 0;
    for (code, decision) in new {
        insert.execute(params![tx.number(), code, decision_name(*decision)])?;
        noted += 1;
    }
    Ok(noted)
}

/// How a decision is written in the ledger.
pub(super) fn decision_name(decision: MatchDecision) -> &'static str {
    match decision {
        MatchDecision::Same => "same",
        MatchDecision::Different => "different",
    }
}

fn decision_named(name: &str) -> MatchDecision {
    if name == "same" { MatchDecision::Same } else { MatchDecision::Different }
}
