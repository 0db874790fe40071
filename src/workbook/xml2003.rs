//! XML Spreadsheet 2003, which systems send under the name .xls → grids.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::book::{Book, Format, Sheet, Unreadable, Visibility};
use super::budget::Budget;
use super::foreign::Foreign;
use super::grid::{CellKind, Grid, Merge};
use super::number::{kind_of_number, kind_of_text};
use super::xml::{Tag, XmlNode, walk};

pub(super) fn read(text: &str, budget: &Arc<Budget>) -> Result<Book, Unreadable> {
    let mut book = Xml2003Reader { budget, sheets: Vec::new(), merges: Vec::new(), row: 0, column: 0, data: None };
    walk(text.as_bytes(), |node| match node {
        XmlNode::Open(tag) => book.start(tag),
        XmlNode::Text(text) => {
            book.text(text);
            Ok(())
        }
        XmlNode::Close(name) => book.end(name),
    })?;
    book.end_sheet()?;
    match book.sheets.is_empty() {
        true => Err(Unreadable::Foreign(Foreign::Xml)),
        false => Ok(Book { format: Format::Xml2003, sheets: book.sheets, properties: BTreeMap::new() }),
    }
}

/// The workbook so far; rows and columns count from 0 and name the next cell.
struct Xml2003Reader<'a> {
    budget: &'a Arc<Budget>,
    sheets: Vec<Sheet>,
    /// The merged blocks of the last sheet.
    merges: Vec<Merge>,
    row: usize,
    column: usize,
    data: Option<Data>,
}

/// The value of a cell in the making.
struct Data {
    kind: String,
    text: String,
}

impl Xml2003Reader<'_> {
    fn start(&mut self, tag: Tag<'_>) -> Result<(), Unreadable> {
        let index = |name: &str| tag.attribute(name).and_then(|value| value.trim().parse::<usize>().ok());
        match tag.name {
            "Worksheet" => {
                self.end_sheet()?;
                self.budget.sheets(self.sheets.len() + 1)?;
                let name = tag.attribute("Name").unwrap_or_default();
                self.sheets.push(Sheet {
                    name,
                    visibility: Visibility::Visible,
                    hidden_rows: 0,
                    grid: Grid::of(self.budget),
                });
                self.row = 0;
            }
            "Row" => {
                self.row = index("Index").map_or(self.row, |row| row.saturating_sub(1)).max(self.row);
                self.column = 0;
            }
            "Cell" => {
                self.column = index("Index").map_or(self.column, |column| column.saturating_sub(1)).max(self.column);
                let across = index("MergeAcross").unwrap_or(0);
                let down = index("MergeDown").unwrap_or(0);
                let start = (self.row, self.column);
                let end = (start.0.saturating_add(down), start.1.saturating_add(across));
                if start != end {
                    self.budget.keep(size_of::<Merge>())?;
                    self.merges.push(Merge { start, end });
                }
            }
            "Data" => {
                self.data = Some(Data { kind: tag.attribute("Type").unwrap_or_default(), text: String::new() });
            }
            _ => {}
        }
        Ok(())
    }

    fn end_sheet(&mut self) -> Result<(), Unreadable> {
        let merges = std::mem::take(&mut self.merges);
        let last = self.sheets.last_mut();
        Ok(last.map_or(Ok(()), |sheet| sheet.grid.merge(merges))?)
    }

    fn end(&mut self, name: &str) -> Result<(), Unreadable> {
        match name {
            "Row" => self.row += 1,
            "Cell" => self.column += 1,
            "Data" => return self.put(),
            _ => {}
        }
        Ok(())
    }

    fn text(&mut self, text: &str) {
        if let Some(data) = &mut self.data {
            data.text.push_str(text);
        }
    }

    fn put(&mut self) -> Result<(), Unreadable> {
        let (Some(data), Some(sheet)) = (self.data.take(), self.sheets.last_mut()) else { return Ok(()) };
        let text = data.text.trim();
        let (text, kind) = match data.kind.as_str() {
            "Number" => (text, text.parse().map_or(CellKind::Text, kind_of_number)),
            "DateTime" => (text.trim_end_matches("T00:00:00.000").trim_end_matches(".000"), CellKind::Date),
            "Boolean" => (if text == "1" { "TRUE" } else { "FALSE" }, CellKind::Bool),
            "Error" => (text, CellKind::Error),
            _ => (text, kind_of_text(text)),
        };
        Ok(sheet.grid.set(self.row, self.column, text, kind)?)
    }
}
