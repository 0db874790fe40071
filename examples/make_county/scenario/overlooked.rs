//! Rule MON-01: which clues make a household that is not monitored 应纳未纳.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use bidui::pack::{PackFiles, Severity, compile};

/// The kinds of risk for which a household would be monitored.
const RISKS: [&str; 8] = ["因学", "因病", "住房安全", "饮水安全", "因残", "缺劳动力", "兜底保障", "收入"];

/// Department and gravity of the rules about such a risk.
static WEIGHTS: LazyLock<BTreeMap<String, (String, Severity)>> = LazyLock::new(|| {
    let pack = compile(&PackFiles::built_in()).expect("the built-in pack compiles");
    let rules = pack.rules.into_iter().filter(|rule| RISKS.contains(&rule.risk.as_str()));
    rules.map(|rule| (rule.id, (rule.department, rule.severity))).collect()
});

/// Whether one of the clues is grave, or two departments have one.
pub fn asks_for_a_visit(hits: &[(&'static str, Option<usize>)]) -> bool {
    let weights: Vec<&(String, Severity)> = hits.iter().filter_map(|(rule, _)| WEIGHTS.get(*rule)).collect();
    let departments: BTreeSet<&str> = weights.iter().map(|(department, _)| department.as_str()).collect();
    departments.len() > 1 || weights.iter().any(|(_, severity)| *severity == Severity::High)
}
