//! Lists of what the county keeps: rules, waivers, the ledger at a glance.

use comfy_table::Table;

use super::table::table;
use crate::ledger::{Overview, PeriodSummary, state_label};
use crate::report::{RuleLine, WaiverLine};
use crate::workbook::Columns;

/// A list of rules by group.
pub fn rule_list(rules: &[(String, &RuleLine)]) -> Table {
    let columns = Columns::<(String, &RuleLine)>::new()
        .text("分组", |(group, _)| group.clone())
        .text("编号", |(_, rule)| rule.id.clone())
        .text("名称", |(_, rule)| rule.title.clone())
        .text("对象", |(_, rule)| rule.subject)
        .text("部门", |(_, rule)| rule.department.clone())
        .text("风险类型", |(_, rule)| rule.risk.clone())
        .text("等级", |(_, rule)| rule.severity)
        .text("状态", |(_, rule)| match rule.own {
            Some(own) => format!("{}（{own}）", rule.status),
            None => rule.status.to_owned(),
        });
    table(&columns, rules)
}

/// A list of waivers.
pub fn waiver_list(waivers: &[WaiverLine]) -> Table {
    let columns = Columns::<WaiverLine>::new()
        .text("编号", |waiver| waiver.id.to_string())
        .text("豁免", |waiver| waiver.scope.clone())
        .text("原因", |waiver| waiver.reason.clone())
        .text("依据文件", |waiver| waiver.document.clone())
        .text("核实人", |waiver| waiver.verifier.clone())
        .text("起", |waiver| waiver.from.clone())
        .text("止", |waiver| waiver.until.clone())
        .text("状态", |waiver| match (&waiver.revoked, waiver.holds, waiver.begins_later) {
            (Some(revoked), ..) => format!("已撤销：{revoked}"),
            (None, true, _) => "有效".to_owned(),
            (None, false, true) => "未开始".to_owned(),
            (None, false, false) => "已到期".to_owned(),
        });
    table(&columns, waivers)
}

/// The ledger at a glance.
pub fn ledger_page(overview: &Overview) -> String {
    let columns = Columns::<PeriodSummary>::new()
        .text("期", |line| line.period.to_string())
        .text("截止日期", |line| line.as_of.clone())
        .count("运行次数", |line| line.runs)
        .count("线索", |line| line.found)
        .count("应推送", |line| line.asked)
        .count("已消除", |line| line.closed)
        .count("未能评估", |line| line.not_evaluated);
    let periods = table(&columns, &overview.periods);
    let columns = Columns::<(&String, &u32)>::new()
        .text("线索状态", |(state, _)| state_label(state))
        .count("条数", |(_, clues)| **clues);
    let states = table(&columns, &overview.states);
    format!(
        "{periods}\n{states}\n有效豁免 {} 条，未裁定的矛盾结论 {} 处，操作记录 {} 条\n",
        overview.waivers, overview.contradictions, overview.entries
    )
}
