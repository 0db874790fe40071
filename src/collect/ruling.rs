//! What an officer decided about contradictory answers, row by row → settlements.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::dispute::{Dispute, OF_CLUE, OF_QUESTION};
use super::heading::{Item, normal};
use super::returned::ReturnedRow;
use super::said::Wrong;
use crate::ledger::{Entry, GivenReply, Readable, contradictions, replies, reply, settle, settlement};
use crate::value::date::parse_date;
use crate::value::{mask_digits, text};

/// The headings under which contradictions are decided: their code, what they are about, the choice, who decides.
pub const RULING: [&str; 4] = ["冲突编号", "编号", "采用", "裁定人"];

/// What the two sides are called.
pub const SIDES: [&str; 2] = ["甲", "乙"];

/// What an officer decided.
pub(super) struct Ruling {
    pub code: String,
    pub holds: i64,
    pub judge: String,
}

pub(super) fn headings() -> BTreeMap<String, Item> {
    RULING.map(normal).into_iter().zip([Item::Conflict, Item::Clue, Item::Choice, Item::Judge]).collect()
}

/// What a row of decisions says; none if it was decided so before.
pub(super) fn ruling(
    row: &ReturnedRow<'_>,
    disputes: &[Dispute],
    from: &impl Readable,
) -> anyhow::Result<Result<Option<Ruling>, Wrong>> {
    let [code, about] = [Item::Conflict, Item::Clue].map(|item| text::compact(&row.text(item)).into_owned());
    let (choice, judge) = (row.text(Item::Choice), mask_digits(&row.text(Item::Judge)));
    let wrong =
        |item, written: &str, why: &str| Ok(Err(Wrong { item, written: mask_digits(written), why: why.to_owned() }));
    let Some(side) = SIDES.iter().position(|side| *side == text::compact(&choice)) else {
        return wrong(Item::Choice, &choice, "请填“甲”或“乙”");
    };
    let Some(dispute) = disputes.iter().find(|dispute| dispute.code == code) else {
        return match was_decided(&code, side, from)? {
            true => Ok(Ok(None)),
            false => wrong(Item::Conflict, &code, "没有这处待裁定的冲突,或已另行裁定;请用最近一次的“回收情况.xlsx”"),
        };
    };
    if about != dispute.id {
        return wrong(Item::Clue, &about, "编号与冲突编号对不上,这一行被改动过");
    }
    if judge.is_empty() {
        return wrong(Item::Judge, "", "谁裁定、谁负责:请写明裁定人");
    }
    let holds = [&dispute.one, &dispute.other][side].number;
    Ok(Ok(Some(Ruling { code, holds, judge })))
}

/// Whether a contradiction was decided in favour of that side.
fn was_decided(code: &str, side: usize, from: &impl Readable) -> anyhow::Result<bool> {
    if let Some(number) = clue_code(code) {
        let settled = settlement(from, number)?;
        return Ok(settled.is_some_and(|settled| [settled.one, settled.other][side] == settled.holds));
    }
    let Some(sides) = question_code(code) else { return Ok(false) };
    let replies = replies(from)?;
    let wanted = replies.iter().find(|reply| reply.id == sides[side]);
    Ok(wanted.is_some_and(|wanted| {
        let mut same = replies.iter().filter(|reply| reply.asked == wanted.asked && reply.period == wanted.period);
        same.rfind(|reply| reply.settled_by.is_some()).is_some_and(|last| last.answer == wanted.answer)
    }))
}

/// Notes what was decided.
pub(super) fn decide(entry: &Entry<'_>, ruling: &Ruling, on: Date) -> anyhow::Result<()> {
    match clue_code(&ruling.code) {
        Some(number) => decide_clue(entry, number, ruling, on),
        None => decide_question(entry, ruling, on),
    }
}

/// Whoever was overruled once is out: what else contradicted it has nothing to fear of it.
fn decide_clue(entry: &Entry<'_>, number: i64, ruling: &Ruling, on: Date) -> anyhow::Result<()> {
    let open = contradictions(entry)?;
    let Some(decided) = open.iter().find(|contradiction| contradiction.id == number) else { return Ok(()) };
    let loser = if decided.one == ruling.holds { decided.other } else { decided.one };
    for contradiction in &open {
        let holds = match (contradiction.one == loser, contradiction.other == loser) {
            (true, _) => contradiction.other,
            (false, true) => contradiction.one,
            (false, false) => continue,
        };
        settle(entry, contradiction.id, holds, &ruling.judge, on)?;
    }
    Ok(())
}

fn decide_question(entry: &Entry<'_>, ruling: &Ruling, on: Date) -> anyhow::Result<()> {
    let replies = replies(entry)?;
    let Some(holds) = replies.iter().find(|reply| reply.id == ruling.holds) else { return Ok(()) };
    let given = GivenReply {
        pushed: holds.pushed,
        answer: &holds.answer,
        situation: &holds.situation,
        verifier: &holds.verifier,
        verified_on: parse_date(&holds.verified_on).unwrap_or(on),
        cell: holds.cell.as_ref(),
        settled_by: Some(&ruling.judge),
    };
    reply(entry, &given)
}

fn clue_code(code: &str) -> Option<i64> {
    code.strip_prefix(OF_CLUE)?.parse().ok()
}

fn question_code(code: &str) -> Option<[i64; 2]> {
    let (one, other) = code.strip_prefix(OF_QUESTION)?.split_once('-')?;
    Some([one.parse().ok()?, other.parse().ok()?])
}
