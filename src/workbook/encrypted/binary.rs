//! The encryptions of binary workbooks ([MS-XLS] 2.2.10): RC4 in blocks, the records' heads left in the clear.

use md5::Md5;
use rc4::{KeyInit, Rc4, StreamCipher};
use sha1::Sha1;

use super::super::biff::{BiffRecord, kind, records};
use super::cipher::{digest, utf16};

/// The record that tells how the records behind it are encrypted.
const FILE_PASS: u16 = 0x002f;
/// A record of no meaning to a reader, put in its place.
const WRITE_PROTECT: u16 = 0x0086;
/// Records that are never encrypted.
const CLEAR: [u16; 7] = [kind::BEGINNING, FILE_PASS, 0x00e1, 0x0194, 0x0195, 0x0196, 0x0138];

/// After how many bytes the key changes.
const BLOCK: usize = 1024;

/// The record that tells of the encryption stands among the first.
fn file_pass(book: &[u8]) -> Option<BiffRecord> {
    records(book, 0).take(16).find(|record| record.kind == FILE_PASS)
}

/// What keeps a book from being read.
pub(super) enum Protection {
    /// RC4, which a password opens.
    Rc4,
    /// The obfuscation of Excel 95, or something newer that is not known.
    Other,
}

pub(super) fn protection(book: &[u8]) -> Option<Protection> {
    let pass = book.get(file_pass(book)?.body())?;
    Some(match pass.get(..6) {
        Some([1, 0, 1, 0, 1, 0] | [1, 0, 2..=4, 0, 2, 0]) => Protection::Rc4,
        _ => Protection::Other,
    })
}

/// The book in the clear, if the password opens it.
pub(super) fn decrypt(book: &[u8], password: &str) -> Option<Vec<u8>> {
    let pass = file_pass(book)?;
    let key = KeyMaterial::of(book.get(pass.body())?, password)?;
    let stream = key.apply(book);
    let mut plain = book.to_vec();
    for record in records(book, 0) {
        let clear = match record.kind {
            clear if CLEAR.contains(&clear) => record.length,
            // Where a sheet begins is in the clear.
            kind::BOUND_SHEET => record.length.min(4),
            _ => 0,
        };
        let encrypted = record.body().start + clear..record.body().end;
        plain[encrypted.clone()].copy_from_slice(&stream[encrypted]);
    }
    plain[pass.at..pass.at + 2].copy_from_slice(&WRITE_PROTECT.to_le_bytes());
    Some(plain)
}

/// What the keys of all blocks are made from.
enum KeyMaterial {
    /// Excel 97: MD5, forty bits.
    Md5(Vec<u8>),
    /// Excel 2002: SHA-1, and the key's length in bytes.
    Sha1(Vec<u8>, usize),
}

impl KeyMaterial {
    /// The key that a password gives, if it is the right one.
    fn of(pass: &[u8], password: &str) -> Option<Self> {
        let word = |at: usize| Some(u32::from_le_bytes(pass.get(at..at + 4)?.try_into().ok()?));
        let password = utf16(password);
        let (key, verifier, hash) = match pass.get(..6)? {
            [1, 0, 1, 0, 1, 0] => {
                let salt = pass.get(6..22)?;
                let hashed = digest::<Md5>(&[&password]);
                let salted: Vec<u8> = [&hashed[..5], salt].concat().repeat(16);
                (Self::Md5(digest::<Md5>(&[&salted])[..5].to_vec()), pass.get(22..38)?, pass.get(38..54)?)
            }
            [1, 0, 2..=4, 0, 2, 0] => {
                let header = usize::try_from(word(10)?).ok()?;
                let bits = usize::try_from(word(14 + 16)?).ok()?;
                let verifier = pass.get(14_usize.checked_add(header)?..)?;
                let key = digest::<Sha1>(&[verifier.get(4..20)?, &password]);
                let bits = if bits == 0 { 40 } else { bits };
                (Self::Sha1(key, (bits / 8).clamp(5, 16)), verifier.get(20..36)?, verifier.get(40..60)?)
            }
            _ => return None,
        };
        let mut both = [verifier, hash].concat();
        key.cipher(0)?.apply_keystream(&mut both);
        let (verifier, hash) = both.split_at(16);
        let expected = match &key {
            Self::Md5(_) => digest::<Md5>(&[verifier]),
            Self::Sha1(..) => digest::<Sha1>(&[verifier]),
        };
        (hash == expected).then_some(key)
    }

    fn cipher(&self, block: u32) -> Option<Rc4> {
        let block = block.to_le_bytes();
        match self {
            Self::Md5(key) => Rc4::new_from_slice(&digest::<Md5>(&[key, &block])).ok(),
            Self::Sha1(key, length) => {
                let mut key = digest::<Sha1>(&[key, &block]);
                key.truncate(*length);
                // Keys of forty bits are filled up with zeros.
                key.resize(if *length == 5 { 16 } else { *length }, 0);
                Rc4::new_from_slice(&key).ok()
            }
        }
    }

    /// All bytes of a book decrypted, those that are in the clear too.
    fn apply(&self, book: &[u8]) -> Vec<u8> {
        let mut stream = book.to_vec();
        for (number, block) in (0..).zip(stream.chunks_mut(BLOCK)) {
            if let Some(mut cipher) = self.cipher(number) {
                cipher.apply_keystream(block);
            }
        }
        stream
    }
}
