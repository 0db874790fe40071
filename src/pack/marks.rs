//! What tells a source's tables from all others, from `[recognition]` of a source.

use serde::Deserialize;

/// What speaks for a source, and what speaks against it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Marks {
    /// Words of titles, sheet, file and folder names that say that a table is this source.
    #[serde(default)]
    pub titles: Vec<String>,
    /// Parts of headings that only such tables have, though no field takes them; two of them prove it.
    #[serde(default)]
    pub headings: Vec<String>,
    /// Groups of fields; a table that has all fields of none of them, and no title that names the source, is not
    /// believed to be it.
    #[serde(default)]
    pub any_of: Vec<Vec<String>>,
    /// What says that a table is something else.
    #[serde(default)]
    pub against: Against,
}

/// What says that a table is something else, however much it looks like the source.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Against {
    /// Parts of headings.
    #[serde(default)]
    pub headings: Vec<String>,
    /// Words of titles, sheet, file and folder names.
    #[serde(default)]
    pub titles: Vec<String>,
}
