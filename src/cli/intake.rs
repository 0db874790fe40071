//! Files → records: every file of a folder is read, recognised and typed, in parallel, and accounted for.

use std::collections::BTreeMap;
use std::fs::File;
use std::path::Path;

use anyhow::Context;
use indicatif::ProgressBar;
use jiff::civil::Date;
use polars::prelude::{DataFrame, DataType, IntoLazy, PolarsResult, lit};
use rayon::prelude::{IndexedParallelIterator, IntoParallelRefIterator, ParallelIterator};

use crate::cli::ui::Ui;
use crate::ingest::{Known, Mapping, Recogniser, Recognition, recognise, roles};
use crate::pack::{Config, Pack, SheetHint};
use crate::schema::{
    Damaged, FileReport, FileState, IdQuality, Issue, Origin, RowCounts, SHEET, SheetId, SheetReport, SheetState,
};
use crate::standardize::{Extract, Records, standardize};
use crate::workbook::{self, Grid, Listed, Sheet};

/// What a folder held.
#[derive(Debug, Default)]
pub(super) struct Intake {
    /// Every file, by path.
    pub files: Vec<FileReport>,
    /// Every sheet, by file and position; a sheet's id is its position here.
    pub sheets: Vec<SheetReport>,
    /// Records by source.
    pub records: BTreeMap<String, DataFrame>,
    /// What is wrong in them.
    pub issues: Vec<Issue>,
    /// Records set aside for their ID numbers.
    pub damaged: Vec<Damaged>,
}

/// What one file held; sheets are numbered from 0 within it.
struct FileIntake {
    report: FileReport,
    sheets: Vec<SheetIntake>,
}

struct SheetIntake {
    report: SheetReport,
    records: Option<(String, DataFrame)>,
    issues: Vec<Issue>,
    damaged: Vec<Damaged>,
}

/// Reads a folder.
///
/// # Errors
/// If the folder or a file in it cannot be opened; a file that is no good is reported, not an error.
pub(super) fn read(folder: &Path, pack: &Pack, config: &Config, as_of: Date, ui: &Ui) -> anyhow::Result<Intake> {
    let listing = workbook::list(folder)?;
    let recogniser = Recogniser::new(pack);
    let reading = Reading { pack, recogniser: &recogniser, hints: &config.sheets, as_of };
    let progress = ui.files(listing.files.len());
    let mut queue: Vec<(usize, &Listed)> = listing.files.iter().enumerate().collect();
    // The biggest first, so that no core is left alone with one at the end.
    queue.sort_by_key(|(position, file)| (std::cmp::Reverse(file.bytes), *position));
    let read_one = |(position, file): &(usize, &Listed)| {
        let intake = read_file(file, reading, &progress);
        intake.map(|intake| (*position, intake))
    };
    let mut files = queue.par_iter().with_max_len(1).map(read_one).collect::<anyhow::Result<Vec<_>>>()?;
    files.sort_by_key(|(position, _)| *position);
    progress.finish_and_clear();
    let mut intake = Intake::default();
    for (_, file) in files {
        add(&mut intake, file).context("合并各文件的记录失败")?;
    }
    intake.files.extend(listing.skipped.iter().map(|(file, what)| skipped(file, what)));
    Ok(intake)
}

fn skipped(file: &Listed, what: &'static str) -> FileReport {
    FileReport {
        path: file.relative.clone(),
        format: String::new(),
        hash: String::new(),
        bytes: file.bytes,
        state: FileState::Skipped(what),
    }
}

