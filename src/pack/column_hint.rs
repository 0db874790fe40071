//! What a county says of columns: `[[columns]]` in `bidui.toml` teaches headings, words, and what a missing column
//! would say, for some files or for a source.

use indexmap::IndexMap;
use serde::Deserialize;
use toml::Spanned;

use super::password::matches;
use super::source::{Field, Source};
use super::{Config, Pack};
use crate::diagnostic::{Diagnostic, nearest};
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
    pub says: Says,
}

/// What a lesson says of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Says {
    /// A heading means it.
    Heading(String),
    /// Tables without it say this.
    Missing(String),
    /// A word of it is also written so.
    Word(String, Vec<String>),
}

impl ColumnHint {
    /// Whether it speaks of a sheet.
    pub fn covers(&self, file: &str, sheet: &str, fingerprint: Option<&str>) -> bool {
        self.file.as_deref().is_none_or(|pattern| matches(pattern, file))
            && self.headings.as_deref().is_none_or(|headings| fingerprint == Some(headings))
            && self.sheet.as_deref().is_none_or(|name| name == sheet)
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
        let headings = heading.map(|(heading, field)| of(field.get_ref(), Says::Heading(heading.get_ref().clone())));
        let missing = self.missing.iter().map(|(field, value)| of(field.get_ref(), Says::Missing(plain(value))));
        let places = [(&source.key.township, &self.township), (&source.key.village, &self.village)];
        let places = places.into_iter().filter_map(|(field, place)| field.as_ref().zip(place.as_ref()));
        let places = places.map(|(field, place)| of(field, Says::Missing(place.clone())));
        let word = |word: &Spanned<String>, others: &[Spanned<String>]| {
            Says::Word(word.get_ref().clone(), others.iter().map(|other| other.get_ref().clone()).collect())
        };
        let words = self.words.iter().flat_map(|(field, words)| words.iter().map(move |pair| (field, pair)));
        let words = words.map(|(field, (own, others))| of(field.get_ref(), word(own, others)));
        let all = headings.chain(missing).chain(places).chain(words);
        all.filter(|lesson| source.fields.contains_key(&lesson.field)).collect()
    }

    /// Whether it says that a column of a sheet of a source is no field.
    pub fn denies(&self, (file, sheet, letters): (&str, &str, Option<&str>), source: &str, heading: &str) -> bool {
        let of_source = self.source.as_ref().is_none_or(|name| name.get_ref() == source);
        let told = self.heading.as_ref().is_some_and(|told| text::heading(told.get_ref()) == text::heading(heading));
        self.ignore && told && of_source && self.covers(file, sheet, letters)
    }

    /// How it names the tables it is about, for people.
    pub fn scope(&self) -> String {
        let source = self.source.as_ref().map(Spanned::get_ref);
        let (file, headings, sheet) = (self.file.as_ref(), self.headings.as_ref(), self.sheet.as_ref());
        let parts = [("file", file), ("headings", headings), ("sheet", sheet), ("source", source)];
        let told = parts.into_iter().filter_map(|(key, value)| Some(format!("{key} = \"{}\"", value?)));
        told.collect::<Vec<_>>().join("，")
    }

    /// What is wrong with it; it is the one of this position, from 0.
    pub(super) fn mistakes(&self, position: usize, pack: &Pack, config: &Config) -> Vec<Diagnostic> {
        let wrong = Wrong { pack, config, hint: self };
        if let Some(fault) = wrong.scope(position) {
            return vec![fault];
        }
        let place = wrong.place().into_iter();
        place.chain(wrong.heading()).chain(wrong.missing()).chain(wrong.words()).collect()
    }
}

impl Lesson {
    /// What it is about, in a few words.
    pub fn title(&self) -> String {
        match &self.says {
            Says::Heading(heading) => format!("“{heading}”→{}", self.field),
            Says::Missing(value) => format!("没有“{}”一栏的按“{value}”", self.field),
            Says::Word(word, others) => format!("{}：{}即“{word}”", self.field, others.join("、")),
        }
    }

    fn teach(&self, field: &mut Field, of_files: bool) {
        match &self.says {
            Says::Heading(heading) => field.taught.headings.push(heading.clone()),
            Says::Missing(value) => {
                field.taught.missing = field.stated(value);
                field.taught.stands_in = of_files;
            }
            Says::Word(word, others) => field.values.entry(word.clone()).or_default().extend(others.iter().cloned()),
        }
    }
}

impl Pack {
    /// The pack whose sources know what a county says of some tables.
    pub fn taught<'h>(&self, hints: impl IntoIterator<Item = &'h ColumnHint>) -> Self {
        let mut pack = self.clone();
        for hint in hints {
            for source in pack.sources.values_mut() {
                for lesson in hint.lessons(source) {
                    source.fields.entry(lesson.field.clone()).and_modify(|field| lesson.teach(field, hint.of_files()));
                }
            }
        }
        pack
    }
}

