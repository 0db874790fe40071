//! How often clues turn out to be true, in words and as a sheet.

use std::collections::BTreeMap;

use super::verification::{Verification, title};
use super::{column, count, percent, text};
use crate::progress::{HardlyTrue, Interval, Precision, hardly_true, precision, precision_by};
use crate::workbook::{CellOut, ColumnKind, SheetOut};

/// An interval as people write it.
pub fn interval_text(interval: Option<Interval>) -> String {
    interval.map_or_else(String::new, |interval| {
        format!("{}~{}", percent(Some(interval.low)), percent(Some(interval.high)))
    })
}

/// The share of true clues as people write it.
pub fn true_share(precision: &Precision) -> String {
    percent((precision.verified > 0).then(|| f64::from(precision.truths) / f64::from(precision.verified)))
}

/// The commonest reasons of a rule whose clues are hardly ever true, in words.
pub fn reasons_text(rule: &HardlyTrue) -> String {
    let reasons = rule.reasons.iter().map(|reason| {
        let said = reason.situations.iter().map(|(situation, answers)| format!("“{situation}”{answers}条"));
        let said = said.collect::<Vec<_>>().join("、");
        match said.is_empty() {
            true => format!("{} {}条", reason.word, reason.answers),
            false => format!("{} {}条({said})", reason.word, reason.answers),
        }
    });
    reasons.collect::<Vec<_>>().join(";")
}

/// The sheet of 核实汇总 that tells how often every rule's clues turned out to be true.
pub(super) fn rule_precision(input: Verification<'_>) -> SheetOut {
    let lines = precision_by(input.verified, |answer| {
        [&answer.about.rule, &answer.about.title, &answer.about.department].map(Clone::clone).into()
    });
    let named: BTreeMap<String, String> = hardly_true(input.verified, input.naming)
        .iter()
        .map(|rule| (rule.rule.clone(), format!("几乎都不属实: {}", reasons_text(rule))))
        .collect();
    let row = |group: &[String], precision: &Precision| -> Vec<CellOut> {
        let remark = named.get(&group[0]).cloned().unwrap_or_default();
        let Precision { verified, truths, erroneous, unresolved, interval } = *precision;
        let figures = [count(verified), count(truths), text(true_share(precision)), text(interval_text(interval))];
        let rest = [count(erroneous), count(unresolved), text(remark)];
        group.iter().map(text).chain(figures).chain(rest).collect()
    };
    let mut rows: Vec<Vec<CellOut>> = lines.iter().map(|line| row(&line.group, &line.precision)).collect();
    let all = precision(&input.verified.iter().collect::<Vec<_>>());
    rows.push(row(&["合计".to_owned(), String::new(), String::new()], &all));
    let columns = [
        ("规则编号", 10.0, ColumnKind::Text),
        ("规则名称", 28.0, ColumnKind::Text),
        ("部门", 10.0, ColumnKind::Text),
        ("已核实", 8.0, ColumnKind::Integer),
        ("属实", 8.0, ColumnKind::Integer),
        ("属实率", 9.0, ColumnKind::Text),
        ("95%区间", 16.0, ColumnKind::Text),
        ("数据有误", 8.0, ColumnKind::Integer),
        ("无法核实", 8.0, ColumnKind::Integer),
        ("提示", 50.0, ColumnKind::Text),
    ];
    SheetOut {
        name: "规则属实率".to_owned(),
        title: title(input, "规则属实率"),
        notes: vec![format!("截至 {} 期各期核实结论合计;核实条数少时,区间比属实率更可靠。", input.period)],
        columns: columns.map(|(heading, width, kind)| column(heading, width, kind)).into(),
        rows,
        ..SheetOut::default()
    }
}
