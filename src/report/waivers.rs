//! Waivers of the ledger → lines for people and scripts.

use jiff::civil::Date;
use serde::Serialize;

use crate::ledger::{RecordedWaiver, WaiverScope};

/// One waiver.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WaiverLine {
    /// Its number.
    pub id: i64,
    /// What is not to be asked.
    pub scope: String,
    /// Why.
    pub reason: String,
    /// The document that says so.
    pub document: String,
    /// Who verified it.
    pub verifier: String,
    /// The first day.
    pub from: String,
    /// The last day.
    pub until: String,
    /// Whether it holds on the day of the latest period.
    pub holds: bool,
    /// Whether it is yet to begin on that day.
    pub begins_later: bool,
    /// Why it was revoked.
    pub revoked: Option<String>,
}

/// The line of a waiver, as it stands on a day.
pub fn waiver_line(standing: &RecordedWaiver, day: Date) -> WaiverLine {
    let waiver = &standing.waiver;
    WaiverLine {
        id: standing.id,
        scope: scope(&waiver.scope),
        reason: waiver.reason.to_string(),
        document: waiver.document.to_string(),
        verifier: waiver.verifier.to_string(),
        from: waiver.from.to_string(),
        until: waiver.until.to_string(),
        holds: standing.holds_on(day),
        begins_later: standing.begins_after(day),
        revoked: standing.revoked.as_ref().map(|revocation| format!("{} {}", revocation.on, revocation.reason)),
    }
}

fn scope(scope: &WaiverScope) -> String {
    match scope {
        WaiverScope::Clue(clue) => format!("线索 {clue}"),
        WaiverScope::Household(known) => format!("{} {} 户", known.household.village, known.household.number),
        WaiverScope::HouseholdRule(known, rule) => {
            format!("{} {} 户的 {rule}", known.household.village, known.household.number)
        }
        WaiverScope::VillageRule(village, rule) => format!("{village}的 {rule}"),
    }
}
