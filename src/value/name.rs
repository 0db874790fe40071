//! Personal names: what a cell says of a name, and how names are compared with what exports do to them in mind.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::text;

/// Words that stand behind a person's name and are no part of it: 已故, 户主.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(from = "Vec<String>")]
pub struct NameNotes {
    words: Vec<String>,
    /// The last characters of the words: a name that ends with none of them has no such word behind it.
    ends: BTreeSet<char>,
}

impl From<Vec<String>> for NameNotes {
    fn from(words: Vec<String>) -> Self {
        let ends = words.iter().filter_map(|word| word.chars().next_back()).collect();
        Self { words, ends }
    }
}

/// A cell of names, taken apart.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NameCell {
    /// The name, without blanks; empty if the cell has none.
    pub name: String,
    /// Further names in the cell: `张三、李四`.
    pub others: Vec<String>,
    /// What stands beside the names: `已故` in `王二(已故)`.
    pub notes: Vec<String>,
}

impl NameCell {
    /// All names of the cell; [`each`] takes them apart again.
    pub fn all(self) -> String {
        if self.others.is_empty() {
            return self.name;
        }
        std::iter::once(self.name).chain(self.others).collect::<Vec<_>>().join(BETWEEN)
    }
}

/// What stands between several names.
const BETWEEN: &str = "、";

/// The names that [`NameCell::all`] put together.
pub fn each(names: &str) -> impl Iterator<Item = &str> {
    names.split(BETWEEN)
}

/// Takes a cell of names apart: `王二(已故)`, `户主：赵六`, `张三 1组`, `张三、李四`, `李四已故`.
///
/// Notes stand in brackets, before a colon, behind a blank with a digit in them, or are one of the known words at the
/// end. Blanks that only spread a name out go.
pub fn split(cell: &str, known: &NameNotes) -> NameCell {
    if is_bare(cell, known) {
        return NameCell { name: cell.to_owned(), ..NameCell::default() };
    }
    let cleaned = text::clean(cell);
    let (outside, mut notes) = without_notes(&cleaned);
    let labelled = outside.rsplit_once(':');
    notes.extend(labelled.map(|(label, _)| text::compact(label).into_owned()).filter(|label| !label.is_empty()));
    let mut names = Vec::new();
    for part in labelled.map_or(outside.as_str(), |(_, rest)| rest).split(['、', ',', ';', '/', '|']) {
        let name = bare(part, &known.words, &mut notes);
        if !name.is_empty() {
            names.push(name);
        }
    }
    let mut names = names.into_iter();
    NameCell { name: names.next().unwrap_or_default(), others: names.collect(), notes }
}

/// Whether a cell is a name and nothing else, as nearly all are: Chinese characters, without a note at their end.
fn is_bare(cell: &str, known: &NameNotes) -> bool {
    cell.chars().next_back().is_some_and(|end| !known.ends.contains(&end))
        && cell.chars().all(|c| matches!(c, '\u{4e00}'..='\u{9fff}'))
}

/// What a name is compared by: letters and what stands for lost ones, without blanks and dots of any kind.
pub fn key(name: &str) -> String {
    text::clean(name).chars().filter(|c| c.is_alphanumeric() || is_lost(*c)).flat_map(char::to_uppercase).collect()
}

/// Whether two spellings can be the same name: spaces and middle dots aside, a `?`, `*` or `□` stands for any one
/// character, since rare characters are lost in exports.
pub fn same_name(left: &str, right: &str) -> bool {
    same_key(&key(left), &key(right))
}

/// The same of names as [`key`] gives them.
pub fn same_key(left: &str, right: &str) -> bool {
    left.chars().count() == right.chars().count()
        && left.chars().zip(right.chars()).all(|(a, b)| a == b || is_lost(a) || is_lost(b))
}

/// Whether a name as [`key`] gives it is there with all its characters.
pub fn is_whole(key: &str) -> bool {
    !key.is_empty() && !key.contains(is_lost)
}

fn is_lost(c: char) -> bool {
    matches!(c, '?' | '*' | '□' | '〓' | '\u{fffd}')
}

