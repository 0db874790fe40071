//! What a county taught of a sheet, as far as it applied.

use serde::{Deserialize, Serialize};

/// One thing that `bidui.toml` says of columns and that held for a sheet.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct AppliedHint {
    /// The position of the `[[columns]]` that says it, from 0.
    pub hint: usize,
    /// What it says.
    pub what: String,
    /// The field that has no column and is the same in all records.
    pub constant: Option<String>,
}
