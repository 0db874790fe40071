//! Records that stayed outside the register, for the list of people it may have missed.

use polars::prelude::{DataFrame, PolarsResult};

use super::place::NamedPlace;
use super::records::RecordPlaces;
use super::residents::Residents;
use crate::pack::Source;
use crate::schema::{FATE, Fate, ID, NAME, Origins, Unmatched};
use crate::value::IdNumber;

/// Lists the records of a source that were not linked though they could be read.
///
/// # Errors
/// Only if the frame does not have the columns that linking gives it.
pub fn unmatched(frame: &DataFrame, source: &Source, residents: &Residents<'_>) -> PolarsResult<Vec<Unmatched>> {
    let places = RecordPlaces::of(frame, source)?;
    let ids = frame.column(ID)?.i64()?;
    let names = frame.column(NAME)?.str()?;
    let origins = Origins::of(frame)?;
    let mut found = Vec::new();
    for (position, label) in frame.column(FATE)?.str()?.iter().enumerate() {
        let fate = [Fate::Outside, Fate::Ambiguous].into_iter().find(|fate| Some(fate.label()) == label);
        let Some(fate) = fate else { continue };
        let at = places.at(position);
        let NamedPlace { township, village } = residents.places(at);
        found.push(Unmatched {
            source: source.name.clone(),
            township: township.or(at.township).map(str::to_owned),
            village: village.or(at.village).map(str::to_owned),
            name: names.get(position).unwrap_or_default().to_owned(),
            id: ids.get(position).and_then(IdNumber::from_key),
            fate,
            origin: origins.at(position),
        });
    }
    Ok(found)
}
