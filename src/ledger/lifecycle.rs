//! A clue's lifecycle: its events, in order → its state.

use jiff::civil::Date;

use crate::pack::Resolution;
use crate::value::Period;

/// A clue's state, and how it came about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClueLifecycle {
    /// The state.
    pub state: State,
    /// The period in which it entered this state.
    pub since: Period,
    /// The periods in which it was pushed without an answer, since it was first found or last answered or closed.
    pub asked: Vec<Period>,
    /// Why it was reopened, if it was not answered since.
    pub reopened: Option<Reopening>,
    /// The last answer in force.
    pub conclusion: Option<Conclusion>,
}

/// The state of a clue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Found, and never asked about.
    New,
    /// Asked about, and not answered.
    Pushed,
    /// Answered: 纳入监测, 落实帮扶, 不属实, 数据有误, or not settled by the answer.
    Verified(Resolution),
    /// Not found any more.
    Closed(Absence),
    /// Found again, or its answer is out of date.
    Reopened(Reopening),
}

/// Why a run did not find a clue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Absence {
    /// The condition no longer holds.
    Cleared,
    /// An exclusion holds.
    Excluded,
    /// A needed value is unknown.
    Undetermined,
    /// It would be a hit, but a damaged record probably explains it.
    Doubtful,
    /// The rule was not run for want of a source.
    Skipped,
    /// The rule is no longer in force.
    Retired,
    /// The subject is no longer in the register.
    Gone,
    /// It is found, as a further reason of another rule's clue.
    Included,
}

/// Why a clue is asked again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reopening {
    /// It was closed, and was found again.
    Returned,
    /// The suppression after the answer has ended.
    Expired,
    /// The verified records have changed.
    Changed,
}

/// The answer to a clue, and what follows from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conclusion {
    /// Id of the answer.
    pub answer: i64,
    /// What became of the clue.
    pub resolution: Resolution,
    /// The period whose list was answered.
    pub period: Period,
    /// The verdict, in the form's word.
    pub verdict: String,
    /// The handling, in the form's word.
    pub handling: Option<String>,
    /// Who verified.
    pub verifier: String,
    /// The day of verification.
    pub verified_on: Date,
    /// How long the clue is not asked again.
    pub suppression: Suppression,
}

/// How long an answered clue is not asked again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suppression {
    /// The last day; none if it lasts as long as the clue is found.
    pub until: Option<Date>,
    /// The code of the verified evidence, if a change of evidence ends the suppression.
    pub evidence: Option<String>,
}

/// Something that happens to a clue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// A run found it.
    Seen {
        /// The run's as-of day.
        as_of: Date,
        /// The code of its evidence.
        evidence: String,
    },
    /// A run did not find it.
    Absent(Absence),
    /// It was on a list.
    Pushed,
    /// It was answered.
    Answered(Conclusion),
}

impl ClueLifecycle {
    /// The lifecycle of a clue that is found for the first time.
    pub fn new(period: &str) -> Self {
        let since = Period::from(period);
        Self { state: State::New, since, asked: Vec::new(), reopened: None, conclusion: None }
    }

    /// The lifecycle after an event of a period. Events come by period, within a period run, push, answer.
    pub fn after(mut self, period: &str, event: Event) -> Self {
        let state = self.next(&event);
        if state != self.state {
            self.since = period.into();
        }
        match state {
            State::Closed(_) => (self.asked, self.reopened) = (Vec::new(), None),
            State::Reopened(why) => self.reopened = Some(why),
            State::New | State::Pushed | State::Verified(_) => {}
        }
        self.state = state;
        match event {
            Event::Seen { .. } | Event::Absent(_) => {}
            Event::Pushed => {
                if self.asked.last().is_none_or(|last| last.as_str() != period) {
                    self.asked.push(period.into());
                }
            }
            Event::Answered(conclusion) => {
                (self.asked, self.reopened, self.conclusion) = (Vec::new(), None, Some(conclusion));
            }
        }
        self
    }

