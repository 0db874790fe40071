//! What came back of the lists, for people.

use std::fmt::Write;

use comfy_table::Cell;

use super::table::{number, table};
use crate::collect::{Collected, FileLine, Rejection};
use crate::report::FIGURES;

/// More faults than these are only in the workbook.
const SHOWN: usize = 30;

/// One line a file, what has to go back, and where the rest stands.
pub fn returns_page(collected: &Collected, book: &str) -> String {
    let mut headings = vec!["文件", "结果"];
    headings.extend(FIGURES.map(|(heading, _)| heading));
    let mut files = table(&headings);
    for file in &collected.files {
        files.add_row([Cell::new(&file.file), Cell::new(file.state.label())].into_iter().chain(figures(file)));
    }
    let mut page = format!("{files}\n");
    let mut line = |line: String| writeln!(page, "{line}").expect("text can be written to");
    for file in &collected.files {
        file.why.iter().for_each(|why| line(format!("{}: {why}", file.file)));
    }
    collected.faults.iter().take(SHOWN).for_each(|fault| line(fault_line(fault)));
    if collected.faults.len() > SHOWN {
        line(format!("……共 {} 处,全部列在“{book}”的“退回更正”", collected.faults.len()));
    }
    if !collected.disputes.is_empty() {
        line(format!("有 {} 处结论互相矛盾,请在“{book}”的“冲突”里裁定", collected.disputes.len()));
    }
    if !collected.typed.is_empty() {
        let typed = collected.typed.len();
        line(format!("以前填写、还没有收下的 {typed} 处裁定照抄在新的“{book}”里;核对后运行 bidui collect {book}"));
    }
    if !collected.unused.is_empty() {
        line(format!("有 {} 处文字没有采用,列在“{book}”的“没有采用的文字”", collected.unused.len()));
    }
    page
}

fn figures(file: &FileLine) -> [Cell; FIGURES.len()] {
    FIGURES.map(|(_, figure)| number(figure(file)))
}

fn fault_line(fault: &Rejection) -> String {
    let Rejection { file, sheet, cell, id, written, why, .. } = fault;
    let id = if id.is_empty() { String::new() } else { format!(" {id}") };
    let written = if written.is_empty() { String::new() } else { format!("“{written}” ") };
    format!("{file}[{sheet}] {cell}{id}: {written}{why}")
}
