//! Risks that villages reported in earlier periods → clues in this run's register, to be asked again.

use std::collections::BTreeMap;

use anyhow::Context;
use polars::prelude::{DataFrame, PolarsResult};

use super::Orders;
use crate::expr::Subject;
use crate::ledger::OpenReport;
use crate::link::HEAD;
use crate::schema::{Clue, ClueSubject, ClueText, HOUSEHOLD, Location, NAME, VILLAGE};
use crate::value::IdNumber;

/// What is to be verified of them.
const VERIFY: &str = "核实村里走访时发现的情况现在如何,是否需要纳入监测或帮扶";

/// Where a household is, with its key and its village's.
type Dwelling = (i64, i64, Location);

/// The reported clues whose households are in the register.
pub(super) fn place(orders: &Orders, households: &DataFrame, reports: &[OpenReport]) -> anyhow::Result<Vec<Clue>> {
    if reports.is_empty() {
        return Ok(Vec::new());
    }
    let dwellings = dwellings(orders, households).context("查找走访发现的农户失败")?;
    let clue = |report: &OpenReport| {
        let about = &report.about;
        let (household, village, location) = dwellings.get(&about.household)?.clone();
        let (kind, code) = (Subject::Household, about.household.clone());
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
            origins: Vec::new(),
            fingerprint: String::new(),
        })
    };
    Ok(reports.iter().filter_map(clue).collect())
}

/// The households of the register by code.
fn dwellings(orders: &Orders, households: &DataFrame) -> PolarsResult<BTreeMap<String, Dwelling>> {
    let (source, register) = orders.pack.register();
    let text = |field: &str, at: usize| {
        let column = households.column(field).ok().and_then(|column| column.str().ok());
        column.and_then(|texts| texts.get(at)).unwrap_or_default().to_owned()
    };
    let key = |field: &Option<String>, at: usize| text(field.as_deref().unwrap_or_default(), at);
    let keys = |name: &str| -> PolarsResult<Vec<Option<i64>>> { Ok(households.column(name)?.i64()?.iter().collect()) };
    let (subjects, villages, heads) = (keys(HOUSEHOLD)?, keys(VILLAGE)?, keys(HEAD)?);
    let dwelling = |at: usize| {
        let (township, village) = (key(&source.key.township, at), key(&source.key.village, at));
        let household_number = key(&source.key.household, at);
        let names = [NAME, &register.head_name].map(|field| text(field, at));
        let location = Location {
            group: text(&register.group, at),
            household_code: orders.naming.household(&township, &village, &household_number),
            head_name: names.into_iter().find(|name| !name.is_empty()).unwrap_or_default(),
            head: heads[at].and_then(IdNumber::from_key),
            class: text(&orders.pack.layout.household_class, at),
            township,
            village,
            household_number,
        };
        Some((location.household_code.clone(), (subjects[at]?, villages[at]?, location)))
    };
    Ok((0..households.height()).filter_map(dwelling).collect())
}
