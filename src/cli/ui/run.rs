//! What a screening says while it runs and when it is done.

use std::path::Path;

use super::print::say;
use super::waiting::Waiting;
use crate::compare::WhatIf;
use crate::detect::Findings;
use crate::pack::Pack;
use crate::publishing::{RecordedOutcome, unissued_notice};
use crate::report::explain_unused;
use crate::schema::{Coverage, FileReport, SheetReport};
use crate::terminal::{comparison_line, screened_page, what_if_page, withheld_lines};

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

    /// Says how many clues go to the villages, and what changed since the period before.
    pub fn recorded(self, outcome: &RecordedOutcome) {
        outcome.unissued.iter().for_each(|before| self.tell(&unissued_notice(before)));
        outcome.comparison.iter().for_each(|comparison| self.tell(&format!("\n{}", comparison_line(comparison))));
        self.tell(&format!("\n{}", outcome.pushed.line()));
    }

    /// Says where results are that are only to be looked at.
    pub fn shown(self, out: &Path) {
        self.tell(&format!("\n结果已写到 {}", out.display()));
        self.tell("只供查看：没有读台账，也没有记入台账，所以没有写推送清单；要推送核实，请不写 --out 再运行。");
    }

    /// Says where the results are.
    pub fn published(self, out: &Path) {
        self.tell(&format!("\n结果已写到 {}", out.display()));
        self.tell(
            "请把“推送清单”里各乡镇的工作簿发下去核实；部门数据的问题见“数据质量.xlsx”，疑似漏登人员见“未匹配.xlsx”。",
        );
    }

    /// Says something, unless told to be quiet.
    pub fn tell(self, what: &str) {
        if !self.quiet {
            say(what);
        }
    }

    /// Shows how far something is.
    pub fn waiting(self) -> Waiting {
        Waiting::new(self.quiet)
    }
}
