//! 部门核实结果: what villages answered to the clues of a department's data, true or not.

use std::collections::BTreeMap;

use super::input::ResultsInput;
use crate::ledger::{AskedClue, VerifiedClue};
use crate::workbook::{Arrangement, BookOut, Columns, Paper, SheetOut};

/// One department's list.
#[derive(Debug)]
pub struct DepartmentResults {
    /// The department.
    pub department: String,
    /// The workbook.
    pub book: BookOut,
}

/// A clue that was answered, and its number.
struct Line<'a> {
    number: u32,
    asked: &'a AskedClue,
    answer: &'a VerifiedClue,
}

/// Lays out the lists, departments in order; those of which nothing was answered get none.
pub fn department_results(input: ResultsInput<'_>) -> Vec<DepartmentResults> {
    let mut departments: BTreeMap<&str, Vec<(&AskedClue, &VerifiedClue)>> = BTreeMap::new();
    for clue in input.answered.iter().filter(|clue| !clue.asked.about.from_visit) {
        let lines = clue.answer.map(|answer| (clue.asked, answer));
        departments.entry(&clue.asked.about.department).or_default().extend(lines);
    }
    departments.retain(|_, answers| !answers.is_empty());
    let list = |(department, answers): (&str, Vec<_>)| DepartmentResults {
        department: department.to_owned(),
        book: BookOut { created: input.as_of, sheets: vec![sheet(department, &answers, input)], ..BookOut::default() },
    };
    departments.into_iter().map(list).collect()
}

fn sheet(department: &str, answers: &[(&AskedClue, &VerifiedClue)], input: ResultsInput<'_>) -> SheetOut {
    let columns = Columns::<Line<'_>>::new()
        .count(("序号", 5.0), |line| line.number)
        .text(("乡镇", 8.0), |line| line.asked.about.home.village.township.clone())
        .text(("行政村", 8.0), |line| line.asked.about.home.village.name.clone())
        .text(("户主", 7.0), |line| line.asked.about.home.head_name.clone())
        .text(("涉及人", 7.0), |line| line.asked.about.person_name.clone())
        .text(("部门数据反映的情况", 30.0), |line| line.asked.finding.clone())
        .text(("是否属实", 7.0), |line| line.answer.verdict.clone())
        .text(("处理意见", 12.0), |line| line.answer.handling.clone())
        .text(("核实情况", 15.0), |line| line.answer.situation.clone())
        .text(("核实日期", 10.0), |line| line.answer.verified_on.clone());
    let lines = (1..).zip(answers).map(|(number, (asked, answer))| Line { number, asked, answer });
    SheetOut {
        name: "核实结果".to_owned(),
        title: Some(format!("{}{department}线索核实结果（{}）", input.county, input.period)),
        notes: vec![format!(
            "根据你部门数据筛出、已入户核实的线索 {} 条。与实际不符的另见数据更正清单。",
            answers.len()
        )],
        paper: Some(Paper::Landscape),
        arrangement: Arrangement::Filtered,
        ..SheetOut::of(&columns, lines)
    }
}
