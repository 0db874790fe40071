//! HTML tables, which many systems send under the name .xls → grids, one sheet a table.

use std::collections::BTreeMap;

use html5gum::{HtmlString, Spanned, StartTag, Token, Tokenizer};

use super::book::{Book, Format, Sheet, Unreadable, Visibility};
use super::grid::{CellKind, Grid, Merge};

pub(super) fn read(text: &str) -> Result<Book, Unreadable> {
    let mut tables = Tables::default();
    for token in Tokenizer::new(text) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) => tables.start(&tag)?,
            Token::EndTag(tag) => tables.end(&tag.name)?,
            Token::String(text) => tables.text(&String::from_utf8_lossy(&text)),
            Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
        }
    }
    let sheets = tables.finish()?;
    if sheets.is_empty() {
        Err(Unreadable::NotASpreadsheet("网页".into()))
    } else {
        Ok(Book { format: Format::Html, sheets, properties: BTreeMap::new() })
    }
}

/// The tables of a page, the last one in the making. A table inside a cell is text of that cell.
#[derive(Default)]
struct Tables {
    done: Vec<Grid>,
    open: Option<Open>,
    depth: usize,
}

/// A table in the making.
#[derive(Default)]
struct Open {
    grid: Grid,
    /// The rows begun so far.
    rows: usize,
    column: usize,
    /// Columns that a cell above still covers, and the first row it no longer does.
    covered: BTreeMap<usize, usize>,
    cell: Option<CellOpen>,
}

/// A cell in the making, and how far it reaches.
struct CellOpen {
    text: String,
    columns: usize,
    rows: usize,
}

impl Tables {
    fn start(&mut self, tag: &StartTag<()>) -> Result<(), Unreadable> {
        match (tag.name.as_slice(), self.depth) {
            (b"table", depth) => {
                self.depth += 1;
                if depth == 0 {
                    self.open = Some(Open::default());
                }
            }
            (b"tr", 1) => self.with_open(Open::row)?,
            (b"td" | b"th", 1) => self.with_open(|open| open.cell(tag))?,
            (b"br" | b"p" | b"div", 1..) => self.text(" "),
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self, name: &HtmlString) -> Result<(), Unreadable> {
        match (name.as_slice(), self.depth) {
            (b"table", 1) => {
                self.depth = 0;
                self.with_open(Open::close)?;
                self.done.extend(self.open.take().map(|open| open.grid));
            }
            (b"table", 2..) => self.depth -= 1,
            (b"td" | b"th" | b"tr", 1) => self.with_open(Open::close)?,
            _ => {}
        }
        Ok(())
    }

    fn text(&mut self, text: &str) {
        if let Some(cell) = self.open.as_mut().and_then(|open| open.cell.as_mut()) {
            cell.text.push_str(text);
        }
    }

    fn with_open(&mut self, change: impl FnOnce(&mut Open) -> Result<(), Unreadable>) -> Result<(), Unreadable> {
        self.open.as_mut().map_or(Ok(()), change)
    }

    /// A page that ends in the middle of a table still has its rows.
    fn finish(mut self) -> Result<Vec<Sheet>, Unreadable> {
        self.with_open(Open::close)?;
        self.done.extend(self.open.take().map(|open| open.grid));
        let filled = self.done.into_iter().filter(|grid| grid.rows() > 0).zip(1..);
        let sheet = |(grid, number): (Grid, usize)| Sheet {
            name: format!("表{number}"),
            visibility: Visibility::Visible,
            hidden_rows: 0,
            grid,
        };
        Ok(filled.map(sheet).collect())
    }
}

impl Open {
    fn row(&mut self) -> Result<(), Unreadable> {
        self.close()?;
        self.rows += 1;
        self.column = 0;
        Ok(())
    }

    fn cell(&mut self, tag: &StartTag<()>) -> Result<(), Unreadable> {
        self.close()?;
        self.rows = self.rows.max(1);
        let span = |name: &str| {
            let value: Option<&Spanned<HtmlString, ()>> = tag.attributes.get(name.as_bytes());
            let number = value.and_then(|value| std::str::from_utf8(value).ok()?.trim().parse().ok());
            number.unwrap_or(1_usize).clamp(1, 1000)
        };
        self.cell = Some(CellOpen { text: String::new(), columns: span("colspan"), rows: span("rowspan") });
        Ok(())
    }

    /// Puts the open cell, if there is one, into the first column of its row that is free.
    fn close(&mut self) -> Result<(), Unreadable> {
        let Some(cell) = self.cell.take() else { return Ok(()) };
        let row = self.rows - 1;
        while self.covered.get(&self.column).is_some_and(|free_from| *free_from > row) {
            self.column += 1;
        }
        let (start, end) = ((row, self.column), (row + cell.rows - 1, self.column + cell.columns - 1));
        let text = cell.text.trim();
        let kind = if text.is_empty() { CellKind::Blank } else { CellKind::Text };
        self.grid.set(row, self.column, text, kind)?;
        if start != end {
            self.grid.merge([Merge { start, end }]);
        }
        self.covered.extend((start.1..=end.1).map(|column| (column, end.0 + 1)));
        self.column = end.1 + 1;
        Ok(())
    }
}
