//! Workbooks with an opening password → the workbook inside, if one of the known passwords opens it; and back.
//!
//! A password is verified before it is used, as [MS-OFFCRYPTO] lays down. Excel encrypts a book whose structure is
//! protected with a password of its own and opens it without asking; so does this.

mod cipher;
mod agile;
mod binary;
mod seal;
mod standard;

use std::io::{self, Read, Write};

use cfb::{CompoundFile, Version};

use super::book::Unreadable;
use super::compound::{Compound, MAGIC};
use super::input::Input;
use super::xls;
use super::xml::corrupt;
use binary::Protection;

pub use seal::seal;

/// What Excel encrypts a book with when nobody gave a password.
const DEFAULT: &str = "VelvetSweatshop";

/// The same input if it needs no password, else the workbook inside; none if no password opens it.
pub(super) fn opened(input: Input, passwords: &[String]) -> Result<Option<Input>, Unreadable> {
    let mut magic = Vec::new();
    input.open()?.take(MAGIC.len() as u64).read_to_end(&mut magic)?;
    if magic != MAGIC {
        return Ok(Some(input));
    }
    let file = input.read()?;
    let Some(container) = Compound::open(&file) else { return Ok(Some(input)) };
    let all: Vec<&str> = std::iter::once(DEFAULT).chain(passwords.iter().map(String::as_str)).collect();
    if container.stream("EncryptedPackage").is_some() {
        let plain = package(&container, &all)?;
        return Ok(plain.map(Input::memory));
    }
    if container.stream("\u{9}DRMContent").is_some() {
        return Err(Unreadable::Sealed("有权限保护（IRM）的".into()));
    }
    let Some(book) = xls::STREAMS.into_iter().find_map(|name| container.stream(name)) else { return Ok(Some(input)) };
    match binary::protection(&book) {
        None => Ok(Some(input)),
        Some(Protection::Other) => Err(Unreadable::Sealed(" xls ".into())),
        Some(Protection::Rc4) => {
            let plain = all.iter().find_map(|password| binary::decrypt(&book, password));
            let file = plain.map(|plain| container_of(&plain)).transpose()?;
            Ok(file.map(Input::memory))
        }
    }
}

/// The zip file inside an encrypted book.
fn package(container: &Compound<'_>, passwords: &[&str]) -> Result<Option<Vec<u8>>, Unreadable> {
    let missing = || corrupt("an encrypted book without its streams");
    let info = container.stream("EncryptionInfo").ok_or_else(missing)?;
    let package = container.stream("EncryptedPackage").ok_or_else(missing)?;
    let (length, body) = package.split_at_checked(8).ok_or_else(missing)?;
    let length = length.try_into().map(u64::from_le_bytes).map_err(|_| missing())?;
    let length = usize::try_from(length).ok().filter(|length| *length <= body.len()).ok_or_else(missing)?;
    let decrypted = match info.get(..4) {
        Some([4, 0, 4, 0]) => {
            let lock = agile::AgileLock::read(info.get(8..).unwrap_or_default())?.ok_or_else(unknown_lock)?;
            passwords.iter().find_map(|password| lock.open(password, body))
        }
        Some([2..=4, 0, 2, 0]) => {
            let lock = standard::StandardLock::read(&info).ok_or_else(unknown_lock)?;
            passwords.iter().find_map(|password| lock.open(password, body))
        }
        _ => return Err(unknown_lock()),
    };
    Ok(decrypted.map(|mut plain| {
        plain.truncate(length);
        plain
    }))
}

fn unknown_lock() -> Unreadable {
    Unreadable::Sealed(" Excel ".into())
}

/// A file that holds a binary workbook and nothing else.
fn container_of(book: &[u8]) -> io::Result<Vec<u8>> {
    let mut container = CompoundFile::create_with_version(Version::V3, io::Cursor::new(Vec::new()))?;
    container.create_stream("Workbook")?.write_all(book)?;
    container.flush()?;
    Ok(container.into_inner().into_inner())
}
