//! Sentences with expressions in them: `合计{sum(成员, 年度住院自付)}元`.

use polars::prelude::AnyValue;

use super::check::{Checked, Scope, check_in};
use super::parse::Mistake;
use super::types::Type;
use crate::value::{chinese, date, money::Money};

/// A sentence with expressions in it.
#[derive(Debug, Clone)]
pub struct Template(Vec<TemplatePiece>);

/// A piece of a sentence.
#[derive(Debug, Clone)]
pub enum TemplatePiece {
    /// Words.
    Text(String),
    /// A value.
    Value(Checked),
}

impl Template {
    /// Parses a sentence; `{{` and `}}` stand for braces.
    ///
    /// # Errors
    /// All mistakes in its expressions.
    pub fn parse(text: &str, scope: Scope<'_>) -> Result<Self, Vec<Mistake>> {
        let mut pieces = Vec::new();
        let mut mistakes = Vec::new();
        let mut words = String::new();
        let mut rest = 0;
        while let Some(at) = text[rest..].find(['{', '}']).map(|at| at + rest) {
            words.push_str(&text[rest..at]);
            let doubled = text[at..].starts_with("{{") || text[at..].starts_with("}}");
            let close = text[at..].find('}').map(|close| close + at).filter(|close| *close > at);
            rest = match close {
                _ if doubled => {
                    words.push_str(&text[at..=at]);
                    at + 2
                }
                Some(close) if !text[at + 1..close].contains('{') => {
                    pieces.push(TemplatePiece::Text(std::mem::take(&mut words)));
                    match value(&text[at + 1..close], at + 1, scope) {
                        Ok(checked) => pieces.push(TemplatePiece::Value(checked)),
                        Err(wrong) => mistakes.extend(wrong),
                    }
                    close + 1
                }
                Some(_) | None => {
                    let message = "大括号不成对".to_owned();
                    mistakes.push(Mistake {
                        message,
                        span: at..at + 1,
                        hint: Some("要写大括号本身时写两个".to_owned()),
                    });
                    at + 1
                }
            };
        }
        words.push_str(&text[rest..]);
        pieces.push(TemplatePiece::Text(words));
        if mistakes.is_empty() { Ok(Self(pieces)) } else { Err(mistakes) }
    }

    /// The pieces, in order.
    pub fn pieces(&self) -> &[TemplatePiece] {
        &self.0
    }

    /// The expressions, in order.
    pub fn expressions(&self) -> impl Iterator<Item = &Checked> {
        self.0.iter().filter_map(|piece| match piece {
            TemplatePiece::Text(_) => None,
            TemplatePiece::Value(checked) => Some(checked),
        })
    }
}

fn value(text: &str, offset: usize, scope: Scope<'_>) -> Result<Checked, Vec<Mistake>> {
    let moved = |mistake: Mistake| Mistake { span: mistake.span.start + offset..mistake.span.end + offset, ..mistake };
    let checked = check_in(text, scope).map_err(|wrong| wrong.into_iter().map(moved).collect::<Vec<_>>())?;
    match checked.ty() {
        Type::Id => {
            let message = "线索内容里不能写身份证号".to_owned();
            Err(vec![Mistake { message, span: offset..offset + text.len(), hint: None }])
        }
        _ => Ok(checked),
    }
}

/// A value as people write it: amounts in 元 without the word, days in Chinese, the unknown as 不详.
pub fn format_value(ty: &Type, value: AnyValue<'_>) -> String {
    const UNKNOWN: &str = "不详";
    let whole = |value: &AnyValue<'_>| value.extract::<i64>();
    match ty {
        _ if value.is_null() => UNKNOWN.to_owned(),
        Type::Bool => if value == AnyValue::Boolean(true) { "是" } else { "否" }.to_owned(),
        Type::Int => whole(&value).map_or(UNKNOWN.to_owned(), |number| number.to_string()),
        Type::Money => whole(&value).map_or(UNKNOWN.to_owned(), |fen| Money::from_fen(fen).to_string()),
        Type::Number => value.extract::<f64>().map_or(UNKNOWN.to_owned(), plain),
        Type::Date => match value {
            AnyValue::Date(days) => date::from_days(days).map_or(UNKNOWN.to_owned(), chinese),
            _ => UNKNOWN.to_owned(),
        },
        Type::Text | Type::Code(_) | Type::Codes(_) => value.get_str().unwrap_or(UNKNOWN).replace(',', "、"),
        Type::Id => UNKNOWN.to_owned(),
    }
}

/// Two decimals, four where two would round away what decided, none that say nothing.
fn plain(number: f64) -> String {
    const NOTHING: f64 = 1e-9;
    let two = format!("{number:.2}");
    let rounds = two.parse::<f64>().is_ok_and(|rounded| (rounded - number).abs() > NOTHING);
    let text = if rounds { format!("{number:.4}") } else { two };
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
