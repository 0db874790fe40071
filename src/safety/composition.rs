//! How many records a source has, by township and status: what total figures hide shows there.

use std::collections::{BTreeMap, BTreeSet};

use polars::prelude::{Column, DataFrame, DataType};

use crate::pack::{Checks, Pack, Source};
use crate::store::{Composition, Compositions};
use crate::value::Redacted;

/// What a blank status is called.
const BLANK: &str = "空缺";

/// What the sources of a delivery are made up of: those whose records have a status or stand under a township.
pub fn compositions(records: &BTreeMap<String, DataFrame>, pack: &Pack) -> Compositions {
    let composed = records.iter().filter_map(|(name, frame)| {
        let source = pack.sources.get(name)?;
        let told = source.status.is_some() || source.key.township.is_some();
        told.then(|| (name.clone(), composition(source, frame)))
    });
    composed.collect()
}

fn composition(source: &Source, frame: &DataFrame) -> Composition {
    let townships = texts(frame, source.key.township.as_deref());
    let statuses = texts(frame, source.status.as_deref());
    let mut composition = Composition::new();
    for row in 0..frame.height() {
        let word = |texts: &[String]| texts.get(row).cloned().unwrap_or_default();
        *composition.entry(word(&townships)).or_default().entry(word(&statuses)).or_default() += 1;
    }
    composition
}

/// The values of a column as the manifest keeps them, empty where there is none.
fn texts(frame: &DataFrame, field: Option<&str>) -> Vec<String> {
    let column =
        field.and_then(|field| frame.column(field).ok()).and_then(|column| column.cast(&DataType::String).ok());
    let of = |column: Column| {
        column.str().map(|texts| texts.iter().map(|text| Redacted::of(text.unwrap_or_default()).into()).collect())
    };
    column.and_then(|column| of(column).ok()).unwrap_or_default()
}

/// The townships whose statuses turned, or those of the county.
pub(super) fn turned(source: &Source, now: &Composition, before: &Composition, checks: &Checks) -> Option<String> {
    let field = source.status.as_ref()?;
    let county = shift(&whole(now), &whole(before), checks.least_records, checks.statuses_may_turn);
    if let Some(shift) = county {
        return Some(format!("“{field}”：全部记录中{shift}"));
    }
    let turned = before.iter().filter(|(township, _)| !township.is_empty()).filter_map(|(township, before)| {
        let shift = shift(now.get(township)?, before, checks.least_in_township, checks.township_may_turn)?;
        Some(format!("{township}{shift}"))
    });
    let turned: Vec<String> = turned.collect();
    (!turned.is_empty()).then(|| format!("“{field}”：{}", turned.join("；")))
}

/// The townships that lost more than half of their records, unless these stand under new names of townships now.
pub(super) fn fell(source: &Source, now: &Composition, before: &Composition, checks: &Checks) -> Option<String> {
    if source.accumulates {
        return None;
    }
    let new = now.iter().filter(|(name, _)| name.is_empty() || !before.contains_key(*name));
    let renamed: u32 = new.map(|(name, now)| sum(now).saturating_sub(before.get(name).map_or(0, sum))).sum();
    let fallen = before.iter().filter(|(township, _)| !township.is_empty()).filter_map(|(township, before)| {
        let before = sum(before);
        let now = now.get(township).map_or(0, sum);
        let share = 1.0 - f64::from(now) / f64::from(before.max(1));
        let fell = before >= checks.least_in_township && share > checks.township_may_turn;
        fell.then(|| (before - now, format!("{township}由 {before} 条减为 {now} 条")))
    });
    let (lost, fallen): (Vec<u32>, Vec<String>) = fallen.unzip();
    let lost: u32 = lost.iter().sum();
    let missing = f64::from(lost.saturating_sub(renamed)) > f64::from(lost) * checks.township_may_turn;
    missing.then(|| fallen.join("；"))
}

fn sum(statuses: &BTreeMap<String, u32>) -> u32 {
    statuses.values().sum()
}

/// The statuses of the whole county.
fn whole(composition: &Composition) -> BTreeMap<String, u32> {
    let mut whole = BTreeMap::new();
    for (status, count) in composition.values().flatten() {
        *whole.entry(status.clone()).or_insert(0) += count;
    }
    whole
}

/// The share of records that must have another status than before, in words, if it is above the limit.
fn shift(now: &BTreeMap<String, u32>, before: &BTreeMap<String, u32>, least: u32, limit: f64) -> Option<String> {
    let (all_now, all_before): (u32, u32) = (now.values().sum(), before.values().sum());
    let statuses: BTreeSet<&String> = now.keys().chain(before.keys()).collect();
    let change = |status: &str| {
        let share_now = f64::from(count(now, status)) / f64::from(all_now.max(1));
        share_now - f64::from(count(before, status)) / f64::from(all_before.max(1))
    };
    let turned: f64 = statuses.iter().map(|status| change(status).max(0.0)).sum();
    let known = all_before - count(before, "");
    if known < least || all_now < least || turned <= limit {
        return None;
    }
    let moved = statuses.iter().filter(|status| change(status).abs() > limit / 2.0).map(|status| {
        let word = if status.is_empty() { BLANK } else { status };
        format!("“{word}”由 {} 条变为 {} 条", count(before, status), count(now, status))
    });
    let moved: Vec<String> = moved.collect();
    Some(format!("有 {} 换了状态（上限 {}）：{}", percent(turned), percent(limit), moved.join("、")))
}

fn count(statuses: &BTreeMap<String, u32>, status: &str) -> u32 {
    statuses.get(status).copied().unwrap_or(0)
}

pub(super) fn percent(share: f64) -> String {
    format!("{:.0}%", share * 100.0)
}
