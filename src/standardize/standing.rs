//! Which rows of a sheet say themselves that they are ended, stopped or void.

use jiff::civil::Date;

use super::extract::Extract;
use super::tally::IssueTally;
use crate::ingest::data_cell;
use crate::pack::{Kind, RemarkMeaning, Telling};
use crate::schema::Consequence;
use crate::value::{date, number, text};
use crate::workbook::{Cell, CellKind};

/// A column that tells of its rows' standing.
struct StatusColumn<'a> {
    column: usize,
    heading: &'a str,
    telling: Option<Telling>,
}

/// What a cell says of its row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum RowStatus {
    InForce,
    Ended,
    /// A word that is not understood where the word decides.
    Unknown,
    /// Something about ending, but not that this row has ended.
    Mentioned,
}

/// Whether each row of a sheet, by its number, has ended; rows that did, and words that leave it open, are noted.
pub(super) fn ended(extract: &Extract<'_>, as_of: Date, tally: &mut IssueTally) -> Vec<bool> {
    let mut ended = vec![false; extract.grid.rows()];
    let words = extract.mapping.source.ended.as_ref().unwrap_or(&extract.pack.layout.ended.words);
    let tellers = tellers(extract);
    if words.is_empty() {
        return ended;
    }
    for (row, teller) in extract.rows.iter().flat_map(|row| tellers.iter().map(move |teller| (*row, teller))) {
        let cell = data_cell(extract.grid, row, teller.column);
        let said = if ended[row] { RowStatus::InForce } else { standing(extract, teller, cell, words, as_of) };
        let (kind, consequence, advice) = match said {
            RowStatus::InForce => continue,
            RowStatus::Ended => ("写明已经终止", Consequence::Ended, ENDED),
            RowStatus::Unknown => ("是否仍有效的写法无法识别", Consequence::Doubtful, UNKNOWN),
            RowStatus::Mentioned => ("提到终止，但不能断定就是这一行", Consequence::NoteOnly, MENTIONED),
        };
        ended[row] = said == RowStatus::Ended;
        let row = u32::try_from(row + 1).unwrap_or(u32::MAX);
        tally.count(row, teller.heading, kind, cell.text.trim(), consequence, advice);
    }
    ended
}

/// Rows that hold nothing that makes them records of the source, such as a list of the dead with people who live.
pub(super) fn wanting(extract: &Extract<'_>, ended: &mut [bool], tally: &mut IssueTally) {
    let source = extract.mapping.source;
    let columns: Vec<(usize, Kind)> = source
        .row_needs
        .iter()
        .flat_map(|field| extract.mapping.columns(field).iter().map(move |column| (*column, source.fields[field].kind)))
        .collect();
    if columns.is_empty() {
        return;
    }
    let holds = |row: usize, (column, kind): &(usize, Kind)| {
        let cell = text::clean(data_cell(extract.grid, row, *column).text);
        let says_no = *kind == Kind::Bool && number::parse_flag(&cell) != Some(true);
        !text::is_null_mark(&cell) && !says_no
    };
    for row in extract.rows.iter().copied().filter(|row| !columns.iter().any(|column| holds(*row, column))) {
        ended[row] = true;
        let number = u32::try_from(row + 1).unwrap_or(u32::MAX);
        let field = source.row_needs.join("、");
        tally.count(
            number,
            &field,
            "这一栏空着，不算这份名单的人",
            "",
            Consequence::Ended,
            "确属名单上的人，请补上这一栏",
        );
    }
}

const ENDED: &str = "不作为有效的记录；其实仍有效的，请改正这一栏";
const UNKNOWN: &str = "请写明正常、停发、终止等；已终止的行请从名单中去掉";
const MENTIONED: &str = "仍按有效对待；已终止的请在状态栏写明";

fn tellers<'a>(extract: &'a Extract<'_>) -> Vec<StatusColumn<'a>> {
    let general = extract.mapping.source.ended.is_none();
    let teller = |column: &usize| {
        let heading = extract.mapping.headings[*column].rsplit('/').next().unwrap_or_default();
        let telling = extract
            .pack
            .layout
            .ended
            .telling(heading)
            .filter(|telling| general || !matches!(telling, Telling::Day | Telling::Reason | Telling::Span));
        let tells = telling.is_some() || extract.pack.layout.remarks.is_heading(heading);
        tells.then_some(StatusColumn { column: *column, heading, telling })
    };
    free_columns(extract).iter().filter_map(teller).collect()
}

