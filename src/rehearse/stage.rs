//! An example's `given` → tables with one subject, typed as the pack declares.

use std::collections::BTreeMap;

use polars::prelude::{Column, DataFrame, DataType};
use toml::Value;

use super::own_key;
use crate::expr::{Catalog, MEMBERS, Subject, Type};
use crate::facts::Tables;
use crate::link::HEAD;
use crate::pack::{Example, Pack, ParameterKind, Rule, literal};
use crate::schema::{HOUSEHOLD, NAME, PERSON, ROW, SHEET, VILLAGE};

/// One row in the making: values by column.
type Row = BTreeMap<String, Value>;

/// The rows in the making of all tables.
#[derive(Default)]
struct Rows {
    person: Vec<Row>,
    household: Row,
    village: Row,
    records: BTreeMap<String, Vec<(Option<i64>, Row)>>,
}

/// Builds the tables of an example.
///
/// The subject is person 1 of household 0 in village 0. Records given to the subject or to a member belong to them;
/// sources that are not mentioned were delivered and hold nothing.
pub(super) fn tables(pack: &Pack, rule: &Rule, example: &Example) -> Result<Tables, String> {
    let mut rows = Rows::default();
    place(&mut rows, rule.subject, example, &pack.catalog)?;
    let catalog = &pack.catalog;
    let persons: Vec<i64> = (1..).take(rows.person.len()).collect();
    let zeros = vec![0_i64; rows.person.len()];
    let mut person = frame(&rows.person, &catalog.person, pack, Subject::Person)?;
    add_keys(&mut person, [(PERSON, &persons), (HOUSEHOLD, &zeros), (VILLAGE, &zeros)])?;
    let mut household = frame(&[rows.household], &catalog.household, pack, Subject::Household)?;
    add_keys(&mut household, [(HOUSEHOLD, &vec![0]), (VILLAGE, &vec![0])])?;
    let head = head(pack, &rows.person);
    household.with_column(Column::new(HEAD.into(), [head])).map_err(|error| error.to_string())?;
    let mut village = frame(&[rows.village], &catalog.village, pack, Subject::Village)?;
    add_keys(&mut village, [(VILLAGE, &vec![0])])?;
    let mut records = BTreeMap::new();
    let sources = pack.catalog.relations.iter().filter(|(name, _)| !example.absent.contains(name));
    for (name, relation) in sources {
        let given = rows.records.remove(name).unwrap_or_default();
        let (owners, given): (Vec<Option<i64>>, Vec<Row>) = given.into_iter().unzip();
        let mut frame = columns(&given, &relation.fields)?;
        let owners = Column::new(PERSON.into(), &owners).cast(&DataType::Int64).map_err(|error| error.to_string())?;
        frame.with_column(owners).map_err(|error| error.to_string())?;
        let zeros = vec![0_i64; given.len()];
        add_keys(&mut frame, [(HOUSEHOLD, &zeros), (VILLAGE, &zeros)])?;
        records.insert(name.clone(), frame);
    }
    Ok(Tables { person, household, village, records })
}

/// The number of the member who is the head.
fn head(pack: &Pack, members: &[Row]) -> Option<i64> {
    let (_, register) = pack.register();
    let is_head = |row: &Row| row.get(&register.relation).and_then(Value::as_str) == Some(register.head.as_str());
    members.iter().position(is_head).and_then(|position| i64::try_from(position + 1).ok())
}

/// Sorts what is given into the tables it belongs to.
fn place(rows: &mut Rows, subject: Subject, example: &Example, catalog: &Catalog) -> Result<(), String> {
    let mut own = Row::new();
    for (name, value) in &example.given {
        match name.split_once('.') {
            Some(("户", field)) => drop(rows.household.insert(field.to_owned(), value.clone())),
            Some(("村", field)) => drop(rows.village.insert(field.to_owned(), value.clone())),
            Some(_) => return Err(format!("不认得“{name}”")),
            None if name == MEMBERS => {
                for member in tables_of(name, value)? {
                    let person = i64::try_from(rows.person.len() + 1).ok();
                    let row = split_records(member, person, rows, catalog)?;
                    rows.person.push(row);
                }
            }
            None => drop(own.insert(name.clone(), value.clone())),
        }
    }
    let owner = (subject == Subject::Person).then(|| own_key(subject));
    let own = split_records(own, owner, rows, catalog)?;
    match subject {
        Subject::Person => rows.person.push(own),
        Subject::Household => rows.household.extend(own),
        Subject::Village => rows.village.extend(own),
    }
    Ok(())
}

