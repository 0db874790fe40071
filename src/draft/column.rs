//! The cells of a column → what kind of field it probably is, and the words of a small vocabulary.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use crate::pack::Kind;
use crate::value::{date, number, place, recognise, text};
use crate::workbook::CellKind;

/// The most different words that a vocabulary may have, and how often each must stand there on average.
const WORDS: usize = 12;
const REPEATED: usize = 2;
/// The longest word, in characters.
const LENGTH: usize = 8;

/// What a column probably holds.
#[derive(Debug)]
pub(super) struct Guess {
    pub kind: Kind,
    /// The words of a code column, in order.
    pub words: Vec<String>,
    /// Whether the same value stands there twice.
    pub repeats: bool,
}

/// What must not be taken for words.
pub(super) struct PrivateWords<'a> {
    /// The first characters of common family names.
    pub surnames: &'a str,
    /// Texts that are known to be names of people or places.
    pub names: &'a BTreeSet<String>,
    /// Words of the pack's vocabularies, which are nobody's name.
    pub words: &'a BTreeSet<String>,
}

/// Guesses from the cells alone; a blank column is text.
pub(super) fn guess(cells: &[(Cow<'_, str>, CellKind)], private: &PrivateWords<'_>) -> Guess {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for (cell, _) in cells {
        *counts.entry(cell.as_ref()).or_insert(0) += 1;
    }
    let repeats = counts.values().any(|count| *count > 1);
    let kind = kind(cells);
    let words: Vec<&str> = counts.into_keys().collect();
    match kind {
        Some(kind) => Guess { kind, words: Vec::new(), repeats },
        None if is_vocabulary(&words, cells.len(), private) => {
            let public = words.into_iter().filter(|word| !may_be_a_name(word, private));
            Guess { kind: Kind::Code, words: public.map(str::to_owned).collect(), repeats }
        }
        None if most(&words, is_place) => Guess { kind: Kind::Place, words: Vec::new(), repeats },
        None => Guess { kind: Kind::Text, words: Vec::new(), repeats },
    }
}

/// The kind that nearly all cells fit, none if they are words.
fn kind(cells: &[(Cow<'_, str>, CellKind)]) -> Option<Kind> {
    let nearly_all = |fits: &dyn Fn(&str, CellKind) -> bool| {
        !cells.is_empty() && cells.iter().filter(|(cell, kind)| fits(cell, *kind)).count() * 10 >= cells.len() * 9
    };
    let ids = cells.iter().filter(|(cell, kind)| is_id(cell, *kind)).count();
    if !cells.is_empty() && ids * 2 >= cells.len() {
        Some(Kind::Id)
    } else if nearly_all(&|cell, kind| kind == CellKind::Date || date::parse_date(cell).is_some()) {
        Some(Kind::Date)
    } else if nearly_all(&|cell, _| date::parse_month(cell).is_some()) {
        Some(Kind::Month)
    } else if nearly_all(&|cell, _| number::parse_flag(cell).is_some())
        && !cells.iter().all(|(cell, _)| number::parse_integer(cell).is_some())
    {
        Some(Kind::Bool)
    } else if cells.iter().any(|(cell, _)| is_identifier(cell)) {
        nearly_all(&|cell, _| digits(cell) > 0).then_some(Kind::Text)
    } else if nearly_all(&|cell, _| number::parse_integer(cell).is_some()) {
        Some(Kind::Integer)
    } else if nearly_all(&|cell, _| number::parse_number(cell).is_some()) {
        Some(Kind::Number)
    } else {
        None
    }
}

/// Whether a cell is an ID number, or what is left of one; a long number that was never one is an account's.
fn is_id(cell: &str, kind: CellKind) -> bool {
    let stars = cell.matches('*').count();
    let masked = stars > 0 && (15..=22).contains(&(digits(cell) + stars)) && cell.chars().count() <= 22;
    recognise(cell).is_ok() || kind == CellKind::WideNumber || masked
}

fn begins_with_zero(cell: &str) -> bool {
    cell.len() > 1 && cell.starts_with('0') && cell.bytes().all(|byte| byte.is_ascii_digit())
}

fn digits(text: &str) -> usize {
    text.chars().filter(char::is_ascii_digit).count()
}

/// Whether the different texts of a column are few, short, repeated, and nobody's name or address.
fn is_vocabulary(words: &[&str], cells: usize, private: &PrivateWords<'_>) -> bool {
    let few = (1..=WORDS).contains(&words.len()) && words.len() * REPEATED <= cells;
    let short = |word: &&str| word.chars().count() <= LENGTH && digits(word) <= 2;
    few && words.iter().all(short)
        && !words.iter().any(|word| private.names.contains(text::compact(word).as_ref()) || is_place(word))
        && !most(words, |word| may_be_a_name(word, private))
}

/// Whether a word that the pack does not know may be somebody's name, or have one in it: without a list of family
/// names, any may.
fn may_be_a_name(word: &str, private: &PrivateWords<'_>) -> bool {
    let compact = text::compact(word);
    let begins = compact.chars().next().is_some_and(|c| private.surnames.is_empty() || private.surnames.contains(c));
    let has_name = || private.names.iter().any(|name| name.chars().count() > 1 && compact.contains(name.as_str()));
    let is_longer = compact.chars().count() > 1;
    let is_foreign = compact.contains('·');
    is_longer && !private.words.contains(compact.as_ref()) && (begins || is_foreign || has_name())
}

fn is_place(word: &str) -> bool {
    let compact = text::compact(word);
    place::township_key(word) != compact || place::village_key(word) != compact
}

/// Whether half of some words, or more, are so.
fn most(words: &[&str], is: impl Fn(&str) -> bool) -> bool {
    !words.is_empty() && words.iter().filter(|word| is(word)).count() * 2 >= words.len()
}

/// A phone, account or other number: nobody adds them up.
fn is_identifier(cell: &str) -> bool {
    digits(cell) > 6 && !cell.contains('.') || begins_with_zero(cell)
}
