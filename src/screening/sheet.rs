//! A sheet → records: what it is, which of its rows hold records, what they say.

use std::collections::BTreeMap;

use anyhow::Context;

use super::reading::Reading;
use super::teaching;
use crate::ingest::{
    Caption, Guest, KnownSheet, Mapping, Measure, Recogniser, Recognition, RowRoles, SheetLocation, fingerprint,
    id_keys, look_alikes, measures, recognise, roles,
};
use crate::pack::{ColumnHint, SheetNames, Source};
use crate::schema::{IdQuality, RowCounts, SheetReport, SheetState, UnusedIds};
use crate::standardize::{Extract, Records, standardize};
use crate::store::SheetRecords;
use crate::value::Label;
use crate::value::number::count;
use crate::workbook::{Grid, Sheet, Visibility};

/// Reads a sheet by what the county says of the columns of just this one, if it says anything.
///
/// # Errors
/// Only if a table cannot be built from its columns.
pub(super) fn read_taught(file: &str, sheet: &Sheet, reading: Reading<'_>) -> anyhow::Result<Vec<SheetRecords>> {
    let letters = fingerprint(&sheet.grid, reading.pack.layout.header_search_rows);
    let names = SheetNames { file, sheet: &sheet.name, fingerprint: letters.as_deref() };
    let own = |hint: &&ColumnHint| hint.of_files() && hint.covers(names);
    let mut hints = reading.columns.iter().filter(own).peekable();
    if hints.peek().is_none() {
        return InPlace { file, sheet, letters, reading }.read();
    }
    let pack = &reading.pack.taught(hints);
    let recogniser = &Recogniser::new(pack);
    InPlace { file, sheet, letters, reading: Reading { pack, recogniser, ..reading } }.read()
}

/// A sheet where it lies, with the fingerprint of its headings.
struct InPlace<'a> {
    file: &'a str,
    sheet: &'a Sheet,
    letters: Option<String>,
    reading: Reading<'a>,
}

