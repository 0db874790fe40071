//! What the ledger knows of places and rules, so that a waiver names what is there.

use std::collections::BTreeSet;

use super::readable::Readable;
use crate::value::place::{township_key, village_key};
use crate::value::{Redacted, recognise};

/// A village with clues.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct KnownVillage {
    /// Township.
    pub township: String,
    /// Village.
    pub village: String,
}

/// A household with clues.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct KnownHousehold {
    /// Its code.
    pub code: String,
    /// Where it is.
    pub place: KnownVillage,
    /// Its number.
    pub number: String,
}

/// The village with clues of a name, however people write it.
///
/// # Errors
/// If the ledger cannot be read.
pub fn village(from: &impl Readable, township: &str, village: &str) -> anyhow::Result<Option<KnownVillage>> {
    let (wanted_township, wanted_village) = (township_key(township), village_key(village));
    let mut statement =
        from.connection().prepare("SELECT DISTINCT township, village FROM whereabouts ORDER BY 1, 2")?;
    let known = statement.query_map([], |row| Ok(KnownVillage { township: row.get(0)?, village: row.get(1)? }))?;
    let known: BTreeSet<KnownVillage> = known.collect::<rusqlite::Result<_>>()?;
    let same = |known: &KnownVillage| {
        township_key(&known.township) == wanted_township && village_key(&known.village) == wanted_village
    };
    Ok(known.into_iter().find(same))
}

/// The household with clues of a place and number, however people write them.
///
/// # Errors
/// If the ledger cannot be read.
pub fn household(
    from: &impl Readable,
    township: &str,
    village_name: &str,
    number: &str,
) -> anyhow::Result<Option<KnownHousehold>> {
    let Some(place) = village(from, township, village_name)? else { return Ok(None) };
    let number = household_number(number);
    let mut statement = from.connection().prepare(
        "SELECT household FROM whereabouts WHERE township = ?1 AND village = ?2 AND household_number = ?3 \
         AND household <> '' ORDER BY id DESC LIMIT 1",
    )?;
    let mut codes = statement.query_map([&place.township, &place.village, &number], |row| row.get(0))?;
    let code: Option<String> = codes.next().transpose()?;
    Ok(code.map(|code| KnownHousehold { code, place, number }))
}

/// Whether a rule was ever run or skipped.
///
/// # Errors
/// If the ledger cannot be read.
pub fn knows_rule(from: &impl Readable, rule: &str) -> anyhow::Result<bool> {
    let mut statement = from.connection().prepare("SELECT 1 FROM rule_outcome WHERE rule = ?1 LIMIT 1")?;
    Ok(statement.exists([rule])?)
}

/// A household number as it enters the ledger: masked if the register uses ID numbers for it.
pub(super) fn household_number(number: &str) -> String {
    match recognise(number) {
        Ok(_) => Redacted::of(number).into(),
        Err(_) => number.to_owned(),
    }
}
