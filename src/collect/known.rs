//! What the ledger knows when lists come back: what was sent, what was answered, and how clues stand.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::ledger::{
    Asked, ClueState, GivenDisposition, Readable, Reply, SentRow, Stance, Told, by_question, clue_states,
    given_dispositions, replies, reply_stances, sent_rows, told,
};
use crate::schema::{Location, Village};
use crate::value::Redacted;
use crate::value::date::parse_date;
use crate::value::text::compact;

/// What is answered: a clue or question, as asked in a period.
pub(super) type Key = (Asked, String);

/// What the ledger knows.
pub(super) struct Known {
    pub rows: Vec<SentRow>,
    by_checksum: BTreeMap<String, usize>,
    latest: BTreeMap<Asked, String>,
    pub clues: BTreeMap<String, ClueState>,
    /// What lists said of clues.
    pub told: Told,
    held: BTreeMap<Key, Vec<Held>>,
}

/// An answer that is in the ledger.
pub(super) struct Held {
    /// Its number.
    pub id: i64,
    /// The verdict, or the answer to a question.
    pub word: String,
    pub handling: Option<String>,
    pub situation: Redacted,
    pub verifier: Redacted,
    /// When it was verified, if that was noted.
    pub on: Option<Date>,
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
            let key = (Asked::Clue(given.clue.clone()), given.period.clone());
            held.entry(key).or_default().push(given.into());
        }
        for (key, replies) in by_question(replies(from)?) {
            held.insert(key, reply_stances(&replies).into_iter().map(Held::from).collect());
        }
        let mut told = told(from)?;
        for (found, clues) in std::mem::take(&mut told.findings) {
            told.findings.entry(compact(&found).into_owned()).or_default().extend(clues);
        }
        Ok(Self { rows, by_checksum, latest, clues, told, held })
    }

    /// The households that have clues.
    pub fn households(&self) -> Vec<Location> {
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

/// Where the household of a clue is.
pub(super) fn location(clue: &ClueState) -> Location {
    Location {
        village: Village::new(&clue.township, &clue.village),
        household_number: clue.household_number.clone(),
        household_code: clue.household.clone(),
        head_name: clue.head_name.clone(),
        ..Location::default()
    }
}

/// A clue of a household.
pub(super) fn of_household<'c>(clues: &'c BTreeMap<String, ClueState>, code: &str) -> Option<&'c ClueState> {
    clues.values().find(|clue| clue.household == code)
}

impl From<GivenDisposition> for Held {
    fn from(given: GivenDisposition) -> Self {
        Self {
            id: given.id,
            word: given.verdict,
            handling: given.handling,
            situation: given.situation,
            verifier: given.verifier,
            on: Some(given.verified_on),
            stance: given.stance,
        }
    }
}

impl From<(&Reply, Stance)> for Held {
    fn from((reply, stance): (&Reply, Stance)) -> Self {
        Self {
            id: reply.id,
            word: reply.answer.clone(),
            handling: None,
            situation: reply.situation.clone(),
            verifier: reply.verifier.clone(),
            on: parse_date(&reply.verified_on),
            stance,
        }
    }
}
