//! A sheet as columns of text, filled cell by cell as a reader streams it.
//!
//! A column is one string with the ends of its cells: no allocation a cell, and nothing at all for the blank cells
//! above its first and below its last one, so that a lone cell in the far corner costs nothing.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::budget::{Budget, Spent};

/// What a cell was before it became text; one letter each where a grid is handed from process to process.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum CellKind {
    /// Nothing.
    #[serde(rename = "-")]
    Blank,
    /// Text.
    #[serde(rename = "t")]
    Text,
    /// What stands in a file that does not tell numbers from text.
    #[serde(rename = "u")]
    Untyped,
    /// A number that text can hold exactly.
    #[serde(rename = "n")]
    Number,
    /// A number of 1e15 or more: digits beyond the fifteenth are lost.
    #[serde(rename = "w")]
    WideNumber,
    /// A day or a moment, as ISO text.
    #[serde(rename = "d")]
    Date,
    /// TRUE or FALSE.
    #[serde(rename = "b")]
    Bool,
    /// A formula's error, or a formula that was never worked out.
    #[serde(rename = "e")]
    Error,
}

/// A cell: its text and what it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell<'a> {
    /// The text.
    pub text: &'a str,
    /// What it was.
    pub kind: CellKind,
}

/// No cell.
const BLANK: Cell<'static> = Cell { text: "", kind: CellKind::Blank };

/// One column of text.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct TextColumn {
    first: usize,
    text: String,
    /// Where cells end; a sheet's text is shorter than four gigabytes.
    ends: Vec<u32>,
    kinds: Vec<CellKind>,
}

impl TextColumn {
    /// The cell of a row.
    pub fn get(&self, row: usize) -> Cell<'_> {
        let Some(at) = row.checked_sub(self.first).filter(|at| *at < self.ends.len()) else { return BLANK };
        let start = if at == 0 { 0 } else { self.ends[at - 1] as usize };
        Cell { text: &self.text[start..self.ends[at] as usize], kind: self.kinds[at] }
    }

    /// How many bytes the column would grow by if a row below all rows set so far were set.
    fn growth(&self, row: usize, text: &str) -> Result<usize, CellRefusal> {
        let at = if self.ends.is_empty() { 0 } else { row.checked_sub(self.first).ok_or(CellRefusal::OutOfOrder)? };
        let cells = (at + 1).checked_sub(self.ends.len()).filter(|cells| *cells > 0).ok_or(CellRefusal::OutOfOrder)?;
        Ok(text.len() + cells * (size_of::<u32>() + size_of::<CellKind>()))
    }

    /// Sets the cell of a row below all rows set so far.
    fn set(&mut self, row: usize, text: &str, kind: CellKind) {
        if self.ends.is_empty() {
            self.first = row;
        }
        let at = row - self.first;
        self.ends.resize(at, self.end());
        self.kinds.resize(at, CellKind::Blank);
        self.text.push_str(text);
        self.ends.push(self.end());
        self.kinds.push(kind);
    }

    fn end(&self) -> u32 {
        self.text.len() as u32
    }
}

/// A block of cells shown as one; the value stands in its first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Merge {
    /// First row and column, from 0.
    pub start: (usize, usize),
    /// Last row and column.
    pub end: (usize, usize),
}

impl Merge {
    /// How many columns it spans.
    pub fn columns(&self) -> usize {
        (self.end.1 - self.start.1).saturating_add(1)
    }
}

/// Why a cell cannot be set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CellRefusal {
    /// The sheet would grow beyond all reason.
    TooLarge,
    /// The column has a cell in this row or below it already.
    OutOfOrder,
}

impl From<Spent> for CellRefusal {
    fn from(_: Spent) -> Self {
        Self::TooLarge
    }
}

/// A sheet: rows and columns counted from 0 at the sheet's corner.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Grid {
    /// The first columns, by position.
    near: Vec<TextColumn>,
    /// Columns beyond, of which a sheet has few.
    far: BTreeMap<usize, TextColumn>,
    rows: usize,
    /// Which rows have content of their own, a bit each.
    filled: Vec<u64>,
    #[serde(skip)]
    allowance: Allowance,
    has_errors: bool,
    /// Merges by column, those that begin above others first.
    merges: BTreeMap<usize, Vec<Merge>>,
}

/// What a sheet may still take of its book's budget without asking again.
#[derive(Debug, Clone)]
struct Allowance {
    budget: Arc<Budget>,
    left: usize,
}

impl Default for Allowance {
    fn default() -> Self {
        Self { budget: Arc::new(Budget::of(u64::MAX)), left: 0 }
    }
}

