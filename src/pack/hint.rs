//! What a county says of sheets that cannot be told by their headings, from `[[sheet]]` in `bidui.toml`.

use serde::Deserialize;

use super::password::matches;

/// What sheets of some files are.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SheetHint {
    /// Path below the period's folder; `*` stands for anything. Any file, if not told.
    #[serde(default)]
    pub file: Option<String>,
    /// The fingerprint of the sheet's headings, as a question or `inspect` prints it.
    #[serde(default)]
    pub headings: Option<String>,
    /// The sheet's name; all sheets, if not told.
    #[serde(default)]
    pub sheet: Option<String>,
    /// The source it is.
    #[serde(default)]
    pub source: Option<String>,
    /// The first row of its headings, from 1.
    #[serde(default)]
    pub header_row: Option<usize>,
    /// Whether it is to be passed over.
    #[serde(default)]
    pub ignore: bool,
    /// Whether it is a list of its own beside others that look like versions of it.
    #[serde(default)]
    pub separate: bool,
}

/// What a sheet is called, by which the county says what it is.
#[derive(Debug, Clone, Copy)]
pub struct SheetNames<'a> {
    /// Path below the period's folder.
    pub file: &'a str,
    pub sheet: &'a str,
    /// The fingerprint of its headings.
    pub fingerprint: Option<&'a str>,
}

impl SheetNames<'_> {
    /// Whether all that is told is said of it; what is not told is said of any sheet.
    pub(super) fn are(self, file: Option<&str>, sheet: Option<&str>, headings: Option<&str>) -> bool {
        file.is_none_or(|pattern| matches(pattern, self.file))
            && headings.is_none_or(|headings| self.fingerprint == Some(headings))
            && sheet.is_none_or(|name| name == self.sheet)
    }
}

impl SheetHint {
    /// Whether it speaks of a sheet.
    pub fn covers(&self, names: SheetNames<'_>) -> bool {
        let speaks = self.file.is_some() || self.headings.is_some();
        speaks && names.are(self.file.as_deref(), self.sheet.as_deref(), self.headings.as_deref())
    }
}
