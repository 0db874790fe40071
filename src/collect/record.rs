//! What is to be noted → rows of the ledger.

use std::collections::BTreeMap;

use super::merge::{Change, Changes, Rival};
use super::outcome::Finding;
use super::said::Decision;
use super::terms::ReturnedFile;
use crate::ledger::{
    Asked, FormCell, GivenAnswer, GivenReply, LedgerTx, answer, contradict, import, imported, reply, report,
};
use crate::value::Redacted;

/// The kind of import that returned lists are.
const LISTS: &str = "lists";

/// Notes everything; a file that changes nothing leaves no trace.
pub(super) fn record(
    tx: &LedgerTx<'_>,
    changes: &Changes<'_>,
    findings: &[Finding<'_>],
    files: &[ReturnedFile],
) -> anyhow::Result<()> {
    let mut numbers = BTreeMap::new();
    for position in &changes.reports {
        let finding = &findings[*position];
        import_number(tx, finding.file, files, &mut numbers)?;
        finding.reported.iter().try_for_each(|reported| report(tx, finding.run, reported))?;
    }
    let mut noted = Vec::new();
    for change in &changes.answers {
        let finding = &findings[change.finding];
        let import = import_number(tx, finding.file, files, &mut numbers)?;
        let cell = FormCell { import, sheet: Redacted::of(finding.sheet), row: finding.row };
        let number = note(tx, change, finding, cell)?;
        if let Some(number) = number {
            let rival = |rival: &Rival| match rival {
                Rival::Held(id) => Some(*id),
                Rival::Noted(place) => noted.get(*place).copied().flatten(),
            };
            change.rivals.iter().filter_map(rival).try_for_each(|one| contradict(tx, one, number).map(drop))?;
        }
        noted.push(number);
    }
    Ok(())
}

/// Notes one answer; gives its number if contradictions to it have rows of their own.
fn note(tx: &LedgerTx<'_>, change: &Change<'_>, finding: &Finding<'_>, cell: FormCell) -> anyhow::Result<Option<i64>> {
    let said = &change.said;
    match (&said.decision, &finding.key.0) {
        (Decision::Clue { verdict, handling }, Asked::Clue(clue)) => {
            let given = GivenAnswer {
                clue,
                pushed: finding.pushed,
                run: finding.run,
                verdict,
                handling: *handling,
                situation: &said.situation,
                verifier: &said.verifier,
                verified_on: said.on,
                cell: Some(cell),
                supersedes: change.supersedes,
            };
            answer(tx, &given).map(Some)
        }
        (Decision::Clue { verdict, .. }, Asked::Question { .. }) => {
            note_reply(tx, change, finding, &verdict.name, &cell)
        }
        (Decision::Question(word), _) => note_reply(tx, change, finding, word, &cell),
    }
}

fn note_reply(
    tx: &LedgerTx<'_>,
    change: &Change<'_>,
    finding: &Finding<'_>,
    word: &str,
    cell: &FormCell,
) -> anyhow::Result<Option<i64>> {
    let said = &change.said;
    if let Some(pushed) = finding.pushed {
        let given = GivenReply {
            pushed,
            answer: word,
            situation: &said.situation,
            verifier: &said.verifier,
            verified_on: said.on,
            cell: Some(cell),
            settled_by: None,
        };
        reply(tx, &given)?;
    }
    Ok(None)
}

/// The number of a file that is imported now, or was before.
fn import_number(
    tx: &LedgerTx<'_>,
    file: usize,
    files: &[ReturnedFile],
    numbers: &mut BTreeMap<String, i64>,
) -> anyhow::Result<i64> {
    let ReturnedFile { name, hash, .. } = &files[file];
    if let Some(number) = numbers.get(hash) {
        return Ok(*number);
    }
    let number = match import(tx, LISTS, &Redacted::of(name), hash)? {
        Some(number) => number,
        None => imported(tx, LISTS, hash)?.unwrap_or_default(),
    };
    numbers.insert(hash.clone(), number);
    Ok(number)
}
