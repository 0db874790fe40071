//! Whether ID numbers are shown in full: one policy in one place.

use super::{IdNumber, Redacted};

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
    pub fn show(self, number: Option<IdNumber>) -> Redacted {
        match (number, self) {
            (Some(number), Disclosure::Masked) => Redacted::of(&number.masked()),
            (Some(number), Disclosure::Full) => Redacted::in_full(number),
            (None, _) => Redacted::default(),
        }
    }
}
