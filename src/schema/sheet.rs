//! Where rows came from and what became of every one of them.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{AppliedHint, LookAlike};
use crate::pack::SheetNames;
use crate::value::{IdNumber, Label};

/// Index of a sheet in the run's list of sheets, in order of file path and position.
pub type SheetId = u32;

/// Where a record stood.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Origin {
    pub sheet: SheetId,
    /// The row, from 1.
    pub row: u32,
}

/// What became of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Fate {
    /// Linked to a person or household of the register.
    Linked,
    /// The same as an earlier record.
    Merged,
    /// Its person is not in the register.
    Outside,
    /// Village and name fit several people, or none for sure.
    Ambiguous,
    /// It could not be used.
    Quarantined,
    /// It says itself that it does not count: ended, void, of another list.
    Ended,
}

impl Fate {
    /// All fates, in the order of reports.
    pub const ALL: [Fate; 6] =
        [Fate::Linked, Fate::Merged, Fate::Outside, Fate::Ambiguous, Fate::Quarantined, Fate::Ended];

    /// The Chinese word, also the value of the column [`super::FATE`].
    pub fn label(self) -> &'static str {
        match self {
            Fate::Linked => "已关联",
            Fate::Merged => "重复合并",
            Fate::Outside => "花名册外",
            Fate::Ambiguous => "无法唯一对应",
            Fate::Quarantined => "未采用",
            Fate::Ended => "不计入",
        }
    }

    /// The fate of a label.
    pub fn of(label: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|fate| fate.label() == label)
    }
}

/// How the rows of a sheet were read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowCounts {
    /// All rows down to the last one with content.
    pub total: u32,
    /// Title rows and heading rows.
    pub heading: u32,
    /// Rows without content.
    pub blank: u32,
    /// Totals, notes, signatures.
    pub footer: u32,
    /// Rows that hold records.
    pub data: u32,
}

impl RowCounts {
    /// Whether every row is accounted for.
    pub fn balanced(&self) -> bool {
        self.total == self.heading + self.blank + self.footer + self.data
    }
}

/// What a file turned out to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileReport {
    /// Path below the period's folder, `/` between folders.
    pub path: Label,
    /// Format, for people; empty if it could not be read.
    pub format: String,
    /// BLAKE3 of its bytes.
    pub hash: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// Whether it was read.
    pub state: FileState,
}

/// Whether a file was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileState {
    /// It was, and at least one sheet was recognised.
    Read,
    /// It was, but no sheet looks like a declared source.
    Unrecognised,
    /// It was not; the sentence says why and what to do.
    Unreadable(String),
    /// It is no spreadsheet, but may show a table; the sentence says what to ask for instead.
    Foreign(String),
    /// It was passed over: it cannot be a table; the words say what it is.
    Skipped(&'static str),
}

/// What a sheet turned out to be and what became of its rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetReport {
    /// Path of the file.
    pub file: Label,
    /// Name of the sheet.
    pub name: Label,
    /// What stands above its headings.
    pub titles: Vec<String>,
    /// Whether it is hidden from whoever opens the book.
    pub hidden: bool,
    /// How many of its rows with content are hidden, by a filter or by hand.
    pub hidden_rows: u32,
    /// What stands for its headings in `bidui.toml`, if it has any.
    pub fingerprint: Option<String>,
    /// What it was taken for.
    pub state: SheetState,
    /// What a county taught of it.
    pub taught: Vec<AppliedHint>,
    /// Its columns that are probably fields which have none.
    pub look_alikes: Vec<LookAlike>,
    pub rows: RowCounts,
    /// How many records were read; a wide row holds several.
    pub read: u32,
    /// Its records by fate.
    pub records: BTreeMap<Fate, u32>,
    /// Its ID numbers by form and defect.
    pub ids: IdQuality,
    /// The latest day or month in it, not after the run's day.
    pub latest: Option<Date>,
    /// The year and month that are written around it.
    pub stated: Option<StatedPeriod>,
}

/// The year, and the month if there is one, that are written around a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatedPeriod {
    pub year: i16,
    /// The month, from 1.
    pub month: Option<i8>,
    /// Where that stands, for people.
    pub place: String,
}

impl StatedPeriod {
    /// The first day of the month; none if only the year is told.
    pub fn first_day(&self) -> Option<Date> {
        Date::new(self.year, self.month?, 1).ok()
    }
}

