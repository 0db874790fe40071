//! One register and no other: a second one with headings of its own, that holds the same people, is set aside and asked
//! about.

use std::collections::{BTreeMap, BTreeSet};

use polars::prelude::{DataFrame, IntoLazy, PolarsResult, col, lit};

use super::intake::Intake;
use crate::pack::{Config, Pack};
use crate::schema::{ID, IdQuality, SHEET, SheetReport, SheetState};

/// Fewer people of one register in another may be chance or a move.
const FEW: usize = 2;

/// Sets registers aside that hold people of the fullest one under other headings.
pub(super) fn one_register(pack: &Pack, config: &Config, intake: &mut Intake) -> PolarsResult<()> {
    let (register, households) = pack.register();
    let Some(frame) = intake.records.get(&register.name) else { return Ok(()) };
    let mut people: BTreeMap<usize, BTreeSet<i64>> = BTreeMap::new();
    for (sheet, key) in pairs(frame) {
        people.entry(usize::try_from(sheet).unwrap_or(usize::MAX)).or_default().insert(key);
    }
    let fullness = |id: &usize| {
        let fields: BTreeSet<&str> = intake.sheets[*id].fields().collect();
        let of_households = households.household_fields.iter().filter(|field| fields.contains(field.as_str())).count();
        (of_households, people[id].len(), std::cmp::Reverse(*id))
    };
    let Some(first) = people.keys().max_by_key(|id| (is_told(config, &intake.sheets[**id]), fullness(id))).copied()
    else {
        return Ok(());
    };
    let second: Vec<(usize, usize)> = people
        .iter()
        .filter(|(id, _)| **id != first && !is_told(config, &intake.sheets[**id]))
        .filter(|(id, _)| intake.sheets[**id].fingerprint != intake.sheets[first].fingerprint)
        .map(|(id, own)| (*id, own.intersection(&people[&first]).count()))
        .filter(|(id, both)| *both > FEW.max(people[id].len() / 10))
        .collect();
    let named = format!("{}[{}]", intake.sheets[first].file, intake.sheets[first].name);
    for (id, both) in second {
        let doubt = format!("里面有 {both} 人也在 {named} 中，两份的栏目不同，只能用一份");
        set_aside(intake, &register.name, id, doubt)?;
    }
    Ok(())
}

/// Whether the county said what a sheet is.
fn is_told(config: &Config, sheet: &SheetReport) -> bool {
    config.sheets.iter().any(|hint| hint.source.is_some() && hint.covers(sheet.names()))
}

/// Takes a sheet's records back.
fn set_aside(intake: &mut Intake, register: &str, id: usize, doubt: String) -> PolarsResult<()> {
    let number = i64::try_from(id).unwrap_or(i64::MAX);
    if let Some(frame) = intake.records.get_mut(register) {
        *frame = frame.clone().lazy().filter(col(SHEET).neq(lit(number))).collect()?;
    }
    intake.issues.retain(|issue| i64::from(issue.sheet) != number);
    intake.damaged.retain(|record| i64::from(record.origin.sheet) != number);
    let sheet = &mut intake.sheets[id];
    let evidence = match &sheet.state {
        SheetState::Recognised { evidence, .. } => evidence.clone(),
        SheetState::Unrecognised { .. } | SheetState::Ignored | SheetState::Asked { .. } => String::new(),
    };
    (sheet.read, sheet.ids, sheet.latest) = (0, IdQuality::default(), None);
    sheet.state = SheetState::Asked { candidates: vec![(register.to_owned(), evidence)], doubts: vec![doubt] };
    Ok(())
}

/// Sheet and ID number of every record that has one.
pub(super) fn pairs(frame: &DataFrame) -> Vec<(i64, i64)> {
    let column = |name: &str| frame.column(name).ok().and_then(|column| column.i64().ok()).cloned();
    let (Some(sheets), Some(ids)) = (column(SHEET), column(ID)) else { return Vec::new() };
    sheets.iter().zip(ids.iter()).filter_map(|(sheet, id)| Some((sheet?, id?))).collect()
}
