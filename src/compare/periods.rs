//! What the ledger has of two periods → every clue that is new, persists, was cleared, came back, or was not looked at.
//!
//! What nobody looked at is never cleared: a clue whose rule was skipped, whose values were unknown, or whose rule is
//! no longer in force still stands as it did.

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};

use super::{Basis, ParameterChange, parameter_changes};
use crate::ledger::{About, Absence, Moment, Reopening, ScreenedPeriod, Timeline};

/// What became of a clue from a period to a later one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Course {
    /// It was never found before.
    New,
    /// It is found as before.
    Persisting,
    /// It is found again, or asked again though it was concluded.
    Reopened(Reopening),
    /// Its condition no longer holds.
    Cleared,
    /// An exclusion holds.
    Excluded,
    /// Its subject is no longer in the register.
    Gone,
    /// The later run could not say; the reason, unless the run was made before the earlier one was run anew.
    NotEvaluated(Option<Absence>),
}

/// A clue and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ClueChange {
    /// What it is about.
    #[serde(flatten)]
    pub about: About,
    /// What became of it.
    pub course: Course,
    /// Why, for courses that have a reason.
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

/// How many clues took which course.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Courses {
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

/// The courses of one group of clues.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PeriodLine {
    /// The rule's id, or the township.
    pub group: String,
    /// The rule's title; empty for a township.
    pub title: String,
    /// How many took which course.
    #[serde(flatten)]
    pub courses: Courses,
}

/// Two periods compared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PeriodComparison {
    /// The earlier period.
    pub earlier: Basis,
    /// The later period.
    pub later: Basis,
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
    pub total: Courses,
    /// By rule.
    pub rules: Vec<PeriodLine>,
    /// By township.
    pub townships: Vec<PeriodLine>,
    /// The clues that are not as they were, by rule and place.
    pub changes: Vec<ClueChange>,
}

/// Compares two periods, the earlier one first; `timelines` go up to the later one. A period compared with itself has
/// nothing to tell.
pub fn compare_periods(earlier: &ScreenedPeriod, later: &ScreenedPeriod, timelines: Vec<Timeline>) -> PeriodComparison {
    let changes: Vec<ClueChange> =
        timelines.into_iter().filter_map(|timeline| change(timeline, earlier, later)).collect();
    let mut total = Courses::default();
    changes.iter().for_each(|change| total.add(change));
    let only = |these: &ScreenedPeriod, others: &ScreenedPeriod| -> BTreeMap<String, String> {
        let absent = |(rule, _): &(&String, &String)| !others.rules.contains_key(*rule);
        these.rules.iter().filter(absent).map(|(rule, title)| (rule.clone(), title.clone())).collect()
    };
    PeriodComparison {
        pack_changed: earlier.pack_hash != later.pack_hash,
        parameters: parameter_changes(&earlier.parameters, &later.parameters),
        added: only(later, earlier),
        removed: only(earlier, later),
        skipped: if earlier.period == later.period { BTreeMap::new() } else { later.skipped.clone() },
        total,
        rules: lines(&changes, |about| (about.rule.clone(), about.title.clone())),
        townships: lines(&changes, |about| (about.township.clone(), String::new())),
        changes: changes.into_iter().filter(ClueChange::is_telling).collect(),
        earlier: basis(earlier),
        later: basis(later),
    }
}

fn change(timeline: Timeline, earlier: &ScreenedPeriod, later: &ScreenedPeriod) -> Option<ClueChange> {
    let Timeline { about, moments } = timeline;
    let (before, after) = (earlier.sightings.get(&about.clue), later.sightings.get(&about.clue));
    let reopened = after.and_then(|sighted| sighted.reopened);
    let course = course(&moments, &earlier.period, &later.period, reopened)?;
    Some(ClueChange {
        course,
        why: course.why(),
        periods: streak(&moments),
        evidence_changed: before.zip(after).is_some_and(|(before, after)| before.evidence != after.evidence),
        before: before.map(|sighted| sighted.finding.clone()),
        after: after.map(|sighted| sighted.finding.clone()),
        about,
    })
}

