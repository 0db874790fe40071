//! A sheet that no source declares → its headings and the cells below each.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;

use super::known::KnownHeadings;
use crate::pack::Layout;
use crate::value::text;
use crate::workbook::{Cell, CellKind, Grid};

/// A sheet with its headings found.
#[derive(Debug)]
pub struct DraftTable<'g> {
    grid: &'g Grid,
    /// Its heading rows, from 0.
    pub header: Range<usize>,
    /// Its columns with a heading.
    pub columns: Vec<DraftColumn>,
    rows: Vec<usize>,
}

/// A column and its heading.
#[derive(Debug)]
pub struct DraftColumn {
    /// Its heading, the parts of several rows joined by `/`.
    pub heading: String,
    position: usize,
}

impl<'g> DraftTable<'g> {
    /// Finds the headings of a sheet: near the top, the row with most headings that the pack knows; nothing if it knows
    /// none of any row, so that no name of anybody is taken for a heading.
    pub fn of(grid: &'g Grid, layout: &Layout, known: &KnownHeadings) -> Option<Self> {
        let searched = 0..grid.rows().min(layout.header_search_rows);
        let likely = searched.filter_map(|row| Some((likeness(grid, row, known)?, row)));
        // Of rows that are alike the first is the heading.
        let (_, start) = likely.max_by_key(|(likeness, row)| (*likeness, std::cmp::Reverse(*row)))?;
        let grouped = (0..grid.width()).any(|column| grid.merge_at(start, column).is_some_and(|m| m.columns() > 1));
        let span = if grouped && start + 1 < grid.rows() { 2 } else { 1 };
        let header = start..start + span;
        let columns: Vec<DraftColumn> = (0..grid.width())
            .map(|position| DraftColumn { heading: heading(grid, &header, position), position })
            .filter(|column| !column.heading.is_empty())
            .collect();
        let filled =
            |row: &usize| columns.iter().filter(|column| !is_blank(grid.own_cell(*row, column.position))).count();
        let rows = grid.filled_rows(header.end).filter(|row| filled(row) * 2 >= columns.len()).collect();
        Some(Self { grid, header, columns, rows })
    }

    /// Whether nothing stands below the headings.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The cells below a heading that hold something, cleaned.
    pub fn cells(&self, column: &DraftColumn) -> Vec<(Cow<'g, str>, CellKind)> {
        let cells = self.rows.iter().map(|row| self.grid.own_cell(*row, column.position));
        let filled = cells.filter(|cell| !is_blank(*cell));
        filled.map(|cell| (text::clean(cell.text), cell.kind)).collect()
    }
}

/// How many headings that the pack knows a row has, and how many different texts; nothing if it is none of headings.
fn likeness(grid: &Grid, row: usize, known: &KnownHeadings) -> Option<(usize, usize)> {
    let cells = (0..grid.width()).map(|column| grid.own_cell(row, column)).filter(|cell| !is_blank(*cell));
    let texts: BTreeSet<Cow<'_, str>> = cells.map(|cell| text::clean(cell.text)).collect();
    let headings = texts.iter().filter(|text| known.is_heading(text)).count();
    let is_data = texts.iter().any(|text| is_figure(text));
    (headings > 0 && texts.len() > 1 && !is_data).then_some((headings, texts.len()))
}

/// Whether a text has more digits than a month, as days, phone and certificate numbers have.
fn is_figure(text: &str) -> bool {
    text.chars().filter(char::is_ascii_digit).count() > 6
}

fn is_blank(cell: Cell<'_>) -> bool {
    cell.kind == CellKind::Error || text::is_null_mark(&text::clean(cell.text))
}

fn heading(grid: &Grid, header: &Range<usize>, column: usize) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for row in header.clone() {
        let part = grid.cell(row, column).text.trim();
        if !part.is_empty() && parts.last() != Some(&part) {
            parts.push(part);
        }
    }
    parts.join("/")
}
