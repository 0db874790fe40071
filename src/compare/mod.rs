//! Two runs' clues → which findings, households and persons enter, leave and stay, by rule and township.
//!
//! The same finding has the same id in both runs. A clue of a rule that the later run skipped neither stays nor
//! leaves: nobody looked. [`compare_periods`] tells the same of two periods that the ledger remembers, with what became
//! of every clue between them.

mod clue_change;
mod compared_clue;
mod comparison;
mod rulebook;
mod what_if;
mod periods;

pub use clue_change::ClueChange;
pub use compared_clue::ComparedClue;
pub use comparison::{Comparison, DifferenceCounts, RuleDifference, compare};
pub use periods::{ChangeCounts, ChangeFigure, ChangedClue, PeriodComparison, PeriodLine, compare_periods};
pub use rulebook::{ParameterChange, RuleChanges, parameter_changes, rule_changes};
pub use what_if::{RunBasis, WhatIf};
