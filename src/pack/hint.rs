//! What a county says of sheets that cannot be told by their headings, from `[[sheet]]` in `bidui.toml`.

use serde::Deserialize;

use super::Pack;
use super::password::matches;
use crate::diagnostic::{Diagnostic, nearest};

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
}

impl SheetHint {
    /// Whether it speaks of a sheet.
    pub fn covers(&self, file: &str, sheet: &str, fingerprint: Option<&str>) -> bool {
        let speaks = self.file.is_some() || self.headings.is_some();
        let here = self.file.as_deref().is_none_or(|pattern| matches(pattern, file));
        let alike = self.headings.as_deref().is_none_or(|headings| fingerprint == Some(headings));
        speaks && here && alike && self.sheet.as_deref().is_none_or(|name| name == sheet)
    }

    /// What is wrong with it, if anything is.
    pub fn mistake(&self, pack: &Pack) -> Option<Diagnostic> {
        let named = |key: &str, value: &Option<String>| value.as_ref().map(|value| format!("{key} = \"{value}\""));
        let Some(what) = named("file", &self.file).or_else(|| named("headings", &self.headings)) else {
            let fault = Diagnostic::new("bidui.toml 的 [[sheet]]: 没有说明是哪张表");
            return Some(fault.hint("写明 file 或 headings"));
        };
        let place = format!("bidui.toml 的 [[sheet]]({what})");
        let known = || pack.sources.keys().map(String::as_str);
        match &self.source {
            Some(source) if !pack.sources.contains_key(source) => {
                let hint = match nearest(source, known()) {
                    Some(near) => format!("是不是“{near}”?"),
                    None => format!("可用: {}", known().collect::<Vec<_>>().join("、")),
                };
                Some(Diagnostic::new(format!("{place}: 没有名为“{source}”的来源")).hint(hint))
            }
            None if !self.ignore && self.header_row.is_none() => Some(
                Diagnostic::new(format!("{place}: 没有说明是什么")).hint("写明 source、header_row 或 ignore = true"),
            ),
            Some(_) | None => None,
        }
    }
}
