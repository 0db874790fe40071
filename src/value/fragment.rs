//! What is left of an ID number that cannot be used, and whose it may be.
//!
//! A fragment never becomes a number: it only says which numbers of the register it is like, for people to confirm.

use serde::{Deserialize, Serialize};

use std::fmt;

use super::text;
use super::{IdDefect, IdNumber};

/// What is left of an ID number.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Fragment {
    /// The first digits; those behind them are lost.
    Leading(String),
    /// All characters, letters that are mistaken for digits read as these.
    Whole(String),
}

/// How a fragment is like a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likeness {
    /// All characters are the same.
    Same,
    /// One character is another, missing or too many.
    OneEdit,
    /// Two characters are swapped, neighbours or not.
    Swapped,
    /// Two characters are others, missing or too many.
    TwoEdits,
    /// Only the year of birth is another, and perhaps the check character.
    Year,
    /// So many first digits are the same, and nothing is known of the others.
    Leading(usize),
    /// More is different.
    Unlike,
}

/// A spreadsheet keeps this many digits of a number.
const KEPT: usize = 15;
/// Fewer digits are those of the region at most, which say nothing.
const REGION: usize = 6;
/// How many characters a number has, a few lost or too many.
const LENGTHS: std::ops::RangeInclusive<usize> = 16..=20;

impl Fragment {
    /// What is left, as far as it can be read: for codes and keys made of it, never for messages.
    pub fn written(&self) -> &str {
        match self {
            Fragment::Leading(written) | Fragment::Whole(written) => written,
        }
    }

    /// What is left in a cell with a defect; none if it tells nothing of a person.
    pub fn of(cell: &str, defect: IdDefect) -> Option<Self> {
        match defect {
            IdDefect::PrecisionLost => leading(&read(cell)),
            IdDefect::Length | IdDefect::Characters | IdDefect::BirthDate | IdDefect::CheckCharacter => {
                whole(&read(cell))
            }
            IdDefect::Missing | IdDefect::Pseudo | IdDefect::Masked | IdDefect::Several => None,
        }
    }

    /// What is left of a number whose last digits were rounded though it passes its check.
    pub fn rounded(number: IdNumber) -> Self {
        Fragment::Leading(number.full()[..KEPT].to_owned())
    }

    /// How it is like a number.
    pub fn likeness(&self, number: IdNumber) -> Likeness {
        let full = number.full();
        match self {
            Fragment::Leading(digits) if full.starts_with(digits.as_str()) => Likeness::Leading(digits.len()),
            // Noughts at the end may be as wrong as other digits.
            Fragment::Leading(digits) => alike(format!("{digits:0<18}").as_bytes(), full.as_bytes()),
            Fragment::Whole(written) => alike(written.as_bytes(), full.as_bytes()),
        }
    }

    /// The characters with which it differs from a number, among stars for all others behind the region.
    pub fn shown_beside(&self, number: IdNumber) -> String {
        let full = number.full();
        let written = self.written().as_bytes();
        let full = full.as_bytes();
        let same = written.iter().zip(full).take_while(|(left, right)| left == right).count();
        let shorter = written.len().min(full.len());
        let tail = written.iter().rev().zip(full.iter().rev()).take_while(|(left, right)| left == right).count();
        let tail = tail.min(shorter - same);
        let is_same = |at: usize| match written.len() == full.len() {
            true => written[at] == full[at],
            false => at < same || at >= written.len() - tail,
        };
        let lost = if matches!(self, Fragment::Leading(_)) { "…" } else { "" };
        (0..written.len())
            .map(|at| if at >= REGION && is_same(at) { '*' } else { char::from(written[at]) })
            .collect::<String>()
            + lost
    }
}

/// Letters and digits of a cell, those that stand for digits read as these.
fn read(cell: &str) -> String {
    let digit = |c: char| match c {
        'O' | 'o' | 'О' | 'о' | '〇' | '○' => Some('0'),
        'l' | 'I' | 'i' | '|' => Some('1'),
        '×' | 'х' | 'Х' | '✕' => Some('X'),
        _ if c.is_ascii_alphanumeric() => Some(c.to_ascii_uppercase()),
        _ => None,
    };
    text::clean(cell).chars().filter_map(digit).collect()
}

/// The digits that a numeric cell has kept; in `3.60799198001E+17` those before the exponent.
fn leading(written: &str) -> Option<Fragment> {
    let digits = written.split('E').next().unwrap_or_default();
    let kept: String = digits.chars().take_while(char::is_ascii_digit).take(KEPT).collect();
    (kept.len() > REGION).then_some(Fragment::Leading(kept))
}

