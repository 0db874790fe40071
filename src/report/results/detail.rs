//! 核实结果明细: every clue that a township was asked, with its answer.

use super::input::{ResultsInput, sign_off};
use crate::ledger::VerifiedClue;
use crate::progress::AnsweredClue;
use crate::value::Redacted;
use crate::workbook::{Arrangement, Columns, Paper, SheetOut};

/// A clue and its number.
struct Line<'a> {
    number: u32,
    clue: &'a AnsweredClue<'a>,
}

impl Line<'_> {
    /// What the answer says, if there is one.
    fn said(&self, say: fn(&VerifiedClue) -> &str) -> String {
        self.clue.answer.map(|answer| say(answer).to_owned()).unwrap_or_default()
    }

    /// Whether it is true; or why nobody says so.
    fn verdict(&self) -> String {
        self.clue.answer.map_or_else(|| self.clue.asked.feedback.label().to_owned(), |answer| answer.verdict.clone())
    }
}

/// How many columns are printed.
const PRINTED: usize = 10;

/// Lays the sheet out.
pub(super) fn detail(township: &str, clues: &[&AnsweredClue<'_>], input: ResultsInput<'_>) -> SheetOut {
    let columns = Columns::<Line<'_>>::new()
        .count(("序号", 5.0), |line| line.number)
        .text(("行政村", 9.0), |line| line.clue.asked.about.home.village.name.clone())
        .text(("户主", 8.0), |line| line.clue.asked.about.home.head_name.clone())
        .text(("涉及人", 8.0), |line| line.clue.asked.about.person_name.clone())
        .text(("线索内容（来源）", 30.0), |line| {
            format!("{}（{}）", line.clue.asked.finding, line.clue.asked.about.department)
        })
        .text(("是否属实", 7.0), Line::verdict)
        .text(("处理意见", 11.0), |line| line.said(|answer| answer.handling.as_deref().unwrap_or_default()))
        .text(("核实情况", 13.0), |line| line.said(|answer| &answer.situation))
        .text(("核实人", 7.0), |line| line.said(|answer| &answer.verifier))
        .text(("核实日期", 10.0), |line| line.said(|answer| &answer.verified_on))
        .text(("户编号", 12.0), |line| Redacted::household_number(&line.clue.asked.about.home.household_number))
        .text(("线索编号", 18.0), |line| Redacted::code(&line.clue.asked.about.clue));
    let unanswered = clues.iter().filter(|clue| clue.answer.is_none()).count();
    let lines = (1..).zip(clues).map(|(number, clue)| Line { number, clue });
    SheetOut {
        name: "核实结果明细".to_owned(),
        title: Some(format!("{}{township}线索核实结果明细（{}）", input.county, input.period)),
        notes: vec![format!("本期线索 {} 条，其中没有结论的 {unanswered} 条（“是否属实”写明原因）。", clues.len())],
        footer: sign_off(),
        printed: Some(PRINTED),
        paper: Some(Paper::Landscape),
        arrangement: Arrangement::Filtered,
        ..SheetOut::of(&columns, lines)
    }
}
