//! Answers that say what the departments' lists will say of a household → whether they do by now.
//!
//! A household that a village wants monitored is not forgotten when its clue leaves the lists: until the list of
//! monitored households has it, it is followed up.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;

use crate::ledger::{About, VerifiedClue};
use crate::pack::{AnswerWord, Dispositions};
use crate::schema::RegisteredHousehold;
use crate::value::date::{from_days, to_days};

/// What the lists of a run are held against.
#[derive(Clone, Copy)]
pub struct Awaiting<'a> {
    /// What answers expect.
    pub dispositions: &'a Dispositions,
    /// How many days a parameter gives.
    pub days: &'a dyn Fn(&str) -> Option<i64>,
    /// The households of the run, by code; none if what the run left cannot be read.
    pub households: Option<&'a BTreeMap<String, RegisteredHousehold>>,
    /// The day of the run.
    pub as_of: Date,
}

/// A household of which an answer says what the lists will say.
#[derive(Debug, Clone, Serialize)]
pub struct Awaited {
    /// The clue that was first answered so.
    pub about: About,
    /// The answer.
    pub handling: String,
    /// The period whose list was answered.
    pub period: String,
    /// The day of verification, as written.
    pub answered_on: String,
    /// Who verified.
    pub verifier: String,
    /// How many of its clues were answered so.
    pub clues: usize,
    /// The class that is expected.
    pub expected: String,
    /// The class that it has, as far as known.
    pub class: Option<String>,
    /// By which day it is expected.
    pub due: Option<Date>,
    /// How it stands.
    pub state: AwaitedState,
}

/// How a household stands that something is expected of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum AwaitedState {
    /// The day is over, and the lists do not say so.
    Overdue,
    /// Nobody can tell: its class is not known.
    Unknown,
    /// The register has no such household any more.
    Gone,
    /// The lists do not say so yet.
    Pending,
    /// They do.
    Met,
}

impl AwaitedState {
    /// Its name for people.
    pub fn label(self) -> &'static str {
        match self {
            AwaitedState::Overdue => "到期仍没有",
            AwaitedState::Unknown => "无法判定",
            AwaitedState::Gone => "花名册里没有这户",
            AwaitedState::Pending => "还没有到期",
            AwaitedState::Met => "已落实",
        }
    }
}

/// The households of which answers in force expect something, by place.
pub fn awaited(answers: &[VerifiedClue], awaiting: Awaiting<'_>) -> Vec<Awaited> {
    let mut expecting: BTreeMap<(&str, &str), Vec<(&VerifiedClue, &AnswerWord)>> = BTreeMap::new();
    for answer in answers.iter().filter(|answer| !answer.about.household.is_empty()) {
        let word = answer.handling.as_deref().and_then(|handling| awaiting.dispositions.handling(handling));
        let Some(word) = word.filter(|word| word.expects.is_some()) else { continue };
        expecting.entry((&answer.about.household, &word.name)).or_default().push((answer, word));
    }
    let mut awaited: Vec<Awaited> = expecting.into_values().filter_map(|same| household(&same, awaiting)).collect();
    let place = |one: &Awaited| (one.about.home.village.clone(), one.about.home.household_number.clone());
    awaited.sort_by_cached_key(|one| (place(one), one.handling.clone()));
    awaited
}

/// What one household is expected to be, counted from the first answer that says so.
fn household(same: &[(&VerifiedClue, &AnswerWord)], awaiting: Awaiting<'_>) -> Option<Awaited> {
    let (first, word) = same.iter().min_by_key(|(answer, _)| (&answer.verified_on, &answer.period))?;
    let expects = word.expects.as_ref()?;
    let answered = first.verified_on.parse::<Date>().ok();
    let days = expects.within.as_ref().map_or(Some(0), |within| (awaiting.days)(within));
    let due =
        answered.zip(days).and_then(|(day, days)| from_days(to_days(day).checked_add(i32::try_from(days).ok()?)?));
    let registered = awaiting.households.map(|households| households.get(&first.about.household));
    let class = registered.flatten().and_then(|household| household.class.clone());
    let state = match (registered, &class, due) {
        (Some(None), ..) => AwaitedState::Gone,
        (None, ..) | (_, None, _) => AwaitedState::Unknown,
        (_, Some(class), _) if *class == expects.class => AwaitedState::Met,
        // What is said to be so already is held against the lists as they are.
        (_, Some(_), due) if expects.within.is_none() || due.is_none_or(|due| due < awaiting.as_of) => {
            AwaitedState::Overdue
        }
        _ => AwaitedState::Pending,
    };
    Some(Awaited {
        about: first.about.clone(),
        handling: word.name.clone(),
        period: first.period.to_string(),
        answered_on: first.verified_on.clone(),
        verifier: first.verifier.clone(),
        clues: same.len(),
        expected: expects.class.clone(),
        class,
        due,
        state,
    })
}
