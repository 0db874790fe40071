//! Tables that hold the records of two lists: those of households that are not of the one go to the other.

use std::collections::{BTreeMap, BTreeSet};

use polars::prelude::{BooleanChunked, Column, DataFrame, DataType, NewChunkedArray, PolarsResult};

use crate::pack::{Belongs, Kind, Pack, Source};
use crate::schema::{Consequence, FATE, Fate, ID, Issue, MEMBER, NAME, Origin, Origins, REST, ROW, SHEET, SheetId};

/// Columns of the engine's own, which every source's records have.
const OWN: [&str; 7] = [SHEET, ROW, MEMBER, ID, NAME, FATE, REST];

/// Moves the records of every source that a declaration puts into another list; those of neither do not count.
///
/// # Errors
/// Only if frames do not have the columns that standardizing gives them.
pub fn sort_into_lists(records: &mut BTreeMap<String, DataFrame>, pack: &Pack) -> PolarsResult<Vec<Issue>> {
    let mut issues = Vec::new();
    for source in pack.sources.values() {
        let (Some(belongs), Some(frame)) = (&source.belongs, records.get(&source.name)) else { continue };
        let foreign = foreign(frame, belongs)?;
        let frame = frame.clone();
        let moved: Vec<bool> = foreign.iter().map(|place| *place == ListMembership::Other).collect();
        let mut kept = filter(&frame, moved.iter().map(|moved| !moved))?;
        let places: Vec<ListMembership> =
            foreign.iter().copied().filter(|place| *place != ListMembership::Other).collect();
        set_aside(&mut kept, &places)?;
        issues.extend(told(&frame, &foreign, belongs)?);
        records.insert(source.name.clone(), kept);
        let moved = filter(&frame, moved.iter().copied())?;
        if moved.height() > 0 {
            let other = &pack.sources[&belongs.otherwise];
            let moved = in_shape_of(&moved, other)?;
            match records.get_mut(&other.name) {
                Some(list) => drop(list.vstack_mut(&moved)?),
                None => drop(records.insert(other.name.clone(), moved)),
            }
        }
    }
    Ok(issues)
}

/// Which list a record belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ListMembership {
    This,
    Other,
    Neither,
}

fn foreign(frame: &DataFrame, belongs: &Belongs) -> PolarsResult<Vec<ListMembership>> {
    let sheets = frame.column(SHEET)?.i64()?;
    let fates = frame.column(FATE)?.str()?;
    let households = frame.column(&belongs.household)?.str()?;
    let decides = frame.column(&belongs.field)?.str()?;
    let others = belongs.r#where.iter().map(|(field, value)| Ok((frame.column(field)?.str()?, value.as_str())));
    let others = others.collect::<PolarsResult<Vec<_>>>()?;
    let rows = 0..frame.height();
    let household = |row: usize| (sheets.get(row), households.get(row));
    let here: BTreeSet<_> = rows.clone().filter(|row| decides.get(*row).is_some()).map(household).collect();
    Ok(rows
        .map(|row| {
            let of_here =
                decides.get(row).is_some() || (households.get(row).is_some() && here.contains(&household(row)));
            match of_here || fates.get(row).is_some() {
                true => ListMembership::This,
                false if others.iter().all(|(field, value)| field.get(row) == Some(*value)) => ListMembership::Other,
                false => ListMembership::Neither,
            }
        })
        .collect())
}

fn filter(frame: &DataFrame, keep: impl Iterator<Item = bool>) -> PolarsResult<DataFrame> {
    frame.filter(&BooleanChunked::from_iter_values("".into(), keep))
}

/// Records that are of neither list do not count.
fn set_aside(frame: &mut DataFrame, places: &[ListMembership]) -> PolarsResult<()> {
    let fates: Vec<Option<&str>> = frame.column(FATE)?.str()?.iter().collect();
    let fate = |(fate, place): (Option<&str>, &ListMembership)| match place {
        ListMembership::Neither => Some(Fate::Ended.label().to_owned()),
        ListMembership::This | ListMembership::Other => fate.map(str::to_owned),
    };
    let fates: Vec<Option<String>> = fates.into_iter().zip(places).map(fate).collect();
    frame.with_column(Column::new(FATE.into(), fates))?;
    Ok(())
}

/// Records of one source as those of another: fields of the same name stay, others are blank.
fn in_shape_of(frame: &DataFrame, other: &Source) -> PolarsResult<DataFrame> {
    let mut columns = OWN.map(|name| frame.column(name).cloned()).into_iter().collect::<PolarsResult<Vec<_>>>()?;
    for (name, field) in &other.fields {
        let dtype = type_of(field.kind);
        let same = frame.column(name).ok().filter(|column| *column.dtype() == dtype);
        columns.push(same.cloned().unwrap_or_else(|| Column::full_null(name.as_str().into(), frame.height(), &dtype)));
    }
    DataFrame::new(frame.height(), columns)
}

/// What a column of a kind holds.
fn type_of(kind: Kind) -> DataType {
    match kind {
        Kind::Id | Kind::Money | Kind::Integer => DataType::Int64,
        Kind::Number => DataType::Float64,
        Kind::Bool => DataType::Boolean,
        Kind::Date | Kind::Month => DataType::Date,
        Kind::Text | Kind::Name | Kind::Code | Kind::Codes | Kind::Place => DataType::String,
    }
}

/// What is said of the records that are of another list or of none, a line a sheet.
fn told(frame: &DataFrame, places: &[ListMembership], belongs: &Belongs) -> PolarsResult<Vec<Issue>> {
    let origins = Origins::of(frame)?;
    let mut issues: BTreeMap<(SheetId, bool), Issue> = BTreeMap::new();
    for (position, place) in places.iter().enumerate().filter(|(_, place)| **place != ListMembership::This) {
        let (consequence, advice) = match place {
            ListMembership::Other => (Consequence::Mended, format!("作为“{}”的记录", belongs.otherwise)),
            ListMembership::This | ListMembership::Neither => {
                (Consequence::Ended, "不是这份名单里的对象，不计入".to_owned())
            }
        };
        let Origin { sheet, row } = origins.at(position);
        let issue = issues.entry((sheet, *place == ListMembership::Other)).or_insert_with(|| Issue {
            sheet,
            row,
            field: belongs.field.clone(),
            kind: format!("“{}”空着，不是这份名单里的对象", belongs.field),
            value: String::new(),
            other: None,
            consequence,
            advice,
            count: 0,
        });
        issue.count += 1;
    }
    Ok(issues.into_values().collect())
}
