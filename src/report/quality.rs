//! 数据质量: what is wrong in which row, one sheet a department to send back; whose damaged rows may be; and the balance
//! of every file's rows.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::proposals::proposals;
use super::{column, count, text};
use crate::detect::ClueNaming;
use crate::pack::Pack;
use crate::schema::{Fate, FileReport, FileState, Issue, SheetReport, SheetState, Suspect, rivals};
use crate::value::{Disclosure, IdNumber};
use crate::workbook::{BookOut, CellOut, ColumnKind, ColumnOut, SheetOut};

/// What the workbook is made from.
#[derive(Debug, Clone, Copy)]
pub struct Quality<'a> {
    /// Whose table is which department's.
    pub pack: &'a Pack,
    /// Every file.
    pub files: &'a [FileReport],
    /// Every sheet.
    pub sheets: &'a [SheetReport],
    /// What is wrong in them.
    pub issues: &'a [Issue],
    /// Whose damaged records may be.
    pub suspects: &'a [Suspect],
    /// The rules that were not held against a person because of damaged records.
    pub doubts: &'a BTreeMap<IdNumber, BTreeSet<String>>,
    /// How codes of suspects are made.
    pub naming: &'a ClueNaming,
    /// How ID numbers are shown.
    pub disclosure: Disclosure,
    /// The day it is made on.
    pub as_of: Date,
}

/// Lays out the data-quality workbook.
pub fn quality(input: Quality<'_>) -> BookOut {
    let mut sheets = vec![kinds(input), balance(input.files, input.sheets)];
    sheets.extend(proposals(input));
    sheets.extend(departments(input));
    BookOut { created: input.as_of, sheets, ..BookOut::default() }
}

/// The department that a sheet comes from.
pub(super) fn department<'a>(input: Quality<'a>, sheet: u32) -> &'a str {
    let sheet = usize::try_from(sheet).ok().and_then(|sheet| input.sheets.get(sheet));
    let source = sheet.and_then(SheetReport::source).and_then(|source| input.pack.sources.get(source));
    source.map_or("其他", |source| source.department.as_str())
}

fn text_column((heading, width): (&str, f64)) -> ColumnOut {
    column(heading, width, ColumnKind::Text)
}

fn sheet_of(sheets: &[SheetReport], issue: &Issue) -> (String, String) {
    let sheet = usize::try_from(issue.sheet).ok().and_then(|sheet| sheets.get(sheet));
    sheet.map(|sheet| (sheet.file.clone(), sheet.name.clone())).unwrap_or_default()
}

/// Counts by department, file and kind.
fn kinds(input: Quality<'_>) -> SheetOut {
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

/// Every row of every file, by what became of it.
fn balance(files: &[FileReport], sheets: &[SheetReport]) -> SheetOut {
    let texts = [("文件", 40.0), ("工作表", 18.0), ("识别为", 18.0)];
    let mut columns: Vec<_> = texts.map(|(heading, width)| column(heading, width, ColumnKind::Text)).into();
    let numbers = ["总行数", "标题表头", "空行", "合计落款", "数据行", "记录数"];
    let fates = Fate::ALL.map(Fate::label);
    columns.extend(numbers.into_iter().chain(fates).map(|heading| column(heading, 10.0, ColumnKind::Integer)));
    columns.push(column("说明", 40.0, ColumnKind::Text));
    let unreadable = files.iter().filter_map(|file| match &file.state {
        FileState::Unreadable(why) => Some(unread_row(file, "读不了", why)),
        FileState::Foreign(what) => Some(unread_row(file, "没有读", what)),
        FileState::Skipped(what) => Some(unread_row(file, "略过", what)),
        FileState::Read | FileState::Unrecognised => None,
    });
    let rows = sheets.iter().map(balance_row).chain(unreadable).collect();
    let notes = vec![
        "总行数 = 标题表头 + 空行 + 合计落款 + 数据行;记录数 = 已关联 + 重复合并 + 花名册外 + 无法唯一对应 + 未采用 + 不计入。成员并排的宽表,一行有多条记录。"
            .to_owned(),
    ];
    let title = Some("每个文件的每一行都有去处".to_owned());
    SheetOut { name: "行数平衡".to_owned(), title, notes, columns, rows, ..SheetOut::default() }
}

fn balance_row(sheet: &SheetReport) -> Vec<CellOut> {
    let rows = sheet.rows;
    let mut row = vec![text(&sheet.file), text(&sheet.name), text(sheet.source().unwrap_or("未识别"))];
    if sheet.source().is_some() {
        row.extend([rows.total, rows.heading, rows.blank, rows.footer, rows.data].map(count));
        row.push(count(sheet.records.values().sum()));
        row.extend(Fate::ALL.map(|fate| count(sheet.count(fate))));
    } else {
        row.push(count(rows.total));
        row.extend((0..5 + Fate::ALL.len()).map(|_| CellOut::Blank));
    }
    let hidden = sheet.concealment().map(|hidden| format!("{hidden};")).unwrap_or_default();
    row.push(text(format!("{hidden}{}", explanation(sheet))));
    row
}

fn explanation(sheet: &SheetReport) -> String {
    match &sheet.state {
        SheetState::Recognised { unclaimed, .. } if unclaimed.is_empty() => String::new(),
        SheetState::Recognised { unclaimed, .. } => format!("未使用的列: {}", unclaimed.join("、")),
        SheetState::Unrecognised { nearest: Some(nearest) } => nearest.to_string(),
        SheetState::Ignored => "按 bidui.toml 不使用".to_owned(),
        SheetState::Unrecognised { nearest: None } => "没有认出是哪种数据".to_owned(),
        SheetState::Asked { candidates, .. } => format!("分不清是不是{}", rivals(candidates)),
    }
}

fn unread_row(file: &FileReport, state: &str, why: &str) -> Vec<CellOut> {
    let mut row = vec![text(&file.path), CellOut::Blank, text(state)];
    row.extend((0..6 + Fate::ALL.len()).map(|_| CellOut::Blank));
    row.push(text(why));
    row
}

/// One sheet a department: every issue of its tables.
fn departments(input: Quality<'_>) -> impl Iterator<Item = SheetOut> {
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
