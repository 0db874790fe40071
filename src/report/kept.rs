//! 不再推送: the clues of a run that nobody is asked about again, and why.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::cells::{column, text};
use crate::ledger::{Suppress, Suppression, Triage};
use crate::schema::Clue;
use crate::value::{ClueId, chinese};
use crate::workbook::{BookOut, CellOut, ColumnKind, SheetOut};

/// Lays out the table.
pub fn kept_back(clues: &[Clue], triage: &BTreeMap<ClueId, Triage>, as_of: Date) -> BookOut {
    let columns = [
        ("线索编号", 18.0),
        ("乡镇", 12.0),
        ("行政村", 12.0),
        ("户编号", 12.0),
        ("户主姓名", 10.0),
        ("涉及人", 10.0),
        ("规则", 26.0),
        ("线索内容", 40.0),
        ("不再推送的原因", 40.0),
        ("至何时", 16.0),
    ];
    let kept = |clue: &Clue| match triage.get(clue.id.as_str()) {
        Some(Triage::Suppress(keep)) => Some(row(clue, keep)),
        Some(Triage::Ask(_)) | None => None,
    };
    let sheet = SheetOut {
        name: "不再推送".to_owned(),
        title: Some("已核实或已豁免、本期不再推送的线索".to_owned()),
        columns: columns.map(|(heading, width)| column(heading, width, ColumnKind::Text)).into(),
        rows: clues.iter().filter_map(kept).collect(),
        ..SheetOut::default()
    };
    BookOut { created: as_of, sheets: vec![sheet], ..BookOut::default() }
}

fn row(clue: &Clue, keep: &Suppress) -> Vec<CellOut> {
    let at = &clue.location;
    let (why, until) = reason(keep);
    vec![
        text(&clue.id),
        text(&at.village.township),
        text(&at.village.name),
        text(&at.household_number),
        text(&at.head_name),
        text(&clue.text.person_name),
        text(format!("{} {}", clue.rule, clue.text.title)),
        text(&clue.text.finding),
        text(why),
        text(until),
    ]
}

/// Why a clue is not asked, and until when.
pub(super) fn reason(keep: &Suppress) -> (String, String) {
    match keep {
        Suppress::Concluded(conclusion) => {
            let handling = conclusion.handling.as_ref().map(|handling| format!("、{handling}")).unwrap_or_default();
            let why = format!("{}期已核实: {}{handling}", conclusion.period, conclusion.verdict);
            (why, end(&conclusion.suppression))
        }
        Suppress::Waived { reason, until, .. } => (format!("已豁免: {reason}"), chinese(*until)),
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
