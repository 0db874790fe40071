//! The register → the persons, households and villages that are screened.

use std::collections::BTreeMap;

use polars::prelude::{Column, DataFrame, DataType, IntoLazy, PolarsResult, SortMultipleOptions, coalesce, col, lit};

use super::duplicate::repeats;
use super::household;
use super::issues::repeated;
use super::place::Gazetteer;
use super::place_fields::PlaceFields;
use crate::pack::{Config, Register, Source};
use crate::schema::{
    Consequence, FATE, Fate, HOUSEHOLD, ID, Issue, MEMBER, METHOD, NAME, Origin, Origins, PERSON, REST, ROW, SHEET,
    VILLAGE, look_up,
};

/// Key of the household head's ID number in the household frame.
pub const HEAD: &str = "@head";

/// Everybody who is screened.
#[derive(Debug)]
pub struct Population {
    /// One row a person: keys, name, origin, the register's fields.
    pub persons: DataFrame,
    /// One row a household: keys, origin of its first row, the head's key, the register's household fields.
    pub households: DataFrame,
    /// One row a village: key and names.
    pub villages: DataFrame,
    /// All register records with their fates, for accounting.
    pub register: DataFrame,
    /// The register's place names.
    pub gazetteer: Gazetteer,
    /// The fields that hold township, village and household number.
    pub place_fields: PlaceFields,
    /// What is wrong in the register as a whole.
    pub issues: Vec<Issue>,
    /// Why nobody can be screened by it, if so.
    pub unsound: Vec<String>,
}

/// Builds the population from the register's records.
///
/// # Errors
/// Only if frames do not have the columns that standardizing gives them.
pub fn population(
    records: DataFrame,
    source: &Source,
    register: &Register,
    config: &Config,
) -> PolarsResult<Population> {
    let fields = PlaceFields::of(source);
    let (mut records, gazetteer) = with_usual_places(records, &fields, &config.places)?;
    let numbered = household::number(&mut records, source, register)?;
    let (records, mut issues) = with_fates(records, source, &fields)?;
    issues.extend(numbered.issues);
    let mut unsound = numbered.unsound;
    unsound.extend(mostly_unused(&records)?);
    let kept = records.clone().lazy().filter(col(FATE).eq(lit(Fate::Linked.label()))).collect()?;
    let mut households = households(&kept, register, &fields)?;
    let mut villages = villages_of(&households, &fields)?;
    if let Some(name) = &register.township_class {
        for places in [&mut households, &mut villages] {
            let classes = classes(places.column(&fields.township)?, &config.townships)?;
            places.with_column(classes.with_name(name.as_str().into()))?;
        }
    }
    let households = join(households, &villages, &fields.of_village(), &[VILLAGE])?;
    let persons = join(kept, &households, &fields.of_household(), &[HOUSEHOLD, VILLAGE])?;
    let persons =
        persons.lazy().with_column(col(ID).alias(PERSON)).sort([PERSON], SortMultipleOptions::new()).collect()?;
    Ok(Population {
        persons,
        households,
        villages,
        register: records,
        gazetteer,
        place_fields: fields,
        issues,
        unsound,
    })
}

/// The class of every row's township.
fn classes(townships: &Column, classes: &BTreeMap<String, Vec<String>>) -> PolarsResult<Column> {
    let class = |township: Option<&str>| {
        classes.iter().find(|(_, members)| members.iter().any(|member| Some(member.as_str()) == township))
    };
    let classes: Vec<Option<&str>> =
        townships.str()?.iter().map(|township| class(township).map(|(class, _)| class.as_str())).collect();
    Ok(Column::new("".into(), classes))
}

/// The register writes a place in several ways; the usual one stands for all.
fn with_usual_places(
    mut records: DataFrame,
    fields: &PlaceFields,
    aliases: &BTreeMap<String, String>,
) -> PolarsResult<(DataFrame, Gazetteer)> {
    let townships = records.column(&fields.township)?.str()?.clone();
    let villages = records.column(&fields.village)?.str()?.clone();
    let mut gazetteer = Gazetteer::new(aliases);
    for (township, village) in townships.iter().zip(villages.iter()) {
        if let (Some(township), Some(village)) = (township, village) {
            gazetteer.note(township, village);
        }
    }
    let township = |name: Option<&str>| gazetteer.township(name?);
    let usual_townships: Vec<Option<&str>> = townships.iter().map(township).collect();
    let usual_villages: Vec<Option<&str>> = townships
        .iter()
        .zip(villages.iter())
        .map(|(township, village)| Some(gazetteer.village(township, village?)?.1))
        .collect();
    records.with_column(Column::new(fields.township.as_str().into(), usual_townships))?;
    records.with_column(Column::new(fields.village.as_str().into(), usual_villages))?;
    Ok((records, gazetteer))
}

