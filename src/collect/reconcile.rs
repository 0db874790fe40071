//! Answers of several copies and of the ledger, side by side → what is recorded.
//!
//! Answers that agree are merged into one, their remarks joined. An answer that contradicts another never supersedes
//! it: both are recorded, with the contradiction between them, for an officer to rule on.

use std::collections::{BTreeMap, BTreeSet};

use super::added::is_known;
use super::outcome::{Effect, ParsedRow};
use super::parsed_answer::{ParsedAnswer, joined};
use super::snapshot::LedgerSnapshot;
use crate::ledger::{AnswerStatus, AnswerValue, Asked, AskedInPeriod, RecordedAnswer};
use crate::pack::{AnswerWord, Dispositions, Resolution, deciding};
use crate::value::Redacted;
use crate::value::text::compact;

/// What is to be recorded, and what every row changes.
pub(super) struct Reconciled<'a> {
    pub effects: Vec<Effect>,
    /// Rows that report a risk.
    pub reports: Vec<usize>,
    pub answers: Vec<MergedAnswer<'a>>,
}

/// An answer to be recorded.
pub(super) struct MergedAnswer<'a> {
    /// The rows that say it, by their place.
    pub rows: Vec<usize>,
    pub answer: ParsedAnswer<'a>,
    /// The id of the answer that it supersedes.
    pub supersedes: Option<i64>,
    /// What it contradicts.
    pub rivals: Vec<Rival>,
}

/// An answer that is contradicted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rival {
    /// One in the ledger, by its id.
    Recorded(i64),
    /// One recorded by this command, by its place among the merged answers.
    Merged(usize),
}

/// Reconciles all rows with one another and with the ledger.
pub(super) fn reconcile<'a>(
    rows: &[ParsedRow<'a>],
    snapshot: &LedgerSnapshot,
    words: &'a Dispositions,
) -> Reconciled<'a> {
    let mut reconciled =
        Reconciled { effects: vec![Effect::Unchanged; rows.len()], reports: Vec::new(), answers: Vec::new() };
    for (asked, group) in groups(rows) {
        let recorded = snapshot.answers(asked);
        reconciled.add(settled(merged(&group, rows), recorded, words), recorded, words);
    }
    let mut seen = BTreeSet::new();
    for (position, row) in rows.iter().enumerate() {
        let Some(report) = &row.report else { continue };
        if !is_known(report, &row.asked.1, snapshot) && seen.insert(&report.id) {
            reconciled.reports.push(position);
            reconciled.effects[position] = Effect::Reported;
        }
    }
    reconciled
}

/// The rows with an answer, by what they answer.
fn groups<'r>(rows: &'r [ParsedRow<'_>]) -> BTreeMap<&'r AskedInPeriod, Vec<usize>> {
    let mut groups: BTreeMap<&AskedInPeriod, Vec<usize>> = BTreeMap::new();
    for (position, row) in rows.iter().enumerate().filter(|(_, row)| row.answer.is_some()) {
        groups.entry(&row.asked).or_default().push(position);
    }
    groups
}

/// The different answers of a group, those that agree merged into one.
fn merged<'a>(group: &[usize], rows: &[ParsedRow<'a>]) -> Vec<MergedAnswer<'a>> {
    let mut merged: Vec<MergedAnswer<'a>> = Vec::new();
    for position in group {
        let Some(answer) = &rows[*position].answer else { continue };
        match merged.iter_mut().find(|one| agrees(one.answer.value, answer.value.word(), answer.value.handling())) {
            Some(one) => {
                one.rows.push(*position);
                one.answer = merge(&one.answer, answer);
            }
            None => merged.push(MergedAnswer {
                rows: vec![*position],
                answer: answer.clone(),
                supersedes: None,
                rivals: Vec::new(),
            }),
        }
    }
    merged
}

