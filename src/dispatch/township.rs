//! What is asked of one township, as numbered rows.

use std::collections::BTreeMap;

use crate::detect::ClueNaming;
use crate::ledger::{Asked, BatchRow};
use crate::schema::{Clue, Inquiry};

/// One township's rows.
pub(super) struct TownshipRows<'a> {
    pub name: &'a str,
    /// Clues by village.
    pub villages: BTreeMap<&'a str, Vec<ListRow<'a, Clue>>>,
    pub inquiries: Vec<ListRow<'a, Inquiry>>,
}

/// A row about to be written, and what the ledger will know of it.
pub(super) struct ListRow<'a, T> {
    pub about: &'a T,
    pub sent: BatchRow,
}

impl<'a> TownshipRows<'a> {
    /// Numbers the rows in the order of the sheets; checksums tie them to the list of a code.
    pub fn of(name: &'a str, clues: &[&'a Clue], inquiries: &[&'a Inquiry], code: &str, naming: &ClueNaming) -> Self {
        let mut by_village: BTreeMap<&str, Vec<&Clue>> = BTreeMap::new();
        for clue in clues {
            by_village.entry(&clue.location.village.name).or_default().push(clue);
        }
        let mut numbers = 1..;
        let mut sent = |asked: Asked| BatchRow {
            number: numbers.next().unwrap_or_default(),
            checksum: naming.checksum(code, &asked.key()),
            asked,
        };
        let mut villages: BTreeMap<&str, Vec<ListRow<'_, Clue>>> = BTreeMap::new();
        for (village, clues) in by_village {
            let row = |about: &'a Clue| ListRow { about, sent: sent(Asked::Clue(about.id.as_str().into())) };
            villages.insert(village, clues.into_iter().map(row).collect());
        }
        let row = |about: &&'a Inquiry| ListRow { about: *about, sent: sent(question(about)) };
        Self { name, villages, inquiries: inquiries.iter().map(row).collect() }
    }

    /// All rows, for the ledger.
    pub fn sent(&self) -> Vec<BatchRow> {
        let clues = self.villages.values().flatten().map(|row| row.sent.clone());
        clues.chain(self.inquiries.iter().map(|row| row.sent.clone())).collect()
    }
}

fn question(inquiry: &Inquiry) -> Asked {
    Asked::Question { question: inquiry.question.clone(), subject: inquiry.code.clone() }
}
