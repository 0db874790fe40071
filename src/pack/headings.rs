//! Headings that the tables of all departments share, from `rules/headings.toml`: how a person's own number and name,
//! the head's, a member's, and the place are called.

use indexmap::IndexMap;
use serde::Deserialize;

use super::source::{Grain, Source};

/// The shared headings.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SharedHeadings {
    /// Words for a name, after a prefix that says whose.
    pub names: Vec<String>,
    /// Words for an ID number, likewise.
    pub ids: Vec<String>,
    /// Words before them that mean the person a row is about; without a word it is that person too.
    pub own: Vec<String>,
    /// Words before them that mean the head of the household.
    pub head: Vec<String>,
    /// Words before them that mean a member of the household.
    pub member: Vec<String>,
    /// Words before them that mean somebody else: a guardian, who holds the account.
    pub others: Vec<String>,
    /// Headings of the township.
    pub township: Vec<String>,
    /// Headings of the village.
    pub village: Vec<String>,
    /// Headings of fields that several sources have, by the field's name.
    pub fields: IndexMap<String, Vec<String>>,
    /// Headings that any table about people may have, so that they say little of what it is.
    pub common: Vec<String>,
}

/// Whose number or name a heading announces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HeadingOwner {
    /// The person's whom the row is about.
    Own,
    /// The head's.
    Head,
    /// A member's.
    Member,
    /// Somebody else's.
    Other,
}

impl SharedHeadings {
    /// Gives a source the shared headings of its key; what it declares itself goes before them.
    pub fn lend(&self, source: &mut Source) {
        let key = source.key.clone();
        let head_field = source.register.as_ref().map(|register| register.head_name.clone());
        if let Some(id) = key.id.first() {
            let wide = source.members.is_some();
            add(source, id, self.person(&self.ids, &self.order(source.grain, wide)));
        }
        if source.grain != Grain::Village {
            let order = self.order(source.grain, false);
            let kept: Vec<HeadingOwner> =
                order.into_iter().filter(|whose| head_field.is_none() || *whose != HeadingOwner::Head).collect();
            let bare = kept
                .iter()
                .filter(|whose| **whose != HeadingOwner::Own)
                .flat_map(|whose| self.prefixes(*whose).to_vec());
            let headings = self.person(&self.names, &kept).into_iter().chain(bare).collect();
            add(source, &key.name, headings);
        }
        let heads =
            || self.person(&self.names, &[HeadingOwner::Head]).into_iter().chain(self.head.iter().cloned()).collect();
        head_field.iter().for_each(|field| add(source, field, heads()));
        key.township.iter().for_each(|field| add(source, field, self.township.clone()));
        key.village.iter().for_each(|field| add(source, field, self.village.clone()));
        for (field, headings) in &self.fields {
            add(source, field, headings.clone());
        }
    }

    fn is_word(&self, word: &str) -> bool {
        self.names.iter().chain(&self.ids).any(|known| known == word)
    }

    /// Whose number or name a normalised heading announces, if it announces one.
    pub fn whose(&self, heading: &str) -> Option<HeadingOwner> {
        if self.is_word(heading) {
            return Some(HeadingOwner::Own);
        }
        let of = |prefixes: &[String]| {
            prefixes.iter().any(|prefix| {
                heading.strip_prefix(prefix.as_str()).is_some_and(|rest| rest.is_empty() || self.is_word(rest))
            })
        };
        [HeadingOwner::Own, HeadingOwner::Head, HeadingOwner::Member, HeadingOwner::Other]
            .into_iter()
            .find(|whose| of(self.prefixes(*whose)))
    }

    /// Whose columns a group heading stands above.
    pub fn group(&self, heading: &str) -> Option<HeadingOwner> {
        let of = |whose: &HeadingOwner| self.prefixes(*whose).iter().any(|prefix| heading.starts_with(prefix.as_str()));
        [HeadingOwner::Other, HeadingOwner::Member, HeadingOwner::Head, HeadingOwner::Own].into_iter().find(of)
    }

    fn prefixes(&self, whose: HeadingOwner) -> &[String] {
        match whose {
            HeadingOwner::Own => &self.own,
            HeadingOwner::Head => &self.head,
            HeadingOwner::Member => &self.member,
            HeadingOwner::Other => &self.others,
        }
    }

    /// Whose number a record goes by, best first. Where members stand side by side their numbers are theirs alone.
    fn order(&self, grain: Grain, wide: bool) -> Vec<HeadingOwner> {
        match (grain, wide) {
            (Grain::Household | Grain::Village, _) => vec![HeadingOwner::Head, HeadingOwner::Own],
            (Grain::Person | Grain::Event, true) => vec![HeadingOwner::Own, HeadingOwner::Head],
            (Grain::Person | Grain::Event, false) => vec![HeadingOwner::Own, HeadingOwner::Member, HeadingOwner::Head],
        }
    }

    fn person(&self, words: &[String], order: &[HeadingOwner]) -> Vec<String> {
        let mut headings = Vec::new();
        for whose in order {
            let bare = (*whose == HeadingOwner::Own).then_some("");
            let prefixes = bare.into_iter().chain(self.prefixes(*whose).iter().map(String::as_str));
            headings.extend(prefixes.flat_map(|prefix| words.iter().map(move |word| format!("{prefix}{word}"))));
        }
        headings
    }
}

/// Adds headings to a field that the source has.
fn add(source: &mut Source, field: &str, headings: Vec<String>) {
    if let Some(field) = source.fields.get_mut(field) {
        field.shared.extend(headings);
    }
}
