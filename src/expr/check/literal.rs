//! Values written out: read where they may stand, and found where a parameter should.

use std::ops::Range;

use sqlparser::ast::{DataType, TypedString, Value};
use sqlparser::tokenizer::Span;

use super::super::node::{Binary, Node};
use super::super::parse::Mistake;
use super::super::types::{Literal, Type};
use super::checked::Checked;
use super::checker::{Checker, Typed};
use crate::value::date::{parse_date, to_days};

/// Numbers in a condition other than 0 and 1, which belong in `parameters.toml`.
pub fn lint_literals(text: &str, checked: &Checked) -> Vec<Mistake> {
    let mut found = Vec::new();
    let mut pending: Vec<&Node> = vec![&checked.root];
    while let Some(node) = pending.pop() {
        match node {
            Node::Literal(Literal::Int(0 | 1) | Literal::Money(0)) => {}
            Node::Literal(value @ (Literal::Int(_) | Literal::Number(_) | Literal::Money(_))) => found.push(value),
            Node::Call(function, arguments) if function.takes_plain_numbers() => {
                pending.extend(arguments.iter().filter(|argument| !is_number(argument) && !is_year_offset(argument)));
            }
            Node::Related(call) => pending.extend(call.parts()),
            other => pending.extend(other.children()),
        }
    }
    let mistake = |value: &Literal| {
        let shown = value.to_string().trim_end_matches('元').to_owned();
        let span = number_in(text, &shown).unwrap_or(0..text.len());
        let hint = Some("在 parameters.toml 里定义一个参数，这里写 参数.名称".to_owned());
        Mistake { message: format!("条件里直接写了数字 {shown}"), span, hint }
    };
    found.into_iter().map(mistake).collect()
}

/// Where a number stands in a text, not as a part of another.
fn number_in(text: &str, number: &str) -> Option<Range<usize>> {
    let part = |c: char| c.is_ascii_alphanumeric() || c == '.' || c == '_';
    let at = text
        .match_indices(number)
        .map(|(at, _)| at)
        .find(|at| !text[..*at].ends_with(part) && !text[at + number.len()..].starts_with(part))?;
    Some(at..at + number.len())
}

/// A number written out.
fn is_number(node: &Node) -> bool {
    matches!(node, Node::Literal(Literal::Int(_) | Literal::Number(_) | Literal::Money(_)))
}

/// `学年 - 15`: the shift of a cohort, part of a date.
fn is_year_offset(node: &Node) -> bool {
    match node {
        Node::Binary(Binary::Add | Binary::Subtract, left, right) => {
            matches!(**left, Node::Constant(_)) && is_number(right)
        }
        _ => false,
    }
}

impl Checker<'_> {
    pub(super) fn value(&mut self, value: &Value, span: Span) -> Option<Typed> {
        let (literal, ty) = match value {
            Value::Number(digits, _) => match (digits.parse::<i64>(), digits.parse::<f64>()) {
                (Ok(whole), _) => (Literal::Int(whole), Type::Int),
                (Err(_), Ok(number)) if number.is_finite() => (Literal::Number(number), Type::Number),
                _ => return self.wrong(span, "数字太大", None),
            },
            Value::SingleQuotedString(text) => (Literal::Text(text.clone()), Type::Text),
            Value::Boolean(flag) => (Literal::Bool(*flag), Type::Bool),
            Value::Null => return Some(Typed { node: Node::Null, ty: Type::Text }),
            _ => return self.wrong(span, "条件里不能写这种值", None),
        };
        Some(Typed { node: Node::Literal(literal), ty })
    }

    /// `DATE '2026-09-01'`.
    pub(super) fn typed_string(&mut self, typed: &TypedString, span: Span) -> Option<Typed> {
        let is_date = matches!(typed.data_type, DataType::Date);
        let day = match &typed.value.value {
            Value::SingleQuotedString(text) if is_date => parse_date(text),
            _ => None,
        };
        match day {
            Some(day) => {
                let node = Node::Literal(Literal::Date(to_days(day)));
                Some(Typed { node, ty: Type::Date })
            }
            None => self.wrong(span, "不是有效的日期", Some("写成 DATE '2026-09-01'".to_owned())),
        }
    }
}
