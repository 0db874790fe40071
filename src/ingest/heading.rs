//! Column headings → fields: what a source's headings look like, ready to be compared with a sheet's, and how much
//! each of them tells.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::cells::FieldContent;
use super::unit::without_unit;
use crate::pack::{AgainstAny, Fan, Pack, SharedHeadings, Source, Units, Weights};
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
    /// How much must speak for a source.
    pub(super) weights: Weights,
    /// Words by which a title joins several lists.
    pub(super) joints: &'p [String],
    /// What speaks against any source.
    pub(super) against: &'p AgainstAny,
    /// Headings that all departments share.
    pub(super) shared: &'p SharedHeadings,
    /// How many sources have a heading.
    holders: HashMap<String, usize>,
    /// Headings that any table about people may have.
    common: BTreeSet<String>,
}

/// The headings of one source.
#[derive(Debug)]
pub(super) struct SourceHeadings<'p> {
    pub source: &'p Source,
    /// What the cells of its fields look like, in their order.
    pub contents: Vec<FieldContent>,
    /// Headings that say that a table is something else.
    pub against: Vec<String>,
    pub fans: Vec<FanHeadings<'p>>,
    exact: HashMap<String, HeadingClaim>,
    /// Headings with a number in them, `{n}` in its place.
    numbered: HashMap<String, HeadingClaim>,
}

/// The headings of one thing among several that a row tells of, in normal form.
#[derive(Debug)]
pub(super) struct FanHeadings<'p> {
    pub fan: &'p Fan,
    /// By field, the best first.
    pub columns: Vec<(&'p str, Vec<String>)>,
    /// Those of columns that only decide.
    pub when: Vec<String>,
}

impl<'p> FanHeadings<'p> {
    fn new(fan: &'p Fan) -> Self {
        let normals = |headings: &[String]| headings.iter().map(|heading| normal(heading)).collect();
        let columns = fan.columns.iter().map(|(field, headings)| (field.as_str(), normals(headings))).collect();
        Self { fan, columns, when: normals(&fan.when) }
    }

    fn all(&self) -> impl Iterator<Item = &String> {
        self.columns.iter().flat_map(|(_, headings)| headings).chain(&self.when)
    }
}

/// What a heading stands for; `rank` says how well it fits, 0 best.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct HeadingClaim {
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

/// Every later normal form of a heading fits worse than any alias of an earlier one.
const FORM: usize = 100_000;

impl<'p> Recogniser<'p> {
    /// Prepares the headings of a pack.
    pub fn new(pack: &'p Pack) -> Self {
        let sources: Vec<SourceHeadings<'p>> = pack.sources.values().map(SourceHeadings::new).collect();
        let mut holders: HashMap<String, usize> = HashMap::new();
        for heading in sources.iter().flat_map(SourceHeadings::all) {
            *holders.entry(heading.clone()).or_insert(0) += 1;
        }
        Self {
            sources,
            search_rows: pack.layout.header_search_rows,
            span_rows: pack.layout.header_span_rows,
            units: &pack.units,
            weights: pack.layout.recognition,
            joints: &pack.layout.title_joints,
            against: &pack.layout.against,
            shared: &pack.headings,
            holders,
            common: pack.headings.common.iter().map(|heading| normal(heading)).collect(),
        }
    }

    /// The headings of a source.
    pub(super) fn known(&self, source: &Source) -> Option<&SourceHeadings<'p>> {
        self.sources.iter().find(|known| std::ptr::eq(known.source, source))
    }

    /// Whether any source knows a heading.
    pub(super) fn knows(&self, heading: &ColumnHeading) -> bool {
        let is_known = |key: &String| self.holders.contains_key(key);
        heading.keys.iter().any(|key| is_known(key) || numbered_forms(key).iter().any(is_known))
    }

    /// How much a heading tells: nothing if all sources have it, most if only one has.
    pub(super) fn distinctiveness(&self, keys: &[String]) -> f64 {
        let holders = keys.iter().find_map(|key| self.holders.get(key)).copied().unwrap_or(1);
        let weight = (count(self.sources.len()) / count(holders)).ln();
        let common = keys.iter().any(|key| self.common.contains(key));
        if common { weight.min(self.weights.common) } else { weight }
    }
}

/// Numbers of sources are small, so that nothing is lost.
fn count(number: usize) -> f64 {
    f64::from(u32::try_from(number).unwrap_or(u32::MAX))
}

