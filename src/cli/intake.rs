//! Files → records: every file of a folder is read, recognised and typed, in parallel, and accounted for.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use anyhow::Context;
use indicatif::ProgressBar;
use jiff::civil::Date;
use polars::prelude::{DataFrame, DataType, IntoLazy, PolarsResult, lit};
use rayon::prelude::{IndexedParallelIterator, IntoParallelRefIterator, ParallelIterator};

use super::confined;
use super::one_register::one_register;
use super::passwords::Passwords;
use super::teaching;
use super::ui::Ui;
use super::workspace::Workspace;
use crate::ingest::{
    Caption, Known, Mapping, Measure, Recogniser, Recognition, Standing, fingerprint, id_keys, look_alikes, measures,
    recognise, roles,
};
use crate::pack::{ColumnHint, Config, Pack, SheetHint, Source};
use crate::schema::{
    Damaged, FileReport, FileState, IdQuality, Issue, Origin, Question, RowCounts, SHEET, SheetId, SheetReport,
    SheetState, UnusedIds,
};
use crate::standardize::{Extract, Records, standardize};
use crate::store::{Cache, FileRecords, SheetRecords};
use crate::workbook::{self, Grid, Listed, Sheet, Unreadable, Visibility};

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
    /// ID numbers that stand where nothing is read.
    pub unused: Vec<(SheetId, UnusedIds)>,
    /// What has to be asked about them, besides what the sheets themselves are.
    pub questions: Vec<Question>,
}

