//! The pack → what its sources already say of headings and words, by which a new table is looked at.

use std::collections::{BTreeMap, BTreeSet};

use crate::pack::{Kind, Pack, Source};
use crate::value::text;

/// The headings under which the pack's sources have names, places, amounts and free text, and the words they know.
#[derive(Debug)]
pub struct KnownHeadings {
    pub(super) names: BTreeSet<String>,
    pub(super) townships: BTreeSet<String>,
    pub(super) villages: BTreeSet<String>,
    people: BTreeSet<String>,
    ids: BTreeSet<String>,
    texts: BTreeSet<String>,
    amounts: BTreeSet<String>,
    /// How many sources have a heading.
    pub(super) holders: BTreeMap<String, usize>,
    /// The words of all vocabularies.
    pub(super) words: BTreeSet<String>,
}

impl KnownHeadings {
    /// Collects them.
    pub fn of(pack: &Pack) -> Self {
        let sources = || pack.sources.values();
        let mut holders = BTreeMap::new();
        for source in sources() {
            let own: BTreeSet<String> = source.fields.keys().flat_map(|name| spelt(source, Some(name))).collect();
            own.into_iter().for_each(|heading| *holders.entry(heading).or_insert(0) += 1);
        }
        let values = sources().flat_map(|source| source.fields.values()).flat_map(|field| &field.values);
        Self {
            names: sources()
                .filter(|source| !source.key.id.is_empty())
                .flat_map(|source| spelt(source, Some(&source.key.name)))
                .collect(),
            townships: sources().flat_map(|source| spelt(source, source.key.township.as_ref())).collect(),
            villages: sources().flat_map(|source| spelt(source, source.key.village.as_ref())).collect(),
            people: of_kind(pack, Kind::Name),
            ids: of_kind(pack, Kind::Id),
            texts: of_kind(pack, Kind::Text),
            amounts: of_kind(pack, Kind::Money),
            holders,
            words: values.flat_map(|(word, others)| std::iter::once(word).chain(others)).cloned().collect(),
        }
    }

    /// Whether a text is a heading that no cell would say.
    pub(super) fn is_heading(&self, text: &str) -> bool {
        let known = || self.holders.contains_key(&normal(text)) || ends_with_any(text, &self.names);
        !self.words.contains(text) && known()
    }

    /// Whether a heading is one of names of people, in any role.
    pub(super) fn is_name(&self, heading: &str) -> bool {
        self.people.contains(&normal(heading)) || ends_with_any(heading, &self.names)
    }

    /// Whether a heading is one of free text.
    pub(super) fn is_text(&self, heading: &str) -> bool {
        self.texts.contains(&normal(heading))
    }

    /// Whether a heading is one of ID numbers.
    pub(super) fn is_id(&self, heading: &str) -> bool {
        self.ids.contains(&normal(heading))
    }

    /// Whether a heading is one of places.
    pub(super) fn is_place(&self, heading: &str) -> bool {
        self.townships.contains(&normal(heading)) || self.villages.contains(&normal(heading))
    }

    /// Whether a heading is one of amounts of money.
    pub(super) fn is_money(&self, heading: &str) -> bool {
        ends_with_any(heading, &self.amounts)
    }
}

/// The headings of all fields of a kind.
fn of_kind(pack: &Pack, kind: Kind) -> BTreeSet<String> {
    let of_source = |source: &Source| -> Vec<String> {
        let fields = source.fields.iter().filter(|(_, field)| field.kind == kind);
        fields.flat_map(|(name, _)| spelt(source, Some(name))).collect()
    };
    pack.sources.values().flat_map(of_source).collect()
}

/// A field's name and its other headings.
fn spelt(source: &Source, field: Option<&String>) -> Vec<String> {
    let field = field.and_then(|name| source.fields.get_key_value(name));
    let headings = field.into_iter().flat_map(|(name, field)| std::iter::once(name).chain(&field.aliases));
    headings.map(|heading| normal(heading)).collect()
}

/// A heading without brackets, white space and marks.
pub(super) fn normal(heading: &str) -> String {
    text::heading(heading).pop().unwrap_or_default()
}

/// Whether a heading is one of some, or one of them with something before it.
pub(super) fn ends_with_any(heading: &str, known: &BTreeSet<String>) -> bool {
    let heading = normal(heading);
    known.iter().any(|known| heading.ends_with(known.as_str()))
}
