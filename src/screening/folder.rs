//! Files → records: every file of a folder is read, recognised and typed, in parallel, and accounted for.

use std::cmp::Reverse;
use std::io;

use anyhow::Context;
use jiff::civil::Date;
use polars::prelude::{DataType, IntoLazy, PolarsResult, lit};
use rayon::prelude::{IndexedParallelIterator, IntoParallelRefIterator, ParallelIterator};

use super::intake::Intake;
use super::one_register::one_register;
use super::progress::Progress;
use super::reading::Reading;
use super::sheet::read_taught;
use super::versions::versions;
use crate::county::{Failure, Passwords, Workspace, at_rest};
use crate::ingest::Recogniser;
use crate::pack::{Config, Pack};
use crate::schema::{Damaged, FileReport, FileState, Issue, Origin, SHEET, SheetId};
use crate::store::{Cache, FileRecords, SheetRecords};
use crate::workbook::{self, Listed, Unreadable};

/// Reads a folder.
///
/// # Errors
/// If the folder cannot be read; a file that is no good is reported, not an error.
pub(super) fn read(
    workspace: &Workspace,
    pack: &Pack,
    config: &Config,
    as_of: Date,
    progress: &dyn Progress,
) -> Result<Intake, Failure> {
    let listing = workbook::list(&workspace.data)?;
    let pack = &pack.taught(config.columns.iter().filter(|hint| !hint.of_files()));
    let recogniser = Recogniser::new(pack);
    let settings = format!("{} {as_of} {:?} {:?}", pack.hash, config.sheets, config.columns);
    let cache = Cache::new(workspace.cache_folder(), &settings, at_rest(&workspace.root)?);
    let reading = Reading {
        pack,
        recogniser: &recogniser,
        hints: &config.sheets,
        columns: &config.columns,
        as_of,
        cache: &cache,
    };
    let mut passwords = Passwords::of(config);
    progress.files(listing.files.len());
    let mut files = read_all(&listing.files, reading, &passwords, progress)?;
    progress.done();
    for (file, read) in listing.files.iter().zip(&mut files) {
        unlock(file, read, reading, &mut passwords)?;
    }
    let keys =
        files.iter().filter_map(|file| cache.key(file.report.path.as_written(), &file.report.hash, file.report.bytes));
    cache.keep(&keys.collect(), workspace.data.parent().unwrap_or(&workspace.data));
    let mut intake = Intake::default();
    for FileIntake { report, sheets, .. } in files {
        intake.files.push(report);
        add(&mut intake, sheets).context("合并各文件的记录失败")?;
    }
    intake.files.extend(listing.unreadable.iter().map(|(file, why)| unread(file, unread_state(why))));
    intake.files.extend(listing.skipped.iter().map(|(file, what)| unread(file, FileState::Skipped(what))));
    one_register(pack, config, &mut intake).context("核对花名册失败")?;
    intake.questions = versions(pack, config, &intake).context("核对同一张表的版本失败")?;
    Ok(intake)
}

/// What a file held.
struct FileIntake {
    report: FileReport,
    sheets: Vec<SheetRecords>,
    /// Whether it wants a password that is not known.
    locked: bool,
}

/// Reads files side by side, the biggest first, so that no core is left alone with one at the end.
fn read_all(
    listed: &[Listed],
    reading: Reading<'_>,
    passwords: &Passwords,
    progress: &dyn Progress,
) -> anyhow::Result<Vec<FileIntake>> {
    let mut queue: Vec<(usize, &Listed)> = listed.iter().enumerate().collect();
    queue.sort_by_key(|(position, file)| (Reverse(file.bytes), *position));
    let read_one = |(position, file): &(usize, &Listed)| {
        progress.reading(&file.relative);
        let read = read_file(file, reading, passwords);
        progress.read();
        read.map(|read| (*position, read))
    };
    let mut files = queue.par_iter().with_max_len(1).map(read_one).collect::<anyhow::Result<Vec<_>>>()?;
    files.sort_by_key(|(position, _)| *position);
    Ok(files.into_iter().map(|(_, file)| file).collect())
}

/// Asks for a locked file's password until it opens or nobody answers.
fn unlock(file: &Listed, read: &mut FileIntake, reading: Reading<'_>, passwords: &mut Passwords) -> anyhow::Result<()> {
    let mut again = false;
    while read.locked && passwords.ask(&file.relative, again) {
        *read = read_file(file, reading, passwords)?;
        again = true;
    }
    Ok(())
}

