//! What a workbook is to show: its sheets, their columns, rows and pages.

use std::fmt;

use jiff::civil::Date;

use super::super::book::Visibility;
use crate::value::Redacted;

/// A workbook to be written.
#[derive(Debug, Clone, Default)]
pub struct BookOut {
    /// The day it is made on, for its properties: the same contents always give the same bytes.
    pub created: Date,
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
    /// The paper that its columns fit at full size; without one, it is fitted to the width of a landscape page.
    pub paper: Option<Paper>,
}

/// A page of A4 that a sheet is printed on at full size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paper {
    /// Upright.
    Portrait,
    /// Across.
    Landscape,
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
    /// Shares in percent, as text.
    Share,
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
    /// Text, masked unless it is a code: never a formula, whatever it begins with.
    Text(Redacted),
    /// Text for people to choose from words of the cell's own, nothing chosen yet.
    Choice(Vec<String>),
    /// A whole number.
    Integer(i64),
}

impl fmt::Display for CellOut {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Blank | Self::Open | Self::Choice(_) => Ok(()),
            Self::Text(text) => out.write_str(text),
            Self::Integer(number) => write!(out, "{number}"),
        }
    }
}

impl From<&str> for CellOut {
    fn from(text: &str) -> Self {
        Self::Text(Redacted::of(text))
    }
}

impl From<String> for CellOut {
    fn from(text: String) -> Self {
        Self::Text(Redacted::of(&text))
    }
}

impl From<Redacted> for CellOut {
    fn from(text: Redacted) -> Self {
        Self::Text(text)
    }
}

impl From<u32> for CellOut {
    fn from(number: u32) -> Self {
        Self::Integer(number.into())
    }
}

impl From<i64> for CellOut {
    fn from(number: i64) -> Self {
        Self::Integer(number)
    }
}

impl From<usize> for CellOut {
    fn from(number: usize) -> Self {
        Self::Integer(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

impl<V: Into<Self>> From<Option<V>> for CellOut {
    fn from(value: Option<V>) -> Self {
        value.map_or(Self::Blank, Into::into)
    }
}
