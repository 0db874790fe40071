//! How far verification is, by place, department or rule.

use std::collections::{BTreeMap, BTreeSet};

use super::super::due::due;
use super::super::groups::{everywhere, group_columns};
use super::super::share::percent;
use super::super::size::VillageSize;
use super::input::{Verification, answered, title};
use crate::progress::{AnsweredClue, Grouping, Handled, VerificationProgress, handled, progress, progress_by};
use crate::workbook::{CellOut, Columns, SheetOut};

/// How many households and people.
type Size = (u32, u32);

/// A group, how many live there if it is a place, and how far it is.
struct Line {
    group: Vec<String>,
    size: Option<Size>,
    progress: VerificationProgress,
    /// By handling, in the order of the words.
    monitoring: Vec<Handled>,
}

/// The sheet of one grouping, all groups together last.
pub(super) fn groups(input: Verification<'_>, name: &str, grouping: Grouping) -> SheetOut {
    let sizes = sizes(input.villages, grouping);
    let mut groups: BTreeMap<Vec<String>, VerificationProgress> =
        sizes.keys().map(|group| (group.clone(), VerificationProgress::default())).collect();
    let lines = progress_by(input.asked, grouping, input.clock);
    groups.extend(lines.into_iter().map(|line| (line.group, line.progress)));
    let whole = sizes.values().fold((0, 0), |sum, size| (sum.0 + size.0, sum.1 + size.1));
    let progress = progress(&input.asked.iter().collect::<Vec<_>>(), input.clock);
    let answered = answered(input);
    let monitoring = |clues: &[&AnsweredClue<'_>]| {
        let words = input.dispositions.monitoring();
        words.map(|word| handled(clues.iter().copied(), &word.name)).collect()
    };
    let mut by_group: BTreeMap<Vec<String>, Vec<&AnsweredClue<'_>>> = BTreeMap::new();
    answered.iter().for_each(|clue| by_group.entry(grouping.of(&clue.asked.about)).or_default().push(clue));
    let all = monitoring(&answered.iter().collect::<Vec<_>>());
    let all = Line { group: everywhere(), size: Some(whole), progress, monitoring: all };
    let line = |(group, progress): (Vec<String>, _)| Line {
        size: sizes.get(&group).copied(),
        monitoring: monitoring(by_group.get(&group).map(Vec::as_slice).unwrap_or_default()),
        group,
        progress,
    };
    let lines = groups.into_iter().map(line).chain([all]);
    let columns = columns(input, grouping, !sizes.is_empty());
    SheetOut { name: name.to_owned(), title: title(input, name), ..SheetOut::of(&columns, lines) }
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

fn columns(input: Verification<'_>, grouping: Grouping, sized: bool) -> Columns<'_, Line> {
    let headings = grouping.headings().iter().map(|heading| (*heading, 14.0));
    let mut columns = group_columns(headings, |line: &Line| &line.group);
    if sized {
        columns = columns
            .count(("农户总数", 8.0), |line| line.size.map(|(households, _)| households))
            .count(("人口", 8.0), |line| line.size.map(|(_, people)| people));
    }
    let risks: BTreeSet<&str> = input.asked.iter().map(|clue| clue.about.risk.as_str()).collect();
    let late = input.clock.map_or_else(Columns::new, |_| late());
    let columns = columns.and(asked(risks).and(truths()).of(of_line)).and(monitoring(input));
    let figures = results().and(late).text(("反馈期限", 22.0), due);
    columns.and(figures.of(of_line)).text(("备注", 12.0), |_| CellOut::Blank)
}

fn of_line(line: &Line) -> &VerificationProgress {
    &line.progress
}

/// What was asked, of what kinds of risk.
fn asked<'a>(risks: BTreeSet<&'a str>) -> Columns<'a, VerificationProgress> {
    let columns = Columns::<VerificationProgress>::new()
        .count(("推送线索（条）", 8.0), |progress| progress.asked)
        .count(("走访发现（条）", 8.0), |progress| progress.reported)
        .count(("涉及户", 8.0), |progress| progress.households)
        .count(("涉及人", 8.0), |progress| progress.people);
    risks.into_iter().fold(columns, |columns, risk| {
        columns.count((risk, 8.0), move |progress| progress.risks.get(risk).copied().unwrap_or(0))
    })
}

/// How many are to be monitored or are it, by handling: clues and households.
fn monitoring(input: Verification<'_>) -> Columns<'_, Line> {
    let words = input.dispositions.monitoring().enumerate();
    words.fold(Columns::<Line>::new(), |columns, (position, word)| {
        let of = move |line: &Line| line.monitoring.get(position).copied().unwrap_or_default();
        let [clues, households] = ["条", "户"].map(|unit| format!("{}（{unit}）", word.short));
        columns
            .count((clues.as_str(), 8.0), move |line| of(line).clues)
            .count((households.as_str(), 8.0), move |line| of(line).households)
    })
}

/// Whether it is true.
fn truths<'a>() -> Columns<'a, VerificationProgress> {
    Columns::<VerificationProgress>::new()
        .count(("已核实", 8.0), |progress| progress.verified)
        .share(("核实率", 8.0), |progress| percent(progress.verified_share))
        .count(("属实", 8.0), |progress| progress.truths)
        .share(("属实率", 8.0), |progress| percent(progress.true_share))
}

/// What else came of it.
fn results<'a>() -> Columns<'a, VerificationProgress> {
    Columns::<VerificationProgress>::new()
        .count(("落实帮扶", 8.0), |progress| progress.aided)
        .count(("属实待处理", 8.0), |progress| progress.confirmed)
        .count(("不属实", 8.0), |progress| progress.untrue)
        .count(("数据有误", 8.0), |progress| progress.erroneous)
        .count(("无法核实", 8.0), |progress| progress.unresolved)
        .count(("矛盾待裁定", 8.0), |progress| progress.contradicted)
        .count(("不再成立", 8.0), |progress| progress.lapsed)
        .count(("已豁免", 8.0), |progress| progress.waived)
        .count(("未反馈", 8.0), |progress| progress.waiting)
        .count(("重复推送", 8.0), |progress| progress.repeated)
}

/// How late it is.
fn late<'a>() -> Columns<'a, VerificationProgress> {
    Columns::<VerificationProgress>::new()
        .count(("逾期未反馈", 8.0), |progress| progress.lateness.unwrap_or_default().overdue)
        .count(("最长逾期（工作日）", 8.0), |progress| progress.lateness.unwrap_or_default().longest)
}
