//! By whom data were shared with the county, on what basis and until when, from `[[sharing]]` in `bidui.toml`.
//!
//! 政务数据共享条例 lets shared data be used for the purpose and the time that they were shared for.

use jiff::civil::Date;
use serde::Deserialize;
use toml::value::Datetime;

use super::literal::civil;

/// One sharing: of a source, or of all sources of a department.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sharing {
    /// The source; all of the department, if not told.
    #[serde(default)]
    pub source: Option<String>,
    /// The department, as sources name it.
    #[serde(default)]
    pub department: Option<String>,
    /// Who shares the data, by name.
    #[serde(default)]
    pub provider: Option<String>,
    /// The agreement, letter or rule that lets them be shared.
    pub basis: String,
    /// What they may be used for.
    #[serde(default)]
    pub purpose: Option<String>,
    /// The last day on which they may be used; open if absent.
    #[serde(default)]
    until: Option<Datetime>,
}

impl Sharing {
    /// The last day on which the data may be used; none if that is open.
    pub fn until(&self) -> Option<Date> {
        self.until.as_ref().and_then(civil)
    }

    /// Whether it speaks of a source of a department.
    pub fn covers(&self, source: &str, department: &str) -> bool {
        match (&self.source, &self.department) {
            (Some(named), _) => named == source,
            (None, Some(named)) => named == department,
            (None, None) => false,
        }
    }
}
