//! A period's data against the period before: what would make lists wrong stops the run until somebody looked.
//!
//! A monthly list that lost half its rows makes everybody in the other half look as if they had left it. The officer
//! may accept a difference in `bidui.toml`, with a reason that the manifest keeps.

mod composition;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::ingest::SCHOOL_YEAR_BEGINS;
use crate::pack::{Accepted, Checks, Pack, SafetyCheck, Source};
use crate::schema::{FileReport, SheetReport};
use crate::store::{Compositions, Manifest};

pub use composition::compositions;
use composition::percent;

/// A difference that somebody should look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Concern {
    pub source: String,
    /// What was checked.
    pub check: SafetyCheck,
    /// What was found, with the figures.
    pub finding: String,
}

impl Concern {
    /// The lines of `bidui.toml` that accept it for a period.
    #[must_use]
    pub fn acceptance(&self, period: &str) -> String {
        let source = &self.source;
        let check = self.check.name();
        format!(
            "[[accept]]\nsource = \"{source}\"\ncheck = \"{check}\"\nperiod = \"{period}\"\nreason = \"为什么没有问题\""
        )
    }
}

/// A period's data.
#[derive(Debug, Clone, Copy)]
pub struct PeriodData<'a> {
    /// What the sources are.
    pub pack: &'a Pack,
    /// Files of the period.
    pub files: &'a [FileReport],
    /// Sheets of the period.
    pub sheets: &'a [SheetReport],
    /// What its sources are made up of.
    pub compositions: &'a Compositions,
    /// The period's last day.
    pub as_of: Date,
}

/// What a period holds of one source.
#[derive(Debug, Default)]
struct Holding {
    records: u32,
    usable: u32,
    damaged: u32,
    fields: BTreeSet<String>,
    hashes: BTreeSet<String>,
}

/// All concerns of a delivery, by source; what stands against the period before needs that period's manifest.
pub fn concerns(delivery: PeriodData<'_>, previous: Option<&Manifest>) -> Vec<Concern> {
    let now = holdings(delivery);
    let before = previous.map(earlier_holdings).unwrap_or_default();
    let limits = &delivery.pack.checks;
    let mut concerns = Vec::new();
    for (name, now) in &now {
        let Some(source) = delivery.pack.sources.get(name) else { continue };
        let mut note = |check: SafetyCheck, finding: Option<String>| {
            concerns.extend(finding.map(|finding| Concern { source: name.clone(), check, finding }));
        };
        let sheets: Vec<&SheetReport> = delivery.sheets.iter().filter(|sheet| sheet.source() == Some(name)).collect();
        note(SafetyCheck::Stale, stale(source, &sheets, delivery.as_of));
        let (Some(previous), Some(before)) = (previous, before.get(name)) else { continue };
        note(SafetyCheck::Identical, identical(source, now, before));
        note(SafetyCheck::RowsFell, rows_fell(source, now, before, limits));
        note(SafetyCheck::ColumnGone, column_gone(now, before));
        note(SafetyCheck::DamagedRose, damaged_rose(now, before, limits));
        let composed = delivery.compositions.get(name).zip(previous.compositions.get(name));
        if let Some((composed, composed_before)) = composed {
            note(SafetyCheck::TownshipFell, composition::fell(source, composed, composed_before, limits));
            if has_status(source, &now.fields) {
                note(SafetyCheck::StatusTurned, composition::turned(source, composed, composed_before, limits));
            }
        }
    }
    concerns.extend(before.iter().filter_map(|(name, before)| gone(name, before, &now, delivery.pack)));
    concerns.sort_by(|one, other| (&one.source, one.check).cmp(&(&other.source, other.check)));
    concerns
}

/// Whether the column of the status is there; that it is not is told as such.
fn has_status(source: &Source, fields: &BTreeSet<String>) -> bool {
    source.status.as_ref().is_some_and(|status| fields.contains(status))
}

/// A source of the period before that is not there, or not recognised, any more.
fn gone(name: &str, before: &Holding, now: &BTreeMap<String, Holding>, pack: &Pack) -> Option<Concern> {
    let told = before.records >= pack.checks.least_to_be_missed && pack.sources.contains_key(name);
    let records = before.records;
    let finding =
        format!("上期有 {records} 条记录，本期没有这种表，或者有这种表而未能识别（bidui inspect 里可以看到）");
    let concern = Concern { source: name.to_owned(), check: SafetyCheck::SourceGone, finding };
    (told && !now.contains_key(name)).then_some(concern)
}

/// Takes out the concerns that the county accepts for this period.
pub fn unaccepted(concerns: Vec<Concern>, accepted: &[Accepted], period: &str) -> Vec<Concern> {
    let covers = |accepted: &Accepted, concern: &Concern| {
        let here = accepted.period.as_deref().is_none_or(|accepted| accepted == period);
        here && accepted.source == concern.source && accepted.check == concern.check
    };
    concerns.into_iter().filter(|concern| !accepted.iter().any(|accepted| covers(accepted, concern))).collect()
}

fn holdings(delivery: PeriodData<'_>) -> BTreeMap<String, Holding> {
    let hashes: BTreeMap<&str, &str> =
        delivery.files.iter().map(|file| (file.path.as_written(), file.hash.as_str())).collect();
    let mut holdings: BTreeMap<String, Holding> = BTreeMap::new();
    for sheet in delivery.sheets {
        let Some(source) = sheet.source() else { continue };
        let holding = holdings.entry(source.to_owned()).or_default();
        holding.records += sheet.read;
        holding.usable += sheet.ids.usable();
        holding.damaged += sheet.ids.damaged();
        holding.fields.extend(sheet.fields().map(str::to_owned));
        holding.hashes.extend(hashes.get(sheet.file.as_written()).map(|hash| (*hash).to_owned()));
    }
    holdings
}

