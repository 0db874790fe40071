//! The matched rows of a file → parsed rows, and rejections of the rest.

use std::collections::{BTreeMap, BTreeSet};

use super::added::{AddedTo, reported};
use super::context::CollectContext;
use super::dispute::Dispute;
use super::heading::Item;
use super::identify::{Counted, Identified, counted};
use super::matching::{MatchedFile, RowKind};
use super::misaligned::misaligned;
use super::outcome::{ParsedRow, Rejection, RejectionKind, RowOutcome};
use super::parsed_answer::{CellError, Days, ParsedAnswer, Signature, parse_answer, signature};
use super::read::ReturnedRow;
use super::reconcile::{is_open, is_recorded};
use super::ruling::{Ruling, ruling};
use super::snapshot::LedgerSnapshot;
use crate::ledger::{Asked, LedgerTx, SentRow};
use crate::pack::AnswerItem;
use crate::schema::RegisteredHousehold;
use crate::value::{Redacted, text};

/// What rows are compared with.
#[derive(Clone, Copy)]
pub(super) struct ParseContext<'a> {
    pub collect: CollectContext<'a>,
    pub snapshot: &'a LedgerSnapshot,
    pub households: &'a [RegisteredHousehold],
    pub disputes: &'a [Dispute],
    pub tx: &'a LedgerTx<'a>,
}

/// Parses every row of a file; `before` are the rulings of the files before it.
pub(super) fn parse<'a>(
    file: &'a MatchedFile<'a>,
    context: ParseContext<'a>,
    before: &[Ruling],
) -> anyhow::Result<Vec<RowOutcome<'a>>> {
    let lists = lists(file, context.snapshot);
    let signatures = signatures(file);
    let parser = Parser { file, context, lists, signatures };
    let mut outcomes = Vec::new();
    for (row, kind) in &file.rows {
        outcomes.extend(match kind {
            RowKind::Ruling => {
                let outcome = parser.ruling(row)?;
                outcome.map(|outcome| parser.ruled_before(outcome, row, before, &outcomes))
            }
            RowKind::Row(Identified::Sent(sent)) => Some(parser.sent(row, sent)?),
            RowKind::Row(Identified::Added) => parser.added(row),
            RowKind::Row(Identified::Refused(why)) => row.is_answered().then(|| parser.refused(row, why.clone())),
        });
    }
    Ok(outcomes)
}

/// The list that each sheet belongs to, as its rows tell.
fn lists<'a>(file: &'a MatchedFile<'a>, snapshot: &LedgerSnapshot) -> BTreeMap<&'a str, AddedTo<'a>> {
    let mut lists: BTreeMap<&str, AddedTo<'a>> = BTreeMap::new();
    for (row, kind) in &file.rows {
        let sent = match kind {
            RowKind::Row(Identified::Sent(sent)) => Some(*sent),
            RowKind::Row(Identified::Added | Identified::Refused(_)) | RowKind::Ruling => file.first,
        };
        let Some(sent) = sent else { continue };
        let list = lists.entry(row.sheet).or_insert_with(|| AddedTo { sent, villages: BTreeSet::new() });
        if let (RowKind::Row(Identified::Sent(_)), Asked::Clue(clue)) = (kind, &sent.asked) {
            list.sent = sent;
            list.villages.extend(snapshot.clues.get(clue).map(|clue| clue.home.village.name.clone()));
        }
    }
    lists
}

/// Who signed a page of questions where not every row is signed, by the code of whom it was put to.
fn signatures<'a>(file: &'a MatchedFile<'a>) -> BTreeMap<&'a str, Signature> {
    let mut signatures = BTreeMap::new();
    for (row, kind) in &file.rows {
        if let RowKind::Row(Identified::Sent(SentRow { asked: Asked::Question { subject, .. }, .. })) = kind {
            let signature = signature(row);
            if !signature.verifier.is_empty() {
                signatures.entry(subject.as_str()).or_insert(signature);
            }
        }
    }
    signatures
}