/// Reads a folder.
///
/// # Errors
/// If the folder or a file in it cannot be opened; a file that is no good is reported, not an error.
pub(super) fn read(
    workspace: &Workspace,
    pack: &Pack,
    config: &Config,
    as_of: Date,
    ui: &Ui,
) -> anyhow::Result<Intake> {
    let listing = workbook::list(&workspace.data)?;
    let pack = &pack.taught(config.columns.iter().filter(|hint| !hint.of_files()));
    let recogniser = Recogniser::new(pack);
    let settings = format!("{} {as_of} {:?} {:?}", pack.hash, config.sheets, config.columns);
    let cache = Cache::new(workspace.cache_folder(), &settings);
    let reading = Reading {
        pack,
        recogniser: &recogniser,
        hints: &config.sheets,
        columns: &config.columns,
        as_of,
        cache: &cache,
    };
    let mut passwords = Passwords::of(config);
    let progress = ui.files(listing.files.len());
    let mut files = read_all(&listing.files, reading, &passwords, &progress)?;
    progress.finish_and_clear();
    for (file, read) in listing.files.iter().zip(&mut files) {
        unlock(file, read, reading, &mut passwords)?;
    }
    let keys = files.iter().filter_map(|file| cache.key(&file.report.path, &file.report.hash, file.report.bytes));
    cache.keep(&keys.collect());
    let mut intake = Intake::default();
    for FileIntake { report, sheets, .. } in files {
        intake.files.push(report);
        add(&mut intake, sheets).context("合并各文件的记录失败")?;
    }
    intake.files.extend(listing.unreadable.iter().map(|(file, why)| unread(file, unread_state(why))));
    intake.files.extend(listing.skipped.iter().map(|(file, what)| unread(file, FileState::Skipped(what))));
    one_register(pack, config, &mut intake).context("核对花名册失败")?;
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
    progress: &ProgressBar,
) -> anyhow::Result<Vec<FileIntake>> {
    let mut queue: Vec<(usize, &Listed)> = listed.iter().enumerate().collect();
    queue.sort_by_key(|(position, file)| (Reverse(file.bytes), *position));
    let read_one = |(position, file): &(usize, &Listed)| {
        progress.set_message(file.relative.clone());
        let read = read_file(file, reading, passwords);
        progress.inc(1);
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
    FileReport { path: file.relative.clone(), format: String::new(), hash: String::new(), bytes: file.bytes, state }
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

/// What is needed to read any file.
#[derive(Clone, Copy)]
struct Reading<'a> {
    pack: &'a Pack,
    recogniser: &'a Recogniser<'a>,
    hints: &'a [SheetHint],
    columns: &'a [ColumnHint],
    as_of: Date,
    cache: &'a Cache,
}

fn read_file(file: &Listed, reading: Reading<'_>, passwords: &Passwords) -> anyhow::Result<FileIntake> {
    let hash = match hash(file) {
        // The archive that a file lies in may be broken where it lies.
        Err(error) if !file.place.within.is_empty() => {
            let why = Unreadable::Corrupt(error.to_string()).explain();
            let report = unread(file, FileState::Unreadable(why));
            return Ok(FileIntake { report, sheets: Vec::new(), locked: false });
        }
        hash => hash?,
    };
    let key = reading.cache.key(&file.relative, &hash, file.bytes);
    let known = key.as_ref().and_then(|key| reading.cache.load(key));
    let read = match known {
        Some(read) => Ok(read),
        None => parse(file, key.as_deref(), reading, passwords)?,
    };
    let report = |format: &str, state: FileState| FileReport {
        path: file.relative.clone(),
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
    let book = match confined::read(&file.place, &passwords.of_file(&file.relative)) {
        Ok(book) => book,
        Err(unreadable) => return Ok(Err(unreadable)),
    };
    let sheets: anyhow::Result<Vec<SheetRecords>> =
        book.sheets.par_iter().map(|sheet| read_taught(&file.relative, sheet, reading)).collect();
    let read = FileRecords { format: book.format.label(), sheets: sheets? };
    if let Some(key) = key {
        reading.cache.save(key, &read);
    }
    Ok(Ok(read))
}

fn hash(file: &Listed) -> anyhow::Result<String> {
    let path = file.place.path.display();
    let bytes = file.place.open().with_context(|| format!("打不开 {path},请检查文件是否被占用"))?;
    let mut hasher = blake3::Hasher::new();
    hasher.update_reader(bytes).with_context(|| format!("读不了 {path}"))?;
    Ok(hasher.finalize().to_hex().to_string())
}

/// Reads a sheet by what the county says of the columns of just this one, if it says anything.
fn read_taught(file: &str, sheet: &Sheet, reading: Reading<'_>) -> anyhow::Result<SheetRecords> {
    let letters = fingerprint(&sheet.grid, reading.pack.layout.header_search_rows);
    let own = |hint: &&ColumnHint| hint.of_files() && hint.covers(file, &sheet.name, letters.as_deref());
    let mut hints = reading.columns.iter().filter(own).peekable();
    if hints.peek().is_none() {
        return read_sheet(file, (sheet, letters), reading);
    }
    let pack = &reading.pack.taught(hints);
    let recogniser = &Recogniser::new(pack);
    read_sheet(file, (sheet, letters), Reading { pack, recogniser, ..reading })
}

/// Reads a sheet, the fingerprint of whose headings is known.
fn read_sheet(
    file: &str,
    (sheet, letters): (&Sheet, Option<String>),
    reading: Reading<'_>,
) -> anyhow::Result<SheetRecords> {
    let unread = |state: SheetState| SheetReport {
        file: file.to_owned(),
        name: sheet.name.clone(),
        titles: Vec::new(),
        hidden: sheet.visibility == Visibility::Hidden,
        hidden_rows: sheet.hidden_rows,
        fingerprint: letters.clone(),
        state,
        taught: Vec::new(),
        look_alikes: Vec::new(),
        rows: unread_rows(&sheet.grid),
        read: 0,
        records: BTreeMap::new(),
        ids: IdQuality::default(),
        latest: None,
        stated: None,
    };
    let hint = reading.hints.iter().find(|hint| hint.covers(file, &sheet.name, letters.as_deref()));
    if hint.is_some_and(|hint| hint.ignore) {
        return Ok(nothing(unread(SheetState::Ignored), Vec::new()));
    }
    let known = hint.map(|hint| Known { source: hint.source.as_deref(), header_row: hint.header_row });
    let standing = Standing { path: file, sheet: &sheet.name };
    match recognise(&sheet.grid, reading.recogniser, standing, known.unwrap_or_default()) {
        Recognition::As { mapping, evidence, next } => {
            let roles = roles(&sheet.grid, &mapping, &reading.pack.layout);
            let caption = &Caption::of(file, &sheet.name, &sheet.grid, mapping.header.start);
            let stated = caption.stated(&reading.pack.layout.dating, reading.as_of);
            let measures = measures(&mapping, caption, &reading.pack.units);
            let extract = Extract {
                sheet: 0,
                caption,
                stated: stated.as_ref(),
                grid: &sheet.grid,
                mapping: &mapping,
                rows: &roles.data,
                measures: &measures,
                pack: reading.pack,
            };
            let records =
                standardize(extract, reading.as_of).with_context(|| format!("整理 {file}[{}] 失败", sheet.name))?;
            let read = u32::try_from(records.frame.height()).unwrap_or(u32::MAX);
            let Records { frame, issues, damaged, ids, latest } = records;
            let (found, place) = (columns(&mapping), (file, sheet.name.as_str(), letters.as_deref()));
            let taught = teaching::applied(reading.columns, place, mapping.source, &found);
            let state = recognised(&mapping, &measures, evidence, next);
            let titles = caption.titles.clone();
            let look_alikes = look_alikes(&mapping, &sheet.grid, reading.pack.layout.recognition.sample_rows);
            let report = SheetReport {
                taught,
                look_alikes,
                titles,
                rows: roles.counts,
                read,
                ids,
                latest,
                stated,
                ..unread(state)
            };
            let records = Some((mapping.source.name.clone(), frame));
            let unused = unused_columns(&sheet.grid, &mapping);
            Ok(SheetRecords { report, records, issues, damaged, unused })
        }
        Recognition::Unknown(nearest) => {
            Ok(nothing(unread(SheetState::Unrecognised { nearest }), all_ids(&sheet.grid)))
        }
        Recognition::Asked { candidates, doubts } => {
            let candidates = candidates.into_iter().map(|(source, speaks)| (source.name.clone(), speaks)).collect();
            Ok(nothing(unread(SheetState::Asked { candidates, doubts }), all_ids(&sheet.grid)))
        }
    }
}

/// The ID numbers of a sheet that is not read.
fn all_ids(grid: &Grid) -> Vec<UnusedIds> {
    let columns = (0..grid.width()).map(|column| UnusedIds { heading: None, keys: id_keys(grid, column, 0) });
    columns.filter(|unused| !unused.keys.is_empty()).collect()
}

/// The ID numbers of the columns that no field takes.
fn unused_columns(grid: &Grid, mapping: &Mapping<'_>) -> Vec<UnusedIds> {
    let heading = |column: usize| match mapping.headings.get(column) {
        Some(heading) if !heading.is_empty() => heading.clone(),
        Some(_) | None => format!("第{}列", column + 1),
    };
    let unused =
        |column: usize| UnusedIds { heading: Some(heading(column)), keys: id_keys(grid, column, mapping.header.end) };
    let free = (0..grid.width()).filter(|column| !mapping.uses(*column));
    free.map(unused).filter(|unused| !unused.keys.is_empty()).collect()
}

/// A sheet that gives no records.
fn nothing(report: SheetReport, unused: Vec<UnusedIds>) -> SheetRecords {
    SheetRecords { report, records: None, issues: Vec::new(), damaged: Vec::new(), unused }
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

/// The fields that have a column, with the heading each was found under; those that the title tells, with its word.
fn columns(mapping: &Mapping<'_>) -> Vec<(String, String)> {
    let heading = |column: &usize| mapping.headings[*column].clone();
    let field = |position: usize| mapping.source.fields.get_index(position).map_or("", |(name, _)| name).to_owned();
    let fields = mapping.source.fields.keys().zip(&mapping.fields);
    let of_branches = mapping.branches.iter().flat_map(|branch| &branch.columns);
    let told = mapping.branches.iter().flat_map(|branch| &branch.given).chain(&mapping.given);
    let mut columns: Vec<(String, String)> = fields
        .flat_map(|(field, columns)| columns.iter().map(move |column| (field.clone(), heading(column))))
        .collect();
    columns
        .extend(of_branches.flat_map(|(position, own)| own.iter().map(|column| (field(*position), heading(column)))));
    columns.extend(told.map(|(position, word)| (field(*position), format!("（{word}）"))));
    columns.dedup();
    columns
}

fn recognised(
    mapping: &Mapping<'_>,
    measures: &[Measure],
    evidence: String,
    next: Option<(&Source, usize)>,
) -> SheetState {
    let heading = |column: &usize| mapping.headings[*column].clone();
    let fields = mapping.source.fields.keys().zip(&mapping.fields).zip(measures);
    let columns = fields.flat_map(|((field, columns), measure)| {
        columns.iter().filter_map(move |column| Some((field.clone(), measured(&heading(column), measure)?)))
    });
    let unfit = mapping.fields.iter().zip(measures).filter(|(_, measure)| matches!(measure, Measure::Not { .. }));
    let unclaimed = mapping.unclaimed.iter().chain(unfit.flat_map(|(columns, _)| columns));
    SheetState::Recognised {
        source: mapping.source.name.clone(),
        header_row: u32::try_from(mapping.header.start + 1).unwrap_or(u32::MAX),
        columns: columns.collect(),
        unclaimed: unclaimed.map(heading).collect(),
        evidence,
        next: next.map(|(source, columns)| (source.name.clone(), columns)),
    }
}

/// A heading with what becomes of its unit; none if its column cannot be used for that.
fn measured(heading: &str, measure: &Measure) -> Option<String> {
    match measure {
        Measure::AsTheyStand => Some(heading.to_owned()),
        Measure::Times { from, to, .. } if heading.contains(from.as_str()) => {
            Some(heading.replacen(from.as_str(), &format!("{from}→{to}"), 1))
        }
        Measure::Times { from, to, .. } => Some(format!("{heading}（{from}→{to}）")),
        Measure::Not { .. } => None,
    }
}
