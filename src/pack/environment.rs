//! The values that conditions are judged by: parameters valid on a day, with the county's own, and constants.

use std::sync::Arc;

use jiff::civil::Date;

use super::parameter::classed;
use super::{Config, Pack, Parameter, ParameterKind};
use crate::diagnostic::Diagnostic;
use crate::expr::{Environment, Literal, constants};
use crate::pack::civil;
use crate::value::{WorkingDays, date, money::Money};

impl Pack {
    /// The values in force on a day.
    ///
    /// # Errors
    /// Parameters without a value for the day, values that do not fit their kind, overrides of unknown parameters.
    pub fn environment(&self, as_of: Date, config: &Config) -> Result<Environment, Vec<Diagnostic>> {
        let constants = constants(as_of);
        let calendar = Arc::new(WorkingDays::of(&self.calendar));
        let mut environment = Environment { constants, calendar, ..Environment::default() };
        let mut faults = unknown_overrides(self, config);
        faults.extend(config.sheets.iter().filter_map(|hint| hint.mistake(self)));
        for (name, parameter, class) in self.named_values() {
            let told = config.parameters.get(&name);
            let value = told.or_else(|| parameter.at(as_of, class).map(|dated| &dated.value));
            let literal = value.map(|value| (value, literal(value, parameter.kind)));
            match literal {
                Some((_, Some(literal))) => {
                    environment.parameters.insert(name.clone(), literal);
                }
                Some((value, None)) => faults.push(Diagnostic::new(format!("参数“{name}”的值 {value} 与它的类型不符"))),
                None => faults.push(Parameter::without_value(&name, as_of)),
            }
        }
        if faults.is_empty() { Ok(environment) } else { Err(faults) }
    }

    /// Every value that must be known on a day: the name it stands under, its parameter, and its class if it is for one.
    pub(crate) fn named_values(&self) -> impl Iterator<Item = (String, &Parameter, Option<&str>)> {
        self.parameters.iter().flat_map(|(name, parameter)| {
            let of_class = move |class| (classed(name, class), parameter, Some(class));
            std::iter::once((name.clone(), parameter, None)).chain(parameter.classes().into_iter().map(of_class))
        })
    }
}

fn unknown_overrides(pack: &Pack, config: &Config) -> Vec<Diagnostic> {
    let known: Vec<String> = pack.named_values().map(|(name, ..)| name).collect();
    let unknown = config.parameters.keys().filter(|name| !known.contains(*name));
    let fault = |name: &String| {
        let fault = Diagnostic::new(format!("bidui.toml 的 [parameters] 里的“{name}”不是规则包的参数"));
        fault.hint_nearest(name, known.iter().map(String::as_str))
    };
    unknown.map(fault).collect()
}

/// A TOML value as a parameter's kind has it; money is written in 元.
pub(crate) fn literal(value: &toml::Value, kind: ParameterKind) -> Option<Literal> {
    match kind {
        ParameterKind::Money => Money::parse(&plain(value)?).map(|money| Literal::Money(money.fen())),
        ParameterKind::Integer => value.as_integer().map(Literal::Int),
        ParameterKind::Number => {
            value.as_float().or_else(|| value.as_integer().map(|whole| whole as f64)).map(Literal::Number)
        }
        ParameterKind::Date => value.as_datetime().and_then(civil).map(|day| Literal::Date(date::to_days(day))),
        ParameterKind::Text => value.as_str().map(|text| Literal::Text(text.to_owned())),
    }
}

fn plain(value: &toml::Value) -> Option<String> {
    match value {
        toml::Value::Integer(_) | toml::Value::Float(_) => Some(value.to_string()),
        toml::Value::String(text) => Some(text.clone()),
        toml::Value::Boolean(_) | toml::Value::Datetime(_) | toml::Value::Array(_) | toml::Value::Table(_) => None,
    }
}
