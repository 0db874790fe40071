//! A column that no field takes and that is probably one which its sheet lacks.

use serde::{Deserialize, Serialize};

/// A heading that was probably renamed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LookAlike {
    /// The heading as it stands.
    pub heading: String,
    /// The field that it probably is.
    pub field: String,
    /// What says so.
    pub why: String,
}
