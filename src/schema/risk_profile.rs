//! The risk profile of a household: what its clues come to together.

use std::collections::BTreeMap;

use crate::pack::Severity;

/// The risk profiles of all households with clues, by household key.
pub type RiskProfiles = BTreeMap<i64, RiskProfile>;

/// What the clues of one household come to together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RiskProfile {
    pub grade: Severity,
    /// Its points.
    pub score: u32,
    /// The kind of risk with most points, if one counts.
    pub main_risk: Option<String>,
    /// The other kinds of risk that count, the weightier first.
    pub other_risks: Vec<String>,
    /// Number of its clues, those included that sum others up.
    pub clues: u32,
    /// What it is called at its head on lists, such as 应纳未纳.
    pub headings: Vec<String>,
}

impl RiskProfile {
    /// The main risk for people; empty without one.
    pub fn main(&self) -> &str {
        self.main_risk.as_deref().unwrap_or_default()
    }

    /// The other risks for people.
    pub fn others(&self) -> String {
        self.other_risks.join("、")
    }
}
