//! Records whose ID number cannot be used, and the persons they may be about.

use serde::{Deserialize, Serialize};

use super::Origin;
use crate::value::{Fragment, IdNumber, Likeness};

/// A record that was set aside for its ID number, with what is left to tell whose it is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Damaged {
    /// The source.
    pub source: String,
    /// Where it stands.
    pub origin: Origin,
    /// The name.
    pub name: String,
    /// What is left of the number.
    pub fragment: Option<Fragment>,
    /// The township as written.
    pub township: Option<String>,
    /// The village as written.
    pub village: Option<String>,
}

/// A damaged record and the one person of the register whom it fits: 疑似同一人. For people to confirm, never joined.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Suspect {
    /// The record.
    pub record: Damaged,
    /// The person.
    pub person: IdNumber,
    /// The person's household, a key.
    pub household: i64,
    /// The person's village, a key.
    pub village: i64,
    /// Township, village and household number, as the register has them.
    pub place: [String; 3],
    /// In what the numbers are like; none if only village and name are.
    pub likeness: Option<Likeness>,
    /// Whether the person has other records of the source, so that nothing hangs on this one.
    pub has_others: bool,
}
