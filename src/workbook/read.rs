//! A file → its sheets. What a file is, its first bytes say, not its name.

use std::cell::Cell;
use std::fs::File;
use std::io::{self, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use super::book::{Book, Unreadable};
use super::{delimited, encoding, excel, html, xml2003};

/// Reads a file.
///
/// # Errors
/// Why it gives no sheets; a reader library's panic on a broken file counts as corruption.
pub fn read(path: &Path) -> Result<Book, Unreadable> {
    let mut head = [0_u8; 512];
    let length = read_head(path, &mut head)?;
    let head = &head[..length];
    let attempt = || match sniff(head)? {
        Container::Zip => excel::read_zipped(path),
        Container::OpenDocument => excel::read_ods(path),
        Container::Compound => excel::read_xls(path),
        Container::WebPage => html::read(&encoding::read(path)?.0),
        Container::Xml => xml2003::read(&encoding::read(path)?.0),
        Container::Text => delimited::read(path),
    };
    READING.set(true);
    let read = catch_unwind(AssertUnwindSafe(attempt));
    READING.set(false);
    read.unwrap_or_else(|_| Err(Unreadable::Corrupt("the reader gave up".to_owned())))
}

thread_local! {
    static READING: Cell<bool> = const { Cell::new(false) };
}

/// Whether this thread is reading a file: a panic then is a broken file's, caught and reported as such, and nothing
/// to print.
pub fn is_reading() -> bool {
    READING.get()
}

fn read_head(path: &Path, head: &mut [u8]) -> io::Result<usize> {
    let mut file = File::open(path)?;
    let mut length = 0;
    loop {
        match file.read(&mut head[length..])? {
            0 => return Ok(length),
            more => length += more,
        }
    }
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
            return Err(Unreadable::NotASpreadsheet(what));
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
        return Err(Unreadable::NotASpreadsheet("无法识别的二进制文件"));
    }
    Ok(Container::Text)
}
