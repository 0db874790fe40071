//! Which source a sheet is, and which column holds which field.
//!
//! Every row near the top, alone or joined with the one or two below it, is tried as the heading of every source.
//! A source fits if all its required fields are there; of those that fit, the one that claims most columns wins, by the
//! margin that the pack lays down.

use std::cmp::Reverse;
use std::ops::Range;

use super::heading::{Claim, Recogniser, SourceHeadings, Target};
use super::unit::without_unit;
use crate::pack::{Kind, Source, Units};
use crate::value::text;
use crate::workbook::Grid;

/// What a sheet was taken for.
#[derive(Debug)]
pub enum Recognition<'p> {
    /// One source; and the next best that fits too, with how many columns it claims.
    As {
        /// How the sheet is read.
        mapping: Mapping<'p>,
        /// The next best.
        next: Option<(&'p Source, usize)>,
    },
    /// None; the nearest one and the required fields it lacks.
    Unknown(Option<(&'p Source, Vec<String>)>),
    /// Several that fit nearly equally well, with how many columns each claims.
    Close(Vec<(&'p Source, usize)>),
}

/// Where a source's fields stand in a sheet.
#[derive(Debug)]
pub struct Mapping<'p> {
    /// The source.
    pub source: &'p Source,
    /// Heading rows, from 0.
    pub header: Range<usize>,
    /// For every field of the source, in its order, the columns that hold it.
    pub fields: Vec<Vec<usize>>,
    /// Columns of members standing side by side.
    pub members: Vec<MemberColumns>,
    /// The headings as they stand, by column.
    pub headings: Vec<String>,
    /// Columns with a heading that no field claims.
    pub unclaimed: Vec<usize>,
}

/// The two columns of one member.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MemberColumns {
    /// The column of the name.
    pub name: Option<usize>,
    /// The column of the ID.
    pub id: usize,
}

/// One column's heading: as it stands, and the normal forms it is compared by, best first.
struct Heading {
    shown: String,
    keys: Vec<String>,
}

/// What is known of a sheet beforehand.
#[derive(Debug, Clone, Copy, Default)]
pub struct Known<'a> {
    /// The name of its source.
    pub source: Option<&'a str>,
    /// The first row of its headings, from 1.
    pub header_row: Option<usize>,
}

impl Known<'_> {
    fn allows_row(&self, header: &Range<usize>) -> bool {
        self.header_row.is_none_or(|row| header.start + 1 == row)
    }

    fn allows_source(&self, source: &Source) -> bool {
        self.source.is_none_or(|name| name == source.name)
    }
}

/// Recognises a sheet.
pub fn recognise<'p>(grid: &Grid, recogniser: &Recogniser<'p>, beforehand: Known<'_>) -> Recognition<'p> {
    let mut fitting: Vec<Mapping<'p>> = Vec::new();
    let mut nearest: Option<Near<'p>> = None;
    for header in candidate_headers(grid, recogniser).into_iter().filter(|header| beforehand.allows_row(header)) {
        let headings = headings(grid, &header, recogniser.units);
        for known in recogniser.sources.iter().filter(|known| beforehand.allows_source(known.source)) {
            let (mapping, source) = (map(&headings, header.clone(), known), known.source);
            let lacking = mapping.lacking();
            if lacking.is_empty() {
                keep_better(&mut fitting, mapping);
            } else {
                let near = Near { claimed: mapping.claimed(), source, lacking };
                if nearest.as_ref().is_none_or(|nearest| near.is_nearer(nearest)) {
                    nearest = Some(near);
                }
            }
        }
    }
    // The sort is stable: sources that fit alike stay in the pack's order.
    fitting.sort_by_key(|mapping| Reverse(mapping.rank()));
    let best = fitting.first().map_or(0, Mapping::claimed);
    let close = fitting.iter().filter(|mapping| mapping.claimed() + recogniser.margin > best).count();
    let rivals: Vec<(&'p Source, usize)> = fitting.iter().map(|mapping| (mapping.source, mapping.claimed())).collect();
    match fitting.into_iter().next() {
        Some(_) if close > 1 => Recognition::Close(rivals[..close].to_vec()),
        Some(mapping) => Recognition::As { mapping, next: rivals.get(1).copied() },
        None => {
            let nearest = nearest.filter(|near| near.claimed > 1);
            Recognition::Unknown(nearest.map(|near| (near.source, near.lacking)))
        }
    }
}

/// A source that does not fit.
struct Near<'p> {
    claimed: usize,
    source: &'p Source,
    lacking: Vec<String>,
}

impl Near<'_> {
    /// Whether less is lacking, or of equal lacks more is there.
    fn is_nearer(&self, other: &Near<'_>) -> bool {
        let rank = |near: &Near<'_>| (near.claimed > 1, std::cmp::Reverse(near.lacking.len()), near.claimed);
        rank(self) > rank(other)
    }
}

