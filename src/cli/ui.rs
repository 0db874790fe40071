//! The only printer: results on standard output, progress and what is said beside them on standard error.

mod follow_up;
mod inspection;
mod list;
mod returns;
mod screened;
mod table;
mod waiting;
mod what_if;
mod withheld;

use std::io::Write;
use std::path::Path;

use anyhow::Context;
use serde::Serialize;

use crate::compare::{PeriodComparison, WhatIf};
use crate::county::Failure;
use crate::detect::Findings;
use crate::pack::{Config, Pack};
use crate::report::explain_unused;
use crate::schema::{Coverage, FileReport, SheetReport};

pub use follow_up::{comparison_page, precision_page, progress_page, visits_page};
pub use inspection::inspection_page;
pub use list::{ledger_page, rule_list, waiver_list};
pub use returns::returns_page;
use screened::screened_page;
use what_if::what_if_page;
use withheld::withheld_lines;

/// Prints a line on standard error; who has closed that does not want to be told.
macro_rules! tell {
    ($($what:tt)*) => {{
        let _ = writeln!(std::io::stderr().lock(), $($what)*);
    }};
}

/// Prints, unless told to be quiet.
#[derive(Debug, Clone, Copy)]
pub struct Ui {
    quiet: bool,
}

impl Ui {
    /// A printer.
    pub fn new(quiet: bool) -> Self {
        Self { quiet }
    }

    /// Prints what a run read and found; told to be quiet, what it could not use.
    pub fn result(self, pack: &Pack, files: &[FileReport], sheets: &[SheetReport], findings: &Findings) {
        match self.quiet {
            false => say(&screened_page(pack, files, sheets, findings)),
            true => explain_unused(files).iter().for_each(|line| say(line)),
        }
    }

    /// Says what no list could tell, quiet or not: who reads nothing of it takes it for being in order.
    pub fn withheld(self, coverage: &Coverage, findings: &Findings) {
        withheld_lines(coverage, &findings.blind_spots).iter().for_each(|line| say(line));
    }

    /// Prints what other rules or thresholds would change.
    pub fn what_if(self, what_if: &WhatIf) {
        if !self.quiet {
            say(&what_if_page(what_if));
        }
    }

    /// Says how many clues go to the villages.
    pub fn pushed(self, asked: usize, reported: usize, kept: usize) {
        let reported = match reported {
            0 => String::new(),
            reported => format!("(其中 {reported} 条是村里以前走访发现、还没有办结的)"),
        };
        let kept = match kept {
            0 => String::new(),
            kept => format!(";{kept} 条已核实或豁免,不再推送,见“不再推送.xlsx”"),
        };
        self.tell(&format!("\n推送核实 {asked} 条{reported}{kept}"));
    }

    /// Says what changed since the period before.
    pub fn compared(self, comparison: &PeriodComparison) {
        self.tell(&format!("\n{}", follow_up::comparison_line(comparison)));
    }

    /// Says where results are that are only to be looked at.
    pub fn shown(self, out: &Path) {
        self.tell(&format!("\n结果已写到 {}", out.display()));
        self.tell("只供查看: 没有读台账,也没有记入台账,所以没有写推送清单;要推送核实,请不写 --out 再运行。");
    }

    /// Says where the results are.
    pub fn published(self, out: &Path, config: &Config) {
        self.tell(&format!("\n结果已写到 {}", out.display()));
        self.tell(
            "请把“推送清单”里各乡镇的工作簿发下去核实;部门数据的问题见“数据质量.xlsx”,疑似漏登人员见“未匹配.xlsx”。",
        );
        if config.clue_secret.is_none() {
            self.tell(
                "提示: bidui.toml 里还没有 clue_secret;写上一长串只有本县知道的文字,别人就无法从线索编号倒推身份证号。",
            );
        }
    }

    /// Says something, unless told to be quiet.
    pub fn tell(self, what: &str) {
        if !self.quiet {
            say(what);
        }
    }
}

/// Prints a result for scripts, on standard output.
pub fn print_json(value: &impl Serialize) -> Result<(), Failure> {
    let text = serde_json::to_string_pretty(value).map_err(anyhow::Error::from)?;
    Ok(page(&format!("{text}\n"))?)
}

/// Says something.
pub fn say(what: &str) {
    tell!("{what}");
}

/// Prints what was asked for, on standard output; who stops reading it has read enough.
///
/// # Errors
/// If standard output cannot be written to.
pub fn page(text: &str) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(error).context("写不了标准输出"),
        Ok(()) | Err(_) => Ok(()),
    }
}

/// Prints that the program itself is at fault.
pub fn broken(panic: &std::panic::PanicHookInfo<'_>) {
    let place = panic.location().map(ToString::to_string).unwrap_or_default();
    tell!("程序内部出错({place})。这不是您的数据的问题;请把这一行告诉我们。");
}

/// Prints why a command stopped.
pub fn failure(failure: &Failure) {
    tell!("{failure}");
}
