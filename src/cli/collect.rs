//! `bidui collect`: filled lists in, answers in the ledger, and what has to go back in a workbook.

use std::path::{Path, PathBuf};

use clap::Args;
use jiff::Timestamp;
use jiff::civil::Date;

use super::options::{CountyOption, PackOption};
use super::ui;
use crate::collect::{Collected, Strictness};
use crate::county::{Failure, Tally, county_folder, day, ledger_of, run as hold};
use crate::diagnostic::Diagnostic;
use crate::publishing::write_again;
use crate::report::FIGURES;
use crate::returns::{BOOK, CollectRequest, receive};
use crate::terminal::{not_taken, returns_page};
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

    #[command(flatten)]
    county: CountyOption,

    #[command(flatten)]
    pack: PackOption,

    /// 在标准输出打印一份 JSON 结果，供脚本使用
    #[arg(long, help_heading = "选项")]
    json: bool,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let root = county_folder(arguments.county.path())?;
    drop(ledger_of(Some(&root))?);
    hold(&root, "collect", ui::say, |tally| collect_all(arguments, &root, tally))
}

fn collect_all(arguments: &Arguments, root: &Path, tally: &mut Tally) -> Result<(), Failure> {
    let strictness = if arguments.partial { Strictness::SoundRows } else { Strictness::WholeFiles };
    let files = arguments.files.as_slice();
    let pack = arguments.pack.path();
    let today = today(arguments)?;
    let received = receive(root, CollectRequest { files, pack, strictness, today })?;
    received.notices.iter().chain(&received.decisions).for_each(|line| ui::say(line));
    let Some(collected) = received.collected else { return Ok(()) };
    note(&collected, tally);
    show(&collected, arguments.json)?;
    let changed = collected.changed.iter().map(|period| period.as_str());
    write_again(root, changed, pack, today).iter().for_each(|line| ui::say(line));
    // Scripts are told when a file was not taken; people, what helps.
    not_taken(&collected, strictness, BOOK).map_or(Ok(()), |why| Err(Failure::Unsafe(why)))
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
