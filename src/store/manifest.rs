//! `manifest.json`: what a run read, by which rules, and what came of it.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::schema::{Fate, FileReport, FileState, Judged, RuleTally, SheetReport};

/// The record of one run.
#[derive(Debug, Serialize)]
pub struct Manifest {
    /// Version of the program.
    pub tool: String,
    /// Name, version and hash of the rule pack.
    pub pack: BTreeMap<String, String>,
    /// The period.
    pub period: String,
    /// The day the run is counted from.
    pub as_of: String,
    /// The day answers are due.
    pub due: String,
    /// Whether the run's own tables show ID numbers in full.
    pub full_ids: bool,
    /// Parameters in force, as text.
    pub parameters: BTreeMap<String, String>,
    /// Files read.
    pub files: Vec<ManifestFile>,
    /// Sheets and what became of their rows.
    pub sheets: Vec<ManifestSheet>,
    /// Persons, households and villages screened.
    pub population: BTreeMap<String, u32>,
    /// Rules and how they fared.
    pub rules: Vec<ManifestRule>,
    /// Number of clues.
    pub clues: usize,
}

/// One file.
#[derive(Debug, Serialize)]
pub struct ManifestFile {
    path: String,
    format: String,
    bytes: u64,
    blake3: String,
    state: String,
}

/// One sheet.
#[derive(Debug, Serialize)]
pub struct ManifestSheet {
    file: String,
    sheet: String,
    source: Option<String>,
    rows: BTreeMap<&'static str, u32>,
    records: BTreeMap<&'static str, u32>,
}

/// One rule.
#[derive(Debug, Serialize)]
pub struct ManifestRule {
    rule: String,
    #[serde(flatten)]
    counts: BTreeMap<&'static str, u32>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    missing: Vec<String>,
}

impl From<&FileReport> for ManifestFile {
    fn from(file: &FileReport) -> Self {
        let state = match &file.state {
            FileState::Read => "已读取".to_owned(),
            FileState::Unrecognised => "未识别".to_owned(),
            FileState::Unreadable(why) => format!("读不了: {why}"),
            FileState::Skipped(what) => format!("略过: {what}"),
        };
        let (path, format, blake3) = (file.path.clone(), file.format.clone(), file.hash.clone());
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
            file: sheet.file.clone(),
            sheet: sheet.name.clone(),
            source: sheet.source().map(str::to_owned),
            rows: rows.into(),
            records: Fate::ALL.map(|fate| (fate.label(), sheet.count(fate))).into(),
        }
    }
}

impl From<&RuleTally> for ManifestRule {
    fn from(tally: &RuleTally) -> Self {
        let rule = tally.rule.clone();
        match &tally.judged {
            Judged::Run { hits, misses, excluded, undetermined, doubtful } => {
                let counts = [
                    ("hits", *hits),
                    ("misses", *misses),
                    ("excluded", *excluded),
                    ("undetermined", *undetermined),
                    ("doubtful", *doubtful),
                ];
                Self { rule, counts: counts.into(), missing: Vec::new() }
            }
            Judged::Skipped { missing } => Self { rule, counts: BTreeMap::new(), missing: missing.clone() },
        }
    }
}
