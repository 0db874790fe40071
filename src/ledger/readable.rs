//! What can be read from: a ledger, or a transaction under way.

use rusqlite::Connection;

/// What can be read from.
pub trait Readable {
    /// The connection.
    fn connection(&self) -> &Connection;
}
