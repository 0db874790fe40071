//! Fields of the subject's household, its head and its village, joined to the subject.

use std::collections::BTreeSet;

use polars::prelude::{DataFrame, IntoLazy, PolarsResult, col};

use super::tables::{Tables, key};
use crate::expr::{Checked, FieldRef, Owner, Subject};
use crate::link::HEAD;
use crate::schema::{HOUSEHOLD, PERSON, VILLAGE, look_up};

/// Adds the columns `户.x`, `户主.x` and `村.x` that the expressions read and the frame does not have yet.
///
/// # Errors
/// Only if a table lacks a field that the pack's check knows.
pub fn with_relatives(
    frame: DataFrame,
    tables: &Tables,
    subject: Subject,
    expressions: &[&Checked],
) -> PolarsResult<DataFrame> {
    let wanted: BTreeSet<FieldRef> = expressions.iter().flat_map(|expression| expression.fields()).collect();
    let missing = |owner: Owner| -> Vec<&FieldRef> {
        wanted
            .iter()
            .filter(|field| field.owner == owner)
            .filter(|field| frame.schema().get(&field.column()).is_none())
            .collect()
    };
    let of_household = missing(Owner::Household);
    let of_head = missing(Owner::Head);
    let of_village = missing(Owner::Village);
    let mut frame = frame;
    if !of_household.is_empty() && subject != Subject::Household {
        frame = add(frame, &tables.household, HOUSEHOLD, &of_household)?;
    }
    if !of_head.is_empty() {
        let heads = tables.household.clone().lazy().select([col(HOUSEHOLD), col(HEAD).alias(PERSON)]).collect()?;
        let heads = add(heads, &tables.person, PERSON, &of_head)?.drop(PERSON)?;
        frame = look_up(frame, heads, &[HOUSEHOLD]).collect()?;
    }
    if !of_village.is_empty() && subject != Subject::Village {
        frame = add(frame, &tables.village, VILLAGE, &of_village)?;
    }
    Ok(frame)
}

/// Joins fields of another table under their qualified names.
fn add(frame: DataFrame, from: &DataFrame, on: &str, fields: &[&FieldRef]) -> PolarsResult<DataFrame> {
    let renamed = fields.iter().map(|field| col(field.name.as_str()).alias(field.column().as_str()));
    let columns: Vec<_> = std::iter::once(col(on)).chain(renamed).collect();
    let other = from.clone().lazy().select(columns);
    look_up(frame, other, &[on]).collect()
}

/// The subject's own fields, under the names that conditions on related records use for them.
pub(super) fn own_fields(
    related: DataFrame,
    subjects: &DataFrame,
    subject: Subject,
    fields: &BTreeSet<FieldRef>,
) -> PolarsResult<DataFrame> {
    match fields.is_empty() {
        true => Ok(related),
        false => add(related, subjects, key(subject), &fields.iter().collect::<Vec<_>>()),
    }
}
