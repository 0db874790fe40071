//! What is left of an ID number that cannot be used, and whose it may be.
//!
//! A fragment never becomes a number: it only says which numbers of the register it is like, for people to confirm.

use serde::{Deserialize, Serialize};

use std::fmt;

use super::text;
use super::{IdDefect, IdNumber};

/// What is left of an ID number.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Fragment {
    /// The first digits; those behind them are lost.
    Leading(String),
    /// All characters as written, one of them wrong, missing or too many.
    Whole(String),
}

/// In what a fragment is like a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likeness {
    /// So many first digits are the same.
    Leading(usize),
    /// One character is another.
    OneDiffers,
    /// Two neighbours are swapped.
    Swapped,
    /// One character is missing.
    OneMissing,
    /// There is one character too many.
    OneExtra,
}

/// Fewer digits say too little: region and birth date take fourteen.
const ENOUGH: usize = 14;
/// A spreadsheet keeps this many digits of a number.
const KEPT: usize = 15;

impl Fragment {
    /// What is left, as written: for codes made of it, never for messages.
    pub fn written(&self) -> &str {
        match self {
            Fragment::Leading(written) | Fragment::Whole(written) => written,
        }
    }

    /// What is left in a cell with a defect; none if it tells nothing of a person.
    pub fn of(cell: &str, defect: IdDefect) -> Option<Self> {
        let written: String =
            text::clean(cell).chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_uppercase();
        match defect {
            IdDefect::PrecisionLost => leading(&written),
            IdDefect::Length | IdDefect::Characters | IdDefect::BirthDate | IdDefect::CheckCharacter => whole(&written),
            IdDefect::Missing | IdDefect::Pseudo => None,
        }
    }

    /// In what it is like a number, if it is.
    pub fn likeness(&self, number: IdNumber) -> Option<Likeness> {
        let full = number.full();
        match self {
            Fragment::Leading(digits) => full.starts_with(digits.as_str()).then_some(Likeness::Leading(digits.len())),
            Fragment::Whole(written) => alike(written.as_bytes(), full.as_bytes()),
        }
    }
}

/// The digits that a numeric cell has kept; in `3.60799198001E+17` those before the exponent.
fn leading(written: &str) -> Option<Fragment> {
    let digits = written.split('E').next().unwrap_or_default();
    let kept: String = digits.chars().take_while(char::is_ascii_digit).take(KEPT).collect();
    (kept.len() >= ENOUGH).then_some(Fragment::Leading(kept))
}

/// The characters of the number itself, without the letter of a pupil number and the end of a disability card's.
fn whole(written: &str) -> Option<Fragment> {
    let number = written.strip_prefix(|c: char| c.is_ascii_alphabetic()).unwrap_or(written);
    let number = if number.len() >= 20 { &number[..18] } else { number };
    (17..=19).contains(&number.len()).then(|| Fragment::Whole(number.to_owned()))
}

fn alike(written: &[u8], full: &[u8]) -> Option<Likeness> {
    if written.len() + 1 == full.len() {
        return without_one(full, written).then_some(Likeness::OneMissing);
    }
    if written.len() == full.len() + 1 {
        return without_one(written, full).then_some(Likeness::OneExtra);
    }
    let differing: Vec<usize> = (0..full.len().min(written.len())).filter(|at| full[*at] != written[*at]).collect();
    match differing.as_slice() {
        [_] => Some(Likeness::OneDiffers),
        [left, right] if left + 1 == *right && full[*left] == written[*right] && full[*right] == written[*left] => {
            Some(Likeness::Swapped)
        }
        _ => None,
    }
}

/// Whether the longer text with one character taken out is the shorter.
fn without_one(longer: &[u8], shorter: &[u8]) -> bool {
    let same = longer.iter().zip(shorter).take_while(|(left, right)| left == right).count();
    longer[same + 1..] == shorter[same..]
}

impl Likeness {
    /// The Chinese words.
    pub fn label(self) -> String {
        match self {
            Likeness::Leading(digits) => format!("证号前{digits}位相同"),
            Likeness::OneDiffers => "证号仅1位不同".to_owned(),
            Likeness::Swapped => "证号相邻两位颠倒".to_owned(),
            Likeness::OneMissing => "证号少1位,其余相同".to_owned(),
            Likeness::OneExtra => "证号多1位,其余相同".to_owned(),
        }
    }
}

impl fmt::Debug for Fragment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Fragment::Leading(_) => "Fragment(leading)",
            Fragment::Whole(_) => "Fragment(whole)",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::recognise;

    /// Defects as cells are found to have them, and what the cell tells of 360799198001010015.
    #[test]
    fn damaged_numbers_are_like_their_owner_s() {
        let number = recognise("360799198001010015").expect("a number").number;
        for (cell, expected) in [
            ("360799198001010000", Some(Likeness::Leading(15))),
            ("3.60799198001010E+17", Some(Likeness::Leading(15))),
            ("3.60799E+17", None),
            ("360799198001010016", Some(Likeness::OneDiffers)),
            ("360799198001010105", Some(Likeness::Swapped)),
            ("36079919800101005", Some(Likeness::OneMissing)),
            ("3607991980010100155", Some(Likeness::OneExtra)),
            ("G360799198001010016", Some(Likeness::OneDiffers)),
            ("36079919800101001644", Some(Likeness::OneDiffers)),
            ("３６０７９９１９８００１０１００１６", Some(Likeness::OneDiffers)),
            ("360799198001020025", None),
            ("999999198001010015", None),
            ("", None),
        ] {
            let lost = cell.contains('E') || cell.ends_with("000");
            let defect =
                if lost { IdDefect::PrecisionLost } else { recognise(cell).err().unwrap_or(IdDefect::Missing) };
            let found = Fragment::of(cell, defect).and_then(|fragment| fragment.likeness(number));
            assert_eq!(found, expected, "{cell} {defect:?}");
        }
    }

    #[test]
    fn nothing_prints_the_digits() {
        let fragment = Fragment::of("360799198001010016", IdDefect::CheckCharacter).expect("a fragment");
        assert_eq!(format!("{fragment:?}"), "Fragment(whole)");
    }
}
