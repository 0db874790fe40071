//! The cells of a field of days or months → days; what only half says one is told.

use jiff::civil::Date;

use super::reader::{Reader, complain};
use super::tally::IssueTally;
use crate::ingest::year_of;
use crate::pack::Kind;
use crate::schema::Consequence;
use crate::value::date;
use crate::workbook::CellKind;

/// What a cell says of a day.
enum WrittenDay {
    /// This one.
    Day(Date),
    /// One of this month, of which this is the first.
    Month(Date),
    /// January or October, as it stands there.
    Unclear(String),
}

/// Reads a field of kind date or month.
pub(super) fn days(reader: &Reader<'_>, name: &str, as_of: Date, tally: &mut IssueTally) -> Vec<Option<Date>> {
    // A file that has 2025.10 was not written from numbers, so that its 2025.1 is January.
    let keeps_zeros = reader.cells().any(|cell| cell.kind == CellKind::Untyped && date::is_october(cell.text));
    let written = reader.read(&mut |row, raw| complain(reader.field, name, row, raw, tally), |cell, kind| {
        let drops_zeros = kind == CellKind::Number || kind == CellKind::Untyped && !keeps_zeros;
        match drops_zeros && date::is_january_or_october(&cell) {
            true => Some(WrittenDay::Unclear(cell.into_owned())),
            false => written(&cell, kind, as_of),
        }
    });
    let is_month = reader.field.kind == Kind::Month;
    let days = written.into_iter().zip(reader.rows()).map(|(written, row)| match written? {
        WrittenDay::Day(day) if is_month => Some(day.first_of_month()),
        WrittenDay::Day(day) => Some(day),
        WrittenDay::Month(first) => {
            if !is_month {
                let advice = "已按当月1日采用；请写明到日";
                tally.count(row, name, "日期只写到月", "", Consequence::NoteOnly, advice);
            }
            Some(first)
        }
        WrittenDay::Unclear(raw) => {
            let advice = "请写成2025-01或2025-10这样的形式，或把该栏设为文本格式后重填";
            tally.count(row, name, "数字格式的年月，可能是1月也可能是10月", &raw, Consequence::ValueDropped, advice);
            None
        }
    });
    days.collect()
}

fn written(cell: &str, kind: CellKind, as_of: Date) -> Option<WrittenDay> {
    // A numeric cell that lost its date format.
    let serial = if kind == CellKind::Number { date::from_serial(cell) } else { None };
    let day = serial.or_else(|| date::parse_date(cell)).map(WrittenDay::Day);
    // A month without its year is the latest that has come.
    let named = || date::parse_month_of_year(cell).and_then(|month| Date::new(year_of(month, as_of), month, 1).ok());
    day.or_else(|| date::parse_month(cell).or_else(named).map(WrittenDay::Month))
}
