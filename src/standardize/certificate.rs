//! What a certificate's number tells: kind and grade, against the columns beside it.

use jiff::civil::Date;
use polars::prelude::{Column, DataFrame, PolarsResult};

use super::extract::{Extract, RecordAt};
use super::identity::{RecordIdentity, read_id};
use super::tally::IssueTally;
use super::vocabulary::FieldVocabulary;
use crate::ingest::data_cell;
use crate::pack::Certificate;
use crate::schema::{Consequence, Issue};
use crate::value::{IdForm, Recognised};

/// Puts kind and grade as the certificate's number tells them where their columns tell nothing; where these say
/// otherwise, they count, and that is noted as an issue.
pub(super) fn take_from_certificate(
    frame: &mut DataFrame,
    extract: &Extract<'_>,
    certificate: &Certificate,
    records: &[RecordAt],
    identities: &[RecordIdentity],
    tally: &mut IssueTally,
) -> PolarsResult<()> {
    let mapping = extract.mapping;
    let columns = [&certificate.number, &certificate.kind, &certificate.grade]
        .map(|field| mapping.columns(field).first().copied());
    let fields = [&certificate.kind, &certificate.grade];
    let words = fields.map(|field| FieldVocabulary::new(&mapping.source.fields[field]));
    let mut read = [written(frame, fields[0])?, written(frame, fields[1])?];
    for (position, (record, identity)) in records.iter().zip(identities).enumerate() {
        let cell = |column: Option<usize>| column.map(|column| data_cell(extract.grid, record.row, column));
        for (own, other) in [(0, 1), (1, 0)] {
            if read[own][position].is_some() {
                continue;
            }
            let beside = cell(columns[1 + other]).and_then(|cell| words[own].word_beside(cell.text, &words[other]));
            read[own][position] = beside;
        }
        let number = cell(columns[0]).and_then(|cell| read_id(cell, Date::MAX).ok());
        let Some(told) = told(number.as_ref().or(identity.number.as_ref()), &words) else { continue };
        let here = [read[0][position].clone(), read[1][position].clone()];
        if here.iter().zip(&told).any(|(here, told)| here.as_ref().is_some_and(|here| here != told)) {
            tally.push(contradiction(certificate, identity.row, &told, &here));
        }
        for (at, told) in told.into_iter().enumerate().filter(|(at, _)| here[*at].is_none()) {
            let kind = "空缺或无法识别，按证号采用";
            let advice = "请按证号补填该栏";
            tally.count(identity.row, fields[at], kind, "", Consequence::NoteOnly, advice);
            read[at][position] = Some(told);
        }
    }
    for (field, read) in fields.into_iter().zip(read) {
        frame.with_column(Column::new(field.as_str().into(), read))?;
    }
    Ok(())
}

/// Kind and grade as a number tells them.
fn told(number: Option<&Recognised>, words: &[FieldVocabulary<'_>; 2]) -> Option<[String; 2]> {
    let IdForm::DisabilityCard { category, grade } = number?.form else { return None };
    Some([words[0].word(&category.to_string())?, words[1].word(&grade.to_string())?])
}

fn written(frame: &DataFrame, field: &str) -> PolarsResult<Vec<Option<String>>> {
    Ok(frame.column(field)?.str()?.iter().map(|word| word.map(str::to_owned)).collect())
}

fn contradiction(certificate: &Certificate, row: u32, told: &[String; 2], here: &[Option<String>; 2]) -> Issue {
    let Certificate { number, kind, grade } = certificate;
    let here: Vec<&str> = here.iter().map(|word| word.as_deref().unwrap_or("空")).collect();
    Issue {
        sheet: 0,
        row,
        field: number.clone(),
        kind: format!("{number}与{kind}、{grade}不一致"),
        value: format!("证号为{}，栏目为{}", told.concat(), here.concat()),
        other: None,
        consequence: Consequence::NoteOnly,
        advice: format!("已按栏目采用；请核对{number}第19、20位和这两栏"),
        count: 1,
    }
}
