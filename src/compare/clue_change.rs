//! What every period's run said of a clue → what became of it from one period to another.
//!
//! What nobody looked at is never cleared: a clue whose rule was skipped, whose values were unknown, or whose rule is
//! no longer in force still stands as it did.

use serde::{Serialize, Serializer};

use crate::ledger::{Absence, Moment, Reopening};

/// What became of a clue from a period to a later one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClueChange {
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
pub(super) fn course(
    moments: &[Moment],
    earlier: &str,
    later: &str,
    reopened: Option<Reopening>,
) -> Option<ClueChange> {
    let (before, since) = moments.split_at(moments.partition_point(|moment| moment.period.as_str() <= earlier));
    let open = before.last().is_some_and(|moment| !moment.closes());
    let Some(last) = since.last() else {
        return (open && earlier < later).then_some(ClueChange::NotEvaluated(None));
    };
    let returned = !before.is_empty() && (!open || since.iter().any(Moment::closes));
    match last.absence {
        None if *last.period != *later => Some(ClueChange::NotEvaluated(None)),
        None if before.is_empty() => Some(ClueChange::New),
        None if returned => Some(ClueChange::Reopened(Reopening::Returned)),
        None => Some(reopened.map_or(ClueChange::Persisting, ClueChange::Reopened)),
        Some(why) if why.closes() && !open => None,
        Some(Absence::Cleared) => Some(ClueChange::Cleared),
        Some(Absence::Excluded) => Some(ClueChange::Excluded),
        Some(Absence::Gone) => Some(ClueChange::Gone),
        Some(Absence::Included) => Some(ClueChange::Persisting),
        Some(why @ (Absence::Undetermined | Absence::Doubtful | Absence::Skipped | Absence::Retired)) => {
            Some(ClueChange::NotEvaluated(Some(why)))
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

impl ClueChange {
    /// Its name for scripts.
    pub fn name(self) -> &'static str {
        match self {
            ClueChange::New => "new",
            ClueChange::Persisting => "persisting",
            ClueChange::Reopened(_) => "reopened",
            ClueChange::Cleared => "cleared",
            ClueChange::Excluded => "excluded",
            ClueChange::Gone => "gone",
            ClueChange::NotEvaluated(_) => "not_evaluated",
        }
    }

    /// Its name for people.
    pub fn label(self) -> &'static str {
        match self {
            ClueChange::New => "新增",
            ClueChange::Persisting => "持续",
            ClueChange::Reopened(_) => "重新出现",
            ClueChange::Cleared => "已消除",
            ClueChange::Excluded => "符合排除情形",
            ClueChange::Gone => "已不在花名册",
            ClueChange::NotEvaluated(_) => "未评估",
        }
    }

    /// Its reason for people; none where the name says it.
    pub fn reason(self) -> Option<&'static str> {
        match self {
            ClueChange::Reopened(why) => Some(why.label()),
            ClueChange::NotEvaluated(Some(why)) => Some(why.label()),
            ClueChange::NotEvaluated(None) => Some("后一期筛查在前一期重新筛查之前"),
            ClueChange::New
            | ClueChange::Persisting
            | ClueChange::Cleared
            | ClueChange::Excluded
            | ClueChange::Gone => None,
        }
    }

    /// Its reason for scripts.
    pub fn why(self) -> Option<&'static str> {
        match self {
            ClueChange::Reopened(why) => Some(why.name()),
            ClueChange::NotEvaluated(why) => why.map(Absence::name),
            ClueChange::New
            | ClueChange::Persisting
            | ClueChange::Cleared
            | ClueChange::Excluded
            | ClueChange::Gone => None,
        }
    }
}

impl Serialize for ClueChange {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::{ClueChange, course, streak};
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
        let returned = ClueChange::Reopened(Reopening::Returned);
        let skipped = ClueChange::NotEvaluated(Some(Absence::Skipped));
        for (letters, expected, periods) in [
            ("---x", Some(ClueChange::New), 1),
            ("--xx", Some(ClueChange::Persisting), 2),
            ("xxxx", Some(ClueChange::Persisting), 4),
            ("xxsx", Some(ClueChange::Persisting), 3),
            ("xsss", Some(skipped), 1),
            ("--xs", Some(skipped), 1),
            ("--xc", Some(ClueChange::Cleared), 1),
            ("xxsc", Some(ClueChange::Cleared), 2),
            ("xxc-", None, 2),
            ("x-cx", Some(returned), 1),
            ("xc-x", Some(returned), 1),
            ("--x-", Some(ClueChange::NotEvaluated(None)), 1),
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
            ("xcxx", Some(ClueChange::Reopened(Reopening::Returned))),
            ("xxc-", Some(ClueChange::Cleared)),
            ("-xxx", Some(ClueChange::New)),
            ("-xc-", None),
        ] {
            assert_eq!(course(&moments(letters), "2026-08", "2026-11", None), expected, "{letters}");
        }
    }

    #[test]
    fn what_was_concluded_and_is_asked_again_is_reopened() {
        let changed = Some(Reopening::Changed);
        assert_eq!(course(&moments("--xx"), "2026-10", "2026-11", changed), changed.map(ClueChange::Reopened));
    }
}
