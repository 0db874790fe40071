//! Binary workbooks and OpenDocument → grids, through the reader library.

use std::io::BufReader;

use calamine::{
    Data, Dimensions, Ods, OdsError, Range, Reader, SheetType, SheetVisible, Xls, XlsError, Xlsb, XlsbError,
};

use super::book::{Book, Format, Sheet, Unreadable, Visibility};
use super::grid::{CellKind, Grid, Merge, Refused};
use super::input::{Input, Opened};
use super::number::{day, kind_of_number, kind_of_text};

type BookFile = BufReader<Opened>;

pub(super) fn read_xlsb(input: &Input) -> Result<Book, Unreadable> {
    let failure = |error: XlsbError| Unreadable::Corrupt(error.to_string());
    let book = Xlsb::new(BufReader::new(input.open()?)).map_err(failure)?;
    read_ranges(book, Format::Xlsb, failure)
}

pub(super) fn read_ods(input: &Input) -> Result<Book, Unreadable> {
    let failure = |error: OdsError| match error {
        OdsError::Password => Unreadable::Encrypted,
        other => Unreadable::Corrupt(other.to_string()),
    };
    let book = Ods::new(BufReader::new(input.open()?)).map_err(failure)?;
    read_ranges(book, Format::Ods, failure)
}

/// Reads a book whose sheets the library gives only whole.
fn read_ranges<R: Reader<BookFile>>(
    mut book: R,
    format: Format,
    failure: impl Fn(R::Error) -> Unreadable,
) -> Result<Book, Unreadable> {
    let mut sheets = Vec::new();
    for listed in worksheets(book.sheets_metadata()) {
        let range = book.worksheet_range(&listed.name).map_err(&failure)?;
        let mut grid = Grid::default();
        put_range(&mut grid, &range)?;
        sheets.push(Sheet { name: listed.name, visibility: visibility(listed.visible), hidden_rows: 0, grid });
    }
    Ok(Book { format, sheets })
}

fn put_range(grid: &mut Grid, range: &Range<Data>) -> Result<(), Unreadable> {
    let (top, left) = position(range.start().unwrap_or_default());
    for (row, column, value) in range.used_cells() {
        put(grid, top + row, left + column, value)?;
    }
    Ok(())
}

pub(super) fn read_xls(input: &Input) -> Result<Book, Unreadable> {
    let mut book: Xls<BookFile> = Xls::new(BufReader::new(input.open()?)).map_err(xls_error)?;
    let mut sheets = Vec::new();
    for listed in worksheets(book.sheets_metadata()) {
        let mut grid = Grid::default();
        put_range(&mut grid, &book.worksheet_range(&listed.name).map_err(xls_error)?)?;
        let merges = book.merge_cells_by_sheet_name(&listed.name).map_err(xls_error)?;
        grid.merge(merges.into_iter().map(merge));
        sheets.push(Sheet { name: listed.name, visibility: visibility(listed.visible), hidden_rows: 0, grid });
    }
    Ok(Book { format: Format::Xls, sheets })
}

fn worksheets(listed: &[calamine::Sheet]) -> Vec<calamine::Sheet> {
    listed.iter().filter(|sheet| sheet.typ == SheetType::WorkSheet).cloned().collect()
}

fn visibility(visible: SheetVisible) -> Visibility {
    match visible {
        SheetVisible::Visible => Visibility::Visible,
        SheetVisible::Hidden | SheetVisible::VeryHidden => Visibility::Hidden,
    }
}

fn position((row, column): (u32, u32)) -> (usize, usize) {
    (row as usize, column as usize)
}

fn merge(block: Dimensions) -> Merge {
    Merge { start: position(block.start), end: position(block.end) }
}

/// Puts a value into the grid as text.
fn put(grid: &mut Grid, row: usize, column: usize, value: &Data) -> Result<(), Refused> {
    match value {
        Data::Empty => Ok(()),
        Data::String(text) => grid.set(row, column, text, kind_of_text(text)),
        Data::Int(number) => grid.set(row, column, &number.to_string(), kind_of_number(*number as f64)),
        Data::Float(number) => grid.set(row, column, &number.to_string(), kind_of_number(*number)),
        Data::Bool(true) => grid.set(row, column, "TRUE", CellKind::Bool),
        Data::Bool(false) => grid.set(row, column, "FALSE", CellKind::Bool),
        Data::DateTime(moment) => {
            let (text, kind) = day(moment);
            grid.set(row, column, &text, kind)
        }
        Data::DateTimeIso(text) | Data::DurationIso(text) => grid.set(row, column, text, CellKind::Date),
        Data::Error(error) => grid.set(row, column, &error.to_string(), CellKind::Error),
    }
}

fn xls_error(error: XlsError) -> Unreadable {
    match error {
        XlsError::Io(error) => error.into(),
        XlsError::Password => Unreadable::Encrypted,
        other => Unreadable::Corrupt(other.to_string()),
    }
}
