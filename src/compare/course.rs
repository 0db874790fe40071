//! What every period's run said of a clue → what became of it from one period to another.
//!
//! What nobody looked at is never cleared: a clue whose rule was skipped, whose values were unknown, or whose rule is
//! no longer in force still stands as it did.

use serde::{Serialize, Serializer};

use crate::ledger::{Absence, Moment, Reopening};

/// What became of a clue from a period to a later one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Course {
    /// It was never found before.
    New,
    /// It is found as before, by itself or as a further reason of another clue.
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

/// What became of a clue; none if it stood at neither end, or the periods are the same.
pub(super) fn course(moments: &[Moment], earlier: &str, later: &str, reopened: Option<Reopening>) -> Option<Course> {
    let (before, since) = moments.split_at(moments.partition_point(|moment| moment.period.as_str() <= earlier));
    let open = before.last().is_some_and(|moment| !moment.closes());
    let Some(last) = since.last() else {
        return (open && earlier < later).then_some(Course::NotEvaluated(None));
    };
    let returned = !before.is_empty() && (!open || since.iter().any(Moment::closes));
    match last.absence {
        None if *last.period != *later => Some(Course::NotEvaluated(None)),
        None if before.is_empty() => Some(Course::New),
        None if returned => Some(Course::Reopened(Reopening::Returned)),
        None => Some(reopened.map_or(Course::Persisting, Course::Reopened)),
        Some(why) if why.closes() && !open => None,
        Some(Absence::Cleared) => Some(Course::Cleared),
        Some(Absence::Excluded) => Some(Course::Excluded),
        Some(Absence::Gone) => Some(Course::Gone),
        Some(Absence::Included) => Some(Course::Persisting),
        Some(why @ (Absence::Undetermined | Absence::Doubtful | Absence::Skipped | Absence::Retired)) => {
            Some(Course::NotEvaluated(Some(why)))
        }
    }
}

/// In how many periods a clue was found since it last came up; periods that could not say do not end it.
pub(super) fn streak(moments: &[Moment]) -> usize {
    let standing = moments.iter().rev().skip_while(|moment| moment.closes()).take_while(|moment| !moment.closes());
    standing.filter(|moment| moment.absence.is_none()).count()
}

impl Moment {
    fn closes(&self) -> bool {
        self.absence.is_some_and(Absence::closes)
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
    pub fn why(self) -> Option<&'static str> {
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
            Some(Moment { period: (*period).into(), absence })
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
