//! The merged blocks of an .xlsx, found without parsing its cells a second time: they stand behind all cells, so the
//! parts are inflated and only the few bytes that tell of blocks are looked at.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;

use memchr::memmem;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use super::book::Unreadable;
use super::grid::Merge;
use super::xml::attribute;

type Archive = ZipArchive<BufReader<File>>;

/// The merged blocks by sheet name; a book whose parts are not where they should be has none.
pub(super) fn read(path: &Path) -> Result<BTreeMap<String, Vec<Merge>>, Unreadable> {
    let Ok(mut archive) = ZipArchive::new(BufReader::new(File::open(path)?)) else { return Ok(BTreeMap::new()) };
    let mut blocks = BTreeMap::new();
    for (name, part) in sheet_parts(&mut archive) {
        let found = scan(&mut archive, &part)?;
        if !found.is_empty() {
            blocks.insert(name, found);
        }
    }
    Ok(blocks)
}

/// Sheet names and the parts that hold them.
fn sheet_parts(archive: &mut Archive) -> Vec<(String, String)> {
    let mut targets = BTreeMap::new();
    for tag in tags(archive, "xl/_rels/workbook.xml.rels", "Relationship") {
        if let (Some(id), Some(target)) = (attribute(&tag, "Id"), attribute(&tag, "Target")) {
            let target = target.strip_prefix('/').map_or_else(|| format!("xl/{target}"), str::to_owned);
            targets.insert(id, target);
        }
    }
    let sheet =
        |tag: BytesStart<'static>| Some((attribute(&tag, "name")?, targets.get(&attribute(&tag, "id")?)?.clone()));
    tags(archive, "xl/workbook.xml", "sheet").into_iter().filter_map(sheet).collect()
}

/// The tags of one name in a small part.
fn tags(archive: &mut Archive, part: &str, name: &str) -> Vec<BytesStart<'static>> {
    /// Larger ones are none of a sane book's.
    const LARGE: u64 = 16 << 20;
    let mut text = String::new();
    let read = archive.by_name(part).ok().map(|part| part.take(LARGE).read_to_string(&mut text));
    if !matches!(read, Some(Ok(_))) {
        return Vec::new();
    }
    let mut reader = Reader::from_str(&text);
    let mut found = Vec::new();
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Start(tag) | Event::Empty(tag) if tag.local_name().as_ref() == name => found.push(tag.into_owned()),
            Event::Eof => break,
            _ => {}
        }
    }
    found
}

/// How many bytes `mergeCell ref="XFD1048576:XFD1048576"` can take.
const TAG: usize = 80;

/// Looks through a part for the references of merged blocks.
fn scan(archive: &mut Archive, part: &str) -> Result<Vec<Merge>, Unreadable> {
    let Ok(mut part) = archive.by_name(part) else { return Ok(Vec::new()) };
    let finder = memmem::Finder::new(b"mergeCell ");
    let mut buffer = vec![0; 1 << 16];
    let (mut held, mut found) = (0, Vec::new());
    loop {
        let read = part.read(&mut buffer[held..])?;
        let end = held + read;
        // What begins near the end may go on in the next bytes, and is looked at with them.
        let complete = if read == 0 { end } else { end.saturating_sub(TAG) };
        for at in finder.find_iter(&buffer[..end]).take_while(|at| *at < complete) {
            found.extend(block(&buffer[at..end.min(at + TAG)]));
        }
        if read == 0 {
            return Ok(found);
        }
        buffer.copy_within(complete..end, 0);
        held = end - complete;
    }
}

/// The block of `mergeCell ref="A1:B2"…`.
fn block(tag: &[u8]) -> Option<Merge> {
    let text = String::from_utf8_lossy(tag);
    let reference = text.split_once("ref=")?.1.get(1..)?;
    let reference = reference.split(['"', '\'']).next()?;
    let (start, end) = reference.split_once(':')?;
    Some(Merge { start: cell(start)?, end: cell(end)? })
}

/// Row and column, from 0, of `AB12`.
fn cell(reference: &str) -> Option<(usize, usize)> {
    let digits = reference.find(|c: char| c.is_ascii_digit())?;
    let (letters, row) = reference.split_at(digits);
    let letter = |column: usize, letter: u8| {
        let value = usize::from(letter.to_ascii_uppercase().checked_sub(b'A')?) + 1;
        (value <= 26 && column < 1 << 20).then_some(column * 26 + value)
    };
    let column = letters.bytes().try_fold(0, letter)?.checked_sub(1)?;
    Some((row.parse::<usize>().ok()?.checked_sub(1)?, column))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_read() {
        for (tag, expected) in [
            ("mergeCell ref=\"A1:F1\"/>", Some(((0, 0), (0, 5)))),
            ("mergeCell ref='AB3:AC12'/>", Some(((2, 27), (11, 28)))),
            ("mergeCell ref=\"XFD1048576:XFD1048576\"/>", Some(((1_048_575, 16_383), (1_048_575, 16_383)))),
            ("mergeCell ref=\"A0:B1\"/>", None),
            ("mergeCell ref=\"A1\"/>", None),
            ("mergeCell ref=\"ZZZZZZZZZ1:A1\"/>", None),
            ("mergeCell ", None),
        ] {
            let found = block(tag.as_bytes()).map(|merge| (merge.start, merge.end));
            assert_eq!(found, expected, "{tag}");
        }
    }
}
