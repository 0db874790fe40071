//! Shares, how sure they are, and why one is low, in words.

use crate::progress::{HardlyTrue, Interval, Precision};
use crate::workbook::Columns;

/// A share from 0 to 1 as a percentage; empty for none.
pub fn percent(share: Option<f64>) -> String {
    share.map_or_else(String::new, |share| format!("{:.1}%", share * 100.0))
}

fn interval_text(interval: Option<Interval>) -> String {
    interval.map_or_else(String::new, |interval| {
        format!("{}~{}", percent(Some(interval.low)), percent(Some(interval.high)))
    })
}

/// How often clues turned out to be true, in figures.
pub fn precision_columns<'a>() -> Columns<'a, Precision> {
    Columns::<Precision>::new()
        .count(("已核实", 8.0), |precision| precision.verified)
        .count(("属实", 8.0), |precision| precision.truths)
        .text(("属实率", 9.0), true_share)
        .text(("95%区间", 16.0), |precision| interval_text(precision.interval))
        .count(("数据有误", 8.0), |precision| precision.erroneous)
        .count(("无法核实", 8.0), |precision| precision.unresolved)
}

/// The share of true clues as people write it.
pub(super) fn true_share(precision: &Precision) -> String {
    percent((precision.verified > 0).then(|| f64::from(precision.truths) / f64::from(precision.verified)))
}

/// The commonest reasons of a rule whose clues are hardly ever true, in words.
pub fn reasons_text(rule: &HardlyTrue) -> String {
    let reasons = rule.reasons.iter().map(|reason| {
        let said = reason.situations.iter().map(|(situation, answers)| format!("“{situation}”{answers}条"));
        let said = said.collect::<Vec<_>>().join("、");
        match said.is_empty() {
            true => format!("{} {}条", reason.word, reason.answers),
            false => format!("{} {}条（{said}）", reason.word, reason.answers),
        }
    });
    reasons.collect::<Vec<_>>().join("；")
}
