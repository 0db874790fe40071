//! Hashes and ciphers by the names and key lengths that files give.

use aes::cipher::block_padding::NoPadding;
use aes::cipher::{Array, BlockCipherDecrypt, BlockModeDecrypt, BlockModeEncrypt, KeyInit, KeyIvInit};
use aes::{Aes128, Aes192, Aes256};
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha384, Sha512};

/// The hashes that Office uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hash {
    Sha1,
    Sha256,
    Sha384,
    Sha512,
}

impl Hash {
    /// The hash of a name.
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "SHA1" | "SHA-1" => Some(Self::Sha1),
            "SHA256" | "SHA-256" => Some(Self::Sha256),
            "SHA384" | "SHA-384" => Some(Self::Sha384),
            "SHA512" | "SHA-512" => Some(Self::Sha512),
            _ => None,
        }
    }

    /// The hash of some bytes one behind the other.
    pub fn of(self, parts: &[&[u8]]) -> Vec<u8> {
        match self {
            Self::Sha1 => digest::<Sha1>(parts),
            Self::Sha256 => digest::<Sha256>(parts),
            Self::Sha384 => digest::<Sha384>(parts),
            Self::Sha512 => digest::<Sha512>(parts),
        }
    }

    /// The hash of a salted password, hashed again and again with a counter before it.
    pub fn spun(self, salt: &[u8], password: &[u8], times: u32) -> Vec<u8> {
        (0..times).fold(self.of(&[salt, password]), |hash, turn| self.of(&[&turn.to_le_bytes(), &hash]))
    }
}

pub(super) fn digest<D: Digest>(parts: &[&[u8]]) -> Vec<u8> {
    let mut hasher = D::new();
    parts.iter().for_each(|part| hasher.update(part));
    hasher.finalize().to_vec()
}

/// AES with chained blocks; nothing if a length does not fit.
pub(super) fn aes_cbc(key: &[u8], start: &[u8], bytes: &[u8]) -> Option<Vec<u8>> {
    fn run<D: KeyIvInit + BlockModeDecrypt>(key: &[u8], start: &[u8], bytes: &[u8]) -> Option<Vec<u8>> {
        let mut buffer = bytes.to_vec();
        D::new_from_slices(key, start).ok()?.decrypt_padded::<NoPadding>(&mut buffer).ok()?;
        Some(buffer)
    }
    match key.len() {
        16 => run::<cbc::Decryptor<Aes128>>(key, start, bytes),
        24 => run::<cbc::Decryptor<Aes192>>(key, start, bytes),
        32 => run::<cbc::Decryptor<Aes256>>(key, start, bytes),
        _ => None,
    }
}

/// The other way round, with a key of 32 bytes.
pub(super) fn seal_aes_cbc(key: &[u8], start: &[u8], bytes: &[u8]) -> Option<Vec<u8>> {
    let mut buffer = bytes.to_vec();
    let cipher = cbc::Encryptor::<Aes256>::new_from_slices(key, start).ok()?;
    cipher.encrypt_padded::<NoPadding>(&mut buffer, bytes.len()).ok()?;
    Some(buffer)
}

/// AES block by block; nothing if a length does not fit.
pub(super) fn aes_ecb(key: &[u8], bytes: &[u8]) -> Option<Vec<u8>> {
    fn run<C: KeyInit + BlockCipherDecrypt>(key: &[u8], bytes: &[u8]) -> Option<Vec<u8>> {
        let cipher = C::new_from_slice(key).ok()?;
        let mut plain = Vec::with_capacity(bytes.len());
        for block in bytes.chunks(C::block_size()) {
            let mut block = Array::try_from(block).ok()?;
            cipher.decrypt_block(&mut block);
            plain.extend_from_slice(&block);
        }
        Some(plain)
    }
    match key.len() {
        16 => run::<Aes128>(key, bytes),
        24 => run::<Aes192>(key, bytes),
        32 => run::<Aes256>(key, bytes),
        _ => None,
    }
}

/// A password as the bytes that are hashed.
pub(super) fn utf16(password: &str) -> Vec<u8> {
    password.encode_utf16().flat_map(u16::to_le_bytes).collect()
}
