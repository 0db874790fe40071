//! The privacy gate: free text is masked before it enters a list, a table for people, the ledger, the log or a message.
//!
//! Whatever shows text that came with the data asks for a [`Redacted`]. [`Redacted::of`] masks; the other ways to one
//! say why nothing has to be masked.

use std::fmt;
use std::ops::Deref;

use serde::Serialize;

use super::text::visible;
use super::{IdNumber, recognise};

/// Text in which every run of digits that is long enough to be an ID number is masked, whole or damaged.
///
/// Runs are found as the cleaner of ID numbers would read them: letters typed for digits count as digits (`O` for 0,
/// `l` for 1), full-width and all other digits count, blanks, hyphens and signs inside a run do not end it. A run of at
/// least 11 characters, six of them digits, is a number of somebody's: of an ID number's length the first six and the
/// last two characters stay, so that a department still finds the row; of a shorter one, such as a telephone number, the
/// first three and the last two. The others become `*`. Dates, amounts, and household numbers of up to 10 digits are not
/// masked, nor are two kinds of words: a point in time of 14 digits, as systems put it into the names of exports, and a
/// hash. What would act on a terminal is made visible. Masking a masked text changes nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Redacted(String);

impl Redacted {
    /// Masks a text.
    pub fn of(text: &str) -> Self {
        // Most texts are short words.
        if text.chars().filter(|c| c.is_numeric()).count() < DIGITS {
            return Self(visible(text).into_owned());
        }
        let mut masked = String::with_capacity(text.len());
        let mut run = Run::default();
        let mut rest = text;
        let mut in_word = false;
        while let Some(c) = rest.chars().next() {
            if let Some(word) = Some(word(rest)).filter(|word| !in_word && is_harmless(word)) {
                run.push_to(&mut masked);
                masked.push_str(word);
                rest = &rest[word.len()..];
                continue;
            }
            let stars = rest.len() - rest.trim_start_matches('*').len();
            if stars >= MASK {
                // What is masked ends a number: the ends of one beside another number are not one.
                run.push_to(&mut masked);
                masked.push_str(&rest[..stars]);
                rest = &rest[stars..];
                continue;
            }
            in_word = c.is_ascii_alphanumeric();
            rest = &rest[c.len_utf8()..];
            // The l of .xlsx is no digit of the day before it.
            let is_extension = c == '.' && rest.starts_with(|next: char| next.is_ascii_alphabetic());
            match RedactedPart::of(c) {
                part if is_extension || part == RedactedPart::Other => {
                    run.push_to(&mut masked);
                    masked.push(c);
                }
                RedactedPart::Separator if run.characters.is_empty() => masked.push(c),
                part => run.characters.push((c, part)),
            }
        }
        run.push_to(&mut masked);
        Self(visible(&masked).into_owned())
    }

    /// A code that this program made, such as a clue's id: it tells nothing of anybody, and is read again.
    pub fn code(code: &str) -> Self {
        Self(code.to_owned())
    }

    /// An ID number in full, at the officer's word.
    pub fn in_full(number: IdNumber) -> Self {
        Self(number.full())
    }

