//! `bidui rules`: the rule pack looked through, listed, explained, rehearsed and exported.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use jiff::civil::Date;

use super::drafting;
use super::options::choice;
use super::template::TEMPLATE;
use super::ui;
use crate::county::{Failure, Workspace, county_config, county_folder, day, pack_files};
use crate::diagnostic::Diagnostic;
use crate::lint::look_through;
use crate::pack::{Layered, Pack, PackFiles};
use crate::rehearse::Rehearsal;
use crate::report::{RuleGrouping, RuleLine, pack_summary, plan_page, rule_page};
use crate::store::{export, refuse_used};
use crate::terminal::rule_list;
use crate::value::date::beijing_day;

#[derive(Debug, Args)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
#[command(subcommand_help_heading = "命令", subcommand_value_name = "命令", disable_help_subcommand = true)]
enum Command {
    /// 检查规则包：写法、永远成立或不成立的条件、没有用到的参数、缺少的例子、没有落实的核查点
    #[command(help_template = TEMPLATE, override_usage = "bidui rules check [选项]")]
    Check(CheckArguments),

    /// 列出规则
    #[command(help_template = TEMPLATE, override_usage = "bidui rules list [选项]")]
    List(ListArguments),

    /// 显示一条规则：查什么、依据什么、当前阈值、数据来源、例子
    #[command(help_template = TEMPLATE, override_usage = "bidui rules show [选项] <规则编号>")]
    Show(ShowArguments),

    /// 运行规则的全部例子，并试着改动条件，看例子能不能发现
    #[command(help_template = TEMPLATE, override_usage = "bidui rules test [选项] [规则编号]...")]
    Test(TestArguments),

    /// 打印工作方案核查点、规则、数据来源、入户核查问题的对照表（Markdown）
    #[command(help_template = TEMPLATE, override_usage = "bidui rules plan [选项]")]
    Plan(PackArguments),

    /// 起草：按一份真实的表起草数据来源，或起草一条规则
    #[command(help_template = TEMPLATE, override_usage = "bidui rules new <命令>")]
    New(drafting::Arguments),

    /// 把内置规则包和写规则的说明写到一个文件夹，供查看、修改
    #[command(help_template = TEMPLATE, override_usage = "bidui rules export <文件夹>")]
    Export(ExportArguments),
}

#[derive(Debug, Args)]
struct PackArguments {
    /// 规则包文件夹：整个规则包，或只放本县自己的来源和规则；不写时用本县的 rules/，没有则用内置规则
    #[arg(long, value_name = "文件夹", help_heading = "选项")]
    pack: Option<PathBuf>,

    /// 按哪一天的阈值，如 2026-11-30；不写时取今天
    #[arg(long, value_name = "日期", help_heading = "选项")]
    as_of: Option<String>,
}

#[derive(Debug, Args)]
struct CheckArguments {
    #[command(flatten)]
    pack: PackArguments,

    /// 在标准输出打印 JSON
    #[arg(long, help_heading = "选项")]
    json: bool,
}

#[derive(Debug, Args)]
struct ListArguments {
    #[command(flatten)]
    pack: PackArguments,

    /// 按什么分组：部门、风险、核查点
    #[arg(
        long,
        value_name = "分组",
        value_parser = choice(GROUPINGS),
        default_value = "部门",
        hide_default_value = true,
        hide_possible_values = true,
        help_heading = "选项"
    )]
    by: RuleGrouping,

    /// 在标准输出打印 JSON
    #[arg(long, help_heading = "选项")]
    json: bool,
}

#[derive(Debug, Args)]
struct ShowArguments {
    /// 规则编号，如 EDU-01
    #[arg(value_name = "规则编号", help_heading = "参数")]
    id: String,

    #[command(flatten)]
    pack: PackArguments,
}

#[derive(Debug, Args)]
struct TestArguments {
    /// 只运行这些规则的例子
    #[arg(value_name = "规则编号", help_heading = "参数")]
    ids: Vec<String>,

    #[command(flatten)]
    pack: PackArguments,

    /// 只运行例子，不试着改动条件
    #[arg(long, help_heading = "选项")]
    examples_only: bool,

    /// 在标准输出打印 JSON
    #[arg(long, help_heading = "选项")]
    json: bool,
}