/// The characters of the number itself, without the letter of a pupil number and the end of a disability card's;
/// numbers that a system makes up for people without one begin with 999.
fn whole(written: &str) -> Option<Fragment> {
    let lettered = written.len() > 18 && written.starts_with(|c: char| c.is_ascii_alphabetic());
    let number = if lettered { &written[1..] } else { written };
    let number = if number.len() >= 20 { &number[..18] } else { number };
    let is_number = LENGTHS.contains(&number.len()) && !number.starts_with("999");
    is_number.then(|| Fragment::Whole(number.to_owned()))
}

fn alike(written: &[u8], full: &[u8]) -> Likeness {
    if written.len() != full.len() {
        return by_edits(edits(written, full));
    }
    let differing: Vec<usize> = (0..full.len()).filter(|at| full[*at] != written[*at]).collect();
    match differing.as_slice() {
        [] => Likeness::Same,
        [_] => Likeness::OneEdit,
        [left, right] if full[*left] == written[*right] && full[*right] == written[*left] => Likeness::Swapped,
        [_, _] => Likeness::TwoEdits,
        places if places.iter().all(|at| (REGION..REGION + 4).contains(at) || *at + 1 == full.len()) => Likeness::Year,
        _ => by_edits(edits(written, full)),
    }
}

fn by_edits(edits: usize) -> Likeness {
    match edits {
        0 => Likeness::Same,
        1 => Likeness::OneEdit,
        2 => Likeness::TwoEdits,
        _ => Likeness::Unlike,
    }
}

/// How many characters must be changed, added or taken out (Levenshtein).
fn edits(left: &[u8], right: &[u8]) -> usize {
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (at, character) in left.iter().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], at + 1);
        for (position, other) in right.iter().enumerate() {
            let changed = diagonal + usize::from(character != other);
            diagonal = row[position + 1];
            row[position + 1] = changed.min(diagonal + 1).min(row[position] + 1);
        }
    }
    row[right.len()]
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
        for (cell, expected, shown) in [
            ("360799198001010000", Some(Likeness::Leading(15)), "360799*********…"),
            ("3.60799198001010E+17", Some(Likeness::Leading(15)), "360799*********…"),
            ("3.60799198E+17", Some(Likeness::Leading(9)), "360799***…"),
            ("3.60799E+17", None, ""),
            ("360799198001010016", Some(Likeness::OneEdit), "360799***********6"),
            ("36O79919800IOlOO15", Some(Likeness::Same), "360799************"),
            ("360799198001010105", Some(Likeness::Swapped), "360799*********10*"),
            ("360799198100010015", Some(Likeness::Swapped), "360799***1*0******"),
            ("36079919800101005", Some(Likeness::OneEdit), "360799***********"),
            ("3607991980010100155", Some(Likeness::OneEdit), "360799************5"),
            ("370799198001010095", Some(Likeness::TwoEdits), "370799**********9*"),
            ("360799200901010015", Some(Likeness::Year), "3607992009********"),
            ("G360799198001010016", Some(Likeness::OneEdit), "360799***********6"),
            ("36079919800101001644", Some(Likeness::OneEdit), "360799***********6"),
            ("３６０７９９１９８００１０１００１６", Some(Likeness::OneEdit), "360799***********6"),
            ("360799198001020025", Some(Likeness::TwoEdits), "360799*******2**2*"),
            ("360799197511230025", Some(Likeness::Unlike), ""),
            ("999360799000100001", None, ""),
            ("未办理", None, ""),
            ("", None, ""),
        ] {
            let lost = cell.contains('E') || cell.ends_with("000");
            let defect =
                if lost { IdDefect::PrecisionLost } else { recognise(cell).err().unwrap_or(IdDefect::CheckCharacter) };
            let fragment = Fragment::of(cell, defect);
            assert_eq!(fragment.as_ref().map(|fragment| fragment.likeness(number)), expected, "{cell} {defect:?}");
            if expected != Some(Likeness::Unlike) {
                assert_eq!(fragment.map(|fragment| fragment.shown_beside(number)).unwrap_or_default(), shown, "{cell}");
            }
        }
    }

    #[test]
    fn nothing_prints_the_digits() {
        let fragment = Fragment::of("360799198001010016", IdDefect::CheckCharacter).expect("a fragment");
        assert_eq!(format!("{fragment:?}"), "Fragment(whole)");
    }
}
