//! What was typed → the household that is meant.

use polars::prelude::{DataFrame, PolarsResult};

use crate::detect::{DetectionContext, subject_of_clue};
use crate::facts::Tables;
use crate::link::Population;
use crate::schema::{HOUSEHOLD, Household, PERSON, VILLAGE, Village};
use crate::value::IdNumber;

/// Who is asked about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Query {
    /// The household of this person.
    Person(IdNumber),
    /// A household number, perhaps with township and village before it, or a clue id.
    Named(String),
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// A household, and its village: keys.
    Household(i64, i64),
    /// Several households with the same number.
    Several(Vec<Household>),
    /// A clue about a village as such.
    Village(Village),
    /// Nothing; the household number that is spelt most alike, if one is.
    Nothing(Option<String>),
}

/// Finds the household: by its number, by the clue that it or a member has, or by a member's ID number.
///
/// # Errors
/// Only if frames do not have the columns that linking gives them.
pub fn search(
    query: &Query,
    population: &Population,
    tables: &Tables,
    context: DetectionContext<'_>,
) -> PolarsResult<Found> {
    match query {
        Query::Person(number) => by_person(*number, &population.persons),
        Query::Named(name) => match by_number(name, population)? {
            Found::Nothing(near) => Ok(by_clue(name, population, tables, context)?.unwrap_or(Found::Nothing(near))),
            found => Ok(found),
        },
    }
}

fn by_person(number: IdNumber, persons: &DataFrame) -> PolarsResult<Found> {
    let row = persons.column(PERSON)?.i64()?.iter().position(|person| person == Some(number.key()));
    let key = |row: usize, name: &str| -> PolarsResult<Option<i64>> { Ok(persons.column(name)?.i64()?.get(row)) };
    let Some(row) = row else { return Ok(Found::Nothing(None)) };
    Ok(match (key(row, HOUSEHOLD)?, key(row, VILLAGE)?) {
        (Some(household), Some(village)) => Found::Household(household, village),
        _ => Found::Nothing(None),
    })
}

/// `H1`, `石桥村/H1` or `青石镇/石桥村/H1`.
fn by_number(name: &str, population: &Population) -> PolarsResult<Found> {
    let parts: Vec<&str> = name.split(['/', '／']).map(str::trim).collect();
    let households = &population.households;
    let fields = &population.place_fields;
    let townships = households.column(&fields.township)?.str()?;
    let villages = households.column(&fields.village)?.str()?;
    let numbers = households.column(&fields.household)?.str()?;
    let place = |row: usize| [townships, villages, numbers].map(|column| column.get(row).unwrap_or_default());
    let rows: Vec<usize> = (0..households.height())
        .filter(|row| match (parts.as_slice(), place(*row)) {
            ([wanted], [.., number]) => *wanted == number,
            ([in_village, wanted], [_, village, number]) => (*in_village, *wanted) == (village, number),
            ([in_township, in_village, wanted], place) => [*in_township, *in_village, *wanted] == place,
            _ => false,
        })
        .collect();
    Ok(match rows.as_slice() {
        [row] => {
            let household = households.column(HOUSEHOLD)?.i64()?.get(*row);
            let village = households.column(VILLAGE)?.i64()?.get(*row);
            household
                .zip(village)
                .map_or(Found::Nothing(None), |(household, village)| Found::Household(household, village))
        }
        [] => {
            let wanted = parts.last().copied().unwrap_or_default();
            Found::Nothing(crate::diagnostic::nearest(wanted, numbers.iter().flatten()).map(str::to_owned))
        }
        several => {
            let households = several.iter().map(|row| fields.household(households, *row));
            Found::Several(households.collect::<PolarsResult<_>>()?)
        }
    })
}

fn by_clue(
    id: &str,
    population: &Population,
    tables: &Tables,
    context: DetectionContext<'_>,
) -> PolarsResult<Option<Found>> {
    let Some((_, subject)) = subject_of_clue(&id.to_uppercase(), tables, context)? else { return Ok(None) };
    if let Some(household) = subject.household {
        return Ok(Some(Found::Household(household, subject.village)));
    }
    let villages = &population.villages;
    let row = villages.column(VILLAGE)?.i64()?.iter().position(|village| village == Some(subject.village));
    let village = row.map(|row| population.place_fields.village(villages, row)).transpose()?;
    Ok(Some(Found::Village(village.unwrap_or_default())))
}
