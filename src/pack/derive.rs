//! Figures that a table without a column for them tells by others, from `[[derive]]` of a source: what somebody paid is
//! the whole less what the funds paid.

use serde::Deserialize;

/// One way to work a figure out.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Derive {
    /// The field that has no column.
    pub field: String,
    /// The field of the whole.
    pub from: String,
    /// The fields of what is taken off; the table must have them all, for without one the rest would be too much.
    pub less: Vec<String>,
    /// Further ones, which are taken off where the table has them.
    #[serde(default)]
    pub less_if_there: Vec<String>,
    /// Parts of headings that no field takes and that may be of money to be taken off as well: beside such a column the
    /// rest is not known.
    #[serde(default)]
    pub unless: Vec<String>,
}

impl Derive {
    /// The fields that it names.
    pub fn fields(&self) -> impl Iterator<Item = &str> {
        [&self.field, &self.from].into_iter().chain(&self.less).chain(&self.less_if_there).map(String::as_str)
    }
}
