//! A row that a village added → a clue of its own, about a household that the register knows.

use std::collections::BTreeSet;

use super::heading::Item;
use super::parsed_answer::CellError;
use super::read::ReturnedRow;
use super::snapshot::{LedgerSnapshot, location};
use crate::detect::ClueNaming;
use crate::expr::Subject;
use crate::ledger::{ClueState, SentRow, VisitReport};
use crate::pack::{AnswerItem, Severity};
use crate::schema::{Location, RegisteredHousehold, Village};
use crate::value::name::same_name;

use crate::value::{Redacted, text};

/// The rule of clues that villages report.
const REPORTED: &str = "走访";

/// The title of clues that villages report.
const TITLE: &str = "干部走访发现的风险";

/// The list that a row was added to, known by its other rows.
#[derive(Debug, Clone)]
pub(super) struct AddedTo<'k> {
    /// A row of the list, for its run, its period and its day.
    pub sent: &'k SentRow,
    /// The villages of the clues on the sheet.
    pub villages: BTreeSet<String>,
}

/// The risk that a row reports, about a household of the register or one about which it was reported before.
pub(super) fn reported(
    row: &ReturnedRow<'_>,
    list: &AddedTo<'_>,
    households: &[RegisteredHousehold],
    snapshot: &LedgerSnapshot,
    naming: &ClueNaming,
) -> Result<VisitReport, CellError> {
    let finding = finding(row)?;
    let words = text::compact(&finding);
    // What was reported before keeps its id, also if the county's key was changed since.
    let id = |household: &str| match snapshot.reported(household, &words) {
        Some(known) => known.to_string(),
        None => naming.id(REPORTED, household, &words),
    };
    let before = || {
        let name = row.text(Item::HeadName);
        let same = |clue: &&ClueState| *clue.clue == *id(&clue.household) && same_name(&clue.home.head_name, &name);
        snapshot.clues.values().find(same).map(location)
    };
    let registered = household(row, list, households, naming).map(|home| standing(home, row));
    let at = registered.or_else(|wrong| before().ok_or(wrong))?;
    Ok(VisitReport {
        id: id(&at.household_code).into(),
        rule: REPORTED.into(),
        title: TITLE.to_owned(),
        risk: row.text(Item::Risk),
        kind: Subject::Household,
        subject: at.household_code.clone(),
        location: at.clone(),
        person_name: row.text(Item::PersonName),
        severity: Severity::Medium,
        finding,
    })
}

fn finding(row: &ReturnedRow<'_>) -> Result<Redacted, CellError> {
    let written = [row.text(Item::Finding), row.answer(AnswerItem::核实情况)];
    let written = written.into_iter().find(|text| !text.is_empty()).map(|text| Redacted::of(&text));
    written.ok_or_else(|| wrong(Item::Finding, String::new(), "请写明发现了什么风险".to_owned()))
}

/// Where a household of the register is, its head by the name that the row has.
fn standing(home: &RegisteredHousehold, row: &ReturnedRow<'_>) -> Location {
    Location {
        village: home.village.clone(),
        group: home.group.clone(),
        household_number: home.number.clone(),
        household_code: home.code.clone(),
        head_name: row.text(Item::HeadName),
        ..Location::default()
    }
}

/// The household of a village with a head of that name, and with the number if one is written; where characters of the
/// head's name were lost, the number alone tells.
fn household<'h>(
    row: &ReturnedRow<'_>,
    list: &AddedTo<'_>,
    households: &'h [RegisteredHousehold],
    naming: &ClueNaming,
) -> Result<&'h RegisteredHousehold, CellError> {
    let name = row.text(Item::HeadName);
    let number = row.text(Item::HouseholdNumber);
    let village = village(row, list)?;
    let there = Village::new(&list.sent.township, &village);
    let here = |home: &&RegisteredHousehold| home.village.is(&there);
    let (code, masked) = (naming.name(&there, &name), Redacted::household_number(&number));
    let meant = |home: &&RegisteredHousehold| {
        let has_number = *text::compact(&home.number) == *masked;
        match home.head.is_some() && code.is_some() {
            true => home.head == code && (number.is_empty() || has_number),
            false => has_number && !number.is_empty(),
        }
    };
    let mut found = households.iter().filter(here).filter(meant);
    let why = match (found.next(), found.next()) {
        (Some(home), None) => return Ok(home),
        (Some(_), Some(_)) => {
            format!("{village}有几户户主叫这个名字，请在“户编号”栏写明是哪一户（没有这一栏的，加上一栏）")
        }
        (None, _) if number.is_empty() => format!("花名册里{village}没有这一户；请核对村名和户主姓名"),
        (None, _) => format!("花名册里{village}没有这一户；请核对村名、户主姓名和户编号"),
    };
    Err(wrong(Item::HeadName, name, why))
}

/// The village that the row names, else that of all clues on its sheet, else the one the sheet is named after.
fn village(row: &ReturnedRow<'_>, list: &AddedTo<'_>) -> Result<String, CellError> {
    let written = row.text(Item::Village);
    let mut known = list.villages.iter();
    match (written.is_empty(), known.next(), known.next()) {
        (false, ..) => Ok(written),
        (true, Some(village), None) => Ok(village.clone()),
        (true, None, _) => Ok(row.sheet.to_owned()),
        (true, Some(_), Some(_)) => {
            let why = "这张表里有几个村的线索，请加一栏“行政村”写明是哪个村".to_owned();
            Err(wrong(Item::HeadName, row.text(Item::HeadName), why))
        }
    }
}

fn wrong(item: Item, written: String, why: String) -> CellError {
    CellError { item, written: Redacted::of(&written), why }
}

/// Whether a clue was reported in a period already, or later.
pub(super) fn is_known(reported: &VisitReport, period: &str, snapshot: &LedgerSnapshot) -> bool {
    snapshot.clues.get(&reported.id).is_some_and(|clue| clue.last_period.as_str() >= period)
}
