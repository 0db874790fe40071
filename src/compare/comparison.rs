//! Two runs' clues → which findings, households and persons enter, leave and stay, by rule and township.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::compared_clue::ComparedClue;
use crate::diagnostic::Diagnostic;

/// What became of something from the earlier run to the later.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Difference {
    Entering,
    Leaving,
    Staying,
    NotEvaluated,
}

/// How many came, went and stayed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct DifferenceCounts {
    /// In the later run only.
    pub entering: u32,
    /// In the earlier run only.
    pub leaving: u32,
    /// In both.
    pub staying: u32,
    /// In the earlier run, by a rule that the later one skipped.
    pub not_evaluated: u32,
}

impl DifferenceCounts {
    fn add(&mut self, change: Difference) {
        match change {
            Difference::Entering => self.entering += 1,
            Difference::Leaving => self.leaving += 1,
            Difference::Staying => self.staying += 1,
            Difference::NotEvaluated => self.not_evaluated += 1,
        }
    }

    fn of(changes: impl Iterator<Item = Difference>) -> Self {
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
pub struct RuleDifference {
    /// The rule's id.
    pub rule: String,
    pub title: String,
    pub township: String,
    /// Its clues.
    #[serde(flatten)]
    pub clues: DifferenceCounts,
}

/// What became of all clues.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Comparison {
    /// All clues.
    pub clues: DifferenceCounts,
    /// Households with any clue.
    pub households: DifferenceCounts,
    /// Persons with a clue of their own.
    pub persons: DifferenceCounts,
    /// Households with any clue, by township.
    pub townships: BTreeMap<String, DifferenceCounts>,
    /// Clues by rule and township.
    pub rules: Vec<RuleDifference>,
}

/// Compares two runs; `skipped` are the rules that the later run could not run.
///
/// # Errors
/// If the ids of the two runs were made with different secrets.
pub fn compare(
    earlier: &[ComparedClue],
    later: &[ComparedClue],
    skipped: &BTreeSet<String>,
) -> Result<Comparison, Diagnostic> {
    refuse_other_secret(earlier, later)?;
    let between = RunPair { earlier, later, skipped };
    let clues = between.changes(|clue| Some(&clue.id));
    let households = between.changes(|clue| clue.household.as_ref());
    // Two members of a household do not share a name.
    let persons = between.changes(|clue| Some((clue.household.as_ref()?, clue.person.as_ref()?)));
    let mut townships: BTreeMap<String, DifferenceCounts> = BTreeMap::new();
    for (household, change) in &households {
        townships.entry(household.village.township.clone()).or_default().add(*change);
    }
    Ok(Comparison {
        clues: DifferenceCounts::of(clues.values().copied()),
        households: DifferenceCounts::of(households.into_values()),
        persons: DifferenceCounts::of(persons.into_values()),
        townships,
        rules: between.rules(&clues),
    })
}

#[derive(Clone, Copy)]
struct RunPair<'s> {
    earlier: &'s [ComparedClue],
    later: &'s [ComparedClue],
    skipped: &'s BTreeSet<String>,
}

impl<'s> RunPair<'s> {
    /// What became of everything that clues speak of under a key.
    fn changes<K: Ord>(self, key: impl Fn(&'s ComparedClue) -> Option<K>) -> BTreeMap<K, Difference> {
        let mut changes = BTreeMap::new();
        for clue in self.earlier {
            let Some(key) = key(clue) else { continue };
            let gone = if self.skipped.contains(&clue.rule) { Difference::NotEvaluated } else { Difference::Leaving };
            let change = changes.entry(key).or_insert(gone);
            *change = gone.max(*change);
        }
        for clue in self.later {
            let Some(key) = key(clue) else { continue };
            let known = |change: &mut Difference| {
                if *change != Difference::Entering {
                    *change = Difference::Staying;
                }
            };
            changes.entry(key).and_modify(known).or_insert(Difference::Entering);
        }
        changes
    }

    /// The clues' changes by rule and township.
    fn rules(self, changes: &BTreeMap<&String, Difference>) -> Vec<RuleDifference> {
        let clues: BTreeMap<&String, &ComparedClue> =
            self.earlier.iter().chain(self.later).map(|clue| (&clue.id, clue)).collect();
        let mut rules: BTreeMap<(&str, &str), RuleDifference> = BTreeMap::new();
        for (id, clue) in clues {
            let Some(change) = changes.get(id) else { continue };
            let movement = rules.entry((&clue.rule, &clue.township)).or_insert_with(|| RuleDifference {
                rule: clue.rule.clone(),
                title: clue.title.clone(),
                township: clue.township.clone(),
                clues: DifferenceCounts::default(),
            });
            movement.clues.add(*change);
        }
        rules.into_values().collect()
    }
}

/// Refuses runs of which no clue has the same id though some are about the same rule and subject.
fn refuse_other_secret(earlier: &[ComparedClue], later: &[ComparedClue]) -> Result<(), Diagnostic> {
    let about = |clue: &ComparedClue| (clue.rule.clone(), clue.household.clone(), clue.person.clone());
    let ids: BTreeSet<&String> = earlier.iter().map(|clue| &clue.id).collect();
    let subjects: BTreeSet<_> = earlier.iter().map(about).collect();
    let same_id = later.iter().any(|clue| ids.contains(&clue.id));
    let same_subject = later.iter().any(|clue| subjects.contains(&about(clue)));
    if same_subject && !same_id {
        let fault = Diagnostic::new("两次结果的线索编号不是用同一把密钥生成的，无法比较");
        return Err(fault.hint("把以前的那一期再筛查一次，然后比较"));
    }
    Ok(())
}
