//! The words of a code field and their other spellings.

use std::collections::HashMap;

use crate::pack::Field;
use crate::value::text;

/// A field's words and their other spellings.
pub(super) struct FieldVocabulary<'a> {
    pub(super) words: Vec<&'a str>,
    pub(super) spellings: HashMap<String, usize>,
}

impl<'a> FieldVocabulary<'a> {
    pub(super) fn new(field: &'a Field) -> Self {
        let mut spellings = HashMap::new();
        for (position, (word, others)) in field.values.iter().enumerate() {
            for spelling in std::iter::once(word).chain(others) {
                spellings.entry(text::compact(spelling).to_lowercase()).or_insert(position);
            }
        }
        Self { words: field.values.keys().map(String::as_str).collect(), spellings }
    }

    pub(super) fn position(&self, cell: &str) -> Option<usize> {
        let compact = text::compact(cell);
        match self.spellings.get(compact.as_ref()) {
            Some(position) => Some(*position),
            None => self.spellings.get(&compact.to_lowercase()).copied(),
        }
    }

    pub(super) fn word(&self, cell: &str) -> Option<String> {
        self.position(cell).map(|position| self.words[position].to_owned())
    }

    /// The word of a cell that has one of another vocabulary before or behind it: `肢体二级`.
    pub(super) fn word_beside(&self, cell: &str, other: &FieldVocabulary<'_>) -> Option<String> {
        let compact = text::compact(cell);
        let parts = compact.char_indices().skip(1).map(|(at, _)| compact.split_at(at));
        let both = parts.flat_map(|(left, right)| [(left, right), (right, left)]);
        both.filter(|(_, others)| other.position(others).is_some()).find_map(|(own, _)| self.word(own))
    }
}
