//! The rows of many examples → tables as a county's, each example a household and a village of its own.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use polars::prelude::{Column, DataFrame, PolarsResult, Series};

use super::given::{ExampleRow, ExampleRows};
use crate::expr::{Subject, Type};
use crate::facts::Tables;
use crate::link::HEAD;
use crate::pack::Pack;
use crate::schema::{HOUSEHOLD, NAME, PERSON, ROW, SHEET, VILLAGE};

/// The keys of a person, household and village; records of a household have no person.
#[derive(Debug, Clone, Copy)]
struct Keys {
    person: Option<i64>,
    place: i64,
}

/// The sheet that all records stand in.
pub(super) const SHEET_NUMBER: i64 = 1;

/// Rows with the keys of those whose they are.
type KeyedRows = Vec<(Keys, ExampleRow)>;

/// The rows of many examples.
#[derive(Debug, Default)]
pub(super) struct Rows {
    persons: KeyedRows,
    households: KeyedRows,
    villages: KeyedRows,
    heads: Vec<Option<i64>>,
    records: BTreeMap<String, KeyedRows>,
}

impl Rows {
    /// Adds an example and gives the key of its subject.
    pub fn add(&mut self, given: ExampleRows, subject: Subject, pack: &Pack) -> i64 {
        let first = key(self.persons.len());
        let place = key(self.households.len());
        let keys = |member: Option<usize>| Keys { person: member.map(|member| first + key(member)), place };
        self.heads.push(keys(head(pack, &given.persons)).person);
        self.persons.extend(given.persons.into_iter().enumerate().map(|(at, row)| (keys(Some(at)), row)));
        self.households.push((keys(None), given.household));
        self.villages.push((keys(None), given.village));
        for (source, rows) in given.records {
            let rows = rows.into_iter().map(|(owner, row)| (keys(owner), row));
            self.records.entry(source).or_default().extend(rows);
        }
        match subject {
            // The subject is the last of its household.
            Subject::Person => key(self.persons.len()) - 1,
            Subject::Household | Subject::Village => place,
        }
    }
}

/// The position of the member who is the head.
fn head(pack: &Pack, members: &[ExampleRow]) -> Option<usize> {
    let (_, register) = pack.register();
    let is_head =
        |row: &ExampleRow| row.get(&register.relation).and_then(|cell| cell.get_str()) == Some(register.head.as_str());
    members.iter().position(is_head)
}

/// Builds the tables of many examples; sources that no example mentions were delivered and hold nothing.
///
/// # Errors
/// Only if polars refuses a column.
pub(super) fn tables(pack: &Pack, mut rows: Rows, absent: &BTreeSet<&str>) -> PolarsResult<Tables> {
    let person = subjects(&rows.persons, Subject::Person, pack)?;
    let mut household = subjects(&rows.households, Subject::Household, pack)?;
    household.with_column(Column::new(HEAD.into(), rows.heads))?;
    let village = subjects(&rows.villages, Subject::Village, pack)?;
    let mut records = BTreeMap::new();
    for (name, relation) in pack.catalog.relations.iter().filter(|(name, _)| !absent.contains(name.as_str())) {
        let rows = rows.records.remove(name).unwrap_or_default();
        records.insert(name.clone(), frame(&rows, &relation.fields.iter().collect::<Vec<_>>())?);
    }
    Ok(Tables { person, household, village, records, coverage: Arc::default() })
}

/// The key of what is added to so many.
fn key(length: usize) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX)
}

/// The subjects of one kind: all declared fields, and those facts that are given.
fn subjects(rows: &KeyedRows, subject: Subject, pack: &Pack) -> PolarsResult<DataFrame> {
    let fields = pack.catalog.fields(subject).iter().filter(|(name, _)| {
        let is_fact = pack.facts.iter().any(|fact| fact.subject == subject && fact.name == **name);
        !is_fact || rows.iter().any(|(_, row)| row.contains_key(*name))
    });
    let mut frame = frame(rows, &fields.collect::<Vec<_>>())?;
    let nameless: Vec<Option<&str>> = vec![None; rows.len()];
    frame.with_column(Column::new(NAME.into(), nameless))?;
    Ok(frame)
}

fn frame(rows: &KeyedRows, fields: &[(&String, &Type)]) -> PolarsResult<DataFrame> {
    let cells = |(name, ty): &(&String, &Type)| {
        let cells: Vec<_> = rows.iter().map(|(_, row)| row.get(*name).cloned().unwrap_or_default()).collect();
        Ok(Series::from_any_values_and_dtype(name.as_str().into(), &cells, &ty.data_type(), true)?.into())
    };
    let mut columns: Vec<Column> = fields.iter().map(cells).collect::<PolarsResult<_>>()?;
    let places: Vec<i64> = rows.iter().map(|(keys, _)| keys.place).collect();
    columns.push(Column::new(PERSON.into(), rows.iter().map(|(keys, _)| keys.person).collect::<Vec<_>>()));
    columns.extend([HOUSEHOLD, VILLAGE].map(|key| Column::new(key.into(), &places)));
    columns.push(Column::new(SHEET.into(), vec![SHEET_NUMBER; rows.len()]));
    columns.push(Column::new(ROW.into(), (0_i64..).take(rows.len()).collect::<Vec<_>>()));
    DataFrame::new(rows.len(), columns)
}
