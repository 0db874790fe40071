//! What the ledger knows of places and rules, so that a waiver names what is there.

use std::collections::BTreeSet;

use super::readable::Readable;
use crate::schema::{Household, Village};
use crate::value::Redacted;

/// A household with clues.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct KnownHousehold {
    /// Its code.
    pub code: String,
    /// Where it is, and its number.
    pub household: Household,
}

/// The village with clues of a name, however people write it.
///
/// # Errors
/// If the ledger cannot be read.
pub fn village(from: &impl Readable, wanted: &Village) -> anyhow::Result<Option<Village>> {
    let mut statement =
        from.connection().prepare("SELECT DISTINCT township, village FROM whereabouts ORDER BY 1, 2")?;
    let known = statement.query_map([], |row| Ok(Village { township: row.get(0)?, name: row.get(1)? }))?;
    let known: BTreeSet<Village> = known.collect::<rusqlite::Result<_>>()?;
    Ok(known.into_iter().find(|known| known.is(wanted)))
}

/// The household with clues of a place and number, however people write them.
///
/// # Errors
/// If the ledger cannot be read.
pub fn household(from: &impl Readable, wanted: &Household) -> anyhow::Result<Option<KnownHousehold>> {
    let Some(village) = village(from, &wanted.village)? else { return Ok(None) };
    let number = String::from(Redacted::household_number(&wanted.number));
    let mut statement = from.connection().prepare(
        "SELECT household FROM whereabouts WHERE township = ?1 AND village = ?2 AND household_number = ?3 \
         AND household <> '' ORDER BY id DESC LIMIT 1",
    )?;
    let mut codes = statement.query_map([&village.township, &village.name, &number], |row| row.get(0))?;
    let code: Option<String> = codes.next().transpose()?;
    Ok(code.map(|code| KnownHousehold { code, household: Household { village, number } }))
}

/// Whether a rule was ever run or skipped.
///
/// # Errors
/// If the ledger cannot be read.
pub fn knows_rule(from: &impl Readable, rule: &str) -> anyhow::Result<bool> {
    let mut statement = from.connection().prepare("SELECT 1 FROM rule_outcome WHERE rule = ?1 LIMIT 1")?;
    Ok(statement.exists([rule])?)
}
