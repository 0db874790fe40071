//! What was removed by the county's retention rule: how much of which period, and when.

use rusqlite::params;

use super::readable::Readable;
use super::transaction::LedgerTx;

/// What is removed of one folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Purged {
    /// `data`, `runs`, `report` or `cache`.
    pub kind: &'static str,
    /// The period.
    pub period: String,
    /// How many files.
    pub files: usize,
    /// How many bytes they hold.
    pub bytes: u64,
}

/// Records that files are removed.
///
/// # Errors
/// If the ledger cannot be written.
pub fn record_purge(tx: &LedgerTx<'_>, purged: &Purged) -> anyhow::Result<()> {
    let Purged { kind, period, files, bytes } = purged;
    tx.connection().execute(
        "INSERT INTO purge (entry, kind, period, files, bytes) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![tx.number(), kind, period, i64::try_from(*files)?, i64::try_from(*bytes)?],
    )?;
    Ok(())
}
