//! What was not taken as it stands, in lines that are said aloud: rows that count once, that are ended, that were
//! mended, that are doubtful. 数据质量 lists the rows.

use std::collections::{BTreeMap, BTreeSet};

use crate::schema::{Consequence, Issue, Origin, SheetId, SheetReport};

/// How many different values a line names.
const VALUES: usize = 3;
/// How many lines are said; the others are counted.
const LINES: usize = 12;

/// What is said of a table most of whose rows stand in another one with other contents.
const VERSIONS: &str =
    "；像是同一张表的两个版本，请只留一份再运行，另一份移走，或在 bidui.toml 的 [[sheet]] 里写 ignore = true";

/// Rows that have the same to be said of them.
#[derive(Debug, Default)]
struct Heap {
    rows: u32,
    values: BTreeMap<String, u32>,
}

/// What is to be said of the issues of a run, a line a table and kind; rows that repeat one of their own table are
/// summed up in one line.
pub fn notices(sheets: &[SheetReport], issues: &[Issue]) -> Vec<String> {
    let mut heaps: BTreeMap<(SheetId, Consequence, &str, &str, Option<SheetId>), Heap> = BTreeMap::new();
    let mut within = 0;
    let mut tables = BTreeSet::new();
    let mut shared: BTreeMap<(SheetId, SheetId), u32> = BTreeMap::new();
    for issue in issues.iter().filter(|issue| is_said(issue.consequence)) {
        let other = issue.other.map(|Origin { sheet, .. }| sheet);
        if issue.consequence == Consequence::Once && other == Some(issue.sheet) {
            within += issue.count;
            tables.insert(issue.sheet);
            continue;
        }
        if let Some(other) = other {
            *shared.entry((issue.sheet, other)).or_default() += issue.count;
        }
        let key = (issue.sheet, issue.consequence, issue.kind.as_str(), issue.field.as_str(), other);
        let heap = heaps.entry(key).or_default();
        heap.rows += issue.count;
        *heap.values.entry(issue.value.clone()).or_default() += issue.count;
    }
    let mut lines: Vec<String> = heaps.iter().map(|(key, heap)| line((sheets, &shared), *key, heap)).collect();
    // Two versions of a list put all else into doubt.
    lines.sort_by_key(|line| !line.ends_with(VERSIONS));
    let more = lines.len().saturating_sub(LINES);
    if more > 0 {
        lines.truncate(LINES);
        lines.push(format!("注意：另有{more}处类似情况，见数据质量.xlsx"));
    }
    if within > 0 {
        let tables = tables.len();
        lines.push(format!("注意：{tables}张表里共有{within}行与同表的另一行完全相同，只算一次，见数据质量.xlsx"));
    }
    lines
}

fn line(
    (sheets, shared): (&[SheetReport], &BTreeMap<(SheetId, SheetId), u32>),
    (sheet, consequence, kind, field, other): (SheetId, Consequence, &str, &str, Option<SheetId>),
    heap: &Heap,
) -> String {
    let place_here = place(sheets, sheet);
    let rows = heap.rows;
    let values = heap.values();
    let followed = consequence.label();
    let rows_shared = other.and_then(|other| shared.get(&(sheet, other))).copied().unwrap_or(0);
    match other.filter(|other| *other != sheet).map(|other| place(sheets, other)) {
        Some(other) if consequence == Consequence::Once => {
            format!("注意：{place_here} 有{rows}行与 {other} 里的行完全相同，{followed}")
        }
        Some(other) => {
            let versions = if is_mostly(sheets, sheet, rows_shared) { VERSIONS } else { "" };
            format!("注意：{place_here} 有{rows}行{kind}（{field}；另一行在 {other}），{followed}{versions}")
        }
        None => format!("注意：{place_here} 有{rows}行{kind}（{field}{values}），{followed}"),
    }
}

/// Whether these are most of a table's records.
fn is_mostly(sheets: &[SheetReport], sheet: SheetId, rows: u32) -> bool {
    let report = usize::try_from(sheet).ok().and_then(|at| sheets.get(at));
    report.is_some_and(|report| rows >= 2 && rows * 2 > report.read)
}

impl Heap {
    /// The most frequent values, if any was noted.
    fn values(&self) -> String {
        let mut values: Vec<(&String, &u32)> = self.values.iter().filter(|(value, _)| !value.is_empty()).collect();
        values.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
        let more = if values.len() > VALUES { "等" } else { "" };
        let named: Vec<String> = values.iter().take(VALUES).map(|(value, _)| format!("“{value}”")).collect();
        if named.is_empty() { String::new() } else { format!("：{}{more}", named.join("、")) }
    }
}

/// Whether a consequence is said aloud.
fn is_said(consequence: Consequence) -> bool {
    match consequence {
        Consequence::Ended | Consequence::Once | Consequence::Mended | Consequence::Doubtful => true,
        Consequence::Quarantined | Consequence::Unlinked | Consequence::ValueDropped | Consequence::NoteOnly => false,
    }
}

fn place(sheets: &[SheetReport], sheet: SheetId) -> String {
    let sheet = usize::try_from(sheet).ok().and_then(|sheet| sheets.get(sheet));
    sheet.map(|sheet| format!("{}[{}]", sheet.file, sheet.name)).unwrap_or_default()
}
