//! A file → its sheets. What a file is, its first bytes say, not its name.

use std::io::Read;
use std::path::Path;

use super::book::{Book, Unreadable};
use super::guard::guarded;
use super::input::Input;
use super::{delimited, encoding, encrypted, excel, html, xlsx, xml2003};

/// Reads a file, opening it with one of the passwords if it needs one.
///
/// # Errors
/// Why it gives no sheets; a reader library's panic on a broken file counts as corruption.
pub fn read(path: &Path, passwords: &[String]) -> Result<Book, Unreadable> {
    let name = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    read_input(Input::File(path.to_owned()), &name, passwords)
}

/// The same for bytes in memory; `name` is that of the sheet where a format has none.
///
/// # Errors
/// Like [`read`].
pub fn read_bytes(bytes: Vec<u8>, name: &str, passwords: &[String]) -> Result<Book, Unreadable> {
    read_input(Input::Memory(bytes.into()), name, passwords)
}

fn read_input(input: Input, name: &str, passwords: &[String]) -> Result<Book, Unreadable> {
    guarded(|| {
        let input = encrypted::opened(input, passwords)?.ok_or(Unreadable::Encrypted)?;
        match sniff(&head(&input)?)? {
            Container::Zip if xlsx::is_workbook(&input)? => xlsx::read(&input),
            Container::Zip => excel::read_xlsb(&input),
            Container::OpenDocument => excel::read_ods(&input),
            Container::Compound => excel::read_xls(&input),
            Container::WebPage => html::read(&encoding::read(&input)?.0),
            Container::Xml => xml2003::read(&encoding::read(&input)?.0),
            Container::Text => delimited::read(&input, name),
        }
    })
}

/// Whether a file is of a format whose reader believes what the file says of its own size: such a file had better be
/// read where memory and time are limited.
pub fn is_risky(path: &Path) -> bool {
    let input = Input::File(path.to_owned());
    match head(&input).and_then(|head| sniff(&head)) {
        Ok(Container::Compound | Container::OpenDocument) => true,
        Ok(Container::Zip) => !xlsx::is_workbook(&input).unwrap_or(false),
        Ok(Container::WebPage | Container::Xml | Container::Text) | Err(_) => false,
    }
}

/// Whether a workbook of this program's making is locked with a password: it lies in a container then.
pub fn is_locked(path: &Path) -> bool {
    let head = head(&Input::File(path.to_owned()));
    matches!(head.and_then(|head| sniff(&head)), Ok(Container::Compound))
}

/// The first bytes.
fn head(input: &Input) -> Result<Vec<u8>, Unreadable> {
    let mut head = Vec::new();
    input.open()?.take(512).read_to_end(&mut head)?;
    Ok(head)
}

/// What holds the sheets.
enum Container {
    Zip,
    OpenDocument,
    Compound,
    WebPage,
    Xml,
    Text,
}

fn sniff(head: &[u8]) -> Result<Container, Unreadable> {
    if head.is_empty() {
        return Err(Unreadable::Empty);
    }
    if head.starts_with(b"PK\x03\x04") {
        let open_document = head.windows(8).take(64).any(|window| window == b"mimetype");
        return Ok(if open_document { Container::OpenDocument } else { Container::Zip });
    }
    if head.starts_with(&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]) {
        return Ok(Container::Compound);
    }
    for (magic, what) in
        [(&b"%PDF"[..], "PDF 文件"), (b"\x89PNG", "图片"), (b"\xff\xd8\xff", "图片"), (b"Rar!", "压缩包")]
    {
        if head.starts_with(magic) {
            return Err(Unreadable::NotASpreadsheet(what.into()));
        }
    }
    let text = String::from_utf8_lossy(head).to_ascii_lowercase();
    let text = text.trim_start_matches(['\u{feff}', ' ', '\r', '\n', '\t']);
    let begins = |words: &[&str]| words.iter().any(|word| text.starts_with(word));
    if begins(&["<html", "<!doctype html", "<table", "<meta", "<head", "<style", "<body"]) {
        return Ok(Container::WebPage);
    }
    if begins(&["<?xml", "<workbook"]) {
        return Ok(if text.contains("<html") { Container::WebPage } else { Container::Xml });
    }
    let utf16 = head.starts_with(&[0xff, 0xfe]) || head.starts_with(&[0xfe, 0xff]);
    if head.contains(&0) && !utf16 {
        return Err(Unreadable::NotASpreadsheet("无法识别的二进制文件".into()));
    }
    Ok(Container::Text)
}