    /// The state that an event leads to.
    fn next(&self, event: &Event) -> State {
        match (self.state, event) {
            (State::Closed(_), Event::Seen { .. }) => State::Reopened(Reopening::Returned),
            (State::Verified(resolution), Event::Seen { as_of, evidence }) => {
                let reopening = self.conclusion.as_ref().and_then(|conclusion| conclusion.reopening(*as_of, evidence));
                reopening.map_or(State::Verified(resolution), State::Reopened)
            }
            (state @ (State::New | State::Pushed | State::Reopened(_)), Event::Seen { .. }) => state,
            (state @ State::Closed(_), Event::Absent(_) | Event::Pushed | Event::Answered(_)) => state,
            (_, Event::Absent(why)) if why.closes() => State::Closed(*why),
            (state, Event::Absent(_)) => state,
            (State::New | State::Pushed | State::Reopened(_), Event::Pushed) => State::Pushed,
            (state @ State::Verified(_), Event::Pushed) => state,
            (_, Event::Answered(conclusion)) => State::Verified(conclusion.resolution),
        }
    }

    /// Whether a run that does not find it has to record why.
    pub fn is_open(&self) -> bool {
        !matches!(self.state, State::Closed(_))
    }
}

impl Conclusion {
    /// Whether the answer settles the clue. If not, nobody could find out, or it is true and nothing was done yet.
    pub fn is_settled(&self) -> bool {
        !matches!(self.resolution, Resolution::Unresolved | Resolution::Confirmed)
    }

    /// Why a clue that is found with some evidence on a day is reopened, if it is. A clue that the answer did not settle
    /// was never closed, so it is not reopened.
    fn reopening(&self, as_of: Date, evidence: &str) -> Option<Reopening> {
        let changed = self.suppression.evidence.as_deref().is_some_and(|verified| verified != evidence);
        match self.suppression.until {
            _ if !self.is_settled() => None,
            _ if changed => Some(Reopening::Changed),
            Some(until) if as_of > until => Some(Reopening::Expired),
            Some(_) | None => None,
        }
    }
}

impl Absence {
    /// All of them.
    pub const ALL: [Absence; 8] = [
        Absence::Cleared,
        Absence::Excluded,
        Absence::Undetermined,
        Absence::Doubtful,
        Absence::Skipped,
        Absence::Retired,
        Absence::Gone,
        Absence::Included,
    ];

    /// Its name in the ledger.
    pub fn name(self) -> &'static str {
        match self {
            Absence::Cleared => "cleared",
            Absence::Excluded => "excluded",
            Absence::Undetermined => "undetermined",
            Absence::Doubtful => "doubtful",
            Absence::Skipped => "skipped",
            Absence::Retired => "retired",
            Absence::Gone => "gone",
            Absence::Included => "included",
        }
    }

    /// Its name for people.
    pub fn label(self) -> &'static str {
        match self {
            Absence::Cleared => "已消除",
            Absence::Excluded => "符合排除情形",
            Absence::Undetermined => "缺数据，未能判定",
            Absence::Doubtful => "疑似数据有误，存疑",
            Absence::Skipped => "缺数据来源，未筛查",
            Absence::Retired => "规则已停用",
            Absence::Gone => "对象已不在花名册",
            Absence::Included => "并入同一事项的另一条线索",
        }
    }

    /// Whether it closes the clue.
    pub fn closes(self) -> bool {
        match self {
            Absence::Cleared | Absence::Excluded | Absence::Gone => true,
            Absence::Undetermined | Absence::Doubtful | Absence::Skipped | Absence::Retired | Absence::Included => {
                false
            }
        }
    }
}

impl Reopening {
    /// All of them.
    pub const ALL: [Reopening; 3] = [Reopening::Returned, Reopening::Expired, Reopening::Changed];

    /// Its name in the ledger.
    pub fn name(self) -> &'static str {
        match self {
            Reopening::Returned => "returned",
            Reopening::Expired => "expired",
            Reopening::Changed => "changed",
        }
    }

    /// Its name for people.
    pub fn label(self) -> &'static str {
        match self {
            Reopening::Returned => "消除后再次出现",
            Reopening::Expired => "上次结论已过期",
            Reopening::Changed => "核实过的情况有变化",
        }
    }
}

