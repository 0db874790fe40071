//! A second list in the columns of a table that is another list's: pupils, and beside them what aid some of them get.
//!
//! A table all of whose rows have an entry of the second list is that list's own: then nothing says that those without
//! an entry would stand in it. Where the county says that it is the first list's, it holds both all the same.

use super::branch::has_entry;
use super::data_cell::data_cell;
use super::mapping::Mapping;
use crate::pack::Source;
use crate::value::text;
use crate::workbook::Grid;

/// How the second list of a sheet is read.
#[derive(Debug, Clone)]
pub struct Guest<'p> {
    /// The source whose table it is.
    pub host: &'p Source,
    /// Where the second list's fields stand.
    pub mapping: Mapping<'p>,
    /// The columns that say by being filled that there is a record.
    deciding: Vec<usize>,
}

impl<'p> Guest<'p> {
    /// The second lists among the ways to read a sheet.
    pub(super) fn among(mappings: &[Mapping<'p>], grid: &Grid, told: Option<&str>) -> Vec<Self> {
        let pairs = mappings.iter().flat_map(|host| mappings.iter().map(move |guest| (host, guest)));
        pairs.filter_map(|(host, guest)| Self::of(host, guest, grid, told)).collect()
    }

    fn of(host: &Mapping<'p>, mapping: &Mapping<'p>, grid: &Grid, told: Option<&str>) -> Option<Self> {
        let declared = mapping.source.guest.as_ref()?;
        let welcome = declared.of.contains(&host.source.name) && host.header == mapping.header;
        let own = declared.when.iter().flat_map(|field| mapping.columns(field)).copied();
        let deciding: Vec<usize> =
            own.chain(mapping.branches.iter().flat_map(|branch| branch.deciding.iter().copied())).collect();
        let left = deciding.iter().all(|column| !host.uses(*column));
        if !welcome || deciding.is_empty() || !left || !mapping.lacking().is_empty() {
            return None;
        }
        let guest = Self { host: host.source, mapping: mapping.clone(), deciding };
        let rows = grid.filled_rows(mapping.header.end).filter(|row| is_person(grid, *row, host));
        let filled: Vec<bool> = rows.map(|row| guest.has_entry(grid, row)).collect();
        let is_hosts = told == Some(host.source.name.as_str()) || filled.contains(&false);
        (filled.contains(&true) && is_hosts).then_some(guest)
    }

    /// Whether a column is the second list's in tables of a source.
    pub(super) fn takes(&self, source: &Source, column: usize) -> bool {
        std::ptr::eq(self.host, source) && self.deciding.contains(&column)
    }

    /// What says so, in a few words.
    pub fn evidence(&self) -> String {
        let headings = self.deciding.iter().map(|column| format!("“{}”", self.mapping.headings[*column]));
        format!("只读填了{}的行", headings.collect::<Vec<_>>().join("、"))
    }

    /// Whether a row has an entry of the second list.
    pub fn has_entry(&self, grid: &Grid, row: usize) -> bool {
        let unless = self.mapping.source.guest.as_ref().map_or(&[][..], |guest| &guest.unless);
        has_entry(grid, row, &self.deciding, unless)
    }
}

/// Whether a row has an ID number where the table's own list has it, so that totals and signatures do not count.
fn is_person(grid: &Grid, row: usize, host: &Mapping<'_>) -> bool {
    let mut ids = host.source.key.id.iter().flat_map(|id| host.columns(id));
    ids.any(|column| !text::is_null_mark(data_cell(grid, row, *column).text.trim()))
}
