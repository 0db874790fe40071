//! Answers of several copies and of the ledger, side by side → what is noted.
//!
//! What says the same is one answer, its remarks joined. What contradicts an answer never takes its place: both are
//! noted as a contradiction, for an officer to decide.

use std::collections::{BTreeMap, BTreeSet};

use super::added::is_known;
use super::known::{Held, Key, Known};
use super::outcome::{Effect, Finding};
use super::said::{Decision, Said, joined};
use crate::ledger::Stance;
use crate::pack::Dispositions;
use crate::value::Redacted;
use crate::value::text::compact;

/// What is to be noted, and what every finding changes.
pub(super) struct Changes<'a> {
    pub effects: Vec<Effect>,
    /// Findings that report something.
    pub reports: Vec<usize>,
    pub answers: Vec<Change<'a>>,
}

/// An answer to be noted.
pub(super) struct Change<'a> {
    /// The first of the findings that say it.
    pub finding: usize,
    /// All of them.
    pub findings: Vec<usize>,
    pub said: Said<'a>,
    /// The answer in the ledger whose place it takes.
    pub supersedes: Option<i64>,
    /// What it contradicts.
    pub rivals: Vec<Rival>,
}

/// An answer that is contradicted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rival {
    /// One in the ledger.
    Held(i64),
    /// One noted by this command, by its place among the changes.
    Noted(usize),
}

/// Weighs all findings.
pub(super) fn merge<'a>(findings: &[Finding<'a>], known: &Known, words: &'a Dispositions) -> Changes<'a> {
    let mut changes =
        Changes { effects: vec![Effect::Unchanged; findings.len()], reports: Vec::new(), answers: Vec::new() };
    let mut groups: BTreeMap<&Key, Vec<usize>> = BTreeMap::new();
    for (position, finding) in findings.iter().enumerate() {
        if finding.said.is_some() {
            groups.entry(&finding.key).or_default().push(position);
        }
    }
    for (key, group) in groups {
        weigh(opinions(&group, findings), known.held(key), words, &mut changes);
    }
    let mut seen = BTreeSet::new();
    for (position, finding) in findings.iter().enumerate() {
        let Some(reported) = &finding.reported else { continue };
        if !is_known(reported, &finding.key.1, known) && seen.insert(&reported.id) {
            changes.reports.push(position);
            changes.effects[position] = Effect::Reported;
        }
    }
    changes
}

/// The different answers of a group, each said once.
fn opinions<'a>(group: &[usize], findings: &[Finding<'a>]) -> Vec<Change<'a>> {
    let mut opinions: Vec<Change<'a>> = Vec::new();
    for position in group {
        let Some(said) = &findings[*position].said else { continue };
        match opinions
            .iter_mut()
            .find(|opinion| agrees(&opinion.said.decision, said.decision.word(), said.decision.handling()))
        {
            Some(opinion) => {
                opinion.findings.push(*position);
                opinion.said = both(&opinion.said, said);
            }
            None => opinions.push(Change {
                finding: *position,
                findings: vec![*position],
                said: said.clone(),
                supersedes: None,
                rivals: Vec::new(),
            }),
        }
    }
    opinions
}

/// Whether an answer says nothing against another; one that leaves the handling open goes with any.
fn agrees(decision: &Decision<'_>, word: &str, handling: Option<&str>) -> bool {
    decision.word() == word && decision.handling().is_none_or(|own| handling.is_none_or(|other| own == other))
}

/// Two answers that agree, as one.
fn both<'a>(one: &Said<'a>, other: &Said<'a>) -> Said<'a> {
    let more_telling = if one.decision.handling().is_some() { &one.decision } else { &other.decision };
    Said {
        decision: more_telling.clone(),
        situation: joined(&one.situation, &other.situation),
        verifier: named(&one.verifier, &other.verifier),
        on: one.on.max(other.on),
    }
}

