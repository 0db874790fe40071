//! Sheets → the columns that they lack.

use std::sync::Arc;

use crate::expr::{AbsentColumns, Environment};
use crate::pack::Pack;
use crate::schema::SheetReport;

/// The environment of a run that read these sheets; a sheet's number is its position.
pub fn with_absent_columns(environment: &Environment, sheets: &[SheetReport], pack: &Pack) -> Environment {
    let mut absent = AbsentColumns::new(&pack.register().0.name);
    for (number, sheet) in (0_i64..).zip(sheets) {
        let Some(source) = sheet.source().and_then(|source| pack.sources.get(source)) else { continue };
        let other = source.belongs.as_ref().and_then(|belongs| pack.sources.get(&belongs.otherwise));
        for source in std::iter::once(source).chain(other) {
            let lacks = |name: &&String| !sheet.fields().any(|field| field == name.as_str());
            let needed = source.fields.iter().filter(|(_, field)| !field.optional).map(|(name, _)| name);
            needed.filter(lacks).for_each(|field| absent.note(&source.name, field, number));
        }
    }
    Environment { absent: Arc::new(absent), ..environment.clone() }
}