    /// A household's number, which people write down and compare: as it stands, unless the register has an ID number or
    /// a mobile phone's for it.
    pub fn household_number(number: &str) -> Self {
        let bare: String = number.chars().filter(char::is_ascii_digit).collect();
        let is_mobile = bare.len() == 11 && bare.starts_with('1') && !bare[1..].starts_with(['0', '1', '2']);
        match is_mobile || recognise(number).is_ok() {
            true => Self::of(number),
            false => Self(visible(number).into_owned()),
        }
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
/// An ID number of before 1999 has so many characters.
const ID: usize = 15;
/// How many characters stay in front of a run as long as an ID number, and of a shorter one.
const REGION: usize = 6;
const PREFIX: usize = 3;
/// So many stars hide digits; fewer may stand between them.
const MASK: usize = 3;
/// How many characters stay behind.
const TAIL: usize = 2;
/// How long the usual hashes and parts of them are, written in hexadecimal digits.
const HASHES: [usize; 4] = [16, 32, 40, 64];

/// The letters and digits that a text begins with.
fn word(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(text.len());
    &text[..end]
}

/// Whether a word is as long as a number of somebody's and none: a hash, or a point in time.
fn is_harmless(word: &str) -> bool {
    match word.len() {
        14 => is_time(word),
        length if HASHES.contains(&length) => {
            let letters = word.bytes().filter(|byte| matches!(byte, b'a'..=b'f')).count();
            letters * 6 >= length && word.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
        }
        _ => false,
    }
}

/// Whether 14 digits are a second of this century: 20261105143022. No ID number begins so, and of other numbers one in
/// some thirty thousand.
fn is_time(word: &str) -> bool {
    word.starts_with("20") && jiff::civil::DateTime::strptime("%Y%m%d%H%M%S", word).is_ok()
}

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
            _ if c.is_numeric() => RedactedPart::Digit,
            'O' | 'o' | 'О' | 'о' | '〇' | '○' | 'l' | 'I' | 'i' | '|' | 'X' | 'x' | '×' | 'х' | 'Х' => {
                RedactedPart::Letter
            }
            'Ｏ' | 'ｏ' | 'ｌ' | 'Ｉ' | 'ｉ' | 'Ｘ' | 'ｘ' => RedactedPart::Letter,
            '-' | '－' | '.' | '．' | '_' | '*' | '\'' | '‘' | '’' | '·' | '•' => RedactedPart::Separator,
            '\u{2010}'..='\u{2015}' | '−' | '﹣' => RedactedPart::Separator,
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
        let shown = if all >= ID { REGION } else { PREFIX };
        let hidden = if all >= LONG && digits >= DIGITS { shown..all - TAIL } else { 0..0 };
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
            ("１２３４５６７８９０１２", "１２３*******１２"),
            ("36O7992O12O3O3OO51", "36O799**********51"),
            ("360799 2012 0303 00511", "360799 **** **** ***11"),
            ("３６０７９９２０１２０３０３００５Ｘ", "３６０７９９**********５Ｘ"),
            ("360799-20120303-0051", "360799-********-**51"),
            ("3.6079920120303E+17", "3.60*********03E+17"),
            ("2026-11-05至2026-11-06", "2026-11-05至2026-11-06"),
            ("Illinois oil 2016", "Illinois oil 2016"),
            ("电话13800138000,家里有12头牛", "电话138******00,家里有12头牛"),
            ("住户H2023110512345", "住户H202********45"),
            ("6228 4800 1234 5678 901", "6228 48** **** **** *01"),
            ("付款1234567890元", "付款1234567890元"),
            ("360799*********23", "360799*********23"),
            ("户编号12 360799********1234 3组", "户编号12 360799********1234 3组"),
            ("360799*1980*0101*0015", "360799*************15"),
            ("360799–1980—0101·0015", "360799–****—****·**15"),
            ("٣٦٠٧٩٩١٩٨٠٠١٠١٠٠١٥", "٣٦٠٧٩٩**********١٥"),
            ("13800138000~13900139000", "138******00~139******00"),
            ("表1_20261031.xlsx[Sheet1]第12行", "表1_20261031.xlsx[Sheet1]第12行"),
            ("导出20261105143022.xlsx", "导出20261105143022.xlsx"),
            ("导出20261305143022.xlsx", "导出202*********22.xlsx"),
            ("摘要9f86d081884c7d65", "摘要9f86d081884c7d65"),
            ("摘要90860081884079652", "摘要908600*********52"),
            ("张\u{1b}[31m三13800138000", "张\u{fffd}[31m三138******00"),
            ("", ""),
        ] {
            assert_eq!(Redacted::of(raw).as_str(), expected);
            assert_eq!(Redacted::of(expected).as_str(), expected, "masked once more");
        }
    }

    #[test]
    fn keys_and_codes_stand_as_they_are_unless_they_are_somebodys() {
        let shown = |number: &str| Redacted::household_number(number).to_string();
        assert_eq!(shown("3607991002030015"), "3607991002030015");
        assert_eq!(shown("360799198001010015"), "360799**********15");
        assert_eq!(shown("13800138000"), "138******00");
        assert_eq!(Redacted::code("MED-21-2345678999").as_str(), "MED-21-2345678999");
    }
}
