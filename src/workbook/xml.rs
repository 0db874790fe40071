//! XML → tags and text, piece by piece: nothing is held whole, and no text is copied that need not be.
//!
//! Workbooks are XML of a hundred million short tags. The usual parser spends most of its time on what such tags never
//! need; this one, which knows no more than tags, text, entities and what to pass over, takes half of it. What a
//! document declares itself is not resolved, so no entity can make it grow or name a file.

use std::borrow::Cow;
use std::io::{self, Read};

use memchr::{memchr, memmem, memrchr};

use super::book::Unreadable;

/// How much is parsed at a time.
const PIECE: usize = 1 << 20;

/// The longest that may stand between two tags; Excel's cells end at 32,767 characters.
const LONGEST: usize = 16 << 20;

/// What a document is made of; an empty tag opens and closes.
pub(super) enum XmlNode<'a> {
    /// A tag opens.
    Open(Tag<'a>),
    /// The tag of this name, without prefix, closes.
    Close(&'a str),
    /// Text, maybe only a part of what stands between two tags.
    Text(&'a str),
}

/// A tag that opens.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tag<'a> {
    /// Its name, without prefix.
    pub name: &'a str,
    attributes: &'a str,
}

impl<'a> Tag<'a> {
    /// Its attributes, names without prefix.
    pub fn attributes(self) -> Attributes<'a> {
        Attributes(self.attributes)
    }

    /// The value of an attribute.
    pub fn attribute(self, name: &str) -> Option<String> {
        self.attributes().find(|(other, _)| *other == name).map(|(_, value)| value.into_owned())
    }
}

/// The attributes of a tag, as far as they are well-formed.
pub(super) struct Attributes<'a>(&'a str);

impl<'a> Iterator for Attributes<'a> {
    type Item = (&'a str, Cow<'a, str>);

    fn next(&mut self) -> Option<Self::Item> {
        let (name, rest) = split_at(self.0, b'=')?;
        let rest = rest.trim_ascii_start();
        let quote = rest.bytes().next().filter(|quote| matches!(quote, b'"' | b'\''))?;
        let (value, rest) = split_at(&rest[1..], quote)?;
        self.0 = rest;
        Some((local(name.trim_ascii()), resolved(value)))
    }
}

/// Hands the nodes of a document over, one by one.
///
/// # Errors
/// If it cannot be read, is no XML, or ends before its last tag is closed; and what `take` returns.
pub(super) fn walk(
    mut document: impl Read,
    mut take: impl FnMut(XmlNode<'_>) -> Result<(), Unreadable>,
) -> Result<(), Unreadable> {
    let mut buffer = vec![0; PIECE];
    let mut held = 0;
    let mut depth = 0_i64;
    let mut take = |node: XmlNode<'_>| {
        depth += match node {
            XmlNode::Open(_) => 1,
            XmlNode::Close(_) => -1,
            XmlNode::Text(_) => 0,
        };
        take(node)
    };
    loop {
        let end = held + fill(&mut document, &mut buffer[held..])?;
        let last = end < buffer.len();
        // A piece ends before a tag, so that no text between tags is cut in two.
        let cut = if last { end } else { memrchr(b'<', &buffer[..end]).unwrap_or(0) };
        let text = std::str::from_utf8(&buffer[..cut]).map_err(|_| corrupt("text that is not UTF-8"))?;
        let parsed = parse(text, last, &mut take)?;
        if last {
            return if depth == 0 { Ok(()) } else { Err(corrupt("tags that are not closed")) };
        }
        buffer.copy_within(parsed..end, 0);
        held = end - parsed;
        if held * 2 > buffer.len() {
            if buffer.len() >= LONGEST {
                return Err(Unreadable::TooLarge);
            }
            buffer.resize(buffer.len() * 2, 0);
        }
    }
}

fn fill(document: &mut impl Read, buffer: &mut [u8]) -> Result<usize, Unreadable> {
    let mut length = 0;
    while length < buffer.len() {
        match document.read(&mut buffer[length..]) {
            Ok(0) => break,
            Ok(read) => length += read,
            Err(error) => return Err(unpacking(error)),
        }
    }
    Ok(length)
}

/// Parses a piece; returns how much of it was whole. What is cut off at its end is looked at again with more.
fn parse(
    text: &str,
    last: bool,
    take: &mut impl FnMut(XmlNode<'_>) -> Result<(), Unreadable>,
) -> Result<usize, Unreadable> {
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        if rest.as_bytes()[0] != b'<' {
            let end = memchr(b'<', rest.as_bytes()).unwrap_or(rest.len());
            take(XmlNode::Text(&resolved(&rest[..end])))?;
            at += end;
            continue;
        }
        match Markup::first(rest) {
            Some((markup, length)) => {
                markup.hand_over(take)?;
                at += length;
            }
            None if last => return Err(corrupt("a tag that is not closed")),
            None => return Ok(at),
        }
    }
    Ok(at)
}

