//! 行数平衡: every row of every file, by what became of it.

use crate::schema::{Fate, FileReport, FileState, SheetReport, SheetState, rivals};
use crate::workbook::{Columns, SheetOut};

/// A line of the sheet: a sheet of a file, or a file that was not read, with what became of it and why.
enum Line<'a> {
    Sheet(&'a SheetReport),
    Unread(&'a FileReport, &'static str, &'a str),
}

impl<'a> Line<'a> {
    /// The line of a file without sheets; none if it was read.
    fn unread(file: &'a FileReport) -> Option<Self> {
        match &file.state {
            FileState::Unreadable(why) => Some(Line::Unread(file, "无法读取", why)),
            FileState::Foreign(what) => Some(Line::Unread(file, "没有读", what)),
            FileState::Skipped(what) => Some(Line::Unread(file, "略过", what)),
            FileState::Read | FileState::Unrecognised => None,
        }
    }

    fn sheet(&self) -> Option<&'a SheetReport> {
        match self {
            Line::Sheet(sheet) => Some(sheet),
            Line::Unread(..) => None,
        }
    }

    /// A figure of a sheet that was recognised.
    fn figure(&self, figure: impl Fn(&SheetReport) -> u32) -> Option<u32> {
        self.sheet().filter(|sheet| sheet.source().is_some()).map(figure)
    }
}

/// Every row of every file, by what became of it.
pub(super) fn balance(files: &[FileReport], sheets: &[SheetReport]) -> SheetOut {
    let lines = sheets.iter().map(Line::Sheet).chain(files.iter().filter_map(Line::unread));
    SheetOut {
        name: "行数平衡".to_owned(),
        title: Some("每个文件的每一行都有去处".to_owned()),
        notes: vec![
            "总行数 = 标题表头 + 空行 + 合计落款 + 数据行；记录数 = 已关联 + 重复合并 + 花名册外 + 无法唯一对应 + 未采用 + 不计入。成员并排的宽表，一行有多条记录。"
                .to_owned(),
        ],
        ..SheetOut::of(&columns(), lines)
    }
}

fn columns<'a>() -> Columns<'a, Line<'a>> {
    let columns = Columns::<Line<'_>>::new()
        .text(("文件", 40.0), |line| match line {
            Line::Sheet(sheet) => sheet.file.shown(),
            Line::Unread(file, ..) => file.path.shown(),
        })
        .text(("工作表", 18.0), |line| line.sheet().map(|sheet| sheet.name.shown()))
        .text(("识别为", 18.0), |line| match line {
            Line::Sheet(sheet) => sheet.source().unwrap_or("未识别").to_owned(),
            Line::Unread(_, state, _) => (*state).to_owned(),
        })
        .count(("总行数", 10.0), |line| line.sheet().map(|sheet| sheet.rows.total))
        .count(("标题表头", 10.0), |line| line.figure(|sheet| sheet.rows.heading))
        .count(("空行", 10.0), |line| line.figure(|sheet| sheet.rows.blank))
        .count(("合计落款", 10.0), |line| line.figure(|sheet| sheet.rows.footer))
        .count(("数据行", 10.0), |line| line.figure(|sheet| sheet.rows.data))
        .count(("记录数", 10.0), |line| line.figure(|sheet| sheet.records.values().sum()));
    let fate = |columns: Columns<'a, Line<'a>>, fate: Fate| {
        columns.count((fate.label(), 10.0), move |line| line.figure(|sheet| sheet.count(fate)))
    };
    Fate::ALL.into_iter().fold(columns, fate).text(("说明", 40.0), |line| match line {
        Line::Sheet(sheet) => {
            let hidden = sheet.concealment().map(|hidden| format!("{hidden}；")).unwrap_or_default();
            format!("{hidden}{}", explanation(sheet))
        }
        Line::Unread(_, _, why) => (*why).to_owned(),
    })
}

fn explanation(sheet: &SheetReport) -> String {
    match &sheet.state {
        SheetState::Recognised { unclaimed, .. } if unclaimed.is_empty() => String::new(),
        SheetState::Recognised { unclaimed, .. } => format!("未使用的列：{}", unclaimed.join("、")),
        SheetState::Unrecognised { nearest: Some(nearest) } => nearest.to_string(),
        SheetState::Ignored => "按 bidui.toml 不使用".to_owned(),
        SheetState::Unrecognised { nearest: None } => "未识别出是哪种数据".to_owned(),
        SheetState::Asked { candidates, .. } => format!("无法区分是{}", rivals(candidates)),
    }
}