/// Takes the lists of records out of a subject's values.
fn split_records(given: Row, person: Option<i64>, rows: &mut Rows, catalog: &Catalog) -> Result<Row, String> {
    let mut own = Row::new();
    for (name, value) in given {
        if catalog.relations.contains_key(&name) {
            let records = tables_of(&name, &value)?.into_iter().map(|row| (person, row));
            rows.records.entry(name).or_default().extend(records.collect::<Vec<_>>());
        } else {
            own.insert(name, value);
        }
    }
    Ok(own)
}

fn tables_of(name: &str, value: &Value) -> Result<Vec<Row>, String> {
    let wrong = || format!("“{name}”应是记录的列表: [ {{ … }} ]");
    let table =
        |value: &Value| Some(value.as_table()?.iter().map(|(key, value)| (key.clone(), value.clone())).collect());
    value.as_array().ok_or_else(wrong)?.iter().map(|value| table(value).ok_or_else(wrong)).collect()
}

/// The subjects of one kind: all declared fields, and those facts that are given.
fn frame(rows: &[Row], known: &BTreeMap<String, Type>, pack: &Pack, subject: Subject) -> Result<DataFrame, String> {
    let is_fact = |name: &String| pack.facts.iter().any(|fact| fact.subject == subject && fact.name == *name);
    let given = |name: &String| rows.iter().any(|row| row.contains_key(name));
    let wanted = known.iter().filter(|(name, _)| !is_fact(name) || given(name));
    let mut frame = columns_checked(rows, &wanted.map(|(name, ty)| (name.clone(), ty.clone())).collect(), known)?;
    let nameless: Vec<Option<&str>> = vec![None; rows.len()];
    frame.with_column(Column::new(NAME.into(), nameless)).map_err(|error| error.to_string())?;
    add_origin(&mut frame)?;
    Ok(frame)
}

fn columns(rows: &[Row], fields: &BTreeMap<String, Type>) -> Result<DataFrame, String> {
    let mut frame = columns_checked(rows, fields, fields)?;
    add_origin(&mut frame)?;
    Ok(frame)
}

fn columns_checked(
    rows: &[Row],
    wanted: &BTreeMap<String, Type>,
    known: &BTreeMap<String, Type>,
) -> Result<DataFrame, String> {
    if let Some(unknown) = rows.iter().flat_map(BTreeMap::keys).find(|name| !known.contains_key(*name)) {
        let near = crate::diagnostic::nearest(unknown, known.keys().map(String::as_str));
        return Err(match near {
            Some(near) => format!("没有“{unknown}”,是不是“{near}”?"),
            None => format!("没有“{unknown}”"),
        });
    }
    let column = |(name, ty): (&String, &Type)| {
        let values: Vec<Option<&Value>> = rows.iter().map(|row| row.get(name)).collect();
        typed(name, ty, &values).ok_or_else(|| format!("“{name}”的值与它的类型不符"))
    };
    let columns = wanted.iter().map(column).collect::<Result<Vec<_>, _>>()?;
    DataFrame::new(rows.len(), columns).map_err(|error| error.to_string())
}

/// One typed column; none if a value does not fit the type.
fn typed(name: &str, ty: &Type, values: &[Option<&Value>]) -> Option<Column> {
    fn all<T>(values: &[Option<&Value>], read: impl Fn(&Value) -> Option<T>) -> Option<Vec<Option<T>>> {
        values.iter().map(|value| value.map_or(Some(None), |value| read(value).map(Some))).collect()
    }
    let money = |value: &Value| literal(value, ParameterKind::Money).and_then(|literal| literal.fen());
    let day = |value: &Value| literal(value, ParameterKind::Date).and_then(|literal| literal.days());
    let label = name.into();
    Some(match ty {
        Type::Bool => Column::new(label, all(values, Value::as_bool)?),
        Type::Int | Type::Id => Column::new(label, all(values, Value::as_integer)?),
        Type::Money => Column::new(label, all(values, money)?),
        Type::Number => {
            Column::new(label, all(values, |value| value.as_float().or(value.as_integer().map(|whole| whole as f64)))?)
        }
        Type::Date => Column::new(label, all(values, day)?).cast(&DataType::Date).ok()?,
        Type::Text | Type::Code(_) | Type::Codes(_) => Column::new(label, all(values, text)?),
    })
}

fn text(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

fn add_origin(frame: &mut DataFrame) -> Result<(), String> {
    let ones = vec![1_i64; frame.height()];
    add_keys(frame, [(SHEET, &ones), (ROW, &ones)])
}

fn add_keys<const N: usize>(frame: &mut DataFrame, keys: [(&str, &Vec<i64>); N]) -> Result<(), String> {
    for (name, values) in keys {
        frame.with_column(Column::new(name.into(), values)).map_err(|error| error.to_string())?;
    }
    Ok(())
}
