//! Which source a sheet is, by weighing what speaks for each and against it.
//!
//! Every row near the top, alone or joined with the one or two below it, is tried as the heading of every source. A
//! sheet is a source if that is proved, nothing speaks against it and no other source comes near; if much speaks for a
//! source and something against it, the county is asked; else the sheet is not known.

use std::collections::BTreeMap;
use std::ops::Range;

use super::caption::Caption;
use super::cells::Sample;
use super::evidence::{Scene, SourceEvidence};
use super::guest::Guest;
use super::heading::{ColumnHeading, Recogniser, keep_telling_brackets};
use super::mapping::{Mapping, map, titled};
use super::title::TitleNaming;
use super::unit::in_cell;
use crate::pack::{Source, Weights};
use crate::schema::Nearest;
use crate::workbook::Grid;

/// What a sheet was taken for.
#[derive(Debug)]
pub enum Recognition<'p> {
    /// One source.
    As {
        /// How the sheet is read.
        mapping: Mapping<'p>,
        /// What speaks for it, in a few words.
        evidence: String,
        /// The next best, with how many columns it claims.
        next: Option<(&'p Source, usize)>,
        /// The second lists in it.
        guests: Vec<Guest<'p>>,
    },
    /// None; the nearest one, and what speaks against it.
    Unknown(Option<Nearest>),
    /// Only somebody who knows the table can tell.
    Asked {
        /// What it could be, the likeliest first, with what speaks for it.
        candidates: Vec<(&'p Source, String)>,
        /// Why it is not taken for the first of them.
        doubts: Vec<String>,
    },
}

impl<'p> Recognition<'p> {
    /// Adds the second lists of the source that the sheet was taken for.
    fn with(mut self, all: Vec<Guest<'p>>) -> Self {
        if let Self::As { mapping, guests, .. } = &mut self {
            guests.extend(all.into_iter().filter(|guest| std::ptr::eq(guest.host, mapping.source)));
        }
        self
    }
}

/// What is known of a sheet beforehand.
#[derive(Debug, Clone, Copy, Default)]
pub struct KnownSheet<'a> {
    /// The name of its source.
    pub source: Option<&'a str>,
    /// The first row of its headings, from 1.
    pub header_row: Option<usize>,
}

impl KnownSheet<'_> {
    fn allows_row(&self, header: &Range<usize>) -> bool {
        self.header_row.is_none_or(|row| header.start + 1 == row)
    }

    fn allows_source(&self, source: &Source) -> bool {
        let welcome = |name: &str| source.guest.as_ref().is_some_and(|guest| guest.of.iter().any(|host| host == name));
        self.source.is_none_or(|name| name == source.name || welcome(name))
    }
}

/// Where a sheet stands.
#[derive(Debug, Clone, Copy)]
pub struct SheetLocation<'a> {
    /// Path of the file below the period's folder.
    pub path: &'a str,
    /// Name of the sheet.
    pub sheet: &'a str,
}

/// What stands in a row, around it and below it, if it is the heading: for all sources the same.
struct HeaderScene<'g, 'p> {
    headings: Vec<ColumnHeading>,
    caption: Caption,
    naming: TitleNaming<'p>,
    sample: Sample<'g>,
}

/// Recognises a sheet.
pub fn recognise<'p>(
    grid: &Grid,
    recogniser: &Recogniser<'p>,
    standing: SheetLocation<'_>,
    beforehand: KnownSheet<'_>,
) -> Recognition<'p> {
    let best = best_mappings(grid, recogniser, beforehand);
    let guests = Guest::among(&best, grid, beforehand.source);
    let mut scenes = BTreeMap::new();
    let mut weigh = |mut mapping: Mapping<'p>| {
        let header = (mapping.header.start, mapping.header.end);
        let scene =
            scenes.entry(header).or_insert_with(|| HeaderScene::of(grid, &mapping.header, recogniser, standing));
        let HeaderScene { headings, caption, naming, sample } = scene;
        mapping.given = titled(&mapping, caption);
        let known = recogniser.known(mapping.source)?;
        let scene = Scene { recogniser, known, caption, naming, headings, sample, guests: &guests };
        Some(SourceEvidence::weigh(mapping, scene))
    };
    let mut weighed: Vec<SourceEvidence<'p>> =
        best.into_iter().filter(|mapping| mapping.claimed() > 1).filter_map(&mut weigh).collect();
    // The sort is stable: sources that weigh alike stay in the pack's order.
    weighed.sort_by(|a, b| b.score.total_cmp(&a.score));
    let told = beforehand.source;
    let guests: Vec<Guest<'p>> =
        guests.into_iter().filter(|guest| told.is_some() || is_at_home(guest, &weighed)).collect();
    let is_guest = |source: &Source| guests.iter().any(|guest| std::ptr::eq(guest.mapping.source, source));
    weighed.retain(|evidence| match told {
        Some(name) => evidence.mapping.source.name == name,
        None => !is_guest(evidence.mapping.source),
    });
    decide(weighed, recogniser.weights, told.is_some()).with(guests)
}

