//! A book's bytes: in a file, or in memory where a file was unpacked or decrypted first; and what reading it may cost.

use std::io::{self, Cursor, Read, Seek};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::budget::Budget;
use crate::regular::{self, Irregular};

/// Bytes that can be opened any number of times.
#[derive(Clone)]
pub(super) struct Input {
    bytes: Stored,
    size: u64,
    budget: Arc<Budget>,
}

/// Where the bytes are.
#[derive(Clone)]
enum Stored {
    File(PathBuf),
    Memory(Arc<[u8]>),
}

/// Bytes being read.
pub(super) trait Bytes: Read + Seek {}

impl<B: Read + Seek> Bytes for B {}

/// An input, open.
pub(super) type Opened = Box<dyn Bytes>;

impl Input {
    /// A file.
    ///
    /// # Errors
    /// If it is none, or larger than any table.
    pub fn file(path: &Path) -> io::Result<Self> {
        let (_, size) = regular::open(path)?;
        match size > regular::TABLE {
            true => Err(Irregular::Oversized.into()),
            false => Ok(Self { bytes: Stored::File(path.to_owned()), size, budget: Arc::new(Budget::of(size)) }),
        }
    }

    /// Bytes in memory.
    pub fn memory(bytes: Vec<u8>) -> Self {
        let size = bytes.len() as u64;
        Self { bytes: Stored::Memory(bytes.into()), size, budget: Arc::new(Budget::of(size)) }
    }

    /// How many bytes it has.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// What reading it may cost.
    pub fn budget(&self) -> &Arc<Budget> {
        &self.budget
    }

    /// All bytes.
    pub fn read(&self) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        self.open()?.take(regular::TABLE).read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    /// Opens it anew.
    pub fn open(&self) -> io::Result<Opened> {
        Ok(match &self.bytes {
            Stored::File(path) => Box::new(regular::open(path)?.0),
            Stored::Memory(bytes) => Box::new(Cursor::new(Arc::clone(bytes))),
        })
    }
}
