//! How many live where.

use serde::{Deserialize, Serialize};

/// How many live in a village.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VillageSize {
    /// Township.
    pub township: String,
    /// Village.
    pub village: String,
    /// Households in the register.
    pub households: u32,
    /// People in the register.
    pub people: u32,
}
