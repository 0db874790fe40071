//! A part that is being unpacked, within its book's budget.

use std::io::{self, Read};

use super::budget::{Budget, Spent};

/// A part that ends in an error where it should long have ended.
pub(super) struct Bounded<'a, R> {
    part: R,
    budget: &'a Budget,
}

impl<'a, R: Read> Bounded<'a, R> {
    /// Bounds a part by a budget.
    pub fn of(part: R, budget: &'a Budget) -> Self {
        Self { part, budget }
    }
}

impl<R: Read> Read for Bounded<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.part.read(buffer)?;
        self.budget.unpack(read).map_err(|Spent| io::Error::other(Spent))?;
        Ok(read)
    }
}
