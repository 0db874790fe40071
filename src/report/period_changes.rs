//! Two periods compared → sheets: counts by rule and township, what changed in the rules, and every clue that moved.

use jiff::civil::Date;

use super::home::home_columns;
use crate::compare::{ChangeCounts, ChangeFigure, ChangedClue, PeriodComparison, PeriodLine, RunBasis};
use crate::value::Redacted;
use crate::workbook::{BookOut, Columns, SheetOut};

/// What changed in the rules and thresholds, a sentence each.
pub fn rulebook_sentences(comparison: &PeriodComparison) -> Vec<String> {
    let PeriodComparison { earlier, later, .. } = comparison;
    let mut sentences = Vec::new();
    match (comparison.pack_changed, earlier.pack == later.pack) {
        (false, _) => {}
        (true, true) => sentences.push(format!("规则包有改动（版本号仍是 {}）", later.pack)),
        (true, false) => sentences.push(format!("规则包由 {} 变为 {}", earlier.pack, later.pack)),
    }
    let named = |(rule, title): (&String, &String)| format!("{rule}“{title}”");
    sentences.extend(comparison.added.iter().map(|rule| format!("增加规则 {}", named(rule))));
    sentences.extend(comparison.removed.iter().map(|rule| format!("停用规则 {}", named(rule))));
    let value = |value: &Option<String>| value.clone().unwrap_or_else(|| "没有".to_owned());
    sentences.extend(comparison.parameters.iter().map(|parameter| {
        format!("参数“{}”由 {} 变为 {}", parameter.name, value(&parameter.earlier), value(&parameter.later))
    }));
    let skipped = |(rule, missing): (&String, &Vec<String>)| format!("规则 {rule} 未运行，缺少 {}", missing.join("、"));
    sentences.extend(comparison.skipped.iter().map(skipped));
    sentences
}

/// Lays out a workbook of the comparison, made on a day.
pub fn period_changes(comparison: &PeriodComparison, created: Date) -> BookOut {
    let by_rule = lines("按规则", (By::Rule, &comparison.rules), comparison);
    let by_township = lines("按乡镇", (By::Township, &comparison.townships), comparison);
    let sheets = vec![by_rule, by_township, moved(comparison), rulebook(comparison)];
    BookOut { created, sheets, ..BookOut::default() }
}

/// Lays out the one sheet that a run's summary has of the comparison with the period before: counts by rule.
pub fn period_change_sheet(comparison: &PeriodComparison) -> SheetOut {
    let notes = rulebook_sentences(comparison);
    SheetOut { notes, ..lines("与上期比较", (By::Rule, &comparison.rules), comparison) }
}

/// What counts are broken down by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// Rule and its title.
    Rule,
    /// Township.
    Township,
}

/// The columns of a breakdown.
pub fn period_columns<'a>(by: By) -> Columns<'a, PeriodLine> {
    let columns = Columns::<PeriodLine>::new();
    let columns = match by {
        By::Rule => columns
            .text(("规则编号", 12.0), |line| line.group.clone())
            .text(("规则名称", 34.0), |line| line.title.clone()),
        By::Township => columns.text(("乡镇", 12.0), |line| line.group.clone()),
    };
    let figure =
        |columns: Columns<'a, ChangeCounts>, (heading, figure): ChangeFigure| columns.count((heading, 10.0), figure);
    columns.and(ChangeCounts::FIGURES.into_iter().fold(Columns::new(), figure).of(|line: &PeriodLine| &line.counts))
}

/// All clues together, as a line of a breakdown.
pub fn period_total(comparison: &PeriodComparison) -> PeriodLine {
    PeriodLine { group: "合计".to_owned(), title: String::new(), counts: comparison.total }
}

fn title(comparison: &PeriodComparison, what: &str) -> Option<String> {
    Some(format!("{} 与 {} 期线索比较（{what}）", comparison.later.period, comparison.earlier.period))
}

fn lines(name: &str, (by, lines): (By, &[PeriodLine]), comparison: &PeriodComparison) -> SheetOut {
    let total = period_total(comparison);
    let sheet = SheetOut::of(&period_columns(by), lines.iter().chain([&total]));
    SheetOut { name: name.to_owned(), title: title(comparison, name), ..sheet }
}

fn moved(comparison: &PeriodComparison) -> SheetOut {
    let found = |side: &RunBasis| format!("{} 期内容", side.period);
    let before = found(&comparison.earlier);
    let after = found(&comparison.later);
    let columns = Columns::<ChangedClue>::new()
        .text(("变化", 10.0), |change| change.course.label())
        .text(("原因", 16.0), |change| match change.course.reason() {
            None if change.evidence_changed => "情况有变化",
            reason => reason.unwrap_or_default(),
        })
        .text(("规则编号", 9.0), |change| change.about.rule.to_string())
        .text(("规则名称", 24.0), |change| change.about.title.clone())
        .and(home_columns([10.0, 10.0, 12.0, 9.0], |change: &ChangedClue| &change.about.home))
        .text(("涉及人姓名", 9.0), |change| change.about.person_name.clone())
        .text(("线索编号", 16.0), |change| Redacted::code(&change.about.clue))
        .count(("已发现期数", 8.0), |change| change.periods)
        .text((before.as_str(), 32.0), |change| change.before.clone())
        .text((after.as_str(), 32.0), |change| change.after.clone());
    SheetOut {
        name: "变化线索".to_owned(),
        title: title(comparison, "变化线索"),
        notes: vec!["内容不变的持续线索不列出。".to_owned()],
        ..SheetOut::of(&columns, &comparison.changes)
    }
}

fn rulebook(comparison: &PeriodComparison) -> SheetOut {
    let mut sentences = rulebook_sentences(comparison);
    if sentences.is_empty() {
        sentences.push("两期的规则和参数没有不同".to_owned());
    }
    SheetOut {
        name: "规则和参数变化".to_owned(),
        title: title(comparison, "规则和参数变化"),
        ..SheetOut::of(&Columns::<String>::new().text(("变化", 90.0), String::clone), sentences)
    }
}
