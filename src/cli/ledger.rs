//! `bidui ledger`: what the county remembers, at a glance, whether it is still what was written, and its upkeep.

use std::path::Path;

use clap::{Args, Subcommand};
use serde_json::json;

use super::options::CountyOption;
use super::template::TEMPLATE;
use super::ui;
use crate::county::{
    Failure, Proof, Turned, accept_loss, accepted_loss, change_key, changed_key, county_folder, decrypt, encrypt,
    ledger_of, run as hold,
};
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
    Rekey(UpkeepArguments),

    /// 按 bidui.toml 的 [encryption] 加密台账、密钥、各期的结果表和读取缓存；钥匙文件还没有的，先生成
    #[command(help_template = TEMPLATE, override_usage = "bidui ledger encrypt [选项]")]
    Encrypt(UpkeepArguments),

    /// 解密：台账、密钥和各期的结果表恢复成没有加密的文件
    #[command(help_template = TEMPLATE, override_usage = "bidui ledger decrypt [选项]")]
    Decrypt(UpkeepArguments),

    /// 台账丢失或只剩旧备份、确实找不回来时，记下丢失再继续
    #[command(help_template = TEMPLATE, override_usage = "bidui ledger accept --reason <原因> --by <同意人>")]
    Accept(AcceptArguments),
}

#[derive(Debug, Args)]
struct ShowArguments {
    #[command(flatten)]
    county: CountyOption,

    /// 在标准输出打印 JSON
    #[arg(long, help_heading = "选项")]
    json: bool,
}

#[derive(Debug, Args)]
struct VerifyArguments {
    #[command(flatten)]
    county: CountyOption,

    /// 清单封面、排查报告上印的或以前记下的摘要：查验它仍在台账里，即那时以前的记录没有被整体改写
    #[arg(long, value_name = "摘要", help_heading = "选项")]
    contains: Option<String>,

    /// 在标准输出打印 JSON
    #[arg(long, help_heading = "选项")]
    json: bool,
}

#[derive(Debug, Args)]
struct UpkeepArguments {
    #[command(flatten)]
    county: CountyOption,
}

#[derive(Debug, Args)]
struct AcceptArguments {
    /// 台账是怎么丢失的
    #[arg(long, value_name = "原因", help_heading = "选项")]
    reason: String,

    /// 谁同意这样继续
    #[arg(long, value_name = "同意人", help_heading = "选项")]
    by: String,

    #[command(flatten)]
    county: CountyOption,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    match &arguments.command {
        Command::Show(arguments) => show(arguments),
        Command::Verify(arguments) => prove(arguments),
        Command::Rekey(arguments) => rekey(arguments),
        Command::Encrypt(arguments) => turn(arguments, "ledger encrypt", encrypt),
        Command::Decrypt(arguments) => turn(arguments, "ledger decrypt", decrypt),
        Command::Accept(arguments) => accept(arguments),
    }
}

fn show(arguments: &ShowArguments) -> Result<(), Failure> {
    let overview = overview(&ledger_of(arguments.county.path())?)?;
    if arguments.json {
        return ui::print_json(&overview);
    }
    Ok(ui::page(&ledger_page(&overview))?)
}

fn prove(arguments: &VerifyArguments) -> Result<(), Failure> {
    let mut proof = Proof::of(&county_folder(arguments.county.path())?)?;
    let noted = arguments.contains.as_deref().and_then(|hash| proof.look_for(hash));
    let Proof { chain, wrong, notices } = &proof;
    if arguments.json {
        ui::print_json(&json!({ "entries": chain.entries, "head": chain.head, "wrong": wrong }))?;
    }
    notices.iter().for_each(|line| ui::say(line));
    if !wrong.is_empty() {
        return Err(Failure::Unsafe(format!("台账与写入时不一致：\n- {}", wrong.join("\n- "))));
    }
    noted.iter().for_each(|line| ui::say(line));
    ui::say(&format!("台账完好：共 {} 条操作记录，最后一条的摘要是 {}", chain.entries, chain.head));
    Ok(())
}

fn rekey(arguments: &UpkeepArguments) -> Result<(), Failure> {
    let root = county_folder(arguments.county.path())?;
    hold(&root, "ledger rekey", ui::say, |tally| {
        let clues = change_key(&root)?;
        tally.note("线索", clues);
        ui::say(&changed_key(clues));
        Ok(())
    })
}

/// Seals what only commands read, or opens it.
fn turn(
    arguments: &UpkeepArguments,
    command: &'static str,
    work: fn(&Path) -> Result<Turned, Failure>,
) -> Result<(), Failure> {
    let root = county_folder(arguments.county.path())?;
    hold(&root, command, ui::say, |tally| {
        let turned = work(&root)?;
        tally.note("文件", turned.files);
        turned.lines().iter().for_each(|line| ui::say(line));
        Ok(())
    })
}

fn accept(arguments: &AcceptArguments) -> Result<(), Failure> {
    let root = county_folder(arguments.county.path())?;
    hold(&root, "ledger accept", ui::say, |tally| {
        let lost = accept_loss(&root, &arguments.reason, &arguments.by)?;
        tally.note("结果", lost.len());
        ui::say(&accepted_loss(&lost));
        Ok(())
    })
}
