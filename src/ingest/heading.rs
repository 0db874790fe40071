//! Column headings → fields: what a source's headings look like, ready to be compared with a sheet's.

use std::collections::HashMap;

use crate::pack::{Pack, Source, Units};
use crate::value::text;

/// The headings of all sources of a pack.
#[derive(Debug)]
pub struct Recogniser<'p> {
    /// One index a source, in the pack's order.
    pub(super) sources: Vec<SourceHeadings<'p>>,
    /// How many rows from the top are searched.
    pub(super) search_rows: usize,
    /// How many rows headings may span.
    pub(super) span_rows: usize,
    /// Units that headings may end with.
    pub(super) units: &'p Units,
    /// By how many columns the best source must fit better than the next.
    pub(super) margin: usize,
}

/// The headings of one source.
#[derive(Debug)]
pub(super) struct SourceHeadings<'p> {
    pub source: &'p Source,
    exact: HashMap<String, Claim>,
    numbered: Vec<(Pattern, Claim)>,
}

/// What a heading stands for; `rank` says how well it fits, 0 best.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Claim {
    pub target: Target,
    pub rank: usize,
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Target {
    /// The field of this position.
    Field(usize),
    /// A member's name.
    MemberName,
    /// A member's ID.
    MemberId,
}

/// A heading with a number in it, written `{n}`.
#[derive(Debug)]
struct Pattern {
    before: String,
    after: String,
}

impl<'p> Recogniser<'p> {
    /// Prepares the headings of a pack.
    pub fn new(pack: &'p Pack) -> Self {
        Self {
            sources: pack.sources.values().map(SourceHeadings::new).collect(),
            search_rows: pack.layout.header_search_rows,
            span_rows: pack.layout.header_span_rows,
            units: &pack.units,
            margin: pack.layout.recognition_margin,
        }
    }
}

impl<'p> SourceHeadings<'p> {
    fn new(source: &'p Source) -> Self {
        let mut headings = Self { source, exact: HashMap::new(), numbered: Vec::new() };
        // What a county says of a heading goes before all else that it may mean.
        for (position, field) in source.fields.values().enumerate() {
            for heading in &field.taught.headings {
                headings.add(heading, Claim { target: Target::Field(position), rank: 0 });
            }
        }
        for (position, (name, field)) in source.fields.iter().enumerate() {
            for (rank, alias) in std::iter::once(name).chain(&field.aliases).enumerate() {
                headings.add(alias, Claim { target: Target::Field(position), rank: 1 + rank });
            }
        }
        if let Some(members) = &source.members {
            let names = members.name.iter().map(|alias| (alias, Target::MemberName));
            for (alias, target) in names.chain(members.id.iter().map(|alias| (alias, Target::MemberId))) {
                headings.add(alias, Claim { target, rank: 0 });
            }
        }
        headings
    }

    fn add(&mut self, alias: &str, claim: Claim) {
        match alias.split_once("{n}") {
            Some((before, after)) => {
                let pattern = Pattern { before: normal(before), after: normal(after) };
                self.numbered.push((pattern, claim));
            }
            None => {
                self.exact.entry(normal(alias)).or_insert(claim);
            }
        }
    }

    /// What the first fitting one of a heading's normal forms stands for.
    pub fn claim(&self, keys: &[String]) -> Option<Claim> {
        keys.iter().enumerate().find_map(|(order, key)| {
            let exact = self.exact.get(key).copied();
            let claim = exact.or_else(|| self.numbered.iter().find(|(p, _)| p.fits(key)).map(|(_, claim)| *claim))?;
            Some(Claim { rank: claim.rank + order * 100, ..claim })
        })
    }
}

impl Pattern {
    fn fits(&self, key: &str) -> bool {
        let number = key.strip_prefix(self.before.as_str()).and_then(|rest| rest.strip_suffix(self.after.as_str()));
        number.is_some_and(|number| {
            let numeral = |c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c);
            (1..=3).contains(&number.chars().count()) && number.chars().all(numeral)
        })
    }
}

/// The normal form of an alias; aliases with brackets keep them, as the first key of a heading does.
fn normal(alias: &str) -> String {
    text::heading(alias).into_iter().next().unwrap_or_default()
}
