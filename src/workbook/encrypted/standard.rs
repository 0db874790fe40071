//! The encryption of Excel 2007 ([MS-OFFCRYPTO] 2.3.4.5 and on): AES and SHA-1.

use super::cipher::{Hash, aes_ecb, utf16};

/// How often the password's hash is hashed again.
const SPINS: u32 = 50_000;

/// How a package is locked.
#[derive(Debug)]
pub(super) struct StandardLock {
    /// The key's length in bytes.
    key: usize,
    salt: Vec<u8>,
    verifier: Vec<u8>,
    verifier_hash: Vec<u8>,
}

impl StandardLock {
    /// Reads version, flags, header and verifier.
    pub fn read(info: &[u8]) -> Option<Self> {
        let word = |at: usize| Some(u32::from_le_bytes(info.get(at..at + 4)?.try_into().ok()?));
        let header_length = usize::try_from(word(8)?).ok()?;
        let verifier = info.get(12_usize.checked_add(header_length)?..)?;
        Some(Self {
            key: usize::try_from(word(12 + 16)?).ok()?.checked_div(8).filter(|key| [16, 24, 32].contains(key))?,
            salt: verifier.get(4..20)?.to_vec(),
            verifier: verifier.get(20..36)?.to_vec(),
            verifier_hash: verifier.get(40..72)?.to_vec(),
        })
    }

    /// The package, if the password opens it.
    pub fn open(&self, password: &str, package: &[u8]) -> Option<Vec<u8>> {
        let spun = Hash::Sha1.spun(&self.salt, &utf16(password), SPINS);
        let last = Hash::Sha1.of(&[&spun, &0_u32.to_le_bytes()]);
        let half = |filling: u8| {
            let mut block = [filling; 64];
            block.iter_mut().zip(&last).for_each(|(byte, hash)| *byte ^= hash);
            Hash::Sha1.of(&[&block])
        };
        let key = [half(0x36), half(0x5c)].concat();
        let key = key.get(..self.key)?;
        let expected = Hash::Sha1.of(&[&aes_ecb(key, &self.verifier)?]);
        if !aes_ecb(key, &self.verifier_hash)?.starts_with(&expected) {
            return None;
        }
        aes_ecb(key, &package[..package.len() / 16 * 16])
    }
}
