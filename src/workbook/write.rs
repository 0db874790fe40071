//! Declared sheets → an .xlsx that prints well: A4 landscape, headings on every page, page numbers, drop-downs.

use std::collections::BTreeSet;
use std::io;
use std::path::Path;

use anyhow::anyhow;
use jiff::civil::Date;
use rust_xlsxwriter::{
    Color, DataValidation, DocProperties, ExcelDateTime, Format, FormatAlign, Formula, ProtectionOptions, Workbook,
    Worksheet, XlsxError,
};

use super::style::{Styles, cell};

/// A workbook to be written.
#[derive(Debug, Clone)]
pub struct BookOut {
    /// The day it is made on, for its properties: the same contents always give the same bytes.
    pub created: Date,
    /// Its sheets.
    pub sheets: Vec<SheetOut>,
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
    /// Text: never a formula, whatever it begins with.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// An amount in fen.
    Money(i64),
    /// Nothing yet: one of these words is to be chosen.
    Choice(Vec<String>),
}

/// Writes a workbook.
///
/// # Errors
/// If the file cannot be written; the message says what to do.
pub fn write(path: &Path, book: &BookOut) -> anyhow::Result<()> {
    let mut workbook = workbook(book).map_err(|error| anyhow!("生成 {} 失败: {error}", path.display()))?;
    workbook.save(path).map_err(|error| failure(error, path))
}

fn failure(error: XlsxError, path: &Path) -> anyhow::Error {
    let path = path.display();
    let advice = match &error {
        XlsxError::IoError(error) if error.kind() == io::ErrorKind::PermissionDenied => {
            format!("写不了 {path},请关闭正在打开它的 Excel 或 WPS 后重试")
        }
        XlsxError::IoError(error) if error.kind() == io::ErrorKind::StorageFull => {
            format!("写 {path} 时磁盘已满,请腾出空间后重试")
        }
        _ => format!("写不了 {path},请检查磁盘空间和写入权限"),
    };
    anyhow::Error::new(error).context(advice)
}

fn workbook(book: &BookOut) -> Result<Workbook, XlsxError> {
    let mut workbook = Workbook::new();
    let (year, month, day) = (book.created.year(), book.created.month(), book.created.day());
    let created = ExcelDateTime::from_ymd(year.unsigned_abs(), month.unsigned_abs(), day.unsigned_abs())?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&created));
    let styles = Styles::new();
    let mut names = BTreeSet::new();
    let mut lists = Vec::new();
    for sheet in &book.sheets {
        let worksheet = workbook.add_worksheet();
        worksheet.set_name(sheet_name(&sheet.name, &mut names))?;
        fill(worksheet, sheet, &styles, &mut lists)?;
    }
    if !lists.is_empty() {
        write_lists(workbook.add_worksheet(), &lists)?;
    }
    Ok(workbook)
}

/// The hidden sheet that drop-downs take their words from.
const LISTS: &str = "选项";

fn write_lists(worksheet: &mut Worksheet, lists: &[Vec<String>]) -> Result<(), XlsxError> {
    worksheet.set_name(LISTS)?.set_hidden(true);
    for (column, words) in (0..).zip(lists) {
        for (row, word) in (0..).zip(words) {
            worksheet.write_string(row, column, word)?;
        }
    }
    Ok(())
}

/// A name that spreadsheet programs accept: at most 31 characters, none of `[]:*?/\`, unlike all others.
fn sheet_name(wanted: &str, taken: &mut BTreeSet<String>) -> String {
    let allowed: String = wanted.chars().map(|c| if "[]:*?/\\'".contains(c) { '_' } else { c }).take(28).collect();
    let base = if allowed.trim().is_empty() { "未命名".to_owned() } else { allowed };
    let numbered = std::iter::once(base.clone()).chain((2..).map(|number| format!("{base}{number}")));
    let name = numbered.into_iter().find(|name| !taken.contains(name) && name != LISTS).unwrap_or(base);
    taken.insert(name.clone());
    name
}

fn fill(
    worksheet: &mut Worksheet,
    sheet: &SheetOut,
    styles: &Styles,
    lists: &mut Vec<Vec<String>>,
) -> Result<(), XlsxError> {
    let last = u16::try_from(sheet.columns.len().max(1) - 1).unwrap_or(u16::MAX);
    let width: f64 = sheet.columns.iter().map(|column| column.width).sum();
    let mut row = 0;
    if let Some(title) = &sheet.title {
        band(worksheet, row, last, title, &styles.title)?;
        worksheet.set_row_height(row, 28)?;
        row += 1;
    }
    for note in &sheet.notes {
        band(worksheet, row, last, note, &styles.note)?;
        worksheet.set_row_height(row, 15.0 * lines(note, width))?;
        row += 1;
    }
    let heading = row;
    headings(worksheet, sheet, heading, styles)?;
    row += 1;
    let formats: Vec<Format> = sheet.columns.iter().map(format).collect();
    for cells in &sheet.rows {
        for ((column, value), format) in (0..).zip(cells).zip(&formats) {
            put(worksheet, row, column, value, format)?;
        }
        worksheet.set_row_height(row, row_height(cells, &sheet.columns))?;
        row += 1;
    }
    drop_downs(worksheet, sheet, heading + 1..row, lists)?;
    for line in &sheet.footer {
        row += 1;
        band(worksheet, row, last, line, &styles.footer)?;
        worksheet.set_row_height(row, 22.0 * lines(line, width))?;
    }
    if sheet.columns.iter().any(|column| column.entry == Entry::FillIn) {
        protect(worksheet);
    }
    page(worksheet, heading)
}

