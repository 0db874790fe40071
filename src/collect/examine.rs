//! The rows of a returned file → what is sound in them, and what is wrong with the rest.

use std::collections::{BTreeMap, BTreeSet};

use super::added::{Surroundings, reported};
use super::displaced::displaced;
use super::dispute::Dispute;
use super::heading::Item;
use super::identify::{Identified, outdated};
use super::known::Known;
use super::merge::is_noted;
use super::outcome::{Fault, FaultKind, Finding, Outcome};
use super::returned::ReturnedRow;
use super::ruling::{Ruling, ruling};
use super::said::{Days, Said, Signature, Wrong, said, signature};
use super::terms::Terms;
use super::told::{Kind, Told};
use crate::ledger::{Asked, LedgerTx, SentRow};
use crate::pack::AnswerItem;
use crate::schema::Location;
use crate::value::{Redacted, text};

/// What rows are examined against.
#[derive(Clone, Copy)]
pub(super) struct Against<'a> {
    pub terms: Terms<'a>,
    pub known: &'a Known,
    pub households: &'a [Location],
    pub disputes: &'a [Dispute],
    pub tx: &'a LedgerTx<'a>,
}

/// Examines every row of a file; `before` was decided by the files before it.
pub(super) fn examine<'a>(
    told: &Told<'a>,
    against: Against<'a>,
    before: &[Ruling],
) -> anyhow::Result<Vec<Outcome<'a>>> {
    let surroundings = surroundings(told, against.known);
    let signatures = signatures(told);
    let mut outcomes = Vec::new();
    for (row, kind) in &told.rows {
        outcomes.extend(match kind {
            Kind::Decision => {
                let outcome = decision(told, row, against)?;
                outcome.map(|outcome| told_before(outcome, told, row, before, &outcomes, against.known))
            }
            Kind::Row(Identified::Sent(sent)) => Some(answer(told, row, sent, &signatures, against)?),
            Kind::Row(Identified::Added) => addition(told, row, surroundings.get(row.sheet), against),
            Kind::Row(Identified::Refused(why)) => {
                row.is_answered().then(|| refused(told, row, why.clone(), against.known))
            }
        });
    }
    Ok(outcomes)
}

/// What the other rows of every sheet tell of the list.
fn surroundings<'a>(told: &Told<'a>, known: &Known) -> BTreeMap<&'a str, Surroundings<'a>> {
    let mut sheets: BTreeMap<&str, Surroundings<'a>> = BTreeMap::new();
    for (row, kind) in &told.rows {
        let sent = match kind {
            Kind::Row(Identified::Sent(sent)) => Some(*sent),
            Kind::Row(Identified::Added | Identified::Refused(_)) | Kind::Decision => told.first,
        };
        let Some(sent) = sent else { continue };
        let around = sheets.entry(row.sheet).or_insert_with(|| Surroundings { sent, villages: BTreeSet::new() });
        if let (Kind::Row(Identified::Sent(_)), Asked::Clue(clue)) = (kind, &sent.asked) {
            around.sent = sent;
            around.villages.extend(known.clues.get(clue).map(|clue| clue.village.clone()));
        }
    }
    sheets
}

/// Who signed a page of questions where not every row is signed.
fn signatures<'a>(told: &'a Told<'_>) -> BTreeMap<&'a str, Signature> {
    let mut signatures = BTreeMap::new();
    for (row, kind) in &told.rows {
        if let Kind::Row(Identified::Sent(SentRow { asked: Asked::Question { subject, .. }, .. })) = kind {
            let signature = signature(row);
            if !signature.verifier.is_empty() {
                signatures.entry(subject.as_str()).or_insert(signature);
            }
        }
    }
    signatures
}

fn answer<'a>(
    told: &Told<'a>,
    row: &ReturnedRow<'a>,
    sent: &SentRow,
    signatures: &BTreeMap<&str, Signature>,
    against: Against<'a>,
) -> anyhow::Result<Outcome<'a>> {
    if !row.is_answered() {
        return Ok(Outcome::Unanswered);
    }
    if let Some(why) = displaced(row, sent, against.known, &against.terms.pack.questions, against.terms.naming) {
        return Ok(refused(told, row, why, against.known));
    }
    let key = (sent.asked.clone(), sent.period.clone());
    let is_noted = |said: &Said<'_>| is_noted(said, against.known.held(&key), &against.terms.pack.dispositions);
    Ok(match (outdated(sent, against.known, against.tx)?, answered(row, sent, signatures, against)) {
        (Some(_), Ok(said)) if is_noted(&said) => Outcome::Settled,
        (Some(why), _) => refused(told, row, why, against.known),
        (None, Err(wrong)) => rejected(told, row, wrong, against.known),
        (None, Ok(said)) => Outcome::Sound(Box::new(Finding {
            file: told.position,
            sheet: row.sheet,
            row: row.number(),
            key,
            pushed: Some(sent.id),
            run: sent.run,
            said: Some(said),
            reported: None,
        })),
    })
}

/// What a row that was sent answers.
fn answered<'a>(
    row: &ReturnedRow<'a>,
    sent: &SentRow,
    signatures: &BTreeMap<&str, Signature>,
    against: Against<'a>,
) -> Result<Said<'a>, Vec<Wrong>> {
    let unreadable = unreadable(row, |item| matches!(item, Item::Answer(_)));
    if !unreadable.is_empty() {
        return Err(unreadable);
    }
    let signature = match &sent.asked {
        Asked::Question { subject, .. } => signatures.get(subject.as_str()).cloned().unwrap_or_default(),
        Asked::Clue(_) => Signature::default(),
    };
    let days = Days { pushed: sent.pushed_on, as_of: against.terms.as_of };
    said(row, &sent.asked, against.terms.pack, days, &signature)
}

