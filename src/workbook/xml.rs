//! XML → tags and text, piece by piece: nothing is held whole, and no text is copied a second time.
//!
//! Entities that a document declares itself are not resolved, so none can make a document grow or name a file.

use std::io::Read;

use memchr::memrchr;
use quick_xml::Reader;
use quick_xml::escape::{resolve_predefined_entity, unescape};
use quick_xml::events::{BytesRef, BytesStart, Event};

use super::book::Unreadable;

/// How much is parsed at a time.
const PIECE: usize = 1 << 20;

/// The longest that may stand between two tags; Excel's cells end at 32,767 characters.
const LONGEST: usize = 64 << 20;

/// What a document is made of; an empty tag opens and closes.
pub(super) enum Node<'a> {
    /// A tag opens.
    Open(&'a BytesStart<'a>),
    /// The tag of this name, without prefix, closes.
    Close(&'a str),
    /// Text, maybe only a part of what stands between two tags.
    Text(&'a str),
}

/// Hands the nodes of a document over, one by one.
///
/// # Errors
/// If it cannot be read, is no XML, or ends before its last tag is closed; and what `take` returns.
pub(super) fn walk(
    mut document: impl Read,
    mut take: impl FnMut(Node<'_>) -> Result<(), Unreadable>,
) -> Result<(), Unreadable> {
    let mut buffer = vec![0; PIECE];
    let (mut held, mut depth) = (0, 0_i64);
    let mut take = |node: Node<'_>| {
        depth += match node {
            Node::Open(_) => 1,
            Node::Close(_) => -1,
            Node::Text(_) => 0,
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
            Err(error) => return Err(Unreadable::Corrupt(error.to_string())),
        }
    }
    Ok(length)
}

/// Parses a piece; returns how much of it was whole. What is cut off at its end is looked at again with more.
fn parse(
    text: &str,
    last: bool,
    take: &mut impl FnMut(Node<'_>) -> Result<(), Unreadable>,
) -> Result<usize, Unreadable> {
    let mut reader = Reader::from_str(text);
    let config = reader.config_mut();
    (config.check_end_names, config.allow_unmatched_ends) = (false, true);
    let mut parsed = 0;
    loop {
        match reader.read_event() {
            Ok(Event::Eof) => return Ok(text.len()),
            Ok(event) => hand_over(event, take)?,
            Err(_) if !last => return Ok(parsed),
            Err(error) => return Err(Unreadable::Corrupt(error.to_string())),
        }
        parsed = usize::try_from(reader.buffer_position()).unwrap_or(text.len());
    }
}

fn hand_over(event: Event<'_>, take: &mut impl FnMut(Node<'_>) -> Result<(), Unreadable>) -> Result<(), Unreadable> {
    match event {
        Event::Start(tag) => take(Node::Open(&tag)),
        Event::End(tag) => take(Node::Close(tag.local_name().as_ref())),
        Event::Empty(tag) => {
            take(Node::Open(&tag))?;
            take(Node::Close(tag.local_name().as_ref()))
        }
        Event::Text(text) => take(Node::Text(text.as_ref())),
        Event::CData(text) => take(Node::Text(text.as_ref())),
        Event::GeneralRef(entity) => take(Node::Text(&resolved(&entity))),
        Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) | Event::Eof => Ok(()),
    }
}

/// The character that `&lt;` or `&#20154;` stands for; nothing for an entity that is not predefined.
fn resolved(entity: &BytesRef<'_>) -> String {
    if let Ok(Some(character)) = entity.resolve_char_ref() {
        return character.to_string();
    }
    resolve_predefined_entity(entity.as_ref()).unwrap_or_default().to_owned()
}

/// The value of an attribute, whatever its prefix; one with broken escapes as it stands.
pub(super) fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = tag.attributes().with_checks(false).flatten().find(|found| found.key.local_name().as_ref() == name)?;
    let raw = found.value.as_ref();
    Some(unescape(raw).map_or_else(|_| raw.to_owned(), |text| text.into_owned()))
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
                Node::Open(tag) => format!("<{}>", tag.local_name().as_ref()),
                Node::Close(name) => format!("</{name}>"),
                Node::Text(text) => text.len().to_string(),
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
        assert_eq!(nodes(xml).expect("well-formed"), "<a> 0 0 1 3 </a>");
    }
}
