//! One cell's tags → its text and kind.

use super::super::grid::CellKind;
use super::super::number::{self, UNCALCULATED, kind_of_text};
use super::super::xml::Tag;

/// What stands in a cell and is none of its text: notes, pictures, pronunciations.
const ASIDE: [&str; 5] = ["annotation", "frame", "custom-shape", "shapes", "ruby-text"];

/// A cell in the making.
#[derive(Default)]
pub(super) struct OpenCell {
    /// How many columns it stands for.
    pub columns: usize,
    kind: ValueType,
    /// What its attributes say its value is.
    value: Option<String>,
    has_formula: bool,
    /// Its paragraphs.
    text: String,
    paragraphs: usize,
    in_paragraph: usize,
    aside: usize,
}

/// What a cell says of its value.
#[derive(Default, Clone, Copy, PartialEq, Eq)]
enum ValueType {
    #[default]
    Untold,
    Number,
    Date,
    Bool,
    Text,
    Error,
}

impl OpenCell {
    /// A cell as its tag describes it.
    pub fn new(tag: Tag<'_>, columns: usize) -> Self {
        let mut cell = Self { columns, ..Self::default() };
        for (name, value) in tag.attributes() {
            match name {
                "value-type" if value == "error" => cell.kind = ValueType::Error,
                "value-type" if cell.kind != ValueType::Untold => {}
                "value-type" => {
                    cell.kind = match value.as_ref() {
                        "float" | "currency" | "percentage" => ValueType::Number,
                        "date" | "time" => ValueType::Date,
                        "boolean" => ValueType::Bool,
                        _ => ValueType::Text,
                    }
                }
                "value" | "date-value" | "time-value" | "boolean-value" => cell.value = Some(value.into_owned()),
                "string-value" if !value.is_empty() => cell.value = Some(value.into_owned()),
                "formula" => cell.has_formula = true,
                _ => {}
            }
        }
        cell
    }

    /// A tag inside the cell begins.
    pub fn open(&mut self, tag: Tag<'_>) {
        match tag.name {
            name if ASIDE.contains(&name) => self.aside += 1,
            _ if self.aside > 0 => {}
            "p" => {
                if self.paragraphs > 0 {
                    self.text.push('\n');
                }
                self.paragraphs += 1;
                self.in_paragraph += 1;
            }
            "s" => {
                let spaces = tag.attribute("c").and_then(|count| count.parse().ok()).unwrap_or(1_usize);
                self.text.extend(std::iter::repeat_n(' ', spaces.min(1 << 15)));
            }
            "tab" => self.text.push('\t'),
            "line-break" => self.text.push('\n'),
            _ => {}
        }
    }

    /// Text inside the cell.
    pub fn text(&mut self, text: &str) {
        if self.in_paragraph > 0 && self.aside == 0 {
            self.text.push_str(text);
        }
    }

    /// A tag inside the cell ends.
    pub fn close(&mut self, name: &str) {
        match name {
            name if ASIDE.contains(&name) => self.aside = self.aside.saturating_sub(1),
            "p" if self.aside == 0 => self.in_paragraph = self.in_paragraph.saturating_sub(1),
            _ => {}
        }
    }

    /// What the cell holds; what it shows, where it does not say what it holds.
    pub fn value(self) -> (String, CellKind) {
        let Self { kind, value, has_formula, text, .. } = self;
        match (kind, value) {
            (ValueType::Number, Some(value)) => {
                let (text, kind) = number::written(&value, None);
                (text.into_owned(), kind)
            }
            (ValueType::Date, Some(value)) => (value, CellKind::Date),
            (ValueType::Bool, Some(value)) => {
                (if value.eq_ignore_ascii_case("true") { "TRUE" } else { "FALSE" }.to_owned(), CellKind::Bool)
            }
            (ValueType::Error, _) if !text.is_empty() => (text, CellKind::Error),
            (ValueType::Untold, None) if has_formula && text.is_empty() => (UNCALCULATED.to_owned(), CellKind::Error),
            (_, value) => {
                let text = value.unwrap_or(text);
                let kind = kind_of_text(&text);
                (text, kind)
            }
        }
    }
}
