//! The records of a row: the head's and one for every member who stands beside the head, in columns of their own or
//! several in one cell; in tables of one row a member the row's own.

use std::collections::HashSet;

use super::extract::{Extract, RecordAt};
use crate::ingest::{Branch, MemberColumns, data_cell};
use crate::value::text;

/// What separates several entries of one cell.
const SEPARATORS: [char; 8] = [',', '，', '、', ';', '；', '\n', '\r', '|'];
/// The fewest characters of an ID number.
const SHORTEST_ID: usize = 15;

/// One record a row; in a wide table one for the head and one for every member.
pub(super) fn records(extract: &Extract<'_>) -> Vec<RecordAt> {
    let own_rows = heads_with_a_row_of_their_own(extract);
    let mut records = Vec::with_capacity(extract.rows.len());
    for row in extract.rows.iter().copied() {
        let head = head(extract, row);
        let members = members(extract, row);
        let is_head = |member: &RecordAt| head.is_some() && id_of(extract, member) == head;
        let has_own = members.iter().any(is_head);
        let others: Vec<RecordAt> = members.iter().copied().filter(|member| !is_head(member)).collect();
        if has_own || others.is_empty() || head.as_ref().is_none_or(|head| !own_rows.contains(head)) {
            records.extend(branches(extract, row));
        }
        records.extend((1..).zip(others).map(|(ordinal, member)| RecordAt { ordinal, ..member }));
    }
    records
}

/// One of several entries of a cell; the whole of one that has no others.
pub(super) fn part(cell: &str, number: usize) -> &str {
    let parts = parts(cell);
    if parts.len() < 2 && number == 0 { cell } else { parts.get(number).copied().unwrap_or_default() }
}

fn parts(cell: &str) -> Vec<&str> {
    cell.split(SEPARATORS).map(str::trim).filter(|part| !part.is_empty()).collect()
}

/// The ID numbers of a cell, if all its entries can be some.
fn ids(cell: &str) -> usize {
    let parts = parts(cell);
    let all = parts.iter().all(|part| part.chars().count() >= SHORTEST_ID);
    if all { parts.len().max(1) } else { 1 }
}

/// Everybody who stands in a row beside the first in the columns of the row's own ID number.
fn members(extract: &Extract<'_>, row: usize) -> Vec<RecordAt> {
    let filled = |column: usize| !text::is_null_mark(&text::clean(data_cell(extract.grid, row, column).text));
    let mut members = Vec::new();
    if let Some(own) = own_columns(extract) {
        let further = 1..ids(data_cell(extract.grid, row, own.id).text);
        members.extend(further.map(|part| RecordAt { row, member: Some(own), part, branch: None, ordinal: 0 }));
    }
    for member in extract.mapping.members.iter().copied() {
        if filled(member.id) || member.name.is_some_and(filled) {
            let entries = 0..ids(data_cell(extract.grid, row, member.id).text);
            members.extend(entries.map(|part| RecordAt { row, member: Some(member), part, branch: None, ordinal: 0 }));
        }
    }
    members
}

/// The columns of the row's own name and number, in sources that have members.
fn own_columns(extract: &Extract<'_>) -> Option<MemberColumns> {
    let source = extract.mapping.source;
    source.members.as_ref()?;
    let id = source.key.id.iter().flat_map(|id| extract.mapping.columns(id)).next().copied()?;
    Some(MemberColumns { name: extract.mapping.columns(&source.key.name).first().copied(), id })
}

/// The number of the head of a row as it stands.
fn head(extract: &Extract<'_>, row: usize) -> Option<String> {
    let own = own_columns(extract)?;
    id_of(extract, &RecordAt { row, member: Some(own), part: 0, branch: None, ordinal: 0 })
}

fn id_of(extract: &Extract<'_>, record: &RecordAt) -> Option<String> {
    let cell = data_cell(extract.grid, record.row, record.member?.id);
    let id = text::compact(part(cell.text, record.part)).to_uppercase();
    (id.chars().count() >= SHORTEST_ID).then_some(id)
}

/// In a table of one row a member, those who stand as members of themselves: rows of others are not theirs as well.
fn heads_with_a_row_of_their_own(extract: &Extract<'_>) -> HashSet<String> {
    if extract.mapping.members.len() != 1 {
        return HashSet::new();
    }
    let own = |row: usize| {
        let head = head(extract, row)?;
        members(extract, row).iter().any(|member| id_of(extract, member).as_ref() == Some(&head)).then_some(head)
    };
    extract.rows.iter().filter_map(|row| own(*row)).collect()
}

/// The row's own records: one, or one for every thing that it tells of.
fn branches(extract: &Extract<'_>, row: usize) -> Vec<RecordAt> {
    let of = |(branch, _): (usize, &Branch)| RecordAt { row, member: None, part: 0, branch: Some(branch), ordinal: 0 };
    let told: Vec<RecordAt> = extract
        .mapping
        .branches
        .iter()
        .enumerate()
        .filter(|(_, branch)| branch.is_filled(extract.grid, row))
        .map(of)
        .collect();
    match told.is_empty() {
        true => vec![RecordAt { row, member: None, part: 0, branch: None, ordinal: 0 }],
        false => told,
    }
}
