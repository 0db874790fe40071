//! What is wrong with what a county says of columns.

use toml::Spanned;

use super::column_hint::{ColumnHint, plain};
use super::compiled::Pack;
use super::config::Config;
use super::source::Field;
use crate::diagnostic::{Diagnostic, nearest};

impl ColumnHint {
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
        Some(self.at(source, format!("“{}”没有地名栏目，{what} 无法使用", source.get_ref())))
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
            let kind = field.kind.label();
            let text = plain(value);
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
                Ok(field) => {
                    found.extend(words.iter().flat_map(|(word, others)| self.wrong_words(field, word, others)))
                }
            }
        }
        found
    }

    /// A word that the field does not have, and spellings that mean another one.
    fn wrong_words(&self, field: &Field, word: &Spanned<String>, others: &[Spanned<String>]) -> Vec<Diagnostic> {
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