impl State {
    /// Its name in the ledger.
    pub fn name(self) -> &'static str {
        match self {
            State::New => "new",
            State::Pushed => "pushed",
            State::Verified(resolution) => resolution.name(),
            State::Closed(_) => "closed",
            State::Reopened(_) => "reopened",
        }
    }

    /// Why, for states that have a reason.
    pub fn why(self) -> Option<&'static str> {
        match self {
            State::New | State::Pushed | State::Verified(_) => None,
            State::Closed(why) => Some(why.name()),
            State::Reopened(why) => Some(why.name()),
        }
    }
}

/// The name of a state for people.
pub fn state_label(name: &str) -> &str {
    match name {
        "new" => "新发现",
        "pushed" => "已推送待核实",
        "closed" => "不再出现",
        "reopened" => "重新出现",
        "void" => "重新筛查后不成立",
        other => match Resolution::named(other) {
            Some(resolution) => resolution.label(),
            None => other,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const PERIODS: [&str; 5] = ["2026-07", "2026-08", "2026-09", "2026-10", "2026-11"];

    fn seen(month: i8, evidence: &str) -> Event {
        Event::Seen { as_of: date(2026, month, 28), evidence: evidence.to_owned() }
    }

    fn answered(resolution: Resolution, until: Option<Date>) -> Event {
        Event::Answered(Conclusion {
            answer: 1,
            resolution,
            period: Period::default(),
            verdict: String::new(),
            handling: None,
            verifier: String::new(),
            verified_on: date(2026, 8, 1),
            suppression: Suppression { until, evidence: Some("A".to_owned()) },
        })
    }

    /// One event a period; the states after each.
    fn states(events: Vec<Event>) -> Vec<String> {
        let mut lifecycle = ClueLifecycle::new(PERIODS[0]);
        let state = |(period, event)| {
            lifecycle = lifecycle.clone().after(period, event);
            [Some(lifecycle.state.name()), lifecycle.state.why()].into_iter().flatten().collect::<Vec<_>>().join(" ")
        };
        PERIODS.into_iter().zip(events).map(state).collect()
    }

    #[test]
    fn lives_take_their_course() {
        let september = Some(date(2026, 9, 1));
        let untrue = || answered(Resolution::Untrue, september);
        for (events, expected) in [
            (vec![seen(7, "A"), Event::Pushed, seen(8, "B"), Event::Pushed], vec!["new", "pushed", "pushed", "pushed"]),
            (
                vec![Event::Pushed, untrue(), seen(8, "A"), seen(9, "A")],
                vec!["pushed", "untrue", "untrue", "reopened expired"],
            ),
            (vec![Event::Pushed, untrue(), seen(8, "B")], vec!["pushed", "untrue", "reopened changed"]),
            (
                vec![untrue(), Event::Absent(Absence::Skipped), Event::Absent(Absence::Cleared), seen(10, "A")],
                vec!["untrue", "untrue", "closed cleared", "reopened returned"],
            ),
            (
                vec![seen(7, "A"), Event::Absent(Absence::Gone), Event::Pushed, untrue(), seen(11, "A")],
                vec!["new", "closed gone", "closed gone", "closed gone", "reopened returned"],
            ),
            (
                vec![answered(Resolution::Monitored, None), seen(8, "A"), seen(11, "A"), Event::Pushed],
                vec!["monitored", "monitored", "monitored", "monitored"],
            ),
            (
                vec![answered(Resolution::Confirmed, september), seen(11, "B"), answered(Resolution::Aided, None)],
                vec!["confirmed", "confirmed", "aided"],
            ),
            (
                vec![seen(7, "A"), Event::Absent(Absence::Excluded), seen(9, "A"), Event::Pushed, untrue()],
                vec!["new", "closed excluded", "reopened returned", "pushed", "untrue"],
            ),
        ] {
            assert_eq!(states(events.clone()), expected, "{events:?}");
        }
    }

    #[test]
    fn what_is_open_stays_open_until_something_closes_it() {
        for why in Absence::ALL {
            let lifecycle = ClueLifecycle::new("2026-10").after("2026-11", Event::Absent(why));
            assert_eq!(lifecycle.is_open(), !why.closes(), "{why:?}");
        }
    }
}
