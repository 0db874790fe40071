//! `bidui.toml`: what differs in this county.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use serde::Deserialize;

use super::checks::Accepted;
use super::column_hint::ColumnHint;
use super::encryption::{Encryption, WrittenEncryption};
use super::files::PackFile;
use super::hint::SheetHint;
use super::parameter::DatedValue;
use super::password::{FilePassword, blotted};
use super::retention::Retention;
use super::sharing::Sharing;
use crate::diagnostic::{Diagnostic, TextSpan};
use crate::regular;
use crate::system_error::explained;

const NAME: &str = "bidui.toml";

/// The county's own settings; every one may be left out.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// The county's name, for titles.
    #[serde(default)]
    pub county: Option<String>,
    /// A secret text that clue ids are derived with, so that nobody can work back from a clue id to an ID number; by
    /// default a random one, kept beside the ledger.
    #[serde(default)]
    pub clue_secret: Option<String>,
    /// Parameters that differ from the pack's, by name.
    #[serde(default)]
    pub parameters: BTreeMap<String, OwnValue>,
    /// Other names of townships and villages, to the register's name.
    #[serde(default)]
    pub places: BTreeMap<String, String>,
    /// The townships of every class, such as those short of water, by class.
    #[serde(default)]
    pub townships: BTreeMap<String, Vec<String>>,
    /// What sheets are that cannot be told by their headings.
    #[serde(default, rename = "sheet")]
    pub sheets: Vec<SheetHint>,
    /// Passwords of workbooks.
    #[serde(default, rename = "password")]
    pub passwords: Vec<FilePassword>,
    /// Differences from the period before that somebody has looked at.
    #[serde(default, rename = "accept")]
    pub accepted: Vec<Accepted>,
    /// Sources without which a run stops, besides the register.
    #[serde(default)]
    pub required_sources: Vec<String>,
    /// What columns mean that the pack does not know.
    #[serde(default)]
    pub columns: Vec<ColumnHint>,
    /// Rules that are not run here.
    #[serde(default)]
    pub rules: Switches,
    /// How long data and results are kept.
    #[serde(default)]
    pub retention: Retention,
    /// By whom data were shared, on what basis and until when.
    #[serde(default, rename = "sharing")]
    pub sharings: Vec<Sharing>,
    /// What the county's own files are sealed with.
    #[serde(default)]
    pub(super) encryption: Option<WrittenEncryption>,
    /// What the file says, its secrets blotted out, for diagnostics.
    #[serde(skip)]
    text: Option<Arc<str>>,
}

/// What a county says of single rules.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Switches {
    /// Ids of rules that are not run.
    #[serde(default)]
    pub off: Vec<String>,
}

/// A county's own value of a parameter.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub enum OwnValue {
    /// Values with their days, documents and authors.
    Dated(Vec<DatedValue>),
    /// One value, whatever the day.
    Plain(toml::Value),
}

impl Config {
    /// The county's name, for titles.
    pub fn county_name(&self) -> &str {
        self.county.as_deref().unwrap_or("本县")
    }

    /// What the county's own files are sealed with; none if they lie open.
    ///
    /// # Errors
    /// If `[encryption]` says neither or both.
    pub fn encryption(&self) -> Result<Option<Encryption>, Diagnostic> {
        let Some(written) = &self.encryption else { return Ok(None) };
        written.said().map(Some).ok_or_else(|| {
            let fault = "[encryption] 里 key_file 和 passphrase 要写一个，也只能写一个".to_owned();
            self.fault_at(&["[encryption]"], fault).hint(
                "写 key_file = \"E:/bidui.key\"（放在 U 盘上的钥匙文件），或写 passphrase = true（每次输入口令）；不加密的，删去 [encryption]",
            )
        })
    }

    /// The place of the last of some words that stand one after the other in the file; none without a file.
    pub(super) fn place_of(&self, words: &[&str]) -> Option<TextSpan> {
        self.text.as_ref().map(|text| PackFile { name: NAME, text }.place_of(words))
    }

    /// A mistake at the last of some words that stand one after the other in the file.
    pub fn fault_at(&self, words: &[&str], fault: String) -> Diagnostic {
        Diagnostic { place: self.place_of(words), ..Diagnostic::new(fault) }
    }

    /// A place in the file; none without a file.
    pub(super) fn place(&self, span: std::ops::Range<usize>) -> Option<TextSpan> {
        self.text.as_ref().map(|text| PackFile { name: NAME, text }.place(span))
    }

    /// Reads the file of a workspace; without one, the defaults hold.
    ///
    /// # Errors
    /// A diagnostic at the first mistake, or one that says why the file cannot be read.
    pub fn read(path: &Path) -> Result<Self, Diagnostic> {
        match regular::read(path, regular::TEXT).map(decoded) {
            Ok(text) => {
                let shown: Arc<str> = blotted(&text).into();
                match (PackFile { name: NAME, text: &text.into() }.parse()) {
                    Ok(config) => Ok(Config { text: Some(shown), ..config }),
                    Err(fault) => {
                        let show = |place: TextSpan| TextSpan { text: shown, ..place };
                        Err(Diagnostic { place: fault.place.map(show), ..fault })
                    }
                }
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(Diagnostic::new(format!("无法读取 {}：{}", path.display(), explained(&error)))),
        }
    }
}

/// The text of a file; one that Notepad saved as ANSI is in the code of Chinese Windows.
fn decoded(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap_or_else(|error| encoding_rs::GB18030.decode(error.as_bytes()).0.into_owned())
}