/// The text outside brackets, and what stands in them; an open bracket runs to the end.
fn without_notes(text: &str) -> (String, Vec<String>) {
    let mut outside = String::with_capacity(text.len());
    let mut notes = Vec::new();
    let mut note = String::new();
    let mut depth = 0_usize;
    for c in text.chars() {
        let was_inside = depth > 0;
        match c {
            '(' | '[' | '【' | '〔' | '{' | '<' | '《' => depth += 1,
            ')' | ']' | '】' | '〕' | '}' | '>' | '》' => depth = depth.saturating_sub(1),
            _ if depth > 0 => note.push(c),
            _ => outside.push(c),
        }
        if was_inside && depth == 0 {
            notes.push(std::mem::take(&mut note));
        }
    }
    notes.push(note);
    let notes = notes.iter().map(|note| text::compact(note).into_owned()).filter(|note| !note.is_empty());
    (outside, notes.collect())
}

/// A name without the notes behind it, which are added to the others.
fn bare(part: &str, words: &[String], notes: &mut Vec<String>) -> String {
    let mut name = String::new();
    for word in part.split_whitespace() {
        let noted = word.bytes().any(|byte| byte.is_ascii_digit()) || words.iter().any(|note| note == word);
        match noted && !name.is_empty() {
            true => notes.push(word.to_owned()),
            false => name.push_str(&text::compact(word)),
        }
    }
    while let Some((shorter, note)) = ending(&name, words) {
        notes.push(note);
        name = shorter;
    }
    name.trim_matches(['-', '—', '_', '+', '*', '#', '。', '.']).to_owned()
}

/// A name of two characters or more and the note at its end.
fn ending(name: &str, words: &[String]) -> Option<(String, String)> {
    let long_enough = |shorter: &str| shorter.chars().count() >= 2;
    let (shorter, note) = words
        .iter()
        .filter_map(|word| Some((name.strip_suffix(word.as_str())?, word.as_str())))
        .find(|(shorter, _)| long_enough(shorter))
        .or_else(|| numbered_end(name).filter(|(shorter, _)| long_enough(shorter)))?;
    Some((shorter.to_owned(), note.to_owned()))
}

/// `张三1组`: the name, and what begins with a digit behind it.
fn numbered_end(name: &str) -> Option<(&str, &str)> {
    let at = name.find(|c: char| c.is_ascii_digit())?;
    Some(name.split_at(at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_taken_apart() {
        let known = NameNotes::from(["已故", "户主", "死亡"].map(str::to_owned).to_vec());
        for (cell, name, others, notes) in [
            ("王二", "王二", "", ""),
            ("王 二", "王二", "", ""),
            ("张　三", "张三", "", ""),
            ("王二(已故)", "王二", "", "已故"),
            ("赵六（户主）", "赵六", "", "户主"),
            ("【迁出】赵六", "赵六", "", "迁出"),
            ("赵六（户主", "赵六", "", "户主"),
            ("赵六(户主)(五保)", "赵六", "", "户主 五保"),
            ("张三 1组", "张三", "", "1组"),
            ("张三2组", "张三", "", "2组"),
            ("李四 已故", "李四", "", "已故"),
            ("李四已故", "李四", "", "已故"),
            ("李四已故户主", "李四", "", "户主 已故"),
            ("户主：王二", "王二", "", "户主"),
            ("张三、李四", "张三", "李四", ""),
            ("张三,李四;王五", "张三", "李四 王五", ""),
            ("张三/李四(已故)", "张三", "李四", "已故"),
            ("欧阳 娜娜", "欧阳娜娜", "", ""),
            ("买买提 · 艾力", "买买提·艾力", "", ""),
            ("买买提.艾力", "买买提.艾力", "", ""),
            ("张死亡", "张死亡", "", ""),
            ("(无)", "", "", "无"),
            ("", "", "", ""),
        ] {
            let read = split(cell, &known);
            let expected = (name.to_owned(), others.to_owned(), notes.to_owned());
            assert_eq!((read.name, read.others.join(" "), read.notes.join(" ")), expected, "{cell}");
        }
    }

    #[test]
    fn names_with_lost_characters_are_the_same() {
        for (left, right, same) in [
            ("张三", "张 三", true),
            ("李?", "李喆", true),
            ("买买提·艾力", "买买提•艾力", true),
            ("买买提·艾力", "买买提．艾力", true),
            ("买买提·艾力", "买买提艾力", true),
            ("买买提·艾力", "买买提 艾力", true),
            ("买买提·艾力", "买买提●艾力", true),
            ("张三", "张三丰", false),
            ("张三", "李三", false),
        ] {
            assert_eq!(same_name(left, right), same, "{left} {right}");
        }
    }
}
