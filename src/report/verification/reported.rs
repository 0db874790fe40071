//! 干部走访: what villages found by themselves.

use super::super::cells::{column, text};
use super::input::{Verification, title};
use crate::ledger::AskedClue;
use crate::workbook::{ColumnKind, SheetOut};

/// What villages found by themselves, in this period or, where this period's lists asked again, in earlier ones.
pub(super) fn reported(input: Verification<'_>) -> SheetOut {
    let columns = [
        ("线索编号", 18.0),
        ("乡镇", 12.0),
        ("行政村", 12.0),
        ("户编号", 12.0),
        ("户主姓名", 10.0),
        ("涉及人姓名", 10.0),
        ("风险类型", 10.0),
        ("发现的情况", 40.0),
        ("来历", 12.0),
        ("核实结果", 14.0),
    ];
    let row = |clue: &AskedClue| {
        let about = &clue.about;
        let place = [about.clue.as_str(), &about.township, &about.village, &about.household_number];
        let who = [about.head_name.as_str(), &about.person_name, &about.risk, &clue.finding];
        let origin = if clue.reported { "本期发现" } else { "以前发现" };
        let words = place.into_iter().chain(who);
        words.chain([origin, clue.feedback.label()]).map(text).collect()
    };
    SheetOut {
        name: "干部走访".to_owned(),
        title: title(input, "干部走访"),
        notes: vec!["村里在清单空行上补报的风险;没有办结的,下一期清单会再次请村核实。".to_owned()],
        columns: columns.map(|(heading, width)| column(heading, width, ColumnKind::Text)).into(),
        rows: input.asked.iter().filter(|clue| clue.about.from_visit).map(row).collect(),
        ..SheetOut::default()
    }
}
