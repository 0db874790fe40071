//! What stands in the cells of a column: whether they are what a field holds.

use std::collections::BTreeSet;

use crate::pack::{Field, Kind};
use crate::value::{money, number, text};
use crate::workbook::{CellKind, Grid};

/// A share of a column's filled cells that fit, at which the column is what its heading says.
const FITTING: f64 = 0.3;
/// A share of filled cells below which a column is as good as empty.
const FILLED: f64 = 0.1;
/// Fewer rows, among which may be a total and a signature, do not tell whether a column is empty.
const FEWEST: usize = 4;
/// Words of a vocabulary that tell it from others have at least this many characters.
const TELLING: usize = 3;

/// Whether the cells of a column are what a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fit {
    /// They are, or there is no row to tell by.
    Fits,
    /// Nearly all of them are blank.
    Blank,
    /// They are something else.
    Unfit,
}

/// What the cells of a field look like.
#[derive(Debug)]
pub(super) struct FieldContent {
    kind: Kind,
    /// The words of its vocabulary and their other spellings, compact.
    words: BTreeSet<String>,
    /// Those of them that tell it from other fields.
    telling: BTreeSet<String>,
}

impl FieldContent {
    /// What the cells of a field look like.
    pub fn of(field: &Field) -> Self {
        let words = field.values.iter().flat_map(|(word, others)| std::iter::once(word).chain(others));
        let words: BTreeSet<String> = words.map(|word| text::compact(word).into_owned()).collect();
        let telling = words.iter().filter(|word| word.chars().count() >= TELLING).cloned().collect();
        Self { kind: field.kind, words, telling }
    }

    /// Whether a cleaned cell looks like that.
    fn fits(&self, cell: &str, raw: CellKind) -> bool {
        let number = || number::parse_number(cell).is_some();
        match self.kind {
            Kind::Text | Kind::Name | Kind::Place => true,
            Kind::Id => cell.chars().filter(|c| c.is_ascii_digit() || *c == '*').count() >= 12,
            Kind::Code => self.words.is_empty() || self.words.contains(text::compact(cell).as_ref()),
            Kind::Codes => self.words.iter().any(|word| cell.contains(word.as_str())),
            // A day that is none, such as 2026-02-30, is still written as a day.
            Kind::Date | Kind::Month => {
                raw == CellKind::Date
                    || raw == CellKind::Number
                    || cell.chars().filter(char::is_ascii_digit).count() >= 4
            }
            Kind::Money => money::Money::parse(cell).is_some(),
            Kind::Number | Kind::Integer => number(),
            Kind::Bool => number::parse_flag(cell).is_some(),
        }
    }
}

/// Some rows below the headings, enough to tell what the columns hold.
#[derive(Debug)]
pub(super) struct Sample<'g> {
    grid: &'g Grid,
    rows: Vec<usize>,
}

impl<'g> Sample<'g> {
    /// The first filled rows from a row on.
    pub fn below(grid: &'g Grid, first: usize, limit: usize) -> Self {
        let rows = grid.filled_rows(first).take(limit).collect();
        Self { grid, rows }
    }

    /// Whether a column holds what a field holds.
    pub fn fit(&self, column: usize, content: &FieldContent) -> Fit {
        let mut filled = 0_u32;
        let mut fitting = 0_u32;
        for row in &self.rows {
            let cell = self.grid.cell(*row, column);
            let cleaned = text::clean(cell.text);
            if text::is_null_mark(&cleaned) {
                continue;
            }
            filled += 1;
            fitting += u32::from(content.fits(&cleaned, cell.kind));
        }
        let rows = f64::from(u32::try_from(self.rows.len()).unwrap_or(u32::MAX));
        match (filled == 0 && self.rows.len() < FEWEST, f64::from(filled), f64::from(fitting)) {
            (true, ..) => Fit::Fits,
            (_, filled, _) if filled < rows * FILLED => Fit::Blank,
            (_, filled, fitting) if fitting < filled * FITTING => Fit::Unfit,
            _ => Fit::Fits,
        }
    }

    /// Whether nearly all cells of a column are blank.
    pub fn is_blank(&self, column: usize) -> bool {
        let filled =
            self.rows.iter().filter(|row| !text::is_null_mark(self.grid.cell(**row, column).text.trim())).count();
        let count = |number: usize| f64::from(u32::try_from(number).unwrap_or(u32::MAX));
        !self.rows.is_empty() && count(filled) < count(self.rows.len()) * FILLED
    }

    /// Whether the cells of a column, all of them, are telling words of a field's vocabulary.
    pub fn speaks(&self, column: usize, content: &FieldContent) -> bool {
        let cells = self.rows.iter().map(|row| text::compact(self.grid.cell(*row, column).text));
        let mut filled = cells.filter(|cell| !text::is_null_mark(cell)).peekable();
        let telling = &content.telling;
        !telling.is_empty() && filled.peek().is_some() && filled.all(|cell| telling.contains(cell.as_ref()))
    }
}
