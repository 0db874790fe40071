//! Clues of a household → its risk profile: kinds of risk in order of weight, points, grade.
//!
//! Of several clues of one risk only the weightiest counts, so that one illness that three rules notice is not three.

use std::collections::BTreeMap;

use polars::prelude::{Column, DataFrame, PolarsResult};

use crate::facts::Tables;
use crate::pack::{CLUES, GRADE, MAIN_RISK, NO_RISK, OTHER_RISKS, RiskScoring, SCORE, Severity};
use crate::schema::{Clue, HOUSEHOLD, RiskProfile, RiskProfiles};

/// Draws the risk profiles of all households that have clue records, and adds them to the households' fields.
///
/// # Errors
/// Only if a table lacks a column that every such table has.
pub fn with_risk_profiles(tables: &mut Tables, risk_scoring: &RiskScoring) -> PolarsResult<RiskProfiles> {
    let risk_profiles = match tables.records.get(CLUES) {
        Some(clues) => risk_profiles(clues, risk_scoring)?,
        None => RiskProfiles::new(),
    };
    let households: Vec<Option<&RiskProfile>> =
        tables.household.column(HOUSEHOLD)?.i64()?.iter().map(|key| risk_profiles.get(&key?)).collect();
    let texts = |name: &str, text: fn(&RiskProfile) -> String| {
        let words = households.iter().map(|risk_profile| risk_profile.map(text).filter(|text| !text.is_empty()));
        Column::new(name.into(), words.map(|text| text.unwrap_or_else(|| NO_RISK.to_owned())).collect::<Vec<_>>())
    };
    let scores: Vec<i64> = households
        .iter()
        .map(|risk_profile| risk_profile.map_or(0, |risk_profile| risk_profile.score.into()))
        .collect();
    let columns = [
        texts(GRADE, |risk_profile| risk_profile.grade.label().to_owned()),
        texts(MAIN_RISK, |risk_profile| risk_profile.main().to_owned()),
        texts(OTHER_RISKS, RiskProfile::others),
        Column::new(SCORE.into(), scores),
    ];
    for column in columns {
        tables.household.with_column(column)?;
    }
    Ok(risk_profiles)
}

/// Counts clues that came after the risk profiles were drawn; they sum others up and change no grade.
pub(super) fn complete(risk_profiles: &mut RiskProfiles, later: &[Clue], risk_scoring: &RiskScoring) {
    for household in later.iter().filter_map(|clue| clue.subject.household) {
        risk_profiles
            .entry(household)
            .or_insert_with(|| risk_profile(&HouseholdWeights::default(), risk_scoring))
            .clues += 1;
    }
}

/// What the clues of one household weigh.
#[derive(Debug, Default)]
struct HouseholdWeights<'a> {
    /// Points by the position of the risk.
    risks: BTreeMap<usize, (&'a str, u32)>,
    clues: u32,
}

fn risk_profiles(clues: &DataFrame, risk_scoring: &RiskScoring) -> PolarsResult<RiskProfiles> {
    let text = |name: &str| clues.column(name)?.str();
    let risks = text("风险类型")?;
    let levels = text("风险等级")?;
    let mut households: BTreeMap<i64, HouseholdWeights<'_>> = BTreeMap::new();
    for ((household, risk), level) in clues.column(HOUSEHOLD)?.i64()?.iter().zip(risks.iter()).zip(levels.iter()) {
        let (Some(household), Some(risk), Some(severity)) = (household, risk, level.and_then(Severity::of)) else {
            continue;
        };
        let weights = households.entry(household).or_default();
        weights.clues += 1;
        let points = risk_scoring.points(risk, severity);
        if let (1.., Some(position)) = (points, risk_scoring.risks.get_index_of(risk)) {
            let heaviest = weights.risks.entry(position).or_insert((risk, points));
            heaviest.1 = heaviest.1.max(points);
        }
    }
    Ok(households.into_iter().map(|(household, weights)| (household, risk_profile(&weights, risk_scoring))).collect())
}

fn risk_profile(weights: &HouseholdWeights<'_>, risk_scoring: &RiskScoring) -> RiskProfile {
    let mut risks: Vec<(&str, u32)> = weights.risks.values().copied().collect();
    risks.sort_by_key(|(_, points)| std::cmp::Reverse(*points));
    let score = risks.iter().map(|(_, points)| points).sum();
    let mut names = risks.into_iter().map(|(risk, _)| risk.to_owned());
    let main_risk = names.next();
    let other_risks = names.collect();
    RiskProfile {
        grade: risk_scoring.grade(score),
        score,
        main_risk,
        other_risks,
        clues: weights.clues,
        headings: Vec::new(),
    }
}
