//! 催办清单: what a township was asked, did not answer, and should have.

use std::collections::BTreeMap;

use crate::ledger::AskedClue;
use crate::progress::Clock;
use crate::value::Redacted;
use crate::value::date::chinese;
use crate::workbook::{BookOut, Columns, SheetOut};

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
            townships.entry(&clue.about.home.village.township).or_default().push((clue, days));
        }
    }
    let reminder = |(township, owed): (&str, Vec<(&AskedClue, u32)>)| {
        let title = format!("{county}{township}逾期未反馈线索催办清单（{period}）");
        let sheets = vec![sheet(title, &owed, clock)];
        let book = BookOut { created: clock.as_of, sheets, ..BookOut::default() };
        Reminder { township: township.to_owned(), overdue: owed.len(), book }
    };
    townships.into_iter().map(reminder).collect()
}

/// An overdue clue: its number on the list, and by how many working days it is late.
struct OverdueClue<'a> {
    number: u32,
    clue: &'a AskedClue,
    days: u32,
}

fn columns<'a>() -> Columns<'a, OverdueClue<'a>> {
    Columns::<OverdueClue<'_>>::new()
        .count(("序号", 6.0), |owed| owed.number)
        .text(("行政村", 14.0), |owed| owed.clue.about.home.village.name.clone())
        .text(("户编号", 14.0), |owed| Redacted::household_number(&owed.clue.about.home.household_number))
        .text(("户主姓名", 10.0), |owed| owed.clue.about.home.head_name.clone())
        .text(("涉及人", 10.0), |owed| owed.clue.about.person_name.clone())
        .text(("线索", 34.0), |owed| match owed.clue.reported {
            true => reported(owed.clue),
            false => owed.clue.about.title.clone(),
        })
        .text(("线索编号", 18.0), |owed| Redacted::code(&owed.clue.about.clue))
        .text(("反馈期限", 14.0), |owed| chinese(owed.clue.due))
        .count(("逾期工作日", 9.0), |owed| owed.days)
}

fn sheet(title: String, owed: &[(&AskedClue, u32)], clock: Clock<'_>) -> SheetOut {
    let longest = owed.iter().map(|(_, days)| *days).max().unwrap_or(0);
    let today = chinese(clock.as_of);
    let note = format!(
        "截至{today}，下列 {} 条线索已过反馈期限，最长逾期 {longest} 个工作日。请尽快入户核实，在原推送核实清单上填写后反馈。",
        owed.len()
    );
    let rows = (1..).zip(owed).map(|(number, (clue, days))| OverdueClue { number, clue, days: *days });
    SheetOut {
        name: "催办清单".to_owned(), title: Some(title), notes: vec![note], ..SheetOut::of(&columns(), rows)
    }
}

/// What a village reported by itself; its list asks nothing about it.
fn reported(clue: &AskedClue) -> String {
    format!("{}（本村走访发现、补报在清单空行上的风险，请在那一行补填核实结论）", clue.finding)
}
