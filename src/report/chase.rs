//! 盯办清单: households of which an answer said what the lists would say, until they do.

use jiff::civil::Date;

use super::home::home_columns;
use crate::progress::{Awaited, AwaitedState};
use crate::workbook::{Arrangement, BookOut, Columns, SheetOut};

/// Lays the list out; what came true is no longer on it. None if nothing is left.
pub fn chase_list(awaited: &[Awaited], county: &str, period: &str, as_of: Date) -> Option<BookOut> {
    let mut open: Vec<&Awaited> = awaited.iter().filter(|one| one.state != AwaitedState::Met).collect();
    open.sort_by_key(|one| one.state);
    if open.is_empty() {
        return None;
    }
    let overdue = open.iter().filter(|one| one.state == AwaitedState::Overdue).count();
    let note = format!(
        "村里已答复而部门名单（{period}期）中还没有的 {} 户，其中到期仍没有的 {overdue} 户。请核对：已落实的，由部门在下一期名单中报来；没有落实的，催办；不再需要的，在清单上重新答复。",
        open.len()
    );
    let sheet = SheetOut {
        name: "盯办清单".to_owned(),
        title: Some(format!("{county}答复后落实情况盯办清单（{period}）")),
        notes: vec![note],
        arrangement: Arrangement::Filtered,
        ..SheetOut::of(&columns(), open)
    };
    Some(BookOut { created: as_of, sheets: vec![sheet], ..BookOut::default() })
}

fn columns<'a>() -> Columns<'a, Awaited> {
    Columns::<Awaited>::new()
        .and(home_columns([10.0, 10.0, 12.0, 9.0], |one: &Awaited| &one.about.home))
        .text(("情况", 12.0), |one| one.state.label())
        .text(("答复", 20.0), |one| one.handling.clone())
        .count(("线索（条）", 6.0), |one| one.clues)
        .text(("答复期", 9.0), |one| one.period.clone())
        .text(("核实人", 9.0), |one| one.verifier.clone())
        .text(("核实日期", 11.0), |one| one.answered_on.clone())
        .text(("应在部门名单中是", 11.0), |one| one.expected.clone())
        .text(("现在是", 11.0), |one| one.class.clone().unwrap_or_else(|| "不明".to_owned()))
        .text(("最迟", 11.0), |one| one.due.map(|due| due.to_string()).unwrap_or_default())
}

/// The same in a line for a terminal; none if nothing is open.
pub fn chase_line(awaited: &[Awaited]) -> Option<String> {
    let of = |state: AwaitedState| awaited.iter().filter(|one| one.state == state).count();
    let open = awaited.len() - of(AwaitedState::Met);
    let parts = [AwaitedState::Overdue, AwaitedState::Unknown, AwaitedState::Gone, AwaitedState::Pending];
    let parts = parts.into_iter().filter(|state| of(*state) > 0);
    let parts: Vec<String> = parts.map(|state| format!("{} {} 户", state.label(), of(state))).collect();
    (open > 0).then(|| format!("盯办：答复后部门名单中还没有落实的 {open} 户（{}）", parts.join("，")))
}
