//! The clues that a period asked or that villages reported → how far their verification is, altogether and by group.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::Serialize;

use super::grouping::Grouping;
use crate::ledger::{AskedClue, Feedback};
use crate::pack::{Resolution, Truth};
use crate::value::WorkingCalendar;

/// What lateness is counted by.
#[derive(Debug, Clone, Copy)]
pub struct Clock<'a> {
    /// The day it is.
    pub as_of: Date,
    /// Working days.
    pub calendar: &'a WorkingCalendar,
}

impl Clock<'_> {
    /// By how many working days an unanswered clue is overdue; none if it is not.
    pub fn overdue(self, asked: &AskedClue) -> Option<u32> {
        match asked.feedback {
            // Who answered late owes nothing any more.
            Feedback::Waiting if !asked.is_late && self.as_of > asked.due => {
                Some(self.calendar.working_days_between(asked.due, self.as_of))
            }
            Feedback::Waiting
            | Feedback::Answered(_)
            | Feedback::Contradicted
            | Feedback::Lapsed
            | Feedback::Waived => None,
        }
    }
}

/// How far verification is. Every clue that was asked or reported is verified, unresolved, contradicted, lapsed, waived
/// or waiting.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct VerificationProgress {
    /// Clues on lists.
    pub asked: u32,
    /// Clues that villages reported.
    pub reported: u32,
    /// Households with any.
    pub households: usize,
    /// Persons with one of their own.
    pub people: usize,
    /// Clues by kind of risk.
    pub risks: BTreeMap<String, u32>,
    /// Clues of which somebody could find out whether they are true.
    pub verified: u32,
    /// Verified clues among those that did neither lapse nor were waived, from 0 to 1.
    pub verified_share: Option<f64>,
    /// Clues that turned out to be true.
    pub truths: u32,
    /// True clues among the verified, from 0 to 1.
    pub true_share: Option<f64>,
    /// True, and nothing has been done yet.
    pub confirmed: u32,
    /// True, and the household is to be monitored.
    pub monitored: u32,
    /// Households to be monitored.
    pub monitored_households: usize,
    /// True, and the household is helped otherwise.
    pub aided: u32,
    /// Not true.
    pub untrue: u32,
    /// The department's data are wrong.
    pub erroneous: u32,
    /// Clues of which nobody could find out.
    pub unresolved: u32,
    /// Clues with contradictory answers.
    pub contradicted: u32,
    /// Clues that were not answered and are closed.
    pub lapsed: u32,
    /// Clues that were not answered and need not be, as a waiver covers them.
    pub waived: u32,
    /// Clues without an answer.
    pub waiting: u32,
    /// Clues that an earlier period asked too.
    pub repeated: u32,
    /// Clues whose answer came after the next period was screened; it counts in none of the other figures.
    pub late: u32,
    /// The first day on which answers are due.
    pub due_from: Option<Date>,
    /// The last day on which answers are due.
    pub due_until: Option<Date>,
    /// How late it is, if somebody said what day it is.
    pub lateness: Option<Lateness>,
}

/// How late answers are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Lateness {
    /// Clues without an answer and past due.
    pub overdue: u32,
    /// By how many working days the latest of them is.
    pub longest: u32,
}

/// The progress of one group.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ProgressLine {
    /// The group's names, from the outside in.
    pub group: Vec<String>,
    /// How far it is.
    #[serde(flatten)]
    pub progress: VerificationProgress,
}

/// Progress by group, in order.
pub fn progress_by(asked: &[AskedClue], grouping: Grouping, clock: Option<Clock<'_>>) -> Vec<ProgressLine> {
    let mut groups: BTreeMap<Vec<String>, Vec<&AskedClue>> = BTreeMap::new();
    asked.iter().for_each(|clue| groups.entry(grouping.of(&clue.about)).or_default().push(clue));
    groups.into_iter().map(|(group, clues)| ProgressLine { group, progress: progress(&clues, clock) }).collect()
}

/// Progress of clues together.
pub fn progress(asked: &[&AskedClue], clock: Option<Clock<'_>>) -> VerificationProgress {
    let fed = |feedback: Feedback| number(asked.iter().filter(|clue| clue.feedback == feedback));
    let answered = |resolution: Resolution| fed(Feedback::Answered(resolution));
    let judged = |truth: Truth| {
        let counts = Resolution::ALL.into_iter().filter(|resolution| resolution.truth() == Some(truth)).map(answered);
        counts.sum::<u32>()
    };
    let truths = judged(Truth::True);
    let verified = judged(Truth::True) + judged(Truth::False);
    let reported = number(asked.iter().filter(|clue| clue.reported));
    let all = number(asked.iter());
    let lapsed = fed(Feedback::Lapsed);
    let waived = fed(Feedback::Waived);
    let monitored = asked.iter().filter(|clue| clue.feedback == Feedback::Answered(Resolution::Monitored));
    VerificationProgress {
        asked: all - reported,
        reported,
        households: households(asked.iter().copied()),
        people: asked.iter().filter_map(|clue| clue.about.person.as_ref()).collect::<BTreeSet<_>>().len(),
        risks: risks(asked),
        verified,
        verified_share: share(verified, all - lapsed - waived),
        truths,
        true_share: share(truths, verified),
        confirmed: answered(Resolution::Confirmed),
        monitored: answered(Resolution::Monitored),
        monitored_households: households(monitored.copied()),
        aided: answered(Resolution::Aided),
        untrue: answered(Resolution::Untrue),
        erroneous: answered(Resolution::Erroneous),
        unresolved: answered(Resolution::Unresolved),
        contradicted: fed(Feedback::Contradicted),
        lapsed,
        waived,
        waiting: fed(Feedback::Waiting),
        repeated: number(asked.iter().filter(|clue| clue.asked_before)),
        late: number(asked.iter().filter(|clue| clue.is_late)),
        due_from: asked.iter().map(|clue| clue.due).min(),
        due_until: asked.iter().map(|clue| clue.due).max(),
        lateness: clock.map(|clock| lateness(asked, clock)),
    }
}

fn lateness(asked: &[&AskedClue], clock: Clock<'_>) -> Lateness {
    let days: Vec<u32> = asked.iter().filter_map(|clue| clock.overdue(clue)).collect();
    Lateness { overdue: number(days.iter()), longest: days.into_iter().max().unwrap_or(0) }
}

fn households<'c>(clues: impl Iterator<Item = &'c AskedClue>) -> usize {
    let codes: BTreeSet<&str> = clues.map(|clue| clue.about.household.as_str()).collect();
    codes.iter().filter(|code| !code.is_empty()).count()
}

fn risks(asked: &[&AskedClue]) -> BTreeMap<String, u32> {
    let mut risks = BTreeMap::new();
    asked.iter().for_each(|clue| *risks.entry(clue.about.risk.clone()).or_insert(0) += 1);
    risks
}

fn number<T>(things: impl Iterator<Item = T>) -> u32 {
    u32::try_from(things.count()).unwrap_or(u32::MAX)
}

fn share(some: u32, all: u32) -> Option<f64> {
    (all > 0).then(|| f64::from(some) / f64::from(all))
}
