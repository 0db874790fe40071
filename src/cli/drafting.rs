//! `bidui rules new`: a source drafted after a real table, or a rule, written into the county's own `rules/`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::template::TEMPLATE;
use super::ui;
use crate::county::Failure;
use crate::screening::{DraftedRule, draft_rule, draft_source};

#[derive(Debug, Args)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
#[command(subcommand_help_heading = "命令", subcommand_value_name = "命令", disable_help_subcommand = true)]
enum Command {
    /// 按一份真实的表起草一种数据来源
    #[command(help_template = TEMPLATE, override_usage = "bidui rules new source [选项] <文件>")]
    Source(SourceArguments),

    /// 起草一条规则，带说明和例子
    #[command(help_template = TEMPLATE, override_usage = "bidui rules new rule [选项] <规则编号>")]
    Rule(RuleArguments),
}

#[derive(Debug, Args)]
struct SourceArguments {
    /// 部门给的一份表，如 data/2026-11/农业/蜂箱补助.xlsx
    #[arg(value_name = "文件", help_heading = "参数")]
    file: PathBuf,

    /// 哪一张工作表；只有一张像表的时候不必写
    #[arg(long, value_name = "工作表", help_heading = "选项")]
    sheet: Option<String>,

    /// 写到哪个文件，文件名就是来源的名称；不写时写到本县的 rules/sources/
    #[arg(long, value_name = "文件", help_heading = "选项")]
    out: Option<PathBuf>,
}

#[derive(Debug, Args)]
struct RuleArguments {
    /// 规则编号，如 BEE-01
    #[arg(value_name = "规则编号", help_heading = "参数")]
    id: String,

    /// 查哪种数据来源；不写时取本县自己的来源
    #[arg(long, value_name = "来源", help_heading = "选项")]
    source: Option<String>,

    /// 写到哪个文件，文件名须与编号相同；不写时写到本县的 rules/clues/
    #[arg(long, value_name = "文件", help_heading = "选项")]
    out: Option<PathBuf>,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    match &arguments.command {
        Command::Source(arguments) => new_source(arguments),
        Command::Rule(arguments) => new_rule(arguments),
    }
}

fn new_source(arguments: &SourceArguments) -> Result<(), Failure> {
    let drafted = draft_source(&arguments.file, arguments.sheet.as_deref(), arguments.out.as_deref())?;
    drafted.lines().iter().for_each(|line| ui::say(line));
    ui::say("请打开核对，再运行 bidui rules check 检查、bidui inspect 数据文件夹 试读");
    Ok(())
}

fn new_rule(arguments: &RuleArguments) -> Result<(), Failure> {
    let DraftedRule { path, id, source } =
        draft_rule(&arguments.id, arguments.source.as_deref(), arguments.out.as_deref())?;
    ui::say(&format!("已起草 {}，查的是“{source}”，状态是草稿，不会用来筛查", path.display()));
    ui::say(&format!("改好后运行 bidui rules check、bidui rules test {id}，再把 status 改成 \"active\""));
    Ok(())
}
