//! What is wrong in which row: counted by kind, and one sheet a department to send back.

use std::collections::BTreeMap;

use super::input::{Quality, department};
use crate::schema::{Issue, SheetReport};
use crate::workbook::{Columns, SheetOut};

/// Counts by department, file and kind.
pub(super) fn kinds(input: Quality<'_>) -> SheetOut {
    let mut kinds: BTreeMap<(&str, String, &str, &str), u32> = BTreeMap::new();
    for issue in input.issues {
        let file = sheet_of(input.sheets, issue).0;
        let key = (department(input, issue.sheet), file, issue.kind.as_str(), issue.consequence.label());
        *kinds.entry(key).or_insert(0) += issue.count;
    }
    let columns = Columns::<((&str, String, &str, &str), u32)>::new()
        .text(("部门", 10.0), |((department, ..), _)| (*department).to_owned())
        .text(("文件", 40.0), |((_, file, ..), _)| file.clone())
        .text(("问题", 36.0), |((_, _, kind, _), _)| (*kind).to_owned())
        .text(("影响", 14.0), |((.., consequence), _)| (*consequence).to_owned())
        .count(("行数", 10.0), |(_, rows)| *rows);
    let title = Some("数据问题汇总".to_owned());
    SheetOut { name: "问题汇总".to_owned(), title, ..SheetOut::of(&columns, kinds) }
}

/// One sheet a department: every issue of its tables.
pub(super) fn departments(input: Quality<'_>) -> impl Iterator<Item = SheetOut> {
    let mut departments: BTreeMap<&str, Vec<&Issue>> = BTreeMap::new();
    for issue in input.issues {
        departments.entry(department(input, issue.sheet)).or_default().push(issue);
    }
    let columns = columns(input.sheets);
    departments.into_iter().map(move |(department, issues)| {
        let title = Some(format!("{department}数据问题明细"));
        SheetOut { name: format!("{department}问题"), title, ..SheetOut::of(&columns, issues) }
    })
}

fn columns(sheets: &[SheetReport]) -> Columns<'_, Issue> {
    Columns::<Issue>::new()
        .text(("文件", 34.0), |issue| sheet_of(sheets, issue).0)
        .text(("工作表", 16.0), |issue| sheet_of(sheets, issue).1)
        .count(("行", 8.0), |issue| issue.row)
        .text(("栏目", 14.0), |issue| issue.field.clone())
        .text(("内容（证号已脱敏）", 24.0), |issue| value(sheets, issue))
        .text(("问题", 28.0), |issue| issue.kind.clone())
        .text(("影响", 12.0), |issue| issue.consequence.label())
        .count(("同类行数", 9.0), |issue| issue.count)
        .text(("怎么改", 36.0), |issue| issue.advice.clone())
}

/// What stands in the cell, or which row is the same.
fn value(sheets: &[SheetReport], issue: &Issue) -> String {
    match issue.other {
        Some(other) if other.sheet == issue.sheet => format!("与第{}行相同", other.row),
        Some(other) => {
            let there = usize::try_from(other.sheet).ok().and_then(|sheet| sheets.get(sheet));
            there.map(|there| format!("与{}相同", there.place(other.row))).unwrap_or_default()
        }
        None => issue.value.clone(),
    }
}

fn sheet_of(sheets: &[SheetReport], issue: &Issue) -> (String, String) {
    let sheet = usize::try_from(issue.sheet).ok().and_then(|sheet| sheets.get(sheet));
    sheet.map(|sheet| (sheet.file.to_string(), sheet.name.to_string())).unwrap_or_default()
}