/// Only cells to fill in can be written to; there is no password, and widths and heights stay free.
fn protect(worksheet: &mut Worksheet) {
    let free = ProtectionOptions {
        format_columns: true,
        format_rows: true,
        use_autofilter: true,
        ..ProtectionOptions::default()
    };
    worksheet.protect_with_options(&free);
}

fn band(worksheet: &mut Worksheet, row: u32, last: u16, text: &str, format: &Format) -> Result<(), XlsxError> {
    match last {
        0 => worksheet.write_string_with_format(row, 0, text, format)?,
        _ => worksheet.merge_range(row, 0, row, last, text, format)?,
    };
    Ok(())
}

fn headings(worksheet: &mut Worksheet, sheet: &SheetOut, row: u32, styles: &Styles) -> Result<(), XlsxError> {
    for (position, column) in (0..).zip(&sheet.columns) {
        let format = match column.entry {
            Entry::Given => &styles.heading,
            Entry::FillIn => &styles.heading_fill,
        };
        worksheet.write_string_with_format(row, position, &column.heading, format)?;
        worksheet.set_column_width(position, column.width)?;
    }
    let height = sheet.columns.iter().map(|column| lines(&column.heading, column.width)).fold(1.5, f64::max);
    worksheet.set_row_height(row, 15.0 * height)?;
    Ok(())
}

fn format(column: &ColumnOut) -> Format {
    let format = match column.kind {
        ColumnKind::Text => cell().set_num_format("@"),
        ColumnKind::Integer => cell().set_num_format("0").set_align(FormatAlign::Center),
        ColumnKind::Money => cell().set_num_format("#,##0.00"),
    };
    match column.entry {
        Entry::Given => format,
        Entry::FillIn => format.set_background_color(Color::RGB(0xFFF9E5)).set_unlocked(),
    }
}

/// More than a cell can hold is cut.
const CELL_CHARACTERS: usize = 32_000;

fn put(worksheet: &mut Worksheet, row: u32, column: u16, value: &CellOut, format: &Format) -> Result<(), XlsxError> {
    match value {
        CellOut::Blank | CellOut::Choice(_) => worksheet.write_blank(row, column, format)?,
        CellOut::Text(text) if text.chars().count() > CELL_CHARACTERS => {
            let cut: String = text.chars().take(CELL_CHARACTERS).chain(['…']).collect();
            worksheet.write_string_with_format(row, column, cut, format)?
        }
        CellOut::Text(text) => worksheet.write_string_with_format(row, column, text, format)?,
        CellOut::Integer(number) => worksheet.write_number_with_format(row, column, *number as f64, format)?,
        CellOut::Money(fen) => worksheet.write_number_with_format(row, column, *fen as f64 / 100.0, format)?,
    };
    Ok(())
}

fn drop_downs(
    worksheet: &mut Worksheet,
    sheet: &SheetOut,
    rows: std::ops::Range<u32>,
    lists: &mut Vec<Vec<String>>,
) -> Result<(), XlsxError> {
    if rows.is_empty() {
        return Ok(());
    }
    for (position, column) in (0..).zip(&sheet.columns).filter(|(_, column)| !column.choices.is_empty()) {
        let validation = drop_down(&column.choices, lists)?;
        worksheet.add_data_validation(rows.start, position, rows.end - 1, position, &validation)?;
    }
    for (row, cells) in rows.zip(&sheet.rows) {
        for (position, cell) in (0..).zip(cells) {
            if let CellOut::Choice(words) = cell {
                worksheet.add_data_validation(row, position, row, position, &drop_down(words, lists)?)?;
            }
        }
    }
    Ok(())
}

/// A drop-down of words, which stand on the hidden sheet once.
fn drop_down(words: &[String], lists: &mut Vec<Vec<String>>) -> Result<DataValidation, XlsxError> {
    let at = lists.iter().position(|list| list == words).unwrap_or_else(|| {
        lists.push(words.to_vec());
        lists.len() - 1
    });
    let letter = rust_xlsxwriter::utility::column_number_to_name(u16::try_from(at).unwrap_or(0));
    let range = format!("={LISTS}!${letter}$1:${letter}${}", words.len());
    DataValidation::new()
        .allow_list_formula(Formula::new(range))
        .set_error_title("请从下拉列表中选择")?
        .set_error_message("这一栏只能填下拉列表里的内容")
}

fn page(worksheet: &mut Worksheet, heading: u32) -> Result<(), XlsxError> {
    /// A4.
    const PAPER: u8 = 9;
    worksheet
        .set_paper_size(PAPER)
        .set_landscape()
        .set_print_fit_to_pages(1, 0)
        .set_print_center_horizontally(true)
        .set_margins(0.4, 0.4, 0.5, 0.6, 0.3, 0.3)
        .set_footer("&C第 &P 页 共 &N 页")
        .set_repeat_rows(0, heading)?
        .set_freeze_panes(heading + 1, 0)?;
    Ok(())
}

/// Height of a row whose cells wrap; Excel does not do it by itself for files it did not write.
fn row_height(cells: &[CellOut], columns: &[ColumnOut]) -> f64 {
    let lines = cells.iter().zip(columns).map(|(value, column)| match value {
        CellOut::Text(text) => lines(text, column.width),
        CellOut::Blank | CellOut::Integer(_) | CellOut::Money(_) | CellOut::Choice(_) => 1.0,
    });
    (15.0 * lines.fold(1.5, f64::max) + 3.0).min(400.0)
}

/// Lines that a text takes in a column of so many characters, Chinese ones counting double.
fn lines(text: &str, width: f64) -> f64 {
    let room = (width - 1.0).max(2.0);
    let wrapped = |line: &str| (unicode_width::UnicodeWidthStr::width(line) as f64 * 1.05 / room).ceil().max(1.0);
    text.split('\n').map(wrapped).sum()
}
