//! Dated thresholds: what counted as too much, from when, by whose decision.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use toml::value::Datetime;

/// A threshold with its history, from `rules/parameters.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parameter {
    /// What it bounds, for people.
    pub title: String,
    /// The kind of its values.
    pub kind: ParameterKind,
    /// The unit of its values.
    #[serde(default)]
    pub unit: Option<String>,
    /// The household fact that decides which of several values holds, such as 户类型.
    #[serde(default)]
    pub by: Option<String>,
    /// What was valid when.
    pub values: Vec<DatedValue>,
}

/// The kind of a parameter's values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ParameterKind {
    /// An amount, written in 元.
    Money,
    /// A whole number.
    Integer,
    /// Any number.
    Number,
    /// A day.
    Date,
    /// Text.
    Text,
}

/// A value and the days it is valid on.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DatedValue {
    /// First day.
    pub from: Datetime,
    /// Last day; open if absent.
    #[serde(default)]
    pub until: Option<Datetime>,
    /// The values of `by` for which this one holds; all that no other value is for, if there are none.
    #[serde(default, rename = "for")]
    pub classes: Vec<String>,
    /// The value, in the parameter's unit.
    pub value: toml::Value,
    /// The document it comes from.
    pub basis: String,
    /// Who set it.
    #[serde(default)]
    pub set_by: Option<String>,
}

impl Parameter {
    /// All classes that have a value of their own.
    pub fn classes(&self) -> BTreeSet<&str> {
        self.values.iter().flat_map(|value| &value.classes).map(String::as_str).collect()
    }

    /// The value valid on a day, for a class or for all others: of several, the one that began last.
    pub fn at(&self, day: jiff::civil::Date, class: Option<&str>) -> Option<&DatedValue> {
        let holds = |value: &&DatedValue| match class {
            Some(class) => value.classes.iter().any(|other| other == class),
            None => value.classes.is_empty(),
        };
        self.values
            .iter()
            .filter(holds)
            .filter(|value| civil(&value.from).is_some_and(|from| from <= day))
            .filter(|value| value.until.as_ref().and_then(civil).is_none_or(|until| day <= until))
            .max_by_key(|value| civil(&value.from))
    }
}

/// The name under which a parameter's value for one class stands.
pub fn classed(name: &str, class: &str) -> String {
    format!("{name}@{class}")
}

/// The calendar day of a TOML date.
pub fn civil(datetime: &Datetime) -> Option<jiff::civil::Date> {
    let date = datetime.date?;
    jiff::civil::Date::new(date.year as i16, date.month as i8, date.day as i8).ok()
}

/// All parameters by name.
pub type Parameters = BTreeMap<String, Parameter>;
