//! A returned workbook → its rows, wherever sheets, columns and rows were moved to.

use std::rc::Rc;

use super::heading::{Headings, Item, ReturnedColumns};
use crate::dispatch::ListIdentity;
use crate::pack::AnswerItem;
use crate::value::{Redacted, text};
use crate::workbook::{Book, Cell, CellKind, Grid, Visibility};

/// The columns that make a row an answered one.
const ANSWERS: [AnswerItem; 5] =
    [AnswerItem::核实结论, AnswerItem::处理意见, AnswerItem::核查结果, AnswerItem::核实情况, AnswerItem::备注];

/// The rows of a book.
pub(super) struct ReturnedBook<'b> {
    pub rows: Vec<ReturnedRow<'b>>,
    /// How many heading rows there are.
    pub headings: usize,
    /// What stands around the rows of its lists, and on sheets without any.
    pub aside: Vec<CellText<'b>>,
    /// What is wrong with a heading row.
    pub heading_error: Option<String>,
}

/// A text in a cell.
#[derive(Debug, Clone, Copy)]
pub(super) struct CellText<'b> {
    /// The sheet's name.
    pub sheet: &'b str,
    /// The cell's place, from 0.
    place: (usize, usize),
    /// What it says.
    pub text: &'b str,
    /// Whether nothing else stands in its row.
    pub is_alone: bool,
}

impl CellText<'_> {
    /// The cell's address.
    pub fn address(&self) -> String {
        address(self.place.0, self.place.1)
    }
}

/// A row under headings.
pub(super) struct ReturnedRow<'b> {
    /// Its sheet's name.
    pub sheet: &'b str,
    /// Its position, from 0.
    row: usize,
    grid: &'b Grid,
    columns: Rc<ReturnedColumns>,
}

/// Reads every sheet, and rows and columns that are hidden too.
pub(super) fn read<'b>(book: &'b Book, headings: &Headings) -> ReturnedBook<'b> {
    let mut returned = ReturnedBook { rows: Vec::new(), headings: 0, aside: Vec::new(), heading_error: None };
    for sheet in book.sheets.iter().filter(|sheet| !ListIdentity::is_unseen(&sheet.name)) {
        let grid = &sheet.grid;
        let mut under = None;
        for row in grid.filled_rows(0) {
            match (is_record(grid, row).then(|| headings.columns(grid, row)).flatten(), &under) {
                (Some(columns), _) => {
                    returned.headings += 1;
                    returned.heading_error =
                        returned.heading_error.or_else(|| doubled(&sheet.name, grid, row, &columns));
                    under = Some(Rc::new(columns));
                }
                (None, Some(columns)) if is_record(grid, row) => {
                    returned.rows.push(ReturnedRow { sheet: &sheet.name, row, grid, columns: Rc::clone(columns) });
                }
                // Nobody writes on a sheet that is hidden, such as the one with the choices.
                (None, _) if sheet.visibility == Visibility::Hidden => {}
                (None, _) => {
                    let is_alone = !is_record(grid, row);
                    let texts = written(&sheet.name, grid, row);
                    returned.aside.extend(texts.map(|written| CellText { is_alone, ..written }));
                }
            }
        }
    }
    returned
}

/// A row with one cell only is a title, a note or a line for signatures.
fn is_record(grid: &Grid, row: usize) -> bool {
    written("", grid, row).take(2).count() == 2
}

/// What stands in a row.
fn written<'b>(sheet: &'b str, grid: &'b Grid, row: usize) -> impl Iterator<Item = CellText<'b>> {
    let text = move |(column, cell): (usize, Cell<'b>)| CellText {
        sheet,
        place: (row, column),
        text: cell.text,
        is_alone: false,
    };
    grid.filled_cells(row).map(text)
}

/// The message for a heading row that has a heading twice.
fn doubled(sheet: &str, grid: &Grid, row: usize, columns: &ReturnedColumns) -> Option<String> {
    let (item, first) = columns.iter().find(|(item, column)| twin(columns, *item, *column).is_some())?;
    let second = twin(columns, *item, *first)?;
    let heading = Redacted::of(&text::clean(grid.own_cell(row, *first).text));
    let [first, second] = [*first, second].map(|column| address(row, column));
    let sheet = Redacted::of(sheet);
    Some(format!("工作表“{sheet}”有两栏“{heading}”（{first}、{second}），无法确定以哪一栏为准；请只留一栏"))
}

/// A later column of the same meaning, where only one can be meant.
fn twin(columns: &ReturnedColumns, item: Item, column: usize) -> Option<usize> {
    let is_twin = |(other, place): &&(Item, usize)| *other == item && *place > column;
    let many = matches!(item, Item::ReadOnly | Item::History);
    columns.iter().find(is_twin).filter(|_| !many).map(|(_, place)| *place)
}

fn address(row: usize, column: usize) -> String {
    format!("{}{}", letters(column), row + 1)
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

    /// Whether anything is answered. A name or a date alone, filled down over all rows, is no answer.
    pub fn is_answered(&self) -> bool {
        let is_said = |item: Item| !self.text(item).is_empty() || self.errors().any(|(wrong, _)| wrong == item);
        ANSWERS.map(Item::Answer).into_iter().chain([Item::Choice]).any(is_said)
    }

    /// Whether an added row reports a risk, or answers one.
    pub fn says_something(&self) -> bool {
        self.is_answered() || !self.text(Item::Finding).is_empty()
    }

    /// Whether it looks like a row that was sent.
    pub fn is_of_a_list(&self) -> bool {
        let codes = [Item::Clue, Item::Question, Item::Checksum, Item::HeadName, Item::History];
        codes.into_iter().any(|item| !self.text(item).is_empty())
    }

    /// Its cells with the items of their columns.
    pub fn written(&self) -> impl Iterator<Item = (Option<Item>, CellText<'_>)> {
        let item = |column: usize| self.columns.iter().find(|(_, found)| *found == column).map(|(item, _)| *item);
        written(self.sheet, self.grid, self.row).map(move |written| (item(written.place.1), written))
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
            Some(column) => address(self.row, column),
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
