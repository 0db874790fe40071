//! 研判结果反馈: a slip a household, to be cut off and handed over. It names no illness, no amount and no department.

use std::collections::BTreeSet;

use super::households::HouseholdResult;
use super::input::ResultsInput;
use crate::pack::Truth;
use crate::workbook::{Columns, Paper, SheetOut};

/// The sheet of a township's slips; none without one.
pub(super) fn slips(township: &str, households: &[HouseholdResult<'_>], input: ResultsInput<'_>) -> Vec<SheetOut> {
    let slips: Vec<String> = households.iter().filter_map(|household| slip(household, input)).collect();
    if slips.is_empty() {
        return Vec::new();
    }
    let columns = Columns::<String>::new().text(("研判结果反馈单（沿横线剪开，交农户一份）", 84.0), String::clone);
    vec![SheetOut {
        name: "研判结果反馈".to_owned(),
        title: Some(format!("{}{township}防返贫监测研判结果反馈（{}）", input.county, input.period)),
        paper: Some(Paper::Portrait),
        ..SheetOut::of(&columns, slips)
    }]
}

/// What a household is told; none where nothing was found out.
fn slip(household: &HouseholdResult<'_>, input: ResultsInput<'_>) -> Option<String> {
    let told = household.handling.and_then(|word| word.told.as_deref()).or_else(|| unhandled(household))?;
    let home = household.home;
    let matters: BTreeSet<&str> = household.answered.iter().map(|clue| clue.asked.about.title.as_str()).collect();
    Some(format!(
        "\n{}{}    {}同志：\n\n    {}期防返贫监测中，村里入户核实了您家的 {} 项情况。\n\n    {told}\n\n    \
         如有不同意见，请向村委会或乡镇反映。\n\n    村委会（盖章）：____________        ______年____月____日\n\n    \
         农户签收：____________        送达人：____________        ______年____月____日\n",
        home.village.township,
        home.village.name,
        home.head_name,
        input.period,
        matters.len(),
    ))
}

/// What is told where no handling was answered: whether anything of it is true.
fn unhandled(household: &HouseholdResult<'_>) -> Option<&'static str> {
    let truths: Vec<Truth> = household.answered.iter().filter_map(|clue| clue.answer?.resolution.truth()).collect();
    match (truths.contains(&Truth::True), truths.is_empty()) {
        (true, _) => Some("经核实，您家反映的情况属实，正在研究处理，结果另行告知。"),
        (false, false) => Some("经核实，这些情况与您家实际不符，今后如有困难请及时向村里反映。"),
        (false, true) => None,
    }
}
