//! Figures that have no column, or are blank there, and that others tell: the whole less what is taken off.

use polars::prelude::{Column, DataFrame, PolarsResult};

use super::extract::{Extract, RecordAt};
use super::tally::IssueTally;
use crate::ingest::data_cell;
use crate::pack::Derive;
use crate::schema::Consequence;
use crate::value::text;

/// Fills the columns of these figures, where they have no word of their own. A part that is blank is nought: a fund that
/// paid nothing is often left blank; of one that cannot be read nothing follows. Where the figure itself could have been
/// written down and is blank, a blank part may be one that nobody wrote down either.
pub(super) fn take_from_others(
    frame: &mut DataFrame,
    extract: &Extract<'_>,
    records: &[RecordAt],
    tally: &mut IssueTally,
) -> PolarsResult<()> {
    for way in &extract.mapping.derived {
        let figures = figures(frame, way, extract, records, tally)?;
        frame.with_column(Column::new(way.field.as_str().into(), figures))?;
    }
    Ok(())
}

fn figures(
    frame: &DataFrame,
    way: &Derive,
    extract: &Extract<'_>,
    records: &[RecordAt],
    tally: &mut IssueTally,
) -> PolarsResult<Vec<Option<i64>>> {
    let (from, off) = extract.mapping.parts(way);
    let own = frame.column(&way.field)?.i64()?;
    let written = !extract.mapping.columns(&way.field).is_empty();
    let whole = frame.column(from)?.i64()?;
    let off = off.iter().map(|name| Ok((*name, frame.column(name)?.i64()?))).collect::<PolarsResult<Vec<_>>>()?;
    let mut figure = |(position, record): (usize, &RecordAt)| {
        if written && !is_blank(extract, record, &way.field) {
            return own.get(position);
        }
        let whole = whole.get(position)?;
        let mut rest = whole;
        for (name, amounts) in &off {
            rest -= amounts.get(position).or_else(|| (!written && is_blank(extract, record, name)).then_some(0))?;
        }
        // Refunds have a whole below nought.
        if rest.signum() == -whole.signum() && rest != 0 {
            let advice = "各项支付之和超过了总额，请核对；这一笔的数按不知道处理";
            tally.count(record.row_number(), &way.field, "推算不出", "", Consequence::NoteOnly, advice);
            return None;
        }
        Some(rest)
    };
    Ok(records.iter().enumerate().map(&mut figure).collect())
}

fn is_blank(extract: &Extract<'_>, record: &RecordAt, field: &str) -> bool {
    let mut columns = extract.mapping.columns(field).iter();
    columns.all(|column| text::is_null_mark(data_cell(extract.grid, record.row, *column).text.trim()))
}
