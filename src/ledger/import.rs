//! Files that were imported: the same file twice changes nothing.

use std::collections::BTreeMap;

use rusqlite::{OptionalExtension, params};

use super::readable::Readable;
use super::transaction::LedgerTx;
use crate::value::Redacted;

/// Records that a file is imported, and gives its number; none if its contents were imported before.
///
/// # Errors
/// If the ledger cannot be written.
pub fn import(tx: &LedgerTx<'_>, kind: &str, file: &Redacted, hash: &str) -> anyhow::Result<Option<i64>> {
    let connection = tx.connection();
    if connection.prepare("SELECT 1 FROM import WHERE kind = ?1 AND hash = ?2")?.exists([kind, hash])? {
        return Ok(None);
    }
    connection.execute(
        "INSERT INTO import (entry, kind, file, hash) VALUES (?1, ?2, ?3, ?4)",
        params![tx.number(), kind, file, hash],
    )?;
    Ok(Some(connection.last_insert_rowid()))
}

/// The number of a file that was imported before, by its contents.
///
/// # Errors
/// If the ledger cannot be read.
pub fn imported(from: &impl Readable, kind: &str, hash: &str) -> anyhow::Result<Option<i64>> {
    let number =
        from.connection()
            .query_row("SELECT id FROM import WHERE kind = ?1 AND hash = ?2", [kind, hash], |row| row.get(0));
    Ok(number.optional()?)
}

/// The names of all files that were imported, by number.
///
/// # Errors
/// If the ledger cannot be read.
pub fn imports(from: &impl Readable) -> anyhow::Result<BTreeMap<i64, String>> {
    let mut statement = from.connection().prepare("SELECT id, file FROM import")?;
    Ok(statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<rusqlite::Result<_>>()?)
}
