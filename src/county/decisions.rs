//! What people decide in a workbook about records whose number cannot be relied on.

use super::failure::Failure;
use crate::link::{ClericalReview, MatchDecisions, read_review};
use crate::workbook::Book;

/// What the sheets of a book decide; none if no sheet asks for decisions.
pub(crate) fn decisions_in(book: &Book, name: &str) -> Result<Option<MatchDecisions>, Failure> {
    let mut all: Option<ClericalReview> = None;
    for sheet in &book.sheets {
        if let Some(review) = read_review(&sheet.grid, name)? {
            all.get_or_insert_default().add(review);
        }
    }
    Ok(all.map(ClericalReview::all))
}
