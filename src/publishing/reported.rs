//! Risks that villages reported in earlier periods → clues in this run's register, to be asked again.

use std::collections::BTreeMap;

use anyhow::Context;
use polars::prelude::PolarsResult;

use super::release::Release;
use crate::detect::Locations;
use crate::expr::Subject;
use crate::facts::Tables;
use crate::ledger::OpenReport;
use crate::schema::{Clue, ClueSubject, ClueText, HOUSEHOLD, Location, VILLAGE};

/// What is to be verified of them.
const VERIFY: &str = "核实村里走访时发现的情况现在如何，是否需要纳入监测或帮扶";

/// Where a household is, with its key and its village's.
type HouseholdLocation = (i64, i64, Location);

/// The reported clues whose households are in the register.
pub(super) fn place(release: &Release<'_>, tables: &Tables, reports: &[OpenReport]) -> anyhow::Result<Vec<Clue>> {
    if reports.is_empty() {
        return Ok(Vec::new());
    }
    let dwellings = dwellings(release, tables).context("查找走访发现的农户失败")?;
    let clue = |report: &OpenReport| {
        let about = &report.about;
        let (household, village, location) = dwellings.get(&about.household)?.clone();
        let kind = Subject::Household;
        let code = about.household.clone();
        Some(Clue {
            id: about.clue.clone(),
            rule: about.rule.clone(),
            subject: ClueSubject { kind, person: None, household: Some(household), village, code },
            location,
            text: ClueText {
                title: about.title.clone(),
                person_name: about.person_name.clone(),
                relation: String::new(),
                finding: report.finding.clone(),
                verify: VERIFY.to_owned(),
            },
            risk: about.risk.clone(),
            severity: report.severity,
            department: about.department.clone(),
            sums_up: false,
            included: Vec::new(),
            origins: Vec::new(),
            fingerprint: String::new(),
        })
    };
    Ok(reports.iter().filter_map(clue).collect())
}

/// The households of the register by code.
fn dwellings(release: &Release<'_>, tables: &Tables) -> PolarsResult<BTreeMap<String, HouseholdLocation>> {
    let locations = Locations::of(tables, &release.setup.pack)?;
    let keys = |name: &str| tables.household.column(name)?.i64();
    let dwelling = |(household, village): (Option<i64>, Option<i64>)| {
        let household = household?;
        let village = village?;
        let household_code = locations.code(Subject::Household, household, &release.setup.identities.naming);
        let location = Location { household_code, ..locations.of_subject(village, Some(household)) };
        Some((location.household_code.clone(), (household, village, location)))
    };
    Ok(keys(HOUSEHOLD)?.iter().zip(keys(VILLAGE)?.iter()).filter_map(dwelling).collect())
}
