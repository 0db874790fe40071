//! The headings of members of a household, as any department writes them.

use serde::Deserialize;

use super::source::Members;

/// Words that headings of members are made of, from `rules/layout.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MemberWords {
    /// Whom a column is about; `{n}` stands for the member's number.
    pub who: Vec<String>,
    /// What a column of names is called.
    pub name: Vec<String>,
    /// What a column of ID numbers is called.
    pub id: Vec<String>,
}

impl MemberWords {
    /// Adds every usual heading to those that a source declares.
    pub(super) fn add_to(&self, members: &mut Members) {
        for who in &self.who {
            let headings = |words: &[String]| -> Vec<String> {
                words.iter().flat_map(|word| [format!("{who}{word}"), format!("{who}/{word}")]).collect()
            };
            members.name.extend(headings(&self.name));
            members.id.extend(headings(&self.id));
        }
    }
}
