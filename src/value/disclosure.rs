//! Whether ID numbers are shown in full: one policy in one place.

use super::IdNumber;

/// How ID numbers are written into a run's own tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Disclosure {
    /// `360799********1234`.
    Masked,
    /// In full, at the officer's word.
    Full,
}

impl Disclosure {
    /// Writes an ID number; empty where there is none.
    pub fn show(self, number: Option<IdNumber>) -> String {
        match (number, self) {
            (Some(number), Disclosure::Masked) => number.masked(),
            (Some(number), Disclosure::Full) => number.full(),
            (None, _) => String::new(),
        }
    }
}

/// Masks every run of digits in a raw cell that is long enough to be an ID number, whole or damaged, as the cleaner
/// would read it: letters typed for digits count as these, blanks and signs inside do not break the run. The first six
/// and last two characters stay, so that a department still finds the row.
pub fn mask_digits(raw: &str) -> String {
    let mut masked = String::with_capacity(raw.len());
    let mut run = Run::default();
    for c in raw.chars() {
        match Part::of(c) {
            Part::Other => {
                run.push_to(&mut masked);
                masked.push(c);
            }
            Part::Separator if run.characters.is_empty() => masked.push(c),
            part => run.characters.push((c, part)),
        }
    }
    run.push_to(&mut masked);
    masked
}

/// Shorter runs are dates, amounts and phone numbers' parts.
const LONG: usize = 11;
/// Fewer digits among letters are a word.
const DIGITS: usize = 6;
/// How many characters stay in front and behind.
const SHOWN: (usize, usize) = (6, 2);

/// What a character is in a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Digit,
    /// A letter that is typed for a digit.
    Letter,
    /// What does not belong to the number, and does not end it.
    Separator,
    Other,
}

impl Part {
    fn of(c: char) -> Self {
        match c {
            '0'..='9' | '０'..='９' => Part::Digit,
            'O' | 'o' | 'О' | 'о' | '〇' | '○' | 'l' | 'I' | 'i' | '|' | 'X' | 'x' | '×' | 'х' | 'Х' => {
                Part::Letter
            }
            'Ｏ' | 'ｏ' | 'ｌ' | 'Ｉ' | 'ｉ' | 'Ｘ' | 'ｘ' => Part::Letter,
            '-' | '－' | '.' | '．' | '_' | '*' | '\'' | '‘' | '’' => Part::Separator,
            _ if c.is_whitespace() || c.is_control() => Part::Separator,
            '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{feff}' | '\u{ad}' => Part::Separator,
            _ => Part::Other,
        }
    }
}

/// Characters that may be one number.
#[derive(Debug, Default)]
struct Run {
    characters: Vec<(char, Part)>,
}

impl Run {
    fn push_to(&mut self, masked: &mut String) {
        let count = |wanted: &[Part]| self.characters.iter().filter(|(_, part)| wanted.contains(part)).count();
        let (all, digits) = (count(&[Part::Digit, Part::Letter]), count(&[Part::Digit]));
        let hidden = if all >= LONG && digits >= DIGITS { SHOWN.0..all - SHOWN.1 } else { 0..0 };
        let mut at = 0;
        for (c, part) in self.characters.drain(..) {
            let is_hidden = part != Part::Separator && hidden.contains(&at);
            at += usize::from(part != Part::Separator);
            masked.push(if is_hidden { '*' } else { c });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_runs_are_masked() {
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
            ("", ""),
        ] {
            assert_eq!(mask_digits(raw), expected);
        }
    }
}
