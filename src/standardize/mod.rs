//! Extracts → typed records: every cell becomes a value of its field's kind, or an issue.
//!
//! The frame of a sheet has one row a record, the engine's columns of [`crate::schema`] first, then the source's
//! fields in the order of their declaration. A record whose ID number cannot be used stays in the frame, set aside
//! by its fate, so that it is counted and listed.

mod extract;
mod dated;
mod ditto;
mod vocabulary;
mod figure;
mod member;
mod stated;
mod tally;
mod derived;
mod identity;
mod certificate;
mod reader;
mod days;
mod field;
mod register;
mod standing;
mod gone;

use jiff::civil::Date;
use polars::prelude::{Column, DataFrame, DataType, PolarsResult};

use crate::ingest::{Mapping, Measure, data_cell};
use crate::pack::{Field, Grain, Kind, Source};
use crate::schema::{
    Consequence, Damaged, FATE, Fate, ID, IdQuality, Issue, MEMBER, NAME, Origin, REST, ROW, SHEET, UnclaimedCells,
};
use crate::value::{IdDefect, date, name, number, text};
use extract::RecordAt;
use tally::IssueTally;

pub use extract::Extract;

/// The records of one sheet, and what is wrong in them.
#[derive(Debug)]
pub struct Records {
    /// One row a record.
    pub frame: DataFrame,
    /// What is wrong.
    pub issues: Vec<Issue>,
    /// Records set aside for their ID numbers, with what is left of these.
    pub damaged: Vec<Damaged>,
    /// The ID numbers by form and defect.
    pub ids: IdQuality,
    /// The latest day or month in the records, not after `as_of`.
    pub latest: Option<Date>,
}

/// Types the records of a sheet; `as_of` is the day after which nobody can have been born yet.
///
/// # Errors
/// Only if a frame cannot be built from its columns.
pub fn standardize(extract: Extract<'_>, as_of: Date) -> PolarsResult<Records> {
    let records = member::records(&extract);
    let mut tally = IssueTally::new(extract.sheet);
    let identities = identity::identities(&extract, &records, as_of, &mut tally);
    let names = names(&extract, &records, &mut tally);
    note_unit_issues(&extract, &mut tally);
    let mut ended = standing::ended(&extract, as_of, &mut tally);
    standing::wanting(&extract, &mut ended, &mut tally);
    let fate =
        |(record, identity): (&RecordAt, &identity::RecordIdentity)| match (identity.quarantined, ended[record.row]) {
            (true, _) => Some(Fate::Quarantined.label()),
            (false, true) => Some(Fate::Ended.label()),
            (false, false) => None,
        };
    let fates: Vec<Option<&str>> = records.iter().zip(&identities).map(fate).collect();
    let ids: Vec<Option<i64>> = identities.iter().map(identity::RecordIdentity::key).collect();
    let integers = |name: &str, values: Vec<i64>| Column::new(name.into(), values);
    let mut columns = vec![
        integers(SHEET, vec![i64::from(extract.sheet); records.len()]),
        integers(ROW, records.iter().map(|record| i64::from(record.row_number())).collect()),
        integers(MEMBER, records.iter().map(|record| record.ordinal).collect()),
        Column::new(ID.into(), &ids),
        Column::new(NAME.into(), &names),
        Column::new(FATE.into(), &fates),
        Column::new(REST.into(), rest(&extract, &records)),
    ];
    for (position, (name, field)) in extract.mapping.source.fields.iter().enumerate() {
        let stated = field.taught.missing.as_ref().filter(|_| extract.mapping.fields[position].is_empty());
        let column = match (extract.mapping.source.is_key_id(name), stated) {
            (true, _) => Column::new(name.as_str().into(), &ids),
            (false, Some(value)) => stated::column(name, field, value, &records),
            (false, None) => field::column(&extract, &records, position, as_of, &mut tally),
        };
        columns.push(column);
    }
    let mut frame = dated::with_dates(DataFrame::new(records.len(), columns)?, &extract)?;
    derived::take_from_others(&mut frame, &extract, &records, &mut tally)?;
    if let Some(register) = &extract.mapping.source.register {
        register::take_from_id(&mut frame, register, &identities, &mut tally)?;
        if let Some(gone) = &register.gone {
            gone::take_from_remarks(&mut frame, &extract, gone, &records, &mut tally)?;
        }
    }
    if let Some(certificate) = &extract.mapping.source.certificate {
        certificate::take_from_certificate(&mut frame, &extract, certificate, &records, &identities, &mut tally)?;
    }
    let damaged = damaged(&extract, &records, &identities);
    let ids = quality(&identities);
    let latest = latest(&frame, extract.mapping.source, as_of)?;
    Ok(Records { frame, issues: tally.into_issues(), damaged, ids, latest })
}

