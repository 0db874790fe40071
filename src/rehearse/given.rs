//! An example's `given` → the rows it stands for, each value as its column stores it.

use std::collections::{BTreeMap, BTreeSet};

use polars::prelude::AnyValue;
use toml::Value;

use super::example::NumberedExample;
use crate::expr::{Catalog, MEMBERS, Subject, Type};
use crate::pack::{ParameterKind, literal};

/// Values by column.
pub(super) type ExampleRow = BTreeMap<String, AnyValue<'static>>;

/// Values by column, as written.
type WrittenRow = BTreeMap<String, Value>;

/// The rows of one example: one household in a village of its own, and its members.
#[derive(Debug)]
pub(super) struct ExampleRows {
    /// Its members; the subject last, if it is a person.
    pub persons: Vec<ExampleRow>,
    pub household: ExampleRow,
    pub village: ExampleRow,
    /// Records by source, each with the position of the member whose it is; those of the household have none.
    pub records: BTreeMap<String, Vec<(Option<usize>, ExampleRow)>>,
}

impl ExampleRows {
    /// Reads what an example gives.
    ///
    /// # Errors
    /// Names that the pack does not know and values that do not fit, in Chinese.
    pub fn read(case: NumberedExample<'_>, absent: &BTreeSet<&str>, catalog: &Catalog) -> Result<Self, String> {
        absent.iter().try_for_each(|absent| known_absence(absent, catalog))?;
        let mut sorted = Sorted::default();
        sorted.sort(case, catalog)?;
        let rows =
            |rows: Vec<WrittenRow>, known| rows.iter().map(|row| fitted(row, known)).collect::<Result<Vec<_>, _>>();
        let persons = rows(sorted.persons, &catalog.person)?;
        let household = fitted(&sorted.household, &catalog.household)?;
        let village = fitted(&sorted.village, &catalog.village)?;
        let mut records = BTreeMap::new();
        for (source, written) in sorted.records.into_iter().filter(|(source, _)| !absent.contains(source.as_str())) {
            let (owners, written): (Vec<_>, Vec<_>) = written.into_iter().unzip();
            let fitting = rows(written, &catalog.relations[&source].fields)?;
            records.insert(source, owners.into_iter().zip(fitting).collect());
        }
        Ok(Self { persons, household, village, records })
    }
}

/// A source that is absent, or a column of one, must be one that there is.
fn known_absence(absent: &str, catalog: &Catalog) -> Result<(), String> {
    let (source, field) = absent.split_once('.').map_or((absent, None), |(source, field)| (source, Some(field)));
    let fields = catalog.relations.get(source).map(|relation| &relation.fields);
    match (fields, field) {
        (None, _) => Err(format!("没有名为“{source}”的来源")),
        (Some(fields), Some(field)) if !fields.contains_key(field) => Err(unknown(field, fields)),
        (Some(_), _) => Ok(()),
    }
}

/// What is given, sorted into the tables it belongs to.
#[derive(Default)]
struct Sorted {
    persons: Vec<WrittenRow>,
    household: WrittenRow,
    village: WrittenRow,
    records: BTreeMap<String, Vec<(Option<usize>, WrittenRow)>>,
}

impl Sorted {
    fn sort(&mut self, case: NumberedExample<'_>, catalog: &Catalog) -> Result<(), String> {
        let mut own = WrittenRow::new();
        for (name, value) in &case.example.given {
            match name.split_once('.') {
                Some(("户", field)) => drop(self.household.insert(field.to_owned(), value.clone())),
                Some(("村", field)) => drop(self.village.insert(field.to_owned(), value.clone())),
                Some(_) => return Err(format!("无法识别“{name}”")),
                None if name == MEMBERS => {
                    for member in tables_of(name, value)? {
                        self.add_person(member, catalog)?;
                    }
                }
                None => drop(own.insert(name.clone(), value.clone())),
            }
        }
        match case.rule.subject {
            Subject::Person => self.add_person(own, catalog)?,
            Subject::Household => {
                let own = self.without_records(own, None, catalog)?;
                self.household.extend(own);
            }
            Subject::Village => {
                let own = self.without_records(own, None, catalog)?;
                self.village.extend(own);
            }
        }
        Ok(())
    }

    fn add_person(&mut self, written: WrittenRow, catalog: &Catalog) -> Result<(), String> {
        let row = self.without_records(written, Some(self.persons.len()), catalog)?;
        self.persons.push(row);
        Ok(())
    }

    /// Takes the lists of records out of somebody's values.
    fn without_records(
        &mut self,
        written: WrittenRow,
        owner: Option<usize>,
        catalog: &Catalog,
    ) -> Result<WrittenRow, String> {
        let mut own = WrittenRow::new();
        for (name, value) in written {
            if catalog.relations.contains_key(&name) {
                let records = tables_of(&name, &value)?.into_iter().map(|row| (owner, row));
                self.records.entry(name).or_default().extend(records);
            } else {
                own.insert(name, value);
            }
        }
        Ok(own)
    }
}

fn tables_of(name: &str, value: &Value) -> Result<Vec<WrittenRow>, String> {
    let wrong = || format!("“{name}”应是记录的列表：[ {{ … }} ]");
    let table =
        |value: &Value| Some(value.as_table()?.iter().map(|(key, value)| (key.clone(), value.clone())).collect());
    value.as_array().ok_or_else(wrong)?.iter().map(|value| table(value).ok_or_else(wrong)).collect()
}

/// A row whose names are known and whose values fit.
fn fitted(written: &WrittenRow, known: &BTreeMap<String, Type>) -> Result<ExampleRow, String> {
    let fitting = |(name, value): (&String, &Value)| {
        let ty = known.get(name).ok_or_else(|| unknown(name, known))?;
        let cell = cell(value, ty).ok_or_else(|| format!("“{name}”的值与它的类型不符"))?;
        Ok((name.clone(), cell))
    };
    written.iter().map(fitting).collect()
}

fn unknown(name: &str, known: &BTreeMap<String, Type>) -> String {
    match crate::diagnostic::nearest(name, known.keys().map(String::as_str)) {
        Some(near) => format!("没有“{name}”，是不是“{near}”？"),
        None => format!("没有“{name}”"),
    }
}

/// A value as columns of its type store it; none if it does not fit.
fn cell(value: &Value, ty: &Type) -> Option<AnyValue<'static>> {
    Some(match ty {
        Type::Bool => AnyValue::Boolean(value.as_bool()?),
        Type::Int | Type::Id => AnyValue::Int64(value.as_integer()?),
        Type::Money => AnyValue::Int64(literal(value, ParameterKind::Money)?.fen()?),
        Type::Number => AnyValue::Float64(value.as_float().or(value.as_integer().map(|whole| whole as f64))?),
        Type::Date => AnyValue::Date(literal(value, ParameterKind::Date)?.days()?),
        Type::Text | Type::Code(_) | Type::Codes(_) => AnyValue::StringOwned(value.as_str()?.into()),
    })
}
