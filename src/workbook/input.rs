//! A book's bytes: in a file, or in memory where a file was unpacked or decrypted first.

use std::fs::File;
use std::io::{self, Cursor, Read, Seek};
use std::path::PathBuf;
use std::sync::Arc;

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
