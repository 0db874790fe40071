//! 不再推送: the clues of a run that nobody is asked about again, and why.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::ledger::{Suppress, Suppression, Triage};
use crate::schema::Clue;
use crate::value::{ClueId, Redacted, chinese};
use crate::workbook::{BookOut, Columns, SheetOut};

/// A clue that nobody is asked about, why not, and until when.
struct SuppressedClue<'a> {
    clue: &'a Clue,
    why: String,
    until: String,
}

/// Lays out the table.
pub fn kept_back(clues: &[Clue], triage: &BTreeMap<ClueId, Triage>, as_of: Date) -> BookOut {
    let columns = Columns::<SuppressedClue<'_>>::new()
        .text(("线索编号", 18.0), |kept| Redacted::code(&kept.clue.id))
        .text(("乡镇", 12.0), |kept| kept.clue.location.village.township.clone())
        .text(("行政村", 12.0), |kept| kept.clue.location.village.name.clone())
        .text(("户编号", 12.0), |kept| Redacted::household_number(&kept.clue.location.household_number))
        .text(("户主姓名", 10.0), |kept| kept.clue.location.head_name.clone())
        .text(("涉及人", 10.0), |kept| kept.clue.text.person_name.clone())
        .text(("规则", 26.0), |kept| format!("{} {}", kept.clue.rule, kept.clue.text.title))
        .text(("线索内容", 40.0), |kept| kept.clue.text.finding.clone())
        .text(("不再推送的原因", 40.0), |kept| kept.why.clone())
        .text(("至何时", 16.0), |kept| kept.until.clone());
    let kept = clues.iter().filter_map(|clue| match triage.get(clue.id.as_str()) {
        Some(Triage::Suppress(keep)) => {
            let (why, until) = reason(keep);
            Some(SuppressedClue { clue, why, until })
        }
        Some(Triage::Ask(_)) | None => None,
    });
    let sheet = SheetOut {
        name: "不再推送".to_owned(),
        title: Some("已核实或已豁免、本期不再推送的线索".to_owned()),
        ..SheetOut::of(&columns, kept)
    };
    BookOut { created: as_of, sheets: vec![sheet], ..BookOut::default() }
}

/// Why a clue is not asked, and until when.
pub(super) fn reason(keep: &Suppress) -> (String, String) {
    match keep {
        Suppress::Concluded(conclusion) => {
            let handling = conclusion.handling.as_ref().map(|handling| format!("、{handling}")).unwrap_or_default();
            let why = format!("{}期已核实：{}{handling}", conclusion.period, conclusion.verdict);
            (why, end(&conclusion.suppression))
        }
        Suppress::Waived { reason, until, .. } => (format!("已豁免：{reason}"), chinese(*until)),
    }
}

/// What ends a suppression; a clue that went away and came back is always asked.
fn end(suppression: &Suppression) -> String {
    match (suppression.until, &suppression.evidence) {
        (Some(until), Some(_)) => format!("{}或情况变化时", chinese(until)),
        (Some(until), None) => chinese(until),
        (None, Some(_)) => "情况变化或再次出现时".to_owned(),
        (None, None) => "消除后再次出现时".to_owned(),
    }
}
