//! Bytes → text, in the encodings that Chinese programs write.

use std::io::{self, Cursor, Read};

use chardetng::EncodingDetector;
use encoding_rs::{BIG5, Encoding, GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE};

use super::book::Unreadable;
use super::input::Input;

/// How much of a file is looked at to tell its encoding.
const SAMPLE: usize = 1 << 20;

/// Reads a file as text, and says in which encoding it was.
pub(super) fn read(input: &Input) -> Result<(String, &'static str), Unreadable> {
    Ok(decoded(&input.read()?))
}

/// Bytes as text, and the encoding's name.
pub(super) fn decoded(bytes: &[u8]) -> (String, &'static str) {
    if let Some(is_little) = is_utf32(bytes) {
        return (utf32(bytes, is_little), if is_little { "UTF-32LE" } else { "UTF-32BE" });
    }
    let encoding = encoding(bytes);
    (encoding.decode(bytes).0.into_owned(), encoding.name())
}

/// How many bytes a part of XML in another encoding than the usual one may have.
const ODD_PART: u64 = 1 << 30;

/// A part of XML in UTF-8, whatever it is written in.
pub(super) fn utf8_part<'a>(mut part: impl Read + 'a) -> io::Result<Box<dyn Read + 'a>> {
    let mut head = Vec::new();
    part.by_ref().take(256).read_to_end(&mut head)?;
    let is_wide = [&b"\xff\xfe"[..], b"\xfe\xff", b"<\0", b"\0<", b"\0\0\0<"].iter().any(|mark| head.starts_with(mark));
    let whole = Cursor::new(head.clone()).chain(part);
    if !is_wide && declared(&head).is_none() {
        return Ok(Box::new(whole));
    }
    let mut bytes = Vec::new();
    whole.take(ODD_PART).read_to_end(&mut bytes)?;
    Ok(Box::new(Cursor::new(decoded(&bytes).0)))
}

/// Bytes in an encoding that is named for them, if it is known; else in the likeliest.
pub(super) fn named_or_likely(bytes: &[u8], named: Option<&'static Encoding>) -> String {
    let likely = || if std::str::from_utf8(bytes).is_ok() { UTF_8 } else { GB18030 };
    named.unwrap_or_else(likely).decode_without_bom_handling(bytes).0.into_owned()
}

/// The encoding of a code page, if it is one that text can be in.
pub(super) fn of_codepage(page: u16) -> Option<&'static Encoding> {
    let label = match page {
        936 | 10008 | 20936 | 54936 => "gb18030",
        950 | 951 | 10002 => "big5",
        932 | 10001 => "shift_jis",
        949 | 10003 => "euc-kr",
        65001 => "utf-8",
        437 | 1252 | 32769 => "windows-1252",
        10000 | 32768 => "macintosh",
        10007 => "x-mac-cyrillic",
        866 => "ibm866",
        _ => return Encoding::for_label(format!("windows-{page}").as_bytes()),
    };
    Encoding::for_label(label.as_bytes())
}

/// Whether bytes are text of two or four bytes a character, by their mark or by where their zeros stand.
pub(super) fn is_wide(bytes: &[u8]) -> bool {
    is_utf32(bytes).is_some() || is_utf16(bytes).is_some()
}

/// The encoding: as a byte order mark says; UTF-8 if the bytes are that; as the file declares; else what the detector
/// takes it for, with GBK widened to GB18030.
fn encoding(bytes: &[u8]) -> &'static Encoding {
    if let Some(encoding) = Encoding::for_bom(bytes).map(|(encoding, _)| encoding).or_else(|| is_utf16(bytes)) {
        return encoding;
    }
    if std::str::from_utf8(bytes).is_ok() {
        return UTF_8;
    }
    let found = declared(bytes).unwrap_or_else(|| detected(bytes));
    if found == GBK { GB18030 } else { found }
}

/// Text of four bytes a character: whether the low ones come first.
fn is_utf32(bytes: &[u8]) -> Option<bool> {
    match bytes.first_chunk()? {
        [0xff, 0xfe, 0, 0] => Some(true),
        [0, 0, 0xfe, 0xff] => Some(false),
        _ => None,
    }
}

fn utf32(bytes: &[u8], is_little: bool) -> String {
    let character = |code: &[u8; 4]| {
        let code = if is_little { u32::from_le_bytes(*code) } else { u32::from_be_bytes(*code) };
        char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)
    };
    bytes.as_chunks().0.iter().skip(1).map(character).collect()
}

/// Text of two bytes a character: so its mark says, or nearly all its zeros stand on one side, beside its separators and digits.
fn is_utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    match bytes.first_chunk()? {
        [0xff, 0xfe] => return Some(UTF_16LE),
        [0xfe, 0xff] => return Some(UTF_16BE),
        _ => {}
    }
    let mut even = 0_usize;
    let mut odd = 0_usize;
    let units = bytes[..bytes.len().min(512)].as_chunks::<2>().0;
    for unit in units {
        even += usize::from(unit[0] == 0);
        odd += usize::from(unit[1] == 0);
    }
    // 一 is a letter with a zero on the other side.
    let most = |zeros: usize, others: usize| zeros * 8 > units.len() && zeros > others * 4;
    match (most(odd, even), most(even, odd)) {
        (true, _) => Some(UTF_16LE),
        (_, true) => Some(UTF_16BE),
        (false, false) => None,
    }
}

/// What `charset=…` of a web page or `encoding="…"` of an XML document says.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(2048)]).to_ascii_lowercase();
    let markup = head.trim_start().starts_with('<');
    let value = ["charset=", "encoding="].into_iter().find_map(|word| head.split_once(word).map(|(_, rest)| rest))?;
    let value = value.trim_start_matches(['"', '\'']);
    let end = value.find(|c: char| !c.is_ascii_alphanumeric() && !"-_".contains(c)).unwrap_or(value.len());
    let narrow = |encoding: &&'static Encoding| ![UTF_8, UTF_16LE, UTF_16BE].contains(encoding);
    Encoding::for_label(&value.as_bytes()[..end]).filter(|encoding| markup && narrow(encoding))
}

fn detected(bytes: &[u8]) -> &'static Encoding {
    let non_ascii = bytes.iter().position(|byte| !byte.is_ascii()).unwrap_or(0);
    let sample = &bytes[non_ascii..bytes.len().min(non_ascii + SAMPLE)];
    let mut detector = EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(sample, true);
    match detector.guess(Some(b"cn"), chardetng::Utf8Detection::Deny) {
        found if found == GBK && is_big5(sample) => BIG5,
        found => found,
    }
}

/// Whether text of two bytes a character, which both encodings give a meaning to, is Big5. A third of its characters
/// end in a byte that GBK only uses for rare ones, and none begins with those that GBK uses for traditional ones.
fn is_big5(bytes: &[u8]) -> bool {
    let mut characters = 0_usize;
    let mut low = 0_usize;
    let mut rest = bytes;
    while let [lead, after @ ..] = rest {
        rest = after;
        if lead.is_ascii() {
            continue;
        }
        let Some((end, after)) = rest.split_first() else { break };
        rest = after;
        if !(0xa1..=0xf9).contains(lead) {
            return false;
        }
        characters += 1;
        low += usize::from((0x40..=0x7e).contains(end));
    }
    low * 8 > characters
}
