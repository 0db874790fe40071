//! Where a ledger is kept that is no plain SQLite file: it is worked on in memory, and kept whole at every commit.

use std::fmt::Debug;

/// A place for a whole database.
pub trait Safe: Debug {
    /// The database that is kept; none if there is none yet.
    ///
    /// # Errors
    /// If it cannot be read.
    fn load(&self) -> anyhow::Result<Option<Vec<u8>>>;

    /// Whether another command kept one since this one was loaded or kept.
    ///
    /// # Errors
    /// If that cannot be told.
    fn is_outdated(&self) -> anyhow::Result<bool>;

    /// Keeps a database in place of the one that was loaded; that one stays if this fails.
    ///
    /// # Errors
    /// If it cannot be written, or another command kept one meanwhile.
    fn keep(&self, database: &[u8]) -> anyhow::Result<()>;
}
