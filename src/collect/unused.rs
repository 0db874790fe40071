//! Texts on a list that were not taken: they are shown, so that no word of a village is lost.

use std::collections::BTreeSet;

use super::boilerplate::Boilerplate;
use super::collected::Unused;
use super::heading::Item;
use super::identify::Identified;
use super::matching::{MatchedFile, RowKind};
use super::read::{CellText, ReturnedRow};
use super::snapshot::LedgerSnapshot;
use crate::pack::Pack;
use crate::value::{Redacted, text};

/// What texts are compared with.
#[derive(Clone, Copy)]
pub(super) struct UnusedContext<'a> {
    pub pack: &'a Pack,
    pub boilerplate: &'a Boilerplate,
    pub snapshot: &'a LedgerSnapshot,
}

/// The texts of a file that were not taken, row by row.
pub(super) fn unused(file: &MatchedFile<'_>, context: UnusedContext<'_>) -> Vec<Unused> {
    if !file.is_ours() || file.rows.iter().any(|(_, kind)| matches!(kind, RowKind::Ruling)) {
        return Vec::new();
    }
    let line = |written: &CellText<'_>, why: &str| Unused {
        file: file.file.name.clone(),
        sheet: Redacted::of(written.sheet).into(),
        cell: written.address(),
        text: Redacted::of(written.text.trim()).into(),
        why: why.to_owned(),
    };
    let aside = aside(file, context.boilerplate).map(|written| line(written, NO_ROW));
    let mut unused: Vec<Unused> = aside.collect();
    for (row, kind) in &file.rows {
        let texts =
            row.written().filter_map(|(item, written)| Some((why(row, kind, item, &written, context)?, written)));
        unused.extend(texts.map(|(why, written)| line(&written, why)));
    }
    unused
}

/// Texts around the rows of lists and on sheets without any rows, except the table of a cover.
fn aside<'t>(file: &'t MatchedFile<'_>, boilerplate: &'t Boilerplate) -> impl Iterator<Item = &'t CellText<'t>> {
    let lists: BTreeSet<&str> = file.rows.iter().map(|(row, _)| row.sheet).collect();
    let of_form = file.aside.iter().filter(|written| boilerplate.is(written.text)).map(|written| written.sheet);
    let covers: BTreeSet<&str> = of_form.filter(|sheet| !lists.contains(sheet)).collect();
    let is_table = move |written: &CellText<'_>| covers.contains(written.sheet) && !written.is_alone;
    file.aside.iter().filter(move |written| !boilerplate.is(written.text) && !is_table(written))
}

/// Why a cell is not taken; none if it is.
fn why(
    row: &ReturnedRow<'_>,
    kind: &RowKind<'_>,
    item: Option<Item>,
    written: &CellText<'_>,
    context: UnusedContext<'_>,
) -> Option<&'static str> {
    match kind {
        RowKind::Row(Identified::Sent(_)) => of_sent(item, written.text, context),
        RowKind::Row(Identified::Added) if row.says_something() => of_added(item, written.text),
        RowKind::Row(Identified::Refused(_)) if row.is_answered() => None,
        RowKind::Row(Identified::Added) => Some("这一行没有写明线索内容或核实结果"),
        RowKind::Row(Identified::Refused(_)) if row.is_of_a_list() => None,
        RowKind::Row(Identified::Refused(_)) => (!context.boilerplate.is(written.text)).then_some(NO_ROW),
        RowKind::Ruling => None,
    }
}

/// In a row that was sent, villages write into their own columns only.
fn of_sent(item: Option<Item>, written: &str, context: UnusedContext<'_>) -> Option<&'static str> {
    match item {
        None => Some(NO_HEADING),
        Some(Item::Finding) => is_changed(written, context.snapshot).then_some("线索内容被改动过，仍以推送的为准"),
        Some(Item::ReadOnly | Item::History | Item::Risk | Item::PersonName) => {
            is_answer(written, context.pack).then_some("这一栏不由村填写；核实结果请填在黄色栏目里")
        }
        Some(_) => None,
    }
}

/// In a row that a village added, columns that only the county fills in are not taken.
fn of_added(item: Option<Item>, written: &str) -> Option<&'static str> {
    let is_number = text::clean(written).bytes().all(|byte| byte.is_ascii_digit());
    match item {
        None => Some(NO_HEADING),
        Some(Item::ReadOnly | Item::History) if !is_number => Some("新增的风险不看这一栏；请写在线索内容或核实情况里"),
        Some(_) => None,
    }
}

const NO_ROW: &str = "不是清单的行；要报告风险，请写明户主姓名和线索内容";

const NO_HEADING: &str = "这一栏没有清单的表头";

/// Whether a text was never sent as a finding. A row with the finding of another clue is refused as misaligned.
fn is_changed(written: &str, snapshot: &LedgerSnapshot) -> bool {
    !snapshot.sent.findings.contains_key(&*text::compact(&Redacted::of(written)))
}

/// Whether a text is a word that answers, or begins with a verdict.
fn is_answer(written: &str, pack: &Pack) -> bool {
    let written = text::compact(written);
    let words = &pack.dispositions;
    let begins = |word: &str| written.starts_with(&*text::compact(word));
    let is_meant = words.verdict(&written).is_some() || words.handling(&written).is_some();
    let mut replies = pack.questions.iter().flat_map(|question| &question.answers);
    is_meant
        || words.verdicts.iter().any(|word| begins(&word.name))
        || replies.any(|reply| text::compact(reply) == written)
}
