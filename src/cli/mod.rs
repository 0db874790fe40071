//! The command line: arguments in, stages composed, results printed.

mod template;
mod options;
mod ui;
mod examples;
mod usage;
mod init;
mod screen;
mod inspect;
mod issue;
mod collect;
mod explain;
mod drafting;
mod rules;
mod status;
mod compare;
mod precision;
mod report;
mod ledger;
mod waive;
mod sharing;
mod purge;
mod shell;

use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

use crate::county::Failure;
use crate::value::full_width;
use crate::workbook::{is_reading, serve_if_asked};
use examples::with_examples;
use template::{TEMPLATE, fitted};

/// 比对各部门数据，筛查可能返贫致贫的农户。
#[derive(Debug, Parser)]
#[command(
    name = "bidui",
    version,
    about = "比对各部门数据，筛查可能返贫致贫的农户，生成乡镇推送核实清单",
    help_template = TEMPLATE,
    subcommand_help_heading = "命令",
    subcommand_value_name = "命令",
    disable_help_subcommand = true,
    disable_help_flag = true,
    disable_version_flag = true
)]
struct Arguments {
    #[command(subcommand)]
    command: Command,

    /// 显示帮助
    #[arg(short, long, action = clap::ArgAction::Help, global = true, help_heading = "选项")]
    help: Option<bool>,

    /// 显示版本号
    #[arg(short = 'V', long, action = clap::ArgAction::Version, help_heading = "选项")]
    version: Option<bool>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// 建立县的文件夹：带说明的设置和放数据的文件夹，或练习用的示例县
    #[command(help_template = TEMPLATE, override_usage = "bidui init [选项] [文件夹]")]
    Init(init::Arguments),

    /// 筛查一期数据：读取、关联、按规则筛查，写出推送核实清单和各种汇总
    #[command(help_template = TEMPLATE, override_usage = "bidui screen [选项] <数据文件夹>")]
    Screen(screen::Arguments),

    /// 查看一期数据的识别结果：认出哪种表、表头在哪、栏目怎么对应、证号质量如何；不写出结果，只在 .bidui/ 里记下读过的大文件
    #[command(help_template = TEMPLATE, override_usage = "bidui inspect [选项] <数据文件夹>")]
    Inspect(inspect::Arguments),

    /// 登记一期的推送清单已经发出；没有登记、也没有收回过的清单，以后各期按没有推送过处理
    #[command(help_template = TEMPLATE, override_usage = "bidui issue [选项] [期]")]
    Issue(issue::Arguments),

    /// 收回填好的推送核实清单：核对每一行、每一格，记入台账；有误的列出来退回更正，矛盾的并排列出由人裁定
    #[command(help_template = TEMPLATE, override_usage = "bidui collect [选项] <文件>…")]
    Collect(collect::Arguments),

