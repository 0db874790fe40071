//! What speaks for a sheet being a source, and what speaks against it.
//!
//! Headings weigh by how few sources have them; columns that are blank tell nothing and columns whose cells are
//! something else little; the words around the table name a source or deny it. A source is *proved* by a group of
//! columns that it declares, or by a title.

use super::branch::Branch;
use super::caption::{Caption, Spot};
use super::cells::{Fit, Sample};
use super::guest::Guest;
use super::heading::{ColumnHeading, KnownSource, Recogniser, normal};
use super::mapping::Mapping;
use super::title::{TitleNaming, denied, doubtful, unnamed};
use crate::pack::{Field, Source};
use crate::schema::Nearest;

/// The evidence for and against one source.
#[derive(Debug)]
pub(super) struct SourceEvidence<'p> {
    /// How the sheet would be read.
    pub mapping: Mapping<'p>,
    /// How much speaks for it.
    pub score: f64,
    /// What speaks for it, the weightiest first.
    pub speaks: Vec<String>,
    /// Whether columns or a title prove it.
    pub proved: bool,
    /// Whether a title, a sheet's or a file's name names it.
    pub named: bool,
    /// What rules it out.
    pub vetoes: Vec<String>,
    /// Whether a heading that the source declares so rules it out, so that nobody need wonder.
    pub foreign: bool,
    /// What casts doubt on it.
    pub doubts: Vec<String>,
    /// Whether a word of a title says that the table is something else.
    pub denied: bool,
}

/// What evidence is taken from.
#[derive(Clone, Copy)]
pub(super) struct Scene<'a, 'p> {
    pub recogniser: &'a Recogniser<'p>,
    /// What the source looks like.
    pub known: &'a KnownSource<'p>,
    pub caption: &'a Caption,
    pub naming: &'a TitleNaming<'p>,
    pub headings: &'a [ColumnHeading],
    pub sample: &'a Sample<'a>,
    /// The second lists that the sheet may hold.
    pub guests: &'a [Guest<'p>],
}

impl Scene<'_, '_> {
    /// Whether a column is a second list's, so that it says nothing against the first.
    fn is_guests(&self, source: &Source, column: usize) -> bool {
        self.guests.iter().any(|guest| guest.takes(source, column))
    }
}

impl<'p> SourceEvidence<'p> {
    /// Weighs what there is for and against a source.
    pub fn weigh(mapping: Mapping<'p>, scene: Scene<'_, 'p>) -> Self {
        let source = mapping.source;
        let columns = columns(&mapping, scene);
        let blank: Vec<&str> =
            columns.iter().filter(|column| column.fit == Fit::Blank).map(|column| column.field).collect();
        let told = |field: &str| {
            let position = source.fields.get_index_of(field);
            let given = |given: &[(usize, String)]| given.iter().any(|(told, _)| Some(*told) == position);
            let of_branch = |branch: &Branch| {
                given(&branch.given) || branch.columns.iter().any(|(told, _)| Some(*told) == position)
            };
            given(&mapping.given) || filled_branches(&mapping, scene).any(of_branch)
        };
        let holds =
            |field: &str| told(field) || columns.iter().any(|column| column.field == field && column.fit == Fit::Fits);
        let mut speaks: Vec<(f64, String)> = columns
            .iter()
            .filter(|column| column.weight > 0.0)
            .map(|column| (column.weight, format!("“{}”", column.heading)))
            .collect();
        speaks.extend(mapping.members.iter().map(|_| (0.0, "成员栏目".to_owned())));
        speaks.extend(fanned(&mapping, scene));
        let telling = telling(&mapping, scene);
        let by_heading = telling.len() > 1;
        speaks.extend(telling);
        speaks.extend(vocabulary(&mapping, scene));
        let taught = taught(&mapping, scene);
        let by_column = proof(source, holds) || by_heading || taught.is_some();
        speaks.extend(taught);
        let of_columns: f64 = speaks.iter().map(|(weight, _)| weight).sum();
        let named = scene.naming.word(source);
        speaks.extend(named.map(|(spot, word)| (scene.recogniser.weights.title, format!("{}“{word}”", spot.label()))));
        speaks.extend(department(source, scene));
        speaks.sort_by(|a, b| b.0.total_cmp(&a.0));
        let near = named.is_some_and(|(spot, _)| spot != Spot::Folder);
        let score = speaks.iter().map(|(weight, _)| weight).sum();
        let speaks = speaks.into_iter().filter(|(weight, _)| *weight >= 0.5).map(|(_, what)| what).collect();
        let foreign = foreign(source, scene);
        let denied = denied(scene.naming, source, scene.recogniser);
        let doubtful = doubtful(scene.naming, source, scene.recogniser);
        let mut vetoes = vetoes(&mapping, denied);
        let mut doubts = doubts(source, scene);
        vetoes.extend(foreign.map(|heading| format!("有“{}”一栏", heading.shown)));
        doubts.extend(blank_need(source, &blank));
        doubts.extend(doubtful.map(has_word));
        doubts.extend(against_unsure(&mapping, of_columns, scene));
        Self {
            mapping,
            score,
            speaks,
            named: near,
            proved: by_column || near && of_columns >= scene.recogniser.weights.margin,
            vetoes,
            foreign: foreign.is_some(),
            doubts,
            denied: denied.is_some() || doubtful.is_some(),
        }
    }

