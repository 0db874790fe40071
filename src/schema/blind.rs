//! Blind spots: whom rules could not judge for want of what, and whom nearly no source knows.

use std::collections::BTreeMap;

use super::Location;

/// The subjects of one township that a rule could not judge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlindSpot {
    /// The rule's id.
    pub rule: String,
    pub township: String,
    /// Why it could not.
    pub want: Want,
    /// How many subjects.
    pub subjects: u32,
    /// What was missing, in officers' words, and for how many of them; one subject may lack several things.
    pub missing: BTreeMap<String, u32>,
}

/// Why a rule could not judge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Want {
    /// Values that the condition needs are unknown.
    Value,
    /// A source was not delivered, and the rule was skipped.
    Source,
}

/// A household that nearly no source knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LittleKnown {
    /// Where it lives.
    pub location: Location,
    /// How many members it has.
    pub members: u32,
    /// The sources that know one of its members.
    pub sources: Vec<String>,
}
