//! Values → text as people write it, within expressions: amounts in 元, days in Chinese, several texts as one list.

use std::collections::BTreeSet;

use polars::prelude::{
    AnyValue, Column, DataType, Expr, Field, IntoColumn, NewChunkedArray, PolarsResult, StringChunked,
};

use super::node::TextForm;
use super::template::format_value;
use super::types::Type;

/// So many texts are written out; of more, the number is told.
const WRITTEN_OUT: usize = 8;

/// A value as people write it; the unknown stays unknown.
pub(super) fn written(value: Expr, form: TextForm) -> Expr {
    let ty = match form {
        TextForm::Whole => Type::Int,
        TextForm::Amount => Type::Money,
        TextForm::Number => Type::Number,
        TextForm::Day => Type::Date,
    };
    texts(value, move |value| (!value.is_null()).then(|| format_value(&ty, value)))
}

/// The different texts of a list in the order of their characters, joined by 、.
pub(super) fn listed(lists: Expr) -> Expr {
    texts(lists, |value| match value {
        AnyValue::List(texts) => {
            let texts = texts.str().ok()?;
            let different: BTreeSet<&str> = texts.iter().flatten().filter(|text| !text.is_empty()).collect();
            let written: Vec<&str> = different.iter().take(WRITTEN_OUT).copied().collect();
            match different.len() {
                0 => None,
                all if all > WRITTEN_OUT => Some(format!("{}等（共{all}）", written.join("、"))),
                _ => Some(written.join("、")),
            }
        }
        _ => None,
    })
}

fn texts(values: Expr, text: impl Fn(AnyValue<'_>) -> Option<String> + Send + Sync + 'static) -> Expr {
    let map = move |column: Column| -> PolarsResult<Column> {
        let values = column.as_materialized_series().rechunk();
        let texts = values.iter().map(&text);
        Ok(StringChunked::from_iter_options(column.name().clone(), texts).into_column())
    };
    values.map(map, |_, field| Ok(Field::new(field.name().clone(), DataType::String)))
}