/// One of the lists that a sheet holds.
struct ListIn<'m, 'p> {
    mapping: &'m Mapping<'p>,
    rows: RowRoles,
    evidence: String,
    next: Option<(&'p Source, usize)>,
    /// The sheet's other lists.
    others: Vec<&'m Mapping<'p>>,
}

impl ListIn<'_, '_> {
    fn uses(&self, column: usize) -> bool {
        self.mapping.uses(column) || self.others.iter().any(|other| other.uses(column))
    }
}

impl InPlace<'_> {
    fn names(&self) -> SheetNames<'_> {
        SheetNames { file: self.file, sheet: &self.sheet.name, fingerprint: self.letters.as_deref() }
    }

    /// Its records: one list's, or more where a second one stands in columns of its own.
    fn read(&self) -> anyhow::Result<Vec<SheetRecords>> {
        let Self { file, sheet, reading, .. } = self;
        let mut hints = reading.hints.iter().filter(|hint| hint.covers(self.names()));
        if hints.clone().any(|hint| hint.ignore) {
            return Ok(vec![nothing(self.unread(SheetState::Ignored), Vec::new())]);
        }
        let says = hints.find(|hint| hint.source.is_some() || hint.header_row.is_some());
        let known = says.map(|hint| KnownSheet { source: hint.source.as_deref(), header_row: hint.header_row });
        let standing = SheetLocation { path: file, sheet: &sheet.name };
        let state = match recognise(&sheet.grid, reading.recogniser, standing, known.unwrap_or_default()) {
            Recognition::As { mapping, evidence, next, guests } => {
                return self.lists(&mapping, evidence, next, &guests).into_iter().map(|list| self.list(list)).collect();
            }
            Recognition::Unknown(nearest) => SheetState::Unrecognised { nearest },
            Recognition::Asked { candidates, doubts } => {
                let named = |(source, speaks): (&Source, String)| (source.name.clone(), speaks);
                SheetState::Asked { candidates: candidates.into_iter().map(named).collect(), doubts }
            }
        };
        Ok(vec![nothing(self.unread(state), all_ids(&sheet.grid))])
    }

    /// The lists of a recognised sheet: its own and those in columns that this leaves.
    fn lists<'m, 'p>(
        &self,
        mapping: &'m Mapping<'p>,
        evidence: String,
        next: Option<(&'p Source, usize)>,
        guests: &'m [Guest<'p>],
    ) -> Vec<ListIn<'m, 'p>> {
        let grid = &self.sheet.grid;
        let rows = roles(grid, mapping, &self.reading.pack.layout);
        let others = guests.iter().map(|guest| &guest.mapping).collect();
        let second = |guest: &'m Guest<'p>| ListIn {
            mapping: &guest.mapping,
            rows: rows.only(|row| guest.has_entry(grid, row)),
            evidence: format!("与“{}”同在一张表，{}", mapping.source.name, guest.evidence()),
            next: None,
            others: vec![mapping],
        };
        let seconds: Vec<ListIn<'m, 'p>> = guests.iter().map(second).collect();
        std::iter::once(ListIn { mapping, rows, evidence, next, others }).chain(seconds).collect()
    }

    /// The records of one list.
    fn list(&self, list: ListIn<'_, '_>) -> anyhow::Result<SheetRecords> {
        let Self { file, sheet, reading, .. } = self;
        let grid = &sheet.grid;
        let mapping = list.mapping;
        let caption = &Caption::of(file, &sheet.name, grid, mapping.header.start);
        let dating = &reading.pack.layout.dating;
        let schooled = mapping.source.school_year.then(|| caption.school_year()).flatten();
        let stated = schooled.or_else(|| caption.stated(dating, reading.as_of));
        let measures = measures(mapping, caption, &reading.pack.units);
        let stated = stated.as_ref();
        let rows = &list.rows.data;
        let extract =
            Extract { sheet: 0, caption, stated, grid, mapping, rows, measures: &measures, pack: reading.pack };
        let records = standardize(extract, reading.as_of)
            .with_context(|| format!("整理 {}[{}] 失败", Label::from(*file), Label::from(sheet.name.as_str())))?;
        let Records { frame, issues, damaged, ids, latest } = records;
        let taught = teaching::applied(reading.columns, self.names(), mapping.source, &columns(mapping));
        let mut look_alikes = look_alikes(mapping, grid, reading.pack.layout.recognition.sample_rows);
        look_alikes.retain(|alike| !list.others.iter().any(|other| other.claims(&alike.heading)));
        let report = SheetReport {
            taught,
            look_alikes,
            titles: caption.titles.clone(),
            rows: list.rows.counts,
            read: count(frame.height()),
            ids,
            latest,
            stated: stated.cloned(),
            ..self.unread(recognised(&list, &measures))
        };
        let records = Some((mapping.source.name.clone(), frame));
        Ok(SheetRecords { report, records, issues, damaged, unused: unused_columns(grid, &list) })
    }

    /// The report of a sheet of which nothing is read.
    fn unread(&self, state: SheetState) -> SheetReport {
        SheetReport {
            file: self.file.into(),
            name: self.sheet.name.as_str().into(),
            titles: Vec::new(),
            hidden: self.sheet.visibility == Visibility::Hidden,
            hidden_rows: self.sheet.hidden_rows,
            fingerprint: self.letters.clone(),
            state,
            taught: Vec::new(),
            look_alikes: Vec::new(),
            rows: unread_rows(&self.sheet.grid),
            read: 0,
            records: BTreeMap::new(),
            ids: IdQuality::default(),
            latest: None,
            stated: None,
        }
    }
}

/// The ID numbers of a sheet that is not read.
fn all_ids(grid: &Grid) -> Vec<UnusedIds> {
    let columns = grid.columns().map(|column| UnusedIds { heading: None, keys: id_keys(grid, column, 0) });
    columns.filter(|unused| !unused.keys.is_empty()).collect()
}

