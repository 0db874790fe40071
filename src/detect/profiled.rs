//! Facts and the clues of the first pass → what rules read that sum clues up: the clues as records, and the households'
//! risk profiles as columns.

use polars::prelude::{Column, DataFrame, PolarsResult};

use super::risk_profile::with_risk_profiles;
use crate::facts::Tables;
use crate::pack::{CLUES, RiskScoring};
use crate::schema::{Clue, HOUSEHOLD, PERSON, ROW, RiskProfiles, SHEET, VILLAGE};
use crate::value::IdNumber;

/// Tables with risk profiles: what the second pass reads. The frames are shared with the tables that it is made of.
#[derive(Debug)]
pub struct RiskProfiled {
    tables: Tables,
    profiles: RiskProfiles,
}

impl RiskProfiled {
    /// The tables of a run with the clues that it found so far and that nobody refuted.
    ///
    /// # Errors
    /// Only if a table lacks a column that every such table has.
    pub fn of(tables: &Tables, clues: &[&Clue], scoring: &RiskScoring) -> PolarsResult<Self> {
        let mut tables = tables.clone();
        tables.records.insert(CLUES.to_owned(), clue_records(clues)?);
        Self::with_given_clues(tables, scoring)
    }

    /// Tables that hold clue records already, as those of examples do.
    ///
    /// # Errors
    /// Only if a table lacks a column that every such table has.
    pub fn with_given_clues(mut tables: Tables, scoring: &RiskScoring) -> PolarsResult<Self> {
        let profiles = with_risk_profiles(&mut tables, scoring)?;
        Ok(Self { tables, profiles })
    }

    /// The tables, the clues' records and the profiles' columns among them.
    pub fn tables(&self) -> &Tables {
        &self.tables
    }

    /// The profile of every household with clues.
    pub fn profiles(&self) -> &RiskProfiles {
        &self.profiles
    }

    /// The tables alone.
    pub fn into_tables(self) -> Tables {
        self.tables
    }
}

/// The clues so far as records of their person, household and village.
fn clue_records(clues: &[&Clue]) -> PolarsResult<DataFrame> {
    let texts = |name: &str, value: fn(&Clue) -> &str| {
        Column::new(name.into(), clues.iter().map(|clue| value(clue)).collect::<Vec<_>>())
    };
    let keys = |name: &str, value: fn(&Clue) -> Option<i64>| {
        Column::new(name.into(), clues.iter().map(|clue| value(clue)).collect::<Vec<_>>())
    };
    DataFrame::new(
        clues.len(),
        vec![
            keys(PERSON, |clue| clue.subject.person.map(IdNumber::key)),
            keys(HOUSEHOLD, |clue| clue.subject.household),
            keys(VILLAGE, |clue| Some(clue.subject.village)),
            keys(SHEET, |clue| clue.origins.first().map(|origin| i64::from(origin.sheet))),
            keys(ROW, |clue| clue.origins.first().map(|origin| i64::from(origin.row))),
            texts("规则编号", |clue| &clue.rule),
            texts("风险类型", |clue| &clue.risk),
            texts("风险等级", |clue| clue.severity.label()),
            texts("来源部门", |clue| &clue.department),
        ],
    )
}
