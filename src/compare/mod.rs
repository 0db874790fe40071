//! Two runs' clues → which findings, households and persons enter, leave and stay, by rule and township.
//!
//! The same finding has the same id in both runs. A clue of a rule that the later run skipped neither stays nor
//! leaves: nobody looked. [`compare_periods`] tells the same of two periods that the ledger remembers, with what became
//! of every clue between them.

mod course;
mod rulebook;
mod what_if;
mod periods;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::diagnostic::Diagnostic;
use crate::expr::Subject;
use crate::schema::{Clue, Household};

pub use course::Course;
pub use periods::{ClueChange, Courses, PeriodComparison, PeriodLine, compare_periods};
pub use rulebook::{ParameterChange, RuleChanges, parameter_changes, rule_changes};
pub use what_if::{Basis, WhatIf};

/// A clue as far as a comparison needs it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// Its id.
    pub id: String,
    /// The rule's id.
    pub rule: String,
    /// The rule's title.
    pub title: String,
    /// The township.
    pub township: String,
    /// The household; none for a clue about a village.
    pub household: Option<Household>,
    /// The person's name, for a clue about a person.
    pub person: Option<String>,
}

impl From<&Clue> for Standing {
    fn from(clue: &Clue) -> Self {
        let at = &clue.location;
        Self {
            id: clue.id.clone(),
            rule: clue.rule.clone(),
            title: clue.text.title.clone(),
            township: at.village.township.clone(),
            household: clue.subject.household.map(|_| at.household()),
            person: (clue.subject.kind == Subject::Person).then(|| clue.text.person_name.clone()),
        }
    }
}

/// What became of something from the earlier run to the later.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Change {
    Entering,
    Leaving,
    Staying,
    NotEvaluated,
}

/// How many came, went and stayed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Movement {
    /// In the later run only.
    pub entering: u32,
    /// In the earlier run only.
    pub leaving: u32,
    /// In both.
    pub staying: u32,
    /// In the earlier run, by a rule that the later one skipped.
    pub not_evaluated: u32,
}

impl Movement {
    fn add(&mut self, change: Change) {
        match change {
            Change::Entering => self.entering += 1,
            Change::Leaving => self.leaving += 1,
            Change::Staying => self.staying += 1,
            Change::NotEvaluated => self.not_evaluated += 1,
        }
    }

    fn of(changes: impl Iterator<Item = Change>) -> Self {
        let mut movement = Self::default();
        changes.for_each(|change| movement.add(change));
        movement
    }

    /// Whether everything stayed.
    pub fn is_still(self) -> bool {
        self.entering + self.leaving + self.not_evaluated == 0
    }
}

/// The movement of one rule's clues in one township.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RuleMovement {
    /// The rule's id.
    pub rule: String,
    /// Its title.
    pub title: String,
    /// The township.
    pub township: String,
    /// Its clues.
    #[serde(flatten)]
    pub clues: Movement,
}

/// What became of all clues.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Comparison {
    /// All clues.
    pub clues: Movement,
    /// Households with any clue.
    pub households: Movement,
    /// Persons with a clue of their own.
    pub persons: Movement,
    /// Households with any clue, by township.
    pub townships: BTreeMap<String, Movement>,
    /// Clues by rule and township.
    pub rules: Vec<RuleMovement>,
}

/// Compares two runs; `skipped` are the rules that the later run could not run.
///
/// # Errors
/// If the ids of the two runs were made with different secrets.
pub fn compare(earlier: &[Standing], later: &[Standing], skipped: &BTreeSet<String>) -> Result<Comparison, Diagnostic> {
    refuse_other_secret(earlier, later)?;
    let between = Between { earlier, later, skipped };
    let clues = between.changes(|clue| Some(&clue.id));
    let households = between.changes(|clue| clue.household.as_ref());
    // Two members of a household do not share a name.
    let persons = between.changes(|clue| Some((clue.household.as_ref()?, clue.person.as_ref()?)));
    let mut townships: BTreeMap<String, Movement> = BTreeMap::new();
    for (household, change) in &households {
        townships.entry(household.village.township.clone()).or_default().add(*change);
    }
    Ok(Comparison {
        clues: Movement::of(clues.values().copied()),
        households: Movement::of(households.into_values()),
        persons: Movement::of(persons.into_values()),
        townships,
        rules: between.rules(&clues),
    })
}

#[derive(Clone, Copy)]
struct Between<'s> {
    earlier: &'s [Standing],
    later: &'s [Standing],
    skipped: &'s BTreeSet<String>,
}

impl<'s> Between<'s> {
    /// What became of everything that clues speak of under a key.
    fn changes<K: Ord>(self, key: impl Fn(&'s Standing) -> Option<K>) -> BTreeMap<K, Change> {
        let mut changes = BTreeMap::new();
        for clue in self.earlier {
            let Some(key) = key(clue) else { continue };
            let gone = if self.skipped.contains(&clue.rule) { Change::NotEvaluated } else { Change::Leaving };
            let change = changes.entry(key).or_insert(gone);
            *change = gone.max(*change);
        }
        for clue in self.later {
            let Some(key) = key(clue) else { continue };
            let known = |change: &mut Change| {
                if *change != Change::Entering {
                    *change = Change::Staying;
                }
            };
            changes.entry(key).and_modify(known).or_insert(Change::Entering);
        }
        changes
    }

    /// The clues' changes by rule and township.
    fn rules(self, changes: &BTreeMap<&String, Change>) -> Vec<RuleMovement> {
        let clues: BTreeMap<&String, &Standing> =
            self.earlier.iter().chain(self.later).map(|clue| (&clue.id, clue)).collect();
        let mut rules: BTreeMap<(&str, &str), RuleMovement> = BTreeMap::new();
        for (id, clue) in clues {
            let Some(change) = changes.get(id) else { continue };
            let movement = rules.entry((&clue.rule, &clue.township)).or_insert_with(|| RuleMovement {
                rule: clue.rule.clone(),
                title: clue.title.clone(),
                township: clue.township.clone(),
                clues: Movement::default(),
            });
            movement.clues.add(*change);
        }
        rules.into_values().collect()
    }
}

/// Refuses runs of which no clue has the same id though some are about the same rule and subject.
fn refuse_other_secret(earlier: &[Standing], later: &[Standing]) -> Result<(), Diagnostic> {
    let about = |clue: &Standing| (clue.rule.clone(), clue.household.clone(), clue.person.clone());
    let ids: BTreeSet<&String> = earlier.iter().map(|clue| &clue.id).collect();
    let subjects: BTreeSet<_> = earlier.iter().map(about).collect();
    let same_id = later.iter().any(|clue| ids.contains(&clue.id));
    let same_subject = later.iter().any(|clue| subjects.contains(&about(clue)));
    if same_subject && !same_id {
        let fault = Diagnostic::new("两次结果的线索编号不是用同一个 clue_secret 生成的,无法比较");
        return Err(fault.hint("在 bidui.toml 里换回原来的 clue_secret,或用现在的重新筛查一次再比较"));
    }
    Ok(())
}
