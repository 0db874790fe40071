//! Results that the ledger does not know, as it was lost or put back to an earlier day, and that somebody accepted as
//! such: what was recorded of them is gone.

use std::collections::BTreeSet;

use rusqlite::params;

use super::readable::Readable;
use super::transaction::LedgerTx;
use crate::value::Redacted;

/// A folder of results, and the hash of its manifest.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct UnknownResults {
    /// Path below the county's folder.
    pub folder: String,
    /// BLAKE3 of its `manifest.json`.
    pub manifest: String,
}

/// The hashes of the manifests that were accepted.
///
/// # Errors
/// If the ledger cannot be read.
pub fn accepted_losses(from: &impl Readable) -> anyhow::Result<BTreeSet<String>> {
    let mut statement = from.connection().prepare("SELECT manifest FROM accepted_loss")?;
    Ok(statement.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
}

/// The hashes of the manifests of all runs, by period.
///
/// # Errors
/// If the ledger cannot be read.
pub fn recorded_manifests(from: &impl Readable) -> anyhow::Result<BTreeSet<(String, String)>> {
    let mut statement = from.connection().prepare("SELECT period, manifest FROM run")?;
    Ok(statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<rusqlite::Result<_>>()?)
}

/// Records that what the ledger knew of some results is lost, why, and on whose word.
///
/// # Errors
/// If the ledger cannot be written.
pub fn accept_losses(
    tx: &LedgerTx<'_>,
    lost: &[UnknownResults],
    reason: &Redacted,
    by: &Redacted,
) -> anyhow::Result<()> {
    let mut insert = tx.connection().prepare(
        "INSERT INTO accepted_loss (entry, folder, manifest, reason, accepted_by) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?;
    for UnknownResults { folder, manifest } in lost {
        insert.execute(params![tx.number(), folder, manifest, reason, by])?;
    }
    Ok(())
}
