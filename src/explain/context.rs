//! What explaining is given.

use std::collections::BTreeMap;

use jiff::civil::Date;
use polars::prelude::DataFrame;

use crate::detect::{DetectionContext, Findings, RiskProfiled};
use crate::diagnostic::Diagnostic;
use crate::facts::Tables;
use crate::pack::{Pack, Rule, RuleStatus};
use crate::schema::SheetReport;

/// What explaining is given.
#[derive(Debug, Clone, Copy)]
pub struct ExplanationContext<'a> {
    /// Rules, parameters, damaged records.
    pub detection: DetectionContext<'a>,
    /// The village's subjects with their facts and risk profiles, its linked records and its clues.
    pub profiled: &'a RiskProfiled,
    /// The village's records with their fates, linked or not, by source; a source that was not delivered is not here.
    pub records: &'a BTreeMap<String, DataFrame>,
    /// What detection finds in the village.
    pub findings: &'a Findings,
    /// The run's sheets, to tell where a record stands.
    pub sheets: &'a [SheetReport],
    /// The day ages are counted to.
    pub as_of: Date,
}

impl<'a> ExplanationContext<'a> {
    /// The village's tables.
    pub(super) fn tables(self) -> &'a Tables {
        self.profiled.tables()
    }
}

/// How much of it is told.
#[derive(Debug, Clone, Copy)]
pub enum Detail<'r> {
    /// Every rule; those that miss by their failing part only.
    Outline,
    /// Every rule, whole.
    Whole,
    /// One rule, whole.
    Rule(&'r Rule),
}

impl<'r> Detail<'r> {
    /// One rule if one is named, else all of them.
    ///
    /// # Errors
    /// If there is no such rule, or it is not run.
    pub fn of(pack: &'r Pack, rule: Option<&str>, whole: bool) -> Result<Self, Diagnostic> {
        let Some(rule) = rule.map(|id| pack.named_rule(id)).transpose()? else {
            return Ok(if whole { Detail::Whole } else { Detail::Outline });
        };
        match rule.status {
            RuleStatus::Active => Ok(Detail::Rule(rule)),
            RuleStatus::Draft | RuleStatus::Retired => Err(Diagnostic::new(format!("规则 {} 没有启用", rule.id))),
        }
    }
}
