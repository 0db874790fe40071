//! `bidui waive`: what is not to be asked again, why, on whose word and until when.

use std::path::{Path, PathBuf};

use clap::{ArgGroup, Args, Subcommand};

use super::options::{CountyOption, PackOption};
use super::template::TEMPLATE;
use super::ui;
use crate::county::{Failure, Tally, Workspace, county_folder, day, ledger_of, run as hold};
use crate::ledger::Ledger;
use crate::returns::{WaiverList, WaiverRequest, add_waiver, import_waivers, listed_waivers, revoke_waiver};
use crate::terminal::waiver_list;

#[derive(Debug, Args)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
#[command(subcommand_help_heading = "命令", subcommand_value_name = "命令", disable_help_subcommand = true)]
enum Command {
    /// 加一条豁免：一条线索、一户、一户的一条规则，或一村的一条规则，到期前不再推送
    #[command(help_template = TEMPLATE, override_usage = "bidui waive add <--clue 线索编号 | --household 户 [--rule 规则编号] | --village 村 --rule 规则编号> --reason <原因> --document <文件> --verifier <核实人> --until <日期>")]
    Add(AddArguments),

    /// 列出豁免：有效的和还没有开始的
    #[command(help_template = TEMPLATE, override_usage = "bidui waive list [选项]")]
    List(ListArguments),

    /// 撤销一条豁免
    #[command(help_template = TEMPLATE, override_usage = "bidui waive revoke [选项] <编号> --reason <原因>")]
    Revoke(RevokeArguments),

    /// 从工作簿导入豁免；有一行不对就都不导入，同一份文件导入两次没有变化
    #[command(help_template = TEMPLATE, override_usage = "bidui waive import [选项] <文件>")]
    Import(ImportArguments),
}

#[derive(Debug, Args)]
#[command(group = ArgGroup::new("scope").args(["clue", "household", "village"]))]
struct AddArguments {
    /// 线索编号
    #[arg(long, value_name = "线索编号", help_heading = "选项")]
    clue: Option<String>,

    /// 一户，写成 乡镇/村/户编号
    #[arg(long, value_name = "户", help_heading = "选项")]
    household: Option<String>,

    /// 一村，写成 乡镇/村；须同时写 --rule
    #[arg(long, value_name = "村", requires = "rule", help_heading = "选项")]
    village: Option<String>,

    /// 只豁免这条规则的线索
    #[arg(long, value_name = "规则编号", conflicts_with = "clue", help_heading = "选项")]
    rule: Option<String>,

    /// 为什么豁免
    #[arg(long, value_name = "原因", help_heading = "选项")]
    reason: String,

    /// 依据的文件、会议纪要
    #[arg(long, value_name = "文件", help_heading = "选项")]
    document: String,

    /// 谁核实的
    #[arg(long, value_name = "核实人", help_heading = "选项")]
    verifier: String,

    /// 从哪一天起；不写时从最近一期的截止日期起
    #[arg(long, value_name = "日期", help_heading = "选项")]
    from: Option<String>,

    /// 到哪一天止（含这一天）；过后线索重新推送
    #[arg(long, value_name = "日期", help_heading = "选项")]
    until: String,

    #[command(flatten)]
    county: CountyOption,
}

#[derive(Debug, Args)]
struct ListArguments {
    /// 包括已过期和已撤销的
    #[arg(long, help_heading = "选项")]
    all: bool,

    #[command(flatten)]
    county: CountyOption,

    /// 在标准输出打印 JSON
    #[arg(long, help_heading = "选项")]
    json: bool,
}

#[derive(Debug, Args)]
struct RevokeArguments {
    /// 豁免的编号，见 bidui waive list
    #[arg(value_name = "编号", help_heading = "参数")]
    id: i64,

    /// 为什么撤销
    #[arg(long, value_name = "原因", help_heading = "选项")]
    reason: String,

    /// 从哪一天起不再豁免；不写时从最近一期的截止日期起
    #[arg(long, value_name = "日期", help_heading = "选项")]
    on: Option<String>,

    #[command(flatten)]
    county: CountyOption,
}

#[derive(Debug, Args)]
struct ImportArguments {
    /// 豁免名单：.xlsx、.xls 或 .csv
    #[arg(value_name = "文件", help_heading = "参数")]
    file: PathBuf,

    #[command(flatten)]
    county: CountyOption,

    #[command(flatten)]
    pack: PackOption,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    match &arguments.command {
        Command::Add(arguments) => add(arguments),
        Command::List(arguments) => list(arguments),
        Command::Revoke(arguments) => withdraw(arguments),
        Command::Import(arguments) => import_list(arguments),
    }
}

fn add(arguments: &AddArguments) -> Result<(), Failure> {
    let text = WaiverRequest {
        clue: arguments.clue.as_deref(),
        household: arguments.household.as_deref(),
        village: arguments.village.as_deref(),
        rule: arguments.rule.as_deref(),
        reason: &arguments.reason,
        document: &arguments.document,
        verifier: &arguments.verifier,
        from: arguments.from.as_deref(),
        until: &arguments.until,
    }
    .text()?;
    change(arguments.county.path(), "waive add", |ledger, tally| {
        let added = add_waiver(ledger, text)?;
        tally.note("豁免", usize::from(added.is_some()));
        ui::say(&match added {
            Some(id) => format!("已记入台账，豁免编号 {id}；有效期内不再推送"),
            None => "台账里已有同样的豁免，没有变化".to_owned(),
        });
        Ok(())
    })
}

/// Changes the ledger of a county while no other command does.
fn change(
    county: Option<&Path>,
    command: &'static str,
    work: impl FnOnce(&mut Ledger, &mut Tally) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let mut ledger = ledger_of(county)?;
    hold(&county_folder(county)?, command, ui::say, |tally| work(&mut ledger, tally))
}

fn list(arguments: &ListArguments) -> Result<(), Failure> {
    let ledger = ledger_of(arguments.county.path())?;
    let shown = listed_waivers(&ledger, arguments.all)?;
    if arguments.json {
        return ui::print_json(&shown);
    }
    Ok(ui::page(&format!("{}\n共 {} 条\n", waiver_list(&shown), shown.len()))?)
}

fn withdraw(arguments: &RevokeArguments) -> Result<(), Failure> {
    let on = day("--on", arguments.on.as_deref())?;
    change(arguments.county.path(), "waive revoke", |ledger, tally| {
        revoke_waiver(ledger, arguments.id, &arguments.reason, on)?;
        tally.note("豁免", arguments.id);
        ui::say(&format!("已撤销编号 {} 的豁免", arguments.id));
        Ok(())
    })
}

fn import_list(arguments: &ImportArguments) -> Result<(), Failure> {
    let pack = Workspace::pack_of(arguments.county.path(), arguments.pack.path())?;
    let list = WaiverList::read(&arguments.file, &pack.waiver_form)?;
    change(arguments.county.path(), "waive import", |ledger, tally| {
        let added = import_waivers(ledger, &list)?;
        tally.note("豁免", added.unwrap_or(0));
        ui::say(&match added {
            Some(added) => format!("名单 {} 行，记入台账 {added} 条，其余台账里已有", list.written.len()),
            None => "这份文件以前导入过，没有变化".to_owned(),
        });
        Ok(())
    })
}
