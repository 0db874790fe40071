//! Rows that tell of several things at once, each in columns of its own: a record for each, from `[[fan]]` of a source.

use indexmap::IndexMap;
use serde::Deserialize;

/// One of the things that a row may tell of.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fan {
    /// What standing in these columns says: words by field.
    #[serde(default)]
    pub given: IndexMap<String, String>,
    /// Headings of the columns that are this thing's alone, best first, by field.
    #[serde(default)]
    pub columns: IndexMap<String, Vec<String>>,
    /// Headings of columns that say by being filled that there is a record, besides those of the first field.
    #[serde(default)]
    pub when: Vec<String>,
    /// Beginnings of cells that say that there is none.
    #[serde(default)]
    pub unless: Vec<String>,
}

impl Fan {
    /// The fields that it names.
    pub fn fields(&self) -> impl Iterator<Item = &str> {
        self.given.keys().chain(self.columns.keys()).map(String::as_str)
    }
}
