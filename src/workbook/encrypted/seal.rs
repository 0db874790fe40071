//! A workbook and a password → the file that Excel asks the password for ([MS-OFFCRYPTO] 2.3.4.10 and on).
//!
//! What ought to be random is derived from password and contents, so that the same inputs give the same bytes: somebody
//! without the password learns from that only whether two files hold the same.

use std::io::{self, Write};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use cfb::{CompoundFile, Version};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha512;

use super::agile::{KEY_VALUE, SEGMENT, VERIFIER_INPUT, VERIFIER_VALUE};
use super::cipher::{Hash, seal_aes_cbc, utf16};

/// What is hashed with the package's salt for its proof against changes.
const INTEGRITY_KEY: [u8; 8] = [0x5f, 0xb2, 0xad, 0x01, 0x0c, 0xb9, 0xe1, 0xf6];
const INTEGRITY_VALUE: [u8; 8] = [0xa0, 0x67, 0x7f, 0x02, 0xb2, 0x2c, 0x84, 0x33];

/// How often the password's hash is repeated: as often as Excel does it.
const SPINS: u32 = 100_000;

const HASH: Hash = Hash::Sha512;
const BLOCK: usize = 16;
const KEY: usize = 32;

/// Locks a workbook with a password.
///
/// # Errors
/// Only if the container cannot be put together in memory.
pub fn seal(book: &[u8], password: &str) -> io::Result<Vec<u8>> {
    let secrets = Secrets::of(book, password);
    let package = package(book, &secrets);
    let info = [&[4, 0, 4, 0, 0x40, 0, 0, 0][..], description(&secrets, password, &package).as_bytes()].concat();
    let mut container = CompoundFile::create_with_version(Version::V3, io::Cursor::new(Vec::new()))?;
    container.create_stream("EncryptionInfo")?.write_all(&info)?;
    container.create_stream("EncryptedPackage")?.write_all(&package)?;
    container.flush()?;
    Ok(container.into_inner().into_inner())
}

/// Everything that nobody may guess.
struct Secrets {
    key: [u8; KEY],
    package_salt: [u8; BLOCK],
    password_salt: [u8; BLOCK],
    verifier: [u8; BLOCK],
    integrity_key: [u8; 64],
}

impl Secrets {
    /// A value under the book's key.
    fn locked(&self, block_key: &[u8], value: &[u8]) -> String {
        let start = HASH.of(&[&self.package_salt, block_key]);
        STANDARD.encode(encrypt(&self.key, &start[..BLOCK], value))
    }

    fn of(book: &[u8], password: &str) -> Self {
        let mut deriver = blake3::Hasher::new_derive_key("bidui locked workbooks 1");
        deriver.update(&(password.len() as u64).to_le_bytes());
        deriver.update(password.as_bytes());
        deriver.update(book);
        let mut stream = deriver.finalize_xof();
        fn next<const N: usize>(stream: &mut blake3::OutputReader) -> [u8; N] {
            let mut bytes = [0; N];
            stream.fill(&mut bytes);
            bytes
        }
        Self {
            key: next(&mut stream),
            package_salt: next(&mut stream),
            password_salt: next(&mut stream),
            verifier: next(&mut stream),
            integrity_key: next(&mut stream),
        }
    }
}

/// The length, then the book, encrypted piece by piece.
fn package(book: &[u8], secrets: &Secrets) -> Vec<u8> {
    let mut package = (book.len() as u64).to_le_bytes().to_vec();
    for (number, segment) in (0_u32..).zip(book.chunks(SEGMENT)) {
        let start = HASH.of(&[&secrets.package_salt, &number.to_le_bytes()]);
        package.extend(encrypt(&secrets.key, &start[..BLOCK], segment));
    }
    package
}

/// Bytes filled up to whole blocks and encrypted.
fn encrypt(key: &[u8], start: &[u8], bytes: &[u8]) -> Vec<u8> {
    let mut filled = bytes.to_vec();
    filled.resize(bytes.len().next_multiple_of(BLOCK), 0);
    seal_aes_cbc(key, start, &filled).expect("key, start and blocks have the lengths that the cipher wants")
}

/// The XML that says how the book is locked.
fn description(secrets: &Secrets, password: &str, package: &[u8]) -> String {
    let spun = HASH.spun(&secrets.password_salt, &utf16(password), SPINS);
    let by_password = |block_key: &[u8], value: &[u8]| {
        let derived = HASH.of(&[&spun, block_key]);
        STANDARD.encode(encrypt(&derived[..KEY], &secrets.password_salt, value))
    };
    let mut proof = Hmac::<Sha512>::new_from_slice(&secrets.integrity_key).expect("a key of any length will do");
    proof.update(package);
    format!(
        concat!(
            r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#,
            "\r\n",
            r#"<encryption xmlns="http://schemas.microsoft.com/office/2006/encryption""#,
            r#" xmlns:p="http://schemas.microsoft.com/office/2006/keyEncryptor/password">"#,
            r#"<keyData saltSize="16" blockSize="16" keyBits="256" hashSize="64" cipherAlgorithm="AES""#,
            r#" cipherChaining="ChainingModeCBC" hashAlgorithm="SHA512" saltValue="{package_salt}"/>"#,
            r#"<dataIntegrity encryptedHmacKey="{proof_key}" encryptedHmacValue="{proof}"/>"#,
            r#"<keyEncryptors><keyEncryptor uri="http://schemas.microsoft.com/office/2006/keyEncryptor/password">"#,
            r#"<p:encryptedKey spinCount="{spins}" saltSize="16" blockSize="16" keyBits="256" hashSize="64""#,
            r#" cipherAlgorithm="AES" cipherChaining="ChainingModeCBC" hashAlgorithm="SHA512""#,
            r#" saltValue="{password_salt}" encryptedVerifierHashInput="{verifier}""#,
            r#" encryptedVerifierHashValue="{verifier_hash}" encryptedKeyValue="{key}"/>"#,
            r#"</keyEncryptor></keyEncryptors></encryption>"#
        ),
        package_salt = STANDARD.encode(secrets.package_salt),
        proof_key = secrets.locked(&INTEGRITY_KEY, &secrets.integrity_key),
        proof = secrets.locked(&INTEGRITY_VALUE, &proof.finalize().into_bytes()),
        spins = SPINS,
        password_salt = STANDARD.encode(secrets.password_salt),
        verifier = by_password(&VERIFIER_INPUT, &secrets.verifier),
        verifier_hash = by_password(&VERIFIER_VALUE, &HASH.of(&[&secrets.verifier])),
        key = by_password(&KEY_VALUE, &secrets.key),
    )
}
