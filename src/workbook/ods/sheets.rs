//! The tags of a document → its sheets.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::super::book::{Sheet, Unreadable, Visibility};
use super::super::budget::Budget;
use super::super::grid::{CellKind, Grid, Merge};
use super::super::xml::{Tag, XmlNode};
use super::cell::OpenCell;

/// The sheets so far, the last one in the making. A table inside a cell is none.
pub(super) struct Sheets {
    pub done: Vec<Sheet>,
    budget: Arc<Budget>,
    depth: usize,
    open: OpenSheet,
    /// The style whose properties come next, and those that hide their sheets.
    style: Option<String>,
    hiding: BTreeSet<String>,
}

/// A sheet in the making; rows and columns count from 0 and name the next cell.
#[derive(Default)]
struct OpenSheet {
    name: String,
    visibility: Visibility,
    grid: Grid,
    merges: Vec<Merge>,
    hidden_rows: u32,
    row: usize,
    column: usize,
    /// How many rows the open one stands for.
    repeated: usize,
    is_hidden: bool,
    /// What the open row holds: first column, columns, text, kind.
    cells: Vec<(usize, usize, String, CellKind)>,
    cell: Option<OpenCell>,
}

impl Sheets {
    /// No sheets yet, of a book with this budget.
    pub fn of(budget: &Arc<Budget>) -> Self {
        let budget = Arc::clone(budget);
        Self { done: Vec::new(), budget, depth: 0, open: OpenSheet::default(), style: None, hiding: BTreeSet::new() }
    }

    /// Takes the next piece of the document.
    pub fn take(&mut self, node: &XmlNode<'_>) -> Result<(), Unreadable> {
        match node {
            XmlNode::Open(tag) if tag.name == "style" => self.style = tag.attribute("name"),
            XmlNode::Open(tag) if tag.name == "table-properties" => {
                if tag.attribute("display").as_deref() == Some("false") {
                    self.hiding.extend(self.style.take());
                }
            }
            XmlNode::Open(tag) if tag.name == "table" => {
                self.depth += 1;
                if self.depth == 1 {
                    self.open = self.begin(*tag);
                }
            }
            XmlNode::Close("table") => {
                self.depth = self.depth.saturating_sub(1);
                if self.depth == 0 {
                    self.done.push(std::mem::take(&mut self.open).end()?);
                    self.budget.sheets(self.done.len())?;
                }
            }
            _ if self.depth == 1 => return self.open.take(node),
            XmlNode::Open(_) | XmlNode::Close(_) | XmlNode::Text(_) => {}
        }
        Ok(())
    }

    fn begin(&self, tag: Tag<'_>) -> OpenSheet {
        let is_hidden = tag.attribute("style-name").is_some_and(|style| self.hiding.contains(&style));
        let visibility = if is_hidden { Visibility::Hidden } else { Visibility::Visible };
        let name = tag.attribute("name").unwrap_or_default();
        OpenSheet { name, visibility, grid: Grid::of(&self.budget), ..OpenSheet::default() }
    }
}

impl OpenSheet {
    fn take(&mut self, node: &XmlNode<'_>) -> Result<(), Unreadable> {
        match node {
            XmlNode::Open(tag) => match tag.name {
                "table-row" => {
                    self.repeated = count(*tag, "number-rows-repeated");
                    self.is_hidden = matches!(tag.attribute("visibility").as_deref(), Some("collapse" | "filter"));
                }
                "table-cell" | "covered-table-cell" => self.begin_cell(*tag),
                _ => self.cell.iter_mut().for_each(|cell| cell.open(*tag)),
            },
            XmlNode::Text(text) => self.cell.iter_mut().for_each(|cell| cell.text(text)),
            XmlNode::Close("table-row") => return self.end_row(),
            XmlNode::Close("table-cell" | "covered-table-cell") => self.end_cell(),
            XmlNode::Close(name) => self.cell.iter_mut().for_each(|cell| cell.close(name)),
        }
        Ok(())
    }

    fn begin_cell(&mut self, tag: Tag<'_>) {
        let rows = count(tag, "number-rows-spanned");
        let columns = count(tag, "number-columns-spanned");
        if rows > 1 || columns > 1 {
            let start = (self.row, self.column);
            let end = (self.row.saturating_add(rows - 1), self.column.saturating_add(columns - 1));
            self.merges.push(Merge { start, end });
        }
        self.cell = Some(OpenCell::new(tag, count(tag, "number-columns-repeated")));
    }

    fn end_cell(&mut self) {
        let Some(cell) = self.cell.take() else { return };
        let columns = cell.columns;
        let (text, kind) = cell.value();
        if kind != CellKind::Blank {
            self.cells.push((self.column, columns, text, kind));
        }
        self.column = self.column.saturating_add(columns);
    }

    fn end_row(&mut self) -> Result<(), Unreadable> {
        let cells = std::mem::take(&mut self.cells);
        if self.is_hidden && !cells.is_empty() {
            let rows = u32::try_from(self.repeated).unwrap_or(u32::MAX);
            self.hidden_rows = self.hidden_rows.saturating_add(rows);
        }
        // Blank rows to the end of a sheet stand for a million rows without a cell.
        if !cells.is_empty() {
            for row in self.row..self.row.saturating_add(self.repeated) {
                for (first, columns, text, kind) in &cells {
                    for column in *first..first.saturating_add(*columns) {
                        self.grid.set(row, column, text, *kind)?;
                    }
                }
            }
        }
        self.row = self.row.saturating_add(self.repeated);
        self.column = 0;
        Ok(())
    }

    fn end(mut self) -> Result<Sheet, Unreadable> {
        self.grid.merge(self.merges)?;
        let Self { name, visibility, hidden_rows, grid, .. } = self;
        Ok(Sheet { name, visibility, hidden_rows, grid })
    }
}

fn count(tag: Tag<'_>, name: &str) -> usize {
    tag.attribute(name).and_then(|count| count.trim().parse().ok()).unwrap_or(1).max(1)
}
