//! What other rules or thresholds would change.

use comfy_table::Table;

use super::table::side_table;
use crate::compare::{Comparison, DifferenceCounts, RuleChanges, RuleDifference, RunBasis, WhatIf};
use crate::workbook::Columns;

/// What differs in the rules, then who enters and leaves, by township and by rule.
pub fn what_if_page(what_if: &WhatIf) -> String {
    let basis = |basis: &RunBasis| format!("{} 期（截止 {}，规则包 {}）", basis.period, basis.as_of, basis.pack);
    let mut lines = vec![format!("\n与以前的结果相比：{} → {}", basis(&what_if.earlier), basis(&what_if.later))];
    if !what_if.same_data {
        lines.push("注意：两次读的数据文件不同，变化不全是规则带来的".to_owned());
    }
    lines.extend(rulebook_changes(what_if));
    lines.push(format!("\n{}", summary(&what_if.comparison)));
    let rules = rules(&what_if.comparison);
    lines.push(match rules.is_empty() {
        true => "\n没有线索进入或退出".to_owned(),
        false => format!("\n各规则线索\n{rules}"),
    });
    lines.push("\n只是试算，没有写出任何结果。".to_owned());
    lines.join("\n")
}

fn summary(comparison: &Comparison) -> Table {
    let totals = [("农户", comparison.households), ("人", comparison.persons), ("线索", comparison.clues)];
    let totals = totals.into_iter().map(|(what, movement)| (what.to_owned(), movement));
    let townships = comparison.townships.iter().map(|(township, movement)| (format!("{township}（农户）"), *movement));
    let movement = movement_columns().of(|(_, movement): &(String, DifferenceCounts)| movement);
    let columns = Columns::<(String, DifferenceCounts)>::new().text("", |(what, _)| what.clone()).and(movement);
    side_table(&columns, totals.chain(townships))
}

fn rules(comparison: &Comparison) -> Table {
    let columns = Columns::<RuleDifference>::new()
        .text("规则", |rule| rule.rule.clone())
        .text("名称", |rule| rule.title.clone())
        .text("乡镇", |rule| rule.township.clone())
        .and(movement_columns().of(|rule: &RuleDifference| &rule.clues));
    side_table(&columns, comparison.rules.iter().filter(|rule| !rule.clues.is_still()))
}

/// One line for every threshold and every kind of change to the rules.
fn rulebook_changes(what_if: &WhatIf) -> Vec<String> {
    let shown = |value: &Option<String>| value.clone().unwrap_or_else(|| "无".to_owned());
    let mut lines: Vec<String> = what_if
        .parameters
        .iter()
        .map(|change| format!("参数 {}：{} → {}", change.name, shown(&change.earlier), shown(&change.later)))
        .collect();
    let RuleChanges { added, removed, changed } = &what_if.rulebook;
    for (what, rules) in [("增加的规则", added), ("去掉的规则", removed), ("改动的规则", changed)] {
        if !rules.is_empty() {
            lines.push(format!("{what}：{}", rules.join("、")));
        }
    }
    if lines.is_empty() {
        lines.push("规则和参数没有不同".to_owned());
    }
    lines
}

fn movement_columns<'a>() -> Columns<'a, DifferenceCounts> {
    Columns::<DifferenceCounts>::new()
        .count("进入", |movement| movement.entering)
        .count("退出", |movement| movement.leaving)
        .count("不变", |movement| movement.staying)
        .count("未运行", |movement| movement.not_evaluated)
}
