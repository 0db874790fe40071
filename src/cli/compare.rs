//! `bidui compare`: what became of every clue from one period to another.

use std::path::{Path, PathBuf};

use clap::Args;

use super::options::CountyOption;
use super::ui;
use crate::compare::PeriodComparison;
use crate::county::{Failure, ledger_of, screened_periods, two_periods};
use crate::diagnostic::Diagnostic;
use crate::ledger::Ledger;
use crate::publishing::comparison;
use crate::report::period_changes;
use crate::store::write_beside_others;
use crate::terminal::comparison_page;
use crate::workbook;

#[derive(Debug, Args)]
pub struct Arguments {
    /// 前一期，如 2026-10；两期都不写时比较最近两期
    #[arg(value_name = "前一期", help_heading = "参数")]
    earlier: Option<String>,

    /// 后一期；只写一期时，将那一期与它的上一期比较
    #[arg(value_name = "后一期", help_heading = "参数")]
    later: Option<String>,

    #[command(flatten)]
    county: CountyOption,

    /// 把各项数目和变化的线索写成这个工作簿
    #[arg(long, value_name = "文件.xlsx", help_heading = "选项")]
    out: Option<PathBuf>,

    /// 在标准输出打印 JSON
    #[arg(long, help_heading = "选项")]
    json: bool,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let ledger = ledger_of(arguments.county.path())?;
    let (earlier, later) = two_periods(&ledger, arguments.earlier.as_deref(), arguments.later.as_deref())?;
    let comparison = comparison(&ledger, &earlier, &later)?.expect("both periods were looked up in the ledger");
    if let Some(out) = &arguments.out {
        write(out, &comparison, &ledger)?;
    }
    if arguments.json {
        return ui::print_json(&comparison);
    }
    Ok(ui::page(&comparison_page(&comparison))?)
}

fn write(out: &Path, comparison: &PeriodComparison, ledger: &Ledger) -> Result<(), Failure> {
    if out.extension().is_none_or(|extension| !extension.eq_ignore_ascii_case("xlsx")) {
        let mistake = Diagnostic::new(format!("--out {} 应是 .xlsx 文件", out.display()));
        return Err(mistake.hint("写成 比较.xlsx 的样子").into());
    }
    let day = screened_periods(ledger)?[&comparison.later.period];
    let kept = write_beside_others(out, &workbook::bytes(&period_changes(comparison, day))?)?;
    kept.iter().for_each(|line| ui::say(line));
    ui::say(&format!("变化的线索已写到 {}", out.display()));
    Ok(())
}