/// What became of a clue; none if it stood at neither end, or the periods are the same.
fn course(moments: &[Moment], earlier: &str, later: &str, reopened: Option<Reopening>) -> Option<Course> {
    let (before, since) = moments.split_at(moments.partition_point(|moment| moment.period.as_str() <= earlier));
    let open = before.last().is_some_and(|moment| !moment.closes());
    let Some(last) = since.last() else {
        return (open && earlier < later).then_some(Course::NotEvaluated(None));
    };
    let returned = !before.is_empty() && (!open || since.iter().any(Moment::closes));
    match last.absence {
        None if last.period != later => Some(Course::NotEvaluated(None)),
        None if before.is_empty() => Some(Course::New),
        None if returned => Some(Course::Reopened(Reopening::Returned)),
        None => Some(reopened.map_or(Course::Persisting, Course::Reopened)),
        Some(why) if why.closes() && !open => None,
        Some(Absence::Cleared) => Some(Course::Cleared),
        Some(Absence::Excluded) => Some(Course::Excluded),
        Some(Absence::Gone) => Some(Course::Gone),
        Some(why @ (Absence::Undetermined | Absence::Doubtful | Absence::Skipped | Absence::Retired)) => {
            Some(Course::NotEvaluated(Some(why)))
        }
    }
}

/// In how many periods a clue was found since it last came up; periods that could not say do not end it.
fn streak(moments: &[Moment]) -> usize {
    let ended = |moment: &Moment| !moment.closes();
    moments
        .iter()
        .rev()
        .skip_while(|moment| moment.closes())
        .take_while(|moment| ended(moment))
        .filter(|m| m.found())
        .count()
}

impl Moment {
    fn found(&self) -> bool {
        self.absence.is_none()
    }

    fn closes(&self) -> bool {
        self.absence.is_some_and(Absence::closes)
    }
}

fn lines(changes: &[ClueChange], group: impl Fn(&About) -> (String, String)) -> Vec<PeriodLine> {
    let mut groups: BTreeMap<(String, String), Courses> = BTreeMap::new();
    changes.iter().for_each(|change| groups.entry(group(&change.about)).or_default().add(change));
    groups.into_iter().map(|((group, title), courses)| PeriodLine { group, title, courses }).collect()
}

fn basis(screened: &ScreenedPeriod) -> Basis {
    let ScreenedPeriod { period, as_of, pack_version, .. } = screened;
    Basis { period: period.clone(), as_of: as_of.clone(), pack: pack_version.clone() }
}

impl ClueChange {
    /// Whether it is not as it was.
    fn is_telling(&self) -> bool {
        self.course != Course::Persisting || self.evidence_changed
    }
}

impl Courses {
    fn add(&mut self, change: &ClueChange) {
        let count = match change.course {
            Course::New => &mut self.new,
            Course::Persisting => &mut self.persisting,
            Course::Reopened(_) => &mut self.reopened,
            Course::Cleared => &mut self.cleared,
            Course::Excluded => &mut self.excluded,
            Course::Gone => &mut self.gone,
            Course::NotEvaluated(_) => &mut self.not_evaluated,
        };
        *count += 1;
        self.changed += u32::from(change.course == Course::Persisting && change.evidence_changed);
    }

    /// The headings of [`Courses::counts`].
    pub const HEADINGS: [&'static str; 8] =
        ["新增", "持续", "持续中情况有变", "重新出现", "已消除", "符合排除情形", "已不在花名册", "未评估"];

    /// All counts, in the order of [`Courses::HEADINGS`].
    pub fn counts(&self) -> [u32; 8] {
        let Self { new, persisting, changed, reopened, cleared, excluded, gone, not_evaluated } = *self;
        [new, persisting, changed, reopened, cleared, excluded, gone, not_evaluated]
    }
}

impl Course {
    /// Its name for scripts.
    pub fn name(self) -> &'static str {
        match self {
            Course::New => "new",
            Course::Persisting => "persisting",
            Course::Reopened(_) => "reopened",
            Course::Cleared => "cleared",
            Course::Excluded => "excluded",
            Course::Gone => "gone",
            Course::NotEvaluated(_) => "not_evaluated",
        }
    }