/// A letter or a scan may lie beside the tables; what has no other use than to hold them is missed.
fn unread_state(why: &Unreadable) -> FileState {
    match why {
        Unreadable::Foreign(what) if !what.holds_tables() => FileState::Foreign(why.explain()),
        why => FileState::Unreadable(why.explain()),
    }
}

fn unread(file: &Listed, state: FileState) -> FileReport {
    FileReport {
        path: file.relative.as_str().into(),
        format: String::new(),
        hash: String::new(),
        bytes: file.bytes,
        state,
    }
}

fn add(intake: &mut Intake, sheets: Vec<SheetRecords>) -> PolarsResult<()> {
    for sheet in sheets {
        let id = SheetId::try_from(intake.sheets.len()).unwrap_or(SheetId::MAX);
        intake.sheets.push(sheet.report);
        intake.issues.extend(sheet.issues.into_iter().map(|issue| Issue { sheet: id, ..issue }));
        let placed = |record: Damaged| Damaged { origin: Origin { sheet: id, ..record.origin }, ..record };
        intake.unused.extend(sheet.unused.into_iter().map(|unused| (id, unused)));
        intake.damaged.extend(sheet.damaged.into_iter().map(placed));
        let Some((source, frame)) = sheet.records else { continue };
        let numbered = lit(i64::from(id)).cast(DataType::Int64).alias(SHEET);
        let frame = frame.lazy().with_columns([numbered]).collect()?;
        match intake.records.get_mut(&source) {
            Some(records) => {
                records.vstack_mut(&frame)?;
            }
            None => {
                intake.records.insert(source, frame);
            }
        }
    }
    Ok(())
}

fn read_file(file: &Listed, reading: Reading<'_>, passwords: &Passwords) -> anyhow::Result<FileIntake> {
    let hash = match hash(file) {
        Ok(hash) => hash,
        Err(error) => {
            let why = match file.place.within.is_empty() {
                true => Unreadable::from(error),
                // The archive that a file lies in is broken where it lies.
                false => Unreadable::Corrupt(error.to_string()),
            };
            let report = unread(file, FileState::Unreadable(why.explain()));
            return Ok(FileIntake { report, sheets: Vec::new(), locked: false });
        }
    };
    let key = reading.cache.key(&file.relative, &hash, file.bytes);
    let known = key.as_ref().and_then(|key| reading.cache.load(key));
    let read = match known {
        Some(read) => Ok(read),
        None => parse(file, key.as_deref(), reading, passwords)?,
    };
    let report = |format: &str, state: FileState| FileReport {
        path: file.relative.as_str().into(),
        format: format.to_owned(),
        hash: hash.clone(),
        bytes: file.bytes,
        state,
    };
    Ok(match read {
        Err(unreadable) => FileIntake {
            report: report("", FileState::Unreadable(unreadable.explain())),
            sheets: Vec::new(),
            locked: matches!(unreadable, Unreadable::Encrypted),
        },
        Ok(FileRecords { format, sheets }) => {
            let recognised = sheets.iter().any(|sheet| sheet.report.source().is_some());
            let state = if recognised { FileState::Read } else { FileState::Unrecognised };
            FileIntake { report: report(&format, state), sheets, locked: false }
        }
    })
}

/// Parses a file, its sheets side by side, and notes what was read of it if that is worth it.
fn parse(
    file: &Listed,
    key: Option<&str>,
    reading: Reading<'_>,
    passwords: &Passwords,
) -> anyhow::Result<Result<FileRecords, Unreadable>> {
    let book = match workbook::read_place(&file.place, &passwords.of_file(&file.relative)) {
        Ok(book) => book,
        Err(unreadable) => return Ok(Err(unreadable)),
    };
    let sheets: anyhow::Result<Vec<Vec<SheetRecords>>> =
        book.sheets.par_iter().map(|sheet| read_taught(&file.relative, sheet, reading)).collect();
    let read = FileRecords { format: book.format.label(), sheets: sheets?.into_iter().flatten().collect() };
    if let Some(key) = key {
        reading.cache.save(key, &read);
    }
    Ok(Ok(read))
}

fn hash(file: &Listed) -> io::Result<String> {
    let mut hasher = blake3::Hasher::new();
    hasher.update_reader(file.place.open()?)?;
    Ok(hasher.finalize().to_hex().to_string())
}
