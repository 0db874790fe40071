//! The household as the tool sees it: who belongs to it, and in which tables it was found.

use indexmap::IndexMap;
use polars::prelude::{DataFrame, IntoLazy, PolarsResult, SortMultipleOptions, col, lit};
use serde::Serialize;

use super::context::ExplanationContext;
use super::doubts::{Doubt, doubts};
use super::home::{Home, place, text};
use crate::expr::{Subject, check, lower};
use crate::pack::{Field, Kind};
use crate::schema::{FATE, HOUSEHOLD, MEMBER, METHOD, PERSON, ROW, SHEET, SheetReport, VILLAGE, Village};
use crate::value::IdNumber;

/// A household and its members.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HouseholdView {
    /// Household number.
    pub number: String,
    /// The village.
    #[serde(flatten)]
    pub village: Village,
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
    pub source: String,
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

/// Looks at a household from all sides.
pub(super) fn view(context: ExplanationContext<'_>, home: &Home) -> PolarsResult<HouseholdView> {
    let pack = context.detection.pack;
    let (source, register) = pack.register();
    let listed = seen(&home.members, home, context.sheets)?;
    let listed = listed.into_iter().map(|record| RecordSeen { method: String::new(), ..record }).collect();
    let mut found = vec![SourceSeen { source: source.name.clone(), records: listed }];
    let mut nothing_in = Vec::new();
    let mut not_delivered = Vec::new();
    for source in pack.sources.values().filter(|source| source.register.is_none()) {
        let name = source.name.clone();
        let Some(records) = context.records.get(&name) else {
            not_delivered.push(name);
            continue;
        };
        match seen(&of_home(records, home)?, home, context.sheets)? {
            records if records.is_empty() => nothing_in.push(name),
            records => found.push(SourceSeen { source: name, records }),
        }
    }
    let key = &source.key;
    Ok(HouseholdView {
        number: home.text(key.household.as_deref()),
        village: Village::new(home.text(key.township.as_deref()), home.text(key.village.as_deref())),
        group: home.text(Some(&register.group)),
        class: home.text(Some(&pack.layout.household_class)),
        members: members(context, home)?,
        found,
        nothing_in,
        not_delivered,
        doubts: doubts(context, home, |_| true),
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

fn members(context: ExplanationContext<'_>, home: &Home) -> PolarsResult<Vec<Member>> {
    let (source, register) = context.detection.pack.register();
    let states: Vec<(&String, &Field)> =
        source.fields.iter().filter(|(name, field)| field.kind == Kind::Code && **name != register.relation).collect();
    let ages = ages(context, home)?;
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
fn ages(context: ExplanationContext<'_>, home: &Home) -> PolarsResult<Vec<Option<i64>>> {
    let (_, register) = context.detection.pack.register();
    let written = format!("age(\"{}\")", register.birth);
    let Ok(age) = check(&written, Subject::Person, &context.detection.pack.catalog) else { return Ok(Vec::new()) };
    let age = lower(age.root(), context.detection.environment).alias("@age");
    let ages = home.members.clone().lazy().select([age]).collect()?;
    Ok(ages.column("@age")?.i64()?.iter().collect())
}
