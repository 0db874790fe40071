//! A county's folders → what its retention rule no longer keeps, and what is kept for another reason.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use jiff::civil::Date;

use crate::county::{Failure, county_config, screened_periods};
use crate::ledger::{Feedback, Ledger, asked_clues, run_manifest};
use crate::pack::Retention;
use crate::store::{FolderOrigin, MANIFEST, Manifest, OwnFiles, RESULTS, own_files};
use crate::value::date::{add_months, parse_month};
use crate::workbook::{self, Listed, Listing};

/// What kind of folder is purged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PurgeKind {
    /// The departments' exports.
    Data,
    /// What a screening made of them.
    Runs,
    /// What a report made of the answers.
    Report,
    /// What was read of large files.
    Cache,
}

/// A folder of a period that is older than the rule keeps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PurgeFolder {
    /// What it holds.
    pub kind: PurgeKind,
    /// The period.
    pub period: String,
    /// The folder.
    pub path: PathBuf,
    /// The files that go.
    pub files: Vec<PathBuf>,
    /// How many bytes they hold.
    pub bytes: u64,
    /// What stays of it, and why, in Chinese.
    pub kept: Option<String>,
}

impl PurgeKind {
    /// All kinds, in the order they are shown.
    pub const ALL: [Self; 4] = [Self::Data, Self::Runs, Self::Report, Self::Cache];

    /// Its name in the ledger.
    pub fn name(self) -> &'static str {
        match self {
            Self::Data => "data",
            Self::Runs => "runs",
            Self::Report => "report",
            Self::Cache => "cache",
        }
    }

    /// What it is called.
    pub fn label(self) -> &'static str {
        match self {
            Self::Data => "部门数据",
            Self::Runs => "筛查结果",
            Self::Report => "核实结果",
            Self::Cache => "读取缓存",
        }
    }

    fn folder(self, root: &Path) -> PathBuf {
        match self {
            Self::Data => root.join("data"),
            Self::Runs => root.join("runs"),
            Self::Report => root.join("核实"),
            Self::Cache => root.join(".bidui").join("cache"),
        }
    }

    fn months(self, rule: Retention) -> u32 {
        match self {
            Self::Data => rule.data,
            Self::Runs | Self::Report => rule.runs,
            Self::Cache => rule.cache,
        }
    }
}

/// What a county's rule no longer keeps, by kind and period; folders from which nothing goes are there with the reason.
///
/// # Errors
/// If nothing was screened yet, or a folder cannot be read.
pub fn plan(root: &Path, ledger: &Ledger) -> Result<Vec<PurgeFolder>, Failure> {
    let rule = county_config(root)?.retention;
    let waiting = waiting_periods(ledger)?;
    let Some(newest) = newest(root, ledger)? else { return Ok(Vec::new()) };
    let mut plan = Vec::new();
    for kind in PurgeKind::ALL {
        for (month, period, path) in periods_in(&kind.folder(root)) {
            if month >= add_months(newest, -i32::try_from(kind.months(rule)).unwrap_or(i32::MAX)) || month >= newest {
                continue;
            }
            let is_waited_for = kind != PurgeKind::Cache && waiting.contains(&period);
            let folder = PurgeFolder { kind, period, path, files: Vec::new(), bytes: 0, kept: None };
            let folder = match is_waited_for {
                true => kept(folder, "这一期还有线索没有反馈"),
                false => outdated(root, ledger, folder)?,
            };
            if !folder.files.is_empty() || folder.kept.is_some() {
                plan.push(folder);
            }
        }
    }
    Ok(plan)
}

/// The month of the newest period that was screened or delivered.
fn newest(root: &Path, ledger: &Ledger) -> Result<Option<Date>, Failure> {
    let screened = screened_periods(ledger)?.into_keys().filter_map(|period| parse_month(&period));
    let delivered = periods_in(&PurgeKind::Data.folder(root)).into_iter().map(|(month, ..)| month);
    Ok(screened.chain(delivered).max())
}

/// The folders that are named after months, the oldest first.
fn periods_in(folder: &Path) -> Vec<(Date, String, PathBuf)> {
    let period = |entry: fs::DirEntry| {
        let name = entry.file_name().to_string_lossy().into_owned();
        // What was kept of a folder has a longer name.
        let month = parse_month(&name).filter(|_| name.len() == "2026-11".len())?;
        entry.file_type().ok()?.is_dir().then(|| (month, name, entry.path()))
    };
    let mut periods: Vec<_> = fs::read_dir(folder).into_iter().flatten().flatten().filter_map(period).collect();
    periods.sort();
    periods
}