/// A row that the village added; none if nothing stands in it but a name.
fn addition<'a>(
    told: &Told<'a>,
    row: &ReturnedRow<'a>,
    around: Option<&Surroundings<'_>>,
    against: Against<'a>,
) -> Option<Outcome<'a>> {
    if !row.says_something() {
        return None;
    }
    let Some(around) = around else {
        let why = "文件里没有清单标识,认不出是哪个乡镇、哪一期的清单;请填在原清单里".to_owned();
        return Some(refused(told, row, why, against.known));
    };
    let unreadable = unreadable(row, |_| true);
    if !unreadable.is_empty() {
        return Some(rejected(told, row, unreadable, against.known));
    }
    let reported = match reported(row, around, (against.households, against.known), against.terms.naming) {
        Ok(reported) => reported,
        Err(wrong) => return Some(rejected(told, row, vec![wrong], against.known)),
    };
    let asked = Asked::Clue(reported.id.clone());
    let days = Days { pushed: around.sent.pushed_on, as_of: against.terms.as_of };
    let is_verified = !row.answer(AnswerItem::核实结论).is_empty();
    let said = is_verified.then(|| said(row, &asked, against.terms.pack, days, &Signature::default())).transpose();
    Some(match said {
        Ok(said) => Outcome::Sound(Box::new(Finding {
            file: told.position,
            sheet: row.sheet,
            row: row.number(),
            key: (asked, around.sent.period.clone()),
            pushed: None,
            run: around.sent.run,
            said,
            reported: Some(reported),
        })),
        Err(wrong) => rejected(told, row, wrong, against.known),
    })
}

fn decision<'a>(told: &Told<'a>, row: &ReturnedRow<'a>, against: Against<'a>) -> anyhow::Result<Option<Outcome<'a>>> {
    if row.text(Item::Conflict).is_empty() {
        return Ok(None);
    }
    if !row.is_answered() {
        return Ok(Some(Outcome::Unanswered));
    }
    Ok(Some(match ruling(row, against.disputes, against.tx)? {
        Ok(Some(ruling)) => Outcome::Ruled(ruling),
        Ok(None) => Outcome::Settled,
        Err(wrong) => rejected(told, row, vec![wrong], against.known),
    }))
}

/// A ruling on what this file or one before it decided already: the same again, or otherwise.
fn told_before<'a>(
    outcome: Outcome<'a>,
    told: &Told<'_>,
    row: &ReturnedRow<'_>,
    before: &[Ruling],
    outcomes: &[Outcome<'_>],
    known: &Known,
) -> Outcome<'a> {
    let Outcome::Ruled(ruling) = &outcome else { return outcome };
    let here =
        outcomes.iter().filter_map(|outcome| if let Outcome::Ruled(other) = outcome { Some(other) } else { None });
    match before.iter().chain(here).find(|other| other.code == ruling.code) {
        None => outcome,
        Some(other) if other.holds == ruling.holds => Outcome::Settled,
        Some(_) => {
            let (written, why) = (row.text(Item::Choice), "同一处冲突另有一行裁定为别的结论;请只留一种".to_owned());
            rejected(told, row, vec![Wrong { item: Item::Choice, written: Redacted::of(&written), why }], known)
        }
    }
}

/// The cells of a row that people fill in and in which a formula has no value.
fn unreadable(row: &ReturnedRow<'_>, is_filled_in: fn(Item) -> bool) -> Vec<Wrong> {
    let why = "单元格里的公式没有结果;请直接填写内容,不用公式";
    let errors = row.errors().filter(|(item, _)| is_filled_in(*item));
    errors.map(|(item, written)| Wrong { item, written: Redacted::of(written), why: why.to_owned() }).collect()
}

fn refused<'a>(told: &Told<'_>, row: &ReturnedRow<'_>, why: String, known: &Known) -> Outcome<'a> {
    let wrong = Wrong { item: Item::Clue, written: Redacted::default(), why };
    let fault = Fault { cell: format!("第{}行", row.number()), ..fault(told, row, FaultKind::Refused, wrong, known) };
    Outcome::Faulty(FaultKind::Refused, vec![fault])
}

fn rejected<'a>(told: &Told<'_>, row: &ReturnedRow<'_>, wrong: Vec<Wrong>, known: &Known) -> Outcome<'a> {
    let faults = wrong.into_iter().map(|wrong| fault(told, row, FaultKind::Rejected, wrong, known)).collect();
    Outcome::Faulty(FaultKind::Rejected, faults)
}

fn fault(told: &Told<'_>, row: &ReturnedRow<'_>, kind: FaultKind, wrong: Wrong, known: &Known) -> Fault {
    let shown = |item: Item| String::from(Redacted::of(&row.text(item)));
    let sent = known.row(&text::compact(&row.text(Item::Checksum)));
    let clue = sent.and_then(|sent| known.clue_behind(&sent.asked));
    let id = [shown(Item::Clue), shown(Item::Question)].into_iter().find(|id| !id.is_empty());
    let id = id.or(sent.map(|sent| sent.asked.id().to_owned())).unwrap_or_default();
    let head_name = clue.map_or_else(|| shown(Item::HeadName), |clue| clue.head_name.clone());
    Fault {
        file: told.file.name.clone(),
        sheet: Redacted::of(row.sheet).into(),
        cell: row.address(wrong.item),
        kind,
        id,
        head_name,
        written: wrong.written,
        why: wrong.why,
    }
}
