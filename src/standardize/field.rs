//! The cells of one field → one typed column.

use jiff::civil::Date;
use polars::prelude::{Column, DataType};

use super::days::days;
use super::ditto;
use super::extract::{Extract, RecordAt};
use super::figure::Figures;
use super::reader::{Reader, complain};
use super::tally::IssueTally;
use super::vocabulary::FieldVocabulary;
use crate::ingest::{Mapping, Measure};
use crate::pack::Kind;
use crate::value::{date, name, number};

/// Types one field of all records; cells that do not fit the field's kind become null and are tallied.
pub(super) fn column(
    extract: &Extract<'_>,
    records: &[RecordAt],
    position: usize,
    as_of: Date,
    tally: &mut IssueTally,
) -> Column {
    let (label, field) = extract.mapping.source.fields.get_index(position).expect("positions come from this map");
    // Figures in a unit of something else are none of this field.
    let unfit = matches!(extract.measures[position], Measure::Not { .. });
    let columns = if unfit { &[][..] } else { extract.mapping.fields[position].as_slice() };
    // Two rows are never one person.
    let repeats = field.kind != Kind::Id
        && *label != extract.mapping.source.key.name
        && ditto::occurs(extract, columns.iter().chain(branch_columns(extract.mapping, position)));
    let reader = Reader { extract, records, position, field, columns, repeats };
    if repeats {
        reader.note_dittos(label, tally);
    }
    if extract.grid.has_errors() {
        reader.report_errors(label, tally);
    }
    let figures = Figures { field, measure: &extract.measures[position], units: &extract.pack.units };
    let mut unfit = |row: u32, raw: &str| complain(field, label, row, raw, tally);
    match field.kind {
        Kind::Text | Kind::Place => {
            Column::new(label.as_str().into(), reader.read(&mut unfit, |cell, _| Some(cell.into_owned())))
        }
        Kind::Name => {
            let words = &extract.pack.layout.name_notes;
            Column::new(label.as_str().into(), reader.read(&mut unfit, |cell, _| Some(name::split(&cell, words).all())))
        }
        Kind::Code => {
            let source = extract.mapping.source;
            let vocabulary = FieldVocabulary::new(field);
            let beside = source.certificate.as_ref().and_then(|certificate| certificate.beside(label));
            let beside = beside.map(|name| FieldVocabulary::new(&source.fields[name]));
            let words = reader.read(&mut unfit, |cell, _| {
                let own = vocabulary.word(&cell);
                let known = own.or_else(|| vocabulary.word_beside(&cell, beside.as_ref()?));
                known.or_else(|| extract.said_in(label, &cell))
            });
            Column::new(label.as_str().into(), words)
        }
        Kind::Codes => Column::new(label.as_str().into(), reader.read_codes(&mut unfit)),
        Kind::Date | Kind::Month => day_column(label, days(&reader, label, as_of, tally)),
        Kind::Money => Column::new(label.as_str().into(), reader.read(&mut unfit, |cell, _| figures.money(&cell))),
        Kind::Number => Column::new(label.as_str().into(), reader.read(&mut unfit, |cell, _| figures.number(&cell))),
        Kind::Integer => Column::new(label.as_str().into(), reader.read(&mut unfit, |cell, _| figures.integer(&cell))),
        Kind::Bool => Column::new(label.as_str().into(), reader.read(&mut unfit, |cell, _| number::parse_flag(&cell))),
        Kind::Id => Column::new(label.as_str().into(), reader.read_ids(&mut unfit)),
    }
}

/// The columns of a field that belong to one of the things that a row tells of.
fn branch_columns<'a>(mapping: &'a Mapping<'_>, position: usize) -> impl Iterator<Item = &'a usize> {
    let of_field = move |(own, _): &&(usize, Vec<usize>)| *own == position;
    let branches = mapping.branches.iter().flat_map(move |branch| branch.columns.iter().filter(of_field));
    branches.flat_map(|(_, columns)| columns)
}

fn day_column(label: &str, values: Vec<Option<Date>>) -> Column {
    let days: Vec<Option<i32>> = values.into_iter().map(|day| day.map(date::to_days)).collect();
    Column::new(label.into(), days).cast(&DataType::Date).expect("days since 1970 are what a date column holds")
}
