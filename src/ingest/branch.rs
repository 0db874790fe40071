//! Columns of one thing among several that a row tells of.

use super::data_cell::data_cell;
use super::heading::{ColumnHeading, FanHeadings, KnownSource};
use crate::pack::Source;
use crate::value::text;
use crate::workbook::Grid;

/// Where one of the things that rows tell of stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Branch {
    /// What standing there says: words by field.
    pub given: Vec<(usize, String)>,
    /// The columns of fields that are its alone, the best first.
    pub columns: Vec<(usize, Vec<usize>)>,
    /// The columns that say by being filled that there is a record.
    pub deciding: Vec<usize>,
    /// Beginnings of cells that say that there is none.
    pub unless: Vec<String>,
}

impl Branch {
    /// The things that the rows of a sheet tell of; none if they tell of one.
    pub(super) fn all(known: &KnownSource<'_>, headings: &[ColumnHeading]) -> Vec<Self> {
        let branches: Vec<Self> = known.fans.iter().filter_map(|fan| Self::of(fan, known.source, headings)).collect();
        if branches.iter().all(|branch| branch.given.is_empty()) { Vec::new() } else { branches }
    }

    /// The columns of a source's fan that stand in a sheet; none if nothing decides there.
    fn of(known: &FanHeadings<'_>, source: &Source, headings: &[ColumnHeading]) -> Option<Self> {
        let fan = known.fan;
        let position = |field: &str| source.fields.get_index_of(field);
        let columns_of = |keys: &[String]| -> Vec<usize> {
            keys.iter().filter_map(|key| headings.iter().position(|heading| heading.keys.contains(key))).collect()
        };
        let columns: Vec<(usize, Vec<usize>)> =
            known.columns.iter().filter_map(|(field, keys)| Some((position(field)?, columns_of(keys)))).collect();
        let mut deciding = columns_of(&known.when);
        deciding.extend(columns.first().into_iter().flat_map(|(_, columns)| columns.iter().copied()));
        let given = fan.given.iter().filter_map(|(field, word)| Some((position(field)?, word.clone()))).collect();
        let columns = columns.into_iter().filter(|(_, columns)| !columns.is_empty()).collect();
        (!deciding.is_empty()).then(|| Self { given, columns, deciding, unless: fan.unless.clone() })
    }

    /// Whether a row tells of it.
    pub fn is_filled(&self, grid: &Grid, row: usize) -> bool {
        has_entry(grid, row, &self.deciding, &self.unless)
    }

    /// All columns that it takes.
    pub fn taken(&self) -> impl Iterator<Item = usize> {
        self.columns.iter().flat_map(|(_, columns)| columns.iter().copied()).chain(self.deciding.iter().copied())
    }
}

/// Whether some column of a row is filled, and not with a word that begins like one of those that say that there is
/// none.
pub(super) fn has_entry(grid: &Grid, row: usize, columns: &[usize], unless: &[String]) -> bool {
    columns.iter().any(|column| {
        let cell = text::compact(data_cell(grid, row, *column).text);
        !text::is_null_mark(&cell) && !unless.iter().any(|word| cell.starts_with(word.as_str()))
    })
}
