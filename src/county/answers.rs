//! What people answer in a workbook about records whose number cannot be relied on.

use super::failure::Failure;
use crate::link::{Answers, Written, answers};
use crate::workbook::Book;

/// What the sheets of a book answer; none if no sheet asks for it.
pub(crate) fn answers_in(book: &Book, name: &str) -> Result<Option<Answers>, Failure> {
    let mut all: Option<Written> = None;
    for sheet in &book.sheets {
        if let Some(written) = answers(&sheet.grid, name)? {
            all.get_or_insert_default().add(written);
        }
    }
    Ok(all.map(Written::all))
}
