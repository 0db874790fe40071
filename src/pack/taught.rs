//! What a county teaches of a field, and the values that it states for a whole column.

use jiff::civil::Date;

use crate::value::money::Money;

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