/// What the rows of one file are parsed with.
struct Parser<'a> {
    file: &'a MatchedFile<'a>,
    context: ParseContext<'a>,
    /// Lists by sheet.
    lists: BTreeMap<&'a str, AddedTo<'a>>,
    signatures: BTreeMap<&'a str, Signature>,
}

impl<'a> Parser<'a> {
    /// A row that was sent.
    fn sent(&self, row: &ReturnedRow<'a>, sent: &SentRow) -> anyhow::Result<RowOutcome<'a>> {
        let ParseContext { collect, snapshot, tx, .. } = self.context;
        if !row.is_answered() {
            return Ok(RowOutcome::Unanswered);
        }
        if let Some(why) = misaligned(row, sent, snapshot, &collect.pack.questions, collect.naming) {
            return Ok(self.refused(row, why));
        }
        let words = &collect.pack.dispositions;
        let before = snapshot.answers(&(sent.asked.clone(), sent.period.clone()));
        let counted = counted(sent, is_open(before, words), snapshot, tx)?;
        let counts_for = match &counted {
            Counted::Later(later) => later,
            Counted::Here | Counted::Nowhere(_) => sent,
        };
        Ok(match (&counted, self.answer(row, sent)) {
            (Counted::Later(_) | Counted::Nowhere(_), Ok(answer)) if is_recorded(&answer, before, words) => {
                RowOutcome::Recorded
            }
            (Counted::Nowhere(why), _) => self.refused(row, why.clone()),
            (Counted::Here | Counted::Later(_), Err(errors)) => self.rejected(row, errors),
            (Counted::Here | Counted::Later(_), Ok(answer)) => RowOutcome::Sound(Box::new(ParsedRow {
                file: self.file.position,
                sheet: row.sheet,
                row: row.number(),
                asked: (sent.asked.clone(), counts_for.period.clone()),
                pushed: Some(counts_for.id),
                run: counts_for.run,
                answer: Some(answer),
                report: None,
            })),
        })
    }

    /// What a row that was sent answers.
    fn answer(&self, row: &ReturnedRow<'a>, sent: &SentRow) -> Result<ParsedAnswer<'a>, Vec<CellError>> {
        let errors = formula_errors(row, |item| matches!(item, Item::Answer(_)));
        if !errors.is_empty() {
            return Err(errors);
        }
        let signature = match &sent.asked {
            Asked::Question { subject, .. } => self.signatures.get(subject.as_str()).cloned().unwrap_or_default(),
            Asked::Clue(_) => Signature::default(),
        };
        parse_answer(row, &sent.asked, self.context.collect.pack, self.days(sent), &signature)
    }

    /// The days between which a row that was sent can have been verified.
    fn days(&self, sent: &SentRow) -> Days {
        Days { pushed: sent.pushed_on, as_of: self.context.collect.as_of }
    }

    /// A row that the village added; none if nothing stands in it but a name.
    fn added(&self, row: &ReturnedRow<'a>) -> Option<RowOutcome<'a>> {
        if !row.says_something() {
            return None;
        }
        let Some(list) = self.lists.get(row.sheet) else {
            let why = "文件里没有清单标识，无法识别是哪个乡镇、哪一期的清单；请填在原清单里".to_owned();
            return Some(self.refused(row, why));
        };
        let errors = formula_errors(row, |_| true);
        if !errors.is_empty() {
            return Some(self.rejected(row, errors));
        }
        Some(self.reported(row, list).unwrap_or_else(|errors| self.rejected(row, errors)))
    }

    /// The risk that an added row reports, with the answer if it was verified.
    fn reported(&self, row: &ReturnedRow<'a>, list: &AddedTo<'_>) -> Result<RowOutcome<'a>, Vec<CellError>> {
        let ParseContext { collect, snapshot, households, .. } = self.context;
        let report = reported(row, list, households, snapshot, collect.naming).map_err(|error| vec![error])?;
        let asked = Asked::Clue(report.id.clone());
        let is_verified = !row.answer(AnswerItem::核实结论).is_empty();
        let answer = is_verified
            .then(|| parse_answer(row, &asked, collect.pack, self.days(list.sent), &Signature::default()))
            .transpose()?;
        Ok(RowOutcome::Sound(Box::new(ParsedRow {
            file: self.file.position,
            sheet: row.sheet,
            row: row.number(),
            asked: (asked, list.sent.period.clone()),
            pushed: None,
            run: list.sent.run,
            answer,
            report: Some(report),
        })))
    }

    /// A row of rulings; none if it names no dispute.
    fn ruling(&self, row: &ReturnedRow<'a>) -> anyhow::Result<Option<RowOutcome<'a>>> {
        if row.text(Item::Conflict).is_empty() {
            return Ok(None);
        }
        if !row.is_answered() {
            return Ok(Some(RowOutcome::Unanswered));
        }
        Ok(Some(match ruling(row, self.context.disputes, self.context.tx)? {
            Ok(Some(ruling)) => RowOutcome::Ruled(ruling),
            Ok(None) => RowOutcome::Recorded,
            Err(error) => self.rejected(row, vec![error]),
        }))
    }

    /// A ruling on a dispute on which this file or one before it has a ruling already: the same again, or another.
    fn ruled_before(
        &self,
        outcome: RowOutcome<'a>,
        row: &ReturnedRow<'_>,
        before: &[Ruling],
        outcomes: &[RowOutcome<'_>],
    ) -> RowOutcome<'a> {
        let RowOutcome::Ruled(ruling) = &outcome else { return outcome };
        let here = outcomes
            .iter()
            .filter_map(|outcome| if let RowOutcome::Ruled(other) = outcome { Some(other) } else { None });
        match before.iter().chain(here).find(|other| other.code == ruling.code) {
            None => outcome,
            Some(other) if other.in_force == ruling.in_force => RowOutcome::Recorded,
            Some(_) => {
                let why = "同一处冲突另有一行裁定为别的结论；请只留一种".to_owned();
                let written = Redacted::of(&row.text(Item::Choice));
                self.rejected(row, vec![CellError { item: Item::Choice, written, why }])
            }
        }
    }

    fn refused(&self, row: &ReturnedRow<'_>, why: String) -> RowOutcome<'a> {
        let error = CellError { item: Item::Clue, written: Redacted::default(), why };
        let whole_row = format!("第{}行", row.number());
        let rejection = Rejection { cell: whole_row, ..self.rejection(row, RejectionKind::Refused, error) };
        RowOutcome::Faulty(RejectionKind::Refused, vec![rejection])
    }

    fn rejected(&self, row: &ReturnedRow<'_>, errors: Vec<CellError>) -> RowOutcome<'a> {
        let rejections = errors.into_iter().map(|error| self.rejection(row, RejectionKind::Rejected, error)).collect();
        RowOutcome::Faulty(RejectionKind::Rejected, rejections)
    }

    fn rejection(&self, row: &ReturnedRow<'_>, kind: RejectionKind, error: CellError) -> Rejection {
        let snapshot = self.context.snapshot;
        let masked = |item: Item| String::from(Redacted::of(&row.text(item)));
        let sent = snapshot.row(&text::compact(&row.text(Item::Checksum)));
        let clue = sent.and_then(|sent| snapshot.clue_behind(&sent.asked));
        let id = [masked(Item::Clue), masked(Item::Question)].into_iter().find(|id| !id.is_empty());
        let id = id.or(sent.map(|sent| sent.asked.id().to_owned())).unwrap_or_default();
        Rejection {
            file: self.file.file.name.clone(),
            sheet: Redacted::of(row.sheet).into(),
            cell: row.address(error.item),
            kind,
            id,
            head_name: clue.map_or_else(|| masked(Item::HeadName), |clue| clue.home.head_name.clone()),
            written: error.written,
            why: error.why,
        }
    }
}

/// The cells of a row that people fill in and in which a formula has no value.
fn formula_errors(row: &ReturnedRow<'_>, is_filled_in: fn(Item) -> bool) -> Vec<CellError> {
    let why = "单元格里的公式没有结果；请直接填写内容，不用公式";
    let errors = row.errors().filter(|(item, _)| is_filled_in(*item));
    errors.map(|(item, written)| CellError { item, written: Redacted::of(written), why: why.to_owned() }).collect()
}
