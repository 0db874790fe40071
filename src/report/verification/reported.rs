//! 干部走访: what villages found by themselves.

use super::super::home::home_columns;
use super::input::{Verification, title};
use crate::ledger::AskedClue;
use crate::value::Redacted;
use crate::workbook::{Columns, SheetOut};

/// What villages found by themselves, in this period or, where this period's lists asked again, in earlier ones.
pub(super) fn reported(input: Verification<'_>) -> SheetOut {
    let columns = Columns::<AskedClue>::new()
        .text(("线索编号", 18.0), |clue| Redacted::code(&clue.about.clue))
        .and(home_columns([12.0, 12.0, 12.0, 10.0], |clue: &AskedClue| &clue.about.home))
        .text(("涉及人姓名", 10.0), |clue| clue.about.person_name.clone())
        .text(("风险类型", 10.0), |clue| clue.about.risk.clone())
        .text(("发现的情况", 40.0), |clue| clue.finding.clone())
        .text(("来历", 12.0), |clue| if clue.reported { "本期发现" } else { "以前发现" })
        .text(("核实结果", 14.0), |clue| clue.feedback.label());
    SheetOut {
        name: "干部走访".to_owned(),
        title: title(input, "干部走访"),
        notes: vec!["村里在清单空行上补报的风险；没有办结的，下一期清单会再次请村核实。".to_owned()],
        ..SheetOut::of(&columns, input.asked.iter().filter(|clue| clue.about.from_visit))
    }
}
