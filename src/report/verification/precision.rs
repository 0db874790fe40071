//! 规则属实率: how often every rule's clues turned out to be true.

use std::collections::BTreeMap;

use super::super::groups::{everywhere, group_columns};
use super::super::share::{precision_columns, reasons_text};
use super::input::{Verification, title};
use crate::progress::{PrecisionLine, hardly_true, precision, precision_by};
use crate::workbook::SheetOut;

/// The sheet, one row a rule and all together last.
pub(super) fn rule_precision(input: Verification<'_>) -> SheetOut {
    let mut lines = precision_by(input.verified, |answer| {
        [&*answer.about.rule, &answer.about.title, &answer.about.department].map(str::to_owned).into()
    });
    let all = precision(&input.verified.iter().collect::<Vec<_>>());
    lines.push(PrecisionLine { group: everywhere(), precision: all });
    let named: BTreeMap<String, String> = hardly_true(input.verified, &input.dispositions.naming)
        .iter()
        .map(|rule| (rule.rule.clone(), format!("几乎都不属实：{}", reasons_text(rule))))
        .collect();
    let headings = [("规则编号", 10.0), ("规则名称", 28.0), ("部门", 10.0)];
    let figures = precision_columns().of(|line: &PrecisionLine| &line.precision);
    let columns =
        group_columns(headings, |line: &PrecisionLine| &line.group).and(figures).text(("提示", 50.0), |line| {
            line.group.first().and_then(|rule| named.get(rule)).cloned().unwrap_or_default()
        });
    SheetOut {
        name: "规则属实率".to_owned(),
        title: title(input, "规则属实率"),
        notes: vec![format!("截至 {} 期各期核实结论合计；核实条数少时，区间比属实率更可靠。", input.period)],
        ..SheetOut::of(&columns, lines)
    }
}
