//! How many live where.

use serde::{Deserialize, Serialize};

use crate::schema::Village;

/// How many live in a village.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VillageSize {
    /// The village.
    #[serde(flatten)]
    pub village: Village,
    /// Households in the register.
    pub households: u32,
    /// People in the register.
    pub people: u32,
}
