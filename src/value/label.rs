//! Names that others gave, of files and sheets: matched as they are written, shown masked.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::Redacted;

/// The name of a file or sheet. Somebody may have named it after a person's number, so that whatever shows it shows it
/// masked; it is told from other names as it was written.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Label(String);

impl Label {
    /// As it was written: to find the file, to match what the county says of it, and for the cache; never to be shown.
    pub fn as_written(&self) -> &str {
        &self.0
    }

    /// As it is shown.
    pub fn shown(&self) -> Redacted {
        Redacted::of(&self.0)
    }
}

impl From<&str> for Label {
    fn from(name: &str) -> Self {
        Self(name.to_owned())
    }
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.shown().fmt(f)
    }
}

impl fmt::Debug for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Label({self})")
    }
}