/// The ID numbers of the columns that no field takes.
fn unused_columns(grid: &Grid, list: &ListIn<'_, '_>) -> Vec<UnusedIds> {
    let mapping = list.mapping;
    let heading = |column: usize| match mapping.headings.get(column) {
        Some(heading) if !heading.is_empty() => heading.clone(),
        Some(_) | None => format!("第{}列", column + 1),
    };
    let unused =
        |column: usize| UnusedIds { heading: Some(heading(column)), keys: id_keys(grid, column, mapping.header.end) };
    let free = grid.columns().filter(|column| !list.uses(*column));
    free.map(unused).filter(|unused| !unused.keys.is_empty()).collect()
}

/// A sheet that gives no records.
fn nothing(report: SheetReport, unused: Vec<UnusedIds>) -> SheetRecords {
    SheetRecords { report, records: None, issues: Vec::new(), damaged: Vec::new(), unused }
}

/// The rows of a sheet that no source claims: all that is known of them is which are blank.
fn unread_rows(grid: &Grid) -> RowCounts {
    let filled = grid.filled_rows(0).count();
    RowCounts {
        total: count(grid.rows()),
        heading: count(filled),
        blank: count(grid.rows() - filled),
        footer: 0,
        data: 0,
    }
}

/// The fields that have a column, with the heading each was found under; those that the title tells, with its word.
fn columns(mapping: &Mapping<'_>) -> Vec<(String, String)> {
    let heading = |column: &usize| mapping.headings[*column].clone();
    let fields = mapping.source.fields.keys().zip(&mapping.fields);
    let of_branches = mapping.branches.iter().flat_map(|branch| &branch.columns);
    let told = mapping.branches.iter().flat_map(|branch| &branch.given).chain(&mapping.given);
    let mut columns: Vec<(String, String)> = fields
        .flat_map(|(field, columns)| columns.iter().map(move |column| (field.clone(), heading(column))))
        .collect();
    columns.extend(
        of_branches
            .flat_map(|(position, own)| own.iter().map(|column| (field_name(mapping, *position), heading(column)))),
    );
    columns.extend(told.map(|(position, word)| (field_name(mapping, *position), format!("（{word}）"))));
    columns.dedup();
    columns
}

fn recognised(list: &ListIn<'_, '_>, measures: &[Measure]) -> SheetState {
    let mapping = list.mapping;
    let heading = |column: &usize| mapping.headings[*column].clone();
    let fields = mapping.source.fields.keys().zip(&mapping.fields).zip(measures);
    let columns = fields.flat_map(|((field, columns), measure)| {
        columns.iter().filter_map(move |column| Some((field.clone(), measured(&heading(column), measure)?)))
    });
    let unfit = mapping.fields.iter().zip(measures).filter(|(_, measure)| matches!(measure, Measure::Not { .. }));
    let unclaimed = mapping.unclaimed.iter().filter(|column| !list.uses(**column));
    let lacking = mapping.derived.iter().filter(|way| mapping.columns(&way.field).is_empty());
    let derived = lacking.map(|way| {
        let (from, off) = mapping.parts(way);
        (way.field.clone(), format!("（{from}－{}）", off.join("－")))
    });
    SheetState::Recognised {
        source: mapping.source.name.clone(),
        header_row: u32::try_from(mapping.header.start + 1).unwrap_or(u32::MAX),
        columns: columns.chain(derived).collect(),
        unclaimed: unclaimed.chain(unfit.flat_map(|(columns, _)| columns)).map(heading).collect(),
        evidence: list.evidence.clone(),
        next: list.next.map(|(source, columns)| (source.name.clone(), columns)),
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

fn field_name(mapping: &Mapping<'_>, position: usize) -> String {
    mapping.source.fields.get_index(position).map_or("", |(name, _)| name).to_owned()
}
