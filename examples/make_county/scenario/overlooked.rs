//! Rule MON-01: which clues make a household that is not monitored 应纳未纳.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use bidui::pack::{PackFiles, Severity, compile};

/// The kinds of risk for which a household would be monitored.
const RISKS: [&str; 10] =
    ["因病", "因残", "缺劳动力", "因灾", "因意外", "因学", "住房安全", "饮水安全", "兜底保障", "收入"];

/// Risk and points of the rules about such a risk.
static RULES: LazyLock<BTreeMap<String, (String, u32)>> = LazyLock::new(|| {
    let pack = compile(&PackFiles::built_in()).expect("the built-in pack compiles");
    let rules = pack.rules.into_iter().filter(|rule| RISKS.contains(&rule.risk.as_str()));
    rules.map(|rule| (rule.id, (rule.risk, points(rule.severity)))).collect()
});

fn points(severity: Severity) -> u32 {
    match severity {
        Severity::High => 10,
        Severity::Medium => 5,
        Severity::Low => 2,
    }
}

/// Whether the clues, the gravest of every risk counted, come to a grave one or more.
pub fn asks_for_a_visit(hits: &[(&'static str, Option<usize>)]) -> bool {
    let mut gravest: BTreeMap<&str, u32> = BTreeMap::new();
    for (risk, points) in hits.iter().filter_map(|(rule, _)| RULES.get(*rule)) {
        let so_far = gravest.entry(risk).or_default();
        *so_far = (*so_far).max(*points);
    }
    gravest.values().sum::<u32>() >= points(Severity::High)
}
