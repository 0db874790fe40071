//! Lists of what the county keeps: rules, waivers, the ledger at a glance.

use comfy_table::{Cell, Table};

use super::table::{number, table};
use crate::ledger::{Overview, state_label};
use crate::report::{RuleLine, WaiverLine};

/// A list of rules by group.
pub fn rule_list(rules: &[(String, &RuleLine)]) -> Table {
    let mut table = table(&["分组", "编号", "名称", "对象", "部门", "风险类型", "等级", "状态"]);
    for (group, rule) in rules {
        let status = rule.own.map_or_else(|| rule.status.to_owned(), |own| format!("{}({own})", rule.status));
        let cells = [group, &rule.id, &rule.title, rule.subject, &rule.department, &rule.risk, rule.severity, &status];
        table.add_row(cells);
    }
    table
}

/// A list of waivers.
pub fn waiver_list(waivers: &[WaiverLine]) -> Table {
    let mut table = table(&["编号", "豁免", "原因", "依据文件", "核实人", "起", "止", "状态"]);
    for waiver in waivers {
        let state = match (&waiver.revoked, waiver.holds, waiver.begins_later) {
            (Some(revoked), ..) => format!("已撤销: {revoked}"),
            (None, true, _) => "有效".to_owned(),
            (None, false, true) => "未开始".to_owned(),
            (None, false, false) => "已到期".to_owned(),
        };
        let WaiverLine { id, scope, reason, document, verifier, from, until, .. } = waiver;
        table.add_row([&id.to_string(), scope, reason, document, verifier, from, until, &state]);
    }
    table
}

/// The ledger at a glance.
pub fn ledger_page(overview: &Overview) -> String {
    let mut periods = table(&["期", "截止日期", "运行次数", "线索", "应推送", "已消除", "未能评估"]);
    for line in &overview.periods {
        let mut row = vec![Cell::new(&line.period), Cell::new(&line.as_of)];
        row.extend([line.runs, line.found, line.asked, line.closed, line.not_evaluated].map(number));
        periods.add_row(row);
    }
    let mut states = table(&["线索状态", "条数"]);
    for (state, count) in &overview.states {
        states.add_row([Cell::new(state_label(state)), number(*count)]);
    }
    format!(
        "{periods}\n{states}\n有效豁免 {} 条,未裁定的矛盾结论 {} 处,操作记录 {} 条\n",
        overview.waivers, overview.contradictions, overview.entries
    )
}
