//! `bidui report`: what came of a period's lists, for the county and for the departments whose data were wrong.

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use super::failure::Failure;
use super::period::{day, period_of};
use super::publication::{Publication, publish};
use super::workspace::{Workspace, county_config, county_folder, ledger_of};
use super::{session, ui};
use crate::collect::disputes;
use crate::detect::ClueNaming;
use crate::ledger::{Verified, asked_clues, asked_questions, latest_day, verified};
use crate::progress::Clock;
use crate::report::{Corrected, Verification, account, corrections, verification};
use crate::store::{file_name, origins, village_sizes};

#[derive(Debug, Args)]
pub struct Arguments {
    /// 哪一期,如 2026-11;不写时取最近一期
    #[arg(value_name = "期", help_heading = "参数")]
    period: Option<String>,

    /// 县的文件夹(bidui.toml 所在);不写时从当前文件夹往上找
    #[arg(short = 'C', value_name = "文件夹", help_heading = "选项")]
    county: Option<PathBuf>,

    /// 今天是哪一天,如 2026-12-15,用来算逾期;不写时不算
    #[arg(long, value_name = "日期", help_heading = "选项")]
    as_of: Option<String>,

    /// 写到这个文件夹;不写时写到县的文件夹的 核实/<期>
    #[arg(long, value_name = "文件夹", help_heading = "选项")]
    out: Option<PathBuf>,

    /// 使用这个文件夹里的规则包;不写时用工作区的 rules/,没有则用内置规则
    #[arg(long, value_name = "文件夹", help_heading = "选项")]
    pack: Option<PathBuf>,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let ledger = ledger_of(arguments.county.as_deref())?;
    let (period, as_of) = period_of(&ledger, arguments.period.as_deref())?;
    let root = county_folder(arguments.county.as_deref())?;
    let pack = Workspace::pack_of(arguments.county.as_deref(), arguments.pack.as_deref())?;
    let config = county_config(&root)?;
    let today = day("--as-of", arguments.as_of.as_deref())?;
    let run = root.join("runs").join(&period);
    let county = config.county_name();
    let naming = ClueNaming::new(config.clue_secret.as_deref());
    let of_all_periods = verified(&ledger, None, Some(&period))?;
    let of_period: Vec<Verified> = of_all_periods.iter().filter(|answer| answer.period == period).cloned().collect();
    let input = Verification {
        county,
        period: &period,
        as_of,
        asked: &asked_clues(&ledger, &period, today.or(latest_day(&ledger)?).unwrap_or(as_of))?,
        questions: &asked_questions(&ledger, &period, &naming)?,
        wording: &pack.questions,
        clock: today.map(|as_of| Clock { as_of, calendar: &pack.calendar }),
        verified: &of_all_periods,
        naming: &pack.dispositions.naming,
        disputes: &disputes(&ledger, &pack.questions, &naming)?,
        villages: &village_sizes(&run),
    };
    let summary = verification(input);
    let corrected = Corrected { county, period: &period, as_of, origins: &origins(&run) };
    let lists = corrections(&of_period, corrected);
    let mut books = vec![("核实汇总.xlsx".to_owned(), &summary)];
    books.extend(lists.iter().map(|list| {
        let department = file_name(&list.department);
        (format!("数据更正清单/{department}数据更正清单.xlsx"), &list.book)
    }));
    let rows: BTreeMap<&str, usize> = lists.iter().map(|list| (list.department.as_str(), list.rows)).collect();
    let record = json!({ "period": period, "as_of": today, "corrections": rows });
    let out = arguments.out.clone().unwrap_or_else(|| root.join("核实").join(&period));
    let publication = Publication { books, documents: vec![("排查报告.docx", account(input))] };
    session::run(&root, "report", |tally| {
        tally.note("更正清单", lists.len());
        publish(&out, &record, &publication)
    })?;
    ui::say(&format!("核实汇总、排查报告和 {} 个部门的数据更正清单已写到 {}", lists.len(), out.display()));
    Ok(())
}