/// All who verified, each named once.
fn named(one: &Redacted, other: &Redacted) -> Redacted {
    let known = compact(one);
    let is_new = |names: &&str| names.split([' ', ',', ';', '/']).any(|name| !known.contains(&*compact(name)));
    let all = other
        .split('、')
        .filter(is_new)
        .fold(one.to_string(), |all, name| if all.is_empty() { name.to_owned() } else { format!("{all}、{name}") });
    Redacted::of(&all)
}

/// Weighs the answers of a group against one another and against those in the ledger.
fn weigh<'a>(opinions: Vec<Change<'a>>, held: &[Held], words: &'a Dispositions, changes: &mut Changes<'a>) {
    let open = heard(opinions, held, words);
    let replaced: BTreeSet<i64> = open.iter().filter_map(|change| change.supersedes).collect();
    let alive = held.iter().filter(|held| matches!(held.stance, Stance::Holds | Stance::Contested));
    let alive = alive.filter(|held| !replaced.contains(&held.id));
    let mut rivals: Vec<Rival> = alive.map(|held| Rival::Held(held.id)).collect();
    let effect = if rivals.len() + open.len() > 1 { Effect::Contested } else { Effect::Taken };
    for change in open {
        let place = changes.answers.len();
        note(Change { rivals: rivals.clone(), ..change }, effect, changes);
        rivals.push(Rival::Noted(place));
    }
}

/// The answers that say more than the ledger, each with the answer whose place it takes, if it agrees with one.
fn heard<'a>(opinions: Vec<Change<'a>>, held: &[Held], words: &'a Dispositions) -> Vec<Change<'a>> {
    let mut replaced = BTreeSet::new();
    let mut heard = Vec::new();
    for opinion in opinions {
        match agreeing(&opinion.said.decision, held.iter().filter(|held| !replaced.contains(&held.id))) {
            None => heard.push(opinion),
            Some(held) => {
                let Some(said) = additional(&opinion.said, held, words) else { continue };
                replaced.insert(held.id);
                heard.push(Change { said, supersedes: Some(held.id), ..opinion });
            }
        }
    }
    heard
}

/// The answer in the ledger that an answer agrees with; rather one that holds.
fn agreeing<'h>(decision: &Decision<'_>, held: impl Iterator<Item = &'h Held>) -> Option<&'h Held> {
    let agrees =
        |held: &&Held| held.stance != Stance::Replaced && agrees(decision, &held.word, held.handling.as_deref());
    held.filter(agrees).min_by_key(|held| held.stance)
}

/// Whether the ledger has an answer with all that it says.
pub(super) fn is_noted(said: &Said<'_>, held: &[Held], words: &Dispositions) -> bool {
    agreeing(&said.decision, held.iter()).is_some_and(|held| additional(said, held, words).is_none())
}

fn note<'a>(change: Change<'a>, effect: Effect, changes: &mut Changes<'a>) {
    change.findings.iter().for_each(|finding| changes.effects[*finding] = effect);
    changes.answers.push(change);
}

/// An answer together with the one in the ledger that it agrees with, if it adds anything to it.
fn additional<'a>(said: &Said<'a>, held: &Held, words: &'a Dispositions) -> Option<Said<'a>> {
    let situation = joined(&held.situation, &said.situation);
    let verifier = named(&held.verifier, &said.verifier);
    let on = held.on.map_or(said.on, |on| on.max(said.on));
    let adds = held.handling.is_none() && said.decision.handling().is_some()
        || (&situation, &verifier) != (&held.situation, &held.verifier)
        || held.on.is_some_and(|held| held < on);
    let decision = match (&said.decision, &held.handling) {
        (Decision::Clue { verdict, handling: None }, Some(handling)) => {
            Decision::Clue { verdict, handling: Some(words.handling(handling)?) }
        }
        (decision, _) => decision.clone(),
    };
    adds.then_some(Said { decision, situation, verifier, on })
}
