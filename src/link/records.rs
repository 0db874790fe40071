//! One source's records → the same records with the keys of person, household and village, and a fate each.

use polars::prelude::{Column, DataFrame, IntoLazy, PolarsResult, StringChunked, col};

use super::duplicate::repeats;
use super::population::repeated_person;
use super::residents::{Found, Residents};
use crate::pack::{Grain, Source};
use crate::schema::{
    Consequence, FATE, Fate, HOUSEHOLD, ID, Issue, METHOD, NAME, PERSON, ROW, SHEET, VILLAGE, look_up,
};
use crate::value::name::same_name;

const REGISTER_NAME: &str = "@register_name";

/// How a record was linked, for people.
const BY_ID: &str = "身份证号";
const BY_NAME: &str = "村+姓名";
const BY_VILLAGE: &str = "村名";

/// Links the records of one source.
///
/// By ID number; where the source says so, records without any ID by village and name if exactly one person fits.
/// For household sources any member's number serves; village sources are linked by the village's name. Records equal in person and `unique` fields are merged.
///
/// # Errors
/// Only if frames do not have the columns that standardizing gives them.
pub fn link(records: DataFrame, source: &Source, residents: &Residents<'_>) -> PolarsResult<(DataFrame, Vec<Issue>)> {
    let mut issues = Vec::new();
    let repeats = repeats(&records, source)?;
    let people = residents.population().persons.clone().lazy().select([
        col(ID),
        col(PERSON),
        col(HOUSEHOLD),
        col(VILLAGE),
        col(NAME).alias(REGISTER_NAME),
    ]);
    let mut frame = look_up(records, people, &[ID]).collect()?;
    let mut keys = Keys::of(&frame)?;
    let mut methods: Vec<Option<&str>> = keys.person.iter().map(|person| person.map(|_| BY_ID)).collect();
    let mut fates = fates(&frame, &keys, &repeats)?;
    if source.grain == Grain::Village {
        link_by_village(&frame, source, residents, &mut keys, &mut methods, &mut fates)?;
    } else if source.key.by_name {
        link_by_name(&frame, source, residents, &mut keys, &mut methods, &mut fates)?;
    }
    report_repeats(&frame, &repeats, source, &mut issues)?;
    report_names(&frame, source, &fates, &mut issues)?;
    report_ambiguous(&frame, source, &fates, &mut issues)?;
    let labels: Vec<&str> = fates.iter().map(|fate| fate.label()).collect();
    for column in [
        Column::new(PERSON.into(), keys.person),
        Column::new(HOUSEHOLD.into(), keys.household),
        Column::new(VILLAGE.into(), keys.village),
        Column::new(METHOD.into(), methods),
        Column::new(FATE.into(), labels),
    ] {
        frame.with_column(column)?;
    }
    Ok((frame.drop(REGISTER_NAME)?, issues))
}

/// The three keys of every record.
struct Keys {
    person: Vec<Option<i64>>,
    household: Vec<Option<i64>>,
    village: Vec<Option<i64>>,
}

impl Keys {
    fn of(frame: &DataFrame) -> PolarsResult<Self> {
        let key = |name: &str| -> PolarsResult<Vec<Option<i64>>> { Ok(frame.column(name)?.i64()?.iter().collect()) };
        Ok(Self { person: key(PERSON)?, household: key(HOUSEHOLD)?, village: key(VILLAGE)? })
    }
}

fn fates(frame: &DataFrame, keys: &Keys, repeats: &[Option<usize>]) -> PolarsResult<Vec<Fate>> {
    let given = frame.column(FATE)?.str()?;
    let fate = |position: usize| match (given.get(position), repeats[position], keys.person[position]) {
        (Some(_), ..) => Fate::Quarantined,
        (None, Some(_), _) => Fate::Merged,
        (None, None, Some(_)) => Fate::Linked,
        (None, None, None) => Fate::Outside,
    };
    Ok((0..frame.height()).map(fate).collect())
}

