//! Files that were read before → what was read of them, without parsing them again.
//!
//! An entry stands for a file's bytes and everything that decides how they are read: program, rule pack, day, hints.
//! It holds what the file holds, ID numbers included, and lies beside the data. Every file in it stands by its hash:
//! one that is not as it was written is not used. A cache that cannot be read or written only costs time, so nothing
//! here is an error.

use std::collections::BTreeSet;
use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};

use polars::prelude::DataFrame;
use polars_io::SerReader;
use polars_io::parquet::read::ParquetReader;
use polars_io::parquet::write::ParquetWriter;
use serde::{Deserialize, Serialize};

use super::former::{HIDDEN, name_of};
use super::whole::WholeFile;
use crate::access;
use crate::envelope::{AtRest, Content};
use crate::regular;
use crate::schema::{Damaged, Issue, SheetReport, UnusedIds};

/// Files of this size or more are worth an entry; smaller ones are parsed as fast as they are looked up.
const WORTHWHILE: u64 = 1 << 20;

/// The entries of one period.
#[derive(Debug)]
pub struct Cache {
    folder: PathBuf,
    salt: String,
    at_rest: AtRest,
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
struct CacheEntry {
    format: String,
    sheets: Vec<SheetEntry>,
}

#[derive(Serialize, Deserialize)]
struct SheetEntry {
    report: SheetReport,
    /// The source, and the hash of its table's file.
    records: Option<(String, String)>,
    issues: Vec<Issue>,
    damaged: Vec<Damaged>,
    unused: Vec<UnusedIds>,
}

impl Cache {
    /// The entries in a folder, there or not; `settings` is everything but the files that decides how they are read.
    pub fn new(folder: PathBuf, settings: &str, at_rest: AtRest) -> Self {
        Self { folder, salt: format!("{} {settings}", env!("CARGO_PKG_VERSION")), at_rest }
    }

    /// The name of a file's entry; none for a file too small to be worth one.
    pub fn key(&self, path: &str, hash: &str, bytes: u64) -> Option<String> {
        let text = format!("{}\n{path}\n{hash}", self.salt);
        (bytes >= WORTHWHILE).then(|| blake3::hash(text.as_bytes()).to_hex()[..32].to_owned())
    }

    /// What was read of a file, if it is known.
    pub fn load(&self, key: &str) -> Option<FileRecords> {
        let text = String::from_utf8(self.get(&self.entry(key))?).ok()?;
        let (sum, text) = text.split_once('\n')?;
        let CacheEntry { format, sheets } = serde_json::from_str(as_written(text, sum)?).ok()?;
        let mut loaded = Vec::new();
        for (number, SheetEntry { report, records, issues, damaged, unused }) in sheets.into_iter().enumerate() {
            let records = match records {
                Some((source, sum)) => {
                    let table = self.get(&self.table(key, number))?;
                    let table = Cursor::new(as_written(table, &sum)?);
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
        access::create_folder(&self.folder)?;
        let mut sheets = Vec::new();
        for (number, sheet) in read.sheets.iter().enumerate() {
            let records = sheet.records.as_ref().map(|(source, frame)| -> anyhow::Result<_> {
                let mut table = Vec::new();
                ParquetWriter::new(&mut table).finish(&mut frame.clone())?;
                let sum = sum(&table);
                self.put(&self.table(key, number), table)?;
                Ok((source.clone(), sum))
            });
            sheets.push(SheetEntry {
                report: sheet.report.clone(),
                records: records.transpose()?,
                issues: sheet.issues.clone(),
                damaged: sheet.damaged.clone(),
                unused: sheet.unused.clone(),
            });
        }
        let entry = serde_json::to_string(&CacheEntry { format: read.format.clone(), sheets })?;
        self.put(&self.entry(key), format!("{}\n{entry}", sum(&entry)).into_bytes())
    }

    /// Forgets everything but these entries, what a killed command left among them too, and all entries of periods
    /// whose data are gone from the folder of all periods.
    pub fn keep(&self, keys: &BTreeSet<String>, data: &Path) {
        for path in paths_in(&self.folder) {
            let name = name_of(&path);
            if !keys.iter().any(|key| name.starts_with(key.as_str())) {
                let _ = fs::remove_file(path);
            }
        }
        let periods = self.folder.parent().into_iter().flat_map(paths_in);
        for other in periods.filter(|other| *other != self.folder) {
            if !data.join(name_of(&other)).is_dir() {
                let _ = fs::remove_dir_all(other);
            } else {
                let left = paths_in(&other).filter(|path| name_of(path).starts_with(HIDDEN));
                left.for_each(|path| drop(fs::remove_file(path)));
            }
        }
    }

    /// What a file holds; none if it is not there, or not sealed as it should be.
    fn get(&self, path: &Path) -> Option<Vec<u8>> {
        self.at_rest.read(Content::Cache, regular::read(path, regular::TABLE).ok()?).ok()
    }

    /// Writes a file whole.
    fn put(&self, path: &Path, bytes: Vec<u8>) -> anyhow::Result<()> {
        let written = self.at_rest.written(Content::Cache, bytes)?;
        Ok(WholeFile::beside(path, &written)?.put(path)?)
    }

    fn entry(&self, key: &str) -> PathBuf {
        self.folder.join(format!("{key}.json"))
    }

    fn table(&self, key: &str, sheet: usize) -> PathBuf {
        self.folder.join(format!("{key}-{sheet}.parquet"))
    }
}

fn sum(bytes: impl AsRef<[u8]>) -> String {
    blake3::hash(bytes.as_ref()).to_hex().to_string()
}

/// Bytes that have the sum that was noted when they were written.
fn as_written<B: AsRef<[u8]>>(bytes: B, noted: &str) -> Option<B> {
    (sum(&bytes) == noted).then_some(bytes)
}

fn paths_in(folder: &Path) -> impl Iterator<Item = PathBuf> + use<> {
    fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path())
}