/// The same without answers that nobody could find out, where another of the group did, on that day or later; what is
/// new in them is kept with it.
fn settled<'a>(
    group: Vec<MergedAnswer<'a>>,
    recorded: &[RecordedAnswer],
    words: &Dispositions,
) -> Vec<MergedAnswer<'a>> {
    let (nothing, mut settled): (Vec<_>, Vec<_>) =
        group.into_iter().partition(|merged| says_nothing(merged.answer.value));
    for merged in nothing.into_iter().filter(|merged| !is_recorded(&merged.answer, recorded, words)) {
        match settled.iter_mut().find(|other| other.answer.verified_on >= merged.answer.verified_on) {
            Some(other) => {
                other.rows.extend(merged.rows);
                other.answer.situation = joined(&merged.answer.situation, &other.answer.situation);
            }
            None => settled.push(merged),
        }
    }
    settled
}

/// Whether an answer does not contradict another; one that leaves the handling open agrees with any handling.
fn agrees(value: AnswerValue<'_>, word: &str, handling: Option<&str>) -> bool {
    value.word() == word && value.handling().is_none_or(|own| handling.is_none_or(|other| own == other))
}

/// Whether nobody could find out.
fn is_unresolved(verdict: &AnswerWord, handling: Option<&AnswerWord>) -> bool {
    deciding(verdict, handling).state == Resolution::Unresolved
}

/// Whether an answer says that nobody could find out.
fn says_nothing(value: AnswerValue<'_>) -> bool {
    match value {
        AnswerValue::Clue { verdict, handling } => is_unresolved(verdict, handling),
        AnswerValue::Question(_) => false,
    }
}

/// Whether a recorded answer says that nobody could find out.
fn said_nothing(recorded: &RecordedAnswer, words: &Dispositions) -> bool {
    let handling = recorded.handling.as_deref().and_then(|word| words.handling(word));
    words.verdict(&recorded.word).is_some_and(|verdict| is_unresolved(verdict, handling))
}

/// Whether nobody has found out yet, by the answers that were recorded.
pub(super) fn is_open(recorded: &[RecordedAnswer], words: &Dispositions) -> bool {
    recorded.iter().all(|answer| matches!(answer.asked, Asked::Clue(_)) && said_nothing(answer, words))
}

/// Two answers that agree, as one.
fn merge<'a>(one: &ParsedAnswer<'a>, other: &ParsedAnswer<'a>) -> ParsedAnswer<'a> {
    ParsedAnswer {
        value: if one.value.handling().is_some() { one.value } else { other.value },
        situation: joined(&one.situation, &other.situation),
        verifier: all_names(&one.verifier, &other.verifier),
        verified_on: one.verified_on.max(other.verified_on),
    }
}

/// All who verified, each named once.
fn all_names(one: &Redacted, other: &Redacted) -> Redacted {
    let known = compact(one);
    let is_new = |names: &&str| names.split([' ', ',', ';', '/']).any(|name| !known.contains(&*compact(name)));
    let all = other
        .split('、')
        .filter(is_new)
        .fold(one.to_string(), |all, name| if all.is_empty() { name.to_owned() } else { format!("{all}、{name}") });
    Redacted::of(&all)
}

impl<'a> Reconciled<'a> {
    /// Adds the answers of a group that say more than those in the ledger, with what they contradict.
    fn add(&mut self, group: Vec<MergedAnswer<'a>>, recorded: &[RecordedAnswer], words: &'a Dispositions) {
        let new = additional(group, recorded, words);
        let superseded: BTreeSet<i64> = new.iter().filter_map(|answer| answer.supersedes).collect();
        let open = recorded.iter().filter(|answer| answer.status.is_open() && !superseded.contains(&answer.id));
        let mut rivals: Vec<Rival> = open.map(|answer| Rival::Recorded(answer.id)).collect();
        let effect = if rivals.len() + new.len() > 1 { Effect::Disputed } else { Effect::Taken };
        for answer in new {
            answer.rows.iter().for_each(|row| self.effects[*row] = effect);
            let place = self.answers.len();
            self.answers.push(MergedAnswer { rivals: rivals.clone(), ..answer });
            rivals.push(Rival::Merged(place));
        }
    }
}

