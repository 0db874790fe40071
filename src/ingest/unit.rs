//! Units that headings and the texts around a table name.

use crate::pack::Units;
use crate::value::text;

/// The units of a heading: in brackets, behind a stroke, or at its end in two characters or more.
pub(super) fn in_heading(heading: &str, units: &Units) -> Vec<String> {
    let cleaned = text::heading(heading).into_iter().next().unwrap_or_default();
    let found: Vec<String> = bracketed(&cleaned).into_iter().filter_map(|inner| named(&inner, units)).collect();
    if !found.is_empty() {
        return found;
    }
    let behind = cleaned.split('/').skip(1).filter(|part| units.knows(part)).map(str::to_owned);
    let behind: Vec<String> = behind.collect();
    if behind.is_empty() { at_end(&cleaned, units).into_iter().collect() } else { behind }
}

/// The longest unit that a heading ends with, if that is more than a sign.
fn at_end(heading: &str, units: &Units) -> Option<String> {
    let ends = units.words().filter(|unit| heading.ends_with(unit) && heading != *unit && unit.chars().count() >= 2);
    ends.max_by_key(|unit| unit.len()).map(str::to_owned)
}

/// The heading without the unit at its end or behind a stroke; none if there is none.
pub(super) fn without_unit(heading: &str, units: &Units) -> Option<String> {
    let bare = match heading.rsplit_once('/') {
        Some((bare, unit)) if units.knows(unit) => bare,
        Some(_) | None => heading.strip_suffix(at_end(heading, units)?.as_str())?,
    };
    (!bare.is_empty()).then(|| bare.to_owned())
}

/// The units of a title or a name: `单位：万元`, in brackets, or nothing else.
pub(super) fn in_caption(caption: &str, units: &Units) -> Vec<String> {
    let cleaned = text::clean(caption).into_owned();
    let parts = bracketed(&cleaned).into_iter().chain([text::without_brackets(&cleaned).into_owned()]);
    let mut found: Vec<String> = parts.flat_map(|part| stated(&part, units)).collect();
    found.dedup();
    found
}

/// The units behind `单位：` in a text, or that the text is.
fn stated(text: &str, units: &Units) -> Vec<String> {
    if let Some(unit) = named(text, units) {
        return vec![unit];
    }
    let behind = text.split("单位").skip(1).map(|rest| rest.trim_start().trim_start_matches([':', ' ']));
    let words = behind.filter_map(|rest| rest.split([' ', ';', '。']).next());
    words.flat_map(|words| words.split([',', '、', '和'])).filter_map(|word| named(word, units)).collect()
}

/// The unit that a text names and nothing else.
fn named(text: &str, units: &Units) -> Option<String> {
    let compact = text::compact(text);
    let behind = compact.rsplit_once("单位").map_or(compact.as_ref(), |(_, rest)| rest);
    let bare = behind.rsplit_once([':', '：']).map_or(behind, |(_, rest)| rest);
    units.knows(bare).then(|| bare.to_owned())
}

/// The unit that a cell below a heading names and nothing else: `万元`, `（万元）`, `单位：元`.
pub(super) fn in_cell(cell: &str, units: &Units) -> Option<String> {
    let cleaned = text::clean(cell);
    named(cleaned.trim_matches(['(', ')', '[', ']', '【', '】']), units)
}

/// The texts in brackets.
fn bracketed(text: &str) -> Vec<String> {
    let parts = text.split(['(', '[', '【', '〔']).skip(1);
    parts.filter_map(|part| part.split([')', ']', '】', '〕']).next()).map(str::to_owned).collect()
}
