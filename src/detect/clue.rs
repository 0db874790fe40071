//! Hits → clues: the sentence, the evidence, whom it is about and where that is.

use polars::prelude::{AnyValue, DataFrame, DataType, IntoLazy, NULL, PolarsResult, lit};

use super::evidence::evidence;
use super::location::Locations;
use super::{ClueNaming, DetectionContext};
use crate::expr::{Environment, Subject, TemplatePiece, format_value, lower};
use crate::facts::{Tables, key};
use crate::pack::Rule;
use crate::schema::{Clue, ClueSubject, ClueText, HOUSEHOLD, Location, NAME, VILLAGE, Village};
use crate::value::{IdNumber, Redacted};

/// The clues of a rule's hits.
pub(super) fn clues(
    hits: &DataFrame,
    rule: &Rule,
    tables: &Tables,
    locations: &Locations,
    context: DetectionContext<'_>,
) -> PolarsResult<Vec<Clue>> {
    let findings = sentences(hits, rule, context.environment)?;
    let discriminators = discriminators(hits, rule, context.environment)?;
    let keys: Vec<i64> = hits.column(key(rule.subject))?.i64()?.iter().flatten().collect();
    let evidence = evidence(rule, hits, tables, context)?;
    let (_, register) = context.pack.register();
    let mut clues = Vec::with_capacity(keys.len());
    for (position, (finding, discriminator)) in findings.into_iter().zip(discriminators).enumerate() {
        let (subject, location) = subject(hits, rule, position, locations, context.naming);
        let key = keys[position];
        let (person_name, relation) = match rule.subject {
            Subject::Person => (text_at(hits, NAME, position), text_at(hits, &register.relation, position)),
            Subject::Household => (location.head_name.clone(), register.head.clone()),
            Subject::Village => <_>::default(),
        };
        clues.push(Clue {
            id: context.naming.first_id(&rule.id, &subject_text(&subject, &location), &discriminator).into(),
            rule: rule.id.as_str().into(),
            origins: evidence.origins(key),
            fingerprint: context.naming.evidence(evidence.values(key).into_iter()),
            subject,
            location,
            text: ClueText { title: rule.title.clone(), person_name, relation, finding, verify: rule.verify.clone() },
            risk: rule.risk.clone(),
            severity: rule.severity,
            department: rule.department.clone(),
            sums_up: rule.reads_clues,
            included: Vec::new(),
        });
    }
    Ok(clues)
}

/// Whom the hit in a row is about, and where that is.
pub(super) fn subject(
    hits: &DataFrame,
    rule: &Rule,
    position: usize,
    locations: &Locations,
    naming: &ClueNaming,
) -> (ClueSubject, Location) {
    let village = key_at(hits, VILLAGE, position).unwrap_or_default();
    let household = key_at(hits, HOUSEHOLD, position).filter(|_| rule.subject != Subject::Village);
    let person = key_at(hits, key(rule.subject), position).filter(|_| rule.subject == Subject::Person);
    let mut location = locations.of_subject(village, household);
    location.household_code = household.map(|_| naming.household(&location.household())).unwrap_or_default();
    let code = locations.code(rule.subject, person.or(household).unwrap_or(village), naming);
    let person = person.and_then(IdNumber::from_key);
    (ClueSubject { kind: rule.subject, person, household, village, code }, location)
}

/// What identifies a subject from run to run.
pub(super) fn subject_text(subject: &ClueSubject, location: &Location) -> String {
    let Village { township, name } = &location.village;
    match (subject.person, subject.household) {
        (Some(person), _) => format!("person {}", person.key()),
        (None, Some(_)) => format!("household {township}/{name}/{}", location.household_number),
        (None, None) => format!("village {township}/{name}"),
    }
}

/// The rule's sentence for every row of a prepared frame, masked.
///
/// # Errors
/// Only if polars refuses an expression that the pack's check let through.
pub fn sentences(hits: &DataFrame, rule: &Rule, environment: &Environment) -> PolarsResult<Vec<String>> {
    let part = |position: usize| format!("@part{position}");
    let values =
        rule.message.expressions().enumerate().map(|(at, value)| lower(value.root(), environment).alias(part(at)));
    let values = hits
        .clone()
        .lazy()
        .select(values.collect::<Vec<_>>().into_iter().chain([lit(NULL).alias("@none")]).collect::<Vec<_>>());
    let values = values.collect()?;
    let mut sentences = vec![String::new(); hits.height()];
    let mut at = 0;
    for piece in rule.message.pieces() {
        match piece {
            TemplatePiece::Text(text) => sentences.iter_mut().for_each(|sentence| sentence.push_str(text)),
            TemplatePiece::Value(value) => {
                let column = values.column(&part(at))?;
                at += 1;
                for (position, sentence) in sentences.iter_mut().enumerate() {
                    let row = if column.len() == 1 { 0 } else { position };
                    sentence.push_str(&format_value(value.ty(), column.get(row).unwrap_or(AnyValue::Null)));
                }
            }
        }
    }
    // Departments write numbers of people into schools, accounts and notes.
    Ok(sentences.iter().map(|sentence| Redacted::of(sentence).into()).collect())
}

pub(super) fn discriminators(hits: &DataFrame, rule: &Rule, environment: &Environment) -> PolarsResult<Vec<String>> {
    let Some(discriminator) = &rule.discriminator else { return Ok(vec![String::new(); hits.height()]) };
    let value = lower(discriminator.root(), environment).cast(DataType::String).alias("@value");
    let values = hits.clone().lazy().with_column(value).collect()?;
    Ok(values.column("@value")?.str()?.iter().map(|value| value.unwrap_or_default().to_owned()).collect())
}

fn text_at(frame: &DataFrame, name: &str, position: usize) -> String {
    let text = frame.column(name).ok().and_then(|column| column.str().ok()).and_then(|texts| texts.get(position));
    text.unwrap_or_default().to_owned()
}

fn key_at(frame: &DataFrame, name: &str, position: usize) -> Option<i64> {
    frame.column(name).ok()?.i64().ok()?.get(position)
}
