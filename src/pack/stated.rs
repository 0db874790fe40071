//! A value that a county states for a whole column, parsed as the column's field has it.

use jiff::civil::Date;

use super::source::{Field, Kind};
use crate::value::{date, money::Money, number, text};

/// One value for every record of a table.
#[derive(Debug, Clone, PartialEq)]
pub enum Stated {
    /// Words: a text, a place, a word of the field's vocabulary.
    Text(String),
    /// A day, or the first day of a month.
    Day(Date),
    /// An amount.
    Money(Money),
    /// Any number.
    Number(f64),
    /// A whole number.
    Integer(i64),
    /// Yes or no.
    Bool(bool),
}

/// What a county teaches of one field of a source.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Taught {
    /// Headings that mean this field, whatever else they may mean.
    pub headings: Vec<String>,
    /// What a table without the column says.
    pub missing: Option<Stated>,
    /// Whether that is said of single files, so that these need no column to be what they are.
    pub stands_in: bool,
}

impl Field {
    /// The value that a text stands for in this field, if it stands for any; no text stands for many people's ID.
    pub fn stated(&self, written: &str) -> Option<Stated> {
        let cleaned = text::clean(written);
        match self.kind {
            Kind::Id => None,
            Kind::Text | Kind::Name | Kind::Place => (!cleaned.is_empty()).then(|| Stated::Text(cleaned.into_owned())),
            Kind::Code | Kind::Codes => self.word(&cleaned).map(|word| Stated::Text(word.to_owned())),
            Kind::Date => date::parse_date(&cleaned).map(Stated::Day),
            Kind::Month => date::parse_month(&cleaned).map(Stated::Day),
            Kind::Money => Money::parse(&cleaned).map(Stated::Money),
            Kind::Number => number::parse_number(&cleaned).map(Stated::Number),
            Kind::Integer => number::parse_integer(&cleaned).map(Stated::Integer),
            Kind::Bool => number::parse_flag(&cleaned).map(Stated::Bool),
        }
    }

    /// The word of the vocabulary that a text is, or is another spelling of.
    pub fn word(&self, written: &str) -> Option<&str> {
        let same = |other: &str| text::compact(other).to_lowercase() == text::compact(written).to_lowercase();
        let spelt = |(word, others): &(&String, &Vec<String>)| same(word) || others.iter().any(|other| same(other));
        self.values.iter().find(spelt).map(|(word, _)| word.as_str())
    }
}
