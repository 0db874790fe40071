//! Anchors: how far a ledger had come when something was made from it. What leaves the office with an anchor on it tells
//! later whether the ledger is still that one, or was rewritten or put back to an earlier day.

use rusqlite::{OptionalExtension, params};
use serde::{Deserialize, Serialize};

use super::chain::{Operation, head, next_number};
use super::readable::Readable;

/// How many letters of a hash are printed, and the fewest that are looked for.
const SHORT: usize = 12;

/// A ledger at some moment.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Anchor {
    /// How many operations it had.
    pub operations: i64,
    /// The hash of the last one; empty before the first.
    pub head: String,
}

impl Anchor {
    /// The ledger as it is.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn of(from: &impl Readable) -> anyhow::Result<Self> {
        let connection = from.connection();
        Ok(Self { operations: next_number(connection)? - 1, head: head(connection)? })
    }

    /// Whether a ledger is what this one became.
    ///
    /// # Errors
    /// If the ledger cannot be read.
    pub fn is_in(&self, from: &impl Readable) -> anyhow::Result<bool> {
        if self.operations == 0 {
            return Ok(true);
        }
        let query = "SELECT hash FROM audit WHERE sequence = ?1";
        let hash: Option<String> =
            from.connection().query_row(query, [self.operations], |row| row.get(0)).optional()?;
        Ok(hash.is_some_and(|hash| hash == self.head))
    }

    /// Whether the operation after it recorded a run of a period.
    ///
    /// # Errors
    /// If the ledger cannot be read.
    pub fn is_before_run(&self, from: &impl Readable, period: &str) -> anyhow::Result<bool> {
        let mut statement = from.connection().prepare("SELECT 1 FROM run WHERE entry = ?1 AND period = ?2")?;
        Ok(statement.exists(params![self.operations + 1, period])?)
    }

    /// The head as it is printed; none before the first operation.
    pub fn printed(&self) -> Option<String> {
        let letters = self.head.get(..SHORT)?;
        Some([&letters[..4], &letters[4..8], &letters[8..]].join("-"))
    }
}

/// The operation whose hash somebody noted, whole or as it is printed on lists and reports; none if there is none.
pub fn noted<'o>(operations: &'o [Operation], noted: &str) -> Option<&'o Operation> {
    let is_letter = |letter: &char| letter.is_ascii_hexdigit();
    let letters: String = noted.to_ascii_lowercase().chars().filter(|letter| !matches!(letter, '-' | ' ')).collect();
    let is_hash = letters.len() >= SHORT && letters.chars().all(|letter| is_letter(&letter));
    operations.iter().find(|operation| is_hash && operation.hash.starts_with(&letters))
}
