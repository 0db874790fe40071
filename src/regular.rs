//! Files that others wrote, opened only if they are files: a pipe, a device or a socket under a file's name would be
//! waited for without end, and a folder says nothing. Text that people write is also read only up to a size.

use std::fmt;
use std::fs::{self, File, FileType};
use std::io::{self, Read};
use std::path::Path;

use serde::{Deserialize, Serialize};

/// How large a text that people write may be: a rule file, `bidui.toml`.
pub const TEXT: u64 = 16 << 20;

/// How large a table may be, or a file that this program wrote.
pub const TABLE: u64 = 2 << 30;

/// Why something is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Irregular {
    /// A folder under a file's name.
    Folder,
    /// A pipe, a device or a socket.
    Special,
    /// More bytes than any sane file of its kind has.
    Oversized,
}

impl fmt::Display for Irregular {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Folder => "这是一个文件夹，不是文件；请把它改名，或移到别处",
            Self::Special => "这不是普通文件，而是管道、设备或套接字；请把它移走，换成真正的文件",
            Self::Oversized => "文件大得不合常理；请核对是不是放错了文件，数据确实多的，分成几个文件",
        })
    }
}

impl std::error::Error for Irregular {}

impl From<Irregular> for io::Error {
    fn from(irregular: Irregular) -> Self {
        io::Error::new(io::ErrorKind::InvalidInput, irregular)
    }
}

impl Irregular {
    /// What a kind of file is, if it is not one that can be read.
    pub fn of(kind: FileType) -> Option<Self> {
        match (kind.is_dir(), kind.is_file()) {
            (true, _) => Some(Self::Folder),
            (_, false) => Some(Self::Special),
            (false, true) => None,
        }
    }

    /// Whether an error is one of these.
    pub fn behind(error: &io::Error) -> Option<Self> {
        error.get_ref()?.downcast_ref().copied()
    }
}

/// Opens a file and tells its size.
///
/// # Errors
/// If it cannot be opened, or is none: [`Irregular`].
pub fn open(path: &Path) -> io::Result<(File, u64)> {
    let attributes = fs::metadata(path)?;
    match Irregular::of(attributes.file_type()) {
        Some(irregular) => Err(irregular.into()),
        None => Ok((File::open(path)?, attributes.len())),
    }
}

/// Reads a file of at most so many bytes.
///
/// # Errors
/// Like [`open`], or if it is larger.
pub fn read(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    let (file, _) = open(path)?;
    let mut bytes = Vec::new();
    file.take(most + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most { Err(Irregular::Oversized.into()) } else { Ok(bytes) }
}

/// The same for text in UTF-8.
///
/// # Errors
/// Like [`read`], or if it is no such text.
pub fn read_text(path: &Path, most: u64) -> io::Result<String> {
    String::from_utf8(read(path, most)?).map_err(io::Error::other)
}
