//! Questions about related records → the records themselves, and which of them count.

use std::collections::BTreeMap;

use polars::prelude::{AnyValue, DataFrame, PolarsResult};

use super::context::ExplanationContext;
use super::home::{place, text};
use super::shown::{is_birth, shown, shown_taken};
use crate::expr::{Checked, HOUSEHOLDS, Related, Subject, Type};
use crate::facts::{condition_column, examined, key, value_column};
use crate::pack::EvidenceField;
use crate::schema::{NAME, PERSON};

/// The records that calls on one kind of subject look at, by relation.
#[derive(Debug, Default)]
pub(super) struct RelatedRecords(BTreeMap<String, Option<DataFrame>>);

/// One record that a call looked at.
#[derive(Debug)]
pub(super) struct RelatedRecord {
    /// The person it is about, if about one.
    pub person: Option<i64>,
    pub name: String,
    /// Where it stands; nothing of what is no department's record.
    pub place: Option<String>,
    /// The values that the call reads or that back the rule.
    pub fields: Vec<String>,
    /// Whether it counts; unknown if a value is missing.
    pub counts: Option<bool>,
    /// What is taken of it.
    pub value: Option<String>,
}

impl RelatedRecords {
    /// Looks at the records of all calls in the expressions.
    pub fn of(
        context: ExplanationContext<'_>,
        subject: Subject,
        keys: &[i64],
        expressions: &[&Checked],
    ) -> PolarsResult<Self> {
        let mut calls: BTreeMap<&str, BTreeMap<String, &Related>> = BTreeMap::new();
        for call in expressions.iter().flat_map(|expression| expression.related()) {
            calls.entry(call.relation()).or_default().insert(call.column(), call);
        }
        let look = |(relation, calls): (&str, BTreeMap<String, &Related>)| {
            let calls: Vec<&Related> = calls.into_values().collect();
            let records = examined(relation, &calls, context.tables(), subject, keys, context.detection.environment)?;
            Ok((relation.to_owned(), records))
        };
        calls.into_iter().map(look).collect::<PolarsResult<_>>().map(Self)
    }

    /// The records that a call looked at for one subject; none if its source was not delivered.
    pub fn looked_at(
        &self,
        call: &Related,
        subject: Subject,
        of: i64,
        evidence: &[EvidenceField],
        context: ExplanationContext<'_>,
    ) -> Option<Vec<RelatedRecord>> {
        let frame = self.0.get(call.relation())?.as_ref()?;
        let cell = |name: &str, row: usize| frame.column(name).ok().and_then(|column| column.get(row).ok());
        let rows = (0..frame.height()).filter(|row| integer(cell(key(subject), *row)) == Some(of));
        let is_source = context.detection.pack.sources.contains_key(call.relation());
        let records = rows.map(|row| {
            let counts = cell(&condition_column(call), row).unwrap_or(AnyValue::Null);
            let value = cell(&value_column(call), row);
            RelatedRecord {
                person: integer(cell(PERSON, row)),
                name: text(frame, NAME, row),
                place: place(frame, row, context.sheets).filter(|_| is_source),
                fields: description(frame, row, call, evidence, context),
                counts: if let AnyValue::Boolean(counts) = counts { Some(counts) } else { None },
                value: value.and_then(|value| shown_taken(call, value, None, context.detection.pack)),
            }
        });
        Some(records.collect())
    }
}

/// The values of a record that the call reads or that back the rule.
fn description(
    frame: &DataFrame,
    row: usize,
    call: &Related,
    evidence: &[EvidenceField],
    context: ExplanationContext<'_>,
) -> Vec<String> {
    let pack = context.detection.pack;
    let relation = call.relation();
    if relation == HOUSEHOLDS {
        let number = pack.register().0.key.household.as_deref();
        return number.map(|number| text(frame, number, row)).into_iter().collect();
    }
    let source = pack.sources.get(relation);
    let Some(fields) = pack.catalog.relations.get(relation).map(|relation| &relation.fields) else { return Vec::new() };
    let mut names = call.inner_fields();
    names.extend(evidence.iter().filter(|field| field.source == relation).map(|field| field.field.clone()));
    let shown = |name: &String| {
        let ty = fields.get(name).filter(|ty| **ty != Type::Id && !is_birth(name, pack))?;
        let unit = source.and_then(|source| source.fields.get(name)?.unit.as_deref());
        let value = frame.column(name).ok()?.get(row).ok()?;
        Some(format!("{name} = {}", shown(ty, value, unit)))
    };
    names.iter().filter_map(shown).collect()
}

fn integer(value: Option<AnyValue<'_>>) -> Option<i64> {
    value?.extract()
}
