//! What is to be recorded → rows of the ledger.

use std::collections::BTreeMap;

use super::context::ReturnedFile;
use super::outcome::ParsedRow;
use super::reconcile::{MergedAnswer, Reconciled, Rival};
use crate::ledger::{FormCell, LedgerTx, NewAnswer, contradict, import, imported, record_answer, record_report};
use crate::value::Redacted;

/// The kind of import that returned lists are.
const LISTS: &str = "lists";

/// Records everything; a file that changes nothing leaves no trace.
pub(super) fn record(
    tx: &LedgerTx<'_>,
    reconciled: &Reconciled<'_>,
    rows: &[ParsedRow<'_>],
    files: &[ReturnedFile],
) -> anyhow::Result<()> {
    let mut imports = Imports { tx, files, numbers: BTreeMap::new() };
    for position in &reconciled.reports {
        let row = &rows[*position];
        imports.number(row.file)?;
        row.report.iter().try_for_each(|reported| record_report(tx, row.run, reported))?;
    }
    let mut ids = Vec::new();
    for merged in &reconciled.answers {
        let Some(row) = merged.rows.first().map(|first| &rows[*first]) else { continue };
        let cell = FormCell { import: imports.number(row.file)?, sheet: Redacted::of(row.sheet), row: row.row };
        let id = record_answer(tx, &new_answer(merged, row, &cell))?;
        for rival in &merged.rivals {
            let rival = match rival {
                Rival::Recorded(id) => *id,
                Rival::Merged(place) => ids[*place],
            };
            contradict(tx, rival, id)?;
        }
        ids.push(id);
    }
    Ok(())
}

fn new_answer<'a>(merged: &'a MergedAnswer<'_>, row: &'a ParsedRow<'_>, cell: &'a FormCell) -> NewAnswer<'a> {
    NewAnswer {
        asked: &row.asked.0,
        pushed: row.pushed,
        run: row.run,
        value: merged.answer.value,
        situation: &merged.answer.situation,
        verifier: &merged.answer.verifier,
        verified_on: merged.answer.verified_on,
        cell: Some(cell),
        supersedes: merged.supersedes,
    }
}

/// The returned files, as they are imported.
struct Imports<'a> {
    tx: &'a LedgerTx<'a>,
    files: &'a [ReturnedFile],
    numbers: BTreeMap<&'a str, i64>,
}

impl Imports<'_> {
    /// The number of a file that is imported now, or was before.
    fn number(&mut self, file: usize) -> anyhow::Result<i64> {
        let ReturnedFile { name, hash, .. } = &self.files[file];
        if let Some(number) = self.numbers.get(hash.as_str()) {
            return Ok(*number);
        }
        let number = match import(self.tx, LISTS, &Redacted::of(name), hash)? {
            Some(number) => number,
            None => imported(self.tx, LISTS, hash)?.unwrap_or_default(),
        };
        self.numbers.insert(hash, number);
        Ok(number)
    }
}
