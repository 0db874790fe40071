//! What reading one file may cost, counted: a small file that stands for gigabytes is refused at the same cell on every
//! machine, whatever memory there is.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};

/// What any file may cost, however small it is.
const LEAST: u64 = 256 << 20;

/// How many bytes of memory, and of unpacked parts, a file may cost for each of its own. The sheets of departments take
/// up to twenty.
const RATIO: u64 = 200;

/// How many bytes of memory the cells of a book may take.
const MOST: u64 = 2 << 30;

/// How many sheets a book may have.
const SHEETS: usize = 2_000;

/// A file costs more than any sane one of its size.
#[derive(Debug)]
pub(super) struct Spent;

impl fmt::Display for Spent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the budget is spent")
    }
}

impl std::error::Error for Spent {}

/// What may still be spent on a file.
#[derive(Debug)]
pub(super) struct Budget {
    memory: AtomicU64,
    unpacked: AtomicU64,
}

impl Budget {
    /// The budget of a file of so many bytes.
    pub fn of(bytes: u64) -> Self {
        let most = bytes.saturating_mul(RATIO).saturating_add(LEAST);
        Self { memory: most.min(MOST).into(), unpacked: most.into() }
    }

    /// Takes memory for what a file holds.
    ///
    /// # Errors
    /// If it is spent.
    pub fn keep(&self, bytes: usize) -> Result<(), Spent> {
        spend(&self.memory, bytes as u64)
    }

    /// Takes bytes of a part that is being unpacked; a few bytes can unpack to no end, and parts can be read repeatedly.
    ///
    /// # Errors
    /// If they are spent.
    pub fn unpack(&self, bytes: usize) -> Result<(), Spent> {
        spend(&self.unpacked, bytes as u64)
    }

    /// Whether a book may have so many sheets.
    ///
    /// # Errors
    /// If it may not.
    pub fn sheets(&self, sheets: usize) -> Result<(), Spent> {
        if sheets > SHEETS { Err(Spent) } else { Ok(()) }
    }
}

fn spend(left: &AtomicU64, bytes: u64) -> Result<(), Spent> {
    let spent = left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(bytes));
    spent.map(drop).map_err(|_| Spent)
}
