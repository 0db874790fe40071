//! Binary workbooks and OpenDocument → grids, through the reader library.

use std::collections::BTreeMap;
use std::io::{BufReader, Read};

use calamine::{
    Data, Dimensions, Ods, OdsError, Range, Reader, SheetType, SheetVisible, Xls, XlsError, Xlsb, XlsbError,
};
use cfb::CompoundFile;

use super::biff::{self, Survey};
use super::book::{Book, Format, Sheet, Unreadable, Visibility};
use super::grid::{CellKind, Grid, Merge, Refused};
use super::input::{Input, Opened};
use super::number::{day, kind_of_number, kind_of_text};
use super::ods;
use super::xml::corrupt;

type BookFile = BufReader<Opened>;

pub(super) fn read_xlsb(input: &Input) -> Result<Book, Unreadable> {
    let failure = |error: XlsbError| Unreadable::Corrupt(error.to_string());
    let book = Xlsb::new(BufReader::new(input.open()?)).map_err(failure)?;
    read_ranges(book, Format::Xlsb, failure)
}

pub(super) fn read_ods(input: &Input) -> Result<Book, Unreadable> {
    let failure = |error: OdsError| match error {
        OdsError::Password => Unreadable::Sealed(" ods ".into()),
        other => Unreadable::Corrupt(other.to_string()),
    };
    let book = Ods::new(BufReader::new(input.open()?)).map_err(failure)?;
    let mut book = read_ranges(book, Format::Ods, failure)?;
    // Tags that only the library can read tell nothing more.
    let mut surveys = ods::survey(input).unwrap_or_default();
    for sheet in &mut book.sheets {
        let survey = surveys.remove(&sheet.name).unwrap_or_default();
        sheet.grid.merge(survey.merges);
        sheet.hidden_rows = survey.hidden_rows;
    }
    Ok(book)
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
    Ok(Book { format, sheets, properties: BTreeMap::new() })
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
    let mut surveys = surveys(input)?.into_iter();
    let mut sheets = Vec::new();
    for listed in worksheets(book.sheets_metadata()) {
        let range = book.worksheet_range(&listed.name).map_err(xls_error)?;
        let survey = surveys.next();
        if survey.is_some_and(|survey| !survey.whole || range.used_cells().count() < survey.cells) {
            return Err(corrupt("a sheet that is not there as a whole"));
        }
        let mut grid = Grid::default();
        put_range(&mut grid, &range)?;
        let merges = book.merge_cells_by_sheet_name(&listed.name).map_err(xls_error)?;
        grid.merge(merges.into_iter().map(merge));
        let (visibility, hidden_rows) = (visibility(listed.visible), survey.map_or(0, |survey| survey.hidden_rows));
        sheets.push(Sheet { name: listed.name, visibility, hidden_rows, grid });
    }
    Ok(Book { format: Format::Xls, sheets, properties: BTreeMap::new() })
}

/// What the book's own records tell of its sheets; a container that only the library can open tells nothing.
fn surveys(input: &Input) -> Result<Vec<Survey>, Unreadable> {
    let Ok(mut container) = CompoundFile::open(input.open()?) else { return Ok(Vec::new()) };
    let mut book = Vec::new();
    if let Some(name) = ["Workbook", "Book"].into_iter().find(|name| container.is_stream(name)) {
        container.open_stream(name)?.read_to_end(&mut book)?;
    }
    Ok(biff::survey(&book))
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
        XlsError::Password => Unreadable::Sealed(" xls ".into()),
        other => Unreadable::Corrupt(other.to_string()),
    }
}
