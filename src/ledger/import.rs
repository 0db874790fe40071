//! Files that were imported: the same file twice changes nothing.

use rusqlite::params;

use super::place::shown;
use super::transaction::{Entry, Readable};

/// Notes that a file is imported, and gives its number; none if its contents were imported before.
///
/// # Errors
/// If the ledger cannot be written.
pub fn import(entry: &Entry<'_>, kind: &str, file: &str, hash: &str) -> anyhow::Result<Option<i64>> {
    let connection = entry.connection();
    if connection.prepare("SELECT 1 FROM import WHERE kind = ?1 AND hash = ?2")?.exists([kind, hash])? {
        return Ok(None);
    }
    connection.execute(
        "INSERT INTO import (entry, kind, file, hash) VALUES (?1, ?2, ?3, ?4)",
        params![entry.number(), kind, shown(file), hash],
    )?;
    Ok(Some(connection.last_insert_rowid()))
}