impl Allowance {
    /// How much is taken of the budget at a time.
    const PORTION: usize = 1 << 16;

    fn take(&mut self, bytes: usize) -> Result<(), Spent> {
        if bytes > self.left {
            let more = bytes.max(Self::PORTION);
            self.budget.keep(more)?;
            self.left += more;
        }
        self.left -= bytes;
        Ok(())
    }
}

impl Grid {
    /// How many columns a sheet may have, blank ones included, as in Excel.
    pub const WIDTH: usize = 16_384;
    /// How many columns with content a sheet may have.
    pub const COLUMNS: usize = 2048;
    /// How many rows a sheet may have.
    pub const ROWS: usize = 20_000_000;
    /// How many columns are found by position.
    const NEAR: usize = 256;

    /// A sheet without cells, of a book with this budget.
    pub(super) fn of(budget: &Arc<Budget>) -> Self {
        Self { allowance: Allowance { budget: Arc::clone(budget), left: 0 }, ..Self::default() }
    }

    /// Sets a cell.
    ///
    /// # Errors
    /// If the rows of a column do not come in ascending order, or there are too many of anything.
    pub fn set(&mut self, row: usize, column: usize, text: &str, kind: CellKind) -> Result<(), CellRefusal> {
        if kind == CellKind::Blank {
            return Ok(());
        }
        if row >= Self::ROWS || column >= Self::WIDTH {
            return Err(CellRefusal::TooLarge);
        }
        self.make_column(column)?;
        let Self { near, far, allowance, .. } = self;
        let column = if column < Self::NEAR { near.get_mut(column) } else { far.get_mut(&column) };
        let column = column.ok_or(CellRefusal::TooLarge)?;
        allowance.take(column.growth(row, text)?)?;
        column.set(row, text, kind);
        self.rows = self.rows.max(row + 1);
        self.has_errors |= kind == CellKind::Error;
        if !text.trim().is_empty() {
            self.fill(row);
        }
        Ok(())
    }

    /// Makes a column to be added to, if the sheet may have one more.
    fn make_column(&mut self, column: usize) -> Result<(), CellRefusal> {
        if column < Self::NEAR {
            if column >= self.near.len() {
                self.allowance.take((column + 1 - self.near.len()) * size_of::<TextColumn>())?;
                self.near.resize_with(column + 1, TextColumn::default);
            }
        } else if !self.far.contains_key(&column) {
            if Self::NEAR + self.far.len() >= Self::COLUMNS {
                return Err(CellRefusal::TooLarge);
            }
            self.allowance.take(size_of::<TextColumn>())?;
            self.far.insert(column, TextColumn::default());
        }
        Ok(())
    }

    fn fill(&mut self, row: usize) {
        let word = row / 64;
        if self.filled.len() <= word {
            self.filled.resize(word + 1, 0);
        }
        self.filled[word] |= 1 << (row % 64);
    }

    fn column(&self, column: usize) -> Option<&TextColumn> {
        if column < Self::NEAR { self.near.get(column) } else { self.far.get(&column) }
    }

    /// Notes merged blocks, as far as they reach among the cells that are set already.
    ///
    /// # Errors
    /// If there are too many.
    pub fn merge(&mut self, merges: impl IntoIterator<Item = Merge>) -> Result<(), CellRefusal> {
        let width = self.width();
        for merge in merges.into_iter().filter(|merge| merge.start.0 < self.rows) {
            let columns = merge.start.1..width.min(merge.end.1.saturating_add(1));
            self.allowance.take(columns.len() * size_of::<Merge>())?;
            for column in columns {
                self.merges.entry(column).or_default().push(merge);
            }
        }
        self.merges.values_mut().for_each(|merges| merges.sort_by_key(|merge| merge.start));
        Ok(())
    }

    /// Rows down to the last cell with content.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Whether any cell holds a formula's error.
    pub fn has_errors(&self) -> bool {
        self.has_errors
    }

    /// Columns up to the last one with content.
    pub fn width(&self) -> usize {
        self.far.last_key_value().map_or(self.near.len(), |(column, _)| column + 1)
    }

