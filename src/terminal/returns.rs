//! What came back of the lists, for people.

use std::fmt::Write;

use super::table::table;
use crate::collect::{Collected, FileLine, Rejection, ReturnState, Strictness};
use crate::report::{FileRow, file_columns};

/// More faults than these are only in the workbook.
const SHOWN: usize = 30;

/// One line a file, what has to go back, and where the rest stands.
pub fn returns_page(collected: &Collected, book: &str) -> String {
    let files = table(&file_columns(), collected.files.iter().map(FileRow::One));
    let mut page = format!("{files}\n");
    let mut line = |line: String| writeln!(page, "{line}").expect("text can be written to");
    for file in &collected.files {
        file.why.iter().for_each(|why| line(format!("{}：{why}", file.file)));
    }
    collected.faults.iter().take(SHOWN).for_each(|fault| line(fault_line(fault)));
    if collected.faults.len() > SHOWN {
        line(format!("……共 {} 处，全部列在“{book}”的“退回更正”", collected.faults.len()));
    }
    if !collected.disputes.is_empty() {
        line(format!("有 {} 处结论互相矛盾，请在“{book}”的“冲突”里裁定", collected.disputes.len()));
    }
    if !collected.typed.is_empty() {
        let typed = collected.typed.len();
        line(format!("以前填写、还没有收下的 {typed} 处裁定照抄在新的“{book}”里；核对后运行 bidui collect {book}"));
    }
    if !collected.unused.is_empty() {
        line(format!("有 {} 处文字没有采用，列在“{book}”的“没有采用的文字”", collected.unused.len()));
    }
    page
}

/// What was not taken, and what helps; nothing if every file was taken.
pub fn not_taken(collected: &Collected, strictness: Strictness, book: &str) -> Option<String> {
    let is_refused = |file: &&FileLine| file.state == ReturnState::Refused;
    let unread = collected.files.iter().filter(|file| file.why.is_some()).count();
    let faulty = collected.files.iter().filter(is_refused).filter(|file| file.why.is_none()).count();
    let partial = match strictness {
        Strictness::WholeFiles => "，或加上 --partial 先收下填对的行",
        Strictness::SoundRows => "",
    };
    let mut told = Vec::new();
    if faulty > 0 {
        told.push(format!(
            "有 {faulty} 份文件没有收下，其中的内容都没有记入台账；请按“{book}”的“退回更正”改好后再收{partial}"
        ));
    }
    if unread > 0 {
        told.push(format!("有 {unread} 份文件整份不能收，原因写在上面和“{book}”的“汇总”里；请照着处理后再收"));
    }
    if !told.is_empty() && collected.files.iter().any(|file| !is_refused(&file)) {
        told.push("其余的文件已照常处理".to_owned());
    }
    (!told.is_empty()).then(|| told.join("；"))
}

fn fault_line(fault: &Rejection) -> String {
    let Rejection { file, sheet, cell, id, written, why, .. } = fault;
    let id = if id.is_empty() { String::new() } else { format!(" {id}") };
    let written = if written.is_empty() { String::new() } else { format!("“{written}” ") };
    format!("{file}[{sheet}] {cell}{id}：{written}{why}")
}
