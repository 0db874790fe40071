//! The privacy gate: free text is masked before it enters the ledger, the log or a message.
//!
//! Whoever takes free text that leaves the tables of a run asks for a [`Redacted`], which only [`Redacted::of`] makes.

use std::fmt;
use std::ops::Deref;

use serde::Serialize;

/// Text in which every run of digits that is long enough to be an ID number is masked, whole or damaged.
///
/// Runs are found as the cleaner of ID numbers would read them: letters typed for digits count as digits (`O` for 0,
/// `l` for 1), full-width digits count, blanks and signs inside a run do not end it. Of a run of at least 11
/// characters, six of them digits, the first six and the last two characters stay, so that a department still finds the
/// row; the others become `*`. Telephone numbers and bank accounts are masked by the same rule; dates, amounts, and
/// household numbers of up to 10 digits are not. Masking a masked text changes nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Redacted(String);

impl Redacted {
    /// Masks a text.
    pub fn of(text: &str) -> Self {
        let mut masked = String::with_capacity(text.len());
        let mut run = Run::default();
        for c in text.chars() {
            match RedactedPart::of(c) {
                RedactedPart::Other => {
                    run.push_to(&mut masked);
                    masked.push(c);
                }
                RedactedPart::Separator if run.characters.is_empty() => masked.push(c),
                part => run.characters.push((c, part)),
            }
        }
        run.push_to(&mut masked);
        Self(masked)
    }

    /// The masked text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Deref for Redacted {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Redacted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl From<Redacted> for String {
    fn from(text: Redacted) -> Self {
        text.0
    }
}

/// Shorter runs are dates, amounts and phone numbers' parts.
const LONG: usize = 11;
/// Fewer digits among letters are a word.
const DIGITS: usize = 6;
/// How many characters stay in front and behind.
const SHOWN: (usize, usize) = (6, 2);

/// What a character is in a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum RedactedPart {
    Digit,
    /// A letter that is typed for a digit.
    Letter,
    /// What does not belong to the number, and does not end it.
    Separator,
    Other,
}

impl RedactedPart {
    fn of(c: char) -> Self {
        match c {
            '0'..='9' | '０'..='９' => RedactedPart::Digit,
            'O' | 'o' | 'О' | 'о' | '〇' | '○' | 'l' | 'I' | 'i' | '|' | 'X' | 'x' | '×' | 'х' | 'Х' => {
                RedactedPart::Letter
            }
            'Ｏ' | 'ｏ' | 'ｌ' | 'Ｉ' | 'ｉ' | 'Ｘ' | 'ｘ' => RedactedPart::Letter,
            '-' | '－' | '.' | '．' | '_' | '*' | '\'' | '‘' | '’' => RedactedPart::Separator,
            _ if c.is_whitespace() || c.is_control() => RedactedPart::Separator,
            '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{feff}' | '\u{ad}' => RedactedPart::Separator,
            _ => RedactedPart::Other,
        }
    }
}

/// Characters that may be one number.
#[derive(Debug, Default)]
struct Run {
    characters: Vec<(char, RedactedPart)>,
}

impl Run {
    fn push_to(&mut self, masked: &mut String) {
        let count = |wanted: &[RedactedPart]| self.characters.iter().filter(|(_, part)| wanted.contains(part)).count();
        let all = count(&[RedactedPart::Digit, RedactedPart::Letter]);
        let digits = count(&[RedactedPart::Digit]);
        let hidden = if all >= LONG && digits >= DIGITS { SHOWN.0..all - SHOWN.1 } else { 0..0 };
        let mut at = 0;
        for (c, part) in self.characters.drain(..) {
            let is_hidden = part != RedactedPart::Separator && hidden.contains(&at);
            at += usize::from(part != RedactedPart::Separator);
            masked.push(if is_hidden { '*' } else { c });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Redacted;

    #[test]
    fn runs_as_long_as_an_id_number_are_masked() {
        for (raw, expected) in [
            ("36079919800101123", "360799*********23"),
            ("G36079919800101123", "G360799*********23"),
            ("2026-11-05", "2026-11-05"),
            ("3.60799E+17", "3.60799E+17"),
            ("１２３４５６７８９０１２", "１２３４５６****１２"),
            ("36O7992O12O3O3OO51", "36O799**********51"),
            ("360799 2012 0303 00511", "360799 **** **** ***11"),
            ("３６０７９９２０１２０３０３００５Ｘ", "３６０７９９**********５Ｘ"),
            ("360799-20120303-0051", "360799-********-**51"),
            ("3.6079920120303E+17", "3.60799******03E+17"),
            ("2026-11-05至2026-11-06", "2026-11-05至2026-11-06"),
            ("Illinois oil 2016", "Illinois oil 2016"),
            ("电话13800138000,家里有12头牛", "电话138001***00,家里有12头牛"),
            ("住户H2023110512345", "住户H202311*****45"),
            ("6228 4800 1234 5678 901", "6228 48** **** **** *01"),
            ("付款1234567890元", "付款1234567890元"),
            ("360799*********23", "360799*********23"),
            ("", ""),
        ] {
            assert_eq!(Redacted::of(raw).as_str(), expected);
            assert_eq!(Redacted::of(expected).as_str(), expected, "masked once more");
        }
    }
}
