//! The audit chain: every row seals the rows written with it and the audit row before it.

use std::collections::BTreeMap;

use anyhow::Context;
use jiff::Timestamp;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::key_check::{SealKeys, key_check};
use super::readable::Readable;
use super::renaming::{FormerNames, NAMED};
use super::schema::tables;
use crate::value::CountyKey;

/// The hash before the first.
const BEGINNING: &str = "";

/// Digests of the rows that one command wrote, by table.
type Digests = BTreeMap<String, String>;

/// An audit row about to be written.
#[derive(Debug)]
pub(super) struct Seal<'a> {
    pub number: i64,
    pub command: &'a str,
    pub at: Timestamp,
    pub what: String,
}

/// The result of checking a ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainCheck {
    /// How many audit rows there are.
    pub entries: u64,
    /// The hash of the last one. Anyone who noted it down can check later that nothing before it was rewritten.
    pub head: String,
    /// Where the ledger was changed after it was written, in order.
    pub violations: Vec<ChainViolation>,
    /// All operations, in order.
    pub operations: Vec<Operation>,
}

/// An audit row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Operation {
    /// Its number.
    pub number: i64,
    /// The command.
    pub command: String,
    /// When it was called.
    pub at: String,
    /// Its hash.
    pub hash: String,
}

/// A place where the ledger was changed after it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChainViolation {
    /// An audit row was changed.
    Entry {
        /// Its number.
        number: i64,
    },
    /// The audit row before this one is missing or was replaced.
    Link {
        /// Its number.
        number: i64,
    },
    /// Rows that a command wrote were changed, removed or joined by others.
    Rows {
        /// The number of the audit row that seals them.
        number: i64,
        /// The command.
        command: String,
        /// When it was called.
        at: String,
        /// Their table.
        table: String,
    },
    /// An audit row was not sealed with the county's key.
    Seal {
        /// Its number.
        number: i64,
    },
    /// Rows that no command wrote.
    Stray {
        /// Their table.
        table: String,
        /// The audit row they claim to belong to.
        number: i64,
    },
}

impl ChainViolation {
    /// The violation in Chinese.
    pub fn explain(&self) -> String {
        match self {
            ChainViolation::Entry { number } => format!("第 {number} 条操作记录被改过"),
            ChainViolation::Link { number } => format!("第 {number} 条操作记录与前一条不衔接，中间有记录被删或被换"),
            ChainViolation::Rows { number, command, at, table } => {
                format!("第 {number} 条操作（{command}，{at}）写入 {table} 表的内容被改过")
            }
            ChainViolation::Seal { number } => {
                format!("第 {number} 条操作记录不是用本县的密钥封存的：没有密钥的人改写过台账")
            }
            ChainViolation::Stray { table, number } => {
                format!("{table} 表里有不是程序写入的行（自称属于第 {number} 条操作）")
            }
        }
    }
}

/// The number of the next audit row.
pub(super) fn next_number(connection: &Connection) -> anyhow::Result<i64> {
    let last: Option<i64> =
        connection.query_row("SELECT max(sequence) FROM audit", [], |row| row.get(0)).context("无法读取台账")?;
    Ok(last.unwrap_or(0) + 1)
}

/// The hash of the last audit row; empty before the first.
pub(super) fn head(connection: &Connection) -> anyhow::Result<String> {
    let query = "SELECT hash FROM audit ORDER BY sequence DESC LIMIT 1";
    let head: Option<String> = connection.query_row(query, [], |row| row.get(0)).optional()?;
    Ok(head.unwrap_or_else(|| BEGINNING.to_owned()))
}

/// Appends the audit row of a transaction, if it wrote anything; sealed with a key, if it is the ledger's.
pub(super) fn seal(connection: &Connection, seal: &Seal<'_>, key: Option<&CountyKey>) -> anyhow::Result<()> {
    let mut digests = Digests::new();
    let unchanged = FormerNames::default();
    for table in sealed_tables(connection)? {
        let digest = digests_of(connection, &table, seal.number, &unchanged)?.remove(&seal.number);
        digests.extend(digest.map(|digest| (table, digest)));
    }
    if digests.is_empty() {
        return Ok(());
    }
    let digest = serde_json::to_string(&digests)?;
    let previous = head(connection)?;
    let at = seal.at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    let hash = hash(&[&previous, &seal.number.to_string(), seal.command, &at, &seal.what, &digest]);
    let known = key_check(connection)?;
    let key = key.filter(|key| known.is_some_and(|known| known == key.check_value()));
    connection.execute(
        "INSERT INTO audit (sequence, command, at, what, digest, previous, hash, seal) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params![seal.number, seal.command, at, seal.what, digest, previous, hash, key.map(|key| key.seal(&hash))],
    )?;
    Ok(())
}

