//! A household of the register as later commands know it.

use serde::{Deserialize, Serialize};

use super::Village;

/// A household of the register, without anybody's name: what a village reports of one is matched by codes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegisteredHousehold {
    /// The village.
    #[serde(flatten)]
    pub village: Village,
    /// Village group.
    pub group: String,
    pub number: String,
    /// Its code, the same in all periods of the county.
    pub code: String,
    /// The code of its head's name; none if characters of that were lost.
    pub head: Option<String>,
    /// Its population class; none if that is not known.
    #[serde(default)]
    pub class: Option<String>,
    /// How many people the register has of it.
    #[serde(default)]
    pub people: u32,
}
