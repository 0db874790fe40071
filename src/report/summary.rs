//! 汇总表: how many clues where, of what kind, from whom; and how every rule fared.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::households::households;
use super::{column, count, text};
use crate::pack::Pack;
use crate::schema::{Clue, Judged, Pictures, RuleTally};
use crate::value::{Disclosure, IdNumber};
use crate::workbook::{BookOut, CellOut, ColumnKind, ColumnOut, SheetOut};

/// What the summary is made from.
#[derive(Debug, Clone, Copy)]
pub struct Summary<'a> {
    /// The rules.
    pub pack: &'a Pack,
    /// The county's name.
    pub county: &'a str,
    /// The period.
    pub period: &'a str,
    /// The day of the run.
    pub as_of: Date,
    /// All clues.
    pub clues: &'a [Clue],
    /// What the clues of every household come to together.
    pub pictures: &'a Pictures,
    /// How ID numbers are written.
    pub disclosure: Disclosure,
    /// All tallies.
    pub tallies: &'a [RuleTally],
    /// Households and people by township and village, in order.
    pub villages: &'a [VillageSize],
}

/// How many live in a village.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VillageSize {
    /// Township.
    pub township: String,
    /// Village.
    pub village: String,
    /// Households in the register.
    pub households: u32,
    /// People in the register.
    pub people: u32,
}

/// Lays out the summary workbook.
pub fn summary(input: Summary<'_>) -> BookOut {
    let township = |size: &VillageSize| vec![size.township.clone()];
    let village = |size: &VillageSize| vec![size.township.clone(), size.village.clone()];
    let by_township = places(input, "按乡镇", &["乡镇"], township);
    let by_village = places(input, "按村", &["乡镇", "行政村"], village);
    let sheets = vec![by_township, by_village, households(input), rules(input), departments(input)];
    BookOut { created: input.as_of, sheets, ..BookOut::default() }
}

/// The title of one of its sheets.
pub(super) fn title(input: Summary<'_>, what: &str) -> Option<String> {
    Some(format!("{}防返贫监测部门筛查线索汇总表({what},{})", input.county, input.period))
}

/// One row a place: its size, its clues by risk, then the columns for the results of verification.
fn places(input: Summary<'_>, name: &str, levels: &[&str], key: fn(&VillageSize) -> Vec<String>) -> SheetOut {
    let risks: BTreeSet<&str> = input.pack.active_rules().map(|rule| rule.risk.as_str()).collect();
    let mut places: BTreeMap<Vec<String>, PlaceCounts<'_>> = BTreeMap::new();
    for size in input.villages {
        let place = places.entry(key(size)).or_default();
        place.households += size.households;
        place.people += size.people;
    }
    for clue in input.clues {
        let (township, village) = (clue.location.township.clone(), clue.location.village.clone());
        let place = places.entry(key(&VillageSize { township, village, households: 0, people: 0 })).or_default();
        place.add(clue);
    }
    let mut rows: Vec<Vec<CellOut>> = places.iter().map(|(place, counts)| counts.row(place, &risks)).collect();
    let mut total = PlaceCounts::default();
    places.values().for_each(|counts| total.merge(counts));
    let mut everywhere = vec![String::new(); levels.len()];
    everywhere[0] = "合计".to_owned();
    rows.push(total.row(&everywhere, &risks));
    let columns = place_columns(levels, &risks);
    SheetOut { name: name.to_owned(), title: title(input, name), columns, rows, ..SheetOut::default() }
}

fn place_columns(levels: &[&str], risks: &BTreeSet<&str>) -> Vec<ColumnOut> {
    let number = |heading: &str| column(heading, 9.0, ColumnKind::Integer);
    let mut columns: Vec<_> = levels.iter().map(|level| column(level, 14.0, ColumnKind::Text)).collect();
    columns.extend(["农户总数", "人口", "线索(条)", "涉及户", "涉及人", "高", "中", "低"].map(number));
    columns.extend(risks.iter().map(|risk| number(risk)));
    columns
}

#[derive(Default)]
struct PlaceCounts<'a> {
    households: u32,
    people: u32,
    clues: u32,
    flagged_households: BTreeSet<i64>,
    flagged_people: BTreeSet<IdNumber>,
    levels: BTreeMap<&'static str, u32>,
    risks: BTreeMap<&'a str, u32>,
}

