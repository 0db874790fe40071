//! Periods and days as they are written on the command line.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::failure::Failure;
use crate::diagnostic::Diagnostic;
use crate::ledger::{Ledger, periods};
use crate::value::date::parse_date;

/// The periods of a ledger, with the day each is counted from.
///
/// # Errors
/// If none was ever screened.
pub fn screened_periods(ledger: &Ledger) -> Result<BTreeMap<String, Date>, Failure> {
    let periods = periods(ledger)?;
    if periods.is_empty() {
        return Err(Diagnostic::new("台账里还没有筛查过的期").hint("先运行一次 bidui screen").into());
    }
    Ok(periods)
}

/// A period that was screened and its day; without one told, the latest.
///
/// # Errors
/// If the period was never screened.
pub fn period_of(ledger: &Ledger, told: Option<&str>) -> Result<(String, Date), Failure> {
    let mut periods = screened_periods(ledger)?;
    let Some(told) = told else {
        return Ok(periods.pop_last().expect("a ledger without periods was refused"));
    };
    match periods.remove_entry(told) {
        Some(found) => Ok(found),
        None => Err(unknown(told, &periods).into()),
    }
}

/// A mistake that says which periods there are.
fn unknown(told: &str, periods: &BTreeMap<String, Date>) -> Diagnostic {
    let known = periods.keys().map(String::as_str).collect::<Vec<_>>().join("、");
    Diagnostic::new(format!("台账里没有 {told} 这一期")).hint(format!("筛查过的有：{known}"))
}

/// The day that an option tells.
///
/// # Errors
/// If it is no date.
pub fn day(option: &str, told: Option<&str>) -> Result<Option<Date>, Diagnostic> {
    let parse = |text: &str| {
        let mistake = || Diagnostic::new(format!("{option} {text} 不是日期")).hint("写成 2026-11-30 的样子");
        parse_date(text).ok_or_else(mistake)
    };
    told.map(parse).transpose()
}

/// Two periods that were screened, the earlier one first: both told; one told and the one before it; or the latest two.
///
/// # Errors
/// If a period was never screened, or there is none before.
pub fn two_periods(ledger: &Ledger, one: Option<&str>, other: Option<&str>) -> Result<(String, String), Failure> {
    let periods = screened_periods(ledger)?;
    if let Some(unscreened) = [one, other].into_iter().flatten().find(|told| !periods.contains_key(*told)) {
        return Err(unknown(unscreened, &periods).into());
    }
    if let (Some(one), Some(other)) = (one, other) {
        return Ok((one.min(other).to_owned(), one.max(other).to_owned()));
    }
    let (later, _) = period_of(ledger, one)?;
    let only = || Diagnostic::new(format!("{later} 之前没有筛查过别的期，没有可比较的"));
    let (earlier, _) = periods.range(..later.clone()).next_back().ok_or_else(only)?;
    Ok((earlier.clone(), later))
}
