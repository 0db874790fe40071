//! Types and values of the language.

use std::fmt;
use std::sync::Arc;

use polars::prelude::DataType;

/// Whom an expression is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// 人.
    Person,
    /// 户.
    Household,
    /// 村.
    Village,
}

impl Subject {
    /// The word that qualifies the subject's own fields inside a related-record call.
    pub fn word(self) -> &'static str {
        match self {
            Subject::Person => "人",
            Subject::Household => "户",
            Subject::Village => "村",
        }
    }
}

/// What an expression's value is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Type {
    /// 是 or 否; `Boolean`.
    Bool,
    /// A whole number; `Int64`.
    Int,
    /// An amount in fen, written in 元; `Int64`.
    Money,
    /// Any number; `Float64`.
    Number,
    /// Text; `String`.
    Text,
    /// A day; `Date`.
    Date,
    /// An ID number's compact form; `Int64`.
    Id,
    /// One word of a vocabulary; `String`.
    Code(Arc<[String]>),
    /// Several words of a vocabulary, joined by commas; `String`.
    Codes(Arc<[String]>),
}

impl Type {
    /// The Chinese word.
    pub fn label(&self) -> &'static str {
        match self {
            Type::Bool => "是否值",
            Type::Int => "整数",
            Type::Money => "金额",
            Type::Number => "数字",
            Type::Text => "文字",
            Type::Date => "日期",
            Type::Id => "身份证号",
            Type::Code(_) => "词",
            Type::Codes(_) => "多个词",
        }
    }

    /// How columns of the type are stored.
    pub fn data_type(&self) -> DataType {
        match self {
            Type::Bool => DataType::Boolean,
            Type::Int | Type::Money | Type::Id => DataType::Int64,
            Type::Number => DataType::Float64,
            Type::Date => DataType::Date,
            Type::Text | Type::Code(_) | Type::Codes(_) => DataType::String,
        }
    }

    /// Whether values are text.
    pub fn is_textual(&self) -> bool {
        matches!(self, Type::Text | Type::Code(_) | Type::Codes(_))
    }

    /// The words that values may be, if declared.
    pub fn vocabulary(&self) -> Option<&[String]> {
        match self {
            Type::Code(words) | Type::Codes(words) => Some(words),
            Type::Bool | Type::Int | Type::Money | Type::Number | Type::Text | Type::Date | Type::Id => None,
        }
    }
}

/// A value written in an expression, or of a parameter.
#[derive(Debug, Clone, PartialEq)]
pub enum Literal {
    /// 是 or 否.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// An amount in fen.
    Money(i64),
    /// Any number.
    Number(f64),
    /// Text.
    Text(String),
    /// Days since 1970-01-01.
    Date(i32),
}

impl Literal {
    /// The amount in fen, of money.
    pub fn fen(&self) -> Option<i64> {
        if let Literal::Money(fen) = self { Some(*fen) } else { None }
    }

    /// Days since 1970-01-01, of a date.
    pub fn days(&self) -> Option<i32> {
        if let Literal::Date(days) = self { Some(*days) } else { None }
    }
}

impl fmt::Display for Literal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Literal::Bool(true) => f.write_str("TRUE"),
            Literal::Bool(false) => f.write_str("FALSE"),
            Literal::Int(number) => write!(f, "{number}"),
            Literal::Money(fen) => write!(f, "{}元", crate::value::money::Money::from_fen(*fen)),
            Literal::Number(number) => write!(f, "{number}"),
            Literal::Text(text) => write!(f, "'{}'", text.replace('\'', "''")),
            Literal::Date(days) => match crate::value::date::from_days(*days) {
                Some(day) => write!(f, "DATE '{day}'"),
                None => f.write_str("NULL"),
            },
        }
    }
}
