//! Which source the words around a table name.

use super::caption::{Caption, Spot};
use super::heading::Recogniser;
use crate::pack::Source;
use crate::value::text;

/// What the nearest text that names a source says.
#[derive(Debug, Clone, Default)]
pub(super) struct Naming<'p> {
    /// Where it stands, and the sources that it names with the word.
    pub named: Option<(Spot, Vec<(&'p Source, &'p str)>)>,
}

impl<'p> Naming<'p> {
    /// What a table's caption names.
    pub fn of(caption: &Caption, recogniser: &Recogniser<'p>) -> Self {
        let texts: Vec<(Spot, String)> = short_texts(caption, recogniser.weights.longest_title).collect();
        let at = |spot: Spot| {
            let here = texts.iter().filter(move |(stands, _)| *stands == spot);
            here.flat_map(|(_, text)| named(text, recogniser)).collect::<Vec<_>>()
        };
        let spots = [Spot::Title, Spot::Sheet, Spot::File, Spot::Folder];
        let named = spots.into_iter().map(|spot| (spot, at(spot))).find(|(_, named)| !named.is_empty());
        Self { named }
    }

    /// The word that names a source, and where it stands.
    pub fn word(&self, source: &Source) -> Option<(Spot, &'p str)> {
        let (spot, named) = self.named.as_ref()?;
        named.iter().find(|(known, _)| std::ptr::eq(*known, source)).map(|(_, word)| (*spot, *word))
    }
}

/// The word around a table that says that it is not a source: neither does a
/// nearer text name the source without that word, nor the same one join both.
pub(super) fn denied<'p>(
    caption: &Caption,
    source: &'p Source,
    recogniser: &Recogniser<'_>,
) -> Option<(Spot, &'p str)> {
    for (spot, text) in short_texts(caption, recogniser.weights.longest_title) {
        let mut rest = text.clone();
        let against = source.recognition.against.titles.iter();
        let denying: Vec<&'p String> = against.filter(|word| text.contains(word.as_str())).collect();
        denying.iter().for_each(|word| rest = rest.replace(word.as_str(), ""));
        match denying.first() {
            Some(word) if !(names(source, &rest) && joins(&text, recogniser)) => return Some((spot, word)),
            _ if names(source, &rest) => return None,
            Some(_) => return None,
            None => {}
        }
    }
    None
}

fn names(source: &Source, text: &str) -> bool {
    source.recognition.titles.iter().any(|word| text.contains(word.as_str()))
}

/// Whether a title joins several lists in one table.
fn joins(text: &str, recogniser: &Recogniser<'_>) -> bool {
    recogniser.joints.iter().any(|joint| text.contains(joint.as_str()))
}

fn short_texts(caption: &Caption, longest: usize) -> impl Iterator<Item = (Spot, String)> {
    let compact = |(spot, text): (Spot, &str)| (spot, text::compact(text).into_owned());
    caption.texts().map(compact).filter(move |(_, text)| text.chars().count() <= longest)
}

/// The sources that a text names; a word within a longer one that names another source does not count.
fn named<'p>(text: &str, recogniser: &Recogniser<'p>) -> Vec<(&'p Source, &'p str)> {
    let sources = recogniser.sources.iter().map(|known| known.source);
    let words = sources.flat_map(|source| source.recognition.titles.iter().map(move |word| (source, word.as_str())));
    let found: Vec<(&'p Source, &'p str)> = words.filter(|(_, word)| text.contains(*word)).collect();
    let within = |word: &str| found.iter().any(|(_, longer)| longer.len() > word.len() && longer.contains(word));
    found.iter().filter(|(_, word)| !within(word)).copied().collect()
}