/// The periods whose lists ask something that nobody answered and no later list asks again.
fn waiting_periods(ledger: &Ledger) -> Result<BTreeSet<String>, Failure> {
    let (mut waiting, mut asked_later) = (BTreeSet::new(), BTreeSet::new());
    for (period, day) in screened_periods(ledger)?.into_iter().rev() {
        for asked in asked_clues(ledger, &period, day)? {
            let is_open = matches!(asked.feedback, Feedback::Waiting | Feedback::Contradicted) && !asked.is_late;
            if asked_later.insert(asked.about.clue) && is_open {
                waiting.insert(period.clone());
            }
        }
    }
    Ok(waiting)
}

fn kept(folder: PurgeFolder, why: &str) -> PurgeFolder {
    PurgeFolder { kept: Some(format!("保留：{why}")), ..folder }
}

/// What goes of a folder.
fn outdated(root: &Path, ledger: &Ledger, folder: PurgeFolder) -> Result<PurgeFolder, Failure> {
    match folder.kind {
        PurgeKind::Data => data(root, ledger, folder),
        PurgeKind::Runs => own("screen", folder),
        PurgeKind::Report => own("report", folder),
        PurgeKind::Cache => {
            let files = fs::read_dir(&folder.path).into_iter().flatten().flatten().map(|entry| entry.path());
            let files = files.filter(|path| path.is_file()).collect();
            Ok(going(folder, files))
        }
    }
}

fn going(folder: PurgeFolder, files: Vec<PathBuf>) -> PurgeFolder {
    let bytes = files.iter().filter_map(|file| fs::metadata(file).ok()).map(|file| file.len()).sum();
    PurgeFolder { files, bytes, ..folder }
}

/// The results of a command, but for what tells of nobody; a folder that somebody worked in stays whole.
fn own(command: &str, folder: PurgeFolder) -> Result<PurgeFolder, Failure> {
    let origin = FolderOrigin::of_period(command, &folder.period);
    match own_files(&folder.path, &origin).map_err(anyhow::Error::from)? {
        OwnFiles::Foreign => Ok(kept(folder, "不是 bidui 写出的文件夹")),
        OwnFiles::Altered => Ok(kept(folder, "有人改动过里面的文件，或另外放了文件")),
        OwnFiles::Whole(names) => {
            let goes = names.iter().filter(|name| ![MANIFEST, RESULTS].contains(&name.as_str()));
            let files = goes.map(|name| folder.path.join(name)).collect();
            Ok(going(folder, files))
        }
    }
}

/// The files of a delivery that the run read as they are now; any other may be all there is of it.
fn data(root: &Path, ledger: &Ledger, folder: PurgeFolder) -> Result<PurgeFolder, Failure> {
    let known = run_manifest(ledger, &folder.period)?;
    let run = PurgeKind::Runs.folder(root).join(&folder.period);
    let Some(manifest) = known.and_then(|known| Manifest::read(&run, Some(&known))) else {
        return Ok(kept(folder, "没有筛查过，或筛查记录对不上台账"));
    };
    let read: BTreeSet<&str> = manifest.files.iter().map(|file| file.blake3.as_str()).collect();
    let listing = workbook::list(&folder.path)?;
    let unread = unread_files(&listing, &read);
    let files: BTreeSet<PathBuf> = listing.files.iter().map(|file| file.place.path.clone()).collect();
    let files: Vec<PathBuf> = files.into_iter().filter(|path| !unread.contains(path)).collect();
    let folder = going(folder, files);
    match unread.len() {
        0 => Ok(folder),
        files => Ok(kept(folder, &format!("其中 {files} 个文件与筛查时读到的不同"))),
    }
}

/// The files that the run did not read, or that were changed since; an archive is that if anything in it is.
fn unread_files(listing: &Listing, read: &BTreeSet<&str>) -> BTreeSet<PathBuf> {
    let is_unread = |file: &&Listed| !hash(file).is_some_and(|hash| read.contains(hash.as_str()));
    let unread = listing.files.iter().filter(is_unread);
    let skipped = listing.skipped.iter().map(|(file, _)| file).chain(listing.unreadable.iter().map(|(file, _)| file));
    unread.chain(skipped).map(|file| file.place.path.clone()).collect()
}

fn hash(file: &Listed) -> Option<String> {
    let mut hasher = blake3::Hasher::new();
    hasher.update_reader(file.place.open().ok()?).ok()?;
    Some(hasher.finalize().to_hex().to_string())
}
