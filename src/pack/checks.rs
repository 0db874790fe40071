//! How much a period's data may differ from the period before, from `rules/checks.toml`, and what a county accepts.

use serde::{Deserialize, Serialize};

use super::coverage::CoverageLimits;

/// The limits.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Checks {
    /// The share of its records that a table may lose, 0 to 1.
    pub rows_may_fall: f64,
    /// By how much the share of unusable ID numbers may rise, 0 to 1.
    pub damaged_may_rise: f64,
    /// Tables with fewer records are not compared.
    pub least_records: u32,
    /// The share of its records that may have another status than before, 0 to 1.
    pub statuses_may_turn: f64,
    /// The share of a township's records that may be gone or have another status, 0 to 1.
    pub township_may_turn: f64,
    /// Townships with fewer records are not compared.
    pub least_in_township: u32,
    /// Lists that had fewer records may be missing.
    pub least_to_be_missed: u32,
    /// When a list is too thin to tell anything by absence.
    pub coverage: CoverageLimits,
}

/// What is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SafetyCheck {
    /// A monthly list speaks of an earlier month.
    Stale,
    /// A file of a monthly list is the same as in the period before.
    Identical,
    /// A table lost records.
    RowsFell,
    /// A table lost a column.
    ColumnGone,
    /// More ID numbers than before cannot be used.
    DamagedRose,
    /// A township lost records.
    TownshipFell,
    /// Many records have another status than before.
    StatusTurned,
    /// A source that was there is not there any more.
    SourceGone,
    /// What the period before left cannot be read, so that nothing is compared with it.
    Uncompared,
}

impl SafetyCheck {
    /// Its name in `bidui.toml`.
    pub fn name(self) -> &'static str {
        match self {
            SafetyCheck::Stale => "stale",
            SafetyCheck::Identical => "identical",
            SafetyCheck::RowsFell => "rows_fell",
            SafetyCheck::ColumnGone => "column_gone",
            SafetyCheck::DamagedRose => "damaged_rose",
            SafetyCheck::TownshipFell => "township_fell",
            SafetyCheck::StatusTurned => "status_turned",
            SafetyCheck::SourceGone => "source_gone",
            SafetyCheck::Uncompared => "uncompared",
        }
    }
}

/// A difference that the county has looked at and accepts.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Accepted {
    pub source: String,
    /// What was checked.
    pub check: SafetyCheck,
    /// The period it is accepted for; every one, if not told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period: Option<String>,
    /// Why, for whoever asks later.
    pub reason: String,
}