/// The best way to read a sheet as each source that knows a heading in it.
fn best_mappings<'p>(grid: &Grid, recogniser: &Recogniser<'p>, beforehand: KnownSheet<'_>) -> Vec<Mapping<'p>> {
    let mut best: BTreeMap<usize, Mapping<'p>> = BTreeMap::new();
    for header in candidate_headers(grid, recogniser).into_iter().filter(|header| beforehand.allows_row(header)) {
        let headings = headings(grid, &header, recogniser);
        if !headings.iter().any(|heading| recogniser.knows(heading)) {
            continue;
        }
        let claims = recogniser.claims(&headings).into_iter().zip(&recogniser.sources).enumerate();
        for (position, (claims, known)) in claims.filter(|(_, (_, known))| beforehand.allows_source(known.source)) {
            let Some(mapping) = map(&headings, claims, header.clone(), known, recogniser.shared) else { continue };
            if best.get(&position).is_none_or(|kept| mapping.rank() > kept.rank()) {
                best.insert(position, mapping);
            }
        }
    }
    best.into_values().collect()
}

impl<'g, 'p> HeaderScene<'g, 'p> {
    fn of(grid: &'g Grid, header: &Range<usize>, recogniser: &Recogniser<'p>, standing: SheetLocation<'_>) -> Self {
        let caption = Caption::of(standing.path, standing.sheet, grid, header.start);
        Self {
            headings: headings(grid, header, recogniser),
            naming: TitleNaming::of(&caption, recogniser),
            sample: Sample::below(grid, header.end, recogniser.weights.sample_rows),
            caption,
        }
    }
}

/// Whether a second list stands in a table that is proved to be the first one's.
fn is_at_home(guest: &Guest<'_>, weighed: &[SourceEvidence<'_>]) -> bool {
    let host = weighed.iter().find(|evidence| std::ptr::eq(evidence.mapping.source, guest.host));
    host.is_some_and(|host| host.proved && host.vetoes.is_empty() && host.doubts.is_empty())
}

/// What follows from the evidence; a sheet that the county said the source of need not be proved.
fn decide(weighed: Vec<SourceEvidence<'_>>, weights: Weights, told: bool) -> Recognition<'_> {
    let viable = |evidence: &&SourceEvidence<'_>| evidence.vetoes.is_empty();
    let proved = weighed.iter().filter(viable).find(|evidence| evidence.proved);
    let Some(best) = proved.or_else(|| weighed.iter().find(viable)) else { return unknown(&weighed) };
    // What a title near the table names comes first in what is asked; a source that it does not name is doubted anyhow.
    let named = weighed.iter().filter(viable).find(|evidence| evidence.named);
    let best = named.filter(|_| !best.named && !best.doubts.is_empty()).unwrap_or(best);
    let doubts = if told { Vec::new() } else { doubts(best, &weighed, weights) };
    let source = best.mapping.source;
    let others = || weighed.iter().filter(viable).filter(|other| !std::ptr::eq(other.mapping.source, source));
    if doubts.is_empty() {
        let next = others().find(|other| other.proved).map(|other| (other.mapping.source, other.mapping.claimed()));
        let position = weighed.iter().position(|evidence| std::ptr::eq(evidence.mapping.source, source));
        let best = weighed.into_iter().nth(position.expect("it is one of them")).expect("it is one of them");
        return Recognition::As { evidence: best.summary(), mapping: best.mapping, next, guests: Vec::new() };
    }
    let near = |other: &&SourceEvidence<'_>| other.proved && other.score + weights.margin > best.score;
    let candidates: Vec<_> = std::iter::once(best).chain(others().filter(near)).collect();
    if best.score < weights.worth_asking && candidates.len() < 2 {
        let vetoed = |first: &SourceEvidence<'_>| first.score > best.score && !first.vetoes.is_empty();
        let stronger = !best.named && weighed.first().is_some_and(vetoed);
        // A sheet with nothing but what many tables have is near to none of them.
        let near = (best.score >= weights.least).then(|| best.nearest(doubts));
        return if stronger { unknown(&weighed) } else { Recognition::Unknown(near) };
    }
    let candidates = candidates.iter().map(|evidence| (evidence.mapping.source, evidence.summary())).collect();
    Recognition::Asked { candidates, doubts }
}

/// Why a sheet is not taken for the source that most speaks for.
fn doubts(best: &SourceEvidence<'_>, weighed: &[SourceEvidence<'_>], weights: Weights) -> Vec<String> {
    let mut doubts = best.doubts.clone();
    doubts.extend(best.unproved());
    if best.score < weights.least {
        doubts.push("只有许多表都有的栏目".to_owned());
    }
    let others = || weighed.iter().filter(|other| !std::ptr::eq(other.mapping.source, best.mapping.source));
    let near =
        others().find(|other| other.vetoes.is_empty() && other.proved && other.score + weights.margin > best.score);
    doubts.extend(near.map(|other| format!("也像“{}”（{}）", other.mapping.source.name, other.summary())));
    let unsure = |other: &&SourceEvidence<'_>| !other.foreign && (!other.vetoes.is_empty() || !other.proved);
    let stronger = others().filter(unsure).find(|other| other.score > best.score + weights.margin);
    doubts.extend(stronger.map(|other| {
        let why = other.vetoes.iter().cloned().chain(other.unproved()).collect::<Vec<_>>().join("，");
        format!("更像“{}”（{}），但{why}", other.mapping.source.name, other.summary())
    }));
    doubts
}

