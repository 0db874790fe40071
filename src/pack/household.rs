//! What is known of the numbers of households and of where people of two households live.

use serde::Deserialize;

/// How the register's household numbers are read.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HouseholdNumbers {
    /// Words that stand for no number.
    pub void: Vec<String>,
    /// From how many heads on a number that one village repeats, row after row, is no household's.
    pub heads: usize,
    /// What the numbers of households without one begin with; the head's name follows.
    pub unnumbered: String,
    /// Relations that stand once in a household: twice says that rows do not stand below their heads.
    pub once: Vec<String>,
    /// Of how many members in a hundred nobody else may have the number before it is taken for that of the row.
    pub alone_percent: usize,
    /// From how many members on that is looked at.
    pub least: usize,
}

/// Where somebody lives who stands in two households.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Residence {
    /// States by which a person has left the household of that row for another one.
    pub left: Vec<String>,
    /// Relations by which a person has joined the household of that row.
    pub joined: Vec<String>,
}

impl HouseholdNumbers {
    /// Whether a text is no number: a word for none, or the short form that a spreadsheet shows of a number it cannot
    /// keep.
    pub fn is_void(&self, number: &str) -> bool {
        is_shortened(number) || self.void.iter().any(|void| void == number)
    }
}

/// Whether a number looks like one that was put in for want of another: a word, or one digit again and again.
pub fn is_filler(number: &str) -> bool {
    let mut characters = number.chars().filter(|character| character.is_ascii_alphanumeric());
    let word = !number.bytes().any(|byte| byte.is_ascii_digit());
    let first = characters.next();
    word || number.len() > 2 && characters.all(|other| Some(other) == first)
}

fn is_shortened(number: &str) -> bool {
    let Some((mantissa, exponent)) = number.split_once(['E', 'e']) else { return false };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    digits(mantissa) && exponent.strip_prefix('+').is_some_and(digits)
}
