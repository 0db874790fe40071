//! A panic in a reader costs the file that it reads.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::book::Unreadable;

/// Reads on this thread; what the readers panic on is corrupt.
pub(super) fn guarded<T>(read: impl FnOnce() -> Result<T, Unreadable>) -> Result<T, Unreadable> {
    let outer = READING.replace(true);
    let result = catch_unwind(AssertUnwindSafe(read));
    READING.set(outer);
    result.unwrap_or_else(|_| Err(Unreadable::Corrupt("the reader gave up".to_owned())))
}

thread_local! {
    static READING: Cell<bool> = const { Cell::new(false) };
}

/// Whether this thread is reading a file: a panic then is a broken file's, caught and reported as such, and nothing
/// to print.
pub fn is_reading() -> bool {
    READING.get()
}
