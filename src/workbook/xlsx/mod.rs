//! Excel 2007 and later → grids.
//!
//! The reader library streams cells too, but passes over what must not be passed over here – rows that a filter
//! hides, formulas that were never calculated, merged blocks – and takes twice as long. It stays the second reader
//! that the tests compare this one with.

pub(super) mod package;
mod reference;
mod strings;
mod sheet;
mod styles;

use rayon::prelude::{IntoParallelRefIterator, ParallelIterator};

use super::book::{Book, Format, Sheet, Unreadable};
use super::guard::guarded;
use super::input::Input;
use package::Package;

/// Reads a book, its sheets side by side.
pub(super) fn read(input: &Input) -> Result<Book, Unreadable> {
    let mut package = Package::open(input)?;
    let workbook = package.workbook()?;
    let strings = match &workbook.strings {
        Some(part) => strings::read(&mut package, part, input.budget())?,
        None => strings::Strings::default(),
    };
    let formats = match &workbook.styles {
        Some(part) => styles::read(&mut package, part, input.budget())?,
        None => Vec::new(),
    };
    let values = sheet::XlsxLookups { strings: &strings, formats: &formats, since_1904: workbook.since_1904 };
    let sheets: Result<Vec<Sheet>, Unreadable> = workbook
        .sheets
        .par_iter()
        .map(|listed| {
            let read = || sheet::read(&mut Package::open(input)?, listed, values, input.budget());
            let (grid, hidden_rows) = guarded(read)?;
            Ok(Sheet { name: listed.name.clone(), visibility: listed.visibility, hidden_rows, grid })
        })
        .collect();
    Ok(Book { format: Format::Xlsx, sheets: sheets?, properties: package.properties()? })
}
