//! Clue ids → whom they are about, also when the finding no longer holds.

use polars::prelude::PolarsResult;

use super::clue::{discriminators, subject, subject_text};
use super::context::DetectionContext;
use super::location::Locations;
use crate::expr::Checked;
use crate::facts::{Tables, derive, prepared};
use crate::pack::Rule;
use crate::schema::ClueSubject;

/// The rule and the subject that a clue id was made of; none if no subject of the tables has it.
///
/// # Errors
/// Only if polars refuses an expression that the pack's check let through.
pub fn subject_of_clue<'a>(
    id: &str,
    tables: &Tables,
    context: DetectionContext<'a>,
) -> PolarsResult<Option<(&'a Rule, ClueSubject)>> {
    let made_by = |rule: &&Rule| id.strip_prefix(rule.id.as_str()).is_some_and(|code| code.starts_with('-'));
    for rule in context.pack.rules.iter().filter(made_by) {
        if let Some(subject) = subject_of(id, rule, tables, context)? {
            return Ok(Some((rule, subject)));
        }
    }
    Ok(None)
}

fn subject_of(
    id: &str,
    rule: &Rule,
    tables: &Tables,
    context: DetectionContext<'_>,
) -> PolarsResult<Option<ClueSubject>> {
    let expressions: Vec<&Checked> = rule.discriminator.iter().collect();
    let facts = context.pack.facts_behind(&expressions, rule.subject);
    let tables = derive(tables.clone(), &facts, context.environment)?;
    let frame = prepared(&tables, rule.subject, &expressions, context.environment)?;
    let locations = Locations::of(&tables, context.pack)?;
    let discriminators = discriminators(&frame, rule, context.environment)?;
    for (position, discriminator) in discriminators.iter().enumerate() {
        let (subject, location) = subject(&frame, rule, position, &locations, context.naming);
        let text = subject_text(&subject, &location);
        if context.naming.id(&rule.id, &text, discriminator) == id {
            return Ok(Some(subject));
        }
    }
    Ok(None)
}
