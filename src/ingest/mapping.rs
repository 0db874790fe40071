//! Where a source's fields stand in a sheet.

use std::cmp::Reverse;
use std::ops::Range;

use super::branch::Branch;
use super::caption::Caption;
use super::heading::{ColumnHeading, HeadingClaim, KnownSource, Target};
use crate::pack::{Derive, Field, Grain, HeadingOwner, Kind, SharedHeadings, Source};

/// Where a source's fields stand in a sheet.
#[derive(Debug, Clone)]
pub struct Mapping<'p> {
    /// The source.
    pub source: &'p Source,
    /// Heading rows, from 0.
    pub header: Range<usize>,
    /// For every field of the source, in its order, the columns that hold it.
    pub fields: Vec<Vec<usize>>,
    /// The things that every row tells of, each in columns of its own.
    pub branches: Vec<Branch>,
    /// Figures without a column that others tell.
    pub derived: Vec<&'p Derive>,
    /// What the title says of all rows: words by field.
    pub given: Vec<(usize, String)>,
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

/// Maps a sheet's headings, and what a source claims of them, to its fields; none if they are nothing to it.
pub(super) fn map<'p>(
    headings: &[ColumnHeading],
    mut claims: Vec<Option<HeadingClaim>>,
    header: Range<usize>,
    known: &KnownSource<'p>,
    shared: &SharedHeadings,
) -> Option<Mapping<'p>> {
    let source = known.source;
    let branches: Vec<Branch> = Branch::all(known, headings);
    branches.iter().flat_map(Branch::taken).for_each(|column| claims[column] = None);
    if branches.is_empty() && claims.iter().all(Option::is_none) {
        return None;
    }
    let mut fields: Vec<Vec<usize>> = source
        .fields
        .values()
        .enumerate()
        .map(|(position, field)| columns_of(Target::Field(position), field.kind, &claims))
        .collect();
    Pairing { source, headings, claims: &claims, shared }.pair(&mut fields);
    let members = member_columns(&claims);
    let headings = headings.iter().map(|heading| heading.shown.clone()).collect();
    let unclaimed = Vec::new();
    let none = Vec::new();
    let given = Vec::new();
    let mapping = Mapping { source, header, fields, branches, derived: none, given, members, headings, unclaimed };
    let free = |column: &usize| !mapping.headings[*column].is_empty() && !mapping.uses(*column);
    let unclaimed = (0..mapping.headings.len()).filter(free).collect();
    let mapping = Mapping { unclaimed, ..mapping };
    Some(Mapping { derived: derived(&mapping), ..mapping })
}

/// The figures that those of others tell, each in the first way that the table allows.
fn derived<'p>(mapping: &Mapping<'p>) -> Vec<&'p Derive> {
    let has = |name: &String| !mapping.columns(name).is_empty();
    let spoilt = |way: &&Derive| {
        let mut left = mapping.unclaimed.iter().map(|column| &mapping.headings[*column]);
        left.any(|heading| way.unless.iter().any(|part| heading.contains(part.as_str())))
            || way.unless.iter().any(|field| !way.less_if_there.contains(field) && has(field))
    };
    let allowed = |way: &&Derive| has(&way.from) && way.less.iter().all(has) && !spoilt(way);
    let mut derived: Vec<&'p Derive> = Vec::new();
    for way in mapping.source.derive.iter().filter(allowed) {
        if !derived.iter().any(|known| known.field == way.field) {
            derived.push(way);
        }
    }
    derived
}

/// Name and number of a record have to be one person's.
struct Pairing<'a> {
    source: &'a Source,
    headings: &'a [ColumnHeading],
    claims: &'a [Option<HeadingClaim>],
    shared: &'a SharedHeadings,
}

impl Pairing<'_> {
    /// Takes the name of the person whose number is taken; a head's number beside another person's name is not taken.
    fn pair(&self, fields: &mut [Vec<usize>]) {
        let position = |field: &str| self.source.fields.get_index_of(field);
        let (Some(id), Some(name)) =
            (self.source.key.id.first().and_then(|id| position(id)), position(&self.source.key.name))
        else {
            return;
        };
        let Some(whose) = fields[id].first().and_then(|column| self.whose(*column)) else { return };
        let names: Vec<(usize, Option<HeadingOwner>)> = (0..self.claims.len())
            .filter(|column| self.claims[*column].is_some_and(|claim| claim.target == Target::Field(name)))
            .map(|column| (column, self.whose(column)))
            .collect();
        let best = names.iter().find(|(_, named)| *named == Some(whose));
        let strange = names.iter().any(|(_, named)| matches!(named, Some(HeadingOwner::Own | HeadingOwner::Member)));
        let single = matches!(self.source.grain, Grain::Person | Grain::Event) && self.source.members.is_none();
        match best {
            Some((column, _)) => fields[name] = vec![*column],
            None if whose == HeadingOwner::Head && strange && single => fields[id].clear(),
            None => {}
        }
    }

    fn whose(&self, column: usize) -> Option<HeadingOwner> {
        self.headings[column].keys.iter().find_map(|key| self.shared.whose(key))
    }
}

