//! Two periods compared → sheets: counts by rule and township, what changed in the rules, and every clue that moved.

use jiff::civil::Date;

use super::cells::{column, count, text};
use crate::compare::{ChangeCounts, ChangedClue, PeriodComparison, PeriodLine};
use crate::workbook::{BookOut, CellOut, ColumnKind, ColumnOut, SheetOut};

/// What changed in the rules and thresholds, a sentence each.
pub fn rulebook_sentences(comparison: &PeriodComparison) -> Vec<String> {
    let PeriodComparison { earlier, later, .. } = comparison;
    let mut sentences = Vec::new();
    match (comparison.pack_changed, earlier.pack == later.pack) {
        (false, _) => {}
        (true, true) => sentences.push(format!("规则包有改动(版本号仍是 {})", later.pack)),
        (true, false) => sentences.push(format!("规则包由 {} 变为 {}", earlier.pack, later.pack)),
    }
    let named = |(rule, title): (&String, &String)| format!("{rule}“{title}”");
    sentences.extend(comparison.added.iter().map(|rule| format!("增加规则 {}", named(rule))));
    sentences.extend(comparison.removed.iter().map(|rule| format!("停用规则 {}", named(rule))));
    let value = |value: &Option<String>| value.clone().unwrap_or_else(|| "没有".to_owned());
    sentences.extend(comparison.parameters.iter().map(|parameter| {
        format!("参数“{}”由 {} 变为 {}", parameter.name, value(&parameter.earlier), value(&parameter.later))
    }));
    let skipped = |(rule, missing): (&String, &Vec<String>)| format!("规则 {rule} 未运行,缺少 {}", missing.join("、"));
    sentences.extend(comparison.skipped.iter().map(skipped));
    sentences
}

/// Lays out a workbook of the comparison, made on a day.
pub fn period_changes(comparison: &PeriodComparison, created: Date) -> BookOut {
    let by_rule = lines("按规则", &["规则编号", "规则名称"], &comparison.rules, comparison);
    let by_township = lines("按乡镇", &["乡镇"], &comparison.townships, comparison);
    let sheets = vec![by_rule, by_township, moved(comparison), rulebook(comparison)];
    BookOut { created, sheets, ..BookOut::default() }
}

/// Lays out the one sheet that a run's summary has of the comparison with the period before: counts by rule.
pub fn period_change_sheet(comparison: &PeriodComparison) -> SheetOut {
    let notes = rulebook_sentences(comparison);
    let sheet = lines("与上期比较", &["规则编号", "规则名称"], &comparison.rules, comparison);
    SheetOut { notes, ..sheet }
}

fn title(comparison: &PeriodComparison, what: &str) -> Option<String> {
    Some(format!("{} 与 {} 期线索比较({what})", comparison.later.period, comparison.earlier.period))
}

fn lines(name: &str, headings: &[&str], lines: &[PeriodLine], comparison: &PeriodComparison) -> SheetOut {
    let width = |position: usize| if position == 0 { 12.0 } else { 34.0 };
    let names = headings.iter().enumerate().map(|(at, heading)| column(heading, width(at), ColumnKind::Text));
    let counts = ChangeCounts::HEADINGS.map(|heading| column(heading, 10.0, ColumnKind::Integer));
    let row = |names: [&str; 2], counts: &ChangeCounts| -> Vec<CellOut> {
        let names = names.into_iter().take(headings.len()).map(text);
        names.chain(counts.counts().map(count)).collect()
    };
    let mut rows: Vec<Vec<CellOut>> = lines.iter().map(|line| row([&line.group, &line.title], &line.counts)).collect();
    rows.push(row(["合计", ""], &comparison.total));
    SheetOut {
        name: name.to_owned(),
        title: title(comparison, name),
        columns: names.chain(counts).collect(),
        rows,
        ..SheetOut::default()
    }
}

fn moved(comparison: &PeriodComparison) -> SheetOut {
    let words = [
        ("变化", 10.0),
        ("原因", 16.0),
        ("规则编号", 9.0),
        ("规则名称", 24.0),
        ("乡镇", 10.0),
        ("行政村", 10.0),
        ("户编号", 12.0),
        ("户主姓名", 9.0),
        ("涉及人姓名", 9.0),
        ("线索编号", 16.0),
    ];
    let word = |(heading, width): (&str, f64)| column(heading, width, ColumnKind::Text);
    let mut columns: Vec<ColumnOut> = words.map(word).into();
    columns.push(column("已发现期数", 8.0, ColumnKind::Integer));
    columns
        .extend([&comparison.earlier, &comparison.later].map(|side| word((&format!("{} 期内容", side.period), 32.0))));
    SheetOut {
        name: "变化线索".to_owned(),
        title: title(comparison, "变化线索"),
        notes: vec!["内容不变的持续线索不列出。".to_owned()],
        columns,
        rows: comparison.changes.iter().map(row).collect(),
        ..SheetOut::default()
    }
}

fn row(change: &ChangedClue) -> Vec<CellOut> {
    let about = &change.about;
    let reason = match change.course.reason() {
        None if change.evidence_changed => "情况有变化",
        reason => reason.unwrap_or_default(),
    };
    let words = [
        change.course.label(),
        reason,
        &about.rule,
        &about.title,
        &about.township,
        &about.village,
        &about.household_number,
        &about.head_name,
        &about.person_name,
        &about.clue,
    ];
    let mut row: Vec<CellOut> = words.map(text).into();
    row.push(CellOut::Integer(i64::try_from(change.periods).unwrap_or(i64::MAX)));
    row.extend([&change.before, &change.after].map(|finding| finding.as_ref().map_or(CellOut::Blank, text)));
    row
}

fn rulebook(comparison: &PeriodComparison) -> SheetOut {
    let mut sentences = rulebook_sentences(comparison);
    if sentences.is_empty() {
        sentences.push("两期的规则和参数没有不同".to_owned());
    }
    SheetOut {
        name: "规则和参数变化".to_owned(),
        title: title(comparison, "规则和参数变化"),
        columns: vec![column("变化", 90.0, ColumnKind::Text)],
        rows: sentences.into_iter().map(|sentence| vec![text(sentence)]).collect(),
        ..SheetOut::default()
    }
}
