//! ID numbers that stand where nothing is read.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The valid ID numbers of a column that no field takes, or of a sheet that is not read.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnusedIds {
    /// The column's heading, if the sheet is read but for it.
    pub heading: Option<String>,
    /// Compact keys of the numbers.
    pub keys: Vec<i64>,
}

/// Numbers are never printed.
impl fmt::Debug for UnusedIds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UnusedIds").field("heading", &self.heading).field("keys", &self.keys.len()).finish()
    }
}
