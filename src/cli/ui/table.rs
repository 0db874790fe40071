//! Tables in a terminal.

use comfy_table::{Attribute, Cell, CellAlignment, ColumnConstraint, ContentArrangement, Table, Width, presets};

use crate::report::percent;

/// A table for standard output.
pub(super) fn table(headings: &[&str]) -> Table {
    let mut table = Table::new();
    let style = if draws_boxes() { presets::UTF8_FULL_CONDENSED } else { presets::ASCII_FULL_CONDENSED };
    table.load_style(style).set_content_arrangement(ContentArrangement::Dynamic);
    table.set_header(headings.iter().map(|heading| Cell::new(heading).add_attribute(Attribute::Bold)));
    table
}

/// Whether lines are drawn by characters for it. Windows' old console draws these two cells wide in Chinese fonts, so that
/// every row would break; Windows Terminal says who it is.
fn draws_boxes() -> bool {
    let is_set = |variable: &str| std::env::var_os(variable).is_some();
    !is_set("BIDUI_ASCII") && (!cfg!(windows) || is_set("WT_SESSION"))
}

/// A table for standard error.
pub(super) fn side_table(headings: &[&str]) -> Table {
    let mut table = table(headings);
    table.use_stderr();
    table
}

pub(super) fn number(value: u32) -> Cell {
    Cell::new(value).set_alignment(CellAlignment::Right)
}

/// A share in percent; nothing where there is nothing to share.
pub(super) fn share(share: Option<f64>) -> Cell {
    Cell::new(percent(share)).set_alignment(CellAlignment::Right)
}

/// One line a group, all groups together last.
pub(super) fn grouped<'l, V: 'l>(
    (group_headings, headings): (&[&str], &[&str]),
    lines: impl Iterator<Item = (&'l Vec<String>, &'l V)>,
    all: &V,
    cells: fn(&V) -> Vec<Cell>,
) -> Table {
    let mut table = table(&[group_headings, headings].concat());
    for (group, value) in lines {
        table.add_row(group.iter().map(Cell::new).chain(cells(value)));
    }
    let mut everywhere = vec![""; group_headings.len()];
    everywhere[0] = "合计";
    table.add_row(everywhere.into_iter().map(Cell::new).chain(cells(all)));
    table
}

/// On a narrow terminal a heading takes two lines, not one a character.
pub(super) fn keep_readable(table: &mut Table) {
    for column in table.column_iter_mut() {
        column.set_constraint(ColumnConstraint::LowerBoundary(Width::Fixed(NARROWEST)));
    }
}

/// Two characters of a heading, or a share, with the space around them.
const NARROWEST: u16 = 8;
