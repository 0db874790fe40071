//! What the ledger remembers of a household's clues, in words.

use serde::Serialize;

use super::kept::reason;
use crate::ledger::{AskReason, HouseholdClue, State, Suppress, Triage, state_label};

/// A clue that the ledger remembers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RememberedLine {
    /// The clue's id.
    pub clue: String,
    /// The rule's id; empty if a village reported it.
    pub rule: String,
    /// The rule's title.
    pub title: String,
    /// Name of the person concerned.
    pub person: String,
    /// What was last found.
    pub finding: String,
    /// How it stands, by name.
    pub state: &'static str,
    /// The same in words, with what follows from it.
    pub standing: String,
}

/// Puts what is remembered into words.
pub fn remembered_lines(remembered: &[HouseholdClue]) -> Vec<RememberedLine> {
    let line = |clue: &HouseholdClue| RememberedLine {
        clue: clue.about.clue.to_string(),
        rule: clue.about.rule.to_string(),
        title: clue.about.title.clone(),
        person: clue.about.person_name.clone(),
        finding: clue.finding.clone(),
        state: clue.lifecycle.state.name(),
        standing: standing(clue),
    };
    remembered.iter().map(line).collect()
}

fn standing(clue: &HouseholdClue) -> String {
    let HouseholdClue { lifecycle, triage, .. } = clue;
    match (lifecycle.state, triage) {
        (State::Closed(why), _) => {
            format!("{}期{}：{}", lifecycle.since, state_label(lifecycle.state.name()), why.label())
        }
        (_, Triage::Suppress(keep @ Suppress::Concluded(conclusion))) if !conclusion.is_settled() => {
            format!("{}，还没有办结，下期再推送", reason(keep).0)
        }
        (_, Triage::Suppress(keep)) => {
            let (why, until) = reason(keep);
            format!("{why}（至{until}不再推送）")
        }
        (_, Triage::Ask(AskReason::Unresolved { previous })) => {
            format!("{}期已核实：{}，还没有办结，继续推送", previous.period, previous.verdict)
        }
        (State::Reopened(why), Triage::Ask(_)) => format!("{}期再次推送：{}", lifecycle.since, why.label()),
        (State::New, Triage::Ask(_)) => "新发现，还没有推送".to_owned(),
        (State::Pushed | State::Verified(_), Triage::Ask(_)) => {
            format!("{}期已推送，还没有反馈", lifecycle.asked.join("、"))
        }
    }
}
