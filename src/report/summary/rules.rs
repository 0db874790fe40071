//! How every rule fared.

use super::input::{SummaryInput, title};
use crate::pack::Rule;
use crate::schema::{Judged, RuleCounts};
use crate::workbook::{Columns, SheetOut};

/// A rule and how it fared.
struct RuleResult<'a> {
    rule: &'a Rule,
    judged: &'a Judged,
}

impl RuleResult<'_> {
    /// How many subjects had which outcome, if it was run.
    fn counts(&self) -> Option<&RuleCounts> {
        match self.judged {
            Judged::Run(counts) => Some(counts),
            Judged::Skipped { .. } => None,
        }
    }
}

/// The sheet, one row a rule.
pub(super) fn rules(input: SummaryInput<'_>) -> SheetOut {
    let columns = Columns::<RuleResult<'_>>::new()
        .text(("规则编号", 11.0), |fared| fared.rule.id.clone())
        .text(("规则名称", 34.0), |fared| fared.rule.title.clone())
        .text(("部门", 10.0), |fared| fared.rule.department.clone())
        .text(("风险类型", 11.0), |fared| fared.rule.risk.clone())
        .text(("等级", 6.0), |fared| fared.rule.severity.label())
        .count(("命中", 10.0), |fared| fared.counts().map(|counts| counts.hits))
        .count(("未命中", 10.0), |fared| fared.counts().map(|counts| counts.misses))
        .count(("排除", 10.0), |fared| fared.counts().map(|counts| counts.excluded))
        .count(("缺数据无法判定", 10.0), |fared| fared.counts().map(|counts| counts.undetermined))
        .count(("疑似数据错误", 10.0), |fared| fared.counts().map(|counts| counts.doubtful))
        .text(("未运行原因", 30.0), |fared| match fared.judged {
            Judged::Run(_) => None,
            Judged::Skipped { missing } => Some(format!("未提供：{}", missing.join("、"))),
        });
    let fared = input
        .tallies
        .iter()
        .filter_map(|tally| Some(RuleResult { rule: input.pack.rule(&tally.rule)?, judged: &tally.judged }));
    SheetOut { name: "按规则".to_owned(), title: title(input, "按规则"), ..SheetOut::of(&columns, fared) }
}
