//! `bidui ledger`: what the county remembers, at a glance, and whether it is still what was written.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use serde_json::json;

use super::template::TEMPLATE;
use super::ui;
use crate::county::{Failure, ledger_of};
use crate::ledger::{ChainViolation, overview, verify};
use crate::terminal::ledger_page;

#[derive(Debug, Args)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
#[command(subcommand_help_heading = "命令", subcommand_value_name = "命令", disable_help_subcommand = true)]
enum Command {
    /// 显示台账概况：筛查过哪些期、线索各处于什么状态、有几条豁免
    #[command(help_template = TEMPLATE, override_usage = "bidui ledger show [选项]")]
    Show(ShowArguments),

    /// 查验台账有没有被程序以外的手段改动过；改动过的，退出码为 3
    #[command(help_template = TEMPLATE, override_usage = "bidui ledger verify [选项]")]
    Verify(VerifyArguments),
}

#[derive(Debug, Args)]
struct ShowArguments {
    /// 县的文件夹（bidui.toml 所在）；不写时从当前文件夹往上找
    #[arg(short = 'C', value_name = "文件夹", help_heading = "选项")]
    county: Option<PathBuf>,

    /// 在标准输出打印 JSON
    #[arg(long, help_heading = "选项")]
    json: bool,
}

#[derive(Debug, Args)]
struct VerifyArguments {
    /// 县的文件夹（bidui.toml 所在）；不写时从当前文件夹往上找
    #[arg(short = 'C', value_name = "文件夹", help_heading = "选项")]
    county: Option<PathBuf>,

    /// 以前记下的摘要：查验它仍在台账里，即那时以前的记录没有被整体改写
    #[arg(long, value_name = "摘要", help_heading = "选项")]
    contains: Option<String>,

    /// 在标准输出打印 JSON
    #[arg(long, help_heading = "选项")]
    json: bool,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    match &arguments.command {
        Command::Show(arguments) => show(arguments),
        Command::Verify(arguments) => prove(arguments),
    }
}

fn show(arguments: &ShowArguments) -> Result<(), Failure> {
    let overview = overview(&ledger_of(arguments.county.as_deref())?)?;
    if arguments.json {
        return ui::print_json(&overview);
    }
    Ok(ui::page(&ledger_page(&overview))?)
}

fn prove(arguments: &VerifyArguments) -> Result<(), Failure> {
    let checked = verify(&ledger_of(arguments.county.as_deref())?)?;
    let mut wrong: Vec<String> = checked.violations.iter().map(ChainViolation::explain).collect();
    if let Some(noted) = arguments.contains.as_ref().filter(|noted| !checked.hashes.contains(noted)) {
        wrong.push(format!("台账里没有摘要 {noted}：记下它以后，台账被整体改写过"));
    }
    if arguments.json {
        let result = json!({ "entries": checked.entries, "head": checked.head, "wrong": wrong });
        ui::print_json(&result)?;
    }
    if wrong.is_empty() {
        ui::say(&format!("台账完好：共 {} 条操作记录，最后一条的摘要是 {}", checked.entries, checked.head));
        return Ok(());
    }
    Err(Failure::Unsafe(format!("台账与写入时不一致：\n- {}", wrong.join("\n- "))))
}
