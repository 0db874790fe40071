//! Values as they are written in TOML → values that conditions are judged by.

use serde::Deserialize;
use toml::value::Datetime;

use crate::expr::Literal;
use crate::value::{date, money::Money};

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

impl ParameterKind {
    /// The Chinese word.
    pub(super) fn label(self) -> &'static str {
        match self {
            ParameterKind::Money => "金额",
            ParameterKind::Integer => "整数",
            ParameterKind::Number => "数字",
            ParameterKind::Date => "日期",
            ParameterKind::Text => "文字",
        }
    }
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

/// The calendar day of a TOML date.
pub fn civil(datetime: &Datetime) -> Option<jiff::civil::Date> {
    let date = datetime.date?;
    jiff::civil::Date::new(date.year as i16, date.month as i8, date.day as i8).ok()
}
