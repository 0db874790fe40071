//! Excel files → grids, through the reader library's streaming cells where it has them.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use calamine::{
    Data, DataRef, Dimensions, ExcelDateTime, Ods, OdsError, Range, Reader, SheetType, SheetVisible, Xls, XlsError,
    Xlsb, XlsbError, Xlsx, XlsxError,
};

use super::book::{Book, Format, Sheet, Unreadable, Visibility};
use super::grid::{CellKind, Grid, Merge};
use super::merges;
use super::number::{kind_of_number, kind_of_text};

type BookFile = BufReader<File>;

/// Reads a zipped workbook: of XML parts, or of binary ones.
pub(super) fn read_zipped(path: &Path) -> Result<Book, Unreadable> {
    match Xlsx::new(BufReader::new(File::open(path)?)) {
        Ok(book) => read_xlsx(book, merges::read(path)?),
        Err(error) => match Xlsb::new(BufReader::new(File::open(path)?)) {
            Ok(book) => read_ranges(book, Format::Xlsb, |error: XlsbError| Unreadable::Corrupt(error.to_string())),
            Err(_) => Err(xlsx_error(error)),
        },
    }
}

pub(super) fn read_ods(path: &Path) -> Result<Book, Unreadable> {
    let failure = |error: OdsError| match error {
        OdsError::Password => Unreadable::Encrypted,
        other => Unreadable::Corrupt(other.to_string()),
    };
    let book = Ods::new(BufReader::new(File::open(path)?)).map_err(failure)?;
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
        sheets.push(Sheet { name: listed.name, visibility: visibility(listed.visible), grid });
    }
    Ok(Book { format, sheets })
}

fn put_range(grid: &mut Grid, range: &Range<Data>) -> Result<(), Unreadable> {
    let (top, left) = position(range.start().unwrap_or_default());
    for (row, column, value) in range.used_cells() {
        if !put(grid, top + row, left + column, &borrowed(value)) {
            return Err(Unreadable::TooLarge);
        }
    }
    Ok(())
}

fn read_xlsx(mut book: Xlsx<BookFile>, mut merges: BTreeMap<String, Vec<Merge>>) -> Result<Book, Unreadable> {
    let mut sheets = Vec::new();
    for listed in worksheets(book.sheets_metadata()) {
        let mut grid = Grid::default();
        stream(&mut book, &listed.name, &mut grid)?;
        grid.merge(merges.remove(&listed.name).unwrap_or_default());
        sheets.push(Sheet { name: listed.name, visibility: visibility(listed.visible), grid });
    }
    Ok(Book { format: Format::Xlsx, sheets })
}

fn stream(book: &mut Xlsx<BookFile>, sheet: &str, grid: &mut Grid) -> Result<(), Unreadable> {
    let mut cells = book.worksheet_cells_reader(sheet).map_err(xlsx_error)?;
    while let Some(cell) = cells.next_cell().map_err(xlsx_error)? {
        let (row, column) = position(cell.get_position());
        if !put(grid, row, column, cell.get_value()) {
            return Err(Unreadable::TooLarge);
        }
    }
    Ok(())
}

pub(super) fn read_xls(path: &Path) -> Result<Book, Unreadable> {
    let mut book: Xls<BookFile> =
        Xls::new(BufReader::new(File::open(path)?)).map_err(|error| xls_error(error, path))?;
    let mut sheets = Vec::new();
    for listed in worksheets(book.sheets_metadata()) {
        let mut grid = Grid::default();
        let range = book.worksheet_range(&listed.name).map_err(|error| xls_error(error, path))?;
        put_range(&mut grid, &range)?;
        let merges = book.merge_cells_by_sheet_name(&listed.name).map_err(|error| xls_error(error, path))?;
        grid.merge(merges.into_iter().map(merge));
        sheets.push(Sheet { name: listed.name, visibility: visibility(listed.visible), grid });
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
fn put(grid: &mut Grid, row: usize, column: usize, value: &DataRef<'_>) -> bool {
    match value {
        DataRef::Empty => true,
        DataRef::String(text) => grid.set(row, column, text, kind_of_text(text)),
        DataRef::SharedString(text) => grid.set(row, column, text, kind_of_text(text)),
        DataRef::Int(number) => grid.set(row, column, &number.to_string(), kind_of_number(*number as f64)),
        DataRef::Float(number) => grid.set(row, column, &number.to_string(), kind_of_number(*number)),
        DataRef::Bool(true) => grid.set(row, column, "TRUE", CellKind::Bool),
        DataRef::Bool(false) => grid.set(row, column, "FALSE", CellKind::Bool),
        DataRef::DateTime(moment) => grid.set(row, column, &iso(moment), CellKind::Date),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => grid.set(row, column, text, CellKind::Date),
        DataRef::Error(error) => grid.set(row, column, &error.to_string(), CellKind::Error),
    }
}

fn iso(moment: &ExcelDateTime) -> String {
    if moment.is_duration() {
        return moment.as_f64().to_string();
    }
    let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
    match (hour, minute, second) {
        (0, 0, 0) => format!("{year:04}-{month:02}-{day:02}"),
        _ => format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}"),
    }
}

fn borrowed(value: &Data) -> DataRef<'_> {
    match value {
        Data::Int(number) => DataRef::Int(*number),
        Data::Float(number) => DataRef::Float(*number),
        Data::String(text) => DataRef::SharedString(text),
        Data::Bool(flag) => DataRef::Bool(*flag),
        Data::DateTime(moment) => DataRef::DateTime(*moment),
        Data::DateTimeIso(text) => DataRef::DateTimeIso(text.clone()),
        Data::DurationIso(text) => DataRef::DurationIso(text.clone()),
        Data::Error(error) => DataRef::Error(error.clone()),
        Data::Empty => DataRef::Empty,
    }
}

fn xlsx_error(error: XlsxError) -> Unreadable {
    match error {
        XlsxError::Io(error) => Unreadable::Io(error),
        XlsxError::Password => Unreadable::Encrypted,
        other => Unreadable::Corrupt(other.to_string()),
    }
}

/// An encrypted .xlsx lies in the same container as an .xls; only the name of a stream inside tells.
fn xls_error(error: XlsError, path: &Path) -> Unreadable {
    match error {
        XlsError::Io(error) => Unreadable::Io(error),
        XlsError::Password => Unreadable::Encrypted,
        _ if holds_encrypted_package(path) => Unreadable::Encrypted,
        other => Unreadable::Corrupt(other.to_string()),
    }
}

fn holds_encrypted_package(path: &Path) -> bool {
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    std::fs::read(path).is_ok_and(|bytes| bytes.windows(name.len()).any(|window| window == name))
}