/// What stands in the columns that no field claims, but for those that only count the rows.
fn rest(extract: &Extract<'_>, records: &[RecordAt]) -> Vec<i64> {
    let counts_rows =
        |heading: &str| text::heading(heading).iter().any(|key| extract.pack.layout.row_numbers.contains(key));
    let heading = |column: usize| extract.mapping.headings[column].as_str();
    let columns: Vec<usize> =
        extract.mapping.unclaimed.iter().copied().filter(|column| !counts_rows(heading(*column))).collect();
    records
        .iter()
        .map(|record| {
            let cells = columns.iter().map(|column| data_cell(extract.grid, record.row, *column).text.trim());
            UnclaimedCells::of(columns.iter().map(|column| heading(*column)), cells).key()
        })
        .collect()
}

/// Says which columns are in another unit than their field.
fn note_unit_issues(extract: &Extract<'_>, tally: &mut IssueTally) {
    let Mapping { source, fields, headings, header, .. } = extract.mapping;
    for ((field, columns), measure) in source.fields.keys().zip(fields).zip(extract.measures) {
        let (kind, consequence, advice) = match measure {
            Measure::AsTheyStand => continue,
            Measure::Times { from, to, .. } => {
                (format!("单位由{from}换算为{to}"), Consequence::NoteOnly, "已换算；单位标错的请改正")
            }
            Measure::Not { from, to } => {
                (format!("单位“{from}”无法换算为{to}"), Consequence::ValueDropped, "整栏没有采用；请改正单位")
            }
        };
        tally.push(Issue {
            sheet: extract.sheet,
            row: u32::try_from(header.end).unwrap_or(u32::MAX),
            field: field.clone(),
            kind,
            value: columns.first().map(|column| headings[*column].clone()).unwrap_or_default(),
            other: None,
            consequence,
            advice: advice.to_owned(),
            count: number::count(extract.rows.len()),
        });
    }
}

fn quality(identities: &[identity::RecordIdentity]) -> IdQuality {
    let mut quality = IdQuality::default();
    for identity in identities {
        let (counts, label) = match (&identity.number, identity.defect) {
            (Some(recognised), _) => (&mut quality.forms, recognised.form.label()),
            (None, defect) => (&mut quality.defects, defect.unwrap_or(IdDefect::Missing).label()),
        };
        *counts.entry(label.to_owned()).or_insert(0) += 1;
    }
    quality
}

/// The latest day of the field that tells the period; without one, of all days and months but birth dates.
fn latest(frame: &DataFrame, source: &Source, as_of: Date) -> PolarsResult<Option<Date>> {
    let birth = source.register.as_ref().map(|register| register.birth.as_str());
    let told = |(name, field): &(&String, &Field)| {
        let dated = matches!(field.kind, Kind::Date | Kind::Month) && birth != Some(name.as_str());
        dated && source.period.as_ref().is_none_or(|period| period == *name)
    };
    let mut latest = None;
    for (name, _) in source.fields.iter().filter(told) {
        let days = frame.column(name)?.cast(&DataType::Int32)?;
        let known = days.i32()?.iter().flatten().filter_map(date::from_days).filter(|day| *day <= as_of);
        latest = latest.max(known.max());
    }
    Ok(latest)
}

/// The records without a usable number, with what is left of it.
fn damaged(extract: &Extract<'_>, records: &[RecordAt], identities: &[identity::RecordIdentity]) -> Vec<Damaged> {
    let set_aside = records.iter().zip(identities).filter(|(_, identity)| identity.quarantined);
    let damaged = |(record, identity): (&RecordAt, &identity::RecordIdentity)| Damaged {
        source: extract.mapping.source.name.clone(),
        origin: Origin { sheet: extract.sheet, row: identity.row },
        member: record.ordinal,
        fragment: identity.fragment.clone(),
    };
    set_aside.map(damaged).collect()
}

/// The name of every record; notes beside it are no part of it.
fn names(extract: &Extract<'_>, records: &[RecordAt], tally: &mut IssueTally) -> Vec<Option<String>> {
    let source = extract.mapping.source;
    let head = extract.mapping.columns(&source.key.name).first().copied();
    let mut name = |record: &RecordAt| {
        let column = match record.member {
            Some(member) => member.name,
            None => head,
        };
        let cell = data_cell(extract.grid, record.row, column?).text;
        let cell = if source.members.is_some() { member::part(cell, record.part) } else { cell };
        if source.grain == Grain::Village {
            return Some(text::compact(cell).into_owned()).filter(|name| !text::is_null_mark(name));
        }
        let written = name::split(cell, &extract.pack.layout.name_notes);
        for note in &written.notes {
            let advice = "已按姓名采用；说明请写到备注栏";
            tally.count(record.row_number(), &source.key.name, "姓名一栏带有说明", note, Consequence::NoteOnly, advice);
        }
        let name = written.all();
        (!text::is_null_mark(&name)).then_some(name)
    };
    records.iter().map(&mut name).collect()
}
