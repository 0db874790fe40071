//! Sheets as departments save them, written row by row: .xlsx, or CSV in one of several encodings.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;
use encoding_rs::{Encoding, GB18030, GBK, UTF_8};
use jiff::civil::Date;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet};

use super::truth::{Fate, SheetTruth};

/// The value of a cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    Blank,
    Text(String),
    Number(f64),
    Day(Date),
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        if text.is_empty() { Cell::Blank } else { Cell::Text(text.to_owned()) }
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Cell::from(text.as_str())
    }
}

impl From<i64> for Cell {
    fn from(number: i64) -> Self {
        Cell::Number(number as f64)
    }
}

impl From<i32> for Cell {
    fn from(number: i32) -> Self {
        Cell::Number(f64::from(number))
    }
}

/// A row of a department's table and what must become of its records.
#[derive(Debug, Clone)]
pub struct Row {
    pub cells: Vec<Cell>,
    pub fates: Vec<Fate>,
}

/// How a table is saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Saved {
    /// One workbook, streamed to disk.
    Xlsx,
    /// One workbook a township, the cells of the first columns merged downwards.
    XlsxByTownship,
    CsvUtf8,
    CsvGbk,
    /// Tab-separated, GB18030.
    TsvGb18030,
}

/// What stands around the rows.
#[derive(Debug, Clone)]
pub struct Layout {
    pub source: &'static str,
    /// Path below the period's folder, without extension; `{}` takes the township's name.
    pub path: String,
    pub sheet: &'static str,
    /// A sheet before the one with the records.
    pub preface: Option<&'static str>,
    pub titles: Vec<String>,
    pub headings: Vec<Vec<&'static str>>,
    pub footers: Vec<Vec<&'static str>>,
    pub saved: Saved,
}

/// Rows a file holds before the next one is begun.
const ROWS_A_FILE: usize = 400_000;

/// A table being written, over one file or several.
pub struct Table {
    root: PathBuf,
    layout: Layout,
    open: Option<Open>,
    written: Vec<SheetTruth>,
    township: String,
}

struct Open {
    sink: Sink,
    truth: SheetTruth,
    path: PathBuf,
}

enum Sink {
    Book { book: Box<Workbook>, sheet: usize, row: u32, runs: Vec<(u16, u32, Cell)> },
    Text { file: BufWriter<File>, encoding: &'static Encoding, delimiter: char },
}

impl Table {
    pub fn new(root: &Path, layout: Layout) -> Self {
        Self { root: root.to_owned(), layout, open: None, written: Vec::new(), township: String::new() }
    }

    /// Says that the rows of another township follow.
    pub fn enter(&mut self, township: &str) -> anyhow::Result<()> {
        if self.layout.saved == Saved::XlsxByTownship {
            self.close()?;
        }
        self.township = township.to_owned();
        Ok(())
    }

    pub fn row(&mut self, row: &Row) -> anyhow::Result<()> {
        if self.open.as_ref().is_some_and(|open| open.truth.data >= ROWS_A_FILE) {
            self.close()?;
        }
        if self.open.is_none() {
            self.open = Some(self.begin()?);
        }
        let open = self.open.as_mut().expect("opened above");
        open.truth.note(&row.fates);
        open.sink.put(&row.cells)
    }

    /// Finishes, and says what must become of all rows. Who has nothing to report sends the headings.
    pub fn finish(mut self) -> anyhow::Result<Vec<SheetTruth>> {
        if self.open.is_none() && self.written.is_empty() {
            self.open = Some(self.begin()?);
        }
        self.close()?;
        Ok(self.written)
    }

    fn begin(&self) -> anyhow::Result<Open> {
        let layout = &self.layout;
        let part = if self.written.is_empty() || layout.saved == Saved::XlsxByTownship {
            String::new()
        } else {
            format!("({})", self.written.len() + 1)
        };
        let extension = match layout.saved {
            Saved::Xlsx | Saved::XlsxByTownship => "xlsx",
            Saved::CsvUtf8 | Saved::CsvGbk => "csv",
            Saved::TsvGb18030 => "txt",
        };
        let file = format!("{}{part}.{extension}", layout.path.replace("{}", &self.township));
        let path = self.root.join(&file);
        fs::create_dir_all(path.parent().expect("files stand in folders")).context("cannot make a folder")?;
        let mut sink = Sink::open(layout, &path)?;
        for title in &layout.titles {
            sink.put(&[Cell::from(title.as_str())])?;
        }
        for heading in &layout.headings {
            sink.put(&heading.iter().copied().map(Cell::from).collect::<Vec<_>>())?;
            sink.merge_equal_headings(heading)?;
        }
        let sheet = match layout.saved {
            Saved::Xlsx | Saved::XlsxByTownship => layout.sheet.to_owned(),
            _ => path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default(),
        };
        let heading = layout.titles.len() + layout.headings.len();
        let truth = SheetTruth { file, sheet, source: layout.source.to_owned(), heading, ..SheetTruth::default() };
        Ok(Open { sink, truth, path })
    }

