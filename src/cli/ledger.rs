//! `bidui ledger`: what the county remembers, at a glance, whether it is still what was written, and its upkeep.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use serde_json::json;

use super::template::TEMPLATE;
use super::ui;
use crate::county::{Failure, Proof, accept_loss, change_key, changed_key, county_folder, ledger_of, run as hold};
use crate::ledger::overview;
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

    /// 查验台账和各期结果有没有被程序以外的手段改动过；改动过的，退出码为 3
    #[command(help_template = TEMPLATE, override_usage = "bidui ledger verify [选项]")]
    Verify(VerifyArguments),

    /// 更换密钥：生成新密钥，台账里的线索编号随之更换；已发出的清单照常收回
    #[command(help_template = TEMPLATE, override_usage = "bidui ledger rekey [选项]")]
    Rekey(RekeyArguments),

    /// 台账丢失或只剩旧备份、确实找不回来时，记下丢失再继续
    #[command(help_template = TEMPLATE, override_usage = "bidui ledger accept --reason <原因> --by <同意人>")]
    Accept(AcceptArguments),
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

    /// 清单封面、排查报告上印的或以前记下的摘要：查验它仍在台账里，即那时以前的记录没有被整体改写
    #[arg(long, value_name = "摘要", help_heading = "选项")]
    contains: Option<String>,

    /// 在标准输出打印 JSON
    #[arg(long, help_heading = "选项")]
    json: bool,
}

#[derive(Debug, Args)]
struct RekeyArguments {
    /// 县的文件夹（bidui.toml 所在）；不写时从当前文件夹往上找
    #[arg(short = 'C', value_name = "文件夹", help_heading = "选项")]
    county: Option<PathBuf>,
}

#[derive(Debug, Args)]
struct AcceptArguments {
    /// 台账是怎么丢失的
    #[arg(long, value_name = "原因", help_heading = "选项")]
    reason: String,

    /// 谁同意这样继续
    #[arg(long, value_name = "同意人", help_heading = "选项")]
    by: String,

    /// 县的文件夹（bidui.toml 所在）；不写时从当前文件夹往上找
    #[arg(short = 'C', value_name = "文件夹", help_heading = "选项")]
    county: Option<PathBuf>,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    match &arguments.command {
        Command::Show(arguments) => show(arguments),
        Command::Verify(arguments) => prove(arguments),
        Command::Rekey(arguments) => rekey(arguments),
        Command::Accept(arguments) => accept(arguments),
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
    let proof = Proof::of(&county_folder(arguments.county.as_deref())?)?;
    let mut wrong = proof.wrong.clone();
    let noted = arguments.contains.as_ref().map(|noted| (noted, proof.operation(noted)));
    if let Some((noted, None)) = noted {
        wrong.push(format!("台账里没有摘要 {noted}：记下它以后，台账被整体改写过，或换回了以前的备份"));
    }
    if arguments.json {
        let result = json!({ "entries": proof.chain.entries, "head": proof.chain.head, "wrong": wrong });
        ui::print_json(&result)?;
    }
    proof.notices.iter().for_each(|line| ui::say(line));
    if !wrong.is_empty() {
        return Err(Failure::Unsafe(format!("台账与写入时不一致：\n- {}", wrong.join("\n- "))));
    }
    if let Some((noted, Some(operation))) = noted {
        let number = operation.number;
        let command = &operation.command;
        let at = &operation.at;
        ui::say(&format!(
            "台账里有摘要 {noted}：第 {number} 条操作记录（{command}，{at}），到那里为止的记录都没有改动"
        ));
    }
    let entries = proof.chain.entries;
    let head = &proof.chain.head;
    ui::say(&format!("台账完好：共 {entries} 条操作记录，最后一条的摘要是 {head}"));
    Ok(())
}

fn rekey(arguments: &RekeyArguments) -> Result<(), Failure> {
    let root = county_folder(arguments.county.as_deref())?;
    hold(&root, "ledger rekey", ui::say, |tally| {
        let clues = change_key(&root)?;
        tally.note("线索", clues);
        ui::say(&changed_key(clues));
        Ok(())
    })
}

fn accept(arguments: &AcceptArguments) -> Result<(), Failure> {
    let root = county_folder(arguments.county.as_deref())?;
    hold(&root, "ledger accept", ui::say, |tally| {
        let lost = accept_loss(&root, &arguments.reason, &arguments.by)?;
        tally.note("结果", lost.len());
        let folders = lost.iter().map(|results| results.folder.as_str()).collect::<Vec<_>>().join("、");
        ui::say(&match lost.is_empty() {
            true => "台账没有缺失，没有要记的".to_owned(),
            false => format!(
                "已记入台账：{folders} 的记录丢失。把这些期再筛查一次，已发出的清单就能照常收回；丢失期间收回的核实结论请重新收"
            ),
        });
        Ok(())
    })
}
