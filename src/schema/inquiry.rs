//! What only a visit can answer, put to one household or village.

use super::Location;
use crate::expr::Subject;

/// A question put to a household or village.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inquiry {
    /// The question's id.
    pub question: String,
    /// The checkpoints it answers.
    pub plan: Vec<String>,
    /// The question.
    pub ask: String,
    /// The answers to choose from.
    pub answers: Vec<String>,
    /// Household or village.
    pub kind: Subject,
    /// The household's key, for questions to a household.
    pub household: Option<i64>,
    /// The village's key.
    pub village: i64,
    /// The code of the household or village.
    pub code: String,
    /// Where it is.
    pub location: Location,
}
