//! Whether a key is the one that a ledger's codes are made with.

use rusqlite::{Connection, OptionalExtension, params};

use super::readable::Readable;
use super::transaction::LedgerTx;
use crate::detect::ClueNaming;
use crate::schema::{Household, Village};
use crate::value::CountyKey;

/// The operation that brings the tables of an older version up to date.
pub(super) const UPGRADE: &str = "upgrade";

/// What a ledger tells of the key that it was made with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyEvidence {
    /// Nothing: it names nobody yet.
    Nothing,
    /// The check value of the key.
    Check(String),
    /// Codes of places, in ledgers that were begun before they kept a check value.
    Codes(Vec<PlaceCode>),
}

/// A household or village, and its code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlaceCode {
    village: Village,
    /// The household's number; none for a village.
    number: Option<String>,
    code: String,
}

impl KeyEvidence {
    /// What a ledger tells.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn of(from: &impl Readable) -> anyhow::Result<Self> {
        if let Some(check) = key_check(from.connection())? {
            return Ok(Self::Check(check));
        }
        let codes = place_codes(from)?;
        Ok(if codes.is_empty() { Self::Nothing } else { Self::Codes(codes) })
    }

    /// Whether the ledger may have been made with a key.
    pub fn admits(&self, key: &CountyKey) -> bool {
        match self {
            KeyEvidence::Nothing => true,
            KeyEvidence::Check(check) => key.check_value() == *check,
            KeyEvidence::Codes(codes) => {
                let naming = ClueNaming::new(key);
                codes.iter().all(|place| place.is_named_by(&naming))
            }
        }
    }
}

impl PlaceCode {
    fn is_named_by(&self, naming: &ClueNaming) -> bool {
        let code = match &self.number {
            Some(number) => naming.household(&Household::new(self.village.clone(), number)),
            None => naming.village(&self.village),
        };
        code == self.code
    }
}

/// The check value of the key that a ledger is made with; none before there is one.
///
/// # Errors
/// If the ledger cannot be read.
pub(super) fn key_check(connection: &Connection) -> anyhow::Result<Option<String>> {
    let query = "SELECT value FROM key_check ORDER BY id DESC LIMIT 1";
    Ok(connection.query_row(query, [], |row| row.get(0)).optional()?)
}

/// Records the check value of a key, unless it is the one that holds; no key has none.
///
/// # Errors
/// If the ledger was made with another key meanwhile, or cannot be written.
pub fn record_key_check(tx: &LedgerTx<'_>, key: &CountyKey) -> anyhow::Result<()> {
    let evidence = KeyEvidence::of(tx)?;
    anyhow::ensure!(evidence.admits(key), "另一个命令刚刚换了密钥；台账没有改动，请重新运行");
    if !key.is_none() && !matches!(evidence, KeyEvidence::Check(_)) {
        insert_key_check(tx, key)?;
    }
    Ok(())
}

/// Records the check value of a key.
pub(super) fn insert_key_check(tx: &LedgerTx<'_>, key: &CountyKey) -> anyhow::Result<()> {
    let value = key.check_value();
    tx.connection().execute("INSERT INTO key_check (entry, value) VALUES (?1, ?2)", params![tx.number(), value])?;
    Ok(())
}

/// The keys that audit rows are sealed with, each from the row on that recorded its check value.
pub(super) struct SealKeys(Vec<(i64, Option<CountyKey>)>);

impl SealKeys {
    /// What a ledger recorded; the keys are there if a county's key is, as that has those that it was changed from.
    pub fn of(connection: &Connection, key: Option<&CountyKey>) -> anyhow::Result<Self> {
        let all: Vec<CountyKey> = key.into_iter().flat_map(CountyKey::back_to_first).collect();
        let mut statement = connection.prepare("SELECT entry, value FROM key_check ORDER BY id")?;
        let recorded = statement.query_map([], |row| {
            let value: String = row.get(1)?;
            Ok((row.get(0)?, all.iter().find(|key| key.check_value() == value).cloned()))
        })?;
        Ok(Self(recorded.collect::<rusqlite::Result<_>>()?))
    }

    /// Whether an audit row has the seal that it should have. A new version of the program brings tables up to date
    /// before it knows the key; the next audit row's seal covers that.
    pub fn sealed(&self, number: i64, command: &str, hash: &str, seal: Option<&str>) -> bool {
        let in_force = self.0.iter().rev().find(|(from, _)| *from <= number);
        match (in_force, seal) {
            (None, seal) => seal.is_none(),
            (Some(_), None) => command == UPGRADE,
            (Some((_, None)), Some(_)) => true,
            (Some((_, Some(key))), Some(seal)) => key.seal(hash) == seal,
        }
    }
}

/// A household and a village with their codes, as last known. Numbers that were masked do not make a code again.
fn place_codes(from: &impl Readable) -> anyhow::Result<Vec<PlaceCode>> {
    let latest = |what: &str, condition: &str| {
        format!(
            "SELECT w.township, w.village, {what} FROM whereabouts w JOIN clue c ON c.id = w.clue \
             WHERE {condition} ORDER BY w.id DESC LIMIT 1"
        )
    };
    let household = latest(
        "w.household_number, w.household",
        "w.household <> '' AND w.household_number <> '' AND w.household_number NOT LIKE '%*%'",
    );
    let village = latest("NULL, c.subject", "c.subject_kind = 'village'");
    let mut codes = Vec::new();
    for query in [household, village] {
        let place = from.connection().query_row(&query, [], |row| {
            let village = Village::new(row.get::<_, String>(0)?, row.get::<_, String>(1)?);
            Ok(PlaceCode { village, number: row.get(2)?, code: row.get(3)? })
        });
        codes.extend(place.optional()?);
    }
    Ok(codes)
}
