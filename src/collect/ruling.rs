//! What an officer typed about contradictory answers, row by row → rulings.

use jiff::civil::Date;

use super::dispute::{Dispute, DisputeCode};
use super::heading::Item;
use super::parsed_answer::CellError;
use super::read::ReturnedRow;
use crate::ledger::{LedgerTx, Readable, RuledDispute, rule, ruled_dispute};
use crate::value::{Redacted, text};

/// What the first sides of a dispute are called; those after them go by number.
const STEMS: [&str; 10] = ["甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬", "癸"];

/// What so many sides of a dispute are called.
pub fn side_names(sides: usize) -> Vec<String> {
    let name = |at: usize| STEMS.get(at).map_or_else(|| (at + 1).to_string(), |stem| (*stem).to_owned());
    (0..sides).map(name).collect()
}

/// A ruling: of all sides of a dispute, one answer is in force.
#[derive(Debug, Clone)]
pub(super) struct Ruling {
    pub code: String,
    /// The answer's id.
    pub in_force: i64,
    pub judge: Redacted,
}

/// What a row of rulings says; none if it was ruled so before.
pub(super) fn ruling(
    row: &ReturnedRow<'_>,
    disputes: &[Dispute],
    from: &impl Readable,
) -> anyhow::Result<Result<Option<Ruling>, CellError>> {
    let [code, about] = [Item::Conflict, Item::Clue].map(|item| text::compact(&row.text(item)).into_owned());
    let choice = row.text(Item::Choice);
    let judge = Redacted::of(&row.text(Item::Judge));
    let wrong = |item, written: &str, why: &str| {
        Ok(Err(CellError { item, written: Redacted::of(written), why: why.to_owned() }))
    };
    let Some(state) = DisputeState::of(&code, disputes, from)? else { return wrong(Item::Conflict, &code, REPLACED) };
    let sides = state.sides();
    let names = side_names(sides.len());
    let Some(at) = names.iter().position(|name| *name == *text::compact(&choice)) else {
        return wrong(Item::Choice, &choice, &format!("请填{}之一", names.join("、")));
    };
    match state {
        DisputeState::Ruled(ruled) if ruled.in_force == sides[at] => Ok(Ok(None)),
        DisputeState::Ruled(_) => wrong(Item::Conflict, &code, REPLACED),
        DisputeState::Open(dispute) if about != dispute.id => {
            wrong(Item::Clue, &about, "编号与冲突编号不符，这一行被改动过")
        }
        DisputeState::Open(_) if judge.is_empty() => wrong(Item::Judge, "", "谁裁定、谁负责：请写明裁定人"),
        DisputeState::Open(_) => Ok(Ok(Some(Ruling { code, in_force: sides[at], judge }))),
    }
}

/// What became of the dispute of a code.
enum DisputeState<'d> {
    Open(&'d Dispute),
    Ruled(RuledDispute),
}

impl<'d> DisputeState<'d> {
    fn of(code: &str, disputes: &'d [Dispute], from: &impl Readable) -> anyhow::Result<Option<Self>> {
        match disputes.iter().find(|dispute| dispute.code == code) {
            Some(dispute) => Ok(Some(DisputeState::Open(dispute))),
            None => Ok(ruled(code, from)?.map(DisputeState::Ruled)),
        }
    }

    /// The ids of the answers.
    fn sides(&self) -> Vec<i64> {
        match self {
            DisputeState::Open(dispute) => dispute.sides.iter().map(|side| side.id).collect(),
            DisputeState::Ruled(ruled) => ruled.sides.clone(),
        }
    }
}

/// Whether the ruling on the dispute of a code is this choice.
pub(super) fn is_ruled(code: &str, choice: &str, from: &impl Readable) -> anyhow::Result<bool> {
    let Some(ruled) = ruled(code, from)? else { return Ok(false) };
    let at = ruled.sides.iter().position(|side| *side == ruled.in_force);
    let names = side_names(ruled.sides.len());
    Ok(at.is_some_and(|at| names[at] == *text::compact(choice)))
}

/// The message for a code of no open dispute.
const REPLACED: &str = "没有这处待裁定的冲突，或已另行裁定，或又收到了别的结论；请用最近一次的“回收情况.xlsx”";

/// The ruling on the dispute of a code; none if there is none.
fn ruled(code: &str, from: &impl Readable) -> anyhow::Result<Option<RuledDispute>> {
    let Some(DisputeCode { kind, ends }) = DisputeCode::parse(code) else { return Ok(None) };
    ruled_dispute(from, kind, ends)
}

/// Records rulings.
pub(super) fn record_rulings(tx: &LedgerTx<'_>, rulings: &[Ruling], on: Date) -> anyhow::Result<()> {
    rulings.iter().try_for_each(|ruling| rule(tx, ruling.in_force, &ruling.judge, on))
}
