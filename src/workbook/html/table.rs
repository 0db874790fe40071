//! A table of a page in the making.

use std::sync::Arc;

use super::super::book::Unreadable;
use super::super::budget::Budget;
use super::super::grid::{CellKind, Grid, Merge};
use super::super::number::kind_of_text;

/// A table that is done.
pub(super) struct Table {
    /// Its number in the order in which a page's tables begin.
    pub begun: usize,
    pub grid: Grid,
}

/// A table in the making.
pub(super) struct OpenTable {
    begun: usize,
    cells: Vec<PlacedCell>,
    /// The tables in its cells.
    inner: Vec<Table>,
    /// The rows begun so far.
    rows: usize,
    column: usize,
    /// For every column the first row that no cell above covers any more.
    free_from: Vec<usize>,
    cell: Option<CellOpen>,
    budget: Arc<Budget>,
}

/// A cell in the making, and how far it reaches.
struct CellOpen {
    text: CellContent,
    columns: usize,
    rows: usize,
}

/// What a cell says, and what it says with the tables in it.
#[derive(Default)]
struct CellContent {
    own: String,
    inner: Option<String>,
}

/// A cell in its place.
struct PlacedCell {
    block: Merge,
    text: CellContent,
}

impl OpenTable {
    /// A table without rows, which began there.
    pub fn new(begun: usize, budget: &Arc<Budget>) -> Self {
        let cells = Vec::new();
        let inner = Vec::new();
        let budget = Arc::clone(budget);
        Self { begun, cells, inner, rows: 0, column: 0, free_from: Vec::new(), cell: None, budget }
    }

    /// Begins a row.
    pub fn row(&mut self) -> Result<(), Unreadable> {
        self.close_cell()?;
        self.rows += 1;
        self.column = 0;
        Ok(())
    }

    /// Begins a cell that spans columns and rows.
    pub fn cell(&mut self, columns: usize, rows: usize) -> Result<(), Unreadable> {
        self.close_cell()?;
        self.rows = self.rows.max(1);
        self.cell = Some(CellOpen { text: CellContent::default(), columns, rows });
        Ok(())
    }

    /// Adds text to the open cell.
    pub fn text(&mut self, text: &str) {
        if let Some(CellOpen { text: cell, .. }) = &mut self.cell {
            cell.own.push_str(text);
            cell.inner.iter_mut().for_each(|inner| inner.push_str(text));
        }
    }

    /// Takes in the tables that stand in the open cell; without one they stand where a browser would not show them.
    pub fn hold(&mut self, tables: Vec<Table>) -> Result<(), Unreadable> {
        if let Some(CellOpen { text, .. }) = &mut self.cell {
            let inner = text.inner.get_or_insert_with(|| text.own.clone());
            for table in &tables {
                let shown = shown(&table.grid);
                self.budget.keep(shown.len())?;
                inner.push_str(&shown);
            }
        }
        self.inner.extend(tables);
        Ok(())
    }

    /// Puts the open cell, if there is one, into the first column of its row that is free.
    pub fn close_cell(&mut self) -> Result<(), Unreadable> {
        let Some(CellOpen { text, columns, rows }) = self.cell.take() else { return Ok(()) };
        let row = self.rows - 1;
        while self.free_from.get(self.column).is_some_and(|free_from| *free_from > row) {
            self.column += 1;
        }
        if self.column + columns > Grid::WIDTH {
            return Err(Unreadable::TooLarge);
        }
        self.budget.keep(size_of::<PlacedCell>() + text.own.len())?;
        let block = Merge { start: (row, self.column), end: (row + rows - 1, self.column + columns - 1) };
        self.cells.push(PlacedCell { block, text });
        self.column = block.end.1 + 1;
        if self.free_from.len() < self.column {
            self.free_from.resize(self.column, 0);
        }
        self.free_from[block.start.1..self.column].fill(block.end.0 + 1);
        Ok(())
    }

    /// The table; or, where it does no more than lay out larger ones, those and what is written around them.
    pub fn finish(mut self) -> Result<Vec<Table>, Unreadable> {
        self.close_cell()?;
        let is_data = |table: &Table| table.grid.rows() > 1 && table.grid.width() > 1;
        let is_frame = self.inner.iter().any(|table| is_data(table) && area(&table.grid) > self.cells.len());
        let mut grid = Grid::of(&self.budget);
        for PlacedCell { block, text } in &self.cells {
            let text = text.inner.as_ref().filter(|_| !is_frame).unwrap_or(&text.own).trim();
            grid.set(block.start.0, block.start.1, text, kind_of_text(text))?;
        }
        grid.merge(
            self.cells.iter().filter(|placed| placed.block.start != placed.block.end).map(|placed| placed.block),
        )?;
        let own = Table { begun: self.begun, grid };
        Ok(if is_frame { std::iter::once(own).chain(self.inner).collect() } else { vec![own] })
    }
}

/// A grid as running text.
fn shown(grid: &Grid) -> String {
    let columns: Vec<usize> = grid.columns().collect();
    let rows = (0..grid.rows()).filter(|row| !grid.row_is_blank(*row));
    let cells = rows.flat_map(|row| columns.iter().map(move |column| grid.own_cell(row, *column)));
    cells.filter(|cell| cell.kind != CellKind::Blank).map(|cell| format!("{} ", cell.text)).collect()
}

/// How many cells a grid has, blank ones included.
fn area(grid: &Grid) -> usize {
    grid.rows() * grid.width()
}
