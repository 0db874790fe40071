//! Counts → where a list cannot tell, and why.

use std::collections::BTreeSet;

use super::count::{Counted, TownshipCount};
use crate::pack::{CoverageLimits, ListKind, ListOf};

/// A township in which a list cannot tell; none for the whole county.
pub(super) struct CoverageVerdict {
    pub township: Option<String>,
    pub villages: BTreeSet<i64>,
    pub cause: String,
    pub usual: bool,
}

/// Where a list cannot tell.
pub(super) fn verdicts(list: &ListOf, counted: &Counted, limits: &CoverageLimits) -> Vec<CoverageVerdict> {
    let everywhere = |cause: String, usual: bool| {
        let villages = counted.townships.iter().flat_map(|of| of.villages.iter().copied()).collect();
        vec![CoverageVerdict { township: None, villages, cause, usual }]
    };
    let records: u32 = counted.townships.iter().map(|of| of.records).sum();
    let roster = list.kind == ListKind::Roster && counted.current;
    if counted.read == 0 {
        return everywhere("表里没有一行数据".to_owned(), false);
    }
    if records == 0 && counted.linked > 0 {
        return everywhere(other_terms(counted), !counted.current);
    }
    if roster && let Some(cause) = unusable(counted, limits) {
        return everywhere(cause, false);
    }
    let verdicts = counted.townships.iter().filter_map(|of| {
        let cause = undelivered(of).or_else(|| match roster {
            true => incomplete(of, list, counted, limits),
            false => without_any(of, counted, limits),
        })?;
        Some(CoverageVerdict {
            township: Some(of.township.clone()),
            villages: of.villages.clone(),
            cause,
            usual: false,
        })
    });
    verdicts.collect()
}

fn other_terms(counted: &Counted) -> String {
    let terms = counted.terms.iter().map(|(year, records)| format!("{year}年度{records}行"));
    let terms: Vec<String> = terms.collect();
    format!("没有所问年度的行，只有{}", terms.join("、"))
}

fn unusable(counted: &Counted, limits: &CoverageLimits) -> Option<String> {
    let (usable, damaged) = counted.ids;
    let share = f64::from(damaged) / f64::from((usable + damaged).max(1));
    (share > limits.unusable_ids && damaged >= limits.least_people)
        .then(|| format!("{}个证号中有{damaged}个不能用，占{}", usable + damaged, percent(share)))
}

/// Tables come by township, and this one's did not.
fn undelivered(of: &TownshipCount) -> Option<String> {
    (of.delivered == Some(false) && of.records == 0).then(|| format!("{}没有交表", of.township))
}

/// A roster that knows few of those whom it should know.
fn incomplete(of: &TownshipCount, list: &ListOf, counted: &Counted, limits: &CoverageLimits) -> Option<String> {
    let least = list.least_known.unwrap_or(limits.least_known);
    let (expected, known, whose) = match of.expected >= limits.least_people {
        true => (of.expected, of.known, of.township.as_str()),
        false => {
            let (expected, known) = county(counted, limits);
            (expected, known, "全县")
        }
    };
    let share = f64::from(known) / f64::from(expected.max(1));
    let thin = expected >= limits.least_people && share < least;
    thin.then(|| match known {
        0 => format!("{whose}{expected}人中没有一人在名单里，按没有提供处理"),
        _ => format!("{whose}应在名单里的{expected}人中只有{known}人在，名单不全"),
    })
}

/// How many the county's list should know and knows, without the townships that are wholly left out and are judged as
/// such.
fn county(counted: &Counted, limits: &CoverageLimits) -> (u32, u32) {
    let left_out = |of: &&TownshipCount| of.known == 0 && of.expected >= limits.least_people;
    let known: u32 = counted.townships.iter().map(|of| of.known).sum();
    let counting = counted.townships.iter().filter(|of| known == 0 || !left_out(of));
    counting.fold((0, 0), |(expected, known), of| (expected + of.expected, known + of.known))
}

/// A list of recipients without anybody of a township where some must be.
fn without_any(of: &TownshipCount, counted: &Counted, limits: &CoverageLimits) -> Option<String> {
    let (people, records) = counted
        .townships
        .iter()
        .fold((0, 0), |(people, records), other| (people + other.people, records + other.records));
    let elsewhere = people - of.people;
    let by_rate = f64::from(records) / f64::from(elsewhere.max(1)) * f64::from(of.people);
    let missed = by_rate >= limits.least_recipients || f64::from(of.expected) >= limits.least_recipients;
    (of.records == 0 && records > 0 && missed)
        .then(|| format!("{}没有一条记录，别的乡镇有{records}条，按没有提供处理", of.township))
}

fn percent(share: f64) -> String {
    format!("{:.0}%", share * 100.0)
}
