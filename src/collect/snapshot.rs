//! What the ledger knows when lists come back: what was sent, what was answered, and the state of every clue.

use std::collections::BTreeMap;

use crate::detect::ClueNaming;
use crate::ledger::{
    Asked, AskedInPeriod, ClueState, Readable, RecordedAnswer, Renames, SentContent, SentRow, answers,
    answers_by_asked, clue_states, sent_content, sent_rows,
};
use crate::schema::{Location, RegisteredHousehold};
use crate::value::ClueId;
use crate::value::text::compact;

/// What the ledger knows.
pub(super) struct LedgerSnapshot {
    pub rows: Vec<SentRow>,
    by_checksum: BTreeMap<String, usize>,
    /// The newest row about something on a list that went out, by its place.
    latest: BTreeMap<Asked, usize>,
    pub clues: BTreeMap<ClueId, ClueState>,
    /// What lists said of clues; findings without blanks.
    pub sent: SentContent,
    answers: BTreeMap<AskedInPeriod, Vec<RecordedAnswer>>,
    renames: Renames,
}

impl LedgerSnapshot {
    pub fn read(from: &impl Readable) -> anyhow::Result<Self> {
        let rows = sent_rows(from)?;
        let by_checksum = rows.iter().enumerate().map(|(at, row)| (row.checksum.clone(), at)).collect();
        let mut latest: BTreeMap<Asked, usize> = BTreeMap::new();
        for (at, row) in rows.iter().enumerate().filter(|(_, row)| row.is_issued) {
            let newest = latest.entry(row.asked.clone()).or_insert(at);
            if rows[*newest].period <= row.period {
                *newest = at;
            }
        }
        let mut sent = sent_content(from)?;
        for (finding, clues) in std::mem::take(&mut sent.findings) {
            sent.findings.entry(compact(&finding).into_owned()).or_default().extend(clues);
        }
        let renames = Renames::read(from)?;
        let clues = clue_states(from)?.into_iter().map(|state| (state.clue.clone(), state)).collect();
        Ok(Self { rows, by_checksum, latest, clues, sent, answers: answers_by_asked(answers(from)?), renames })
    }

    /// The households that have clues.
    pub fn households(&self, naming: &ClueNaming) -> Vec<RegisteredHousehold> {
        let of_households = self.clues.values().filter(|clue| !clue.household.is_empty());
        let by_code: BTreeMap<&str, &ClueState> = of_households.map(|clue| (clue.household.as_str(), clue)).collect();
        by_code.into_values().map(|clue| household(clue, naming)).collect()
    }

    /// A clue of the household that a row asks about.
    pub fn clue_behind(&self, asked: &Asked) -> Option<&ClueState> {
        match asked {
            Asked::Clue(clue) => self.clues.get(clue),
            Asked::Question { subject, .. } => of_household(&self.clues, subject),
        }
    }

    /// The id that a clue has now, by the one that a list has, which may be from before a change of the county's key.
    pub fn current<'n>(&'n self, id: &'n str) -> &'n str {
        self.renames.current(id)
    }

    /// A clue that a village reported before: what it found of a household.
    pub fn reported(&self, household: &str, finding: &str) -> Option<&ClueId> {
        let of_visit = |clue: &&ClueId| {
            let known = self.clues.get(clue.as_str());
            known.is_some_and(|known| known.channel == "visit" && known.household == household)
        };
        self.sent.findings.get(finding)?.iter().find(of_visit)
    }

    /// The row of a checksum.
    pub fn row(&self, checksum: &str) -> Option<&SentRow> {
        self.by_checksum.get(checksum).map(|at| &self.rows[*at])
    }

    /// The rows of a list.
    pub fn list(&self, batch: &str) -> impl Iterator<Item = &SentRow> {
        self.rows.iter().filter(move |row| row.batch == batch)
    }

    /// The newest row that asked something and went out.
    pub fn last_asked(&self, asked: &Asked) -> Option<&SentRow> {
        self.latest.get(asked).map(|at| &self.rows[*at])
    }

    /// The answers to something.
    pub fn answers(&self, asked: &AskedInPeriod) -> &[RecordedAnswer] {
        self.answers.get(asked).map(Vec::as_slice).unwrap_or_default()
    }
}

/// Where the household of a clue is.
pub(super) fn location(clue: &ClueState) -> Location {
    Location {
        village: clue.home.village.clone(),
        household_number: clue.home.household_number.clone(),
        household_code: clue.household.clone(),
        head_name: clue.home.head_name.clone(),
        ..Location::default()
    }
}

fn household(clue: &ClueState, naming: &ClueNaming) -> RegisteredHousehold {
    let home = &clue.home;
    RegisteredHousehold {
        village: home.village.clone(),
        group: String::new(),
        number: home.household_number.clone(),
        code: clue.household.clone(),
        head: naming.name(&home.village, &home.head_name),
    }
}

/// A clue of a household.
pub(super) fn of_household<'c>(clues: &'c BTreeMap<ClueId, ClueState>, code: &str) -> Option<&'c ClueState> {
    clues.values().find(|clue| clue.household == code)
}
