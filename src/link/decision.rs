//! Weighed pairs → whom a record is probably about: up to a few persons with their probabilities.
//!
//! Nobody is joined by this. One row a person: a person who has a row in the table already, or whom another record fits
//! better, is less probable by as much as people seldom stand twice in it.

use std::collections::{HashMap, HashSet};

use rayon::prelude::{IntoParallelRefIterator, ParallelIterator};

use super::blocking::Blocks;
use super::evidence::{Scales, WeighedEvidence};
use super::people::People;
use super::trace::Trace;
use crate::pack::{Level, Linkage};
use crate::schema::Strength;

/// A person whom a record may be about.
#[derive(Debug, Clone)]
pub(super) struct Proposal {
    /// The person's position among the people.
    pub person: usize,
    pub probability: f64,
    pub weighed: WeighedEvidence,
}

/// Who stands in a table already, and how much that says against a further row.
pub(super) struct OwnRows {
    persons: HashSet<i64>,
    bits: f64,
}

impl OwnRows {
    /// Learns from the table how often people stand in it more than once.
    pub fn of(rows: impl Iterator<Item = i64>, linkage: &Linkage) -> Self {
        let mut counts: HashMap<i64, usize> = HashMap::new();
        rows.for_each(|person| *counts.entry(person).or_insert(0) += 1);
        let repeated = counts.values().filter(|count| **count > 1).count();
        let rate = (repeated as f64 + 0.5) / (counts.len() as f64 + 1.0);
        Self { bits: rate.log2().clamp(linkage.bits(Level::OwnRow), 0.0), persons: counts.into_keys().collect() }
    }
}

/// The proposals of every record, the most probable first.
pub(super) fn decide(traces: &[Trace], people: &People, linkage: &Linkage, own: &OwnRows) -> Vec<Vec<Proposal>> {
    let blocks = Blocks::of(people, traces, &linkage.search);
    let scales = Scales::new(linkage, people);
    let weigh = |trace: &Trace| -> Vec<(usize, WeighedEvidence)> {
        let worth = linkage.strengths.possible.log2() - 4.0;
        let pairs = blocks.around(trace, people).into_iter().map(|at| (at, scales.weigh(trace, &people.all[at])));
        let with_own = pairs.map(|(at, weighed)| match own.persons.contains(&people.all[at].number.key()) {
            true => (at, burdened(weighed, own.bits)),
            false => (at, weighed),
        });
        with_own.filter(|(_, weighed)| weighed.bits > worth).collect()
    };
    let mut weighed: Vec<Vec<(usize, WeighedEvidence)>> = traces.par_iter().map(weigh).collect();
    one_row_a_person(traces, &mut weighed, own.bits);
    weighed.into_iter().map(|pairs| proposals(pairs, linkage)).collect()
}

fn burdened(mut weighed: WeighedEvidence, bits: f64) -> WeighedEvidence {
    weighed.bits += bits;
    weighed.levels.push(Level::OwnRow);
    weighed
}

/// A person whom one record fits best, and who fits it best, is less probable for the others that say something else of
/// themselves.
fn one_row_a_person(traces: &[Trace], weighed: &mut [Vec<(usize, WeighedEvidence)>], bits: f64) {
    let mut best: HashMap<usize, (f64, usize)> = HashMap::new();
    for (record, pairs) in weighed.iter().enumerate() {
        let most = pairs.iter().map(|(_, pair)| pair.bits).fold(f64::NEG_INFINITY, f64::max);
        for (person, pair) in pairs.iter().filter(|(_, pair)| pair.bits >= most) {
            let known = best.entry(*person).or_insert((pair.bits, record));
            if pair.bits > known.0 {
                *known = (pair.bits, record);
            }
        }
    }
    for (record, pairs) in weighed.iter_mut().enumerate() {
        for (person, pair) in pairs.iter_mut() {
            let Some((_, holder)) = best.get(person).copied() else { continue };
            if holder != record && traces[holder].content() != traces[record].content() {
                pair.bits += bits;
            }
        }
    }
}

/// The most probable persons; that it is nobody of the register weighs as much as a person of no evidence.
fn proposals(pairs: Vec<(usize, WeighedEvidence)>, linkage: &Linkage) -> Vec<Proposal> {
    let odds = |bits: f64| bits.clamp(-60.0, 60.0).exp2();
    let all: f64 = 1.0 + pairs.iter().map(|(_, pair)| odds(pair.bits)).sum::<f64>();
    let proposals =
        pairs.into_iter().map(|(person, weighed)| Proposal { person, probability: odds(weighed.bits) / all, weighed });
    let mut proposals: Vec<Proposal> = proposals.collect();
    proposals.sort_by(|a, b| b.probability.total_cmp(&a.probability).then(a.person.cmp(&b.person)));
    proposals.retain(|proposal| proposal.probability >= linkage.strengths.possible);
    proposals.truncate(linkage.search.proposals);
    proposals
}

/// How sure a probability is.
pub(super) fn strength(probability: f64, linkage: &Linkage) -> Strength {
    match probability {
        sure if sure >= linkage.strengths.sure => Strength::Sure,
        likely if likely >= linkage.strengths.likely => Strength::Likely,
        _ => Strength::Possible,
    }
}
