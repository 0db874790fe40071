//! A file → its sheets. What a file is, its first bytes say, not its name.

use std::io::Read;
use std::path::Path;

use super::book::{Book, Unreadable};
use super::compound;
use super::foreign::Foreign;
use super::guard::guarded;
use super::input::Input;
use super::place::Place;
use super::zipped::{self, Zipped};
use super::{delimited, encoding, encrypted, html, ods, xls, xlsb, xlsx, xml2003};

/// How many bytes of a file tell what it is.
const HEAD: u64 = 4096;

/// Reads a file in this process, opening it with one of the passwords if it needs one.
pub(super) fn read_here(place: &Place, passwords: &[String]) -> Result<Book, Unreadable> {
    guarded(|| read_input(place.input()?, &place.stem(), passwords))
}

/// Reads bytes in memory, opening them with one of the passwords if they need one; `name` is that of the sheet where a format has none.
///
/// # Errors
/// Why they give no sheets.
pub fn read_bytes(bytes: Vec<u8>, name: &str, passwords: &[String]) -> Result<Book, Unreadable> {
    guarded(|| read_input(Input::memory(bytes), name, passwords))
}

fn read_input(input: Input, name: &str, passwords: &[String]) -> Result<Book, Unreadable> {
    let input = encrypted::opened(input, passwords)?.ok_or(Unreadable::Encrypted)?;
    match sniff(&head(&input)?)? {
        Container::Zip => match zipped::kind(&input)? {
            Zipped::Workbook => xlsx::read(&input),
            Zipped::BinaryWorkbook => xlsb::read(&input),
            Zipped::OpenDocument => ods::read(&input),
            Zipped::Foreign(what) => Err(Unreadable::Foreign(what)),
        },
        Container::Binary => xls::read(&input),
        Container::WebPage => html::read(&encoding::read(&input)?.0, input.budget()),
        Container::Xml => xml2003::read(&encoding::read(&input)?.0, input.budget()),
        Container::Text => delimited::read(&input, name),
    }
}

/// Whether a file is of a format whose cells can take far more memory than the file: such a file had better be read
/// where memory and time are limited.
pub(super) fn is_risky(place: &Place) -> bool {
    let Ok(input) = place.input() else { return false };
    match head(&input).and_then(|head| sniff(&head)) {
        Ok(Container::Binary) => true,
        Ok(Container::Zip) => !matches!(zipped::kind(&input), Ok(Zipped::Workbook)),
        Ok(Container::WebPage | Container::Xml | Container::Text) | Err(_) => false,
    }
}

/// Whether a workbook of this program's making is locked with a password: it lies in a container then.
pub fn is_locked(path: &Path) -> bool {
    let head = Input::file(path).map_err(Unreadable::from).and_then(|input| head(&input));
    matches!(head.and_then(|head| sniff(&head)), Ok(Container::Binary))
}

/// The first bytes.
fn head(input: &Input) -> Result<Vec<u8>, Unreadable> {
    let mut head = Vec::new();
    input.open()?.take(HEAD).read_to_end(&mut head)?;
    Ok(head)
}

/// What holds the sheets.
enum Container {
    Zip,
    Binary,
    WebPage,
    Xml,
    Text,
}

fn sniff(head: &[u8]) -> Result<Container, Unreadable> {
    if head.is_empty() {
        return Err(Unreadable::Empty);
    }
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
        return Ok(Container::Zip);
    }
    if head.starts_with(&compound::MAGIC) || xls::BARE.iter().any(|beginning| head.starts_with(beginning)) {
        return Ok(Container::Binary);
    }
    if let Some(foreign) = Foreign::of_head(head) {
        return Err(Unreadable::Foreign(foreign));
    }
    if let Some(markup) = markup(&encoding::decoded(head).0) {
        return Ok(markup);
    }
    if is_text(head) { Ok(Container::Text) } else { Err(Unreadable::Foreign(Foreign::Unknown)) }
}

/// Whether bytes are text: in lines, with zeros only where a program filled up its fields, and hardly any other control
/// characters.
fn is_text(head: &[u8]) -> bool {
    let count = |is: fn(&u8) -> bool| head.iter().filter(|byte| is(byte)).count();
    let zeros = count(|byte| *byte == 0);
    let others = count(|byte| matches!(byte, 1..=8 | 14..=25 | 28..=31));
    let is_filled = zeros == 0 || others == 0 && head.contains(&b'\n');
    encoding::is_wide(head) || is_filled && others * 20 <= head.len().max(64)
}

/// Whether a text begins as a web page or XML does: with a tag, a declaration or a comment.
fn markup(text: &str) -> Option<Container> {
    let text =
        text.trim_start_matches(|character: char| matches!(character, '\u{feff}' | '\0') || character.is_whitespace());
    let text = text.to_ascii_lowercase();
    let after = text.strip_prefix('<')?;
    if !after.starts_with(|character: char| character.is_ascii_alphabetic() || matches!(character, '!' | '?')) {
        return None;
    }
    let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
    let is_workbook = has(&["<workbook", ":workbook"]);
    let is_page = has(&["<html"]) || !is_workbook && (has(&["<table"]) || !after.starts_with('?'));
    Some(if is_page { Container::WebPage } else { Container::Xml })
}
