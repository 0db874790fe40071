//! What comes of the lists, for people: progress, precision, and how two periods differ.

use std::fmt::Write;

use comfy_table::Table;

use super::table::{grouped, keep_readable, table};
use crate::compare::{ChangeCounts, PeriodComparison};
use crate::progress::{
    Grouping, HardlyTrue, Precision, PrecisionLine, ProgressLine, Questions, VerificationProgress, VisitLine, Visits,
};
use crate::report::{
    By, due, percent, period_columns, period_total, precision_columns, reasons_text, rulebook_sentences,
};
use crate::workbook::Columns;

/// Progress by group, all groups together last: how far it is, and what came of it.
pub fn progress_page(period: &str, grouping: Grouping, lines: &[ProgressLine], all: &VerificationProgress) -> String {
    let course = progress_table(grouping, course_columns(all.lateness.is_some()), lines, all);
    let results = progress_table(grouping, result_columns(), lines, all);
    let late = match all.late {
        0 => String::new(),
        late => format!("另有 {late} 条的答复在下一期筛查以后才收到，不计入以上数目\n"),
    };
    format!("{period} 期线索核实进度，反馈期限 {}\n{course}\n已核实线索的结果\n{results}\n{late}", due(all))
}

fn progress_table(
    grouping: Grouping,
    columns: Columns<'_, VerificationProgress>,
    lines: &[ProgressLine],
    all: &VerificationProgress,
) -> Table {
    let lines = lines.iter().map(|line| (&line.group, &line.progress));
    let mut table = grouped(grouping.headings(), columns, lines, all);
    keep_readable(&mut table);
    table
}

fn course_columns<'a>(is_late: bool) -> Columns<'a, VerificationProgress> {
    let columns = Columns::<VerificationProgress>::new()
        .count("推送", |progress: &VerificationProgress| progress.asked)
        .count("走访发现", |progress| progress.reported)
        .count("已核实", |progress| progress.verified)
        .share("核实率", |progress| percent(progress.verified_share))
        .count("无法核实", |progress| progress.unresolved)
        .count("矛盾", |progress| progress.contradicted)
        .count("不再成立", |progress| progress.lapsed)
        .count("已豁免", |progress| progress.waived)
        .count("未反馈", |progress| progress.waiting);
    match is_late {
        true => columns
            .count("逾期", |progress| progress.lateness.map(|late| late.overdue))
            .count("最长逾期工作日", |progress| progress.lateness.map(|late| late.longest)),
        false => columns,
    }
}

fn result_columns<'a>() -> Columns<'a, VerificationProgress> {
    Columns::<VerificationProgress>::new()
        .count("属实", |progress| progress.truths)
        .share("属实率", |progress| percent(progress.true_share))
        .count("纳入监测", |progress| progress.monitored)
        .count("落实帮扶", |progress| progress.aided)
        .count("待处理", |progress| progress.confirmed)
        .count("不属实", |progress| progress.untrue)
        .count("数据有误", |progress| progress.erroneous)
}

/// Questions asked on visits by group, all together last; nothing if none was asked.
pub fn visits_page(grouping: Grouping, lines: &[VisitLine], all: &Visits) -> String {
    // Questions are of places: grouped otherwise there is nothing to show.
    if all.household.asked + all.village.asked == 0 || lines.is_empty() {
        return String::new();
    }
    let household = question_columns("入户问题").of(|visits: &Visits| &visits.household);
    let columns = household.and(question_columns("驻村问题").of(|visits: &Visits| &visits.village));
    let lines = lines.iter().map(|line| (&line.group, &line.visits));
    let mut table = grouped(grouping.headings(), columns, lines, all);
    keep_readable(&mut table);
    format!("入户核查、驻村核查的问题\n{table}\n")
}

/// The columns of one kind of questions.
fn question_columns<'a>(asked: &str) -> Columns<'a, Questions> {
    Columns::<Questions>::new()
        .count(asked, |questions| questions.asked)
        .count("已答复", |questions| questions.answered)
        .count("需跟进", |questions| questions.worrying)
        .count("矛盾", |questions| questions.contradicted)
}

/// Precision by group, all groups together last, and the rules whose clues are hardly ever true.
pub fn precision_page(headings: &[&str], lines: &[PrecisionLine], all: &Precision, named: &[HardlyTrue]) -> String {
    let lines = lines.iter().map(|line| (&line.group, &line.precision));
    let precision = grouped(headings, precision_columns(), lines, all);
    let mut page = format!("核实过的线索有多少属实\n{precision}\n");
    for rule in named {
        let Precision { verified, truths, .. } = rule.precision;
        let line = format!(
            "几乎都不属实：{} {}（{}），核实 {verified} 条，属实 {truths} 条",
            rule.rule, rule.title, rule.department
        );
        writeln!(page, "\n{line}\n  原因：{}", reasons_text(rule)).expect("text takes what is written");
    }
    page
}

/// How two periods differ: what changed in the rules, then the clues by rule and by township.
pub fn comparison_page(comparison: &PeriodComparison) -> String {
    let PeriodComparison { earlier, later, rules, townships, .. } = comparison;
    let mut page = format!("{} 期与 {} 期比较\n", later.period, earlier.period);
    for sentence in rulebook_sentences(comparison) {
        writeln!(page, "注意：{sentence}").expect("text takes what is written");
    }
    if rules.is_empty() {
        page.push_str("线索没有变化\n");
        return page;
    }
    let (still, moving): (Vec<_>, Vec<_>) = rules.iter().partition(|line| line.counts.is_still());
    let total = period_total(comparison);
    let by_rule = table(&period_columns(By::Rule), moving.into_iter().chain([&total]));
    writeln!(page, "{by_rule}").expect("text takes what is written");
    if !still.is_empty() {
        let clues: u32 = still.iter().map(|line| line.counts.persisting).sum();
        writeln!(page, "另有 {} 条规则的 {clues} 条线索没有变化", still.len()).expect("text takes what is written");
    }
    let by_township = table(&period_columns(By::Township), townships.iter().chain([&total]));
    writeln!(page, "{by_township}").expect("text takes what is written");
    page
}

/// The same in short.
pub fn comparison_line(comparison: &PeriodComparison) -> String {
    let counts = ChangeCounts::FIGURES.map(|(heading, figure)| format!("{heading} {}", figure(&comparison.total)));
    let changed = rulebook_sentences(comparison).len();
    let rules =
        if changed == 0 { String::new() } else { format!("；规则、参数、数据来源有 {changed} 处不同") };
    format!(
        "与 {} 期相比（条）：{}{rules}；见“汇总表.xlsx”的“与上期比较”",
        comparison.earlier.period,
        counts.join("，")
    )
}
