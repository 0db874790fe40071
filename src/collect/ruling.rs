//! What an officer decided about contradictory answers, row by row → settlements.

use jiff::civil::Date;

use super::dispute::{Code, Dispute, contested};
use super::heading::Item;
use super::returned::ReturnedRow;
use super::said::Wrong;
use crate::ledger::{GivenReply, LedgerTx, Readable, Reply, Settled, replies, reply, settle_all, settled};
use crate::value::date::parse_date;
use crate::value::{Redacted, text};

/// What the first sides of a contradiction are called; those after them go by number.
const STEMS: [&str; 10] = ["甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬", "癸"];

/// What so many sides of a contradiction are called.
pub fn side_names(sides: usize) -> Vec<String> {
    let name = |at: usize| STEMS.get(at).map_or_else(|| (at + 1).to_string(), |stem| (*stem).to_owned());
    (0..sides).map(name).collect()
}

/// What an officer decided.
#[derive(Debug, Clone)]
pub(super) struct Ruling {
    pub code: String,
    pub holds: i64,
    pub judge: Redacted,
}

/// What a row of decisions says; none if it was decided so before.
pub(super) fn ruling(
    row: &ReturnedRow<'_>,
    disputes: &[Dispute],
    from: &impl Readable,
) -> anyhow::Result<Result<Option<Ruling>, Wrong>> {
    let [code, about] = [Item::Conflict, Item::Clue].map(|item| text::compact(&row.text(item)).into_owned());
    let (choice, judge) = (row.text(Item::Choice), Redacted::of(&row.text(Item::Judge)));
    let wrong =
        |item, written: &str, why: &str| Ok(Err(Wrong { item, written: Redacted::of(written), why: why.to_owned() }));
    let Some(standing) = standing(&code, disputes, from)? else { return wrong(Item::Conflict, &code, REPLACED) };
    let sides = standing.sides();
    let names = side_names(sides.len());
    let Some(at) = names.iter().position(|name| *name == *text::compact(&choice)) else {
        return wrong(Item::Choice, &choice, &format!("请填{}之一", names.join("、")));
    };
    match standing {
        Standing::Decided(settled) if settled.holds == sides[at] => Ok(Ok(None)),
        Standing::Decided(_) => wrong(Item::Conflict, &code, REPLACED),
        Standing::Open(dispute) if about != dispute.id => {
            wrong(Item::Clue, &about, "编号与冲突编号对不上,这一行被改动过")
        }
        Standing::Open(_) if judge.is_empty() => wrong(Item::Judge, "", "谁裁定、谁负责:请写明裁定人"),
        Standing::Open(_) => Ok(Ok(Some(Ruling { code, holds: sides[at], judge }))),
    }
}

/// What a code stands for.
enum Standing<'d> {
    Open(&'d Dispute),
    Decided(Settled),
}

impl Standing<'_> {
    fn sides(&self) -> Vec<i64> {
        match self {
            Standing::Open(dispute) => dispute.sides.iter().map(|side| side.number).collect(),
            Standing::Decided(settled) => settled.sides.clone(),
        }
    }
}

fn standing<'d>(code: &str, disputes: &'d [Dispute], from: &impl Readable) -> anyhow::Result<Option<Standing<'d>>> {
    match disputes.iter().find(|dispute| dispute.code == code) {
        Some(dispute) => Ok(Some(Standing::Open(dispute))),
        None => Ok(decided(code, from)?.map(Standing::Decided)),
    }
}

/// Whether the contradiction of a code was decided so.
pub(super) fn is_decided(code: &str, choice: &str, from: &impl Readable) -> anyhow::Result<bool> {
    let Some(settled) = decided(code, from)? else { return Ok(false) };
    let held = settled.sides.iter().position(|side| *side == settled.holds);
    let names = side_names(settled.sides.len());
    Ok(held.is_some_and(|at| names[at] == *text::compact(choice)))
}

/// What a code says that stands for nothing open any more.
const REPLACED: &str = "没有这处待裁定的冲突,或已另行裁定,或又收到了别的结论;请用最近一次的“回收情况.xlsx”";

/// How the contradiction of a code was decided; none if it was not.
fn decided(code: &str, from: &impl Readable) -> anyhow::Result<Option<Settled>> {
    match Code::parse(code) {
        Some(Code::Clue { first, last }) => settled(from, first, last),
        Some(Code::Question { first, last }) => Ok(question_settled(&replies(from)?, first, last)),
        None => Ok(None),
    }
}

/// The answers to a question that stood against one another up to the last, and the one that was decided to hold.
fn question_settled(replies: &[Reply], first: i64, last: i64) -> Option<Settled> {
    let asked = replies.iter().find(|reply| reply.id == first)?;
    let same = replies.iter().filter(|reply| reply.asked == asked.asked && reply.period == asked.period);
    let (before, after): (Vec<Reply>, Vec<Reply>) = same.cloned().partition(|reply| reply.id <= last);
    let sides = contested(&before);
    let stood = sides.first()?.id == first && sides.last()?.id == last;
    let ruled = after.first().filter(|next| stood && next.settled_by.is_some())?;
    let holds = sides.iter().find(|side| side.answer == ruled.answer)?.id;
    Some(Settled { sides: sides.iter().map(|side| side.id).collect(), holds })
}

/// Notes what was decided: one answer holds, all that stood against it are out.
pub(super) fn decide(tx: &LedgerTx<'_>, ruling: &Ruling, on: Date) -> anyhow::Result<()> {
    match Code::parse(&ruling.code) {
        Some(Code::Clue { .. }) => settle_all(tx, ruling.holds, &ruling.judge, on),
        Some(Code::Question { .. }) => decide_question(tx, ruling, on),
        None => Ok(()),
    }
}

fn decide_question(tx: &LedgerTx<'_>, ruling: &Ruling, on: Date) -> anyhow::Result<()> {
    let replies = replies(tx)?;
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
    reply(tx, &given)
}
