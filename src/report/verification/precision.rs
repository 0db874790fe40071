//! 规则属实率: how often every rule's clues turned out to be true.

use std::collections::BTreeMap;

use super::super::cells::{column, count, text};
use super::super::share::{interval_text, reasons_text, true_share};
use super::input::{Verification, title};
use crate::progress::{Precision, hardly_true, precision, precision_by};
use crate::workbook::{CellOut, ColumnKind, SheetOut};

/// The sheet of 核实汇总 that tells how often every rule's clues turned out to be true.
pub(super) fn rule_precision(input: Verification<'_>) -> SheetOut {
    let lines = precision_by(input.verified, |answer| {
        [&*answer.about.rule, &answer.about.title, &answer.about.department].map(str::to_owned).into()
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
