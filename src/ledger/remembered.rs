//! A household → its clues as the ledger remembers them, found by rules or on visits, standing or not.

use super::about::{ABOUT, About, BEYOND, about};
use super::history::lives;
use super::life::Life;
use super::place::{KnownHousehold, KnownVillage};
use super::readable::Readable;
use super::triage::{CurrentPeriod, Triage, decide};
use super::waiver::Covers;

/// A clue of a household.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remembered {
    /// What it is about.
    pub about: About,
    /// What was last found, in words.
    pub finding: String,
    /// What happened to it.
    pub life: Life,
    /// Whether it is asked.
    pub triage: Triage,
}

/// The clues of a household, by its code, as they stood after a period; by id.
///
/// # Errors
/// If the ledger cannot be read.
pub fn remembered(
    from: &impl Readable,
    household: &str,
    current: CurrentPeriod<'_>,
) -> anyhow::Result<Vec<Remembered>> {
    let mut lives = lives(from, Some(current.name))?;
    let covers = Covers::read(from)?;
    let mut statement = from.connection().prepare(&format!(
        "SELECT {ABOUT}, (SELECT s.finding FROM sighting s JOIN run r ON r.id = s.run \
         WHERE s.clue = c.id AND r.period <= ?2 ORDER BY s.id DESC LIMIT 1) \
         FROM clue c JOIN whereabouts w ON w.id = (SELECT max(id) FROM whereabouts WHERE clue = c.id) \
         WHERE w.household = ?1 ORDER BY c.id"
    ))?;
    let mut rows = statement.query([household, current.name])?;
    let mut clues = Vec::new();
    while let Some(row) = rows.next()? {
        let about = about(row)?;
        let Some(life) = lives.remove(&about.clue) else { continue };
        let triage = decide(&life, covers.of((&about).into(), current.as_of), current);
        let finding: Option<String> = row.get(BEYOND)?;
        clues.push(Remembered { about, finding: finding.unwrap_or_default(), life, triage });
    }
    Ok(clues)
}

/// The household that a clue is or was about; none if there is no such clue, or it is about a village.
///
/// # Errors
/// If the ledger cannot be read.
pub fn household_of_clue(from: &impl Readable, clue: &str) -> anyhow::Result<Option<KnownHousehold>> {
    let mut statement = from.connection().prepare(
        "SELECT household, township, village, household_number FROM whereabouts \
         WHERE clue = ?1 AND household <> '' ORDER BY id DESC LIMIT 1",
    )?;
    let mut homes = statement.query_map([clue], |row| {
        let place = KnownVillage { township: row.get(1)?, village: row.get(2)? };
        Ok(KnownHousehold { code: row.get(0)?, place, number: row.get(3)? })
    })?;
    Ok(homes.next().transpose()?)
}