impl<'a> PlaceCounts<'a> {
    fn add(&mut self, clue: &'a Clue) {
        self.clues += 1;
        self.flagged_households.extend(clue.subject.household);
        self.flagged_people.extend(clue.subject.person);
        *self.levels.entry(clue.severity.label()).or_insert(0) += 1;
        *self.risks.entry(&clue.risk).or_insert(0) += 1;
    }

    fn merge(&mut self, other: &Self) {
        self.households += other.households;
        self.people += other.people;
        self.clues += other.clues;
        self.flagged_households.extend(&other.flagged_households);
        self.flagged_people.extend(&other.flagged_people);
        other.levels.iter().for_each(|(level, clues)| *self.levels.entry(level).or_insert(0) += clues);
        other.risks.iter().for_each(|(risk, clues)| *self.risks.entry(risk).or_insert(0) += clues);
    }

    fn row(&self, place: &[String], risks: &BTreeSet<&str>) -> Vec<CellOut> {
        let size = |size: usize| CellOut::Integer(i64::try_from(size).unwrap_or(i64::MAX));
        let mut row: Vec<_> = place.iter().map(text).collect();
        row.extend([self.households, self.people, self.clues].map(count));
        row.extend([size(self.flagged_households.len()), size(self.flagged_people.len())]);
        row.extend(["高", "中", "低"].map(|level| count(self.levels.get(level).copied().unwrap_or(0))));
        row.extend(risks.iter().map(|risk| count(self.risks.get(risk).copied().unwrap_or(0))));
        row
    }
}

fn rules(input: Summary<'_>) -> SheetOut {
    let columns = [("规则编号", 11.0), ("规则名称", 34.0), ("部门", 10.0), ("风险类型", 11.0), ("等级", 6.0)]
        .map(|(heading, width)| column(heading, width, ColumnKind::Text));
    let numbers = ["命中", "未命中", "排除", "缺数据无法判定", "疑似数据错误"]
        .map(|heading| column(heading, 10.0, ColumnKind::Integer));
    let columns = columns.into_iter().chain(numbers).chain([column("未运行原因", 30.0, ColumnKind::Text)]).collect();
    let rows = input.tallies.iter().filter_map(|tally| rule_row(tally, input.pack)).collect();
    SheetOut { name: "按规则".to_owned(), title: title(input, "按规则"), columns, rows, ..SheetOut::default() }
}

fn rule_row(tally: &RuleTally, pack: &Pack) -> Option<Vec<CellOut>> {
    let rule = pack.rules.iter().find(|rule| rule.id == tally.rule)?;
    let mut row =
        vec![text(&rule.id), text(&rule.title), text(&rule.department), text(&rule.risk), text(rule.severity.label())];
    match &tally.judged {
        Judged::Run { hits, misses, excluded, undetermined, doubtful } => {
            row.extend([hits, misses, excluded, undetermined, doubtful].map(|number| count(*number)));
            row.push(CellOut::Blank);
        }
        Judged::Skipped { missing } => {
            row.extend(vec![CellOut::Blank; 5]);
            row.push(text(format!("未提供: {}", missing.join("、"))));
        }
    }
    Some(row)
}

fn departments(input: Summary<'_>) -> SheetOut {
    let counts = crate::detect::count_by(input.clues, |clue| (clue.department.as_str(), clue.rule.as_str()));
    let title_of = |id: &str| input.pack.rules.iter().find(|rule| rule.id == id).map_or("", |rule| rule.title.as_str());
    let rows = counts
        .iter()
        .map(|((department, rule), clues)| vec![text(*department), text(*rule), text(title_of(rule)), count(*clues)])
        .collect();
    let columns = vec![
        column("部门", 12.0, ColumnKind::Text),
        column("规则编号", 12.0, ColumnKind::Text),
        column("规则名称", 40.0, ColumnKind::Text),
        column("线索(条)", 10.0, ColumnKind::Integer),
    ];
    SheetOut { name: "按部门".to_owned(), title: title(input, "按部门"), columns, rows, ..SheetOut::default() }
}
