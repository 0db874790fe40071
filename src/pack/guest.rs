//! Lists that stand in the columns of another list's table, from `[guest]` of a source: pupils, and beside them what aid
//! some of them get.

use serde::Deserialize;

/// How a source's records are told in a table that is another source's.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GuestOf {
    /// The sources in whose tables it may stand.
    pub of: Vec<String>,
    /// Fields whose columns say by being filled that there is a record; those of the fan say so too.
    #[serde(default)]
    pub when: Vec<String>,
    /// Beginnings of cells that say that there is none.
    #[serde(default)]
    pub unless: Vec<String>,
}