/// The columns that no field claims, and those of free text that hold remarks.
pub(super) fn free_columns(extract: &Extract<'_>) -> Vec<usize> {
    let mapping = extract.mapping;
    let texts = mapping.source.fields.values().zip(&mapping.fields).filter(|(field, _)| field.kind == Kind::Text);
    let remarks = texts.flat_map(|(_, columns)| columns.iter().copied()).filter(|column| {
        let heading = mapping.headings[*column].rsplit('/').next().unwrap_or_default();
        extract.pack.layout.remarks.is_heading(heading)
    });
    mapping.unclaimed.iter().copied().chain(remarks).collect()
}

fn standing(
    extract: &Extract<'_>,
    teller: &StatusColumn<'_>,
    cell: Cell<'_>,
    words: &[String],
    as_of: Date,
) -> RowStatus {
    let cleaned = text::clean(cell.text);
    if text::is_null_mark(&cleaned) {
        return RowStatus::InForce;
    }
    let said = || extract.pack.layout.remarks.said(&cleaned, words.iter().map(|word| ("", word.as_str())));
    match teller.telling {
        Some(Telling::Day) => match day(&cleaned, cell.kind) {
            Some(day) if day <= as_of => RowStatus::Ended,
            Some(_) => RowStatus::InForce,
            None => RowStatus::Unknown,
        },
        Some(Telling::Flag(ended)) => match number::parse_flag(&cleaned) {
            Some(said) if said == ended => RowStatus::Ended,
            Some(_) => RowStatus::InForce,
            None if matches!(said(), RemarkMeaning::Means(_)) => RowStatus::Ended,
            None if extract.pack.layout.ended.goes_on(&cleaned) => RowStatus::InForce,
            None => RowStatus::Unknown,
        },
        Some(Telling::Span) => match last_day(&cleaned) {
            Some(last) if last < as_of => RowStatus::Ended,
            Some(_) | None => RowStatus::InForce,
        },
        Some(Telling::Reason) => match (said(), number::parse_flag(&cleaned)) {
            (RemarkMeaning::Means(_), _) => RowStatus::Ended,
            (_, Some(false)) => RowStatus::InForce,
            _ if extract.pack.layout.ended.goes_on(&cleaned) => RowStatus::InForce,
            _ => RowStatus::Unknown,
        },
        Some(telling @ (Telling::Status | Telling::Perhaps)) => match said() {
            RemarkMeaning::Means(_) => RowStatus::Ended,
            RemarkMeaning::Unclear if extract.pack.layout.ended.goes_on(&cleaned) => RowStatus::InForce,
            RemarkMeaning::Nothing if telling == Telling::Perhaps || extract.pack.layout.ended.goes_on(&cleaned) => {
                RowStatus::InForce
            }
            RemarkMeaning::Nothing | RemarkMeaning::Others | RemarkMeaning::Unclear => RowStatus::Unknown,
        },
        None => match said() {
            RemarkMeaning::Means(_) => RowStatus::Ended,
            RemarkMeaning::Nothing => RowStatus::InForce,
            RemarkMeaning::Others | RemarkMeaning::Unclear => RowStatus::Mentioned,
        },
    }
}

/// The last day of a time with two ends, such as `2025.6.1-2026.5.31`.
fn last_day(cleaned: &str) -> Option<Date> {
    let last_of =
        |text: &str| date::parse_date(text.trim()).or_else(|| date::parse_month(text.trim()).map(Date::last_of_month));
    let strokes = cleaned.char_indices().filter(|(_, c)| "-—–~～至到".contains(*c));
    let ends = strokes.filter_map(|(at, c)| {
        last_of(&cleaned[..at])?;
        last_of(&cleaned[at + c.len_utf8()..])
    });
    ends.max()
}

fn day(cleaned: &str, kind: CellKind) -> Option<Date> {
    let serial = if kind == CellKind::Number { date::from_serial(cleaned) } else { None };
    serial.or_else(|| date::parse_date(cleaned)).or_else(|| date::parse_month(cleaned))
}
