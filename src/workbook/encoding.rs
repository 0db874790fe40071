//! Bytes → text, in the encodings that Chinese programs write.

use chardetng::EncodingDetector;
use encoding_rs::{BIG5, Encoding, GB18030, GBK, UTF_8};

use super::book::Unreadable;
use super::input::Input;

/// How much of a file is looked at to tell its encoding.
const SAMPLE: usize = 1 << 20;

/// Reads a file as text, and says in which encoding it was.
pub(super) fn read(input: &Input) -> Result<(String, &'static Encoding), Unreadable> {
    let bytes = input.read()?;
    let encoding = encoding(&bytes);
    Ok((encoding.decode(&bytes).0.into_owned(), encoding))
}

/// The encoding: as a byte order mark says; UTF-8 if the bytes are that; as the file declares; else what the detector
/// takes it for, with GBK widened to GB18030.
fn encoding(bytes: &[u8]) -> &'static Encoding {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return encoding;
    }
    if std::str::from_utf8(bytes).is_ok() {
        return UTF_8;
    }
    let found = declared(bytes).unwrap_or_else(|| detected(bytes));
    if found == GBK { GB18030 } else { found }
}

/// What `charset=…` of a web page or `encoding="…"` of an XML document says.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(2048)]).to_ascii_lowercase();
    let markup = head.trim_start().starts_with('<');
    let value = ["charset=", "encoding="].into_iter().find_map(|word| head.split_once(word).map(|(_, rest)| rest))?;
    let value = value.trim_start_matches(['"', '\'']);
    let end = value.find(|c: char| !c.is_ascii_alphanumeric() && !"-_".contains(c)).unwrap_or(value.len());
    Encoding::for_label(&value.as_bytes()[..end]).filter(|encoding| markup && *encoding != UTF_8)
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
    let (mut characters, mut low) = (0_usize, 0_usize);
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