/// The answers that say more than the ledger, each with the recorded answer that it supersedes, if it agrees with one.
fn additional<'a>(
    group: Vec<MergedAnswer<'a>>,
    recorded: &[RecordedAnswer],
    words: &'a Dispositions,
) -> Vec<MergedAnswer<'a>> {
    let mut superseded = BTreeSet::new();
    let mut additional = Vec::new();
    for merged in group {
        match agreeing(merged.answer.value, recorded.iter().filter(|answer| !superseded.contains(&answer.id))) {
            None if is_superseded(&merged.answer, recorded, words) => {}
            None => {
                let before = recorded.iter().find(|before| is_followed_up(&merged.answer, before, words));
                superseded.extend(before.map(|before| before.id));
                additional.push(MergedAnswer { supersedes: before.map(|before| before.id), ..merged });
            }
            Some(before) => {
                let Some(answer) = extended(&merged.answer, before, words) else { continue };
                superseded.insert(before.id);
                additional.push(MergedAnswer { answer, supersedes: Some(before.id), ..merged });
            }
        }
    }
    additional
}

/// Whether an answer found out what a recorded one could not: that is news, and no contradiction.
fn is_followed_up(answer: &ParsedAnswer<'_>, before: &RecordedAnswer, words: &Dispositions) -> bool {
    before.status.is_open() && said_nothing(before, words) && !says_nothing(answer.value)
}

/// Whether the same was recorded, and superseded since.
fn is_superseded(answer: &ParsedAnswer<'_>, recorded: &[RecordedAnswer], words: &Dispositions) -> bool {
    let mut superseded = recorded.iter().filter(|before| before.status == AnswerStatus::Superseded);
    superseded.any(|before| {
        agrees(answer.value, &before.word, before.handling.as_deref()) && extended(answer, before, words).is_none()
    })
}

/// The recorded answer that an answer agrees with; rather one that is in force.
fn agreeing<'r>(
    value: AnswerValue<'_>,
    recorded: impl Iterator<Item = &'r RecordedAnswer>,
) -> Option<&'r RecordedAnswer> {
    let agreeing = recorded.filter(|answer| {
        answer.status != AnswerStatus::Superseded && agrees(value, &answer.word, answer.handling.as_deref())
    });
    agreeing.min_by_key(|answer| answer.status)
}

/// Whether the ledger has an answer with all that it says.
pub(super) fn is_recorded(answer: &ParsedAnswer<'_>, recorded: &[RecordedAnswer], words: &Dispositions) -> bool {
    agreeing(answer.value, recorded.iter()).is_some_and(|before| extended(answer, before, words).is_none())
        || is_superseded(answer, recorded, words)
}

/// An answer merged with the recorded one that it agrees with; none if it adds nothing to that.
fn extended<'a>(
    answer: &ParsedAnswer<'a>,
    before: &RecordedAnswer,
    words: &'a Dispositions,
) -> Option<ParsedAnswer<'a>> {
    let situation = joined(&before.situation, &answer.situation);
    let verifier = all_names(&before.verifier, &answer.verifier);
    let verified_on = before.verified_on.map_or(answer.verified_on, |day| day.max(answer.verified_on));
    let adds = before.handling.is_none() && answer.value.handling().is_some()
        || (&situation, &verifier) != (&before.situation, &before.verifier)
        || before.verified_on.is_some_and(|day| day < verified_on);
    let value = match (answer.value, &before.handling) {
        (AnswerValue::Clue { verdict, handling: None }, Some(handling)) => {
            AnswerValue::Clue { verdict, handling: Some(words.handling(handling)?) }
        }
        (value, _) => value,
    };
    adds.then_some(ParsedAnswer { value, situation, verifier, verified_on })
}