fn candidate_headers(grid: &Grid, recogniser: &Recogniser<'_>) -> Vec<Range<usize>> {
    let rows = grid.rows();
    let starts = 0..rows.min(recogniser.search_rows);
    let spans = move |start: usize| (1..=recogniser.span_rows).map(move |span| start..start + span);
    starts.flat_map(spans).filter(|header| header.end <= rows).collect()
}

/// Keeps the best mapping of every source.
fn keep_better<'p>(fitting: &mut Vec<Mapping<'p>>, mapping: Mapping<'p>) {
    match fitting.iter_mut().find(|kept| std::ptr::eq(kept.source, mapping.source)) {
        Some(kept) if mapping.rank() > kept.rank() => *kept = mapping,
        Some(_) => {}
        None => fitting.push(mapping),
    }
}

fn headings(grid: &Grid, header: &Range<usize>, units: &Units) -> Vec<Heading> {
    (0..grid.width()).map(|column| heading(grid, header, column, units)).collect()
}

fn heading(grid: &Grid, header: &Range<usize>, column: usize, units: &Units) -> Heading {
    let mut parts: Vec<String> = Vec::new();
    for row in header.clone() {
        let part = grid.cell(row, column).text.trim().to_owned();
        if !part.is_empty() && parts.last() != Some(&part) {
            parts.push(part);
        }
    }
    let mut keys = text::heading(&parts.join("/"));
    if let [_, .., last] = parts.as_slice() {
        keys.extend(text::heading(last));
    }
    let bare: Vec<String> = keys.iter().filter_map(|key| without_unit(key, units)).collect();
    keys.extend(bare);
    Heading { shown: parts.join("/"), keys }
}

fn map<'p>(headings: &[Heading], header: Range<usize>, source: &SourceHeadings<'p>) -> Mapping<'p> {
    let claims: Vec<Option<Claim>> = headings.iter().map(|heading| source.claim(&heading.keys)).collect();
    let fields: Vec<Vec<usize>> = source
        .source
        .fields
        .values()
        .enumerate()
        .map(|(position, field)| columns_of(Target::Field(position), field.kind, &claims))
        .collect();
    let members = member_columns(&claims);
    let taken = |column: &usize| {
        fields.iter().any(|columns| columns.contains(column))
            || members.iter().any(|member| member.id == *column || member.name == Some(*column))
    };
    let unclaimed = (0..headings.len()).filter(|c| !headings[*c].shown.is_empty() && !taken(c)).collect();
    let headings = headings.iter().map(|heading| heading.shown.clone()).collect();
    Mapping { source: source.source, header, fields, members, headings, unclaimed }
}

/// The columns of a field: the best fitting one, or all of them where a field may stand in several.
fn columns_of(target: Target, kind: Kind, claims: &[Option<Claim>]) -> Vec<usize> {
    let fitting = claims
        .iter()
        .enumerate()
        .filter_map(|(column, claim)| claim.filter(|claim| claim.target == target).map(|claim| (claim.rank, column)));
    match kind {
        Kind::Codes => fitting.map(|(_, column)| column).collect(),
        Kind::Id
        | Kind::Text
        | Kind::Name
        | Kind::Code
        | Kind::Date
        | Kind::Month
        | Kind::Money
        | Kind::Number
        | Kind::Integer
        | Kind::Bool
        | Kind::Place => fitting.min().map(|(_, column)| column).into_iter().collect(),
    }
}

/// Pairs every member ID column with the member name column nearest before it, else the one right after it.
fn member_columns(claims: &[Option<Claim>]) -> Vec<MemberColumns> {
    let is = |column: usize, target: Target| claims[column].is_some_and(|claim| claim.target == target);
    let mut members = Vec::new();
    let mut previous_id = None;
    for id in (0..claims.len()).filter(|column| is(*column, Target::MemberId)) {
        let from = previous_id.map_or(0, |previous| previous + 1);
        let before = (from..id).rev().find(|column| is(*column, Target::MemberName));
        let after = Some(id + 1).filter(|column| *column < claims.len() && is(*column, Target::MemberName));
        members.push(MemberColumns { name: before.or(after), id });
        previous_id = Some(id);
    }
    members
}

impl Mapping<'_> {
    /// The one that claims more is better; of equal ones the one whose headings span fewer rows, so that titles above
    /// the headings are no part of them.
    fn rank(&self) -> (usize, Reverse<usize>) {
        (self.claimed(), Reverse(self.header.len()))
    }

    /// How many columns the source claims.
    pub fn claimed(&self) -> usize {
        let members = self.members.iter().map(|member| 1 + usize::from(member.name.is_some()));
        self.fields.iter().map(Vec::len).chain(members).sum()
    }

    /// Required fields without a column.
    fn lacking(&self) -> Vec<String> {
        let stated = |name: &String| self.source.fields.get(name).is_some_and(|field| field.taught.stands_in);
        let lacks = |name: &&String| self.columns(name).is_empty() && !stated(name);
        self.source.required.iter().filter(lacks).cloned().collect()
    }

    /// The columns of a field.
    pub fn columns(&self, field: &str) -> &[usize] {
        self.source.fields.get_index_of(field).map_or(&[], |position| self.fields[position].as_slice())
    }
}