    /// As the source that comes nearest.
    pub fn nearest(&self, why: Vec<String>) -> Nearest {
        Nearest { source: self.mapping.source.name.clone(), why, denied: self.denied }
    }

    /// What speaks for it, in a few words.
    pub fn summary(&self) -> String {
        let shown: Vec<&str> = self.speaks.iter().take(5).map(String::as_str).collect();
        if shown.is_empty() { "没有特有的栏目".to_owned() } else { shown.join("、") }
    }

    /// Why it is not believed, if it is not.
    pub fn unproved(&self) -> Option<String> {
        let source = self.mapping.source;
        let groups: Vec<String> = source.recognition.any_of.iter().take(3).map(|group| group.join("+")).collect();
        (!self.proved).then(|| format!("没有只属于“{}”的栏目（如 {}）", source.name, groups.join("、")))
    }
}

/// A column that a source claims, and what it tells.
struct ClaimedColumn<'a> {
    field: &'a str,
    heading: &'a str,
    weight: f64,
    fit: Fit,
}

fn columns<'a>(mapping: &'a Mapping<'_>, scene: Scene<'_, '_>) -> Vec<ClaimedColumn<'a>> {
    let mut claimed = Vec::new();
    for (position, name) in mapping.source.fields.keys().enumerate() {
        for column in mapping.fields[position].iter().copied() {
            let fit = scene.sample.fit(column, &scene.known.contents[position]);
            let weight = scene.recogniser.distinctiveness(&scene.headings[column].keys);
            let weight = match fit {
                Fit::Fits => weight,
                Fit::Unfit => weight * scene.recogniser.weights.unfit,
                Fit::Blank => 0.0,
            };
            claimed.push(ClaimedColumn { field: name, heading: &mapping.headings[column], weight, fit });
        }
    }
    claimed
}

/// The things that some row tells of.
fn filled_branches<'a>(mapping: &'a Mapping<'_>, scene: Scene<'a, '_>) -> impl Iterator<Item = &'a Branch> {
    mapping.branches.iter().filter(move |branch| branch.deciding.iter().any(|column| !scene.sample.is_blank(*column)))
}

/// The columns of things that rows tell of.
fn fanned(mapping: &Mapping<'_>, scene: Scene<'_, '_>) -> Vec<(f64, String)> {
    let columns = filled_branches(mapping, scene).flat_map(|branch| branch.deciding.iter());
    let told = |column: &usize| {
        (scene.recogniser.distinctiveness(&scene.headings[*column].keys), format!("“{}”", mapping.headings[*column]))
    };
    columns.map(told).collect()
}

/// Headings that no field takes and that only tables of the source have.
fn telling(mapping: &Mapping<'_>, scene: Scene<'_, '_>) -> Vec<(f64, String)> {
    let parts = &mapping.source.recognition.headings;
    let has = |column: &&usize| {
        let keys = &scene.headings[**column].keys;
        parts.iter().any(|part| keys.iter().any(|key| key.contains(part.as_str())))
    };
    let weighed = |column: &usize| (scene.recogniser.weights.vocabulary, format!("“{}”", mapping.headings[*column]));
    mapping.unclaimed.iter().filter(has).map(weighed).collect()
}

/// Columns under unknown headings that hold the words of a field which has no column.
fn vocabulary(mapping: &Mapping<'_>, scene: Scene<'_, '_>) -> Vec<(f64, String)> {
    let fields = mapping.source.fields.keys().zip(&scene.known.contents).zip(&mapping.fields);
    let missing = fields.filter(|(_, columns)| columns.is_empty());
    let speaking = missing.filter_map(|((name, content), _)| {
        let column = mapping.unclaimed.iter().find(|column| scene.sample.speaks(**column, content))?;
        let words = format!("“{}”里的内容像“{name}”", mapping.headings[*column]);
        Some((scene.recogniser.weights.vocabulary, words))
    });
    speaking.collect()
}

