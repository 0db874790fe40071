//! 行数平衡: every row of every file, by what became of it.

use super::super::cells::{column, count, text};
use crate::schema::{Fate, FileReport, FileState, SheetReport, SheetState, rivals};
use crate::workbook::{CellOut, ColumnKind, SheetOut};

/// Every row of every file, by what became of it.
pub(super) fn balance(files: &[FileReport], sheets: &[SheetReport]) -> SheetOut {
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