/// Gives every register record its fate: used, merged into another one, or set aside.
fn with_fates(mut records: DataFrame, source: &Source, fields: &PlaceFields) -> PolarsResult<(DataFrame, Vec<Issue>)> {
    let repeats = repeats(&records, source)?;
    records.drop_in_place(REST)?;
    let mut issues = repeated(&records, source, &repeats)?;
    let mut fates = Vec::with_capacity(records.height());
    let given = records.column(FATE)?.str()?.clone();
    let columns = fields.of_household().map(|name| records.column(name).cloned());
    let columns = columns.into_iter().collect::<PolarsResult<Vec<_>>>()?;
    let origins = Origins::of(&records)?;
    for (position, repeated) in repeats.repeats.iter().enumerate() {
        let missing = columns.iter().find(|column| column.get(position).is_ok_and(|value| value.is_null()));
        let fate = match (given.get(position), repeated, missing) {
            (Some(given), ..) => Fate::of(given).unwrap_or(Fate::Quarantined),
            (None, Some(_), _) => Fate::Merged,
            (None, None, Some(column)) => {
                issues.push(homeless(origins.at(position), column.name()));
                Fate::Quarantined
            }
            (None, None, None) => Fate::Linked,
        };
        fates.push(fate.label());
    }
    records.with_column(Column::new(FATE.into(), fates))?;
    Ok((records, issues))
}

/// A register most of whose rows cannot be used is none.
fn mostly_unused(records: &DataFrame) -> PolarsResult<Option<String>> {
    let fates = records.column(FATE)?.str()?;
    let unused = fates.iter().filter(|fate| *fate == Some(Fate::Quarantined.label())).count();
    let all = records.height();
    Ok((unused * 2 > all).then(|| format!("{all}行里有{unused}行没有采用（缺乡镇、村、户编号，或身份证号有误）")))
}

fn homeless(Origin { sheet, row }: Origin, field: &str) -> Issue {
    Issue {
        sheet,
        row,
        field: field.to_owned(),
        kind: format!("{field}空缺或无法识别"),
        value: String::new(),
        other: None,
        consequence: Consequence::Quarantined,
        advice: format!("请补上{field}，否则无法归户"),
        count: 1,
    }
}

fn households(persons: &DataFrame, register: &Register, fields: &PlaceFields) -> PolarsResult<DataFrame> {
    let keys = fields.of_household();
    let is_head = col(register.relation.as_str()).eq(lit(register.head.as_str())).fill_null(lit(false));
    let others = register.household_fields.iter().filter(|name| !keys.contains(&name.as_str()));
    // A register without a column of the heads' names, or with gaps in it, tells by the relation who the head is.
    let mut aggregates: Vec<_> = others
        .map(|name| {
            let own = col(name.as_str()).drop_nulls().first();
            let head = || col(NAME).filter(is_head.clone()).first();
            if *name == register.head_name { coalesce(&[own, head().alias(name.as_str())]) } else { own }
        })
        .collect();
    aggregates.push(col(ID).filter(is_head.clone()).first().alias(HEAD));
    aggregates.push(col(NAME).filter(is_head).first().alias(NAME));
    aggregates.extend([col(SHEET).first(), col(ROW).first()]);
    persons
        .clone()
        .lazy()
        .sort([SHEET, ROW, MEMBER], SortMultipleOptions::new())
        .group_by(keys.map(col))
        .agg(aggregates)
        .sort(keys, SortMultipleOptions::new())
        .with_row_index(HOUSEHOLD, None)
        .with_column(col(HOUSEHOLD).cast(DataType::Int64))
        .collect()
}

fn villages_of(households: &DataFrame, fields: &PlaceFields) -> PolarsResult<DataFrame> {
    let keys = fields.of_village();
    households
        .clone()
        .lazy()
        .group_by(keys.map(col))
        .agg([col(SHEET).min(), col(ROW).min()])
        .sort(keys, SortMultipleOptions::new())
        .with_row_index(VILLAGE, None)
        .with_column(col(VILLAGE).cast(DataType::Int64))
        .collect()
}

/// Adds columns of another frame by equal keys.
fn join(left: DataFrame, right: &DataFrame, keys: &[&str], add: &[&str]) -> PolarsResult<DataFrame> {
    let right = right.clone().lazy().select(keys.iter().chain(add).map(|name| col(*name)).collect::<Vec<_>>());
    look_up(left, right, keys).with_column(lit("花名册").alias(METHOD)).collect()
}
