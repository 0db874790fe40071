//! 核实汇总: how far verification is by place, department and rule; how true rules' clues are; what is disputed.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::precision::rule_precision;
use super::{VillageSize, column, count, dispute, percent, text, visits};
use crate::collect::Dispute;
use crate::ledger::{AskedClue, AskedQuestion, Verified};
use crate::pack::{Naming, Question};
use crate::progress::{Clock, Grouping, Progress, progress, progress_by};
use crate::workbook::{BookOut, CellOut, ColumnKind, ColumnOut, SheetOut};

/// What the summary is made from.
#[derive(Debug, Clone, Copy)]
pub struct Verification<'a> {
    /// The county's name.
    pub county: &'a str,
    /// The period.
    pub period: &'a str,
    /// The day it is counted from.
    pub as_of: Date,
    /// The clues that it asked, and that villages reported.
    pub asked: &'a [AskedClue],
    /// The questions that it asked on visits.
    pub questions: &'a [AskedQuestion],
    /// How they are put, and which answers somebody has to follow up.
    pub wording: &'a [Question],
    /// What lateness is counted by, if somebody said what day it is.
    pub clock: Option<Clock<'a>>,
    /// The answers of all periods up to this one.
    pub verified: &'a [Verified],
    /// When a rule is named for its answers.
    pub naming: &'a Naming,
    /// Contradictions that nobody settled.
    pub disputes: &'a [Dispute],
    /// Households and people by township and village, as far as known.
    pub villages: &'a [VillageSize],
}

/// Lays out the summary workbook.
pub fn verification(input: Verification<'_>) -> BookOut {
    let sheets = vec![
        groups(input, "按乡镇", Grouping::Township),
        groups(input, "按村", Grouping::Village),
        groups(input, "按部门", Grouping::Department),
        groups(input, "按规则", Grouping::Rule),
        rule_precision(input),
        reported(input),
        visits::answers(input),
        visits::to_follow_up(input),
        disputes(input),
    ];
    BookOut { created: input.as_of, sheets, ..BookOut::default() }
}

pub(super) fn title(input: Verification<'_>, what: &str) -> Option<String> {
    Some(format!("{}防返贫监测线索核实汇总表({what},{})", input.county, input.period))
}

/// How many households and people.
type Size = (u32, u32);

fn groups(input: Verification<'_>, name: &str, grouping: Grouping) -> SheetOut {
    let sizes = sizes(input.villages, grouping);
    let lines = progress_by(input.asked, grouping, input.clock);
    let mut groups: BTreeMap<Vec<String>, Progress> =
        sizes.keys().map(|group| (group.clone(), Progress::default())).collect();
    groups.extend(lines.into_iter().map(|line| (line.group, line.progress)));
    let risks: BTreeSet<&str> = input.asked.iter().map(|clue| clue.about.risk.as_str()).collect();
    let all = progress(&input.asked.iter().collect::<Vec<_>>(), input.clock);
    let mut everywhere = vec![String::new(); grouping.headings().len()];
    everywhere[0] = "合计".to_owned();
    let whole = sizes.values().fold((0, 0), |sum, size| (sum.0 + size.0, sum.1 + size.1));
    let row = |group: &[String], size: Option<Size>, progress: &Progress| -> Vec<CellOut> {
        let sized = if sizes.is_empty() { Vec::new() } else { size_cells(size) };
        group.iter().map(text).chain(sized).chain(progress_row(progress, &risks, input.clock)).collect()
    };
    let mut rows: Vec<Vec<CellOut>> =
        groups.iter().map(|(group, progress)| row(group, sizes.get(group).copied(), progress)).collect();
    rows.push(row(&everywhere, Some(whole), &all));
    let sized: &[&str] = if sizes.is_empty() { &[] } else { &["农户总数", "人口"] };
    let columns = columns(grouping, sized, &risks, input.clock);
    SheetOut { name: name.to_owned(), title: title(input, name), columns, rows, ..SheetOut::default() }
}

/// How many live in every group; nothing for groups that are no places.
fn sizes(villages: &[VillageSize], grouping: Grouping) -> BTreeMap<Vec<String>, Size> {
    let mut sizes: BTreeMap<Vec<String>, Size> = BTreeMap::new();
    for size in villages {
        let group = match grouping {
            Grouping::Township => vec![size.township.clone()],
            Grouping::Village => vec![size.township.clone(), size.village.clone()],
            Grouping::Department | Grouping::Rule => continue,
        };
        let place = sizes.entry(group).or_default();
        *place = (place.0 + size.households, place.1 + size.people);
    }
    sizes
}

fn size_cells(size: Option<Size>) -> Vec<CellOut> {
    match size {
        Some((households, people)) => vec![count(households), count(people)],
        None => vec![CellOut::Blank; 2],
    }
}

