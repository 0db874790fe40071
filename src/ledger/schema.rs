//! The ledger's tables, version by version, and the triggers that let rows be added only.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::Connection;

use super::readable::Readable;

/// What makes a ledger of each version out of the one before it.
///
/// Migrations only add: a table, a view, a column that may be null. Rows that were sealed keep their digest; rows that a
/// migration adds belong to the audit row that seals the upgrade.
pub const MIGRATIONS: [&str; 11] = [
    include_str!("migrations/001_audit.sql"),
    include_str!("migrations/002_runs.sql"),
    include_str!("migrations/003_answers.sql"),
    include_str!("migrations/004_lives.sql"),
    include_str!("migrations/005_replies.sql"),
    include_str!("migrations/006_identity.sql"),
    include_str!("migrations/007_inclusion.sql"),
    include_str!("migrations/008_answer.sql"),
    include_str!("migrations/009_key.sql"),
    include_str!("migrations/010_purge.sql"),
    include_str!("migrations/011_issued.sql"),
];

/// What differs between the tables, views, indices and triggers of a ledger and those that the migrations make, in
/// Chinese: a trigger that somebody planted can swallow what is written.
///
/// # Errors
/// If the ledger cannot be read.
pub fn differences(from: &impl Readable) -> anyhow::Result<Vec<String>> {
    let made = Connection::open_in_memory()?;
    MIGRATIONS.iter().try_for_each(|migration| made.execute_batch(migration))?;
    lock(&made)?;
    let expected = objects(&made)?;
    let found = objects(from.connection())?;
    let names: BTreeSet<&String> = expected.keys().chain(found.keys()).collect();
    let differing = names.into_iter().filter(|name| expected.get(*name) != found.get(*name));
    let line = |name: &String| match (expected.get(name), found.get(name)) {
        (None, Some(other)) => format!("多出了{} {name}", other.label()),
        (Some(own), None) => format!("少了{} {name}", own.label()),
        (_, Some(other)) => format!("{} {name} 的定义被改过", other.label()),
        (None, None) => name.clone(),
    };
    Ok(differing.map(line).collect())
}

/// A table, view, index or trigger.
#[derive(PartialEq, Eq)]
struct SchemaObject {
    kind: String,
    table: String,
    definition: Option<String>,
}

impl SchemaObject {
    fn label(&self) -> &'static str {
        match self.kind.as_str() {
            "table" => "表",
            "view" => "视图",
            "index" => "索引",
            _ => "触发器",
        }
    }
}

/// All of a database, by name.
fn objects(connection: &Connection) -> rusqlite::Result<BTreeMap<String, SchemaObject>> {
    let mut statement = connection.prepare("SELECT name, type, tbl_name, sql FROM sqlite_schema")?;
    let objects = statement.query_map([], |row| {
        Ok((row.get(0)?, SchemaObject { kind: row.get(1)?, table: row.get(2)?, definition: row.get(3)? }))
    })?;
    objects.collect()
}

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