impl<'p> SourceHeadings<'p> {
    fn new(source: &'p Source) -> Self {
        let fans = source.fan.iter().map(FanHeadings::new).collect();
        let contents = source.fields.values().map(FieldContent::of).collect();
        let against = source.recognition.against.headings.iter().map(|heading| normal(heading)).collect();
        let mut headings = Self { source, contents, against, fans, exact: HashMap::new(), numbered: HashMap::new() };
        // What a county says of a heading goes before all else that it may mean.
        for (position, field) in source.fields.values().enumerate() {
            for heading in &field.taught.headings {
                headings.add(heading, HeadingClaim { target: Target::Field(position), rank: 0 });
            }
        }
        if let Some(members) = &source.members {
            let names = members.name.iter().map(|alias| (alias, Target::MemberName));
            for (alias, target) in names.chain(members.id.iter().map(|alias| (alias, Target::MemberId))) {
                headings.add(alias, HeadingClaim { target, rank: 0 });
            }
        }
        // What a field says of itself goes before what all departments share.
        let own = |(name, field): &(&'p String, &'p crate::pack::Field)| -> Vec<&'p String> {
            std::iter::once(*name).chain(&field.aliases).collect()
        };
        for (position, field) in source.fields.iter().enumerate() {
            headings.add_all(position, 1, own(&field));
        }
        for (position, (_, field)) in source.fields.iter().enumerate() {
            headings.add_all(position, 2 + field.aliases.len(), field.shared.iter().collect());
        }
        headings
    }

    fn add_all(&mut self, position: usize, from: usize, aliases: Vec<&String>) {
        for (rank, alias) in (from..).zip(aliases) {
            self.add(alias, HeadingClaim { target: Target::Field(position), rank });
        }
    }

    fn add(&mut self, alias: &str, claim: HeadingClaim) {
        match alias.split_once("{n}") {
            Some((before, after)) => self.numbered.entry(with_number(&normal(before), &normal(after))),
            None => self.exact.entry(normal(alias)),
        }
        .or_insert(claim);
    }

    /// All headings, each once.
    fn all(&self) -> BTreeSet<&String> {
        self.exact.keys().chain(self.numbered.keys()).chain(self.fans.iter().flat_map(FanHeadings::all)).collect()
    }

    /// What the first fitting one of a heading's normal forms stands for.
    pub fn claim(&self, keys: &[String]) -> Option<HeadingClaim> {
        keys.iter().enumerate().find_map(|(order, key)| {
            let claim = self.exact.get(key).copied().or_else(|| self.numbered(key))?;
            Some(HeadingClaim { rank: claim.rank + order * FORM, ..claim })
        })
    }

    /// What a heading with a number in it stands for.
    fn numbered(&self, key: &str) -> Option<HeadingClaim> {
        numbered_forms(key).iter().find_map(|form| self.numbered.get(form)).copied()
    }
}

/// The forms of a heading with `{n}` in place of one of its numbers.
fn numbered_forms(key: &str) -> Vec<String> {
    let is_numeral =
        |c: char| matches!(c, '0'..='9' | '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十');
    let mut forms = Vec::new();
    let mut from = 0;
    while let Some(start) = key[from..].find(is_numeral).map(|at| from + at) {
        let number = &key[start..][..key[start..].find(|c| !is_numeral(c)).unwrap_or(key.len() - start)];
        from = start + number.len();
        if number.chars().count() <= 3 {
            forms.push(with_number(&key[..start], &key[from..]));
        }
    }
    forms
}

fn with_number(before: &str, after: &str) -> String {
    format!("{before}{{n}}{after}")
}

/// One column's heading: as it stands, and the normal forms it is compared by, best first.
#[derive(Debug, Clone, Default)]
pub(super) struct ColumnHeading {
    pub shown: String,
    pub keys: Vec<String>,
}

impl ColumnHeading {
    /// The heading that stands in several rows one below the other, a group above and a column below.
    pub fn of(parts: &[String], shared: &SharedHeadings, units: &Units) -> Self {
        let shown = parts.join("/");
        let mut keys = text::heading(&shown);
        if let [group @ .., last] = parts
            && !group.is_empty()
        {
            keys.extend(grouped(group, last, shared));
        }
        keys.iter_mut().for_each(unnumbered);
        let bare: Vec<String> = keys.iter().filter_map(|key| without_unit(key, units)).collect();
        keys.extend(bare);
        Self { shown, keys }
    }
}

/// The forms of a heading below a group: below one that names a person it is that person's, and never the row's own.
fn grouped(group: &[String], last: &str, shared: &SharedHeadings) -> Vec<String> {
    let group = text::heading(&group.join("")).pop().unwrap_or_default();
    let below = text::heading(last);
    let whose = shared.group(&group);
    let personal = below.iter().any(|key| shared.whose(key).is_some());
    let joined = || below.iter().map(|key| format!("{group}{key}")).collect::<Vec<_>>();
    match (personal, whose) {
        (true, Some(crate::pack::HeadingOwner::Own) | None) => below,
        (true, Some(_)) => joined(),
        (false, _) => below,
    }
}

/// Takes off the number that some forms put before every heading: `3.学校名称`, `(2)姓名`.
fn unnumbered(key: &mut String) {
    let bare = key.trim_start_matches('(');
    let rest = bare.trim_start_matches(|c: char| c.is_ascii_digit());
    let marked = rest.strip_prefix(['.', '、', ')', '．']).filter(|_| rest.len() < bare.len());
    if let Some(marked) = marked.filter(|marked| !marked.is_empty()) {
        *key = marked.to_owned();
    }
}

/// Takes from every heading the form without brackets that another column would have too: what stands in the brackets
/// tells them apart.
pub(super) fn keep_telling_brackets(headings: &mut [ColumnHeading]) {
    let mut bracketed: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for key in headings.iter().flat_map(|heading| &heading.keys).filter(|key| has_brackets(key)) {
        bracketed.entry(text::without_brackets(key).into_owned()).or_default().insert(key.clone());
    }
    let told = |bare: &str| bracketed.get(bare).is_some_and(|whole| whole.len() > 1);
    for heading in headings.iter_mut().filter(|heading| heading.keys.iter().any(|key| has_brackets(key))) {
        heading.keys.retain(|key| has_brackets(key) || !told(key));
    }
}

fn has_brackets(key: &str) -> bool {
    text::without_brackets(key) != key
}

/// The normal form of an alias; aliases with brackets keep them, as the first key of a heading does.
pub(super) fn normal(alias: &str) -> String {
    text::heading(alias).into_iter().next().unwrap_or_default()
}