fn columns(grouping: Grouping, sized: &[&str], risks: &BTreeSet<&str>, clock: Option<Clock<'_>>) -> Vec<ColumnOut> {
    let word = |heading: &str, width| column(heading, width, ColumnKind::Text);
    let number = |heading: &&str| column(heading, 8.0, ColumnKind::Integer);
    let share = |heading: &str| word(heading, 8.0);
    let mut columns: Vec<_> = grouping.headings().iter().map(|heading| word(heading, 14.0)).collect();
    columns.extend(sized.iter().chain(&["推送线索(条)", "走访发现(条)", "涉及户", "涉及人"]).map(number));
    columns.extend(risks.iter().map(number));
    columns.extend([number(&"已核实"), share("核实率"), number(&"属实"), share("属实率")]);
    columns.extend(
        ["拟纳入监测(条)", "拟纳入监测(户)", "落实帮扶", "属实待处理", "不属实", "数据有误"].iter().map(number),
    );
    columns.extend(["无法核实", "矛盾待裁定", "不再成立", "已豁免", "未反馈", "重复推送"].iter().map(number));
    let late: &[&str] = if clock.is_some() { &["逾期未反馈", "最长逾期(工作日)"] } else { &[] };
    columns.extend(late.iter().map(number));
    columns.extend([word("反馈期限", 22.0), word("备注", 12.0)]);
    columns
}

fn progress_row(progress: &Progress, risks: &BTreeSet<&str>, clock: Option<Clock<'_>>) -> Vec<CellOut> {
    let size = |size: usize| CellOut::Integer(i64::try_from(size).unwrap_or(i64::MAX));
    let mut row =
        vec![count(progress.asked), count(progress.reported), size(progress.households), size(progress.people)];
    row.extend(risks.iter().map(|risk| count(progress.risks.get(*risk).copied().unwrap_or(0))));
    row.extend([count(progress.verified), text(percent(progress.verified_share))]);
    row.extend([count(progress.truths), text(percent(progress.true_share))]);
    row.extend([count(progress.monitored), size(progress.monitored_households)]);
    let Progress {
        aided,
        confirmed,
        untrue,
        erroneous,
        unresolved,
        contradicted,
        lapsed,
        waived,
        waiting,
        repeated,
        ..
    } = *progress;
    row.extend(
        [aided, confirmed, untrue, erroneous, unresolved, contradicted, lapsed, waived, waiting, repeated].map(count),
    );
    if clock.is_some() {
        let late = progress.lateness.unwrap_or_default();
        row.extend([late.overdue, late.longest].map(count));
    }
    row.extend([text(due(progress)), CellOut::Blank]);
    row
}

/// The day or days on which answers are due.
pub fn due(progress: &Progress) -> String {
    due_as(progress, |day| day.to_string())
}

/// The same, with the days written as wanted.
pub(super) fn due_as(progress: &Progress, written: fn(Date) -> String) -> String {
    match progress.due_from.zip(progress.due_until) {
        Some((from, until)) if from == until => written(from),
        Some((from, until)) => format!("{} 至 {}", written(from), written(until)),
        None => String::new(),
    }
}

/// What villages found by themselves, in this period or, where this period's lists asked again, in earlier ones.
fn reported(input: Verification<'_>) -> SheetOut {
    let columns = [
        ("线索编号", 18.0),
        ("乡镇", 12.0),
        ("行政村", 12.0),
        ("户编号", 12.0),
        ("户主姓名", 10.0),
        ("涉及人姓名", 10.0),
        ("风险类型", 10.0),
        ("发现的情况", 40.0),
        ("来历", 12.0),
        ("核实结果", 14.0),
    ];
    let row = |clue: &AskedClue| {
        let about = &clue.about;
        let place = [&about.clue, &about.township, &about.village, &about.household_number];
        let who = [&about.head_name, &about.person_name, &about.risk, &clue.finding];
        let origin = if clue.reported { "本期发现" } else { "以前发现" };
        let words = place.into_iter().chain(who).map(String::as_str);
        words.chain([origin, clue.feedback.label()]).map(text).collect()
    };
    SheetOut {
        name: "干部走访".to_owned(),
        title: title(input, "干部走访"),
        notes: vec!["村里在清单空行上补报的风险;没有办结的,下一期清单会再次请村核实。".to_owned()],
        columns: columns.map(|(heading, width)| column(heading, width, ColumnKind::Text)).into(),
        rows: input.asked.iter().filter(|clue| clue.about.from_visit).map(row).collect(),
        ..SheetOut::default()
    }
}

fn disputes(input: Verification<'_>) -> SheetOut {
    let columns = dispute::columns(&dispute::names(input.disputes));
    SheetOut {
        name: "矛盾结论".to_owned(),
        title: title(input, "矛盾结论"),
        notes: vec![
            "同一条线索、同一个问题收到互相矛盾的结论,都不算数;请查明后在“回收情况.xlsx”的“冲突”里裁定以哪一个为准。"
                .to_owned(),
        ],
        rows: input.disputes.iter().map(|dispute| dispute::row(dispute, columns.len())).collect(),
        columns,
        ..SheetOut::default()
    }
}
