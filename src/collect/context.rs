//! The files that are collected, and how.

use jiff::civil::Date;

use crate::detect::ClueNaming;
use crate::pack::Pack;
use crate::schema::RegisteredHousehold;
use crate::workbook::Book;

/// A file that came back.
#[derive(Debug)]
pub struct ReturnedFile {
    /// Its name, for people.
    pub name: String,
    /// Hash of its contents.
    pub hash: String,
    /// Its sheets, or why there are none.
    pub book: Result<Book, String>,
}

/// How lists are taken.
#[derive(Clone, Copy)]
pub struct CollectContext<'a> {
    /// The forms and the words that answers may be.
    pub pack: &'a Pack,
    /// How ids of clues that villages report are made.
    pub naming: &'a ClueNaming,
    /// The day after which nothing can have been verified yet.
    pub as_of: Date,
    /// What is taken of a file with errors.
    pub strictness: Strictness,
    /// The workbook of the last collection, which is replaced.
    pub former: Option<&'a ReturnedFile>,
    /// The register's households in a period; called only if a village reports a risk.
    pub households: &'a dyn Fn(&str) -> anyhow::Result<Vec<RegisteredHousehold>>,
}

/// What is taken of a file with errors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Strictness {
    /// Nothing.
    WholeFiles,
    /// The rows that are sound.
    SoundRows,
}