#[derive(Debug, Args)]
struct ExportArguments {
    /// 写到哪个文件夹；须不存在或为空
    #[arg(value_name = "文件夹", help_heading = "参数")]
    folder: PathBuf,
}

const GROUPINGS: &[(&str, RuleGrouping)] =
    &[("部门", RuleGrouping::Department), ("风险", RuleGrouping::Risk), ("核查点", RuleGrouping::Plan)];

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    match &arguments.command {
        Command::Check(arguments) => check(arguments),
        Command::List(arguments) => list(arguments),
        Command::Show(arguments) => show(arguments),
        Command::Test(arguments) => test(arguments),
        Command::Plan(arguments) => {
            ui::page(&plan_page(&pack(arguments)?))?;
            Ok(())
        }
        Command::New(arguments) => drafting::run(arguments),
        Command::Export(arguments) => {
            refuse_used(&arguments.folder)?;
            let mut files = PackFiles::built_in();
            files.0.extend(PackFiles::manuals().0);
            export(&files, &arguments.folder)?;
            ui::say(&format!("内置规则包和写规则的说明已写到 {}", arguments.folder.display()));
            Ok(())
        }
    }
}

/// The pack as the county uses it.
fn pack(arguments: &PackArguments) -> Result<Pack, Failure> {
    Workspace::pack_of(None, arguments.pack.as_deref())
}

fn layered(arguments: &PackArguments) -> Result<Layered, Vec<Diagnostic>> {
    pack_files(&county_folder(None).map_err(|missing| vec![missing])?, arguments.pack.as_deref())
}

fn today(arguments: &PackArguments) -> Result<Date, Failure> {
    // Only what is printed for people hangs on today, no result.
    Ok(day("--as-of", arguments.as_of.as_deref())?.unwrap_or_else(|| beijing_day(jiff::Timestamp::now())))
}

fn check(arguments: &CheckArguments) -> Result<(), Failure> {
    let day = today(&arguments.pack)?;
    let config = county_config(&county_folder(None)?)?;
    let checked = layered(&arguments.pack).and_then(|layered| look_through(layered, &config, day));
    let (summary, mistakes) = match checked {
        Ok((pack, mistakes)) => (pack_summary(&pack), mistakes),
        Err(mistakes) => (String::new(), mistakes),
    };
    if arguments.json {
        ui::print_json(&mistakes)?;
    }
    if mistakes.is_empty() {
        ui::say(&format!("规则包没有发现问题：{summary}"));
        return Ok(());
    }
    Err(mistakes.into())
}

fn list(arguments: &ListArguments) -> Result<(), Failure> {
    let pack = pack(&arguments.pack)?;
    let lines: Vec<RuleLine> = pack.rules.iter().map(|rule| RuleLine::of(rule, &pack)).collect();
    if arguments.json {
        return ui::print_json(&lines);
    }
    Ok(ui::page(&format!("{}\n", rule_list(&arguments.by.grouped(&lines))))?)
}

fn show(arguments: &ShowArguments) -> Result<(), Failure> {
    let pack = pack(&arguments.pack)?;
    let day = today(&arguments.pack)?;
    let config = county_config(&county_folder(None)?)?;
    let environment = pack.environment(day, &config)?;
    Ok(ui::page(&rule_page(pack.named_rule(&arguments.id)?, &pack, &environment, day, &config))?)
}

fn test(arguments: &TestArguments) -> Result<(), Failure> {
    let mut pack = pack(&arguments.pack)?;
    if !arguments.ids.is_empty() {
        let wanted = arguments.ids.iter().map(|id| pack.named_rule(id).cloned()).collect::<Result<Vec<_>, _>>()?;
        pack.rules = wanted;
    }
    let rehearsal = Rehearsal::of(&pack, arguments.examples_only);
    if arguments.json {
        ui::print_json(&rehearsal.findings)?;
    }
    rehearsal.findings.iter().for_each(|finding| ui::say(&finding.to_string()));
    ui::say(&rehearsal.to_string());
    match rehearsal.failed() {
        0 => Ok(()),
        failed => Err(Diagnostic::new(format!("有{failed}个例子与规则不符")).into()),
    }
}
