//! The household that is explained: its keys, its members and their names.

use std::collections::BTreeMap;

use polars::prelude::{DataFrame, IntoLazy, PolarsResult, SortMultipleOptions, col, lit};

use crate::expr::Subject;
use crate::facts::Tables;
use crate::link::HEAD;
use crate::schema::{HOUSEHOLD, MEMBER, NAME, PERSON, ROW, SHEET, SheetReport, VILLAGE};
use crate::value::Redacted;

/// The keys of a household, its village and its members, and the members' names.
#[derive(Debug)]
pub(super) struct Home {
    pub household: i64,
    pub village: i64,
    pub head: Option<i64>,
    /// Members in the register's order.
    pub persons: Vec<i64>,
    pub names: BTreeMap<i64, String>,
    row: DataFrame,
    pub members: DataFrame,
}

impl Home {
    /// Looks a household up.
    pub fn of(tables: &Tables, household: i64) -> PolarsResult<Self> {
        let here = |frame: &DataFrame| frame.clone().lazy().filter(col(HOUSEHOLD).eq(lit(household)));
        let row = here(&tables.household).collect()?;
        let members = here(&tables.person).sort([SHEET, ROW, MEMBER], SortMultipleOptions::new()).collect()?;
        let persons: Vec<i64> = members.column(PERSON)?.i64()?.iter().flatten().collect();
        let names = members.column(NAME)?.str()?.iter().map(|name| name.unwrap_or_default().to_owned());
        let names = persons.iter().copied().zip(names).collect();
        let village = row.column(VILLAGE)?.i64()?.get(0).unwrap_or_default();
        let head = row.column(HEAD)?.i64()?.get(0);
        Ok(Self { household, village, head, persons, names, row, members })
    }

    /// A text of the household's own row.
    pub fn text(&self, field: Option<&str>) -> String {
        field.map(|field| text(&self.row, field, 0)).unwrap_or_default()
    }
}

/// A text of a row, no ID number in it; empty if there is none.
pub(super) fn text(frame: &DataFrame, name: &str, row: usize) -> String {
    let text = frame.column(name).ok().and_then(|column| column.str().ok()).and_then(|texts| texts.get(row));
    Redacted::of(text.unwrap_or_default()).into()
}

/// Where a row of a frame was read from.
pub(super) fn place(frame: &DataFrame, row: usize, sheets: &[SheetReport]) -> Option<String> {
    let number = |name: &str| u32::try_from(frame.column(name).ok()?.i64().ok()?.get(row)?).ok();
    let sheet = sheets.get(usize::try_from(number(SHEET)?).ok()?)?;
    Some(sheet.place(number(ROW)?))
}

/// The subjects of a kind that a household has to do with.
pub(super) fn subjects(home: &Home, subject: Subject) -> Vec<i64> {
    match subject {
        Subject::Person => home.persons.clone(),
        Subject::Household => vec![home.household],
        Subject::Village => vec![home.village],
    }
}