    /// Its name for people.
    pub fn label(self) -> &'static str {
        match self {
            Course::New => "新增",
            Course::Persisting => "持续",
            Course::Reopened(_) => "重新出现",
            Course::Cleared => "已消除",
            Course::Excluded => "符合排除情形",
            Course::Gone => "已不在花名册",
            Course::NotEvaluated(_) => "未评估",
        }
    }

    /// Its reason for people; none where the name says it.
    pub fn reason(self) -> Option<&'static str> {
        match self {
            Course::Reopened(why) => Some(why.label()),
            Course::NotEvaluated(Some(why)) => Some(why.label()),
            Course::NotEvaluated(None) => Some("后一期筛查在前一期重新筛查之前"),
            Course::New | Course::Persisting | Course::Cleared | Course::Excluded | Course::Gone => None,
        }
    }

    /// Its reason for scripts.
    fn why(self) -> Option<&'static str> {
        match self {
            Course::Reopened(why) => Some(why.name()),
            Course::NotEvaluated(why) => why.map(Absence::name),
            Course::New | Course::Persisting | Course::Cleared | Course::Excluded | Course::Gone => None,
        }
    }
}

impl Serialize for Course {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::{Course, course, streak};
    use crate::ledger::{Absence, Moment, Reopening};

    const PERIODS: [&str; 4] = ["2026-08", "2026-09", "2026-10", "2026-11"];

    /// One letter a period: found, cleared, skipped, or nothing said.
    fn moments(letters: &str) -> Vec<Moment> {
        let moment = |(period, letter): (&&str, char)| {
            let absence = match letter {
                'x' => None,
                'c' => Some(Absence::Cleared),
                's' => Some(Absence::Skipped),
                _ => return None,
            };
            Some(Moment { period: (*period).to_owned(), absence })
        };
        PERIODS.iter().zip(letters.chars()).filter_map(moment).collect()
    }

    #[test]
    fn courses_follow_from_what_runs_said() {
        let returned = Course::Reopened(Reopening::Returned);
        let skipped = Course::NotEvaluated(Some(Absence::Skipped));
        for (letters, expected, periods) in [
            ("---x", Some(Course::New), 1),
            ("--xx", Some(Course::Persisting), 2),
            ("xxxx", Some(Course::Persisting), 4),
            ("xxsx", Some(Course::Persisting), 3),
            ("xsss", Some(skipped), 1),
            ("--xs", Some(skipped), 1),
            ("--xc", Some(Course::Cleared), 1),
            ("xxsc", Some(Course::Cleared), 2),
            ("xxc-", None, 2),
            ("x-cx", Some(returned), 1),
            ("xc-x", Some(returned), 1),
            ("--x-", Some(Course::NotEvaluated(None)), 1),
        ] {
            let moments = moments(letters);
            assert_eq!(course(&moments, "2026-10", "2026-11", None), expected, "{letters}");
            assert_eq!(streak(&moments), periods, "{letters}");
            assert_eq!(course(&moments, "2026-11", "2026-11", None), None, "{letters}");
        }
    }

    #[test]
    fn periods_between_count() {
        for (letters, expected) in [
            ("xcxx", Some(Course::Reopened(Reopening::Returned))),
            ("xxc-", Some(Course::Cleared)),
            ("-xxx", Some(Course::New)),
            ("-xc-", None),
        ] {
            assert_eq!(course(&moments(letters), "2026-08", "2026-11", None), expected, "{letters}");
        }
    }

    #[test]
    fn what_was_concluded_and_is_asked_again_is_reopened() {
        let changed = Some(Reopening::Changed);
        assert_eq!(course(&moments("--xx"), "2026-10", "2026-11", changed), changed.map(Course::Reopened));
    }
}
