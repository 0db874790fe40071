//! `bidui collect`: filled lists in, answers in the ledger, and what has to go back in a workbook.

use std::path::{Path, PathBuf};

use clap::Args;
use jiff::Timestamp;
use jiff::civil::Date;

use super::ui;
use crate::collect::{Collected, FileLine, ReturnState, Strictness};
use crate::county::{Failure, Tally, county_folder, day, ledger_of, run as hold};
use crate::diagnostic::Diagnostic;
use crate::report::FIGURES;
use crate::returns::{BOOK, CollectRequest, receive};
use crate::terminal::returns_page;
use crate::value::date::beijing_day;

#[derive(Debug, Args)]
pub struct Arguments {
    /// 填好的清单、放清单的文件夹，或 回收/*.xlsx 这样的写法；也可以是填好裁定的 回收情况.xlsx
    #[arg(value_name = "文件", required = true, help_heading = "参数")]
    files: Vec<PathBuf>,

    /// 一份文件里有填错的，其余填对的行也收下；不写时，有一处填错就整份不收
    #[arg(long, help_heading = "选项")]
    partial: bool,

    /// 今天的日期，如 2026-12-05：核实日期不能晚于这一天；不写时以电脑的日期为准
    #[arg(long, value_name = "日期", help_heading = "选项")]
    as_of: Option<String>,

    /// 县的文件夹（bidui.toml 所在）；不写时从当前文件夹往上找
    #[arg(short = 'C', value_name = "文件夹", help_heading = "选项")]
    county: Option<PathBuf>,

    /// 使用这个文件夹里的规则包；不写时用工作区的 rules/，没有则用内置规则
    #[arg(long, value_name = "文件夹", help_heading = "选项")]
    pack: Option<PathBuf>,

    /// 在标准输出打印一份 JSON 结果，供脚本使用
    #[arg(long, help_heading = "选项")]
    json: bool,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let root = county_folder(arguments.county.as_deref())?;
    drop(ledger_of(Some(&root))?);
    hold(&root, "collect", ui::say, |tally| collect_all(arguments, &root, tally))
}

fn collect_all(arguments: &Arguments, root: &Path, tally: &mut Tally) -> Result<(), Failure> {
    let strictness = if arguments.partial { Strictness::SoundRows } else { Strictness::WholeFiles };
    let files = arguments.files.as_slice();
    let pack = arguments.pack.as_deref();
    let received = receive(root, CollectRequest { files, pack, strictness, today: today(arguments)? })?;
    received.notices.iter().chain(&received.decisions).for_each(|line| ui::say(line));
    let Some(collected) = received.collected else { return Ok(()) };
    note(&collected, tally);
    show(&collected, arguments.json)?;
    conclude(&collected, strictness)
}

/// Prints what came of it.
fn show(collected: &Collected, json: bool) -> Result<(), Failure> {
    let page = returns_page(collected, BOOK);
    if !json {
        return Ok(ui::page(&page)?);
    }
    ui::say(page.trim_end());
    ui::print_json(collected)
}

/// The day that is today: as told, else in Beijing by the computer's clock.
fn today(arguments: &Arguments) -> Result<Date, Diagnostic> {
    Ok(day("--as-of", arguments.as_of.as_deref())?.unwrap_or_else(|| beijing_day(Timestamp::now())))
}

fn note(collected: &Collected, tally: &mut Tally) {
    tally.note("文件", collected.files.len());
    FIGURES.into_iter().for_each(|(name, figure)| tally.note(name, collected.sum(figure)));
}

/// Scripts are told when a file was not taken; people, what helps.
fn conclude(collected: &Collected, strictness: Strictness) -> Result<(), Failure> {
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
            "有 {faulty} 份文件没有收下，其中的内容都没有记入台账；请按“{BOOK}”的“退回更正”改好后再收{partial}"
        ));
    }
    if unread > 0 {
        told.push(format!("有 {unread} 份文件整份不能收，原因写在上面和“{BOOK}”的“汇总”里；请照着处理后再收"));
    }
    match told.is_empty() {
        true => Ok(()),
        false if collected.files.iter().all(|file| is_refused(&file)) => Err(Failure::Unsafe(told.join("；"))),
        false => Err(Failure::Unsafe(format!("{}；其余的文件已照常处理", told.join("；")))),
    }
}
