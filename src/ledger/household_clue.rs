//! A household → all its clues in the ledger, open and closed, found by rules or on visits.

use super::clue_about::{ABOUT, About, BEYOND, about};
use super::history::lifecycles;
use super::known_place::KnownHousehold;
use super::lifecycle::ClueLifecycle;
use super::readable::Readable;
use super::renaming::Renames;
use super::triage::{CurrentPeriod, Triage, decide};
use super::waiver::WaiverIndex;
use crate::schema::{Household, Village};

/// A clue of a household.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HouseholdClue {
    /// What it is about.
    pub about: About,
    /// What was last found, in words.
    pub finding: String,
    /// Its lifecycle.
    pub lifecycle: ClueLifecycle,
    /// Whether it is asked.
    pub triage: Triage,
}

/// The clues of a household, by its code, as they were after a period; by id.
///
/// # Errors
/// If the ledger cannot be read.
pub fn household_clues(
    from: &impl Readable,
    household: &str,
    current: CurrentPeriod<'_>,
) -> anyhow::Result<Vec<HouseholdClue>> {
    let mut lifecycles = lifecycles(from, Some(current.name))?;
    let covers = WaiverIndex::read(from)?;
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
        let Some(lifecycle) = lifecycles.remove(&about.clue) else { continue };
        let triage = decide(&lifecycle, covers.of((&about).into(), current.as_of), current);
        let finding: Option<String> = row.get(BEYOND)?;
        clues.push(HouseholdClue { about, finding: finding.unwrap_or_default(), lifecycle, triage });
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
    let renames = Renames::read(from)?;
    let mut homes = statement.query_map([renames.current(clue)], |row| {
        let village = Village { township: row.get(1)?, name: row.get(2)? };
        Ok(KnownHousehold { code: row.get(0)?, household: Household { village, number: row.get(3)? } })
    })?;
    Ok(homes.next().transpose()?)
}