/// A value as one writes it in a cell.
fn plain(value: &Spanned<toml::Value>) -> String {
    match value.get_ref() {
        toml::Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// Looks for what is wrong with a hint.
struct Wrong<'a> {
    pack: &'a Pack,
    config: &'a Config,
    hint: &'a ColumnHint,
}

impl Wrong<'_> {
    fn at<T>(&self, what: &Spanned<T>, message: String) -> Diagnostic {
        let fault = Diagnostic::new(format!("bidui.toml 的 [[columns]]：{message}"));
        Diagnostic { place: self.config.place(what.span()), ..fault }
    }

    /// The tables it is about cannot be told, or nothing is said of them.
    fn scope(&self, position: usize) -> Option<Diagnostic> {
        let ColumnHint { source, heading, field, missing, words, township, village, .. } = self.hint;
        let unsaid = |message: &str, hint: &str| {
            let fault = Diagnostic::new(format!("bidui.toml 的 [[columns]]：{message}")).hint(hint);
            Some(Diagnostic { place: self.config.place_of(&vec!["[[columns]]"; position + 1]), ..fault })
        };
        if let Some(name) = source.as_ref().filter(|name| !self.pack.sources.contains_key(name.get_ref())) {
            let fault = self.at(name, format!("没有名为“{}”的来源", name.get_ref()));
            return Some(either(fault, name.get_ref(), self.pack.sources.keys().map(String::as_str)));
        }
        if source.is_none() && !self.hint.of_files() {
            return unsaid("没有说明是哪些表", "写明 source、file 或 headings");
        }
        let said = heading.is_some() || field.is_some() || township.is_some() || village.is_some();
        if !said && missing.is_empty() && words.is_empty() {
            return unsaid("没有说明什么", "写明 heading 和 field、missing、words、township 或 village");
        }
        None
    }

    /// A source without a field for the place.
    fn place(&self) -> Option<Diagnostic> {
        let ColumnHint { source, township, village, .. } = self.hint;
        let source = source.as_ref()?;
        let key = &self.pack.sources.get(source.get_ref())?.key;
        let lacks = [("township", township, &key.township), ("village", village, &key.village)];
        let (what, ..) = lacks.into_iter().find(|(_, told, field)| told.is_some() && field.is_none())?;
        Some(self.at(source, format!("“{}”没有地名栏目，{what} 用不上", source.get_ref())))
    }

    fn heading(&self) -> Vec<Diagnostic> {
        match (&self.hint.heading, &self.hint.field) {
            (Some(_), None) if self.hint.ignore => Vec::new(),
            (Some(heading), Some(_)) if self.hint.ignore => {
                vec![self.at(heading, "写了 ignore，就不能再写 field".to_owned())]
            }
            (Some(heading), None) => vec![self.at(heading, "写了 heading，没有写 field".to_owned())],
            (None, Some(field)) => vec![self.at(field, "写了 field，没有写 heading".to_owned())],
            (Some(_), Some(field)) => self.known(field).err().into_iter().collect(),
            (None, None) => Vec::new(),
        }
    }

    fn missing(&self) -> Vec<Diagnostic> {
        let fault = |(name, value): (&Spanned<String>, &Spanned<toml::Value>)| {
            let field = match self.known(name) {
                Ok(field) => field,
                Err(fault) => return Some(fault),
            };
            let (kind, text) = (field.kind.label(), plain(value));
            if field.stated(&text).is_some() {
                return None;
            }
            let fault = self.at(value, format!("“{}”不能整栏按“{text}”：它的类型是{kind}", name.get_ref()));
            let words = field.values.keys().map(String::as_str);
            Some(if field.values.is_empty() { fault } else { either(fault, &text, words) })
        };
        self.hint.missing.iter().filter_map(fault).collect()
    }

    fn words(&self) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        for (name, words) in &self.hint.words {
            match self.known(name) {
                Err(fault) => found.push(fault),
                Ok(field) if field.values.is_empty() => {
                    let message = format!("“{}”没有词表，它的类型是{}", name.get_ref(), field.kind.label());
                    found.push(self.at(name, message));
                }
                Ok(field) => found.extend(words.iter().flat_map(|pair| self.wrong_words(field, pair))),
            }
        }
        found
    }

    /// A word that the field does not have, and spellings that mean another one.
    fn wrong_words(&self, field: &Field, (word, others): (&Spanned<String>, &Vec<Spanned<String>>)) -> Vec<Diagnostic> {
        let own = word.get_ref();
        if !field.values.contains_key(own) {
            let fault = self.at(word, format!("词表里没有“{own}”"));
            return vec![either(fault, own, field.values.keys().map(String::as_str))];
        }
        let fault = |other: &Spanned<String>| {
            let taken = field.word(other.get_ref()).filter(|taken| taken != own)?;
            Some(self.at(other, format!("“{}”已经是“{taken}”的写法，不能再当作“{own}”", other.get_ref())))
        };
        others.iter().filter_map(fault).collect()
    }

    /// The field of a name, in the source that is told or in any.
    fn known(&self, name: &Spanned<String>) -> Result<&Field, Diagnostic> {
        let told = self.hint.source.as_ref().map(Spanned::get_ref);
        let sources = || self.pack.sources.values().filter(|source| told.is_none_or(|told| *told == source.name));
        let field = sources().find_map(|source| source.fields.get(name.get_ref()));
        field.ok_or_else(|| {
            let of = told.map(|source| format!("“{source}”")).unwrap_or_else(|| "哪种来源都".to_owned());
            let fault = self.at(name, format!("{of}没有“{}”这个栏目", name.get_ref()));
            let known = sources().flat_map(|source| source.fields.keys()).map(String::as_str);
            if told.is_some() {
                either(fault, name.get_ref(), known)
            } else {
                fault.hint_nearest(name.get_ref(), known)
            }
        })
    }
}

/// The known name that was probably meant, or all that may be written.
fn either<'k>(fault: Diagnostic, wrong: &str, known: impl Iterator<Item = &'k str> + Clone) -> Diagnostic {
    match nearest(wrong, known.clone()) {
        Some(near) => fault.hint(format!("是不是“{near}”？")),
        None => fault.hint(format!("可用：{}", known.collect::<Vec<_>>().join("、"))),
    }
}
