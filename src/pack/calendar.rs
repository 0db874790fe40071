//! `rules/calendar.toml`: holidays and make-up working days, as the State Council lays them down every year.

use serde::Deserialize;
use toml::value::Datetime;

use super::files::PackFile;
use super::literal::civil;
use crate::diagnostic::Diagnostic;
use crate::value::WorkingCalendar;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CalendarText {
    #[serde(rename = "year")]
    years: Vec<YearText>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct YearText {
    #[expect(dead_code, reason = "names the entry for its reader")]
    year: i16,
    #[expect(dead_code, reason = "names the document for its reader")]
    basis: String,
    holidays: Vec<Datetime>,
    makeup: Vec<Datetime>,
}

/// The working days that a file lays down.
///
/// # Errors
/// A diagnostic at the first place that does not fit the shape.
pub(super) fn calendar(file: PackFile<'_>) -> Result<WorkingCalendar, Diagnostic> {
    let text: CalendarText = file.parse()?;
    let mut calendar = WorkingCalendar::default();
    for year in &text.years {
        calendar.holidays.extend(year.holidays.iter().filter_map(civil));
        calendar.makeup_days.extend(year.makeup.iter().filter_map(civil));
    }
    Ok(calendar)
}