    /// 说明一户为什么被列为线索，每条没有列出的规则又是为什么：家庭成员、各部门数据、每个条件的实际值和阈值
    #[command(
        help_template = TEMPLATE,
        override_usage = "bidui explain [选项] [户编号|线索编号]\n       bidui explain --id [选项]"
    )]
    Explain(explain::Arguments),

    /// 查看、检查、试运行规则包
    #[command(help_template = TEMPLATE, override_usage = "bidui rules <命令>")]
    Rules(rules::Arguments),

    /// 查看一期线索核实到了哪一步：推送、核实、属实、逾期，按乡镇、村、部门、规则；写出催办清单
    #[command(help_template = TEMPLATE, override_usage = "bidui status [选项] [期]")]
    Status(status::Arguments),

    /// 比较两期线索：新增、持续、重新出现、已消除、未评估，以及规则和参数的变化
    #[command(help_template = TEMPLATE, override_usage = "bidui compare [选项] [前一期] [后一期]")]
    Compare(compare::Arguments),

    /// 查看核实过的线索有多少属实，点出几乎都不属实的规则和原因
    #[command(help_template = TEMPLATE, override_usage = "bidui precision [选项]")]
    Precision(precision::Arguments),

    /// 写出一期的核实汇总、排查报告和退给各部门的数据更正清单
    #[command(help_template = TEMPLATE, override_usage = "bidui report [选项] [期]")]
    Report(report::Arguments),

    /// 查看、查验台账：每期筛查了什么、每条线索走到哪一步
    #[command(help_template = TEMPLATE, override_usage = "bidui ledger <命令>")]
    Ledger(ledger::Arguments),

    /// 登记、列出、撤销、导入豁免：到期前不再推送的线索、户、村
    #[command(help_template = TEMPLATE, override_usage = "bidui waive <命令>")]
    Waive(waive::Arguments),

    /// 查看数据共享登记：每种数据由谁提供、依据什么、用途和期限，哪些已经到期
    #[command(help_template = TEMPLATE, override_usage = "bidui sharing [选项]")]
    Sharing(sharing::Arguments),

    /// 清理超过保存期限的部门数据、结果和缓存：先列出，加上 --yes 才删除
    #[command(help_template = TEMPLATE, override_usage = "bidui purge [选项]")]
    Purge(purge::Arguments),

    /// 打印命令补全脚本，让命令行按 Tab 键补全命令和选项
    #[command(help_template = TEMPLATE, override_usage = "bidui completions <命令行>")]
    Completions(shell::CompletionsArguments),

    /// 写出每个命令的手册页（man）
    #[command(help_template = TEMPLATE, override_usage = "bidui man <文件夹>")]
    Man(shell::ManArguments),
}

/// The program as it is called.
fn program() -> clap::Command {
    // Help pages are fitted to the terminal once they are whole: clap breaks lines at blanks only.
    with_examples(Arguments::command()).term_width(0)
}

pub use crate::workbook::LimitMemory;

/// Runs the program on the process's arguments; `limit` is asked where files are read that may want all memory.
pub fn main(limit: LimitMemory) -> ExitCode {
    std::panic::set_hook(Box::new(|panic| {
        if !is_reading() {
            ui::broken(panic);
        }
    }));
    if let Some(code) = serve_if_asked(limit) {
        return code;
    }
    let parsed = program().try_get_matches().and_then(|matches| Arguments::from_arg_matches(&matches));
    let result = match parsed {
        Ok(arguments) => match arguments.command {
            Command::Init(arguments) => init::run(&arguments),
            Command::Screen(arguments) => screen::run(&arguments),
            Command::Inspect(arguments) => inspect::run(&arguments),
            Command::Issue(arguments) => issue::run(&arguments),
            Command::Collect(arguments) => collect::run(&arguments),
            Command::Explain(arguments) => explain::run(&arguments),
            Command::Rules(arguments) => rules::run(&arguments),
            Command::Status(arguments) => status::run(&arguments),
            Command::Compare(arguments) => compare::run(&arguments),
            Command::Precision(arguments) => precision::run(&arguments),
            Command::Report(arguments) => report::run(&arguments),
            Command::Ledger(arguments) => ledger::run(&arguments),
            Command::Waive(arguments) => waive::run(&arguments),
            Command::Sharing(arguments) => sharing::run(&arguments),
            Command::Purge(arguments) => purge::run(&arguments),
            Command::Completions(arguments) => shell::complete(&arguments, program()),
            Command::Man(arguments) => shell::manuals(&arguments, program()),
        },
        Err(error) => return usage(&error),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            ui::failure(&failure);
            ExitCode::from(failure.code())
        }
    }
}

/// Prints what clap has to say; help and version are no failures. Its headings end in a half-width colon.
fn usage(error: &clap::Error) -> ExitCode {
    let text = fitted(&full_width(&error.render().to_string()));
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            ui::page(&text).map_or(ExitCode::FAILURE, |()| ExitCode::SUCCESS)
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            ui::say(text.trim_end());
            ExitCode::from(Failure::USAGE)
        }
        _ => {
            let arguments = std::env::args_os().skip(1).map(|argument| argument.to_string_lossy().into_owned());
            ui::failure(&Failure::from(usage::explain(error, &program(), arguments)));
            ExitCode::from(Failure::USAGE)
        }
    }
}