/// What stands between angle brackets.
enum Markup<'a> {
    Open(Tag<'a>),
    Empty(Tag<'a>),
    Close(&'a str),
    /// Text in which nothing has a meaning.
    Literal(&'a str),
    /// A comment, an instruction or a declaration.
    Aside,
}

impl<'a> Markup<'a> {
    /// The markup that a text begins with and its length, if it is there as a whole.
    fn first(text: &'a str) -> Option<(Self, usize)> {
        match text.as_bytes().get(1)? {
            b'/' => {
                let end = memchr(b'>', text.as_bytes())?;
                Some((Self::Close(local(text[2..end].trim_ascii_end())), end + 1))
            }
            b'?' => up_to(text, "?>").map(|end| (Self::Aside, end)),
            b'!' => Self::special(text),
            _ => {
                let end = tag_end(text.as_bytes())?;
                let inside = &text[1..end];
                let (inside, empty) = inside.strip_suffix('/').map_or((inside, false), |inside| (inside, true));
                let name = inside.bytes().position(|byte| byte.is_ascii_whitespace()).unwrap_or(inside.len());
                let tag = Tag { name: local(&inside[..name]), attributes: &inside[name..] };
                Some((if empty { Self::Empty(tag) } else { Self::Open(tag) }, end + 1))
            }
        }
    }

    fn special(text: &'a str) -> Option<(Self, usize)> {
        const LITERAL: &str = "<![CDATA[";
        const COMMENT: &str = "<!--";
        if let Some(comment) = text.strip_prefix(COMMENT) {
            up_to(comment, "-->").map(|end| (Self::Aside, COMMENT.len() + end))
        } else if text.starts_with(LITERAL) {
            let end = up_to(text, "]]>")?;
            Some((Self::Literal(&text[LITERAL.len()..end - 3]), end))
        } else if LITERAL.starts_with(text) || COMMENT.starts_with(text) {
            None
        } else {
            declaration_end(text.as_bytes()).map(|end| (Self::Aside, end + 1))
        }
    }

    fn hand_over(self, take: &mut impl FnMut(XmlNode<'_>) -> Result<(), Unreadable>) -> Result<(), Unreadable> {
        match self {
            Self::Open(tag) => take(XmlNode::Open(tag)),
            Self::Close(name) => take(XmlNode::Close(name)),
            Self::Literal(text) => take(XmlNode::Text(text)),
            Self::Aside => Ok(()),
            Self::Empty(tag) => {
                take(XmlNode::Open(tag))?;
                take(XmlNode::Close(tag.name))
            }
        }
    }
}

/// The texts before and behind an ASCII character.
fn split_at(text: &str, mark: u8) -> Option<(&str, &str)> {
    let at = text.bytes().position(|byte| byte == mark)?;
    Some((&text[..at], &text[at + 1..]))
}

/// A name without its prefix.
fn local(name: &str) -> &str {
    match name.bytes().position(|byte| byte == b':') {
        Some(colon) => &name[colon + 1..],
        None => name,
    }
}

/// Where a text is over, its end mark included.
fn up_to(text: &str, mark: &str) -> Option<usize> {
    memmem::find(text.as_bytes(), mark.as_bytes()).map(|at| at + mark.len())
}

/// Where a tag ends, quotes minded.
fn tag_end(bytes: &[u8]) -> Option<usize> {
    let mut quote = None;
    bytes.iter().position(|byte| match (quote, byte) {
        (None, b'>') => true,
        (None, b'"' | b'\'') => {
            quote = Some(*byte);
            false
        }
        (Some(open), _) if open == *byte => {
            quote = None;
            false
        }
        _ => false,
    })
}

/// Where a declaration ends, with what it declares in brackets.
fn declaration_end(bytes: &[u8]) -> Option<usize> {
    let mut quote = None;
    let mut depth = 0_u32;
    bytes.iter().position(|byte| {
        match (quote, byte) {
            (None, b'"' | b'\'') => quote = Some(*byte),
            (Some(open), _) if open == *byte => quote = None,
            (None, b'[') => depth += 1,
            (None, b']') => depth = depth.saturating_sub(1),
            (None, b'>') => return depth == 0,
            _ => {}
        }
        false
    })
}

/// Text with its entities resolved: `&lt;`, `&#20154;`; what is not predefined stays as it is written.
fn resolved(text: &str) -> Cow<'_, str> {
    let Some(first) = memchr(b'&', text.as_bytes()) else { return text.into() };
    let mut plain = text[..first].to_owned();
    let mut rest = &text[first..];
    while let Some(inside) = rest.strip_prefix('&') {
        let (meant, after) = entity(inside).unwrap_or(('&', inside));
        plain.push(meant);
        let next = memchr(b'&', after.as_bytes()).unwrap_or(after.len());
        plain.push_str(&after[..next]);
        rest = &after[next..];
    }
    plain.into()
}

/// The character of an entity whose `&` is gone, and what follows.
fn entity(text: &str) -> Option<(char, &str)> {
    // The longest is `#x10FFFF`.
    let end = text.bytes().take(9).position(|byte| byte == b';')?;
    Some((character(&text[..end])?, &text[end + 1..]))
}

/// The character of an entity.
fn character(name: &str) -> Option<char> {
    match name {
        "lt" => Some('<'),
        "gt" => Some('>'),
        "amp" => Some('&'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix('x') {
                Some(digits) => u32::from_str_radix(digits, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)
        }
    }
}

/// Why bytes that are unpacked come to no good end.
pub(super) fn unpacking(error: io::Error) -> Unreadable {
    match Unreadable::from(error) {
        Unreadable::Io(what) => Unreadable::Corrupt(what),
        other => other,
    }
}

pub(super) fn corrupt(what: &str) -> Unreadable {
    Unreadable::Corrupt(what.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What `walk` hands over, texts by their lengths.
    fn nodes(xml: &str) -> Result<String, Unreadable> {
        let mut found = Vec::new();
        walk(xml.as_bytes(), |node| {
            found.push(match node {
                XmlNode::Open(tag) => format!("<{}>", tag.name),
                XmlNode::Close(name) => format!("</{name}>"),
                XmlNode::Text(text) => text.len().to_string(),
            });
            Ok(())
        })?;
        Ok(found.join(" "))
    }

    #[test]
    fn nothing_is_cut_in_two_between_pieces() {
        let long = "甲".repeat(PIECE / 2);
        let tags = "<b>".repeat(PIECE);
        for (xml, expected) in [
            (format!("<a>{long}</a>"), format!("<a> {} </a>", long.len())),
            (format!("<a><![CDATA[{tags}]]></a>"), format!("<a> {} </a>", tags.len())),
            (format!("<a><!--{tags}--><b/></a>"), "<a> <b> </b> </a>".to_owned()),
            (format!("<a>{}</a>", "<c>1</c>".repeat(PIECE)), format!("<a>{} </a>", " <c> 1 </c>".repeat(PIECE))),
        ] {
            assert!(nodes(&xml).expect("well-formed") == expected, "{}", &xml[..20]);
        }
    }

    #[test]
    fn a_document_that_breaks_off_is_no_document() {
        for xml in ["<a><b>1</b>", "<a><b", "<a><![CDATA[1", "<a>&"] {
            assert!(matches!(nodes(xml), Err(Unreadable::Corrupt(_))), "{xml}");
        }
        assert!(matches!(nodes(&format!("<a>{}", "1".repeat(LONGEST + 1))), Err(Unreadable::TooLarge)));
    }

    #[test]
    fn entities_of_the_document_itself_stay_empty() {
        let xml =
            "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\"><!ENTITY y \"yyyy\">]><a>&x;&y;&lt;&#20154;</a>";
        assert_eq!(nodes(xml).expect("well-formed"), "<a> 10 </a>");
    }

    #[test]
    fn names_lose_their_prefixes_and_values_their_entities() {
        let xml = "<x:a b='1 > 0' x:c = \"&lt;&amp;&#x4EBA;&no;\" d=''/>";
        let mut found = Vec::new();
        walk(xml.as_bytes(), |node| {
            if let XmlNode::Open(tag) = node {
                found.push(tag.name.to_owned());
                found.extend(tag.attributes().map(|(name, value)| format!("{name}={value}")));
            }
            Ok(())
        })
        .expect("well-formed");
        assert_eq!(found, ["a", "b=1 > 0", "c=<&人&no;", "d="]);
    }

    #[test]
    fn what_is_no_content_is_passed_over() {
        let xml = "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b '>'>]><a><!-- <b> -->&amp<![CDATA[<&>]]></a >";
        assert_eq!(nodes(xml).expect("well-formed"), "<a> 4 3 </a>");
    }
}
