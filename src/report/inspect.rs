//! What every file was read as: for people who wonder why a table was not understood, and for scripts.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::diagnostic::nearest;
use crate::pack::{Pack, Source};
use crate::schema::{Consequence, Fate, FileReport, FileState, Issue, SheetReport, SheetState, rivals};
use crate::value::Redacted;

/// One file.
#[derive(Debug, Clone, Serialize)]
pub struct FileInspection {
    /// Path below the folder.
    pub file: String,
    /// Format and encoding.
    pub format: String,
    /// Whether it was read, or why not.
    pub state: String,
    /// Its sheets.
    pub sheets: Vec<SheetInspection>,
}

/// One sheet.
#[derive(Debug, Clone, Serialize)]
pub struct SheetInspection {
    /// Its name.
    pub sheet: String,
    /// Whether it is hidden from whoever opens the book.
    pub hidden: bool,
    /// What of it is hidden, in words.
    #[serde(skip)]
    pub concealment: Option<String>,
    /// How many of its rows with content are hidden.
    pub hidden_rows: u32,
    /// The source it was recognised as, if any.
    pub source: Option<String>,
    /// Why it was not recognised.
    pub unrecognised: Option<String>,
    /// What speaks for the source that it was recognised as.
    pub evidence: Option<String>,
    /// What stands for its headings in `bidui.toml`.
    pub fingerprint: Option<String>,
    /// The first heading row, from 1.
    pub header_row: Option<u32>,
    /// How many of the columns with a heading are understood.
    pub understood: usize,
    /// How many columns have a heading.
    pub headings: usize,
    /// The source that fits next best, and how many columns it understands.
    pub next: Option<(String, usize)>,
    /// Field and the heading it was found under.
    pub columns: Vec<(String, String)>,
    /// Fields of the source without a column.
    pub absent: Vec<String>,
    /// Headings that no field claims, with the field that is spelt most alike.
    pub unclaimed: Vec<(String, Option<String>)>,
    /// What the county taught of it in `bidui.toml`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub taught: Vec<String>,
    /// Rows by role.
    pub rows: BTreeMap<&'static str, u32>,
    /// Records by fate; empty without a register.
    pub records: BTreeMap<String, u32>,
    /// Usable ID numbers by form.
    pub ids: BTreeMap<String, u32>,
    /// Other ID numbers by defect.
    pub damaged: BTreeMap<String, u32>,
    /// Values that were not understood: field, value, rows.
    pub values: Vec<(String, String, u32)>,
    /// The latest day or month in it.
    pub latest: Option<String>,
}

/// Looks at everything that was read.
pub fn inspection(pack: &Pack, files: &[FileReport], sheets: &[SheetReport], issues: &[Issue]) -> Vec<FileInspection> {
    let mut dropped: BTreeMap<u32, Vec<&Issue>> = BTreeMap::new();
    for issue in issues.iter().filter(|issue| issue.consequence == Consequence::ValueDropped) {
        dropped.entry(issue.sheet).or_default().push(issue);
    }
    let numbered = || (0..).zip(sheets);
    let of_file = |file: &FileReport| {
        numbered()
            .filter(|(_, sheet)| sheet.file == file.path)
            .map(|(number, sheet)| inspect(pack, sheet, dropped.get(&number).map_or(&[], Vec::as_slice)))
            .collect()
    };
    let file = |file: &FileReport| FileInspection {
        file: file.path.to_string(),
        format: file.format.clone(),
        state: match &file.state {
            FileState::Read => "已读取".to_owned(),
            FileState::Unrecognised => "未识别".to_owned(),
            FileState::Unreadable(why) => format!("无法读取：{why}"),
            FileState::Foreign(what) => format!("没有读：{what}"),
            FileState::Skipped(what) => format!("略过：{what}"),
        },
        sheets: of_file(file),
    };
    files.iter().map(file).collect()
}

fn inspect(pack: &Pack, sheet: &SheetReport, dropped: &[&Issue]) -> SheetInspection {
    let source = sheet.source().and_then(|name| pack.sources.get(name));
    let (columns, unclaimed, header_row, next, evidence) = match &sheet.state {
        SheetState::Recognised { columns, unclaimed, header_row, next, evidence, .. } => {
            (columns.clone(), unclaimed.clone(), Some(*header_row), next.clone(), Some(masked(evidence)))
        }
        SheetState::Unrecognised { .. } | SheetState::Ignored | SheetState::Asked { .. } => {
            (Vec::new(), Vec::new(), None, None, None)
        }
    };
    let found = |name: &String| sheet.fields().any(|field| field == name);
    let absent: Vec<String> =
        source.map(|source| source.fields.keys().filter(|name| !found(name)).cloned().collect()).unwrap_or_default();
    let rows = sheet.rows;
    SheetInspection {
        sheet: sheet.name.to_string(),
        hidden: sheet.hidden,
        concealment: sheet.concealment(),
        hidden_rows: sheet.hidden_rows,
        source: sheet.source().map(str::to_owned),
        unrecognised: unrecognised(&sheet.state),
        evidence,
        fingerprint: sheet.fingerprint.clone(),
        header_row,
        next,
        understood: columns.len(),
        headings: columns.len() + unclaimed.len(),
        unclaimed: unclaimed.iter().map(|heading| (masked(heading), suggestion(heading, source, &absent))).collect(),
        absent,
        columns: columns.into_iter().map(|(field, heading)| (field, masked(&heading))).collect(),
        taught: sheet.taught.iter().map(|taught| masked(&taught.what)).collect(),
        rows: [
            ("total", rows.total),
            ("heading", rows.heading),
            ("blank", rows.blank),
            ("footer", rows.footer),
            ("data", rows.data),
        ]
        .into(),
        records: Fate::ALL
            .into_iter()
            .filter_map(|fate| Some((fate.label().to_owned(), *sheet.records.get(&fate)?)))
            .collect(),
        ids: sheet.ids.forms.clone(),
        damaged: sheet.ids.defects.clone(),
        values: dropped.iter().map(|issue| (issue.field.clone(), masked(&issue.value), issue.count)).collect(),
        latest: sheet.latest.map(|day| day.to_string()),
    }
}

/// What stands in a table, for people and scripts.
fn masked(text: &str) -> String {
    Redacted::of(text).into()
}

fn unrecognised(state: &SheetState) -> Option<String> {
    match state {
        SheetState::Recognised { .. } => None,
        SheetState::Ignored => Some("按 bidui.toml 不使用".to_owned()),
        SheetState::Unrecognised { nearest: None } => Some("未识别出是哪种数据".to_owned()),
        SheetState::Unrecognised { nearest: Some(nearest) } => Some(nearest.to_string()),
        SheetState::Asked { candidates, doubts } => {
            Some(format!("无法区分是{}；存疑：{}", rivals(candidates), doubts.join("；")))
        }
    }
}

/// The field without a column whose name or alias is spelt most like a heading.
fn suggestion(heading: &str, source: Option<&Source>, absent: &[String]) -> Option<String> {
    let source = source?;
    let wanted = source.fields.iter().filter(|(name, _)| absent.contains(name));
    let spellings = wanted.flat_map(|(name, field)| std::iter::once(name).chain(&field.aliases));
    let near = nearest(heading, spellings.map(String::as_str))?.to_owned();
    let of = |(name, field): &(&String, &crate::pack::Field)| **name == near || field.aliases.contains(&near);
    source.fields.iter().find(of).map(|(name, _)| name.clone())
}
