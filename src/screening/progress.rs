//! What whoever waits for a screening is told meanwhile.

/// Hears how far a screening is; every method may be left as it is.
pub trait Progress: Sync {
    /// So many files are going to be read.
    fn files(&self, _files: usize) {}
    /// A file is being read, on any thread.
    fn reading(&self, _path: &str) {}
    /// A file was read, on any thread.
    fn read(&self) {}
    /// All files were read, or a step ended.
    fn done(&self) {}
    /// A step begins, named in Chinese.
    fn step(&self, _what: &str) {}
    /// What must not be missed, whatever becomes of the rest; a line in Chinese.
    fn insist(&self, _line: &str) {}
}

/// Tells nobody.
#[derive(Debug, Clone, Copy, Default)]
pub struct Silent;

impl Progress for Silent {}
