//! 拟纳入监测名单 and its 公示: the households that the villages want monitored, a sheet a village.

use std::collections::BTreeMap;

use super::households::HouseholdResult;
use super::input::{ResultsInput, sign_off};
use crate::pack::AnswerWord;
use crate::value::Redacted;
use crate::workbook::{CellOut, Columns, Paper, SheetOut};

/// A household on a list, with its number.
struct Line<'a> {
    number: u32,
    household: &'a HouseholdResult<'a>,
}

impl Line<'_> {
    fn group(&self) -> String {
        self.household.registered.map(|known| known.group.clone()).unwrap_or_default()
    }

    fn people(&self) -> Option<u32> {
        self.household.registered.map(|known| known.people)
    }
}

/// The lists to sign.
pub(super) fn lists(township: &str, households: &[HouseholdResult<'_>], input: ResultsInput<'_>) -> Vec<SheetOut> {
    let columns = Columns::<Line<'_>>::new()
        .count(("序号", 4.0), |line| line.number)
        .text(("户主", 8.0), |line| line.household.home.head_name.clone())
        .text(("组", 6.0), Line::group)
        .text(("农户类型", 10.0), |line| line.household.registered.and_then(|known| known.class.clone()))
        .count(("人口", 5.0), Line::people)
        .text(("主要风险", 10.0), |line| line.household.risks.join("、"))
        .text(("属实线索", 20.0), |line| line.household.true_titles())
        .text(("评议公示起止", 11.0), |_| CellOut::Blank)
        .text(("户编号", 12.0), |line| Redacted::household_number(&line.household.home.household_number));
    let title = |village: &str| format!("{}{township}{village}拟纳入监测对象名单（{}）", input.county, input.period);
    let note = "按村评议、公示，乡镇审核，县审定。农户类型已是监测户的，核对后改答“已是监测对象”。";
    let printed = columns.width() - 1;
    villages(households, input)
        .into_iter()
        .map(|(village, rows)| SheetOut {
            name: village.to_owned(),
            title: Some(title(village)),
            notes: vec![note.to_owned()],
            footer: sign_off(),
            printed: Some(printed),
            paper: Some(Paper::Portrait),
            ..SheetOut::of(&columns, rows)
        })
        .collect()
}

/// What is put up in the village: no risk, no number, no household number.
pub(super) fn notices(township: &str, households: &[HouseholdResult<'_>], input: ResultsInput<'_>) -> Vec<SheetOut> {
    let columns = Columns::<Line<'_>>::new()
        .count(("序号", 8.0), |line| line.number)
        .text(("户主", 20.0), |line| line.household.home.head_name.clone())
        .text(("组", 20.0), Line::group)
        .count(("人口", 12.0), Line::people);
    let title = |village: &str| format!("{township}{village}拟纳入监测对象公示（{}）", input.period);
    let note = "经入户核实和村级评议，拟将下列农户纳入防止返贫监测对象，现予公示。公示期：______年____月____日至____月____日。如有异议，请向村委会或乡镇反映。";
    villages(households, input)
        .into_iter()
        .map(|(village, rows)| SheetOut {
            name: village.to_owned(),
            title: Some(title(village)),
            notes: vec![note.to_owned()],
            footer: vec!["村党支部、村委会（盖章）：__________    ______年____月____日".to_owned()],
            paper: Some(Paper::Portrait),
            ..SheetOut::of(&columns, rows)
        })
        .collect()
}

/// The households of every village that are expected to be monitored in time.
fn villages<'a>(households: &'a [HouseholdResult<'a>], input: ResultsInput<'_>) -> BTreeMap<&'a str, Vec<Line<'a>>> {
    let names: Vec<&str> = input.dispositions.monitoring().filter(is_to_come).map(|word| word.name.as_str()).collect();
    let mut villages: BTreeMap<&str, Vec<Line<'_>>> = BTreeMap::new();
    for household in households {
        if household.handling.is_some_and(|word| names.contains(&word.name.as_str())) {
            let lines = villages.entry(&household.home.village.name).or_default();
            let number = u32::try_from(lines.len() + 1).unwrap_or(u32::MAX);
            lines.push(Line { number, household });
        }
    }
    villages
}

/// Whether a handling says what the lists will say, and not what they say already.
fn is_to_come(word: &&AnswerWord) -> bool {
    word.expects.as_ref().is_some_and(|expects| expects.within.is_some())
}
