//! Where households and villages are: looked up in the register's columns for those that clues are about.

use std::collections::HashMap;

use polars::prelude::{DataFrame, PolarsResult, StringChunked};

use super::clue_id::ClueNaming;
use crate::expr::Subject;
use crate::facts::Tables;
use crate::link::HEAD;
use crate::pack::Pack;
use crate::schema::{HOUSEHOLD, Household, Location, NAME, VILLAGE, Village};
use crate::value::IdNumber;

/// Where every household and village is.
#[derive(Debug)]
pub struct Locations {
    households: PlaceRows,
    villages: PlaceRows,
}

impl Locations {
    /// Notes the register's columns.
    ///
    /// # Errors
    /// Only if a table lacks its key.
    pub fn of(tables: &Tables, pack: &Pack) -> PolarsResult<Self> {
        let places = |frame: &DataFrame, key: &str| PlaceRows::of(frame, key, pack);
        Ok(Self { households: places(&tables.household, HOUSEHOLD)?, villages: places(&tables.village, VILLAGE)? })
    }

    /// Where a household is; without one, where the village is.
    pub fn of_subject(&self, village: i64, household: Option<i64>) -> Location {
        match household {
            Some(household) => self.households.location(household),
            None => self.villages.location(village),
        }
    }

    /// The code of a subject, by its key.
    pub fn code(&self, kind: Subject, key: i64, naming: &ClueNaming) -> String {
        match kind {
            Subject::Person => naming.pseudonym(key),
            Subject::Household => naming.household(&self.households.household(key)),
            Subject::Village => naming.village(&self.villages.household(key).village),
        }
    }
}

/// The places of one kind: their rows by key, and the columns that tell where they are.
#[derive(Debug)]
struct PlaceRows {
    rows: HashMap<i64, usize>,
    township: Option<StringChunked>,
    village: Option<StringChunked>,
    group: Option<StringChunked>,
    number: Option<StringChunked>,
    name: Option<StringChunked>,
    head_name: Option<StringChunked>,
    class: Option<StringChunked>,
    heads: Vec<Option<i64>>,
}

impl PlaceRows {
    fn of(frame: &DataFrame, key: &str, pack: &Pack) -> PolarsResult<Self> {
        let (source, register) = pack.register();
        let texts = |name: &str| frame.column(name).ok().and_then(|column| column.str().ok()).cloned();
        let heads = frame.column(HEAD).ok().and_then(|column| column.i64().ok());
        let rows = frame.column(key)?.i64()?.iter().zip(0..);
        Ok(Self {
            rows: rows.filter_map(|(key, row)| Some((key?, row))).collect(),
            township: source.key.township.as_deref().and_then(texts),
            village: source.key.village.as_deref().and_then(texts),
            group: texts(&register.group),
            number: source.key.household.as_deref().and_then(texts),
            name: texts(NAME),
            head_name: texts(&register.head_name),
            class: texts(&pack.layout.household_class),
            heads: heads.map(|heads| heads.iter().collect()).unwrap_or_default(),
        })
    }

    fn location(&self, key: i64) -> Location {
        let Some(row) = self.rows.get(&key).copied() else { return Location::default() };
        let text = |column: &Option<StringChunked>| text(column, row).to_owned();
        let household = self.household(key);
        let name = text(&self.name);
        Location {
            village: household.village,
            group: text(&self.group),
            household_number: household.number,
            household_code: String::new(),
            head_name: if name.is_empty() { text(&self.head_name) } else { name },
            head: self.heads.get(row).copied().flatten().and_then(IdNumber::from_key),
            class: text(&self.class),
        }
    }

    /// The household of a key; of the key of a village, one without a number.
    fn household(&self, key: i64) -> Household {
        let Some(row) = self.rows.get(&key).copied() else { return Household::default() };
        let village = Village::new(text(&self.township, row), text(&self.village, row));
        Household::new(village, text(&self.number, row))
    }
}

fn text(column: &Option<StringChunked>, row: usize) -> &str {
    column.as_ref().and_then(|texts| texts.get(row)).unwrap_or_default()
}
