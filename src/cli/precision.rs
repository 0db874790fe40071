//! `bidui precision`: how often clues turn out to be true, and which rules' clues hardly ever are, and why.

use std::path::PathBuf;

use clap::Args;

use super::options::{CountyOption, choice};
use super::ui;
use crate::county::{Failure, Workspace, ledger_of, period_of};
use crate::ledger::verified_clues;
use crate::progress::{Grouping, PrecisionReport};
use crate::terminal::precision_page;

#[derive(Debug, Args)]
pub struct Arguments {
    #[command(flatten)]
    county: CountyOption,

    /// 按什么分组：规则、部门、乡镇、村、期
    #[arg(
        long,
        value_name = "分组",
        value_parser = choice(GROUPINGS),
        default_value = "规则",
        hide_default_value = true,
        hide_possible_values = true,
        help_heading = "选项"
    )]
    by: By,

    /// 从哪一期起，如 2026-07；不写时从最早一期起
    #[arg(long, value_name = "期", help_heading = "选项")]
    since: Option<String>,

    /// 到哪一期止；不写时到最近一期
    #[arg(long, value_name = "期", help_heading = "选项")]
    until: Option<String>,

    /// 使用这个文件夹里的规则包（何时点名）；不写时用工作区的 rules/，没有则用内置规则
    #[arg(long, value_name = "文件夹", help_heading = "选项")]
    pack: Option<PathBuf>,

    /// 在标准输出打印 JSON
    #[arg(long, help_heading = "选项")]
    json: bool,
}

/// What answers are grouped by: the clue, or the period that they were given in.
#[derive(Debug, Clone, Copy)]
enum By {
    Clue(Grouping),
    Period,
}

const GROUPINGS: &[(&str, By)] = &[
    ("规则", By::Clue(Grouping::Rule)),
    ("部门", By::Clue(Grouping::Department)),
    ("乡镇", By::Clue(Grouping::Township)),
    ("村", By::Clue(Grouping::Village)),
    ("期", By::Period),
];

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let ledger = ledger_of(arguments.county.path())?;
    for period in [&arguments.since, &arguments.until] {
        period_of(&ledger, period.as_deref())?;
    }
    let naming = Workspace::pack_of(arguments.county.path(), arguments.pack.as_deref())?.dispositions.naming;
    let answers = verified_clues(&ledger, arguments.since.as_deref(), arguments.until.as_deref())?;
    let grouping = match arguments.by {
        By::Clue(grouping) => Some(grouping),
        By::Period => None,
    };
    let report = PrecisionReport::of(&answers, grouping, &naming);
    if arguments.json {
        return ui::print_json(&report);
    }
    if answers.is_empty() {
        ui::say("还没有核实结论");
        return Ok(());
    }
    Ok(ui::page(&precision_page(report.headings, &report.groups, &report.total, &report.hardly_true))?)
}