/// Links records without an ID number by village and name.
fn link_by_name(
    frame: &DataFrame,
    source: &Source,
    residents: &Residents<'_>,
    keys: &mut Keys,
    methods: &mut [Option<&str>],
    fates: &mut [Fate],
) -> PolarsResult<()> {
    let ids = frame.column(ID)?.i64()?;
    let names = frame.column(NAME)?.str()?;
    let place = |field: &Option<String>| field.as_deref().map(|name| frame.column(name)?.str()).transpose();
    let (townships, villages) = (place(&source.key.township)?, place(&source.key.village)?);
    let nameless = |position: &usize| ids.get(*position).is_none() && fates[*position] == Fate::Outside;
    let positions: Vec<usize> = (0..frame.height()).filter(nameless).collect();
    for position in positions {
        let township = townships.and_then(|column| column.get(position));
        let village = villages.and_then(|column| column.get(position));
        fates[position] = match residents.find(township, village, names.get(position)) {
            Found::One(resident) => {
                keys.person[position] = Some(resident.person);
                keys.household[position] = Some(resident.household);
                keys.village[position] = Some(resident.village);
                methods[position] = Some(BY_NAME);
                Fate::Linked
            }
            Found::Several | Found::UnknownVillage => Fate::Ambiguous,
            Found::Nobody => Fate::Outside,
        };
    }
    Ok(())
}

/// Links the records of villages.
fn link_by_village(
    frame: &DataFrame,
    source: &Source,
    residents: &Residents<'_>,
    keys: &mut Keys,
    methods: &mut [Option<&str>],
    fates: &mut [Fate],
) -> PolarsResult<()> {
    let place = |field: &Option<String>| field.as_deref().map(|name| frame.column(name)?.str()).transpose();
    let (townships, villages) = (place(&source.key.township)?, place(&source.key.village)?);
    for position in (0..fates.len()).filter(|position| fates[*position] == Fate::Outside).collect::<Vec<_>>() {
        let written = |column: Option<&StringChunked>| column.and_then(|names| names.get(position).map(str::to_owned));
        let village = residents.village(written(townships).as_deref(), written(villages).as_deref());
        if village.is_some() {
            (keys.village[position], methods[position], fates[position]) = (village, Some(BY_VILLAGE), Fate::Linked);
        }
    }
    Ok(())
}

fn origin(frame: &DataFrame, position: usize) -> PolarsResult<(u32, u32)> {
    let number = |name: &str| -> PolarsResult<u32> {
        let value = frame.column(name)?.i64()?.get(position);
        Ok(value.and_then(|value| u32::try_from(value).ok()).unwrap_or(0))
    };
    Ok((number(SHEET)?, number(ROW)?))
}

fn report_repeats(
    frame: &DataFrame,
    repeats: &[Option<usize>],
    source: &Source,
    issues: &mut Vec<Issue>,
) -> PolarsResult<()> {
    for (position, first) in repeats.iter().enumerate() {
        if let Some(first) = first {
            issues.push(repeated_person(origin(frame, position)?, origin(frame, *first)?, source));
        }
    }
    Ok(())
}

/// Same number, different name: linked all the same, since the number decides, but said.
fn report_names(frame: &DataFrame, source: &Source, fates: &[Fate], issues: &mut Vec<Issue>) -> PolarsResult<()> {
    let (theirs, ours) = (frame.column(NAME)?.str()?, frame.column(REGISTER_NAME)?.str()?);
    for (position, fate) in fates.iter().enumerate() {
        let (Fate::Linked, Some(theirs), Some(ours)) = (fate, theirs.get(position), ours.get(position)) else {
            continue;
        };
        if theirs != ours && !same_name(theirs, ours) {
            let (sheet, row) = origin(frame, position)?;
            issues.push(Issue {
                sheet,
                row,
                field: source.key.name.clone(),
                kind: "同一身份证号姓名不一致".to_owned(),
                value: format!("{theirs}(花名册为{ours})"),
                other: None,
                consequence: Consequence::Remark,
                advice: "已按身份证号关联;请核对姓名或身份证号是否录错".to_owned(),
                count: 1,
            });
        }
    }
    Ok(())
}

fn report_ambiguous(frame: &DataFrame, source: &Source, fates: &[Fate], issues: &mut Vec<Issue>) -> PolarsResult<()> {
    for position in (0..fates.len()).filter(|position| fates[*position] == Fate::Ambiguous) {
        let (sheet, row) = origin(frame, position)?;
        issues.push(Issue {
            sheet,
            row,
            field: source.key.name.clone(),
            kind: "无身份证号,按村和姓名不能确定是谁".to_owned(),
            value: frame.column(NAME)?.str()?.get(position).unwrap_or_default().to_owned(),
            other: None,
            consequence: Consequence::Unlinked,
            advice: "请补上户主身份证号".to_owned(),
            count: 1,
        });
    }
    Ok(())
}
