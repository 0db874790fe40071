//! Tables in a terminal.

use std::borrow::Borrow;

use comfy_table::{Cell, CellAlignment, ColumnConstraint, ContentArrangement, Table, Width, presets};

use crate::report::{everywhere, group_columns};
use crate::workbook::{CellOut, ColumnKind, Columns};

/// A table for standard output.
pub fn table<T>(columns: &Columns<'_, T>, rows: impl IntoIterator<Item: Borrow<T>>) -> Table {
    let mut table = Table::new();
    let style = if draws_boxes() { presets::UTF8_FULL_CONDENSED } else { presets::ASCII_FULL_CONDENSED };
    table.load_style(style).set_content_arrangement(ContentArrangement::Dynamic);
    // Bold ones would take escape sequences, and none is printed: those of data are not told from those of a table.
    table.set_header(columns.headings().map(Cell::new));
    for row in rows {
        table.add_row(columns.cells(row.borrow()).map(cell));
    }
    table
}

/// Whether lines are drawn by characters for it. Windows' old console draws these two cells wide in Chinese fonts, so that
/// every row would break; Windows Terminal says who it is.
fn draws_boxes() -> bool {
    let is_set = |variable: &str| std::env::var_os(variable).is_some();
    !is_set("BIDUI_ASCII") && (!cfg!(windows) || is_set("WT_SESSION"))
}

/// A table for standard error.
pub(super) fn side_table<T>(columns: &Columns<'_, T>, rows: impl IntoIterator<Item: Borrow<T>>) -> Table {
    let mut table = table(columns, rows);
    table.use_stderr();
    table
}

fn cell((kind, cell): (ColumnKind, CellOut)) -> Cell {
    let cell = Cell::new(cell);
    match kind {
        ColumnKind::Text => cell,
        ColumnKind::Integer | ColumnKind::Share => cell.set_alignment(CellAlignment::Right),
    }
}

/// One line a group, all groups together last.
pub(super) fn grouped<'l, V: 'l>(
    headings: &[&str],
    columns: Columns<'l, V>,
    lines: impl Iterator<Item = (&'l Vec<String>, &'l V)>,
    all: &'l V,
) -> Table {
    let everywhere = everywhere();
    let headings = headings.iter().map(|heading| (*heading, 0.0));
    let names = group_columns(headings, |(group, _): &(&Vec<String>, &V)| group);
    let columns = names.and(columns.of(|(_, value): &(&Vec<String>, &V)| value));
    let mut rows: Vec<(&Vec<String>, &V)> = lines.collect();
    rows.push((&everywhere, all));
    table(&columns, rows)
}

/// On a narrow terminal a heading takes two lines, not one a character.
pub(super) fn keep_readable(table: &mut Table) {
    for column in table.column_iter_mut() {
        column.set_constraint(ColumnConstraint::LowerBoundary(Width::Fixed(NARROWEST)));
    }
}

/// Two characters of a heading, or a share, with the space around them.
const NARROWEST: u16 = 8;
