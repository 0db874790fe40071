//! Who may read what is written: its owner alone, because it is of people, and never more than the umask lets. Whatever
//! the program writes is created here.
//!
//! Windows gives files the rights of the folder they are made in; there nothing is done.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

/// What an owner may do; group and others, nothing.
#[cfg(unix)]
const OWNER: u32 = 0o700;

/// Makes a folder and those above it that are missing.
///
/// # Errors
/// If one cannot be made.
pub fn create_folder(path: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, OWNER);
    builder.recursive(true).create(path)
}

/// How a file is opened that may have to be made.
pub fn options() -> OpenOptions {
    let mut options = OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.create(true);
    options
}

/// Makes a file, or empties the one that is there.
///
/// # Errors
/// If it cannot be made or written to.
pub fn create_file(path: &Path) -> io::Result<File> {
    options().write(true).truncate(true).open(path)
}

/// Writes a file.
///
/// # Errors
/// If it cannot be written.
pub fn write(path: &Path, bytes: impl AsRef<[u8]>) -> io::Result<()> {
    create_file(path)?.write_all(bytes.as_ref())
}

/// Takes from group and others what earlier versions, or people, let them do with a file or folder.
///
/// # Errors
/// If it is not there, or not this user's.
#[cfg(unix)]
pub fn close(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt, PermissionsExt};
    let mode = fs::metadata(path)?.mode();
    match mode & 0o077 {
        0 => Ok(()),
        _ => fs::set_permissions(path, fs::Permissions::from_mode(mode & OWNER)),
    }
}

/// Takes from group and others what they may do with a file or folder; it has the rights of the folder it lies in.
///
/// # Errors
/// If it is not there.
#[cfg(not(unix))]
pub fn close(path: &Path) -> io::Result<()> {
    fs::metadata(path).map(drop)
}
