//! Declared sheets → an .xlsx that prints well: A4 landscape, headings on every page, page numbers, drop-downs.

mod choices;
mod sheet;
mod style;

use std::collections::BTreeSet;
use std::io;
use std::path::Path;

use anyhow::anyhow;
use jiff::civil::Date;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

use choices::{Choices, SHEET};
use style::Styles;

use super::book::Visibility;
use super::encrypted::seal;

/// A workbook to be written.
#[derive(Debug, Clone, Default)]
pub struct BookOut {
    /// The day it is made on, for its properties: the same contents always give the same bytes.
    pub created: Date,
    /// Its sheets.
    pub sheets: Vec<SheetOut>,
    /// Names and values that travel with the file, whatever is done to its sheets.
    pub properties: Vec<(String, String)>,
}

/// A sheet to be written: title, notes, headings, rows, footer, from top to bottom.
#[derive(Debug, Clone, Default)]
pub struct SheetOut {
    /// Its name; made acceptable and unique.
    pub name: String,
    /// The line on top.
    pub title: Option<String>,
    /// Lines under the title.
    pub notes: Vec<String>,
    /// Its columns.
    pub columns: Vec<ColumnOut>,
    /// Its rows, as wide as its columns.
    pub rows: Vec<Vec<CellOut>>,
    /// Lines below, for signatures.
    pub footer: Vec<String>,
    /// More pages with the same columns, each printed on paper of its own.
    pub further: Vec<Section>,
    /// The column that shows whether a row was answered: rows without an answer are coloured.
    pub answered: Option<usize>,
    /// How many columns are printed; all, if that is not told.
    pub printed: Option<usize>,
    /// Whether whoever opens the book sees it.
    pub visibility: Visibility,
    /// What people may do with its rows.
    pub arrangement: Arrangement,
}

/// What people may do with the rows of a sheet of one page.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Arrangement {
    /// They stay as they are.
    #[default]
    Fixed,
    /// Some can be hidden.
    Filtered,
    /// They can be put in another order as well; every row stands for itself. Spreadsheets let nobody sort a protected
    /// sheet, so that such a sheet is not.
    Sorted,
}

impl SheetOut {
    /// The columns that are printed.
    pub(super) fn printed(&self) -> &[ColumnOut] {
        &self.columns[..self.printed.unwrap_or(usize::MAX).min(self.columns.len())]
    }

    /// The same sheet with its own title and notes only, and all its pages behind them.
    pub fn on_pages(mut self) -> Self {
        if !self.further.is_empty() {
            let first = self.further.remove(0);
            self.notes.splice(0..0, self.title.take());
            self.notes.extend(first.title.iter().cloned());
            self.notes.extend(first.notes);
            (self.title, self.rows, self.footer) = (first.title, first.rows, first.footer);
        }
        self
    }
}

/// One page of a sheet of several.
#[derive(Debug, Clone, Default)]
pub struct Section {
    /// The line on top.
    pub title: Option<String>,
    /// Lines under the title.
    pub notes: Vec<String>,
    /// Its rows, as wide as the sheet's columns.
    pub rows: Vec<Vec<CellOut>>,
    /// Lines below, for signatures.
    pub footer: Vec<String>,
}

/// A column of a sheet.
#[derive(Debug, Clone)]
pub struct ColumnOut {
    /// Its heading.
    pub heading: String,
    /// Its width in characters.
    pub width: f64,
    /// What it holds.
    pub kind: ColumnKind,
    /// The words to choose from.
    pub choices: Vec<String>,
    /// Whether people fill it in.
    pub entry: Entry,
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnKind {
    /// Text, kept as text.
    Text,
    /// Whole numbers.
    Integer,
    /// Amounts in 元.
    Money,
}

/// Whether people fill a column in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entry {
    /// It is given.
    Given,
    /// It is for them.
    FillIn,
}

/// A cell to be written.
#[derive(Debug, Clone, PartialEq)]
pub enum CellOut {
    /// Nothing.
    Blank,
    /// Nothing yet: people may write into it, whatever its column.
    Open,
    /// Text: never a formula, whatever it begins with.
    Text(String),
    /// Text for people to choose from words of the cell's own, nothing chosen yet.
    Choice(Vec<String>),
    /// A whole number.
    Integer(i64),
    /// An amount in fen.
    Money(i64),
}

/// Writes a workbook, locked if there is a password.
///
/// # Errors
/// If the file cannot be written; the message says what to do.
pub fn write(path: &Path, book: &BookOut, password: Option<&str>) -> anyhow::Result<()> {
    let plain = bytes(book)?;
    let bytes = match password {
        Some(password) => seal(&plain, password).map_err(|error| failure(error, path))?,
        None => plain,
    };
    std::fs::write(path, bytes).map_err(|error| failure(error, path))
}

/// A workbook's bytes.
///
/// # Errors
/// If something in it goes beyond what a workbook can hold.
pub fn bytes(book: &BookOut) -> anyhow::Result<Vec<u8>> {
    let written = workbook(book).and_then(|mut workbook| workbook.save_to_buffer());
    written.map_err(|error| anyhow!("生成工作簿失败: {error}"))
}

fn failure(error: io::Error, path: &Path) -> anyhow::Error {
    let path = path.display();
    let advice = match error.kind() {
        io::ErrorKind::PermissionDenied => format!("写不了 {path},请关闭正在打开它的 Excel 或 WPS 后重试"),
        io::ErrorKind::StorageFull => format!("写 {path} 时磁盘已满,请腾出空间后重试"),
        _ => format!("写不了 {path},请检查磁盘空间和写入权限"),
    };
    anyhow::Error::new(error).context(advice)
}

fn workbook(book: &BookOut) -> Result<Workbook, XlsxError> {
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties(book)?);
    let styles = Styles::new();
    let mut names = BTreeSet::from([SHEET.to_owned()]);
    let mut choices = Choices::default();
    for sheet in &book.sheets {
        let worksheet = workbook.add_worksheet();
        worksheet.set_name(sheet_name(&sheet.name, &mut names))?;
        sheet::fill(worksheet, sheet, &styles, &mut choices)?;
    }
    choices.write(&mut workbook)?;
    Ok(workbook)
}

fn properties(book: &BookOut) -> Result<DocProperties, XlsxError> {
    let (year, month, day) = (book.created.year(), book.created.month(), book.created.day());
    let created = ExcelDateTime::from_ymd(year.unsigned_abs(), month.unsigned_abs(), day.unsigned_abs())?;
    let dated = DocProperties::new().set_creation_datetime(&created);
    let with = |properties: DocProperties, (name, value): &(String, String)| {
        properties.set_custom_property(name.as_str(), value.as_str())
    };
    Ok(book.properties.iter().fold(dated, with))
}

/// A name that spreadsheet programs accept: at most 31 characters, none of `[]:*?/\`, unlike all others.
fn sheet_name(wanted: &str, taken: &mut BTreeSet<String>) -> String {
    let allowed: String = wanted.chars().map(|c| if "[]:*?/\\'".contains(c) { '_' } else { c }).take(28).collect();
    let base = if allowed.trim().is_empty() { "未命名".to_owned() } else { allowed };
    let numbered = std::iter::once(base.clone()).chain((2..).map(|number| format!("{base}{number}")));
    let name = numbered.into_iter().find(|name| !taken.contains(name)).unwrap_or(base);
    taken.insert(name.clone());
    name
}
