//! 数据更正清单: what verification showed to be wrong, back to the department whose data said it.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::home::home_columns;
use crate::ledger::VerifiedClue;
use crate::pack::Resolution;
use crate::value::Redacted;
use crate::workbook::{BookOut, Columns, SheetOut};

/// One department's list.
#[derive(Debug)]
pub struct CorrectionList {
    /// The department.
    pub department: String,
    /// How many rows are wrong.
    pub rows: usize,
    /// The workbook.
    pub book: BookOut,
}

/// What all lists of a period have in common.
#[derive(Debug, Clone, Copy)]
pub struct Corrected<'a> {
    /// The county's name.
    pub county: &'a str,
    /// The period.
    pub period: &'a str,
    /// The day it is counted from.
    pub as_of: Date,
    /// Where the records behind a clue stand, by the clue's id.
    pub origins: &'a BTreeMap<String, String>,
}

/// Lays out the lists, departments in order; those whose data were right get none.
pub fn corrections(verified: &[VerifiedClue], corrected: Corrected<'_>) -> Vec<CorrectionList> {
    let mut departments: BTreeMap<&str, Vec<&VerifiedClue>> = BTreeMap::new();
    for answer in verified.iter().filter(|answer| answer.resolution == Resolution::Erroneous) {
        departments.entry(&answer.about.department).or_default().push(answer);
    }
    let list = |(department, wrong): (&str, Vec<&VerifiedClue>)| CorrectionList {
        department: department.to_owned(),
        rows: wrong.len(),
        book: BookOut {
            created: corrected.as_of,
            sheets: vec![sheet(department, &wrong, corrected)],
            ..BookOut::default()
        },
    };
    departments.into_iter().map(list).collect()
}

/// An answer that says the data are wrong: its number on the list, and where the records behind its clue stand.
struct WrongData<'a> {
    number: u32,
    answer: &'a VerifiedClue,
    origin: &'a str,
}

fn columns<'a>() -> Columns<'a, WrongData<'a>> {
    Columns::<WrongData<'_>>::new()
        .count(("序号", 5.0), |wrong| wrong.number)
        .text(("线索编号", 16.0), |wrong| Redacted::code(&wrong.answer.about.clue))
        .text(("规则编号", 9.0), |wrong| wrong.answer.about.rule.to_string())
        .text(("规则名称", 20.0), |wrong| wrong.answer.about.title.clone())
        .and(home_columns([9.0, 9.0, 12.0, 9.0], |wrong: &WrongData<'_>| &wrong.answer.about.home))
        .text(("涉及人姓名", 9.0), |wrong| wrong.answer.about.person_name.clone())
        .text(("部门数据反映的情况", 28.0), |wrong| wrong.answer.finding.clone())
        .text(("数据出处", 28.0), |wrong| wrong.origin.to_owned())
        .text(("是否属实", 9.0), |wrong| wrong.answer.verdict.clone())
        .text(("处理意见", 14.0), |wrong| wrong.answer.handling.clone().unwrap_or_default())
        .text(("核实情况", 24.0), |wrong| wrong.answer.situation.clone())
        .text(("核实人", 9.0), |wrong| wrong.answer.verifier.clone())
        .text(("核实日期", 12.0), |wrong| wrong.answer.verified_on.clone())
}

fn sheet(department: &str, wrong: &[&VerifiedClue], corrected: Corrected<'_>) -> SheetOut {
    let Corrected { county, period, origins, .. } = corrected;
    let origin = |answer: &VerifiedClue| origins.get(answer.about.clue.as_str()).map_or("", String::as_str);
    let rows = (1..).zip(wrong).map(|(number, answer)| WrongData { number, answer, origin: origin(answer) });
    SheetOut {
        name: "数据更正清单".to_owned(),
        title: Some(format!("{county}{department}数据更正清单（{period}）")),
        notes: vec![format!(
            "下列 {} 条经入户核实，与部门数据不符。请对照“数据出处”核对原始记录并更正；不需更正的请说明理由。",
            wrong.len()
        )],
        ..SheetOut::of(&columns(), rows)
    }
}
