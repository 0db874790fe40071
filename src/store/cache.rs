//! Files that were read before → what was read of them, without parsing them again.
//!
//! An entry stands for a file's bytes and everything that decides how they are read: program, rule pack, day, hints.
//! It holds what the file holds, ID numbers included, and lies beside the data. A cache that cannot be read or
//! written only costs time, so nothing here is an error.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use polars::prelude::DataFrame;
use polars_io::SerReader;
use polars_io::parquet::read::ParquetReader;
use polars_io::parquet::write::ParquetWriter;
use serde::{Deserialize, Serialize};

use crate::schema::{Damaged, Issue, SheetReport, UnusedIds};

/// Files of this size or more are worth an entry; smaller ones are parsed as fast as they are looked up.
const WORTHWHILE: u64 = 1 << 20;

/// The entries of one period.
#[derive(Debug)]
pub struct Cache {
    folder: PathBuf,
    salt: String,
}

/// What was read of one file; sheets are numbered from 0 within it.
#[derive(Debug)]
pub struct FileRecords {
    /// Its format, for people.
    pub format: String,
    /// Its sheets.
    pub sheets: Vec<SheetRecords>,
}

/// What was read of one sheet.
#[derive(Debug)]
pub struct SheetRecords {
    /// What it was taken for, and its rows.
    pub report: SheetReport,
    /// Source and records, if it was recognised.
    pub records: Option<(String, DataFrame)>,
    /// What is wrong in them.
    pub issues: Vec<Issue>,
    /// Records set aside for their ID numbers.
    pub damaged: Vec<Damaged>,
    /// ID numbers that stand where nothing is read.
    pub unused: Vec<UnusedIds>,
}

/// An entry without its tables.
#[derive(Serialize, Deserialize)]
struct Entry {
    format: String,
    sheets: Vec<SheetEntry>,
}

#[derive(Serialize, Deserialize)]
struct SheetEntry {
    report: SheetReport,
    source: Option<String>,
    issues: Vec<Issue>,
    damaged: Vec<Damaged>,
    unused: Vec<UnusedIds>,
}

impl Cache {
    /// The entries in a folder, there or not; `settings` is everything but the files that decides how they are read.
    pub fn new(folder: PathBuf, settings: &str) -> Self {
        Self { folder, salt: format!("{} {settings}", env!("CARGO_PKG_VERSION")) }
    }

    /// The name of a file's entry; none for a file too small to be worth one.
    pub fn key(&self, path: &str, hash: &str, bytes: u64) -> Option<String> {
        let text = format!("{}\n{path}\n{hash}", self.salt);
        (bytes >= WORTHWHILE).then(|| blake3::hash(text.as_bytes()).to_hex()[..32].to_owned())
    }

    /// What was read of a file, if it is known.
    pub fn load(&self, key: &str) -> Option<FileRecords> {
        let text = fs::read_to_string(self.entry(key)).ok()?;
        let Entry { format, sheets } = serde_json::from_str(&text).ok()?;
        let mut loaded = Vec::new();
        for (number, SheetEntry { report, source, issues, damaged, unused }) in sheets.into_iter().enumerate() {
            let records = match source {
                Some(source) => {
                    let table = File::open(self.table(key, number)).ok()?;
                    Some((source, ParquetReader::new(table).finish().ok()?))
                }
                None => None,
            };
            loaded.push(SheetRecords { report, records, issues, damaged, unused });
        }
        Some(FileRecords { format, sheets: loaded })
    }

    /// Notes what was read of a file: its tables first, so that an entry that is there is whole.
    pub fn save(&self, key: &str, read: &FileRecords) {
        let _ = self.try_save(key, read);
    }

    fn try_save(&self, key: &str, read: &FileRecords) -> anyhow::Result<()> {
        fs::create_dir_all(&self.folder)?;
        for (number, sheet) in read.sheets.iter().enumerate() {
            if let Some((_, frame)) = &sheet.records {
                let file = tempfile::NamedTempFile::new_in(&self.folder)?;
                ParquetWriter::new(file.as_file()).finish(&mut frame.clone())?;
                file.persist(self.table(key, number))?;
            }
        }
        let sheet = |sheet: &SheetRecords| SheetEntry {
            report: sheet.report.clone(),
            source: sheet.records.as_ref().map(|(source, _)| source.clone()),
            issues: sheet.issues.clone(),
            damaged: sheet.damaged.clone(),
            unused: sheet.unused.clone(),
        };
        let entry = Entry { format: read.format.clone(), sheets: read.sheets.iter().map(sheet).collect() };
        let file = tempfile::NamedTempFile::new_in(&self.folder)?;
        serde_json::to_writer(file.as_file(), &entry)?;
        file.persist(self.entry(key))?;
        Ok(())
    }

    /// Forgets all entries but these.
    pub fn keep(&self, keys: &BTreeSet<String>) {
        let Ok(entries) = fs::read_dir(&self.folder) else { return };
        for path in entries.flatten().map(|entry| entry.path()) {
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            let of_entry = |key: &String| name.starts_with(key.as_str());
            if is_ours(&path) && !keys.iter().any(of_entry) {
                let _ = fs::remove_file(path);
            }
        }
    }

    fn entry(&self, key: &str) -> PathBuf {
        self.folder.join(format!("{key}.json"))
    }

    fn table(&self, key: &str, sheet: usize) -> PathBuf {
        self.folder.join(format!("{key}-{sheet}.parquet"))
    }
}

fn is_ours(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "json" || extension == "parquet")
}
