//! That somebody of the register has died or left, where it stands in remarks or behind the name.

use std::collections::HashSet;

use polars::prelude::{Column, DataFrame, PolarsResult};

use super::extract::{Extract, RecordAt};
use super::standing::free_columns;
use super::tally::IssueTally;
use crate::ingest::data_cell;
use crate::pack::{Gone, RemarkMeaning};
use crate::schema::Consequence;
use crate::value::{name, text};

/// Puts what remarks say into the field that tells who is there.
pub(super) fn take_from_remarks(
    frame: &mut DataFrame,
    extract: &Extract<'_>,
    gone: &Gone,
    records: &[RecordAt],
    tally: &mut IssueTally,
) -> PolarsResult<()> {
    let states = frame.column(&gone.field)?.str()?;
    let mut states: Vec<Option<String>> = states.iter().map(|state| state.map(str::to_owned)).collect();
    let sources = remark_columns(extract);
    for (record, state) in records.iter().zip(&mut states).filter(|(record, _)| record.member.is_none()) {
        for (column, heading, of_name) in &sources {
            let cell = data_cell(extract.grid, record.row, *column);
            let remarks = if *of_name {
                name::split(cell.text, &extract.pack.layout.name_notes).notes.join(",")
            } else {
                cell.text.trim().to_owned()
            };
            if text::is_null_mark(&text::clean(&remarks)) {
                continue;
            }
            let (kind, consequence, advice) = match extract.pack.layout.remarks.said(&remarks, gone.meanings()) {
                RemarkMeaning::Nothing => continue,
                RemarkMeaning::Means(value) if state.as_deref() == Some(value) => continue,
                RemarkMeaning::Means(value) if state.as_ref().is_none_or(|state| gone.there.contains(state)) => {
                    *state = Some(value.to_owned());
                    (
                        format!("写明本人“{value}”"),
                        Consequence::Mended,
                        format!("已作“{value}”，请填入“{}”栏", gone.field),
                    )
                }
                RemarkMeaning::Means(_) | RemarkMeaning::Unclear => {
                    ("写的与人员状态的关系无法确定".to_owned(), Consequence::Doubtful, ASK.to_owned())
                }
                RemarkMeaning::Others => ("说的是家里别的人".to_owned(), Consequence::NoteOnly, OTHERS.to_owned()),
            };
            tally.count(record.row_number(), heading, &kind, &remarks, consequence, &advice);
        }
    }
    frame.with_column(Column::new(gone.field.as_str().into(), states))?;
    Ok(())
}

const ASK: &str = "没有据此改变人员状态；请在人员状态栏写明";
const OTHERS: &str = "没有据此改变本人的人员状态；确是本人的，请在人员状态栏写明";

/// The columns of remarks and of the name, with their headings, and whether it is the name's.
fn remark_columns<'a>(extract: &'a Extract<'_>) -> Vec<(usize, &'a str, bool)> {
    let mapping = extract.mapping;
    let heading = |column: usize| mapping.headings[column].rsplit('/').next().unwrap_or_default();
    let remarks =
        free_columns(extract).into_iter().filter(|column| extract.pack.layout.remarks.is_heading(heading(*column)));
    let names = mapping.columns(&mapping.source.key.name).iter().copied();
    let mut seen = HashSet::new();
    let columns = remarks.map(|column| (column, false)).chain(names.map(|column| (column, true)));
    columns.filter(|(column, _)| seen.insert(*column)).map(|(column, name)| (column, heading(column), name)).collect()
}
