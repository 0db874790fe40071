//! A row whose codes belong to one sent row and its contents to another: a sign that only some columns were sorted.
//!
//! The checksum covers the id alone; the other cells are compared with what the ledger knows of the clue or question.

use std::collections::BTreeSet;

use super::heading::Item;
use super::read::ReturnedRow;
use super::snapshot::LedgerSnapshot;
use crate::detect::ClueNaming;
use crate::ledger::{Asked, SentRow};
use crate::pack::Question;
use crate::schema::Village;
use crate::value::name::same_name;
use crate::value::{Redacted, text};

/// Which cells belong to another row than the one that was sent; none if all fit.
pub(super) fn misaligned(
    row: &ReturnedRow<'_>,
    sent: &SentRow,
    snapshot: &LedgerSnapshot,
    questions: &[Question],
    naming: &ClueNaming,
) -> Option<String> {
    let (what, code) = match &sent.asked {
        Asked::Clue(clue) => (of_clue(row, clue, snapshot)?, "线索编号"),
        Asked::Question { question, subject } => {
            let moved = is_of_another_question(row, question, questions);
            let moved = moved.then_some("核查内容");
            let elsewhere = || is_of_another_village(row, sent, subject, snapshot, naming).then_some("行政村");
            (moved.or_else(elsewhere)?, "问题编号")
        }
    };
    Some(format!("{what}与{code}不符，可能只排序了一部分栏目；请在原清单上对着{code}重新填写"))
}

fn of_clue(row: &ReturnedRow<'_>, clue: &str, snapshot: &LedgerSnapshot) -> Option<&'static str> {
    let sent = &snapshot.sent;
    let is_reported = snapshot.clues.get(clue).is_some_and(|state| state.channel == "visit");
    let differs = |item: Item, names: Option<&BTreeSet<String>>| {
        let written = Redacted::of(&row.text(item));
        !is_reported
            && !written.is_empty()
            && !names.is_some_and(|names| names.iter().any(|name| is_name(name, &written)))
    };
    let found = sent.findings.get(&*text::compact(&Redacted::of(&row.text(Item::Finding))));
    let is_anothers = found.is_some_and(|clues| !clues.contains(clue));
    match (differs(Item::HeadName, sent.heads.get(clue)), differs(Item::PersonName, sent.persons.get(clue))) {
        (true, _) => Some("户主姓名"),
        (false, true) => Some("涉及人"),
        (false, false) => is_anothers.then_some("线索内容"),
    }
}

/// Whether a name is written so, as it was sent or with a remark in brackets.
fn is_name(name: &str, written: &str) -> bool {
    same_name(name, written) || same_name(name, &text::without_brackets(written))
}

fn is_of_another_question(row: &ReturnedRow<'_>, question: &str, questions: &[Question]) -> bool {
    let written = row.text(Item::History);
    let same = |known: &&Question| text::compact(&known.ask) == text::compact(&written);
    let mut asking = questions.iter().filter(same).peekable();
    asking.peek().is_some() && asking.all(|known| known.id != question)
}

fn is_of_another_village(
    row: &ReturnedRow<'_>,
    sent: &SentRow,
    subject: &str,
    snapshot: &LedgerSnapshot,
    naming: &ClueNaming,
) -> bool {
    let written = row.text(Item::Village);
    let code = naming.village(&Village::new(&sent.township, text::compact(&written)));
    let of_it = |other: &SentRow| matches!(&other.asked, Asked::Question { subject, .. } if *subject == code);
    !written.is_empty() && code != subject && snapshot.list(&sent.batch).any(of_it)
}
