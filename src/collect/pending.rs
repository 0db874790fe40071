//! Rulings typed into the workbook that is replaced → those that its new edition repeats, and those that no longer fit:
//! nothing that an officer typed is lost.

use super::collected::{PendingRuling, Unused};
use super::context::ReturnedFile;
use super::dispute::Dispute;
use super::heading::{Headings, Item};
use super::read::{ReturnedRow, read};
use super::ruling::is_ruled;
use crate::ledger::Readable;
use crate::value::{Redacted, text};

/// The rulings that were typed into a workbook that is replaced.
#[derive(Default)]
pub(super) struct PendingRulings {
    /// What the new one repeats.
    pub repeated: Vec<PendingRuling>,
    /// What stands for no dispute any more, or stands there twice.
    pub unused: Vec<Unused>,
}

/// Reads the rulings that were typed and not taken.
pub(super) fn pending_rulings(
    former: Option<&ReturnedFile>,
    headings: &Headings,
    disputes: &[Dispute],
    from: &impl Readable,
) -> anyhow::Result<PendingRulings> {
    let mut pending = PendingRulings::default();
    let Some(former) = former else { return Ok(pending) };
    let Ok(book) = &former.book else { return Ok(pending) };
    for row in read(book, headings).rows.iter().filter(|row| row.has_column(Item::Conflict)) {
        let ruling = PendingRuling::of(row);
        let is_open = disputes.iter().any(|dispute| dispute.code == ruling.code);
        let known = pending.repeated.iter().find(|known| known.code == ruling.code);
        if ruling.is_blank() || known == Some(&ruling) || is_ruled(&ruling.code, &ruling.choice, from)? {
            continue;
        }
        match is_open && known.is_none() {
            true => pending.repeated.push(ruling),
            false => pending.unused.push(ruling.unused(&former.name, row)),
        }
    }
    Ok(pending)
}

impl PendingRuling {
    fn of(row: &ReturnedRow<'_>) -> Self {
        let [choice, judge] = [Item::Choice, Item::Judge].map(|item| Redacted::of(&row.text(item)).into());
        Self { code: text::compact(&row.text(Item::Conflict)).into_owned(), choice, judge }
    }

    fn is_blank(&self) -> bool {
        self.choice.is_empty() && self.judge.is_empty()
    }

    fn unused(&self, file: &str, row: &ReturnedRow<'_>) -> Unused {
        Unused {
            file: file.to_owned(),
            sheet: row.sheet.to_owned(),
            cell: row.address(Item::Choice),
            text: format!("{}：{} {}", self.code, self.choice, self.judge).trim_end().to_owned(),
            why: "这处冲突又收到了别的结论，或已另行裁定；请看“冲突”里现在的结论，需要时重新裁定".to_owned(),
        }
    }
}
