//! Excel 97 to 2003, and Excel 5 and 95 → grids.
//!
//! The reader library reads these books too, but garbles the text of those that name an encoding for their text
//! although it is in Unicode, and takes amounts for days where formats have numbers of their own.

mod text;
mod globals;
mod sheet;

use super::book::{Book, Format, Sheet, Unreadable};
use super::compound::Compound;
use super::foreign::Foreign;
use super::input::Input;
use super::xml::corrupt;
use globals::{Globals, XlsSheet};

/// What a book begins with that lies in no container.
pub(super) const BARE: [[u8; 3]; 2] = [[0x09, 0x08, 0x10], [0x09, 0x08, 0x08]];

/// The names of the stream that holds the book; a file that has both holds an older copy in the second.
pub(super) const STREAMS: [&str; 2] = ["Workbook", "Book"];

pub(super) fn read(input: &Input) -> Result<Book, Unreadable> {
    let file = input.read()?;
    let book = if BARE.iter().any(|beginning| file.starts_with(beginning)) { file } else { stream(&file)? };
    let globals = Globals::read(&book)?;
    input.budget().sheets(globals.sheets.len())?;
    let sheet = |listed: &XlsSheet| {
        let (grid, hidden_rows) = sheet::read(&book, listed.at, &globals, input.budget())?;
        Ok(Sheet { name: listed.name.clone(), visibility: listed.visibility, hidden_rows, grid })
    };
    let sheets: Result<Vec<Sheet>, Unreadable> = globals.sheets.iter().map(sheet).collect();
    Ok(Book { format: Format::Xls, sheets: sheets?, properties: Default::default() })
}

/// The stream of a file that holds the book.
fn stream(file: &[u8]) -> Result<Vec<u8>, Unreadable> {
    let compound = Compound::open(file).ok_or_else(|| corrupt("a container that does not hold together"))?;
    if let Some(book) = STREAMS.into_iter().find_map(|name| compound.stream(name)) {
        return Ok(book);
    }
    Err(match ["WordDocument", "PowerPoint Document"].map(|name| compound.stream(name).is_some()) {
        [true, _] => Unreadable::Foreign(Foreign::Document),
        [_, true] => Unreadable::Foreign(Foreign::Slides),
        _ => corrupt("a container without a workbook"),
    })
}
