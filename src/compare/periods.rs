//! What the ledger has of two periods → every clue that is new, persists, was cleared, came back, or was not looked at.

use std::collections::BTreeMap;

use serde::Serialize;

use super::clue_change::{ClueChange, course, streak};
use super::{ParameterChange, RunBasis, parameter_changes};
use crate::ledger::{About, ScreenedPeriod, Timeline};

/// A clue and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChangedClue {
    /// What it is about.
    #[serde(flatten)]
    pub about: About,
    /// What became of it.
    pub course: ClueChange,
    /// Why, for counts that have a reason.
    pub why: Option<&'static str>,
    /// In how many periods it was found since it last came up, up to the later one.
    pub periods: usize,
    /// What the earlier run found.
    pub before: Option<String>,
    /// What the later run found.
    pub after: Option<String>,
    /// Whether both found it and the records behind it say something else now.
    pub evidence_changed: bool,
}

/// How many clues changed in which way.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct ChangeCounts {
    /// Never found before.
    pub new: u32,
    /// Found as before.
    pub persisting: u32,
    /// Of those that persist, with other evidence.
    pub changed: u32,
    /// Found or asked again.
    pub reopened: u32,
    /// No longer true.
    pub cleared: u32,
    /// Now excluded.
    pub excluded: u32,
    /// Subject gone.
    pub gone: u32,
    /// Not looked at.
    pub not_evaluated: u32,
}

/// A count of changes, with its heading.
pub type ChangeFigure = (&'static str, fn(&ChangeCounts) -> u32);

/// The counts of one group of clues.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PeriodLine {
    /// The rule's id, or the township.
    pub group: String,
    /// The rule's title; empty for a township.
    pub title: String,
    /// How many changed in which way.
    #[serde(flatten)]
    pub counts: ChangeCounts,
}

/// Two periods compared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PeriodComparison {
    /// The earlier period.
    pub earlier: RunBasis,
    /// The later period.
    pub later: RunBasis,
    /// Whether the rule packs differ in anything.
    pub pack_changed: bool,
    /// The thresholds that differ.
    pub parameters: Vec<ParameterChange>,
    /// Rules in force in the later period only, id and title.
    pub added: BTreeMap<String, String>,
    /// Rules in force in the earlier period only.
    pub removed: BTreeMap<String, String>,
    /// Rules that the later run skipped, with the sources they lacked.
    pub skipped: BTreeMap<String, Vec<String>>,
    /// All clues together.
    pub total: ChangeCounts,
    /// By rule.
    pub rules: Vec<PeriodLine>,
    /// By township.
    pub townships: Vec<PeriodLine>,
    /// The clues that are not as they were, by rule and place.
    pub changes: Vec<ChangedClue>,
}

/// Compares two periods, the earlier one first; `timelines` go up to the later one. A period compared with itself has
/// nothing to tell.
pub fn compare_periods(earlier: &ScreenedPeriod, later: &ScreenedPeriod, timelines: Vec<Timeline>) -> PeriodComparison {
    let changes: Vec<ChangedClue> =
        timelines.into_iter().filter_map(|timeline| change(timeline, earlier, later)).collect();
    let mut total = ChangeCounts::default();
    changes.iter().for_each(|change| total.add(change));
    let only = |these: &ScreenedPeriod, others: &ScreenedPeriod| -> BTreeMap<String, String> {
        these
            .rules
            .iter()
            .filter(|(rule, _)| !others.rules.contains_key(*rule))
            .map(|(rule, title)| (rule.clone(), title.clone()))
            .collect()
    };
    PeriodComparison {
        pack_changed: earlier.pack_hash != later.pack_hash,
        parameters: parameter_changes(&earlier.parameters, &later.parameters),
        added: only(later, earlier),
        removed: only(earlier, later),
        skipped: if earlier.period == later.period { BTreeMap::new() } else { later.skipped.clone() },
        total,
        rules: lines(&changes, |about| (about.rule.to_string(), about.title.clone())),
        townships: lines(&changes, |about| (about.home.village.township.clone(), String::new())),
        changes: changes.into_iter().filter(ChangedClue::is_telling).collect(),
        earlier: basis(earlier),
        later: basis(later),
    }
}

fn change(timeline: Timeline, earlier: &ScreenedPeriod, later: &ScreenedPeriod) -> Option<ChangedClue> {
    let Timeline { about, moments } = timeline;
    let before = earlier.sightings.get(&about.clue);
    let after = later.sightings.get(&about.clue);
    let reopened = after.and_then(|sighted| sighted.reopened);
    let course = course(&moments, &earlier.period, &later.period, reopened)?;
    Some(ChangedClue {
        course,
        why: course.why(),
        periods: streak(&moments),
        evidence_changed: before.zip(after).is_some_and(|(before, after)| before.evidence != after.evidence),
        before: before.map(|sighted| sighted.finding.clone()),
        after: after.map(|sighted| sighted.finding.clone()),
        about,
    })
}

fn lines(changes: &[ChangedClue], group: impl Fn(&About) -> (String, String)) -> Vec<PeriodLine> {
    let mut groups: BTreeMap<(String, String), ChangeCounts> = BTreeMap::new();
    changes.iter().for_each(|change| groups.entry(group(&change.about)).or_default().add(change));
    groups.into_iter().map(|((group, title), counts)| PeriodLine { group, title, counts }).collect()
}

fn basis(screened: &ScreenedPeriod) -> RunBasis {
    let ScreenedPeriod { period, as_of, pack_version, .. } = screened;
    RunBasis { period: period.to_string(), as_of: as_of.clone(), pack: pack_version.clone() }
}

impl ChangedClue {
    /// Whether it is not as it was.
    fn is_telling(&self) -> bool {
        self.course != ClueChange::Persisting || self.evidence_changed
    }
}

impl ChangeCounts {
    /// Whether all is as it was.
    pub fn is_still(&self) -> bool {
        *self == ChangeCounts { persisting: self.persisting, ..ChangeCounts::default() }
    }

    fn add(&mut self, change: &ChangedClue) {
        let count = match change.course {
            ClueChange::New => &mut self.new,
            ClueChange::Persisting => &mut self.persisting,
            ClueChange::Reopened(_) => &mut self.reopened,
            ClueChange::Cleared => &mut self.cleared,
            ClueChange::Excluded => &mut self.excluded,
            ClueChange::Gone => &mut self.gone,
            ClueChange::NotEvaluated(_) => &mut self.not_evaluated,
        };
        *count += 1;
        self.changed += u32::from(change.course == ClueChange::Persisting && change.evidence_changed);
    }

    /// What the counts are called, in the order they are shown.
    pub const FIGURES: [ChangeFigure; 8] = [
        ("新增", |counts| counts.new),
        ("持续", |counts| counts.persisting),
        ("持续中情况有变", |counts| counts.changed),
        ("重新出现", |counts| counts.reopened),
        ("已消除", |counts| counts.cleared),
        ("符合排除情形", |counts| counts.excluded),
        ("已不在花名册", |counts| counts.gone),
        ("未评估", |counts| counts.not_evaluated),
    ];
}
