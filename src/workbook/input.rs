//! Where a book's bytes come from: a file, a file in an archive, or memory where a file was decrypted first.

use std::fs::File;
use std::io::{self, Cursor, Read, Seek};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::archive;

/// Where a file lies: in a folder, or in an archive there, which may lie in another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The file in the folder.
    pub path: PathBuf,
    /// From the outermost archive on, the number and the name of the file in it; none if the file is no archive.
    #[serde(default)]
    pub within: Vec<(usize, String)>,
}

impl From<&Path> for Place {
    fn from(path: &Path) -> Self {
        Self { path: path.to_owned(), within: Vec::new() }
    }
}

impl Place {
    /// The file's name.
    pub fn name(&self) -> &Path {
        self.within.last().map_or(&self.path, |(_, name)| Path::new(name))
    }

    /// Its name without extension.
    pub(super) fn stem(&self) -> String {
        self.name().file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default()
    }

    /// Its bytes.
    ///
    /// # Errors
    /// If they cannot be read.
    pub fn open(&self) -> io::Result<Box<dyn Read>> {
        Ok(Box::new(Input::of(self)?.open()?))
    }
}

/// Bytes that can be opened any number of times.
#[derive(Clone)]
pub(super) enum Input {
    File(PathBuf),
    Memory(Arc<[u8]>),
}

/// Bytes being read.
pub(super) trait Bytes: Read + Seek {}

impl<B: Read + Seek> Bytes for B {}

/// An input, open.
pub(super) type Opened = Box<dyn Bytes>;

impl Input {
    /// What lies in a place.
    pub fn of(place: &Place) -> io::Result<Self> {
        place.within.iter().try_fold(Self::File(place.path.clone()), |outer, (number, _)| {
            archive::member(&outer, *number).map(|bytes| Self::Memory(bytes.into()))
        })
    }

    /// All bytes.
    pub fn read(&self) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        self.open()?.read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    pub fn open(&self) -> io::Result<Opened> {
        Ok(match self {
            Self::File(path) => Box::new(File::open(path)?),
            Self::Memory(bytes) => Box::new(Cursor::new(Arc::clone(bytes))),
        })
    }
}
