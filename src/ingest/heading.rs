//! Column headings → fields: which fields of which sources every heading names, ready to be compared with a sheet's, and
//! how much each of them tells.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::cells::FieldContent;
use super::unit::without_unit;
use crate::pack::{AgainstAny, Fan, Pack, SharedHeadings, Source, Units, Weights};
use crate::value::text;

/// The headings of all sources of a pack.
#[derive(Debug)]
pub struct Recogniser<'p> {
    /// In the pack's order.
    pub(super) sources: Vec<KnownSource<'p>>,
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
    /// What every heading is, in normal form; of those with a number in them, `{n}` in its place.
    headings: HashMap<String, KnownHeading>,
    /// Headings that any table about people may have.
    common: BTreeSet<String>,
}

/// The sources that have a heading, by their positions, in order; with what it stands for there, unless it is only one
/// of a fan's.
type KnownHeading = Vec<(usize, Option<HeadingClaim>)>;

/// What a source looks like besides its headings.
#[derive(Debug)]
pub(super) struct KnownSource<'p> {
    pub source: &'p Source,
    /// What the cells of its fields look like, in their order.
    pub contents: Vec<FieldContent>,
    /// Headings that say that a table is something else.
    pub against: Vec<String>,
    pub fans: Vec<FanHeadings<'p>>,
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
        let sources: Vec<KnownSource<'p>> = pack.sources.values().map(KnownSource::new).collect();
        let mut headings = HashMap::new();
        for (position, known) in sources.iter().enumerate() {
            for (heading, claim) in claims(known.source) {
                add(&mut headings, with_place(heading), position, Some(claim));
            }
            for heading in known.fans.iter().flat_map(FanHeadings::all) {
                add(&mut headings, heading.clone(), position, None);
            }
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
            headings,
            common: pack.headings.common.iter().map(|heading| normal(heading)).collect(),
        }
    }

    /// What is known of a source.
    pub(super) fn known(&self, source: &Source) -> Option<&KnownSource<'p>> {
        self.sources.iter().find(|known| std::ptr::eq(known.source, source))
    }

    /// Whether any source knows a heading.
    pub(super) fn knows(&self, heading: &ColumnHeading) -> bool {
        heading.keys.iter().any(|key| self.of(key).next().is_some())
    }

    /// What the columns of a sheet stand for, by source: of each heading the first form that a source knows.
    pub(super) fn claims(&self, columns: &[ColumnHeading]) -> Vec<Vec<Option<HeadingClaim>>> {
        let mut claims = vec![vec![None; columns.len()]; self.sources.len()];
        for (column, heading) in columns.iter().enumerate() {
            for (order, key) in heading.keys.iter().enumerate() {
                for (source, claim) in self.of(key).flatten() {
                    let claim = claim.map(|claim| HeadingClaim { rank: claim.rank + order * FORM, ..claim });
                    claims[*source][column] = claims[*source][column].or(claim);
                }
            }
        }
        claims
    }

    /// What is known of a heading as it stands and, if it has a number in it, of the numbered one.
    fn of(&self, key: &str) -> impl Iterator<Item = &KnownHeading> {
        let numbered = numbered_forms(key).into_iter().filter_map(|form| self.headings.get(&form));
        self.headings.get(key).into_iter().chain(numbered)
    }

    /// How much a heading tells: nothing if all sources have it, most if only one has.
    pub(super) fn distinctiveness(&self, keys: &[String]) -> f64 {
        let holders = keys.iter().find_map(|key| self.headings.get(key)).map_or(1, Vec::len);
        let weight = (count(self.sources.len()) / count(holders)).ln();
        let common = keys.iter().any(|key| self.common.contains(key));
        if common { weight.min(self.weights.common) } else { weight }
    }
}

/// Adds a heading of a source; of what it may stand for there the first counts.
fn add(headings: &mut HashMap<String, KnownHeading>, heading: String, source: usize, claim: Option<HeadingClaim>) {
    let known = headings.entry(heading).or_default();
    match known.last_mut() {
        Some((last, first)) if *last == source => *first = first.or(claim),
        Some(_) | None => known.push((source, claim)),
    }
}

/// The normal form of an alias, with `{n}` where it has it.
fn with_place(alias: &str) -> String {
    match alias.split_once("{n}") {
        Some((before, after)) => with_number(&normal(before), &normal(after)),
        None => normal(alias),
    }
}

/// Numbers of sources are small, so that nothing is lost.
fn count(number: usize) -> f64 {
    f64::from(u32::try_from(number).unwrap_or(u32::MAX))
}

impl<'p> KnownSource<'p> {
    fn new(source: &'p Source) -> Self {
        Self {
            source,
            contents: source.fields.values().map(FieldContent::of).collect(),
            against: source.recognition.against.headings.iter().map(|heading| normal(heading)).collect(),
            fans: source.fan.iter().map(FanHeadings::new).collect(),
        }
    }
}

/// What the headings of a source stand for. What a county says of a heading goes before all else that it may mean; what
/// a field says of itself before what all departments share.
fn claims(source: &Source) -> impl Iterator<Item = (&String, HeadingClaim)> {
    let fields = || source.fields.iter().enumerate();
    let field = |position: usize, rank: usize| HeadingClaim { target: Target::Field(position), rank };
    let taught = fields().flat_map(move |(position, (_, known))| {
        known.taught.headings.iter().map(move |heading| (heading, field(position, 0)))
    });
    let members = source.members.iter().flat_map(|members| {
        let names = members.name.iter().map(|heading| (heading, Target::MemberName));
        names.chain(members.id.iter().map(|heading| (heading, Target::MemberId)))
    });
    let members = members.map(|(heading, target)| (heading, HeadingClaim { target, rank: 0 }));
    let own = fields().flat_map(move |(position, (name, known))| {
        let headings = std::iter::once(name).chain(&known.aliases).zip(1..);
        headings.map(move |(heading, rank)| (heading, field(position, rank)))
    });
    let shared = fields().flat_map(move |(position, (_, known))| {
        let headings = known.shared.iter().zip(2 + known.aliases.len()..);
        headings.map(move |(heading, rank)| (heading, field(position, rank)))
    });
    taught.chain(members).chain(own).chain(shared)
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
