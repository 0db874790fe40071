//! Several hits of one matter → one clue with further reasons, so that a village is asked once.

use std::collections::{BTreeMap, HashMap};

use super::clue_id::ClueNaming;
use crate::expr::Subject;
use crate::pack::{Pack, Rule};
use crate::schema::{Clue, ClueSubject, ImpliedHit};

/// Takes the clues that others imply into those others.
pub(super) fn include(clues: Vec<Clue>, pack: &Pack, naming: &ClueNaming) -> Vec<Clue> {
    let implying: BTreeMap<&str, &Rule> =
        pack.rules.iter().filter(|rule| !rule.implies.is_empty()).map(|rule| (rule.id.as_str(), rule)).collect();
    let mut speaking: HashMap<ClueKey, Vec<usize>> = HashMap::new();
    for (at, clue) in clues.iter().enumerate().filter(|(_, clue)| implying.contains_key(clue.rule.as_str())) {
        speaking.entry(ClueKey::of(&clue.subject)).or_default().push(at);
    }
    let implies = |at: &usize, rule: &str| implying[clues[*at].rule.as_str()].implies.contains(rule);
    let targets: Vec<Option<usize>> = clues
        .iter()
        .map(|clue| {
            let around = ClueKey::around(&clue.subject).into_iter().filter_map(|key| speaking.get(&key)).flatten();
            // What implies the rule and is itself implied by nothing here: implication has no circles.
            let holding: Vec<usize> = around.copied().filter(|at| implies(at, &clue.rule)).collect();
            holding
                .iter()
                .filter(|at| !holding.iter().any(|other| implies(other, &clues[**at].rule)))
                .min_by_key(|at| (clues[**at].severity, &clues[**at].rule))
                .copied()
        })
        .collect();
    merge(clues, &targets, naming)
}

/// Whose clues may speak of one matter.
#[derive(PartialEq, Eq, Hash)]
enum ClueKey {
    Person(i64),
    Household(i64),
    Village(i64),
}

impl ClueKey {
    fn of(subject: &ClueSubject) -> Self {
        match (subject.person, subject.household) {
            (Some(person), _) => ClueKey::Person(person.key()),
            (None, Some(household)) => ClueKey::Household(household),
            (None, None) => ClueKey::Village(subject.village),
        }
    }

    /// The subject itself, and for a person the household.
    fn around(subject: &ClueSubject) -> Vec<Self> {
        let home = subject.household.filter(|_| subject.kind == Subject::Person).map(ClueKey::Household);
        [Self::of(subject)].into_iter().chain(home).collect()
    }
}

fn merge(clues: Vec<Clue>, targets: &[Option<usize>], naming: &ClueNaming) -> Vec<Clue> {
    let mut further: BTreeMap<usize, Vec<Clue>> = BTreeMap::new();
    let mut kept: BTreeMap<usize, Clue> = BTreeMap::new();
    for ((at, clue), target) in clues.into_iter().enumerate().zip(targets) {
        match target {
            Some(target) => further.entry(*target).or_default().push(clue),
            None => {
                kept.insert(at, clue);
            }
        }
    }
    for (at, mut included) in further {
        included.sort_by(|a, b| (&a.rule, &a.id).cmp(&(&b.rule, &b.id)));
        if let Some(clue) = kept.get_mut(&at) {
            included.into_iter().for_each(|other| take_in(clue, other, naming));
        }
    }
    kept.into_values().collect()
}

/// Adds what another clue says: its reason, what to verify, its records; the graver level holds.
fn take_in(clue: &mut Clue, other: Clue, naming: &ClueNaming) {
    let whose = match other.subject.kind == clue.subject.kind {
        true => String::new(),
        false => format!("{}：", other.text.person_name),
    };
    clue.text.finding.push_str(&format!("；另有：{whose}{}（{}）", other.text.finding, other.rule));
    if !clue.text.verify.contains(&other.text.verify) {
        clue.text.verify.push_str(&format!("；{}", other.text.verify));
    }
    clue.severity = clue.severity.min(other.severity);
    let new = other.origins.into_iter().filter(|origin| !clue.origins.contains(origin)).collect::<Vec<_>>();
    clue.origins.extend(new);
    clue.fingerprint = naming.evidence([clue.fingerprint.as_str(), other.fingerprint.as_str()].into_iter());
    clue.included.push(ImpliedHit {
        rule: other.rule,
        subject: other.subject,
        finding: other.text.finding,
        heads: false,
    });
}
