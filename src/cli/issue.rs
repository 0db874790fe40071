//! `bidui issue`: the officer's word that the lists of a period went out.

use clap::Args;

use super::options::CountyOption;
use super::ui;
use crate::county::{Failure, county_folder, period_of, remembered, run as hold};
use crate::publishing::issue_lists;

#[derive(Debug, Args)]
pub struct Arguments {
    /// 哪一期，如 2026-11；不写时取最近一期
    #[arg(value_name = "期", help_heading = "参数")]
    period: Option<String>,

    #[command(flatten)]
    county: CountyOption,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let root = county_folder(arguments.county.path())?;
    let (mut ledger, _) = remembered(&root)?;
    let (period, _) = period_of(&ledger, arguments.period.as_deref())?;
    let is_new = hold(&root, "issue", ui::say, |tally| {
        tally.note("期", &period);
        issue_lists(&mut ledger, &period)
    })?;
    ui::say(&match is_new {
        true => format!("已登记：{period} 期的推送清单已发出"),
        false => format!("{period} 期的推送清单以前已登记发出，没有改动"),
    });
    Ok(())
}