/// Checks the whole chain, and every row that it seals; without the county's key, not whether the key was used.
///
/// # Errors
/// If the ledger cannot be read.
pub fn verify(from: &impl Readable, key: Option<&CountyKey>) -> anyhow::Result<ChainCheck> {
    let connection = from.connection();
    let mut found: BTreeMap<i64, Digests> = BTreeMap::new();
    let former = FormerNames::read(connection)?;
    for table in sealed_tables(connection)? {
        for (number, digest) in digests_of(connection, &table, i64::MIN, &former)? {
            found.entry(number).or_default().insert(table.clone(), digest);
        }
    }
    let keys = SealKeys::of(connection, key)?;
    let violations = Vec::new();
    let operations = Vec::new();
    let mut checked = ChainCheck { entries: 0, head: BEGINNING.to_owned(), violations, operations };
    let mut statement = connection
        .prepare("SELECT sequence, command, at, what, digest, previous, hash, seal FROM audit ORDER BY sequence")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let number: i64 = row.get(0)?;
        check(row, number, &found.remove(&number).unwrap_or_default(), &mut checked)?;
        let (command, hash, seal): (String, String, Option<String>) = (row.get(1)?, row.get(6)?, row.get(7)?);
        if !keys.sealed(number, &command, &hash, seal.as_deref()) {
            checked.violations.push(ChainViolation::Seal { number });
        }
    }
    for (number, digests) in found {
        checked.violations.extend(digests.into_keys().map(|table| ChainViolation::Stray { table, number }));
    }
    Ok(checked)
}

/// Checks one audit row.
fn check(row: &Row<'_>, number: i64, found: &Digests, checked: &mut ChainCheck) -> anyhow::Result<()> {
    let text = |column: usize| row.get::<_, String>(column);
    let command = text(1)?;
    let at = text(2)?;
    let what = text(3)?;
    let digest = text(4)?;
    let previous = text(5)?;
    let sealed = text(6)?;
    if previous != checked.head {
        checked.violations.push(ChainViolation::Link { number });
    }
    if hash(&[&previous, &number.to_string(), &command, &at, &what, &digest]) != sealed {
        checked.violations.push(ChainViolation::Entry { number });
    }
    let written: Digests = serde_json::from_str(&digest).unwrap_or_default();
    let differ = |table: &&String| written.get(*table) != found.get(*table);
    let mut differing: Vec<&String> = written.keys().chain(found.keys()).filter(differ).collect();
    differing.sort_unstable();
    differing.dedup();
    let broken = |table: &String| ChainViolation::Rows {
        number,
        command: command.clone(),
        at: at.clone(),
        table: table.clone(),
    };
    checked.violations.extend(differing.into_iter().map(broken));
    checked.entries += 1;
    checked.operations.push(Operation { number, command, at, hash: sealed.clone() });
    checked.head = sealed;
    Ok(())
}

fn sealed_tables(connection: &Connection) -> rusqlite::Result<Vec<String>> {
    Ok(tables(connection)?.into_iter().filter(|table| table != "audit").collect())
}

/// Digests of a table's rows by the audit row they belong to, the latest rows first, as far down as a number.
///
/// Rows are only added, so those of the latest command come last. Null values are not hashed, so that a column that a
/// migration adds leaves the digests of earlier rows as they were; what a change of the key renamed is hashed as it was
/// written.
fn digests_of(
    connection: &Connection,
    table: &str,
    down_to: i64,
    former: &FormerNames,
) -> anyhow::Result<BTreeMap<i64, String>> {
    let mut statement = connection.prepare(&format!("SELECT * FROM {table} ORDER BY rowid DESC"))?;
    let columns: Vec<String> = statement.column_names().map(str::to_owned).collect();
    let named = NAMED.iter().find(|(name, _)| *name == table).map(|(_, columns)| *columns).unwrap_or_default();
    let mut hashers: BTreeMap<i64, blake3::Hasher> = BTreeMap::new();
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let number: i64 = row.get("entry")?;
        if number < down_to {
            break;
        }
        let hasher = hashers.entry(number).or_default();
        for (position, column) in columns.iter().enumerate() {
            match row.get_ref(position)? {
                ValueRef::Text(name) if named.contains(&column.as_str()) => {
                    let name = former.written(std::str::from_utf8(name)?, number);
                    take(hasher, column, ValueRef::Text(name.as_bytes()));
                }
                value => take(hasher, column, value),
            }
        }
        hasher.update(b"\n");
    }
    Ok(hashers.into_iter().map(|(number, hasher)| (number, short(&hasher))).collect())
}

fn take(hasher: &mut blake3::Hasher, column: &str, value: ValueRef<'_>) {
    let (kind, bytes): (&[u8], &[u8]) = match value {
        ValueRef::Null => return,
        ValueRef::Integer(number) => (b"integer", &number.to_le_bytes()),
        ValueRef::Real(number) => (b"real", &number.to_le_bytes()),
        ValueRef::Text(text) => (b"text", text),
        ValueRef::Blob(bytes) => (b"blob", bytes),
    };
    for part in [column.as_bytes(), kind, bytes] {
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part);
    }
}

/// Half of a hash is enough to notice a change.
fn short(hasher: &blake3::Hasher) -> String {
    hasher.finalize().to_hex()[..32].to_owned()
}

fn hash(parts: &[&str]) -> String {
    let mut hasher = blake3::Hasher::new();
    for part in parts {
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part.as_bytes());
    }
    short(&hasher)
}
