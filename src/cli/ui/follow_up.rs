//! What comes of the lists, for people: progress, precision, and how two periods differ.

use std::fmt::Write;

use comfy_table::{Cell, Table};

use super::table::{grouped, keep_readable, number, share, table};
use crate::compare::{ChangeCounts, PeriodComparison, PeriodLine};
use crate::progress::{
    Grouping, HardlyTrue, Precision, PrecisionLine, Progress, ProgressLine, Questions, VisitLine, Visits,
};
use crate::report::{due, interval_text, reasons_text, rulebook_sentences, true_share};

/// Progress by group, all groups together last: how far it is, and what came of it.
pub fn progress_page(period: &str, grouping: Grouping, lines: &[ProgressLine], all: &Progress) -> String {
    let mut course = vec!["推送", "走访发现", "已核实", "核实率", "无法核实", "矛盾", "不再成立", "已豁免", "未反馈"];
    course.extend(if all.lateness.is_some() { vec!["逾期", "最长逾期工作日"] } else { Vec::new() });
    let results = ["属实", "属实率", "纳入监测", "落实帮扶", "待处理", "不属实", "数据有误"];
    let course = progress_table(grouping, &course, (lines, all), course_cells);
    let results = progress_table(grouping, &results, (lines, all), result_cells);
    format!("{period} 期线索核实进度,反馈期限 {}\n{course}\n已核实线索的结果\n{results}\n", due(all))
}

fn progress_table(
    grouping: Grouping,
    headings: &[&str],
    (lines, all): (&[ProgressLine], &Progress),
    cells: fn(&Progress) -> Vec<Cell>,
) -> Table {
    let lines = lines.iter().map(|line| (&line.group, &line.progress));
    let mut table = grouped((grouping.headings(), headings), lines, all, cells);
    keep_readable(&mut table);
    table
}

fn course_cells(progress: &Progress) -> Vec<Cell> {
    let Progress { asked, reported, verified, unresolved, contradicted, lapsed, waived, waiting, .. } = *progress;
    let mut cells: Vec<Cell> = [asked, reported, verified].map(number).into();
    cells.push(share(progress.verified_share));
    cells.extend([unresolved, contradicted, lapsed, waived, waiting].map(number));
    cells.extend(progress.lateness.into_iter().flat_map(|late| [late.overdue, late.longest]).map(number));
    cells
}

fn result_cells(progress: &Progress) -> Vec<Cell> {
    let Progress { truths, monitored, aided, confirmed, untrue, erroneous, .. } = *progress;
    let counts = [monitored, aided, confirmed, untrue, erroneous].map(number);
    [number(truths), share(progress.true_share)].into_iter().chain(counts).collect()
}

/// Questions asked on visits by group, all together last; nothing if none was asked.
pub fn visits_page(grouping: Grouping, lines: &[VisitLine], all: &Visits) -> String {
    // Questions are of places: grouped otherwise there is nothing to show.
    if all.household.asked + all.village.asked == 0 || lines.is_empty() {
        return String::new();
    }
    let headings = ["入户问题", "已答复", "需跟进", "矛盾", "驻村问题", "已答复", "需跟进", "矛盾"];
    let lines = lines.iter().map(|line| (&line.group, &line.visits));
    let mut table = grouped((grouping.headings(), &headings), lines, all, visit_cells);
    keep_readable(&mut table);
    format!("入户核查、驻村核查的问题\n{table}\n")
}

fn visit_cells(visits: &Visits) -> Vec<Cell> {
    let counts = |Questions { asked, answered, worrying, contradicted }| [asked, answered, worrying, contradicted];
    [visits.household, visits.village].into_iter().flat_map(counts).map(number).collect()
}

/// Precision by group, all groups together last, and the rules whose clues are hardly ever true.
pub fn precision_page(headings: &[&str], lines: &[PrecisionLine], all: &Precision, named: &[HardlyTrue]) -> String {
    let figures = ["已核实", "属实", "属实率", "95%区间", "数据有误", "无法核实"];
    let lines = lines.iter().map(|line| (&line.group, &line.precision));
    let precision = grouped((headings, &figures), lines, all, precision_cells);
    let mut page = format!("核实过的线索有多少属实\n{precision}\n");
    for rule in named {
        let Precision { verified, truths, .. } = rule.precision;
        let line = format!(
            "几乎都不属实: {} {}({}),核实 {verified} 条,属实 {truths} 条",
            rule.rule, rule.title, rule.department
        );
        writeln!(page, "\n{line}\n  原因: {}", reasons_text(rule)).expect("text takes what is written");
    }
    page
}

fn precision_cells(precision: &Precision) -> Vec<Cell> {
    let Precision { verified, truths, erroneous, unresolved, interval } = *precision;
    let shares = [true_share(precision), interval_text(interval)].map(Cell::new);
    [number(verified), number(truths)]
        .into_iter()
        .chain(shares)
        .chain([number(erroneous), number(unresolved)])
        .collect()
}

/// How two periods differ: what changed in the rules, then the clues by rule and by township.
pub fn comparison_page(comparison: &PeriodComparison) -> String {
    let PeriodComparison { earlier, later, total, rules, townships, .. } = comparison;
    let mut page = format!("{} 期与 {} 期比较\n", later.period, earlier.period);
    for sentence in rulebook_sentences(comparison) {
        writeln!(page, "注意: {sentence}").expect("text takes what is written");
    }
    if rules.is_empty() {
        page.push_str("线索没有变化\n");
        return page;
    }
    let (still, moving): (Vec<_>, Vec<_>) = rules.iter().partition(|line| line.counts.is_still());
    let by_rule = counts_table(&["规则编号", "规则名称"], moving, total);
    writeln!(page, "{by_rule}").expect("text takes what is written");
    if !still.is_empty() {
        let clues: u32 = still.iter().map(|line| line.counts.persisting).sum();
        writeln!(page, "另有 {} 条规则的 {clues} 条线索没有变化", still.len()).expect("text takes what is written");
    }
    writeln!(page, "{}", counts_table(&["乡镇"], townships, total)).expect("text takes what is written");
    page
}

/// The same in short.
pub fn comparison_line(comparison: &PeriodComparison) -> String {
    let counts = ChangeCounts::HEADINGS.iter().zip(comparison.total.counts());
    let counts: Vec<String> = counts.map(|(heading, clues)| format!("{heading} {clues}")).collect();
    let changed = rulebook_sentences(comparison).len();
    let rules =
        if changed == 0 { String::new() } else { format!(";规则、参数、数据来源有 {changed} 处不同") };
    format!("与 {} 期相比(条): {}{rules};见“汇总表.xlsx”的“与上期比较”", comparison.earlier.period, counts.join(","))
}

fn counts_table<'l>(headings: &[&str], lines: impl IntoIterator<Item = &'l PeriodLine>, total: &ChangeCounts) -> Table {
    let columns: Vec<&str> = headings.iter().copied().chain(ChangeCounts::HEADINGS).collect();
    let mut table = table(&columns);
    let row = |names: [&str; 2], counts: &ChangeCounts| -> Vec<Cell> {
        names.into_iter().take(headings.len()).map(Cell::new).chain(counts.counts().map(number)).collect()
    };
    for line in lines {
        table.add_row(row([&line.group, &line.title], &line.counts));
    }
    table.add_row(row(["合计", ""], total));
    table
}
