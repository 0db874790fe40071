//! Whether a folder that is not in its place yet is being filled, or was left by a command that was killed: who fills it
//! holds a lock in it, which ends with the process.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use crate::access;

/// The file that is locked.
const FILE: &str = ".in-use";

/// The lock of whoever fills a folder.
#[derive(Debug)]
pub(super) struct InUse {
    file: File,
    path: PathBuf,
}

impl InUse {
    /// Marks a folder; a drive that knows no locks goes without.
    ///
    /// # Errors
    /// If nothing can be written there.
    pub fn mark(folder: &Path) -> io::Result<Self> {
        let path = folder.join(FILE);
        let file = access::options().read(true).write(true).truncate(true).open(&path)?;
        let _ = file.try_lock();
        Ok(Self { file, path })
    }

    /// Takes the mark away.
    ///
    /// # Errors
    /// If it stays.
    pub fn end(self) -> io::Result<()> {
        drop(self.file);
        fs::remove_file(self.path)
    }
}

/// Whether somebody fills it now.
pub(super) fn is_in_use(folder: &Path) -> bool {
    matches!(lock(folder), Some(Err(TryLockError::WouldBlock)))
}

/// Whether somebody began to fill it and does not any more.
pub(super) fn is_abandoned(folder: &Path) -> bool {
    matches!(lock(folder), Some(Ok(())))
}

fn lock(folder: &Path) -> Option<Result<(), TryLockError>> {
    let file = OpenOptions::new().read(true).write(true).open(folder.join(FILE)).ok()?;
    Some(file.try_lock())
}
