//! How far verification is, by place, department or rule.

use std::collections::{BTreeMap, BTreeSet};

use super::super::cells::{column, count, text};
use super::super::due::due;
use super::super::share::percent;
use super::super::size::VillageSize;
use super::input::{Verification, title};
use crate::progress::{Clock, Grouping, Progress, progress, progress_by};
use crate::workbook::{CellOut, ColumnKind, ColumnOut, SheetOut};

/// How many households and people.
type Size = (u32, u32);

/// The sheet of one grouping, all groups together last.
pub(super) fn groups(input: Verification<'_>, name: &str, grouping: Grouping) -> SheetOut {
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
            Grouping::Township => vec![size.village.township.clone()],
            Grouping::Village => vec![size.village.township.clone(), size.village.name.clone()],
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
