//! The strings that the cells of all sheets share, and text in several fonts.

use std::borrow::Cow;

use super::super::book::Unreadable;
use super::super::budget::Budget;
use super::super::xml::{XmlNode, walk};
use super::package::Package;

/// All shared strings, one behind the other.
#[derive(Debug, Default)]
pub(super) struct Strings {
    text: String,
    ends: Vec<u32>,
}

impl Strings {
    /// The string of an index.
    pub fn get(&self, index: usize) -> Option<&str> {
        let end = *self.ends.get(index)?;
        let start = index.checked_sub(1).map_or(0, |before| self.ends[before]);
        Some(&self.text[start as usize..end as usize])
    }
}

pub(super) fn read(package: &mut Package, part: &str, budget: &Budget) -> Result<Strings, Unreadable> {
    let Some(part) = package.part(part)? else { return Ok(Strings::default()) };
    let mut strings = Strings::default();
    let mut item = RichText::default();
    walk(part, |node| {
        match node {
            XmlNode::Open(tag) => item.open(tag.name),
            XmlNode::Text(text) => item.text(text),
            XmlNode::Close("si") => {
                let text = item.value();
                budget.keep(text.len() + size_of::<u32>())?;
                strings.text.push_str(&text);
                strings.ends.push(strings.text.len() as u32);
                item.clear();
            }
            XmlNode::Close(name) => item.close(name),
        }
        Ok(())
    })?;
    Ok(strings)
}

/// A string in the making: its runs joined, without the pronunciation that stands beside them.
#[derive(Debug, Default)]
pub(super) struct RichText {
    text: String,
    in_text: bool,
    in_pronunciation: bool,
}

impl RichText {
    /// A tag inside the string begins.
    pub fn open(&mut self, name: &str) {
        match name {
            "t" => self.in_text = true,
            "rPh" => self.in_pronunciation = true,
            _ => {}
        }
    }

    /// A tag inside the string ends.
    pub fn close(&mut self, name: &str) {
        match name {
            "t" => self.in_text = false,
            "rPh" => self.in_pronunciation = false,
            _ => {}
        }
    }

    /// Text inside the string.
    pub fn text(&mut self, text: &str) {
        if self.in_text && !self.in_pronunciation {
            self.text.push_str(text);
        }
    }

    /// The string so far.
    pub fn value(&self) -> Cow<'_, str> {
        unescaped(&self.text)
    }

    /// Begins anew.
    pub fn clear(&mut self) {
        self.text.clear();
        (self.in_text, self.in_pronunciation) = (false, false);
    }
}

/// Text with the characters that XML cannot hold, which Excel writes as `_x000D_`.
pub(super) fn unescaped(text: &str) -> Cow<'_, str> {
    if memchr::memmem::find(text.as_bytes(), b"_x").is_none() {
        return text.into();
    }
    let mut plain = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        plain.push_str(&rest[..at]);
        match rest.get(at..at + 7).and_then(escaped) {
            Some(character) => {
                plain.push(character);
                rest = &rest[at + 7..];
            }
            None => {
                plain.push_str("_x");
                rest = &rest[at + 2..];
            }
        }
    }
    plain.push_str(rest);
    plain.into()
}

/// The character of `_xHHHH_`.
fn escaped(text: &str) -> Option<char> {
    let digits = text.strip_prefix("_x")?.strip_suffix('_')?;
    digits.bytes().all(|byte| byte.is_ascii_hexdigit()).then_some(())?;
    char::from_u32(u32::from_str_radix(digits, 16).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_that_xml_cannot_hold_are_read() {
        for (text, plain) in [
            ("甲_x000D_\n乙", "甲\r\n乙"),
            ("_x005F_x000D_", "_x000D_"),
            ("_x00", "_x00"),
            ("_xD800_", "_xD800_"),
            ("_x+00D_甲", "_x+00D_甲"),
            ("_x甲乙", "_x甲乙"),
        ] {
            assert_eq!(unescaped(text), plain);
        }
    }
}
