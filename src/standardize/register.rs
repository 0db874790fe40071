//! What the ID number itself tells of a person of the register: birth date and sex.

use polars::prelude::{Column, DataFrame, DataType, PolarsResult};

use super::identity::RecordIdentity;
use super::tally::IssueTally;
use crate::pack::Register;
use crate::schema::Consequence;
use crate::value::date;

/// Puts birth date and sex as the ID number tells them into the register's frame; where the table says otherwise,
/// that is noted as an issue.
pub(super) fn take_from_id(
    frame: &mut DataFrame,
    register: &Register,
    identities: &[RecordIdentity],
    tally: &mut IssueTally,
) -> PolarsResult<()> {
    let births: Vec<Option<i32>> = identities
        .iter()
        .map(|identity| identity.number.as_ref().map(|recognised| date::to_days(recognised.number.birth_date())))
        .collect();
    let sexes: Vec<Option<&str>> = identities
        .iter()
        .map(|identity| identity.number.as_ref().map(|recognised| recognised.number.sex().label()))
        .collect();
    let written_births = frame.column(&register.birth)?.cast(&DataType::Int32)?;
    note_mismatches(written_births.i32()?.iter().zip(&births), &register.birth, identities, tally);
    note_mismatches(frame.column(&register.sex)?.str()?.iter().zip(&sexes), &register.sex, identities, tally);
    let births = Column::new(register.birth.as_str().into(), births).cast(&DataType::Date)?;
    frame.with_column(births)?;
    frame.with_column(Column::new(register.sex.as_str().into(), sexes))?;
    Ok(())
}

fn note_mismatches<'a, T: PartialEq + 'a>(
    pairs: impl Iterator<Item = (Option<T>, &'a Option<T>)>,
    field: &str,
    identities: &[RecordIdentity],
    tally: &mut IssueTally,
) {
    for ((written, told), identity) in pairs.zip(identities) {
        if let (Some(written), Some(told)) = (written, told)
            && written != *told
        {
            let advice = "请核对身份证号或该栏；比对时以身份证号为准";
            tally.count(identity.row, field, "与身份证号所示不一致", "", Consequence::NoteOnly, advice);
        }
    }
}
