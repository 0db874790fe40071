//! What the ledger knows when lists come back: what was sent, what was answered, and how clues stand.

use std::collections::BTreeMap;

use crate::ledger::{
    Asked, ClueState, Readable, Reply, SentRow, Stance, clue_states, given_dispositions, replies, sent_rows,
};
use crate::schema::Location;

/// What is answered: a clue or question, as asked in a period.
pub(super) type Key = (Asked, String);

/// What the ledger knows.
pub(super) struct Known {
    pub rows: Vec<SentRow>,
    by_checksum: BTreeMap<String, usize>,
    latest: BTreeMap<Asked, String>,
    pub clues: BTreeMap<String, ClueState>,
    held: BTreeMap<Key, Vec<Held>>,
}

/// An answer that is in the ledger.
pub(super) struct Held {
    /// Its number.
    pub id: i64,
    /// The verdict, or the answer to a question.
    pub word: String,
    pub handling: Option<String>,
    pub situation: String,
    pub stance: Stance,
}

impl Known {
    pub fn read(from: &impl Readable) -> anyhow::Result<Self> {
        let rows = sent_rows(from)?;
        let by_checksum = rows.iter().enumerate().map(|(at, row)| (row.checksum.clone(), at)).collect();
        let mut latest: BTreeMap<Asked, String> = BTreeMap::new();
        for row in &rows {
            let period = latest.entry(row.asked.clone()).or_default();
            if *period < row.period {
                period.clone_from(&row.period);
            }
        }
        let clues = clue_states(from)?.into_iter().map(|state| (state.clue.clone(), state)).collect();
        let mut held: BTreeMap<Key, Vec<Held>> = BTreeMap::new();
        for given in given_dispositions(from)? {
            let key = (Asked::Clue(given.clue), given.period);
            let (id, word, handling, situation, stance) =
                (given.id, given.verdict, given.handling, given.situation, given.stance);
            held.entry(key).or_default().push(Held { id, word, handling, situation, stance });
        }
        for (key, replies) in by_key(replies(from)?) {
            held.insert(key, stances(&replies).into_iter().map(Held::from).collect());
        }
        Ok(Self { rows, by_checksum, latest, clues, held })
    }

    /// The households that have clues.
    pub fn households(&self) -> Vec<Location> {
        let location = |clue: &ClueState| Location {
            township: clue.township.clone(),
            village: clue.village.clone(),
            household_number: clue.household_number.clone(),
            household_code: clue.household.clone(),
            head_name: clue.head_name.clone(),
            ..Location::default()
        };
        let of_households = self.clues.values().filter(|clue| !clue.household.is_empty());
        let by_code: BTreeMap<&str, &ClueState> = of_households.map(|clue| (clue.household.as_str(), clue)).collect();
        by_code.into_values().map(location).collect()
    }

    /// A clue of the household that a row asks about.
    pub fn clue_behind(&self, asked: &Asked) -> Option<&ClueState> {
        match asked {
            Asked::Clue(clue) => self.clues.get(clue),
            Asked::Question { subject, .. } => of_household(&self.clues, subject),
        }
    }

    /// The row of a checksum.
    pub fn row(&self, checksum: &str) -> Option<&SentRow> {
        self.by_checksum.get(checksum).map(|at| &self.rows[*at])
    }

    /// The rows of a list.
    pub fn list(&self, batch: &str) -> impl Iterator<Item = &SentRow> {
        self.rows.iter().filter(move |row| row.batch == batch)
    }

    /// The last period in which something was asked.
    pub fn last_asked(&self, asked: &Asked) -> Option<&str> {
        self.latest.get(asked).map(String::as_str)
    }

    /// The answers to something in the ledger.
    pub fn held(&self, key: &Key) -> &[Held] {
        self.held.get(key).map(Vec::as_slice).unwrap_or_default()
    }
}

/// A clue of a household.
pub(super) fn of_household<'c>(clues: &'c BTreeMap<String, ClueState>, code: &str) -> Option<&'c ClueState> {
    clues.values().find(|clue| clue.household == code)
}

/// Answers to questions by what was asked, in order.
pub(super) fn by_key(replies: Vec<Reply>) -> BTreeMap<Key, Vec<Reply>> {
    let mut keyed: BTreeMap<Key, Vec<Reply>> = BTreeMap::new();
    for reply in replies {
        keyed.entry((reply.asked.clone(), reply.period.clone())).or_default().push(reply);
    }
    keyed
}

/// How the answers to one question stand: one that was decided on overrules all before it, one that says the same as
/// an earlier one takes its place, others contradict one another.
pub(super) fn stances(replies: &[Reply]) -> Vec<(&Reply, Stance)> {
    let mut stances: Vec<(&Reply, Stance)> = Vec::new();
    for reply in replies {
        let same = stances.iter().filter(|(earlier, _)| earlier.answer == reply.answer).map(|(_, stance)| *stance);
        let best = same.filter(|stance| *stance != Stance::Replaced).min();
        let is_overruled = best == Some(Stance::Overruled) && reply.settled_by.is_none();
        for (earlier, stance) in &mut stances {
            *stance = after(reply, is_overruled, earlier, *stance);
        }
        let contested = stances.iter().any(|(_, stance)| *stance == Stance::Contested);
        let own = match (is_overruled, contested) {
            (true, _) => Stance::Overruled,
            (false, true) => Stance::Contested,
            (false, false) => Stance::Holds,
        };
        stances.push((reply, own));
    }
    stances
}

/// How an earlier answer stands after a later one.
fn after(reply: &Reply, is_overruled: bool, earlier: &Reply, stance: Stance) -> Stance {
    let says_the_same = earlier.answer == reply.answer;
    match (stance, is_overruled) {
        (Stance::Replaced, _) => Stance::Replaced,
        (Stance::Overruled, true) if says_the_same => Stance::Replaced,
        (Stance::Overruled, _) => Stance::Overruled,
        (Stance::Holds | Stance::Contested, true) => stance,
        (Stance::Holds | Stance::Contested, false) if says_the_same => Stance::Replaced,
        (Stance::Holds | Stance::Contested, false) if reply.settled_by.is_some() => Stance::Overruled,
        (Stance::Holds | Stance::Contested, false) => Stance::Contested,
    }
}

impl From<(&Reply, Stance)> for Held {
    fn from((reply, stance): (&Reply, Stance)) -> Self {
        let (word, situation) = (reply.answer.clone(), reply.situation.clone());
        Self { id: reply.id, word, handling: None, situation, stance }
    }
}
