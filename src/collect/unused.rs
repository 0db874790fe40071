//! What somebody wrote on a list and nothing was made of: it is shown, so that no word of a village is lost.

use std::collections::BTreeSet;

use super::collected::Unused;
use super::heading::Item;
use super::identify::Identified;
use super::known::Known;
use super::printed::Printed;
use super::returned::{ReturnedRow, Written};
use super::told::{Kind, Told};
use crate::pack::Pack;
use crate::value::{Redacted, text};

/// What a text is read against.
#[derive(Clone, Copy)]
pub(super) struct Reading<'a> {
    pub pack: &'a Pack,
    pub printed: &'a Printed,
    pub known: &'a Known,
}

/// The texts of a file that nothing was made of, row by row.
pub(super) fn unused(told: &Told<'_>, reading: Reading<'_>) -> Vec<Unused> {
    if !told.is_ours() || told.rows.iter().any(|(_, kind)| matches!(kind, Kind::Decision)) {
        return Vec::new();
    }
    let line = |written: &Written<'_>, why: &str| Unused {
        file: told.file.name.clone(),
        sheet: Redacted::of(written.sheet).into(),
        cell: written.address(),
        text: Redacted::of(written.text.trim()).into(),
        why: why.to_owned(),
    };
    let aside = aside(told, reading.printed).map(|written| line(written, NO_ROW));
    let mut unused: Vec<Unused> = aside.collect();
    for (row, kind) in &told.rows {
        let texts =
            row.written().filter_map(|(item, written)| Some((why(row, kind, item, &written, reading)?, written)));
        unused.extend(texts.map(|(why, written)| line(&written, why)));
    }
    unused
}

/// What people wrote around the rows of lists, and on sheets without any; a cover's table is none of that.
fn aside<'t>(told: &'t Told<'_>, printed: &'t Printed) -> impl Iterator<Item = &'t Written<'t>> {
    let lists: BTreeSet<&str> = told.rows.iter().map(|(row, _)| row.sheet).collect();
    let of_form = told.aside.iter().filter(|written| printed.is(written.text)).map(|written| written.sheet);
    let covers: BTreeSet<&str> = of_form.filter(|sheet| !lists.contains(sheet)).collect();
    let is_table = move |written: &Written<'_>| covers.contains(written.sheet) && !written.is_alone;
    told.aside.iter().filter(move |written| !printed.is(written.text) && !is_table(written))
}

/// Why nothing is made of a cell; none if something is.
fn why(
    row: &ReturnedRow<'_>,
    kind: &Kind<'_>,
    item: Option<Item>,
    written: &Written<'_>,
    reading: Reading<'_>,
) -> Option<&'static str> {
    match kind {
        Kind::Row(Identified::Sent(_)) => of_sent(item, written.text, reading),
        Kind::Row(Identified::Added) if row.says_something() => of_added(item, written.text),
        Kind::Row(Identified::Refused(_)) if row.is_answered() => None,
        Kind::Row(Identified::Added) => Some("这一行没有写明线索内容或核实结果"),
        Kind::Row(Identified::Refused(_)) if row.is_of_a_list() => None,
        Kind::Row(Identified::Refused(_)) => (!reading.printed.is(written.text)).then_some(NO_ROW),
        Kind::Decision => None,
    }
}

/// In a row that was sent, villages write into their own columns only.
fn of_sent(item: Option<Item>, written: &str, reading: Reading<'_>) -> Option<&'static str> {
    match item {
        None => Some(NO_HEADING),
        Some(Item::Finding) => is_changed(written, reading.known).then_some("线索内容被改动过,仍以推送的为准"),
        Some(Item::Given | Item::History | Item::Risk | Item::PersonName) => {
            is_answer(written, reading.pack).then_some("这一栏不由村填写;核实结果请填在黄色栏目里")
        }
        Some(_) => None,
    }
}

/// What a village has to say of its own risk stands in the columns that tell of one.
fn of_added(item: Option<Item>, written: &str) -> Option<&'static str> {
    let is_number = text::clean(written).bytes().all(|byte| byte.is_ascii_digit());
    match item {
        None => Some(NO_HEADING),
        Some(Item::Given | Item::History) if !is_number => Some("新增的风险不看这一栏;请写在线索内容或核实情况里"),
        Some(_) => None,
    }
}

const NO_ROW: &str = "不是清单的行;要报告风险,请写明户主姓名和线索内容";

const NO_HEADING: &str = "这一栏没有清单的表头";

/// Whether a text is no finding that was ever sent; one that was sent elsewhere is refused.
fn is_changed(written: &str, known: &Known) -> bool {
    !known.told.findings.contains_key(&*text::compact(&Redacted::of(written)))
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
