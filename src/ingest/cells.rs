//! What stands in the cells of a column: whether they are what a field holds.

use std::borrow::Cow;
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

    /// Whether a cell looks like that.
    fn fits(&self, cell: &FilledCell<'_>) -> bool {
        let FilledCell { text: cell, kind: raw } = cell;
        match self.kind {
            Kind::Text | Kind::Name | Kind::Place => true,
            Kind::Id => cell.chars().filter(|c| c.is_ascii_digit() || *c == '*').count() >= 12,
            Kind::Code => self.words.is_empty() || self.words.contains(text::compact(cell).as_ref()),
            Kind::Codes => self.words.iter().any(|word| cell.contains(word.as_str())),
            // A day that is none, such as 2026-02-30, is still written as a day.
            Kind::Date | Kind::Month => {
                matches!(raw, CellKind::Date | CellKind::Number)
                    || cell.chars().filter(char::is_ascii_digit).count() >= 4
            }
            Kind::Money => money::Money::parse(cell).is_some(),
            Kind::Number | Kind::Integer => number::parse_number(cell).is_some(),
            Kind::Bool => number::parse_flag(cell).is_some(),
        }
    }
}

/// Some rows below the headings, enough to tell what the columns hold.
#[derive(Debug)]
pub(super) struct Sample<'g> {
    rows: usize,
    columns: Vec<Vec<FilledCell<'g>>>,
}

/// A cleaned cell that holds something.
#[derive(Debug)]
struct FilledCell<'g> {
    text: Cow<'g, str>,
    kind: CellKind,
}

impl<'g> Sample<'g> {
    /// The first filled rows from a row on.
    pub fn below(grid: &'g Grid, first: usize, limit: usize) -> Self {
        let rows: Vec<usize> = grid.filled_rows(first).take(limit).collect();
        let cell = |row: usize, column: usize| {
            let cell = grid.cell(row, column);
            FilledCell { text: text::clean(cell.text), kind: cell.kind }
        };
        let filled = |column: usize| {
            let cells = rows.iter().map(|row| cell(*row, column));
            cells.filter(|cell| !text::is_null_mark(&cell.text)).collect()
        };
        Self { rows: rows.len(), columns: (0..grid.width().min(Grid::COLUMNS)).map(filled).collect() }
    }

    /// Whether a column holds what a field holds.
    pub fn fit(&self, column: usize, content: &FieldContent) -> Fit {
        let filled = self.filled(column);
        if filled.is_empty() && self.rows < FEWEST {
            return Fit::Fits;
        }
        if self.is_blank(column) {
            return Fit::Blank;
        }
        let enough = (count(filled.len()) * FITTING).ceil();
        let fitting = filled.iter().filter(|cell| content.fits(cell));
        // A column that fits is told by its first cells.
        let fits = fitting.zip(1..).any(|(_, fitting)| count(fitting) >= enough);
        if fits { Fit::Fits } else { Fit::Unfit }
    }

    /// Whether nearly all cells of a column are blank.
    pub fn is_blank(&self, column: usize) -> bool {
        count(self.filled(column).len()) < count(self.rows) * FILLED
    }

    /// Whether the cells of a column, all of them, are telling words of a field's vocabulary.
    pub fn speaks(&self, column: usize, content: &FieldContent) -> bool {
        let (filled, telling) = (self.filled(column), &content.telling);
        let tells = |cell: &FilledCell<'_>| telling.contains(text::compact(&cell.text).as_ref());
        !telling.is_empty() && !filled.is_empty() && filled.iter().all(tells)
    }

    fn filled(&self, column: usize) -> &[FilledCell<'g>] {
        self.columns.get(column).map_or(&[], Vec::as_slice)
    }
}

fn count(number: usize) -> f64 {
    f64::from(u32::try_from(number).unwrap_or(u32::MAX))
}