/// The source that most speaks for, and what rules it out.
fn unknown<'p>(weighed: &[SourceEvidence<'p>]) -> Recognition<'p> {
    let nearest = weighed.iter().find(|evidence| !evidence.speaks.is_empty());
    Recognition::Unknown(nearest.map(|evidence| evidence.nearest(evidence.vetoes.clone())))
}

fn candidate_headers(grid: &Grid, recogniser: &Recogniser<'_>) -> Vec<Range<usize>> {
    let rows = grid.rows();
    let starts = 0..rows.min(recogniser.search_rows);
    let spans = move |start: usize| (1..=recogniser.span_rows).map(move |span| start..start + span);
    // A row of units below the headings belongs to them.
    let whole = |header: Range<usize>| match is_units(grid, header.end, recogniser) {
        true => header.start..header.end + 1,
        false => header,
    };
    starts.flat_map(spans).filter(|header| header.end <= rows).map(whole).collect()
}

/// Whether a row holds units and nothing else.
fn is_units(grid: &Grid, row: usize, recogniser: &Recogniser<'_>) -> bool {
    let columns = 0..grid.width().min(Grid::COLUMNS);
    let cells = columns.map(|column| grid.cell(row, column).text.trim());
    let mut filled = cells.filter(|cell| !cell.is_empty()).peekable();
    row < grid.rows() && filled.peek().is_some() && filled.all(|cell| in_cell(cell, recogniser.units).is_some())
}

/// The headings of all columns, as far as a table has headings.
fn headings(grid: &Grid, header: &Range<usize>, recogniser: &Recogniser<'_>) -> Vec<ColumnHeading> {
    let columns = 0..grid.width().min(Grid::COLUMNS);
    let units = (header.len() > 1 && is_units(grid, header.end - 1, recogniser)).then(|| header.end - 1);
    let mut headings: Vec<ColumnHeading> =
        columns.map(|column| heading(grid, header, units, column, recogniser)).collect();
    keep_telling_brackets(&mut headings);
    headings
}

/// The heading of a column, with the unit that the last of its rows may hold.
fn heading(
    grid: &Grid,
    header: &Range<usize>,
    units: Option<usize>,
    column: usize,
    recogniser: &Recogniser<'_>,
) -> ColumnHeading {
    let mut parts: Vec<String> = Vec::new();
    for row in header.start..units.unwrap_or(header.end) {
        let part = grid.cell(row, column).text.trim();
        if !part.is_empty() && parts.last().is_none_or(|last| last != part) {
            parts.push(part.to_owned());
        }
    }
    let unit = units.and_then(|row| in_cell(grid.cell(row, column).text, recogniser.units));
    if let (Some(unit), Some(heading)) = (unit, parts.last_mut()) {
        heading.push_str(&format!("（{unit}）"));
    }
    match parts.is_empty() {
        true => ColumnHeading::default(),
        false => ColumnHeading::of(&parts, recogniser.shared, recogniser.units),
    }
}
