//! The encryption of Excel 2010 and later, described by XML ([MS-OFFCRYPTO] 2.3.4.10 and on).

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::super::book::Unreadable;
use super::super::xml::{Tag, XmlNode, walk};
use super::cipher::{Hash, aes_cbc, utf16};

/// How often a hash may be repeated; Excel does it 100,000 times.
const MOST_SPINS: u32 = 10_000_000;

/// What is hashed with the password for each thing that it opens.
pub(super) const VERIFIER_INPUT: [u8; 8] = [0xfe, 0xa7, 0xd2, 0x76, 0x3b, 0x4b, 0x9e, 0x79];
pub(super) const VERIFIER_VALUE: [u8; 8] = [0xd7, 0xaa, 0x0f, 0x6d, 0x30, 0x61, 0x34, 0x4e];
pub(super) const KEY_VALUE: [u8; 8] = [0x14, 0x6e, 0x0b, 0xe7, 0xab, 0xac, 0xd0, 0xd6];

/// How many bytes of the package are encrypted at a time.
pub(super) const SEGMENT: usize = 4096;

/// How a package is locked.
#[derive(Debug)]
pub(super) struct AgileLock {
    package: Scheme,
    key: Scheme,
    spins: u32,
    verifier_input: Vec<u8>,
    verifier_value: Vec<u8>,
    key_value: Vec<u8>,
}

/// One thing's hash, salt, and lengths in bytes.
#[derive(Debug)]
struct Scheme {
    hash: Hash,
    salt: Vec<u8>,
    block: usize,
    key: usize,
}

impl AgileLock {
    /// Reads the description; none if it tells of something else than a password, or of what is not known.
    pub fn read(description: &[u8]) -> Result<Option<Self>, Unreadable> {
        let mut package = None;
        let mut lock = None;
        walk(description, |node| {
            if let XmlNode::Open(tag) = node {
                match tag.name {
                    "keyData" => package = Scheme::read(tag),
                    "encryptedKey" => lock = package.take().and_then(|package| Self::of(package, tag)),
                    _ => {}
                }
            }
            Ok(())
        })?;
        Ok(lock)
    }

    fn of(package: Scheme, tag: Tag<'_>) -> Option<Self> {
        Some(Self {
            package,
            key: Scheme::read(tag)?,
            spins: tag.attribute("spinCount")?.parse().ok().filter(|spins| *spins <= MOST_SPINS)?,
            verifier_input: bytes(tag, "encryptedVerifierHashInput")?,
            verifier_value: bytes(tag, "encryptedVerifierHashValue")?,
            key_value: bytes(tag, "encryptedKeyValue")?,
        })
    }

    /// The package, if the password opens it.
    pub fn open(&self, password: &str, package: &[u8]) -> Option<Vec<u8>> {
        let Self { key, .. } = self;
        let spun = key.hash.spun(&key.salt, &utf16(password), self.spins);
        let reveal = |block_key: &[u8], value: &[u8]| {
            let derived = fitted(key.hash.of(&[&spun, block_key]), key.key);
            aes_cbc(&derived, &fitted(key.salt.clone(), key.block), value)
        };
        let input = reveal(&VERIFIER_INPUT, &self.verifier_input)?;
        let expected = key.hash.of(&[&input]);
        if !reveal(&VERIFIER_VALUE, &self.verifier_value)?.starts_with(&expected) {
            return None;
        }
        let secret = reveal(&KEY_VALUE, &self.key_value)?;
        self.decrypt(secret.get(..self.package.key)?, package)
    }

    fn decrypt(&self, secret: &[u8], package: &[u8]) -> Option<Vec<u8>> {
        let Scheme { hash, salt, block, .. } = &self.package;
        let mut plain = Vec::with_capacity(package.len());
        for (number, segment) in (0_u32..).zip(package.chunks(SEGMENT)) {
            let start = fitted(hash.of(&[salt, &number.to_le_bytes()]), *block);
            // What stands behind the last whole block is filling.
            let whole = segment.len() / block * block;
            plain.extend(aes_cbc(secret, &start, &segment[..whole])?);
        }
        Some(plain)
    }
}

impl Scheme {
    fn read(tag: Tag<'_>) -> Option<Self> {
        let number = |name: &str| tag.attribute(name)?.parse::<usize>().ok();
        let aes = tag.attribute("cipherAlgorithm")? == "AES" && tag.attribute("cipherChaining")?.ends_with("CBC");
        aes.then_some(())?;
        Some(Self {
            hash: Hash::named(&tag.attribute("hashAlgorithm")?)?,
            salt: bytes(tag, "saltValue")?,
            block: number("blockSize").filter(|block| *block == 16)?,
            key: number("keyBits")? / 8,
        })
    }
}

fn bytes(tag: Tag<'_>, name: &str) -> Option<Vec<u8>> {
    STANDARD.decode(tag.attribute(name)?).ok()
}

/// Bytes cut or filled up to a length.
fn fitted(mut bytes: Vec<u8>, length: usize) -> Vec<u8> {
    bytes.resize(length.min(64), 0x36);
    bytes
}
