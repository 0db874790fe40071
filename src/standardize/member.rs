//! The records of a row: the head's and one for every member who stands beside the head, in columns of their own or
//! several in one cell; in tables of one row a member the row's own.

use std::collections::HashSet;

use super::extract::{Extract, RecordAt};
use crate::ingest::{MemberColumns, data_cell};
use crate::value::text;

/// What separates several entries of one cell.
const SEPARATORS: [char; 8] = [',', '，', '、', ';', '；', '\n', '\r', '|'];
/// The fewest characters of an ID number.
const SHORTEST_ID: usize = 15;

/// One record a row; in a wide table one for the head and one for every member.
pub(super) fn records(extract: &Extract<'_>) -> Vec<RecordAt> {
    let rows = Rows { extract, own: own_columns(extract) };
    let own_rows = rows.heads_with_a_row_of_their_own();
    let mut records = Vec::with_capacity(extract.rows.len());
    for row in extract.rows.iter().copied() {
        let members = rows.members(row);
        let head = if members.is_empty() { None } else { rows.head(row) };
        let is_head = |member: &RecordAt| head.is_some() && id_of(extract, member) == head;
        let has_own = members.iter().any(is_head);
        let others: Vec<RecordAt> = members.iter().copied().filter(|member| !is_head(member)).collect();
        if has_own || others.is_empty() || head.as_ref().is_none_or(|head| !own_rows.contains(head)) {
            add_own(&mut records, extract, row);
        }
        records.extend((1..).zip(others).map(|(ordinal, member)| RecordAt { ordinal, ..member }));
    }
    records
}

/// One of several entries of a cell; the whole of one that has no others.
pub(super) fn part(cell: &str, number: usize) -> &str {
    match number == 0 && entries(cell).nth(1).is_none() {
        true => cell,
        false => entries(cell).nth(number).unwrap_or_default(),
    }
}

fn entries(cell: &str) -> impl Iterator<Item = &str> {
    cell.split(SEPARATORS).map(str::trim).filter(|entry| !entry.is_empty())
}

/// The ID numbers of a cell, if all its entries can be some.
fn ids(cell: &str) -> usize {
    let all = entries(cell).all(|entry| entry.chars().count() >= SHORTEST_ID);
    if all { entries(cell).count().max(1) } else { 1 }
}

/// The columns of the row's own name and number, in sources that have members.
fn own_columns(extract: &Extract<'_>) -> Option<MemberColumns> {
    let source = extract.mapping.source;
    source.members.as_ref()?;
    let id = source.key.id.iter().flat_map(|id| extract.mapping.columns(id)).next().copied()?;
    Some(MemberColumns { name: extract.mapping.columns(&source.key.name).first().copied(), id })
}

/// The rows of a sheet, and the columns of their own name and number in sources that have members.
struct Rows<'a> {
    extract: &'a Extract<'a>,
    own: Option<MemberColumns>,
}

impl Rows<'_> {
    /// Everybody who stands in a row beside the first in the columns of the row's own ID number.
    fn members(&self, row: usize) -> Vec<RecordAt> {
        let cell = |column: usize| data_cell(self.extract.grid, row, column).text;
        let mut members = Vec::new();
        if let Some(own) = self.own {
            let further = 1..ids(cell(own.id));
            members.extend(further.map(|part| RecordAt { row, member: Some(own), part, branch: None, ordinal: 0 }));
        }
        for member in self.extract.mapping.members.iter().copied() {
            let mut columns = std::iter::once(member.id).chain(member.name);
            if columns.any(|column| !text::is_null_mark(&text::clean(cell(column)))) {
                let entries = 0..ids(cell(member.id));
                members.extend(entries.map(|part| RecordAt {
                    row,
                    member: Some(member),
                    part,
                    branch: None,
                    ordinal: 0,
                }));
            }
        }
        members
    }

    /// The number of the head of a row as it stands.
    fn head(&self, row: usize) -> Option<String> {
        id_of(self.extract, &RecordAt { row, member: Some(self.own?), part: 0, branch: None, ordinal: 0 })
    }

    /// In a table of one row a member, those who stand as members of themselves: rows of others are not theirs as
    /// well.
    fn heads_with_a_row_of_their_own(&self) -> HashSet<String> {
        if self.extract.mapping.members.len() != 1 {
            return HashSet::new();
        }
        let own = |row: usize| {
            let head = self.head(row)?;
            self.members(row).iter().any(|member| id_of(self.extract, member).as_ref() == Some(&head)).then_some(head)
        };
        self.extract.rows.iter().filter_map(|row| own(*row)).collect()
    }
}

fn id_of(extract: &Extract<'_>, record: &RecordAt) -> Option<String> {
    let cell = data_cell(extract.grid, record.row, record.member?.id);
    let id = text::compact(part(cell.text, record.part)).to_uppercase();
    (id.chars().count() >= SHORTEST_ID).then_some(id)
}

/// Adds the row's own records: one, or one for every thing that it tells of.
fn add_own(records: &mut Vec<RecordAt>, extract: &Extract<'_>, row: usize) {
    let before = records.len();
    let branches = extract.mapping.branches.iter().enumerate();
    let told = branches.filter(|(_, branch)| branch.is_filled(extract.grid, row)).map(|(branch, _)| Some(branch));
    let of = |branch: Option<usize>| RecordAt { row, member: None, part: 0, branch, ordinal: 0 };
    records.extend(told.map(of));
    if records.len() == before {
        records.push(of(None));
    }
}
