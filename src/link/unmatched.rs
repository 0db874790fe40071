//! Records that stayed outside the register, for the list of people it may have missed.

use polars::prelude::{DataFrame, PolarsResult, StringChunked};

use super::population::Population;
use crate::pack::Source;
use crate::schema::{FATE, Fate, ID, NAME, Origin, ROW, SHEET, Unmatched};
use crate::value::IdNumber;

/// Lists the records of a source that were not linked though they could be read.
///
/// # Errors
/// Only if the frame does not have the columns that linking gives it.
pub fn unmatched(frame: &DataFrame, source: &Source, population: &Population) -> PolarsResult<Vec<Unmatched>> {
    let place = |field: &Option<String>| -> PolarsResult<Option<StringChunked>> {
        field.as_deref().map(|name| Ok(frame.column(name)?.str()?.clone())).transpose()
    };
    let (townships, villages) = (place(&source.key.township)?, place(&source.key.village)?);
    let (ids, names) = (frame.column(ID)?.i64()?, frame.column(NAME)?.str()?);
    let (sheets, rows) = (frame.column(SHEET)?.i64()?, frame.column(ROW)?.i64()?);
    let number = |value: Option<i64>| value.and_then(|value| u32::try_from(value).ok()).unwrap_or(0);
    let mut found = Vec::new();
    for (position, label) in frame.column(FATE)?.str()?.iter().enumerate() {
        let fate = [Fate::Outside, Fate::Ambiguous].into_iter().find(|fate| Some(fate.label()) == label);
        let Some(fate) = fate else { continue };
        let written =
            |column: &Option<StringChunked>| column.as_ref().and_then(|texts| texts.get(position)).map(str::to_owned);
        let (township, village) = (written(&townships), written(&villages));
        let known = village.as_deref().and_then(|name| population.gazetteer.village(township.as_deref(), name));
        let known_township = township.as_deref().and_then(|name| population.gazetteer.township(name));
        found.push(Unmatched {
            source: source.name.clone(),
            township: known.map(|(township, _)| township).or(known_township).map(str::to_owned).or(township.clone()),
            village: known.map(|(_, village)| village.to_owned()).or(village.clone()),
            name: names.get(position).unwrap_or_default().to_owned(),
            id: ids.get(position).and_then(IdNumber::from_key),
            fate,
            origin: Origin { sheet: number(sheets.get(position)), row: number(rows.get(position)) },
        });
    }
    Ok(found)
}
