//! What a number in a cell is worth: from sixteen digits on, some of them are lost; in a cell that shows days it is
//! one.

use std::borrow::Cow;

use calamine::{ExcelDateTime, ExcelDateTimeType};

use super::grid::CellKind;

/// Numbers from here on have lost digits beyond the fifteenth.
const WIDE: f64 = 1e15;

/// How many digits a number holds for certain.
const DIGITS: usize = 15;

/// The first number after the last day, 9999-12-31.
const AFTER_DAYS: f64 = 2_958_466.0;

/// How a cell's format shows its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum NumberFormat {
    /// As the number is, or in a way that tells nothing more.
    #[default]
    Plain,
    /// With two digits behind the point: October stands in 2025.10, and its number is 2025.1.
    Hundredths,
    /// As a day or a moment.
    Day,
}

/// What stands in place of a formula's value that was never worked out.
pub(super) const UNCALCULATED: &str = "公式没有计算";

/// The kind of a numeric cell.
pub(super) fn kind_of_number(number: f64) -> CellKind {
    if number.abs() >= WIDE { CellKind::WideNumber } else { CellKind::Number }
}

/// The kind of a text cell.
pub(super) fn kind_of_text(text: &str) -> CellKind {
    if text.is_empty() { CellKind::Blank } else { CellKind::Text }
}

/// The text of a cell that shows its number as a day or a moment; a number that is no day stays a number.
fn day(moment: &ExcelDateTime) -> (String, CellKind) {
    let number = moment.as_f64();
    if moment.is_duration() || !(0.0..AFTER_DAYS).contains(&number) {
        return (number.to_string(), kind_of_number(number));
    }
    let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
    let text = match (hour, minute, second) {
        (0, 0, 0) => format!("{year:04}-{month:02}-{day:02}"),
        _ => format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}"),
    };
    (text, CellKind::Date)
}

/// The text of a number in a cell; `day` tells, if the cell shows a day, whether days are counted from 1904.
pub(super) fn shown(number: f64, day: Option<bool>) -> (String, CellKind) {
    match day {
        Some(since_1904) => self::day(&ExcelDateTime::new(number, ExcelDateTimeType::DateTime, since_1904)),
        None => (number.to_string(), kind_of_number(number)),
    }
}

/// The number that binary workbooks pack into four bytes ([MS-XLS] 2.5.122).
pub(super) fn small(packed: u32) -> f64 {
    let number = match packed & 2 {
        0 => f64::from_bits(u64::from(packed & !3) << 32),
        _ => f64::from(packed as i32 >> 2),
    };
    if packed & 1 == 0 { number } else { number / 100.0 }
}

/// What a cell shows for an error of its formula, by the code that binary workbooks have for it.
pub(super) fn error(code: u8) -> &'static str {
    match code {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0f => "#VALUE!",
        0x17 => "#REF!",
        0x1d => "#NAME?",
        0x24 => "#NUM!",
        0x2a => "#N/A",
        0x2b => "#DATA!",
        _ => "#ERROR!",
    }
}

/// The text of a number as it is written in a file; `day` tells, if its cell shows a day, whether days are counted
/// from 1904. What is no number is text.
pub(super) fn written(text: &str, day: Option<bool>) -> (Cow<'_, str>, CellKind) {
    let text = text.trim();
    let plain = text.len() <= DIGITS && !text.starts_with('0') && text.bytes().all(|byte| byte.is_ascii_digit());
    if text.is_empty() {
        return (text.into(), CellKind::Blank);
    } else if plain && day.is_none() {
        return (text.into(), CellKind::Number);
    }
    match (text.parse::<f64>(), day) {
        (Ok(number), _) if !number.is_finite() => (text.into(), CellKind::Text),
        (Err(_), _) => (text.into(), CellKind::Text),
        (Ok(number), day) => {
            let (text, kind) = shown(number, day);
            (text.into(), kind)
        }
    }
}

/// A number as a cell with two digits behind the point shows it, if it has one.
pub(super) fn to_hundredths(text: Cow<'_, str>) -> Cow<'_, str> {
    match text.split_once('.') {
        Some((_, decimals)) if decimals.len() == 1 => (text.into_owned() + "0").into(),
        Some(_) | None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_the_zero_that_is_shown() {
        for (text, shown) in [("2025.1", "2025.10"), ("2025.12", "2025.12"), ("2025", "2025"), ("0.125", "0.125")] {
            assert_eq!(to_hundredths(text.into()), shown);
        }
    }

    #[test]
    fn numbers_are_read_as_far_as_they_hold() {
        for (text, day, expected, kind) in [
            ("0", None, "0", CellKind::Number),
            ("1234", None, "1234", CellKind::Number),
            ("1.2345E2", None, "123.45", CellKind::Number),
            ("007", None, "7", CellKind::Number),
            ("999999999999999", None, "999999999999999", CellKind::Number),
            ("1000000000000000", None, "1000000000000000", CellKind::WideNumber),
            ("3.6079919800101E+17", None, "360799198001010000", CellKind::WideNumber),
            ("46083", Some(false), "2026-03-02", CellKind::Date),
            ("44621", Some(true), "2026-03-02", CellKind::Date),
            ("46083.4375", Some(false), "2026-03-02 10:30:00", CellKind::Date),
            ("3.6079919800101E+17", Some(false), "360799198001010000", CellKind::WideNumber),
            ("-1", Some(false), "-1", CellKind::Number),
            ("甲", None, "甲", CellKind::Text),
            ("nan", None, "nan", CellKind::Text),
            ("1e999", Some(true), "1e999", CellKind::Text),
            ("", Some(false), "", CellKind::Blank),
        ] {
            let (found, found_kind) = written(text, day);
            assert_eq!((found.as_ref(), found_kind), (expected, kind), "{text}");
        }
    }
}
