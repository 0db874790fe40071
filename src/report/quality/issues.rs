//! What is wrong in which row: counted by kind, and one sheet a department to send back.

use std::collections::BTreeMap;

use super::super::cells::{column, count, text};
use super::input::{Quality, department};
use crate::schema::{Issue, SheetReport};
use crate::workbook::{CellOut, ColumnKind, ColumnOut, SheetOut};

/// Counts by department, file and kind.
pub(super) fn kinds(input: Quality<'_>) -> SheetOut {
    let mut kinds: BTreeMap<(&str, String, &str, &str), u32> = BTreeMap::new();
    for issue in input.issues {
        let file = sheet_of(input.sheets, issue).0;
        let key = (department(input, issue.sheet), file, issue.kind.as_str(), issue.consequence.label());
        *kinds.entry(key).or_insert(0) += issue.count;
    }
    let row = |((department, file, kind, consequence), number)| {
        vec![text(department), text(file), text(kind), text(consequence), count(number)]
    };
    let mut columns: Vec<_> = [("部门", 10.0), ("文件", 40.0), ("问题", 36.0), ("影响", 14.0)].map(text_column).into();
    columns.push(column("行数", 10.0, ColumnKind::Integer));
    let title = Some("数据问题汇总".to_owned());
    let rows = kinds.into_iter().map(row).collect();
    SheetOut { name: "问题汇总".to_owned(), title, columns, rows, ..SheetOut::default() }
}

/// One sheet a department: every issue of its tables.
pub(super) fn departments(input: Quality<'_>) -> impl Iterator<Item = SheetOut> {
    let mut departments: BTreeMap<&str, Vec<&Issue>> = BTreeMap::new();
    for issue in input.issues {
        departments.entry(department(input, issue.sheet)).or_default().push(issue);
    }
    departments.into_iter().map(move |(department, issues)| {
        let number_column = |(heading, width)| column(heading, width, ColumnKind::Integer);
        let columns = vec![
            text_column(("文件", 34.0)),
            text_column(("工作表", 16.0)),
            number_column(("行", 8.0)),
            text_column(("栏目", 14.0)),
            text_column(("内容(证号已脱敏)", 24.0)),
            text_column(("问题", 28.0)),
            text_column(("影响", 12.0)),
            number_column(("同类行数", 9.0)),
            text_column(("怎么改", 36.0)),
        ];
        let rows = issues.into_iter().map(|issue| issue_row(input.sheets, issue)).collect();
        let title = Some(format!("{department}数据问题明细"));
        SheetOut { name: format!("{department}问题"), title, columns, rows, ..SheetOut::default() }
    })
}

fn issue_row(sheets: &[SheetReport], issue: &Issue) -> Vec<CellOut> {
    let (file, sheet) = sheet_of(sheets, issue);
    let value = match issue.other {
        Some(other) if other.sheet == issue.sheet => format!("与第{}行相同", other.row),
        Some(other) => {
            let there = usize::try_from(other.sheet).ok().and_then(|sheet| sheets.get(sheet));
            there.map(|there| format!("与{}相同", there.place(other.row))).unwrap_or_default()
        }
        None => issue.value.clone(),
    };
    vec![
        text(file),
        text(sheet),
        count(issue.row),
        text(&issue.field),
        text(value),
        text(&issue.kind),
        text(issue.consequence.label()),
        count(issue.count),
        text(&issue.advice),
    ]
}

fn sheet_of(sheets: &[SheetReport], issue: &Issue) -> (String, String) {
    let sheet = usize::try_from(issue.sheet).ok().and_then(|sheet| sheets.get(sheet));
    sheet.map(|sheet| (sheet.file.clone(), sheet.name.clone())).unwrap_or_default()
}

fn text_column((heading, width): (&str, f64)) -> ColumnOut {
    column(heading, width, ColumnKind::Text)
}