fn earlier_holdings(manifest: &Manifest) -> BTreeMap<String, Holding> {
    let mut holdings: BTreeMap<String, Holding> = BTreeMap::new();
    for sheet in &manifest.sheets {
        let Some(source) = &sheet.source else { continue };
        let holding = holdings.entry(source.clone()).or_default();
        holding.records += sheet.records.values().sum::<u32>();
        holding.usable += sheet.usable_ids;
        holding.damaged += sheet.damaged_ids;
        holding.fields.extend(sheet.fields.iter().cloned());
        // Masked, several files may have one name.
        let named = manifest.files.iter().filter(|file| file.path == sheet.file);
        holding.hashes.extend(named.map(|file| file.blake3.clone()));
    }
    holdings
}

/// A monthly list of which a sheet is of an earlier month; of one that grows, all sheets.
fn stale(source: &Source, sheets: &[&SheetReport], as_of: Date) -> Option<String> {
    let this_month = if source.school_year { school_year(as_of) } else { as_of.first_of_month() };
    let dated: Vec<(&SheetReport, Dated)> =
        sheets.iter().filter_map(|sheet| Some((*sheet, dated(source, sheet, as_of)?))).collect();
    let old: Vec<&(&SheetReport, Dated)> = dated.iter().filter(|(_, dated)| dated.month < this_month).collect();
    let latest = dated.iter().map(|(_, dated)| dated.month).max()?;
    if old.is_empty() || source.accumulates && latest >= this_month {
        return None;
    }
    let current = match source.school_year {
        true => format!("本学年（{}起）", month(this_month)),
        false => format!("本期（{}）", month(this_month)),
    };
    if let (Some(field), true) = (&source.period, dated.iter().all(|(_, dated)| dated.place.is_none()))
        && old.len() == dated.len()
    {
        return Some(format!("“{field}”最晚是{}，不是{current}的数据", month(latest)));
    }
    let named = old.iter().take(3).map(|(sheet, dated)| {
        let place = dated.place.clone().unwrap_or_else(|| source.period.clone().unwrap_or_default());
        format!("{}[{}]是{}的（{place}）", sheet.file, sheet.name, dated.words)
    });
    let more = if old.len() > 3 { format!("等{}张表", old.len()) } else { String::new() };
    Some(format!("{}{more}，不是{current}的数据", named.collect::<Vec<_>>().join("；")))
}

/// The month in which the school year of a day began.
fn school_year(day: Date) -> Date {
    let year = if day.month() < SCHOOL_YEAR_BEGINS { day.year() - 1 } else { day.year() };
    Date::new(year, SCHOOL_YEAR_BEGINS, 1).unwrap_or(day)
}

/// The month that a sheet is of.
struct Dated {
    month: Date,
    words: String,
    /// Where that is written, if not in the column for it.
    place: Option<String>,
}

fn dated(source: &Source, sheet: &SheetReport, as_of: Date) -> Option<Dated> {
    let in_column = source.period.is_some() && source.period.as_ref().is_some_and(|field| has(sheet, field));
    if in_column && let Some(latest) = sheet.latest {
        return Some(Dated { month: latest.first_of_month(), words: month(latest), place: None });
    }
    let stated = sheet
        .stated
        .as_ref()
        .filter(|_| sheet.read > 0 && (source.monthly || source.school_year || source.period.is_some()))?;
    let place = Some(stated.place.clone());
    match stated.first_day() {
        Some(day) => Some(Dated { month: day, words: month(day), place }),
        // The year alone says how old a table is only if it is over; where rows tell their year, these do.
        None if stated.year < as_of.year() && source.term().is_none() && !source.accumulates => {
            Some(Dated { month: Date::new(stated.year, 12, 1).ok()?, words: format!("{}年", stated.year), place })
        }
        None => None,
    }
}

fn has(sheet: &SheetReport, field: &str) -> bool {
    sheet.fields().any(|own| own == field)
}

fn month(day: Date) -> String {
    format!("{}年{}月", day.year(), day.month())
}

fn identical(source: &Source, now: &Holding, before: &Holding) -> Option<String> {
    let same = now.hashes.intersection(&before.hashes).count();
    (source.monthly && same > 0).then(|| format!("有 {same} 个文件与上期完全相同，可能未更新"))
}

fn rows_fell(source: &Source, now: &Holding, before: &Holding, checks: &Checks) -> Option<String> {
    let fell = 1.0 - f64::from(now.records) / f64::from(before.records.max(1));
    let told = !source.accumulates && before.records >= checks.least_records && fell > checks.rows_may_fall;
    let before = before.records;
    let now = now.records;
    let limit = percent(checks.rows_may_fall);
    told.then(|| format!("记录由 {before} 条减为 {now} 条，减少 {}（上限 {limit}）", percent(fell)))
}

fn column_gone(now: &Holding, before: &Holding) -> Option<String> {
    let gone: Vec<&str> = before.fields.difference(&now.fields).map(String::as_str).collect();
    (!gone.is_empty()).then(|| format!("上期有、本期没有的栏目：{}", gone.join("、")))
}

fn damaged_rose(now: &Holding, before: &Holding, checks: &Checks) -> Option<String> {
    let share = |holding: &Holding| f64::from(holding.damaged) / f64::from((holding.usable + holding.damaged).max(1));
    let (share_before, share_now) = (share(before), share(now));
    let rose = share_now - share_before;
    (now.records >= checks.least_records && rose > checks.damaged_may_rise)
        .then(|| format!("不能用的证号由 {:.1}% 增为 {:.1}%", share_before * 100.0, share_now * 100.0))
}
