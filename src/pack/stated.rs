//! A value that a county states for a whole column, parsed as the column's field has it.

use super::source::{Field, Kind};
use super::taught::Stated;
use crate::value::{date, money::Money, number, text};

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
        self.values
            .iter()
            .find(|(word, others)| same(word) || others.iter().any(|other| same(other)))
            .map(|(word, _)| word.as_str())
    }
}
