//! A book that came back → its rows, wherever their sheets, columns and places have been moved to.

use std::rc::Rc;

use super::heading::{Columns, Headings, Item};
use crate::pack::AnswerItem;
use crate::value::text;
use crate::workbook::{Book, Cell, CellKind, Grid};

/// What somebody who knows anything fills in.
const ANSWERS: [AnswerItem; 5] =
    [AnswerItem::核实结论, AnswerItem::处理意见, AnswerItem::核查结果, AnswerItem::核实情况, AnswerItem::备注];

/// The rows of a book.
pub(super) struct ReturnedBook<'b> {
    pub rows: Vec<ReturnedRow<'b>>,
    /// How many heading rows there are.
    pub headings: usize,
}

/// A row under headings.
pub(super) struct ReturnedRow<'b> {
    /// Its sheet's name.
    pub sheet: &'b str,
    /// Its position, from 0.
    row: usize,
    grid: &'b Grid,
    columns: Rc<Columns>,
}

/// Reads every sheet; what a filter or a person hides is read too.
pub(super) fn read<'b>(book: &'b Book, headings: &Headings) -> ReturnedBook<'b> {
    let mut returned = ReturnedBook { rows: Vec::new(), headings: 0 };
    for sheet in &book.sheets {
        let grid = &sheet.grid;
        let mut under = None;
        for row in (0..grid.rows()).filter(|row| is_record(grid, *row)) {
            if let Some(columns) = headings.columns(grid, row) {
                under = Some(Rc::new(columns));
                returned.headings += 1;
            } else if let Some(columns) = &under {
                returned.rows.push(ReturnedRow { sheet: &sheet.name, row, grid, columns: Rc::clone(columns) });
            }
        }
    }
    returned
}

/// A row with one cell only is a title, a note or a line for signatures.
fn is_record(grid: &Grid, row: usize) -> bool {
    let filled = (0..grid.width()).filter(|column| !grid.own_cell(row, *column).text.trim().is_empty());
    filled.take(2).count() == 2
}

impl ReturnedRow<'_> {
    /// What it says under an item, cleaned; empty if nothing.
    pub fn text(&self, item: Item) -> String {
        let texts = self.columns_of(item).map(|column| text::clean(self.shown(column).text));
        texts.into_iter().find(|text| !text::is_null_mark(text)).unwrap_or_default().into_owned()
    }

    /// What it answers.
    pub fn answer(&self, item: AnswerItem) -> String {
        self.text(Item::Answer(item))
    }

    /// Whether the sheet has a column for an item.
    pub fn has_column(&self, item: Item) -> bool {
        self.columns_of(item).next().is_some()
    }

    /// Whether somebody answered anything; a name or a date alone, drawn down over all rows, is no answer.
    pub fn is_answered(&self) -> bool {
        let is_said = |item: Item| !self.text(item).is_empty() || self.errors().any(|(wrong, _)| wrong == item);
        ANSWERS.map(Item::Answer).into_iter().chain([Item::Choice]).any(is_said)
    }

    /// The cells in which a formula has no value, with what they show.
    pub fn errors(&self) -> impl Iterator<Item = (Item, &str)> {
        let shown = self.columns.iter().map(|(item, column)| (*item, self.shown(*column)));
        let is_error = |cell: Cell<'_>| cell.kind == CellKind::Error || text::is_formula_error(&text::clean(cell.text));
        shown.filter(move |(_, cell)| is_error(*cell)).map(|(item, cell)| (item, cell.text))
    }

    /// Its number in the sheet, from 1.
    pub fn number(&self) -> u32 {
        u32::try_from(self.row + 1).unwrap_or(u32::MAX)
    }

    /// The address of the cell of an item, such as `F12`; of the row if the sheet has no such column.
    pub fn address(&self, item: Item) -> String {
        match self.columns_of(item).next() {
            Some(column) => format!("{}{}", letters(column), self.row + 1),
            None => format!("第{}行", self.row + 1),
        }
    }

    fn columns_of(&self, item: Item) -> impl Iterator<Item = usize> + '_ {
        self.columns.iter().filter(move |(found, _)| *found == item).map(|(_, column)| *column)
    }

    /// The cell; in a block merged downwards, as people do with what several rows have in common, the block's.
    fn shown(&self, column: usize) -> Cell<'_> {
        let own = self.grid.own_cell(self.row, column);
        let downward = || self.grid.merge_at(self.row, column).filter(|merge| merge.start.1 == column);
        match own.text.trim().is_empty() {
            true => downward().map_or(own, |merge| self.grid.own_cell(merge.start.0, column)),
            false => own,
        }
    }
}

/// The letters of a column: A to Z, AA and so on.
fn letters(column: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        letters.push(char::from(b'A' + ((rest - 1) % 26) as u8));
        rest = (rest - 1) / 26;
    }
    letters.into_iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::letters;

    #[test]
    fn columns_have_letters() {
        let named = [0, 25, 26, 51, 52, 701, 702].map(letters);
        assert_eq!(named, ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
    }
}
