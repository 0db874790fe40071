//! The ledger's tables, version by version, and the triggers that let rows be added only.

use rusqlite::Connection;

/// What makes a ledger of each version out of the one before it.
///
/// Migrations only add: a table, a view, a column that may be null. Rows that were sealed keep their digest; rows that a
/// migration adds belong to the audit row that seals the upgrade.
pub const MIGRATIONS: [&str; 8] = [
    include_str!("migrations/001_audit.sql"),
    include_str!("migrations/002_runs.sql"),
    include_str!("migrations/003_answers.sql"),
    include_str!("migrations/004_lives.sql"),
    include_str!("migrations/005_replies.sql"),
    include_str!("migrations/006_identity.sql"),
    include_str!("migrations/007_inclusion.sql"),
    include_str!("migrations/008_answer.sql"),
];

/// The tables of a ledger, by name.
pub(super) fn tables(connection: &Connection) -> rusqlite::Result<Vec<String>> {
    let mut statement = connection
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name")?;
    statement.query_map([], |row| row.get(0))?.collect()
}

/// Makes every table append-only, for other tools too.
pub(super) fn lock(connection: &Connection) -> anyhow::Result<()> {
    for table in tables(connection)? {
        for change in ["UPDATE", "DELETE"] {
            connection.execute_batch(&format!(
                "CREATE TRIGGER keep_{table}_{} BEFORE {change} ON {table} \
                 BEGIN SELECT RAISE(ABORT, '台账只增不改'); END",
                change.to_lowercase()
            ))?;
        }
    }
    Ok(())
}

/// Lifts the lock for a migration.
pub(super) fn unlock(connection: &Connection) -> anyhow::Result<()> {
    let mut statement =
        connection.prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger' AND name LIKE 'keep%'")?;
    let names: Vec<String> = statement.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    names.iter().try_for_each(|name| connection.execute_batch(&format!("DROP TRIGGER {name}")))?;
    Ok(())
}
