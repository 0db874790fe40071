//! What all push lists of a run have in common.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::detect::ClueNaming;
use crate::ledger::{AskReason, Triage};
use crate::pack::Pack;
use crate::schema::{Inquiry, RiskProfiles, SheetReport};
use crate::value::ClueId;

/// What all lists of a run have in common.
#[derive(Clone, Copy)]
pub struct ListContext<'a> {
    /// The layouts, and the words that answers may be.
    pub pack: &'a Pack,
    /// The townships of every class.
    pub classes: &'a BTreeMap<String, Vec<String>>,
    /// The county's name.
    pub county: &'a str,
    /// The period, such as `2026-11`.
    pub period: &'a str,
    /// The day the lists are pushed.
    pub pushed: Date,
    /// The day answers are due, by the name of the parameter that says within how many working days.
    pub due: &'a dyn Fn(&str) -> Date,
    /// How codes of lists and checksums of rows are made.
    pub naming: &'a ClueNaming,
    /// Whether each clue is asked; a clue that is missing here is asked.
    pub triage: &'a BTreeMap<ClueId, Triage>,
    /// What is asked of those with clues.
    pub inquiries: &'a [Inquiry],
    /// The risk profile of every household.
    pub risk_profiles: &'a RiskProfiles,
    /// The run's sheets, to name the place of a record.
    pub sheets: &'a [SheetReport],
    /// The head of the ledger before the run, as it is printed; none for a county's first.
    pub anchor: Option<&'a str>,
}

impl<'a> ListContext<'a> {
    /// Why a clue is asked; none if it is not.
    pub(super) fn ask(self, clue: &str) -> Option<&'a AskReason> {
        match self.triage.get(clue) {
            None => Some(&AskReason::New),
            Some(Triage::Ask(ask)) => Some(ask),
            Some(Triage::Suppress(_)) => None,
        }
    }
}
