//! The household as the tool sees it: who belongs to it, and in which tables it was found.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use polars::prelude::{DataFrame, IntoLazy, PolarsResult, SortMultipleOptions, col, lit};
use serde::Serialize;

use super::{Case, Doubt};
use crate::expr::{Subject, check, lower};
use crate::facts::Tables;
use crate::link::HEAD;
use crate::pack::{Field, Kind};
use crate::schema::{FATE, HOUSEHOLD, MEMBER, METHOD, NAME, PERSON, ROW, SHEET, SheetReport, VILLAGE};
use crate::value::{IdNumber, Redacted};

/// A household and its members.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HouseholdView {
    /// Household number.
    pub number: String,
    /// Township.
    pub township: String,
    /// Village.
    pub village: String,
    /// Village group.
    pub group: String,
    /// Population class.
    pub class: String,
    /// Members, in the register's order.
    pub members: Vec<Member>,
    /// The sources that know the household, with every record.
    pub found: Vec<SourceSeen>,
    /// Sources that were delivered and hold nothing of it.
    pub nothing_in: Vec<String>,
    /// Sources that were not delivered.
    pub not_delivered: Vec<String>,
    /// Damaged records that are probably about a member.
    pub doubts: Vec<Doubt>,
}

/// A member.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Member {
    /// Name.
    pub name: String,
    /// ID number, masked.
    pub id: String,
    /// Full years.
    pub age: Option<i64>,
    /// Relation to the head.
    pub relation: String,
    /// What else the register says in its own vocabulary, such as sex and state: field and value.
    pub state: IndexMap<String, String>,
}

/// What one source knows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SourceSeen {
    /// The source.
    pub source: String,
    /// Its records.
    pub records: Vec<RecordSeen>,
}

/// One record of the household.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RecordSeen {
    /// File, sheet and row.
    pub place: String,
    /// The member; none of records about the village.
    pub member: Option<String>,
    /// How it was linked; empty for the register.
    pub method: String,
    /// What became of it.
    pub fate: String,
}

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
    members: DataFrame,
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
        let key = |name: &str| -> PolarsResult<Option<i64>> { Ok(row.column(name)?.i64()?.get(0)) };
        let (village, head) = (key(VILLAGE)?.unwrap_or_default(), key(HEAD)?);
        Ok(Self { household, village, head, persons, names, row, members })
    }

    /// A text of the household's own row.
    pub fn text(&self, field: Option<&str>) -> String {
        field.map(|field| text(&self.row, field, 0)).unwrap_or_default()
    }
}

/// Looks at a household from all sides.
pub(super) fn view(case: Case<'_>, home: &Home) -> PolarsResult<HouseholdView> {
    let pack = case.setting.pack;
    let (source, register) = pack.register();
    let listed = seen(&home.members, home, case.sheets)?;
    let listed = listed.into_iter().map(|record| RecordSeen { method: String::new(), ..record }).collect();
    let mut found = vec![SourceSeen { source: source.name.clone(), records: listed }];
    let (mut nothing_in, mut not_delivered) = (Vec::new(), Vec::new());
    for source in pack.sources.values().filter(|source| source.register.is_none()) {
        let name = source.name.clone();
        let Some(records) = case.records.get(&name) else {
            not_delivered.push(name);
            continue;
        };
        match seen(&of_home(records, home)?, home, case.sheets)? {
            records if records.is_empty() => nothing_in.push(name),
            records => found.push(SourceSeen { source: name, records }),
        }
    }
    let key = &source.key;
    Ok(HouseholdView {
        number: home.text(key.household.as_deref()),
        township: home.text(key.township.as_deref()),
        village: home.text(key.village.as_deref()),
        group: home.text(Some(&register.group)),
        class: home.text(Some(&pack.layout.household_class)),
        members: members(case, home)?,
        found,
        nothing_in,
        not_delivered,
        doubts: super::answer::doubts(case, home, |_| true),
    })
}

/// The records of a household, and of its village as such.
fn of_home(records: &DataFrame, home: &Home) -> PolarsResult<DataFrame> {
    let of_household = col(HOUSEHOLD).eq(lit(home.household));
    let of_village = col(HOUSEHOLD).is_null().and(col(VILLAGE).eq(lit(home.village)));
    let order = [SHEET, ROW, MEMBER];
    records.clone().lazy().filter(of_household.or(of_village)).sort(order, SortMultipleOptions::new()).collect()
}

fn seen(records: &DataFrame, home: &Home, sheets: &[SheetReport]) -> PolarsResult<Vec<RecordSeen>> {
    let persons = records.column(PERSON)?.i64()?;
    let record = |row: usize| RecordSeen {
        place: place(records, row, sheets).unwrap_or_default(),
        member: persons.get(row).and_then(|person| home.names.get(&person)).cloned(),
        method: text(records, METHOD, row),
        fate: text(records, FATE, row),
    };
    Ok((0..records.height()).map(record).collect())
}

fn members(case: Case<'_>, home: &Home) -> PolarsResult<Vec<Member>> {
    let (source, register) = case.setting.pack.register();
    let states: Vec<(&String, &Field)> =
        source.fields.iter().filter(|(name, field)| field.kind == Kind::Code && **name != register.relation).collect();
    let ages = ages(case, home)?;
    let member = |(row, person): (usize, &i64)| Member {
        name: home.names.get(person).cloned().unwrap_or_default(),
        id: IdNumber::from_key(*person).map(IdNumber::masked).unwrap_or_default(),
        age: ages.get(row).copied().flatten(),
        relation: text(&home.members, &register.relation, row),
        state: states
            .iter()
            .map(|(name, _)| ((*name).clone(), text(&home.members, name, row)))
            .filter(|(_, value)| !value.is_empty())
            .collect(),
    };
    Ok(home.persons.iter().enumerate().map(member).collect())
}

/// Everybody's full years, by the language's own meaning of them.
fn ages(case: Case<'_>, home: &Home) -> PolarsResult<Vec<Option<i64>>> {
    let (_, register) = case.setting.pack.register();
    let written = format!("age(\"{}\")", register.birth);
    let Ok(age) = check(&written, Subject::Person, &case.setting.pack.catalog) else { return Ok(Vec::new()) };
    let age = lower(age.root(), case.setting.environment).alias("@age");
    let ages = home.members.clone().lazy().select([age]).collect()?;
    Ok(ages.column("@age")?.i64()?.iter().collect())
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
