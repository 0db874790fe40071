//! Mistakes in rule packs and configuration files, shown the way a compiler shows them.
//!
//! A [`Diagnostic`] says what is wrong, where (file, line, column, caret under the very characters, also when
//! they are two cells wide), and what to do. Mistakes are collected, so that an author sees all of them at once.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use serde::ser::{Serialize, SerializeStruct, Serializer};
use unicode_width::UnicodeWidthStr;

use crate::value::Redacted;

/// One mistake, in Chinese, with the place it was found at when there is one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// What is wrong, one sentence without a full stop.
    pub message: String,
    /// Where it is wrong.
    pub place: Option<TextSpan>,
    /// What to do about it, if something can be said.
    pub hint: Option<String>,
}

/// A stretch of a text file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextSpan {
    /// The file's name as the author knows it, such as `clues/EDU-01.toml`.
    pub file: Arc<str>,
    /// The whole text of the file.
    pub text: Arc<str>,
    /// The bytes of `text` that are wrong.
    pub span: Range<usize>,
}

impl Diagnostic {
    /// Makes a diagnostic without a place or hint.
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: masked(message), place: None, hint: None }
    }

    /// Adds the place.
    pub fn at(mut self, place: TextSpan) -> Self {
        self.place = Some(place);
        self
    }

    /// Adds the hint.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(masked(hint));
        self
    }

    /// Adds the known name that was probably meant, if one is near.
    pub fn hint_nearest<'a>(mut self, wrong: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        self.hint = nearest(wrong, known).map(|near| format!("是不是“{near}”？"));
        self
    }
}

/// What is said of files and cells: somebody may have put a number there.
fn masked(text: impl Into<String>) -> String {
    Redacted::of(&text.into()).into()
}

impl Serialize for Diagnostic {
    /// For scripts: `message`, `file`, `line`, `column` and `hint`, null where there is none.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let at = self.place.as_ref().map(TextSpan::line_column);
        let mut fields = serializer.serialize_struct("Diagnostic", 5)?;
        fields.serialize_field("message", &self.message)?;
        fields.serialize_field("file", &self.place.as_ref().map(|place| place.file.as_ref()))?;
        fields.serialize_field("line", &at.map(|(line, _)| line))?;
        fields.serialize_field("column", &at.map(|(_, column)| column))?;
        fields.serialize_field("hint", &self.hint)?;
        fields.end()
    }
}

impl TextSpan {
    /// Line and column of the start, both from 1, the column in characters.
    pub fn line_column(&self) -> (usize, usize) {
        let start = floor_char_boundary(&self.text, self.span.start);
        let before = &self.text[..start];
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
    }

    /// The source line of the start and the caret line that points into it.
    fn excerpt(&self) -> (String, String) {
        let start = floor_char_boundary(&self.text, self.span.start);
        let end = floor_char_boundary(&self.text, self.span.end.max(start));
        let line_start = self.text[..start].rfind('\n').map_or(0, |at| at + 1);
        let line_end = self.text[start..].find('\n').map_or(self.text.len(), |at| start + at);
        let pad = self.text[line_start..start].replace('\t', " ").width();
        let marked = self.text[start..end.min(line_end)].width().max(1);
        let line = self.text[line_start..line_end].trim_end().replace('\t', " ");
        (line, format!("{}{}", " ".repeat(pad), "^".repeat(marked)))
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "错误：{}", self.message)?;
        if let Some(place) = &self.place {
            let (line, column) = place.line_column();
            let (source, carets) = place.excerpt();
            let gutter = line.to_string();
            let blank = " ".repeat(gutter.len());
            write!(f, "\n{blank}--> {}:{line}:{column}", place.file)?;
            write!(f, "\n{blank} |\n{gutter} | {source}\n{blank} | {carets}")?;
        }
        match &self.hint {
            Some(hint) => write!(f, "\n提示：{hint}"),
            None => Ok(()),
        }
    }
}

/// The known name nearest to `wrong`, if one is near enough to be meant: one that begins with it, else one that differs
/// in few characters.
pub fn nearest<'a>(wrong: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let length = wrong.chars().count();
    let limit = (length / 2).max(1);
    let begun = |name: &str| length > 1 && name.starts_with(wrong);
    known
        .into_iter()
        .map(|name| (!begun(name), edit_distance(wrong, name), name))
        .filter(|(other, distance, _)| !other || *distance <= limit)
        .min()
        .map(|(.., name)| name)
}

/// Levenshtein distance in characters.
fn edit_distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (i, a) in left.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, b) in right.iter().enumerate() {
            let substituted = diagonal + usize::from(a != *b);
            diagonal = row[j + 1];
            row[j + 1] = substituted.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[right.len()]
}

fn floor_char_boundary(text: &str, at: usize) -> usize {
    let at = at.min(text.len());
    (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn carets_stand_under_wide_characters() {
        let text: Arc<str> = "a = 1\nwhen = '户类形 = 1'\n".into();
        let start = text.find("户类形").expect("in the text");
        let place = TextSpan { file: "clues/X.toml".into(), span: start..start + "户类形".len(), text };
        let shown = Diagnostic::new("没有“户类形”这个指标").at(place).hint("是不是“户类型”？").to_string();
        let expected = "错误：没有“户类形”这个指标\n --> clues/X.toml:2:9\n  |\n2 | when = '户类形 = 1'\n  |         ^^^^^^\n提示：是不是“户类型”？";
        assert_eq!(shown, expected);
    }

    #[test]
    fn nearest_name_is_near() {
        assert_eq!(nearest("户类形", ["户类型", "户编号"]), Some("户类型"));
        assert_eq!(nearest("完全不同", ["户类型"]), None);
        let lines = ["门诊自付预警线", "住院自付预警线_脱贫", "住院自付预警线_一般"];
        assert_eq!(nearest("住院自付预警线", lines), Some("住院自付预警线_一般"));
    }
}
