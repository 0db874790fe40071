//! Decisions typed into the workbook that is replaced → those that its new edition repeats, and those that no longer
//! fit: nothing that an officer typed is lost.

use super::collected::{TypedRuling, Unused};
use super::dispute::Dispute;
use super::heading::{Headings, Item};
use super::returned::{ReturnedRow, read};
use super::ruling::is_decided;
use super::terms::ReturnedFile;
use crate::ledger::Readable;
use crate::value::{Redacted, text};

/// What was typed into a workbook that is replaced.
#[derive(Default)]
pub(super) struct Typed {
    /// What the new one repeats.
    pub repeated: Vec<TypedRuling>,
    /// What stands for no dispute any more, or stands there twice.
    pub unused: Vec<Unused>,
}

/// Reads the decisions that were typed and not taken.
pub(super) fn typed(
    former: &ReturnedFile,
    headings: &Headings,
    disputes: &[Dispute],
    from: &impl Readable,
) -> anyhow::Result<Typed> {
    let mut typed = Typed::default();
    let Ok(book) = &former.book else { return Ok(typed) };
    for row in read(book, headings).rows.iter().filter(|row| row.has_column(Item::Conflict)) {
        let ruling = TypedRuling::of(row);
        let is_open = disputes.iter().any(|dispute| dispute.code == ruling.code);
        let known = typed.repeated.iter().find(|known| known.code == ruling.code);
        if ruling.is_blank() || known == Some(&ruling) || is_decided(&ruling.code, &ruling.choice, from)? {
            continue;
        }
        match is_open && known.is_none() {
            true => typed.repeated.push(ruling),
            false => typed.unused.push(ruling.unused(&former.name, row)),
        }
    }
    Ok(typed)
}

impl TypedRuling {
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
            text: format!("{}: {} {}", self.code, self.choice, self.judge).trim_end().to_owned(),
            why: "这处冲突又收到了别的结论,或已另行裁定;请看“冲突”里现在的结论,需要时重新裁定".to_owned(),
        }
    }
}
