//! A change of the county's key → every name in the ledger renamed, and the names before kept beside the new ones.
//!
//! Rows are renamed where they stand, so that nothing else has to know of it. What was sealed is the name before: the
//! chain is checked by that ([`FormerNames`]), and lists that went out before are known by it ([`Renames`]).

use std::collections::{BTreeSet, HashMap};

use rusqlite::{Connection, params};

use super::key_check::insert_key_check;
use super::readable::Readable;
use super::schema::{lock, unlock};
use super::transaction::LedgerTx;
use crate::detect::ClueNaming;
use crate::value::CountyKey;

/// The columns that hold ids of clues and codes, by table.
pub const NAMED: [(&str, &[&str]); 14] = [
    ("absence", &["clue"]),
    ("answer", &["clue", "subject"]),
    ("clue", &["id", "subject"]),
    ("disposition", &["clue"]),
    ("identity_answer", &["code"]),
    ("identity_question", &["code"]),
    ("identity_reply", &["code"]),
    ("inclusion", &["clue"]),
    ("pushed", &["clue", "subject"]),
    ("sighting", &["clue", "fingerprint"]),
    ("transition", &["clue"]),
    ("triage", &["clue"]),
    ("waiver", &["clue", "household"]),
    ("whereabouts", &["clue", "household"]),
];

/// Renames everything by the last change of a key, and records its check value; gives how many clues have a new id.
///
/// # Errors
/// If the ledger cannot be written.
pub fn rekey(tx: &LedgerTx<'_>, key: &CountyKey) -> anyhow::Result<usize> {
    let connection = tx.connection();
    let naming = ClueNaming::new(key);
    connection.pragma_update(None, "defer_foreign_keys", "ON")?;
    let mut insert = connection.prepare("INSERT INTO renaming (entry, old_name, new_name) VALUES (?1, ?2, ?3)")?;
    for name in names(connection)? {
        insert.execute(params![tx.number(), name, naming.renaming(&name)])?;
    }
    unlock(connection)?;
    for (table, columns) in NAMED {
        let renamed = |column: &&str| {
            let new = format!("SELECT new_name FROM renaming r WHERE r.entry = ?1 AND r.old_name = {table}.{column}");
            format!("{column} = coalesce(({new}), {column})")
        };
        let columns = columns.iter().map(renamed).collect::<Vec<_>>().join(", ");
        connection.execute(&format!("UPDATE {table} SET {columns}"), [tx.number()])?;
    }
    lock(connection)?;
    insert_key_check(tx, key)?;
    let clues: i64 = connection.query_row("SELECT count(*) FROM clue", [], |row| row.get(0))?;
    tx.note("clues", clues);
    Ok(usize::try_from(clues)?)
}

/// All names that are in use.
fn names(connection: &Connection) -> anyhow::Result<BTreeSet<String>> {
    let mut names = BTreeSet::new();
    for (table, columns) in NAMED {
        for column in columns {
            let query = format!("SELECT DISTINCT {column} FROM {table} WHERE {column} <> ''");
            let mut statement = connection.prepare(&query)?;
            let found = statement.query_map([], |row| row.get(0))?;
            names.extend(found.collect::<rusqlite::Result<Vec<String>>>()?);
        }
    }
    Ok(names)
}

/// What things are called now that lists and results of before a change of the key know by another name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Renames(HashMap<String, String>);

impl Renames {
    /// What a ledger knows.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn read(from: &impl Readable) -> anyhow::Result<Self> {
        let mut statement = from.connection().prepare("SELECT old_name, new_name FROM renaming")?;
        let pairs = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(Self(pairs.collect::<rusqlite::Result<_>>()?))
    }

    /// What something is called now, by what it is or was called.
    pub fn current<'n>(&'n self, name: &'n str) -> &'n str {
        let renamed = |name: &&'n str| self.0.get(*name).map(String::as_str);
        std::iter::successors(Some(name), renamed).last().unwrap_or(name)
    }
}

/// What rows were written with, before changes of the key renamed it: the latest change first.
#[derive(Debug, Default)]
pub(super) struct FormerNames(Vec<(i64, HashMap<String, String>)>);

impl FormerNames {
    /// What a ledger knows.
    pub fn read(connection: &Connection) -> anyhow::Result<Self> {
        let mut changes: Vec<(i64, HashMap<String, String>)> = Vec::new();
        let mut statement = connection.prepare("SELECT entry, new_name, old_name FROM renaming ORDER BY entry DESC")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let entry = row.get(0)?;
            let new = row.get(1)?;
            let old = row.get(2)?;
            match changes.last_mut().filter(|(last, _)| *last == entry) {
                Some((_, names)) => drop(names.insert(new, old)),
                None => changes.push((entry, HashMap::from([(new, old)]))),
            }
        }
        Ok(Self(changes))
    }

    /// The name that a row of an audit row was written with, by the one that it has now.
    pub fn written<'n>(&'n self, name: &'n str, entry: i64) -> &'n str {
        let later = self.0.iter().filter(|(change, _)| *change > entry);
        later.fold(name, |name, (_, names)| names.get(name).map_or(name, String::as_str))
    }
}