    /// The columns with content.
    pub fn columns(&self) -> impl Iterator<Item = usize> + '_ {
        let near = self.near.iter().enumerate().filter(|(_, column)| !column.ends.is_empty());
        near.map(|(position, _)| position).chain(self.far.keys().copied())
    }

    /// From the first to the last row with content in a column.
    pub fn span(&self, column: usize) -> Range<usize> {
        self.column(column).map_or(0..0, |column| column.first..column.first + column.ends.len())
    }

    /// The cell itself, blank inside a merged block.
    pub fn own_cell(&self, row: usize, column: usize) -> Cell<'_> {
        self.column(column).map_or(BLANK, |column| column.get(row))
    }

    /// The cell as a reader of the sheet sees it: inside a merged block the block's value.
    pub fn cell(&self, row: usize, column: usize) -> Cell<'_> {
        let own = self.own_cell(row, column);
        match own.kind {
            CellKind::Blank => {
                self.merge_at(row, column).map_or(own, |merge| self.own_cell(merge.start.0, merge.start.1))
            }
            CellKind::Text
            | CellKind::Untyped
            | CellKind::Number
            | CellKind::WideNumber
            | CellKind::Date
            | CellKind::Bool
            | CellKind::Error => own,
        }
    }

    /// The merged block that a cell lies in.
    pub fn merge_at(&self, row: usize, column: usize) -> Option<&Merge> {
        let merges = self.merges.get(&column)?;
        let after = merges.partition_point(|merge| merge.start.0 <= row);
        // Blocks do not overlap: only the last that begins above can reach here.
        merges[..after].last().filter(|merge| row <= merge.end.0)
    }

    /// Whether no cell of a row has content of its own.
    pub fn row_is_blank(&self, row: usize) -> bool {
        self.filled.get(row / 64).is_none_or(|word| word & 1 << (row % 64) == 0)
    }

    /// The rows that are not blank, from one on.
    pub fn filled_rows(&self, first: usize) -> impl Iterator<Item = usize> + '_ {
        (first..self.rows).filter(|row| !self.row_is_blank(*row))
    }

    /// The cells of a row that have content of their own, by column.
    pub fn filled_cells(&self, row: usize) -> impl Iterator<Item = (usize, Cell<'_>)> {
        let cells = self.columns().map(move |column| (column, self.own_cell(row, column)));
        cells.filter(|(_, cell)| !cell.text.trim().is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_come_back_as_they_went_in() {
        let mut grid = Grid::default();
        for (row, column, text) in [(0, 0, "标题"), (2, 0, "甲"), (2, 3, "乙"), (5, 3, "丙")] {
            assert_eq!(grid.set(row, column, text, CellKind::Text), Ok(()));
        }
        assert_eq!((grid.rows(), grid.width()), (6, 4));
        assert_eq!(grid.cell(2, 3).text, "乙");
        assert_eq!((grid.cell(3, 3), grid.cell(9, 9)), (BLANK, BLANK));
        assert!(grid.row_is_blank(1) && !grid.row_is_blank(5));
    }

    #[test]
    fn no_cell_is_overwritten_or_lost() {
        let mut grid = Grid::default();
        assert_eq!(grid.set(5, 0, "甲", CellKind::Text), Ok(()));
        for row in [5, 4] {
            assert_eq!(grid.set(row, 0, "乙", CellKind::Text), Err(CellRefusal::OutOfOrder));
        }
        assert_eq!(grid.set(Grid::ROWS, 0, "乙", CellKind::Text), Err(CellRefusal::TooLarge));
    }

    #[test]
    fn a_lone_cell_in_the_far_corner_costs_one_cell() {
        let mut grid = Grid::default();
        assert_eq!(grid.set(1_048_575, 16_383, "远", CellKind::Text), Ok(()));
        assert_eq!(grid.far[&16_383].ends.len(), 1);
    }

    #[test]
    fn blank_cells_between_others_count() {
        let mut column = TextColumn::default();
        assert_eq!(column.growth(1_048_575, "远"), Ok(3 + 5));
        column.set(5, "近", CellKind::Text);
        assert_eq!(column.growth(1_048_575, "远"), Ok(3 + 5 * 1_048_570));
        assert_eq!(column.growth(5, "远"), Err(CellRefusal::OutOfOrder));
    }

    #[test]
    fn merged_cells_read_as_their_block() {
        let mut grid = Grid::default();
        for (row, village) in [(1, "石桥村"), (4, "东村")] {
            assert_eq!(grid.set(row, 0, village, CellKind::Text), Ok(()));
        }
        grid.merge([Merge { start: (1, 0), end: (3, 0) }]).expect("noted");
        let read: Vec<&str> = (0..5).map(|row| grid.cell(row, 0).text).collect();
        assert_eq!(read, ["", "石桥村", "石桥村", "石桥村", "东村"]);
        assert_eq!(grid.own_cell(2, 0), BLANK);
    }
}
