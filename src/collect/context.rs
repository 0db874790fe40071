//! What is collected, and how.

use jiff::civil::Date;

use crate::detect::ClueNaming;
use crate::pack::Pack;
use crate::schema::Location;
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
    /// What is taken of a file that is not sound throughout.
    pub strictness: Strictness,
    /// The workbook with what came of the last collection, which this one's replaces.
    pub former: Option<&'a ReturnedFile>,
    /// The register's households as a period had them; asked only if a village reports a risk by itself.
    pub households: &'a dyn Fn(&str) -> anyhow::Result<Vec<Location>>,
}

/// What is taken of a file that is not sound throughout.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Strictness {
    /// Nothing.
    WholeFiles,
    /// The rows that are sound.
    SoundRows,
}
