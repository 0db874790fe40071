//! What every row of a recognised sheet is: heading, record, blank, or footer.

use super::mapping::Mapping;
use crate::pack::Layout;
use crate::schema::RowCounts;
use crate::value::text;
use crate::workbook::Grid;

/// The rows of a sheet by role; together they are all rows of the sheet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RowRoles {
    /// Rows that hold records, from 0.
    pub data: Vec<usize>,
    /// How many rows have which role.
    pub counts: RowCounts,
}

impl RowRoles {
    /// The same rows of which only some hold records; the others are as good as blank.
    pub fn only(&self, holds: impl Fn(usize) -> bool) -> Self {
        let data: Vec<usize> = self.data.iter().copied().filter(|row| holds(*row)).collect();
        let without = u32::try_from(self.data.len() - data.len()).unwrap_or(u32::MAX);
        let counts = RowCounts { blank: self.counts.blank + without, data: self.counts.data - without, ..self.counts };
        Self { data, counts }
    }
}

/// Sorts the rows of a sheet by role.
pub fn roles(grid: &Grid, mapping: &Mapping<'_>, layout: &Layout) -> RowRoles {
    let mut roles = RowRoles::default();
    let mapped = mapped_columns(mapping);
    let headings: Vec<MappedHeading<'_>> = mapped.iter().map(|column| MappedHeading::of(*column, mapping)).collect();
    let keys: Vec<usize> = mapping.source.key.id.iter().flat_map(|id| mapping.columns(id)).copied().collect();
    for row in 0..grid.rows() {
        roles.counts.total += 1;
        if row < mapping.header.end {
            roles.counts.heading += 1;
        } else if grid.row_is_blank(row) {
            roles.counts.blank += 1;
        } else if repeats_heading(grid, row, &headings) || numbers_columns(grid, row) {
            roles.counts.heading += 1;
        } else if is_footer(grid, row, &keys, &mapped, layout) {
            roles.counts.footer += 1;
        } else {
            roles.counts.data += 1;
            roles.data.push(row);
        }
    }
    roles
}

fn mapped_columns(mapping: &Mapping<'_>) -> Vec<usize> {
    let members = mapping.members.iter().flat_map(|member| [Some(member.id), member.name]);
    mapping.fields.iter().flatten().copied().chain(members.flatten()).collect()
}

/// The heading of a column that is read: the whole of it, and what stands right above the cells.
struct MappedHeading<'a> {
    column: usize,
    whole: &'a str,
    last: &'a str,
}

impl<'a> MappedHeading<'a> {
    fn of(column: usize, mapping: &'a Mapping<'_>) -> Self {
        let whole = mapping.headings[column].as_str();
        Self { column, whole, last: whole.rsplit('/').next().unwrap_or(whole) }
    }
}

fn repeats_heading(grid: &Grid, row: usize, headings: &[MappedHeading<'_>]) -> bool {
    let same = |heading: &&MappedHeading<'_>| {
        let cell = grid.own_cell(row, heading.column).text.trim();
        !cell.is_empty() && (cell == heading.whole || cell == heading.last)
    };
    headings.iter().filter(same).count() >= 2
}

/// Whether a row only numbers the columns, as statistical forms do below their headings: 甲 乙 1 2 3.
fn numbers_columns(grid: &Grid, row: usize) -> bool {
    let cells = grid.filled_cells(row).map(|(_, cell)| cell.text.trim());
    let mut seen = 0;
    let mut next = 1;
    for cell in cells {
        seen += 1;
        let stem = next == 1 && matches!(cell, "甲" | "乙" | "丙" | "丁" | "栏次");
        if !stem {
            if cell.parse() != Ok(next) {
                return false;
            }
            next += 1;
        }
    }
    seen >= 3 && next > 2
}

fn is_footer(grid: &Grid, row: usize, keys: &[usize], mapped: &[usize], layout: &Layout) -> bool {
    if keys.iter().any(|column| !grid.own_cell(row, *column).text.trim().is_empty()) {
        return false;
    }
    let mapped_blank = mapped.iter().all(|column| grid.own_cell(row, *column).text.trim().is_empty());
    let starts_as_footer = |column: usize| {
        let cell = text::compact(grid.own_cell(row, column).text);
        layout.footers.iter().any(|footer| cell.starts_with(text::compact(footer).as_ref()))
    };
    let first = grid.filled_cells(row).next().map(|(column, _)| column);
    mapped_blank || first.is_some_and(starts_as_footer)
}
