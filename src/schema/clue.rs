//! What a run finds: clues, and how often every rule could decide.

use super::{Household, Origin, Village};
use crate::expr::Subject;
use crate::pack::Severity;
use crate::value::{ClueId, IdNumber, RuleId};

/// A rule's hit on one subject.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clue {
    /// Stable id: rule, subject and discriminator make it.
    pub id: ClueId,
    pub rule: RuleId,
    pub subject: ClueSubject,
    /// Where it lives.
    pub location: Location,
    /// What a person reads.
    pub text: ClueText,
    /// Kind of risk.
    pub risk: String,
    /// Level of risk.
    pub severity: Severity,
    pub department: String,
    /// Whether it sums up other clues, and so comes after them.
    pub sums_up: bool,
    /// What else was found of the same matter, and is no clue of its own.
    pub included: Vec<ImpliedHit>,
    /// The records that back it, in order.
    pub origins: Vec<Origin>,
    /// Code of the values in those records that speak for it: another code means other evidence.
    pub fingerprint: String,
}

/// A hit of a rule that is no clue of its own: one more reason of another rule's clue, or what that clue alone makes
/// of the household.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImpliedHit {
    pub rule: RuleId,
    /// Whom the hit is about: the clue's subject, or a member of its household.
    pub subject: ClueSubject,
    /// What was found.
    pub finding: String,
    /// Whether it sums up the household's clues and stands at its head; else it is a further reason.
    pub heads: bool,
}

/// Whom a clue is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClueSubject {
    /// Person, household or village.
    pub kind: Subject,
    /// The person, for clues about a person.
    pub person: Option<IdNumber>,
    /// The household's key.
    pub household: Option<i64>,
    /// The village's key.
    pub village: i64,
    /// Its code, the same in all periods of the county.
    pub code: String,
}

/// Where a subject lives, as the register has it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Location {
    pub village: Village,
    /// Village group.
    pub group: String,
    /// Household number; empty for a village.
    pub household_number: String,
    /// The household's code, the same in all periods of the county; empty for a village.
    pub household_code: String,
    pub head_name: String,
    /// The head, if known.
    pub head: Option<IdNumber>,
    /// Population class of the household.
    pub class: String,
}

impl Location {
    /// The household.
    pub fn household(&self) -> Household {
        Household::new(self.village.clone(), &self.household_number)
    }
}

/// The words of a clue.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ClueText {
    /// The rule's title.
    pub title: String,
    /// Name of the person concerned.
    pub person_name: String,
    /// Relation to the head.
    pub relation: String,
    /// What was found.
    pub finding: String,
    /// What to verify.
    pub verify: String,
}

/// How a rule fared over all its subjects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleTally {
    pub rule: RuleId,
    /// How many subjects came out how, or the sources that were missing.
    pub judged: Judged,
}

/// How many subjects came out how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Judged {
    /// The rule was run.
    Run(RuleCounts),
    /// The rule was not run, for want of these sources.
    Skipped {
        /// Names of the missing sources.
        missing: Vec<String>,
    },
}

/// The subjects of a rule that was run, by outcome.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RuleCounts {
    /// Condition true.
    pub hits: u32,
    /// Condition false.
    pub misses: u32,
    /// An exclusion held.
    pub excluded: u32,
    /// A needed value was unknown.
    pub undetermined: u32,
    /// Condition true, but a record that speaks against it was probably found damaged.
    pub doubtful: u32,
}
