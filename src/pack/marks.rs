//! What tells a source's tables from all others, from `[recognition]` of a source; and what tells of any table that it
//! may be no source at all, from `[against]` of `rules/layout.toml`.

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

/// What speaks against any table being a source: it lists applicants, candidates, the refused, or it counts. A source
/// whose own titles or words of a `titled` field hold such a word is not meant.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AgainstAny {
    /// Words of titles, sheet and file names that say that nobody in the table has what it is about.
    pub denying: Vec<String>,
    /// Words of titles, sheet and file names after which somebody has to be asked.
    pub doubtful: Vec<String>,
    /// Parts of headings that no field takes, after which somebody has to be asked.
    pub headings: Vec<String>,
    /// Endings of titles that say what a table is.
    pub lists: Vec<String>,
    /// Words of titles that any list may have, so that they do not say what it is about.
    pub general: Vec<String>,
    /// Characters that end the name of a place, before which a title says nothing else.
    pub places: String,
}
