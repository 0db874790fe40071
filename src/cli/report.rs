//! `bidui report`: what came of a period's lists, for the county and for the departments whose data were wrong.

use std::path::PathBuf;

use clap::Args;

use super::options::{CountyOption, PackOption};
use super::ui;
use crate::county::{Failure, county_folder, day, ledger_of, run as hold};
use crate::publishing::{ListsOutcome, REPORTS};

#[derive(Debug, Args)]
pub struct Arguments {
    /// 哪一期，如 2026-11；不写时取最近一期
    #[arg(value_name = "期", help_heading = "参数")]
    period: Option<String>,

    #[command(flatten)]
    county: CountyOption,

    /// 今天是哪一天，如 2026-12-15，用来算逾期；不写时不算
    #[arg(long, value_name = "日期", help_heading = "选项")]
    as_of: Option<String>,

    /// 写到这个文件夹；不写时写到县的文件夹的 核实/<期>
    #[arg(long, value_name = "文件夹", help_heading = "选项")]
    out: Option<PathBuf>,

    #[command(flatten)]
    pack: PackOption,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let root = county_folder(arguments.county.path())?;
    let today = day("--as-of", arguments.as_of.as_deref())?;
    drop(ledger_of(Some(&root))?);
    let (departments, out) = hold(&root, "report", ui::say, |tally| {
        let outcome = ListsOutcome::of(&root, arguments.period.as_deref(), (arguments.pack.path(), today))?;
        let out = arguments.out.clone().unwrap_or_else(|| root.join(REPORTS).join(&outcome.period));
        let departments = outcome.corrections.len();
        tally.note("更正清单", departments);
        outcome.publish(&out)?.iter().for_each(|line| ui::say(line));
        Ok((departments, out))
    })?;
    ui::say(&format!("核实汇总、排查报告和 {departments} 个部门的数据更正清单已写到 {}", out.display()));
    Ok(())
}