fn add(intake: &mut Intake, file: FileIntake) -> PolarsResult<()> {
    intake.files.push(file.report);
    for sheet in file.sheets {
        let id = SheetId::try_from(intake.sheets.len()).unwrap_or(SheetId::MAX);
        intake.sheets.push(sheet.report);
        intake.issues.extend(sheet.issues.into_iter().map(|issue| Issue { sheet: id, ..issue }));
        let placed = |record: Damaged| Damaged { origin: Origin { sheet: id, ..record.origin }, ..record };
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

/// What is needed to read any file.
#[derive(Clone, Copy)]
struct Reading<'a> {
    pack: &'a Pack,
    recogniser: &'a Recogniser<'a>,
    hints: &'a [SheetHint],
    as_of: Date,
}

fn read_file(file: &Listed, reading: Reading<'_>, progress: &ProgressBar) -> anyhow::Result<FileIntake> {
    progress.set_message(file.relative.clone());
    let mut report = FileReport {
        path: file.relative.clone(),
        format: String::new(),
        hash: hash(&file.path)?,
        bytes: file.bytes,
        state: FileState::Unrecognised,
    };
    let mut sheets = Vec::new();
    match workbook::read(&file.path) {
        Err(unreadable) => report.state = FileState::Unreadable(unreadable.explain()),
        Ok(book) => {
            report.format = book.format.label();
            for sheet in &book.sheets {
                sheets.push(read_sheet(&file.relative, sheet, reading)?);
            }
            if sheets.iter().any(|sheet| sheet.report.source().is_some()) {
                report.state = FileState::Read;
            }
        }
    }
    progress.inc(1);
    Ok(FileIntake { report, sheets })
}

fn hash(path: &Path) -> anyhow::Result<String> {
    let file = File::open(path).with_context(|| format!("打不开 {},请检查文件是否被占用", path.display()))?;
    let mut hasher = blake3::Hasher::new();
    hasher.update_reader(file).with_context(|| format!("读不了 {}", path.display()))?;
    Ok(hasher.finalize().to_hex().to_string())
}

fn read_sheet(file: &str, sheet: &Sheet, reading: Reading<'_>) -> anyhow::Result<SheetIntake> {
    let unread = |state: SheetState| SheetReport {
        file: file.to_owned(),
        name: sheet.name.clone(),
        state,
        rows: unread_rows(&sheet.grid),
        read: 0,
        records: BTreeMap::new(),
        ids: IdQuality::default(),
        latest: None,
    };
    let hint = reading.hints.iter().find(|hint| hint.covers(file, &sheet.name));
    if hint.is_some_and(|hint| hint.ignore) {
        return Ok(nothing(unread(SheetState::Ignored)));
    }
    let known = hint.map(|hint| Known { source: hint.source.as_deref(), header_row: hint.header_row });
    match recognise(&sheet.grid, reading.recogniser, known.unwrap_or_default()) {
        Recognition::As(mapping) => {
            let roles = roles(&sheet.grid, &mapping, &reading.pack.layout);
            let extract = Extract { sheet: 0, grid: &sheet.grid, mapping: &mapping, rows: &roles.data };
            let records =
                standardize(extract, reading.as_of).with_context(|| format!("整理 {file}[{}] 失败", sheet.name))?;
            let read = u32::try_from(records.frame.height()).unwrap_or(u32::MAX);
            let Records { frame, issues, damaged, ids, latest } = records;
            let report = SheetReport { rows: roles.counts, read, ids, latest, ..unread(recognised(&mapping)) };
            let records = Some((mapping.source.name.clone(), frame));
            Ok(SheetIntake { report, records, issues, damaged })
        }
        Recognition::Unknown(nearest) => {
            let nearest = nearest.map(|(source, lacks)| (source.name.clone(), lacks));
            Ok(nothing(unread(SheetState::Unrecognised { nearest })))
        }
        Recognition::Tie(sources) => {
            let sources = sources.iter().map(|source| source.name.clone()).collect();
            Ok(nothing(unread(SheetState::Ambiguous { sources })))
        }
    }
}

/// A sheet that gives no records.
fn nothing(report: SheetReport) -> SheetIntake {
    SheetIntake { report, records: None, issues: Vec::new(), damaged: Vec::new() }
}

/// The rows of a sheet that no source claims: all that is known of them is which are blank.
fn unread_rows(grid: &Grid) -> RowCounts {
    let count = |rows: usize| u32::try_from(rows).unwrap_or(u32::MAX);
    let blank = (0..grid.rows()).filter(|row| grid.row_is_blank(*row)).count();
    RowCounts {
        total: count(grid.rows()),
        heading: count(grid.rows() - blank),
        blank: count(blank),
        footer: 0,
        data: 0,
    }
}

fn recognised(mapping: &Mapping<'_>) -> SheetState {
    let heading = |column: &usize| mapping.headings[*column].clone();
    let columns = mapping
        .source
        .fields
        .keys()
        .zip(&mapping.fields)
        .flat_map(|(field, columns)| columns.iter().map(move |column| (field.clone(), heading(column))))
        .collect();
    SheetState::Recognised {
        source: mapping.source.name.clone(),
        header_row: u32::try_from(mapping.header.start + 1).unwrap_or(u32::MAX),
        columns,
        unclaimed: mapping.unclaimed.iter().map(heading).collect(),
    }
}
