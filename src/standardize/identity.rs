//! The ID number of every record: the first of the source's ID fields that can be used, or why none can.

use jiff::civil::Date;

use super::extract::{Extract, RecordAt};
use super::member;
use super::tally::IssueTally;
use crate::ingest::data_cell;
use crate::schema::{Consequence, Issue};
use crate::value::{Fragment, IdDefect, IdForm, Recognised, text};
use crate::workbook::{Cell, CellKind};

/// Whose record it is.
#[derive(Debug, Clone)]
pub(super) struct RecordIdentity {
    /// The ID number, if one can be used.
    pub number: Option<Recognised>,
    /// Whether the record is set aside for want of one.
    pub quarantined: bool,
    /// What is left of a number that cannot be used.
    pub fragment: Option<Fragment>,
    /// Why there is none.
    pub defect: Option<IdDefect>,
    /// The row, from 1.
    pub row: u32,
}

impl RecordIdentity {
    /// The compact key.
    pub fn key(&self) -> Option<i64> {
        self.number.as_ref().map(|recognised| recognised.number.key())
    }
}

/// Reads the ID numbers of all records.
pub(super) fn identities<'a>(
    extract: &'a Extract<'a>,
    records: &[RecordAt],
    as_of: Date,
    tally: &mut IssueTally,
) -> Vec<RecordIdentity> {
    let key = &extract.mapping.source.key;
    let own: Vec<IdColumn<'a>> =
        key.id.iter().flat_map(|id| extract.mapping.columns(id).iter().map(|column| (id.as_str(), *column))).collect();
    let first = key.id.first().map_or("", String::as_str);
    let mut of = |record: &RecordAt| match record.member {
        Some(member) => identity(extract, record, &[(first, member.id)], as_of, tally),
        None => identity(extract, record, &own, as_of, tally),
    };
    records.iter().map(&mut of).collect()
}

/// A field of ID numbers, and a column of it.
type IdColumn<'a> = (&'a str, usize);

fn identity(
    extract: &Extract<'_>,
    record: &RecordAt,
    columns: &[IdColumn<'_>],
    as_of: Date,
    tally: &mut IssueTally,
) -> RecordIdentity {
    let source = extract.mapping.source;
    let row = record.row_number();
    let mut worst: Option<(IdDefect, &str, Cell<'_>)> = None;
    for (at, (field, column)) in columns.iter().enumerate() {
        let field = *field;
        let mut cell = data_cell(extract.grid, record.row, *column);
        if source.members.is_some() {
            cell.text = member::part(cell.text, record.part);
        }
        match read_id(cell, as_of) {
            Ok(number) => {
                note_number_form(&number, field, row, tally);
                let others = columns[at + 1..]
                    .iter()
                    .map(|(other, column)| (*other, read_id(data_cell(extract.grid, record.row, *column), as_of)));
                let otherwise = |read: &Result<Recognised, IdDefect>| {
                    read.as_ref().is_ok_and(|other| other.number != number.number)
                };
                if let Some((other, _)) = others.into_iter().find(|(_, read)| otherwise(read)) {
                    tally.push(two_people(field, other, row));
                }
                return RecordIdentity { number: Some(number), quarantined: false, fragment: None, defect: None, row };
            }
            Err(defect) if worst.is_none() || matches!(worst, Some((IdDefect::Missing, ..))) => {
                worst = Some((defect, field, cell));
            }
            Err(_) => {}
        }
    }
    let first = source.key.id.first().map_or("", String::as_str);
    let (defect, field, text) = worst.map_or((IdDefect::Missing, first, ""), |(d, f, cell)| (d, f, cell.text));
    let quarantined = !(defect == IdDefect::Missing && source.key.by_name);
    if quarantined {
        tally.push(quarantine(defect, field, text, row));
    }
    let fragment = Fragment::of(text, defect);
    RecordIdentity { number: None, quarantined, fragment, defect: Some(defect), row }
}

/// Reads one ID cell. A numeric cell of sixteen or more digits has lost some, whatever it looks like.
pub(super) fn read_id(cell: Cell<'_>, as_of: Date) -> Result<Recognised, IdDefect> {
    match cell.kind {
        CellKind::WideNumber => Err(IdDefect::PrecisionLost),
        CellKind::Blank | CellKind::Error => Err(IdDefect::Missing),
        CellKind::Text | CellKind::Untyped | CellKind::Number | CellKind::Date | CellKind::Bool => {
            if text::is_null_mark(&text::clean(cell.text)) {
                return Err(IdDefect::Missing);
            }
            let recognised = crate::value::recognise(cell.text)?;
            match recognised.number.birth_date() > as_of {
                true => Err(IdDefect::BirthDate),
                false => Ok(recognised),
            }
        }
    }
}

fn quarantine(defect: IdDefect, field: &str, raw: &str, row: u32) -> Issue {
    Issue {
        sheet: 0,
        row,
        field: field.to_owned(),
        kind: defect.label().to_owned(),
        value: crate::value::Redacted::of(raw).into(),
        other: None,
        consequence: Consequence::Quarantined,
        advice: defect.advice().to_owned(),
        count: 1,
    }
}

/// Two numbers of a row are of two people: one of them counts, and that is said.
fn two_people(used: &str, other: &str, row: u32) -> Issue {
    Issue {
        sheet: 0,
        row,
        field: other.to_owned(),
        kind: format!("{other}与{used}不是同一人的证号"),
        value: String::new(),
        other: None,
        consequence: Consequence::NoteOnly,
        advice: format!("已按{used}采用；请核对这两栏"),
        count: 1,
    }
}

fn note_number_form(recognised: &Recognised, field: &str, row: u32, tally: &mut IssueTally) {
    match &recognised.form {
        IdForm::Upgraded => {
            tally.count(
                row,
                field,
                "15位旧身份证号，已按规则升为18位",
                "",
                Consequence::NoteOnly,
                "请更新为18位身份证号",
            );
        }
        IdForm::DisabilityCardUnclear => {
            tally.count(
                row,
                field,
                "残疾人证号的类别或等级位有误",
                "",
                Consequence::NoteOnly,
                "请核对残疾人证号第19、20位",
            );
        }
        IdForm::Embedded => {
            let kind = "单元格里有别的字，取其中唯一有效的证号";
            tally.count(row, field, kind, "", Consequence::NoteOnly, "证号一栏请只填证号，说明写到备注栏");
        }
        IdForm::Citizen | IdForm::StudentNumber { .. } | IdForm::DisabilityCard { .. } => {}
    }
}
