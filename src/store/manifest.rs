//! `manifest.json`: what a run read, by which rules, and what came of it.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::imprint::MANIFEST;
use crate::ledger::Anchor;
use crate::pack::Accepted;
use crate::regular;
use crate::schema::{Fate, FileReport, FileState, Judged, RuleCounts, RuleTally, SheetReport};
use crate::value::Redacted;

/// The records of a source by township and status; empty names where records tell none.
pub type Composition = BTreeMap<String, BTreeMap<String, u32>>;

/// What sources are made up of, by name.
pub type Compositions = BTreeMap<String, Composition>;

/// The record of one run.
#[derive(Debug, Serialize, Deserialize)]
pub struct Manifest {
    /// Version of the program.
    pub tool: String,
    /// Name, version and hash of the rule pack.
    pub pack: BTreeMap<String, String>,
    /// Files that the county laid over the built-in pack, and whether each adds to it or replaces one of its own.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub own_files: BTreeMap<String, String>,
    /// Rules that the county switched off.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rules_off: Vec<String>,
    /// The period.
    pub period: String,
    /// The day the run is counted from.
    pub as_of: String,
    /// The day answers are due.
    pub due: String,
    /// Whether the run's own tables show ID numbers in full.
    pub full_ids: bool,
    /// Whether the full tables were written, from which full numbers can be told.
    #[serde(default)]
    pub tables: bool,
    /// Parameters in force, as text.
    pub parameters: BTreeMap<String, String>,
    /// Files read.
    pub files: Vec<ManifestFile>,
    /// Sheets and what became of their rows.
    pub sheets: Vec<ManifestSheet>,
    /// What the sources are made up of.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub compositions: Compositions,
    /// Persons, households and villages screened.
    pub population: BTreeMap<String, u32>,
    /// Rules and how they fared.
    pub rules: Vec<ManifestRule>,
    /// Number of clues.
    pub clues: usize,
    /// Households with clues by grade.
    #[serde(default)]
    pub households: BTreeMap<String, u32>,
    /// What the run could not see: undetermined outcomes, rules with any, rules skipped, households nearly unknown.
    #[serde(default)]
    pub blind_spots: BTreeMap<String, u32>,
    /// The ledger that the run was recorded in, as it was before; none if it was not recorded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ledger: Option<Anchor>,
    /// What later commands read of the run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub results: Option<ResultsEntry>,
    /// Differences from the period before that the county accepted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub accepted: Vec<Accepted>,
}

impl Manifest {
    /// The record in a run's folder, if it can be read and, where its hash is known, is the one that was written.
    pub fn read(folder: &Path, known: Option<&str>) -> Option<Self> {
        let bytes = regular::read(&folder.join(MANIFEST), regular::TABLE).ok()?;
        let is_known = known.is_none_or(|known| blake3::hash(&bytes).to_hex().as_str() == known);
        is_known.then(|| serde_json::from_slice(&bytes).ok()).flatten()
    }

    /// The record of the latest run before a period, among the run folders beside one another; none if there is none.
    ///
    /// Folders that hold no record that can be read are passed over.
    pub fn previous(runs: &Path, period: &str) -> Option<Self> {
        let folders = std::fs::read_dir(runs).ok()?.flatten();
        let names = folders.map(|folder| folder.file_name().to_string_lossy().into_owned());
        let mut earlier: Vec<String> = names.filter(|name| name.as_str() < period && !name.starts_with('.')).collect();
        earlier.sort();
        earlier.iter().rev().find_map(|name| Self::read(&runs.join(name), None).filter(|read| read.period == *name))
    }
}

/// One file.
#[derive(Debug, Serialize, Deserialize)]
pub struct ManifestFile {
    /// Path below the period's folder, masked.
    pub path: String,
    /// Format and encoding.
    pub format: String,
    /// Size.
    pub bytes: u64,
    /// Hash of its bytes.
    pub blake3: String,
    /// Whether it was read.
    pub state: String,
}

/// One sheet.
#[derive(Debug, Serialize, Deserialize)]
pub struct ManifestSheet {
    /// Path of the file, masked.
    pub file: String,
    /// Name of the sheet, masked.
    pub sheet: String,
    /// The source it was recognised as.
    pub source: Option<String>,
    /// Fields that have a column.
    pub fields: Vec<String>,
    /// What the county taught of it in `bidui.toml`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub taught: Vec<String>,
    /// Rows by role.
    pub rows: BTreeMap<String, u32>,
    /// Records by fate.
    pub records: BTreeMap<String, u32>,
    /// ID numbers that can be used.
    pub usable_ids: u32,
    /// ID numbers that cannot.
    pub damaged_ids: u32,
}

/// One rule.
#[derive(Debug, Serialize, Deserialize)]
pub struct ManifestRule {
    /// Its id.
    pub rule: String,
    /// Fingerprint of what decides it.
    #[serde(default)]
    pub fingerprint: String,
    /// Subjects by outcome.
    #[serde(flatten)]
    pub counts: BTreeMap<String, u32>,
    /// Sources for want of which it was skipped.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<String>,
}

/// What is said of the file that later commands read, so that nobody changes it unnoticed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResultsEntry {
    /// The form of the file.
    pub format: u32,
    /// Its hash.
    pub blake3: String,
}

impl From<&FileReport> for ManifestFile {
    fn from(file: &FileReport) -> Self {
        let state = match &file.state {
            FileState::Read => "已读取".to_owned(),
            FileState::Unrecognised => "未识别".to_owned(),
            FileState::Unreadable(why) => format!("无法读取：{why}"),
            FileState::Foreign(what) => format!("没有读：{what}"),
            FileState::Skipped(what) => format!("略过：{what}"),
        };
        let path = file.path.to_string();
        let format = file.format.clone();
        let blake3 = file.hash.clone();
        let state = Redacted::of(&state).into();
        Self { path, format, bytes: file.bytes, blake3, state }
    }
}

impl From<&SheetReport> for ManifestSheet {
    fn from(sheet: &SheetReport) -> Self {
        let rows = sheet.rows;
        let rows = [
            ("total", rows.total),
            ("heading", rows.heading),
            ("blank", rows.blank),
            ("footer", rows.footer),
            ("data", rows.data),
        ];
        Self {
            file: sheet.file.to_string(),
            sheet: sheet.name.to_string(),
            source: sheet.source().map(str::to_owned),
            fields: sheet.fields().map(str::to_owned).collect(),
            taught: sheet.taught.iter().map(|taught| Redacted::of(&taught.what).into()).collect(),
            rows: rows.map(|(role, count)| (role.to_owned(), count)).into(),
            records: Fate::ALL.map(|fate| (fate.label().to_owned(), sheet.count(fate))).into(),
            usable_ids: sheet.ids.usable(),
            damaged_ids: sheet.ids.damaged(),
        }
    }
}

impl ManifestRule {
    /// The record of a rule that fared so.
    pub fn of(tally: &RuleTally, fingerprint: String) -> Self {
        let rule = tally.rule.to_string();
        match &tally.judged {
            Judged::Run(RuleCounts { hits, misses, excluded, undetermined, doubtful }) => {
                let counts = [
                    ("hits", *hits),
                    ("misses", *misses),
                    ("excluded", *excluded),
                    ("undetermined", *undetermined),
                    ("doubtful", *doubtful),
                ];
                let counts = counts.map(|(outcome, count)| (outcome.to_owned(), count)).into();
                Self { rule, fingerprint, counts, missing: Vec::new() }
            }
            Judged::Skipped { missing } => {
                Self { rule, fingerprint, counts: BTreeMap::new(), missing: missing.clone() }
            }
        }
    }
}
