//! A household explained, with what the ledger remembers of its clues.

use serde::Serialize;

use super::explained::explained;
use super::progress::Progress;
use super::setup::Setup;
use crate::county::{Failure, existing_ledger};
use crate::explain::{Detail, Explanation, Query};
use crate::ledger::{CurrentPeriod, KnownHousehold, Ledger, household_clues, household_of_clue};
use crate::report::{RememberedLine, explanation_page, remembered_lines};

/// What is said of a household.
#[derive(Debug, Serialize)]
pub struct HouseholdExplained {
    /// How the rules judge it, and on what.
    #[serde(flatten)]
    pub explanation: Explanation,
    /// Its clues in the ledger; none without a ledger.
    pub ledger: Vec<RememberedLine>,
}

impl HouseholdExplained {
    /// Finds the household and screens its village.
    ///
    /// # Errors
    /// If data are refused, nobody or several are found, or the machine fails.
    pub fn of(setup: &Setup, query: Query, detail: Detail<'_>, progress: &dyn Progress) -> Result<Self, Failure> {
        let ledger = existing_ledger(&setup.workspace.root)?;
        let query = resolved(query, ledger.as_ref())?;
        let (explanation, household) = explained(setup, &query, detail, progress)?;
        let period = CurrentPeriod { name: &setup.workspace.period, as_of: setup.as_of };
        let clues = ledger.as_ref().map(|ledger| household_clues(ledger, &household, period)).transpose()?;
        Ok(Self { explanation, ledger: remembered_lines(&clues.unwrap_or_default()) })
    }

    /// The page for people.
    pub fn page(&self) -> String {
        explanation_page(&self.explanation, &self.ledger)
    }
}

/// A clue that the ledger knows by the household that it was last about: villages report clues that no rule has.
fn resolved(query: Query, ledger: Option<&Ledger>) -> anyhow::Result<Query> {
    let (Query::Named(named), Some(ledger)) = (&query, ledger) else { return Ok(query) };
    let home = household_of_clue(ledger, &named.to_uppercase())?;
    let place = |known: KnownHousehold| known.household.to_string();
    Ok(home.map_or(query, |home| Query::Named(place(home))))
}
