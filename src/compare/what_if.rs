//! What other rules or thresholds would change.

use serde::Serialize;

use super::comparison::Comparison;
use super::rulebook::{ParameterChange, RuleChanges};

/// A comparison of a run with what other rules or thresholds give.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WhatIf {
    /// What the run compared with was made by.
    pub earlier: RunBasis,
    /// What this one was made by.
    pub later: RunBasis,
    /// Whether both read the same files.
    pub same_data: bool,
    /// The thresholds that differ.
    pub parameters: Vec<ParameterChange>,
    /// The rules that differ.
    pub rulebook: RuleChanges,
    /// What became of clues, households and persons.
    #[serde(flatten)]
    pub comparison: Comparison,
}

/// What a run was made by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RunBasis {
    pub period: String,
    /// The day it is counted from.
    pub as_of: String,
    /// Version of the rule pack.
    pub pack: String,
}
