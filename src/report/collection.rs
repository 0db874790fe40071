//! 回收情况: what came back of the lists file by file, what has to go back, and contradictory answers to decide on.

use jiff::civil::Date;

use super::cells::{column, count, text};
use super::dispute;
use crate::collect::{Collected, Dispute, Figure, FileLine, PendingRuling, RULING, Rejection, Unused};
use crate::workbook::{BookOut, CellOut, ColumnKind, ColumnOut, Entry, SheetOut};

/// Lays out the workbook.
pub fn collection_book(collected: &Collected, as_of: Date) -> BookOut {
    let sheets =
        vec![files(&collected.files), faults(&collected.faults), disputes(collected), unused(&collected.unused)];
    BookOut { created: as_of, sheets, ..BookOut::default() }
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

fn files(files: &[FileLine]) -> SheetOut {
    let mut columns = vec![column("文件", 40.0, ColumnKind::Text), column("结果", 10.0, ColumnKind::Text)];
    columns.extend(FIGURES.map(|(heading, _)| column(heading, 10.0, ColumnKind::Integer)));
    columns.push(column("说明", 40.0, ColumnKind::Text));
    let row = |file: &FileLine| {
        let mut row = vec![text(&file.file), text(file.state.label())];
        row.extend(FIGURES.map(|(_, figure)| count(figure(file))));
        row.push(text(file.why.as_deref().unwrap_or_default()));
        row
    };
    let mut rows: Vec<Vec<CellOut>> = files.iter().map(row).collect();
    let mut all = vec![text("合计"), text("")];
    all.extend(FIGURES.map(|(_, figure)| count(files.iter().map(figure).sum())));
    all.push(text(""));
    rows.push(all);
    SheetOut {
        name: "汇总".to_owned(), title: Some("清单回收情况".to_owned()), columns, rows, ..SheetOut::default()
    }
}

fn faults(faults: &[Rejection]) -> SheetOut {
    let columns = [
        ("文件", 30.0),
        ("工作表", 12.0),
        ("单元格", 8.0),
        ("类别", 10.0),
        ("编号", 18.0),
        ("户主姓名", 10.0),
        ("填写的内容", 24.0),
        ("问题和改法", 60.0),
    ];
    let row = |fault: &Rejection| {
        let Rejection { file, sheet, cell, kind, id, head_name, written, why } = fault;
        [file.as_str(), sheet, cell, kind.label(), id, head_name, written, why].map(text).into()
    };
    SheetOut {
        name: "退回更正".to_owned(),
        title: Some("退回更正的内容".to_owned()),
        notes: vec!["请村、乡镇在原清单上改正后重新报送;“没有收下”的文件,其中填对的内容也没有记入台账。".to_owned()],
        columns: columns.map(|(heading, width)| column(heading, width, ColumnKind::Text)).into(),
        rows: faults.iter().map(row).collect(),
        ..SheetOut::default()
    }
}

fn disputes(collected: &Collected) -> SheetOut {
    let [.., choice, judge] = RULING;
    let names = dispute::names(&collected.disputes);
    let fill_in = |heading: &str, choices: &[String]| ColumnOut {
        choices: choices.to_owned(),
        entry: Entry::FillIn,
        ..column(heading, 10.0, ColumnKind::Text)
    };
    let mut columns = dispute::columns(&names);
    let answered = columns.len();
    columns.extend([fill_in(choice, &names), fill_in(judge, &[])]);
    SheetOut {
        name: "冲突".to_owned(),
        title: Some("互相矛盾的核实结论".to_owned()),
        notes: vec![format!(
            "核对后在“{choice}”选定一份结论({}),写上{judge},保存后运行 bidui collect 回收情况.xlsx:选定的作数,其余的都不作数;裁定以前都不作数。",
            names.join("、")
        )],
        answered: Some(answered),
        rows: collected.disputes.iter().map(|dispute| ruled(dispute, answered, &collected.typed)).collect(),
        columns,
        ..SheetOut::default()
    }
}

/// A dispute, with the decision that somebody typed already.
fn ruled(dispute: &Dispute, answered: usize, typed: &[PendingRuling]) -> Vec<CellOut> {
    let typed = typed.iter().find(|typed| typed.code == dispute.code);
    let cell = |of: fn(&PendingRuling) -> &String| typed.map(of).map_or(CellOut::Blank, text);
    let mut row = dispute::row(dispute, answered);
    row.extend([cell(|typed| &typed.choice), cell(|typed| &typed.judge)]);
    row
}

fn unused(unused: &[Unused]) -> SheetOut {
    let columns = [("文件", 30.0), ("工作表", 12.0), ("单元格", 8.0), ("文字", 40.0), ("为什么没有采用", 50.0)];
    let row = |text: &Unused| {
        let Unused { file, sheet, cell, text: written, why } = text;
        [file, sheet, cell, written, why].map(super::cells::text).into()
    };
    SheetOut {
        name: "没有采用的文字".to_owned(),
        title: Some("没有采用的文字".to_owned()),
        columns: columns.map(|(heading, width)| column(heading, width, ColumnKind::Text)).into(),
        rows: unused.iter().map(row).collect(),
        ..SheetOut::default()
    }
}
