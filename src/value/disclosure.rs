//! Whether ID numbers are shown in full: one policy in one place.

use super::IdNumber;

/// How ID numbers are written into a run's own tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Disclosure {
    /// `360799********1234`.
    Masked,
    /// In full, at the officer's word.
    Full,
}

impl Disclosure {
    /// Writes an ID number; empty where there is none.
    pub fn show(self, number: Option<IdNumber>) -> String {
        match (number, self) {
            (Some(number), Disclosure::Masked) => number.masked(),
            (Some(number), Disclosure::Full) => number.full(),
            (None, _) => String::new(),
        }
    }
}
