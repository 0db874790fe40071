//! How long a county keeps what it was given and what was made of it, from `[retention]` in `bidui.toml`.

use serde::Deserialize;

/// For how many months before the newest period everything is kept; of what is older `bidui purge` keeps counts, codes
/// and the ledger.
///
/// What is not set keeps long: two years of data and three of results outlast an inspection of the year before, and of
/// the cache only what can serve again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Retention {
    /// The departments' exports, `data/<period>`.
    pub data: u32,
    /// What was made of them, `runs/<period>` and `核实/<period>`.
    pub runs: u32,
    /// What was read of large files, `.bidui/cache/<period>`.
    pub cache: u32,
}

impl Default for Retention {
    fn default() -> Self {
        Self { data: 24, runs: 36, cache: 3 }
    }
}