/// A column, or the want of one, that the county explains for tables of this source.
fn taught(mapping: &Mapping<'_>, scene: Scene<'_, '_>) -> Option<(f64, String)> {
    let explained = |(field, columns): (&Field, &Vec<usize>)| {
        let headings: Vec<String> = field.taught.headings.iter().map(|heading| normal(heading)).collect();
        let told = |column: &usize| scene.headings[*column].keys.iter().any(|key| headings.contains(key));
        field.taught.stands_in || columns.iter().any(told)
    };
    let found = mapping.source.fields.values().zip(&mapping.fields).any(explained);
    found.then(|| (scene.recogniser.weights.title, "bidui.toml 的 [[columns]]".to_owned()))
}

/// Whether the columns prove a source: one of its groups is there, or it declares none.
fn proof(source: &Source, holds: impl Fn(&str) -> bool) -> bool {
    let groups = &source.recognition.any_of;
    groups.is_empty() || groups.iter().any(|group| group.iter().all(|field| holds(field)))
}

fn department(source: &Source, scene: Scene<'_, '_>) -> Option<(f64, String)> {
    let outside = [Spot::File, Spot::Folder];
    let (spot, _) =
        scene.caption.texts().find(|(spot, text)| outside.contains(spot) && text.contains(&source.department))?;
    Some((scene.recogniser.weights.department, format!("{}“{}”", spot.label(), source.department)))
}

fn vetoes(mapping: &Mapping<'_>, denied: Option<(Spot, &str)>) -> Vec<String> {
    let lacking = mapping.lacking();
    let lacking = (!lacking.is_empty()).then(|| format!("缺少栏目：{}", lacking.join("、")));
    lacking.into_iter().chain(denied.map(has_word)).collect()
}

fn has_word((spot, word): (Spot, &str)) -> String {
    format!("{}里有“{word}”", spot.label())
}

/// A heading that says that the table is something else.
fn foreign<'a>(source: &Source, scene: Scene<'a, '_>) -> Option<&'a ColumnHeading> {
    let says = |heading: &&ColumnHeading| {
        scene.known.against.iter().any(|word| heading.keys.iter().any(|key| key.contains(word.as_str())))
    };
    let own = |(column, _): &(usize, &ColumnHeading)| !scene.is_guests(source, *column);
    scene.headings.iter().enumerate().filter(own).map(|(_, heading)| heading).find(says)
}

/// A title near the table that names other sources and not this one.
fn doubts(source: &Source, scene: Scene<'_, '_>) -> Vec<String> {
    let Some((spot, named)) = &scene.naming.named else { return Vec::new() };
    let own = named.iter().any(|(known, _)| std::ptr::eq(*known, source));
    let others: Vec<String> = named.iter().map(|(other, _)| format!("“{}”", other.name)).collect();
    match *spot {
        Spot::Title | Spot::Sheet | Spot::File if !own => vec![format!("{}说的是{}", spot.label(), others.join("和"))],
        Spot::Title | Spot::Sheet | Spot::File | Spot::Folder => Vec::new(),
    }
}

/// What makes any source doubtful whose columns do not make it sure: a title that is about something else, or a column
/// that such tables have not.
fn against_unsure(mapping: &Mapping<'_>, of_columns: f64, scene: Scene<'_, '_>) -> Vec<String> {
    let source = mapping.source;
    let recogniser = scene.recogniser;
    if of_columns >= recogniser.weights.sure {
        return Vec::new();
    }
    let named = scene.naming.named.is_some();
    let unnamed = unnamed(scene.naming, source).filter(|_| !named);
    let unnamed = unnamed.map(|(spot, text)| format!("{}“{text}”没有说到“{}”", spot.label(), source.name));
    let strange = |column: &&usize| {
        let keys = &scene.headings[**column].keys;
        recogniser.against.headings.iter().any(|part| keys.iter().any(|key| key.contains(part.as_str())))
    };
    let own = |column: &&usize| !scene.is_guests(source, **column);
    let strange = mapping
        .unclaimed
        .iter()
        .filter(own)
        .find(strange)
        .map(|column| format!("有“{}”一栏", mapping.headings[*column]));
    unnamed.into_iter().chain(strange).collect()
}

/// A column that every record needs and that is empty.
fn blank_need(source: &Source, blank: &[&str]) -> Option<String> {
    let field = source.required.iter().find(|field| blank.contains(&field.as_str()))?;
    Some(format!("“{field}”一栏几乎全空"))
}
