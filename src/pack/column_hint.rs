//! What a county says of columns: `[[columns]]` in `bidui.toml` teaches headings, words, and what a missing column
//! would say, for some files or for a source.

use indexmap::IndexMap;
use serde::Deserialize;
use toml::Spanned;

use super::hint::SheetNames;
use super::source::{Field, Source};
use crate::value::text;

/// Other spellings of a field's words, by word.
type Words = IndexMap<Spanned<String>, Vec<Spanned<String>>>;

/// What the columns of some tables mean.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ColumnHint {
    /// The tables: path below the period's folder; `*` stands for anything. All files, if not told.
    #[serde(default)]
    pub file: Option<String>,
    /// The fingerprint of the sheet's headings, as `inspect` prints it.
    #[serde(default)]
    pub headings: Option<String>,
    /// The sheet's name; all sheets, if not told.
    #[serde(default)]
    pub sheet: Option<String>,
    /// The source; any that has the fields, if not told.
    #[serde(default)]
    pub source: Option<Spanned<String>>,
    /// A heading, …
    #[serde(default)]
    pub heading: Option<Spanned<String>>,
    /// … and the field that stands below it.
    #[serde(default)]
    pub field: Option<Spanned<String>>,
    /// Whether what stands below the heading is no field, however much it looks like one.
    #[serde(default)]
    pub ignore: bool,
    /// What tables without a field's column say.
    #[serde(default)]
    pub missing: IndexMap<Spanned<String>, Spanned<toml::Value>>,
    /// Other spellings of words, by field and word.
    #[serde(default)]
    pub words: IndexMap<Spanned<String>, Words>,
    /// The township of tables without a column for it.
    #[serde(default)]
    pub township: Option<String>,
    /// The village, likewise.
    #[serde(default)]
    pub village: Option<String>,
}

/// One thing that a hint teaches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lesson {
    /// The field it is about.
    pub field: String,
    /// What it says of the field.
    pub says: LessonEffect,
}

/// What a lesson says of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LessonEffect {
    /// A heading means it.
    Heading(String),
    /// Tables without it say this.
    Missing(String),
    /// A word of it is also written so.
    Word(String, Vec<String>),
}

impl ColumnHint {
    /// Whether it speaks of a sheet.
    pub fn covers(&self, names: SheetNames<'_>) -> bool {
        names.are(self.file.as_deref(), self.sheet.as_deref(), self.headings.as_deref())
    }

    /// Whether it speaks of single tables rather than of all of a source.
    pub fn of_files(&self) -> bool {
        self.file.is_some() || self.headings.is_some() || self.sheet.is_some()
    }

    /// What it teaches of a source; nothing if it is about another one.
    pub fn lessons(&self, source: &Source) -> Vec<Lesson> {
        if self.source.as_ref().is_some_and(|name| *name.get_ref() != source.name) {
            return Vec::new();
        }
        let of = |field: &str, says| Lesson { field: field.to_owned(), says };
        let heading = self.heading.iter().zip(&self.field);
        let headings =
            heading.map(|(heading, field)| of(field.get_ref(), LessonEffect::Heading(heading.get_ref().clone())));
        let missing =
            self.missing.iter().map(|(field, value)| of(field.get_ref(), LessonEffect::Missing(plain(value))));
        let places = [(&source.key.township, &self.township), (&source.key.village, &self.village)];
        let places = places.into_iter().filter_map(|(field, place)| field.as_ref().zip(place.as_ref()));
        let places = places.map(|(field, place)| of(field, LessonEffect::Missing(place.clone())));
        let words = self.words.iter().flat_map(|(field, words)| words.iter().map(move |pair| (field, pair)));
        let words = words.map(|(field, (own, others))| {
            let others = others.iter().map(|other| other.get_ref().clone()).collect();
            of(field.get_ref(), LessonEffect::Word(own.get_ref().clone(), others))
        });
        let all = headings.chain(missing).chain(places).chain(words);
        all.filter(|lesson| source.fields.contains_key(&lesson.field)).collect()
    }

    /// Whether it says that a column of a sheet of a source is no field.
    pub fn denies(&self, names: SheetNames<'_>, source: &str, heading: &str) -> bool {
        let of_source = self.source.as_ref().is_none_or(|name| name.get_ref() == source);
        let told = self.heading.as_ref().is_some_and(|told| text::heading(told.get_ref()) == text::heading(heading));
        self.ignore && told && of_source && self.covers(names)
    }

    /// How it names the tables it is about, for people.
    pub fn scope(&self) -> String {
        let source = self.source.as_ref().map(Spanned::get_ref);
        let file = self.file.as_ref();
        let headings = self.headings.as_ref();
        let sheet = self.sheet.as_ref();
        let parts = [("file", file), ("headings", headings), ("sheet", sheet), ("source", source)];
        let told = parts.into_iter().filter_map(|(key, value)| Some(format!("{key} = \"{}\"", value?)));
        told.collect::<Vec<_>>().join("，")
    }
}

impl Lesson {
    /// What it is about, in a few words.
    pub fn title(&self) -> String {
        match &self.says {
            LessonEffect::Heading(heading) => format!("“{heading}”→{}", self.field),
            LessonEffect::Missing(value) => format!("没有“{}”一栏的按“{value}”", self.field),
            LessonEffect::Word(word, others) => format!("{}：{}即“{word}”", self.field, others.join("、")),
        }
    }

    pub(super) fn teach(&self, field: &mut Field, of_files: bool) {
        match &self.says {
            LessonEffect::Heading(heading) => field.taught.headings.push(heading.clone()),
            LessonEffect::Missing(value) => {
                field.taught.missing = field.stated(value);
                field.taught.stands_in = of_files;
            }
            LessonEffect::Word(word, others) => {
                field.values.entry(word.clone()).or_default().extend(others.iter().cloned())
            }
        }
    }
}

/// A value as one writes it in a cell.
pub(super) fn plain(value: &Spanned<toml::Value>) -> String {
    match value.get_ref() {
        toml::Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
