//! What a comparison of two runs knows of a clue.

use serde::{Deserialize, Serialize};

use crate::expr::Subject;
use crate::schema::{Clue, Household};

/// A clue as far as a comparison needs it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComparedClue {
    pub id: String,
    /// The rule's id.
    pub rule: String,
    /// The rule's title.
    pub title: String,
    pub township: String,
    /// The household; none for a clue about a village.
    pub household: Option<Household>,
    /// The person's code, for a clue about a person.
    pub person: Option<String>,
}

impl From<&Clue> for ComparedClue {
    fn from(clue: &Clue) -> Self {
        let at = &clue.location;
        Self {
            id: clue.id.to_string(),
            rule: clue.rule.to_string(),
            title: clue.text.title.clone(),
            township: at.village.township.clone(),
            household: clue.subject.household.map(|_| at.household()),
            person: (clue.subject.kind == Subject::Person).then(|| clue.subject.code.clone()),
        }
    }
}
