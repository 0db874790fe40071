//! Dated thresholds: what counted as too much, from when, by whose decision.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use toml::value::Datetime;

use super::faults::Faulty;
use super::files::PackFile;
use super::literal::{ParameterKind, civil, literal};
use crate::diagnostic::{Diagnostic, nearest};
use crate::expr::{Literal, Type};
use crate::value::chinese;

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
    /// The least and the greatest that a value may be; amounts and counts are never negative.
    #[serde(default)]
    pub range: Option<[f64; 2]>,
    /// The household fact that decides which of several values holds, such as 户类型.
    #[serde(default)]
    pub by: Option<String>,
    /// Who has to confirm the value, if anybody.
    #[serde(default)]
    pub confirm: Option<Confirmation>,
    /// What was valid when.
    pub values: Vec<DatedValue>,
}

/// Who has to confirm a parameter's value, in `bidui.toml`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Confirmation {
    /// It is announced every year: one of an earlier year serves until the county says which holds.
    Yearly,
    /// It is the county's own: rules that hang on it do not run until it is set.
    County,
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
    pub set_by: String,
}

impl Parameter {
    /// What to say if no value is valid on a day.
    pub(crate) fn without_value(name: &str, day: jiff::civil::Date) -> Diagnostic {
        Diagnostic::new(format!("参数“{name}”在{}没有值", chinese(day)))
            .hint(format!("可在 bidui.toml 的 [parameters] 里写明 \"{name}\" = …"))
    }

    /// All classes that have a value of their own.
    pub fn classes(&self) -> BTreeSet<&str> {
        self.values.iter().flat_map(|value| &value.classes).map(String::as_str).collect()
    }

    /// A value as the parameter's kind has it.
    ///
    /// # Errors
    /// What is wrong with it, in words.
    pub(crate) fn literal(&self, value: &toml::Value) -> Result<Literal, String> {
        let literal = literal(value, self.kind).ok_or_else(|| format!("与它的类型（{}）不符", self.kind.label()))?;
        match (measure(&literal), self.range, self.kind) {
            (Some(number), Some([least, most]), _) if !(least..=most).contains(&number) => {
                Err(format!("不在 {least} 至 {most} 之间"))
            }
            (Some(number), None, ParameterKind::Money | ParameterKind::Integer) if number < 0.0 => {
                Err("不能是负数".to_owned())
            }
            (Some(number), ..) if !number.is_finite() => Err("不是数字".to_owned()),
            _ => Ok(literal),
        }
    }
}

/// The value valid on a day, for a class or for all others: of several, the one that began last.
pub(super) fn valid<'v>(
    values: &'v [DatedValue],
    day: jiff::civil::Date,
    class: Option<&str>,
) -> Option<&'v DatedValue> {
    let holds = |value: &&DatedValue| match class {
        Some(class) => value.classes.iter().any(|other| other == class),
        None => value.classes.is_empty(),
    };
    values
        .iter()
        .filter(holds)
        .filter(|value| civil(&value.from).is_some_and(|from| from <= day))
        .filter(|value| value.until.as_ref().and_then(civil).is_none_or(|until| day <= until))
        .max_by_key(|value| civil(&value.from))
}

/// What a range is about; amounts count in 元.
fn measure(literal: &Literal) -> Option<f64> {
    match literal {
        Literal::Int(number) => Some(*number as f64),
        Literal::Number(number) => Some(*number),
        Literal::Money(fen) => Some(*fen as f64 / 100.0),
        _ => None,
    }
}

/// Values that do not fit their parameter's kind, and classes that no household can be of.
pub(super) fn check(
    parameters: &Parameters,
    file: PackFile<'_>,
    household: &BTreeMap<String, Type>,
    faulty: &Faulty,
) -> Vec<Diagnostic> {
    let faults_of = |(name, parameter): (&String, &Parameter)| {
        let wrong_classes = match &parameter.by {
            Some(by) if faulty.contains_key(by) => Vec::new(),
            Some(by) => wrong_classes(name, by, parameter, file, household),
            None => classes_by_nothing(name, parameter, file).into_iter().collect(),
        };
        wrong_values(name, parameter, file).into_iter().chain(wrong_classes)
    };
    parameters.iter().flat_map(faults_of).collect()
}

fn wrong_values(name: &str, parameter: &Parameter, file: PackFile<'_>) -> Vec<Diagnostic> {
    let heading = format!("\"{name}\".values");
    let fault = |(position, dated): (usize, &DatedValue)| {
        let words = [vec![heading.as_str(); position + 1], vec!["value = "]].concat();
        let wrong = parameter.literal(&dated.value).err()?;
        Some(Diagnostic::new(format!("参数“{name}”的值 {} {wrong}", dated.value)).at(file.place_of(&words)))
    };
    parameter.values.iter().enumerate().filter_map(fault).collect()
}

fn wrong_classes(
    name: &str,
    by: &str,
    parameter: &Parameter,
    file: PackFile<'_>,
    household: &BTreeMap<String, Type>,
) -> Vec<Diagnostic> {
    let quoted = |word: &str| format!("\"{word}\"");
    let Some(ty) = household.get(by) else {
        let fault = Diagnostic::new(format!("参数“{name}”按“{by}”分档，户没有这个栏目或指标"));
        let fault = fault.at(file.place_of(&[&quoted(name), "by = ", &quoted(by)]));
        return vec![fault.hint_nearest(by, household.keys().map(String::as_str))];
    };
    let words = ty.vocabulary().unwrap_or_default();
    parameter
        .classes()
        .into_iter()
        .filter(|class| !words.is_empty() && !words.iter().any(|word| word == class))
        .map(|class| {
            let fault = Diagnostic::new(format!("参数“{name}”按“{by}”分档，{by}不会是“{class}”"));
            let fault = fault.at(file.place_of(&[&quoted(name), "for = ", &quoted(class)]));
            match nearest(class, words.iter().map(String::as_str)) {
                Some(near) => fault.hint(format!("是不是“{near}”？")),
                None => fault.hint(format!("可用：{}", words.join("、"))),
            }
        })
        .collect()
}

fn classes_by_nothing(name: &str, parameter: &Parameter, file: PackFile<'_>) -> Option<Diagnostic> {
    (!parameter.classes().is_empty()).then(|| {
        Diagnostic::new(format!("参数“{name}”有 for，却没有写明按什么分档"))
            .at(file.place_of(&[&format!("\"{name}\""), "for = "]))
            .hint("在它的 kind 下面加一行 by = \"户的栏目或指标\"")
    })
}

/// The name under which a parameter's value for one class stands.
pub fn classed(name: &str, class: &str) -> String {
    format!("{name}@{class}")
}

/// All parameters by name.
pub type Parameters = BTreeMap<String, Parameter>;
