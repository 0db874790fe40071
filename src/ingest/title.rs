//! Which source the words around a table name.

use super::caption::{Caption, Spot};
use super::heading::Recogniser;
use crate::pack::{AgainstAny, Source};
use crate::value::text;

/// What the texts around a table say of it.
#[derive(Debug, Clone, Default)]
pub(super) struct TitleNaming<'p> {
    /// Where the nearest text that names a source stands, and the sources that it names with the word.
    pub named: Option<(Spot, Vec<(&'p Source, &'p str)>)>,
    /// The nearest text that says what the table is a list of.
    subject: Option<(Spot, String)>,
    /// The texts that are short enough to be titles, compact.
    texts: Vec<(Spot, String)>,
}

impl<'p> TitleNaming<'p> {
    /// What a table's caption names.
    pub fn of(caption: &Caption, recogniser: &Recogniser<'p>) -> Self {
        let texts: Vec<(Spot, String)> = short_texts(caption, recogniser.weights.longest_title).collect();
        let at = |spot: Spot| {
            let here = texts.iter().filter(move |(stands, _)| *stands == spot);
            here.flat_map(|(_, text)| named(text, recogniser)).collect::<Vec<_>>()
        };
        let spots = [Spot::Title, Spot::Sheet, Spot::File, Spot::Folder];
        let named = spots.into_iter().map(|spot| (spot, at(spot))).find(|(_, named)| !named.is_empty());
        let mut lists = texts.iter().filter(|(spot, text)| *spot != Spot::Folder && is_list(text, recogniser));
        let subject = lists.find(|(_, text)| !subject(text, recogniser).is_empty()).cloned();
        Self { named, subject, texts }
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
    naming: &TitleNaming<'p>,
    source: &'p Source,
    recogniser: &Recogniser<'p>,
) -> Option<(Spot, &'p str)> {
    for (spot, text) in &naming.texts {
        let mut rest = text.clone();
        let own = source.recognition.against.titles.iter().filter(|word| text.contains(word.as_str()));
        let any = of_any(&recogniser.against.denying, *spot, text, source, recogniser);
        let denying: Vec<&'p String> = own.chain(any).collect();
        denying.iter().for_each(|word| rest = rest.replace(word.as_str(), ""));
        match denying.first() {
            Some(word) if !(names(source, &rest) && joins(text, recogniser)) => return Some((*spot, word)),
            _ if names(source, &rest) => return None,
            Some(_) => return None,
            None => {}
        }
    }
    None
}

/// The word around a table after which it is doubtful whether those in it have what it is about.
pub(super) fn doubtful<'p>(
    naming: &TitleNaming<'p>,
    source: &'p Source,
    recogniser: &Recogniser<'p>,
) -> Option<(Spot, &'p str)> {
    naming.texts.iter().find_map(|(spot, text)| {
        let word = of_any(&recogniser.against.doubtful, *spot, text, source, recogniser).next()?;
        Some((*spot, word.as_str()))
    })
}

/// The nearest text that says what the table is a list of, if it does not speak of the source.
pub(super) fn unnamed<'a>(naming: &'a TitleNaming<'_>, source: &Source) -> Option<(Spot, &'a str)> {
    let (spot, text) = naming.subject.as_ref()?;
    (!names(source, text)).then_some((*spot, text.as_str()))
}

/// Words that speak against any source, in a text that says what the table is; those that the source itself has in
/// its titles, or in the words of a field that titles tell, do not.
fn of_any<'p>(
    words: &'p [String],
    spot: Spot,
    text: &str,
    source: &'p Source,
    recogniser: &Recogniser<'p>,
) -> impl Iterator<Item = &'p String> {
    let speaks = spot != Spot::Folder && (is_list(text, recogniser) || names(source, text));
    let titled = source.fields.values().filter(|field| field.titled);
    let told =
        titled.flat_map(|field| field.values.iter().flat_map(|(word, others)| std::iter::once(word).chain(others)));
    let own: Vec<&String> =
        source.recognition.titles.iter().chain(told).filter(|own| text.contains(own.as_str())).collect();
    let text = text.to_owned();
    let against =
        move |word: &&String| text.contains(word.as_str()) && !own.iter().any(|own| own.contains(word.as_str()));
    words.iter().filter(move |_| speaks).filter(against)
}

/// Whether a text is the title of a list.
fn is_list(text: &str, recogniser: &Recogniser<'_>) -> bool {
    let bare = text::without_brackets(text);
    let end = bare.trim_end_matches(|c: char| c.is_ascii_digit() || c.is_ascii_punctuation());
    recogniser.against.lists.iter().any(|list| end.ends_with(list.as_str()))
}

/// What a title is about: what is left without places, figures, departments and the words that any title may have.
fn subject(text: &str, recogniser: &Recogniser<'_>) -> String {
    let AgainstAny { lists, general, places, .. } = recogniser.against;
    let bare = text::without_brackets(text);
    let mut rest = bare.rsplit(|c: char| places.contains(c)).next().unwrap_or_default().to_owned();
    let departments = recogniser.sources.iter().map(|known| &known.source.department);
    let mut words: Vec<&String> = lists.iter().chain(general).chain(departments).collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    words.iter().for_each(|word| rest = rest.replace(word.as_str(), ""));
    rest.retain(|c| c.is_alphabetic() && !c.is_ascii());
    rest
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