/// How the ID numbers of a sheet's records were written.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdQuality {
    /// Usable ones by form.
    pub forms: BTreeMap<String, u32>,
    /// Others by defect.
    pub defects: BTreeMap<String, u32>,
}

impl IdQuality {
    /// How many can be used.
    pub fn usable(&self) -> u32 {
        self.forms.values().sum()
    }

    /// How many cannot.
    pub fn damaged(&self) -> u32 {
        self.defects.values().sum()
    }
}

/// The source that comes nearest to a sheet which is none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Nearest {
    pub source: String,
    /// Why the sheet is not that.
    pub why: Vec<String>,
    /// Whether a title says so, by a word that the pack knows; then nobody need be asked.
    pub denied: bool,
}

impl std::fmt::Display for Nearest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "最接近“{}”，但{}", self.source, self.why.join("；"))
    }
}

/// What a sheet was taken for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum SheetState {
    /// A declared source.
    Recognised {
        /// The source's name.
        source: String,
        /// The first heading row, from 1.
        header_row: u32,
        /// Fields found, with the heading each was found under.
        columns: Vec<(String, String)>,
        /// Headings that no field claims.
        unclaimed: Vec<String>,
        /// What speaks for it, in a few words.
        evidence: String,
        /// The source that fits next best, and how many columns it understands.
        next: Option<(String, usize)>,
    },
    /// No declared source.
    Unrecognised {
        /// The source that comes nearest, and why it is not that.
        nearest: Option<Nearest>,
    },
    /// The county says to pass it over.
    Ignored,
    /// Only somebody who knows the table can tell.
    Asked {
        /// What it could be, the likeliest first, with what speaks for it.
        candidates: Vec<(String, String)>,
        /// Why it is not taken for the first of them.
        doubts: Vec<String>,
    },
}

impl SheetReport {
    /// The source's name, if recognised.
    pub fn source(&self) -> Option<&str> {
        match &self.state {
            SheetState::Recognised { source, .. } => Some(source),
            SheetState::Unrecognised { .. } | SheetState::Ignored | SheetState::Asked { .. } => None,
        }
    }

    /// Whether every row and every record is accounted for.
    pub fn balanced(&self) -> bool {
        self.rows.balanced() && self.records.values().sum::<u32>() == self.read && self.read >= self.rows.data
    }

    /// The fields that have a column, or whose value a county states for all records.
    pub fn fields(&self) -> impl Iterator<Item = &str> {
        let columns = match &self.state {
            SheetState::Recognised { columns, .. } => columns.as_slice(),
            SheetState::Unrecognised { .. } | SheetState::Ignored | SheetState::Asked { .. } => &[],
        };
        let stated = self.taught.iter().filter_map(|taught| taught.constant.as_deref());
        columns.iter().map(|(field, _)| field.as_str()).chain(stated)
    }

    /// What of it is hidden from whoever opens the book, in words; nothing is passed over for that.
    pub fn concealment(&self) -> Option<String> {
        match (self.hidden, self.hidden_rows) {
            (false, 0) => None,
            (true, 0) => Some("隐藏的工作表".to_owned()),
            (false, rows) => Some(format!("有{rows}行被隐藏或筛掉")),
            (true, rows) => Some(format!("隐藏的工作表，有{rows}行被隐藏或筛掉")),
        }
    }

    /// Records of one fate.
    pub fn count(&self, fate: Fate) -> u32 {
        self.records.get(&fate).copied().unwrap_or(0)
    }

    /// By what the county says what it is.
    pub fn names(&self) -> SheetNames<'_> {
        SheetNames {
            file: self.file.as_written(),
            sheet: self.name.as_written(),
            fingerprint: self.fingerprint.as_deref(),
        }
    }

    /// The place of one of its rows, for people.
    pub fn place(&self, row: u32) -> String {
        format!("{}[{}]第{row}行", self.file, self.name)
    }
}

/// A record that could not be linked to the register.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unmatched {
    pub source: String,
    /// The township, by the register's name if the register knows it.
    pub township: Option<String>,
    /// The village, likewise.
    pub village: Option<String>,
    pub name: String,
    /// The ID number, if the record has one.
    pub id: Option<IdNumber>,
    /// Why it was not linked.
    pub fate: Fate,
    /// Where it stands.
    pub origin: Origin,
}

/// What a sheet could be, in words.
pub fn rivals(candidates: &[(String, String)]) -> String {
    let named: Vec<String> = candidates.iter().map(|(source, speaks)| format!("“{source}”（{speaks}）")).collect();
    named.join("，还是")
}