    fn close(&mut self) -> anyhow::Result<()> {
        let Some(mut open) = self.open.take() else { return Ok(()) };
        if !self.layout.footers.is_empty() {
            open.sink.put(&[])?;
            open.truth.blank += 1;
        }
        for footer in &self.layout.footers {
            open.sink.put(&footer.iter().copied().map(Cell::from).collect::<Vec<_>>())?;
            open.truth.footer += 1;
        }
        open.sink.close(&open.path)?;
        self.written.push(open.truth);
        Ok(())
    }
}

/// How many of the first columns hold places, and are merged downwards.
const PLACES: usize = 2;

impl Sink {
    fn open(layout: &Layout, path: &Path) -> anyhow::Result<Self> {
        let text = |encoding, delimiter| -> anyhow::Result<Sink> {
            let mut file = BufWriter::new(File::create(path).context("cannot make a file")?);
            if encoding == UTF_8 {
                file.write_all("\u{feff}".as_bytes())?;
            }
            Ok(Sink::Text { file, encoding, delimiter })
        };
        match layout.saved {
            Saved::CsvUtf8 => text(UTF_8, ','),
            Saved::CsvGbk => text(GBK, ','),
            Saved::TsvGb18030 => text(GB18030, '\t'),
            Saved::Xlsx | Saved::XlsxByTownship => {
                let mut book = Box::new(Workbook::new());
                // A fixed day, so that the same county is always the same bytes.
                let made = ExcelDateTime::from_ymd(2026, 1, 1)?;
                book.set_properties(&DocProperties::new().set_creation_datetime(&made));
                if let Some(preface) = layout.preface {
                    book.add_worksheet().set_name(preface)?.write_string(0, 0, "填报前请先阅读本说明")?;
                }
                let sheet = usize::from(layout.preface.is_some());
                match layout.saved {
                    Saved::XlsxByTownship => book.add_worksheet(),
                    _ => book.add_worksheet_with_constant_memory()?,
                }
                .set_name(layout.sheet)?;
                let runs =
                    if layout.saved == Saved::XlsxByTownship { vec![(0, 0, Cell::Blank); PLACES] } else { vec![] };
                Ok(Sink::Book { book, sheet, row: 0, runs })
            }
        }
    }

    fn put(&mut self, cells: &[Cell]) -> anyhow::Result<()> {
        match self {
            Sink::Text { file, encoding, delimiter } => {
                let line: Vec<String> = cells.iter().map(|cell| text(cell, *delimiter)).collect();
                let mut line = line.join(&delimiter.to_string()) + "\r\n";
                if *encoding == GBK {
                    // It has neither of them: a space is left of the one, nothing of the other.
                    line = line.replace('\u{a0}', " ").replace('\u{200b}', "");
                }
                Ok(file.write_all(&encoding.encode(&line).0)?)
            }
            Sink::Book { book, sheet, row, runs } => {
                let sheet = book.worksheet_from_index(*sheet)?;
                for (column, cell) in (0..).zip(cells) {
                    write(sheet, *row, column, cell)?;
                }
                merge_finished_runs(sheet, runs, *row, cells)?;
                *row += 1;
                Ok(())
            }
        }
    }

    /// A heading over several columns is one cell.
    fn merge_equal_headings(&mut self, heading: &[&str]) -> anyhow::Result<()> {
        let Sink::Book { book, sheet, row, runs } = self else { return Ok(()) };
        if runs.is_empty() {
            return Ok(());
        }
        let sheet = book.worksheet_from_index(*sheet)?;
        let mut start = 0;
        for group in heading.chunk_by(|left, right| left == right) {
            let end = start + u16::try_from(group.len())? - 1;
            if end > start && !group[0].is_empty() {
                sheet.merge_range(*row - 1, start, *row - 1, end, group[0], &Format::new())?;
            }
            start = end + 1;
        }
        Ok(())
    }

    fn close(self, path: &Path) -> anyhow::Result<()> {
        match self {
            Sink::Text { mut file, .. } => Ok(file.flush()?),
            Sink::Book { mut book, .. } => Ok(book.save(path)?),
        }
    }
}

/// Where a place stood in several rows and now another follows, its cells become one.
fn merge_finished_runs(
    sheet: &mut Worksheet,
    runs: &mut [(u16, u32, Cell)],
    row: u32,
    cells: &[Cell],
) -> anyhow::Result<()> {
    for (column, (_, start, place)) in (0..).zip(runs.iter_mut()) {
        let now = cells.get(usize::from(column)).cloned().unwrap_or(Cell::Blank);
        if now == *place {
            continue;
        }
        if let (Cell::Text(text), true) = (&*place, row > *start + 1) {
            sheet.merge_range(*start, column, row - 1, column, text, &Format::new())?;
        }
        (*start, *place) = (row, now);
    }
    Ok(())
}

fn write(sheet: &mut Worksheet, row: u32, column: u16, cell: &Cell) -> anyhow::Result<()> {
    match cell {
        Cell::Blank => {}
        Cell::Text(text) => drop(sheet.write_string(row, column, text)?),
        Cell::Number(number) => drop(sheet.write_number(row, column, *number)?),
        Cell::Day(day) => {
            let moment = ExcelDateTime::from_ymd(day.year() as u16, day.month() as u8, day.day() as u8)?;
            sheet.write_datetime_with_format(row, column, moment, &Format::new().set_num_format("yyyy/m/d"))?;
        }
    }
    Ok(())
}

fn text(cell: &Cell, delimiter: char) -> String {
    let text = match cell {
        Cell::Blank => String::new(),
        Cell::Text(text) => text.clone(),
        // A spreadsheet program shows and saves long numbers like this.
        Cell::Number(number) if *number >= 1e15 => format!("{:.5}E+17", number / 1e17),
        Cell::Number(number) => number.to_string(),
        Cell::Day(day) => day.strftime("%Y/%-m/%-d").to_string(),
    };
    let quoted = text.contains([delimiter, '"', '\n']);
    if quoted { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}