/// The columns of a field: the best fitting one, or all of them where a field may stand in several.
fn columns_of(target: Target, kind: Kind, claims: &[Option<HeadingClaim>]) -> Vec<usize> {
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

/// Pairs every member's ID column with a name column: the nearest before it, or, where more of them have one so, the
/// one right after it.
fn member_columns(claims: &[Option<HeadingClaim>]) -> Vec<MemberColumns> {
    let is = |column: usize, target: Target| {
        claims.get(column).copied().flatten().is_some_and(|claim| claim.target == target)
    };
    let ids: Vec<usize> = (0..claims.len()).filter(|column| is(*column, Target::MemberId)).collect();
    let from = |position: usize| if position == 0 { 0 } else { ids[position - 1] + 1 };
    let is_name = |column: &usize| is(*column, Target::MemberName);
    let before: Vec<Option<usize>> = (0..ids.len()).map(|own| (from(own)..ids[own]).rev().find(is_name)).collect();
    let after: Vec<Option<usize>> = ids.iter().map(|id| Some(id + 1).filter(is_name)).collect();
    let paired = |names: &[Option<usize>]| names.iter().flatten().count();
    let names_follow = paired(&after) > paired(&before);
    let name = |(before, after): (Option<usize>, Option<usize>)| if names_follow { after } else { before.or(after) };
    ids.iter()
        .zip(before.iter().copied().zip(after))
        .map(|(id, names)| MemberColumns { name: name(names), id: *id })
        .collect()
}

impl<'p> Mapping<'p> {
    /// The one that lacks less is better, then the one that claims more; of equal ones the one whose headings span
    /// fewer rows, so that titles above the headings are no part of them.
    pub(super) fn rank(&self) -> (Reverse<usize>, usize, Reverse<usize>) {
        (Reverse(self.lacking().len()), self.claimed(), Reverse(self.header.len()))
    }

    /// Whether a column is read, by a field or as a member's.
    pub fn uses(&self, column: usize) -> bool {
        self.branches.iter().any(|branch| branch.taken().any(|taken| taken == column))
            || self.fields.iter().any(|columns| columns.contains(&column))
            || self.members.iter().any(|member| member.id == column || member.name == Some(column))
    }

    /// Whether a column of this heading is read.
    pub fn claims(&self, heading: &str) -> bool {
        (0..self.headings.len()).any(|column| self.headings[column] == heading && self.uses(column))
    }

    /// How many columns the source claims.
    pub fn claimed(&self) -> usize {
        let members = self.members.iter().map(|member| 1 + usize::from(member.name.is_some()));
        let fanned = self.branches.iter().map(|branch| branch.deciding.len());
        self.fields.iter().map(Vec::len).chain(members).chain(fanned).sum()
    }

    /// Required fields without a column.
    pub(super) fn lacking(&self) -> Vec<String> {
        let stated = |name: &String| self.source.fields.get(name).is_some_and(|field| field.taught.stands_in);
        let lacks = |name: &&String| self.columns(name).is_empty() && !stated(name);
        self.source.required.iter().filter(lacks).cloned().collect()
    }

    /// The columns of a field.
    pub fn columns(&self, field: &str) -> &[usize] {
        self.source.fields.get_index_of(field).map_or(&[], |position| self.fields[position].as_slice())
    }

    /// The fields that a figure is worked out from: the whole, and what is taken off that stands in the table.
    pub fn parts(&self, way: &'p Derive) -> (&'p str, Vec<&'p str>) {
        let there = |name: &&String| !self.columns(name).is_empty();
        let off = way.less.iter().chain(way.less_if_there.iter().filter(there)).map(String::as_str);
        (way.from.as_str(), off.collect())
    }

    /// Whether a field has a column, or is told for all rows otherwise.
    pub fn tells(&self, position: usize) -> bool {
        let given = |given: &[(usize, String)]| given.iter().any(|(field, _)| *field == position);
        let branched =
            |branch: &Branch| given(&branch.given) || branch.columns.iter().any(|(field, _)| *field == position);
        !self.fields[position].is_empty() || given(&self.given) || self.branches.iter().any(branched)
    }
}

/// The fields without a column that the words around a table tell for all rows: one word of the vocabulary and no
/// other.
pub(super) fn titled(mapping: &Mapping<'_>, caption: &Caption) -> Vec<(usize, String)> {
    let fields = mapping.source.fields.values().enumerate();
    let missing = fields.filter(|(position, field)| field.titled && !mapping.tells(*position));
    missing.filter_map(|(position, field)| Some((position, titled_word(field, caption)?))).collect()
}

fn titled_word(field: &Field, caption: &Caption) -> Option<String> {
    for (_, text) in caption.texts() {
        let says = |(word, others): &(&String, &Vec<String>)| {
            std::iter::once(*word)
                .chain(others.iter())
                .any(|spelling| spelling.chars().count() > 1 && text.contains(spelling.as_str()))
        };
        let mut words = field.values.iter().filter(says).map(|(word, _)| word);
        match (words.next(), words.next()) {
            (Some(word), None) => return Some(word.clone()),
            (Some(_), Some(_)) => return None,
            (None, _) => {}
        }
    }
    None
}
