//! 回收情况: what came back of the lists file by file, what has to go back, and contradictory answers to decide on.

use jiff::civil::Date;

use super::dispute;
use crate::collect::{Collected, Dispute, Figure, FileLine, PendingRuling, RULING, Rejection, Unused};
use crate::workbook::{BookOut, Columns, SheetOut};

/// Lays out the workbook.
pub fn collection_book(collected: &Collected, as_of: Date) -> BookOut {
    let sheets =
        vec![files(&collected.files), faults(&collected.faults), disputes(collected), unused(&collected.unused)];
    BookOut { created: as_of, sheets, ..BookOut::default() }
}

/// A line of the summary: one file, or all of them.
#[derive(Debug, Clone, Copy)]
pub enum FileRow<'a> {
    /// One file.
    One(&'a FileLine),
    /// All files together.
    All(&'a [FileLine]),
}

impl FileRow<'_> {
    fn one(&self) -> Option<&FileLine> {
        match self {
            FileRow::One(file) => Some(file),
            FileRow::All(_) => None,
        }
    }

    fn sum(&self, figure: fn(&FileLine) -> u32) -> u32 {
        match self {
            FileRow::One(file) => figure(file),
            FileRow::All(files) => files.iter().map(figure).sum(),
        }
    }
}

/// The figures of a file, in the order they are shown, with their headings.
pub const FIGURES: [Figure; 8] = [
    ("已填", |file| file.answered),
    ("收下", |file| file.taken),
    ("没有变化", |file| file.unchanged),
    ("冲突", |file| file.contested),
    ("新增风险", |file| file.reported),
    ("填写有误", |file| file.rejected),
    ("拒收", |file| file.refused),
    ("未填", |file| file.unanswered),
];

/// What became of a file, in figures.
pub fn file_columns<'a>() -> Columns<'a, FileRow<'a>> {
    let columns = Columns::<FileRow<'_>>::new()
        .text(("文件", 40.0), |row| row.one().map_or_else(|| "合计".to_owned(), |file| file.file.clone()))
        .text(("结果", 10.0), |row| row.one().map_or("", |file| file.state.label()));
    FIGURES
        .into_iter()
        .fold(columns, |columns, (heading, figure)| columns.count((heading, 10.0), move |row| row.sum(figure)))
}

fn files(files: &[FileLine]) -> SheetOut {
    let why = |row: &FileRow<'_>| row.one().and_then(|file| file.why.clone()).unwrap_or_default();
    let columns = file_columns().text(("说明", 40.0), why);
    SheetOut {
        name: "汇总".to_owned(),
        title: Some("清单回收情况".to_owned()),
        ..SheetOut::of(&columns, files.iter().map(FileRow::One).chain([FileRow::All(files)]))
    }
}

fn faults(faults: &[Rejection]) -> SheetOut {
    let columns = Columns::<Rejection>::new()
        .text(("文件", 30.0), |fault| fault.file.clone())
        .text(("工作表", 12.0), |fault| fault.sheet.clone())
        .text(("单元格", 8.0), |fault| fault.cell.clone())
        .text(("类别", 10.0), |fault| fault.kind.label())
        .text(("编号", 18.0), |fault| fault.id.clone())
        .text(("户主姓名", 10.0), |fault| fault.head_name.clone())
        .text(("填写的内容", 24.0), |fault| fault.written.to_string())
        .text(("问题和改法", 60.0), |fault| fault.why.clone());
    SheetOut {
        name: "退回更正".to_owned(),
        title: Some("退回更正的内容".to_owned()),
        notes: vec!["请村、乡镇在原清单上改正后重新报送；“没有收下”的文件，其中填对的内容也没有记入台账。".to_owned()],
        ..SheetOut::of(&columns, faults)
    }
}

fn disputes(collected: &Collected) -> SheetOut {
    let [.., choice, judge] = RULING;
    let names = dispute::names(&collected.disputes);
    let columns = dispute::columns(&names);
    let answered = columns.width();
    let typed = |dispute: &Dispute| collected.typed.iter().find(|typed| typed.code == dispute.code);
    let cell = |of: fn(&PendingRuling) -> &String| move |dispute: &Dispute| typed(dispute).map(of).cloned();
    let columns = columns.fill_in((choice, 10.0), &names, cell(|typed| &typed.choice)).fill_in(
        (judge, 10.0),
        &[],
        cell(|typed| &typed.judge),
    );
    SheetOut {
        name: "冲突".to_owned(),
        title: Some("互相矛盾的核实结论".to_owned()),
        notes: vec![format!(
            "核对后在“{choice}”选定一份结论（{}），写上{judge}，保存后运行 bidui collect 回收情况.xlsx：选定的作数，其余的都不作数；裁定以前都不作数。",
            names.join("、")
        )],
        answered: Some(answered),
        ..SheetOut::of(&columns, &collected.disputes)
    }
}

fn unused(unused: &[Unused]) -> SheetOut {
    let columns = Columns::<Unused>::new()
        .text(("文件", 30.0), |unused| unused.file.clone())
        .text(("工作表", 12.0), |unused| unused.sheet.clone())
        .text(("单元格", 8.0), |unused| unused.cell.clone())
        .text(("文字", 40.0), |unused| unused.text.clone())
        .text(("为什么没有采用", 50.0), |unused| unused.why.clone());
    SheetOut {
        name: "没有采用的文字".to_owned(),
        title: Some("没有采用的文字".to_owned()),
        ..SheetOut::of(&columns, unused)
    }
}
