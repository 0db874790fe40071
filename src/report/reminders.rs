//! 催办清单: what a township was asked, did not answer, and should have.

use std::collections::BTreeMap;

use super::cells::{column, count, text};
use crate::ledger::AskedClue;
use crate::progress::Clock;
use crate::value::date::chinese;
use crate::workbook::{BookOut, CellOut, ColumnKind, SheetOut};

/// One township's reminder.
#[derive(Debug)]
pub struct Reminder {
    /// The township.
    pub township: String,
    /// How many clues are overdue.
    pub overdue: usize,
    /// The workbook.
    pub book: BookOut,
}

/// Lays out the reminders of a period, townships in order; those that owe nothing get none.
pub fn reminders(asked: &[AskedClue], clock: Clock<'_>, county: &str, period: &str) -> Vec<Reminder> {
    let mut townships: BTreeMap<&str, Vec<(&AskedClue, u32)>> = BTreeMap::new();
    for clue in asked {
        if let Some(days) = clock.overdue(clue) {
            townships.entry(&clue.about.township).or_default().push((clue, days));
        }
    }
    let reminder = |(township, owed): (&str, Vec<(&AskedClue, u32)>)| {
        let title = format!("{county}{township}逾期未反馈线索催办清单({period})");
        let sheets = vec![sheet(title, &owed, clock)];
        let book = BookOut { created: clock.as_of, sheets, ..BookOut::default() };
        Reminder { township: township.to_owned(), overdue: owed.len(), book }
    };
    townships.into_iter().map(reminder).collect()
}

fn sheet(title: String, owed: &[(&AskedClue, u32)], clock: Clock<'_>) -> SheetOut {
    let longest = owed.iter().map(|(_, days)| *days).max().unwrap_or(0);
    let today = chinese(clock.as_of);
    let note = format!(
        "截至{today},下列 {} 条线索已过反馈期限,最长逾期 {longest} 个工作日。请尽快入户核实,在原推送核实清单上填写后反馈。",
        owed.len()
    );
    let words = [("行政村", 14.0), ("户编号", 14.0), ("户主姓名", 10.0), ("涉及人", 10.0), ("线索", 34.0)]
        .into_iter()
        .chain([("线索编号", 18.0), ("反馈期限", 14.0)])
        .map(|(heading, width)| column(heading, width, ColumnKind::Text));
    let number = |heading: &str, width| column(heading, width, ColumnKind::Integer);
    let columns = std::iter::once(number("序号", 6.0)).chain(words).chain([number("逾期工作日", 9.0)]).collect();
    let rows = (1..).zip(owed).map(|(number, (clue, days))| row(number, clue, *days)).collect();
    SheetOut {
        name: "催办清单".to_owned(),
        title: Some(title),
        notes: vec![note],
        columns,
        rows,
        ..SheetOut::default()
    }
}

fn row(number: u32, clue: &AskedClue, days: u32) -> Vec<CellOut> {
    let about = &clue.about;
    let what = if clue.reported { reported(clue) } else { about.title.clone() };
    let words =
        [about.village.as_str(), &about.household_number, &about.head_name, &about.person_name, &what, &about.clue];
    let words = words.map(text);
    std::iter::once(count(number)).chain(words).chain([text(chinese(clue.due)), count(days)]).collect()
}

/// What a village reported by itself; its list asks nothing about it.
fn reported(clue: &AskedClue) -> String {
    format!("{}(本村走访发现、补报在清单空行上的风险,请在那一行补填核实结论)", clue.finding)
}
