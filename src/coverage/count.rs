//! How many of those expected a source knows, by township.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;

use polars::prelude::{Column, DataFrame, DataType, IntoLazy, PolarsResult, col, lit};

use super::context::CoverageContext;
use crate::expr::{Checked, Environment, Subject, THIS_YEAR, Term, lower};
use crate::facts::{Tables, derive, prepared};
use crate::pack::{ListOf, Pack};
use crate::schema::{PERSON, SheetReport, VILLAGE};
use crate::value::number::count;

/// The people of every township, and which of them every source should know.
pub(super) struct Expected {
    townships: Vec<Township>,
    /// The township of every village, by position.
    of_village: BTreeMap<i64, usize>,
    /// Whom a source should know, with the township.
    people: BTreeMap<String, Vec<(i64, usize)>>,
}

/// A township of the register.
#[derive(Debug, Clone)]
struct Township {
    name: String,
    villages: BTreeSet<i64>,
    people: u32,
}

/// What a source knows of one township.
#[derive(Debug, Clone)]
pub(super) struct TownshipCount {
    pub township: String,
    pub villages: BTreeSet<i64>,
    /// All people there.
    pub people: u32,
    /// People who should stand in the list.
    pub expected: u32,
    /// Those of them who do, in the term.
    pub known: u32,
    /// All records of the term.
    pub records: u32,
    /// Whether a file or sheet of the source bears the township's name; unknown if none bears any.
    pub delivered: Option<bool>,
}

/// What a source knows of a term.
#[derive(Debug)]
pub(super) struct Counted {
    pub townships: Vec<TownshipCount>,
    /// Records that were read, whatever became of them.
    pub read: u32,
    /// Records that were linked, of whatever term.
    pub linked: usize,
    /// Whether the term asked about is the run's own.
    pub current: bool,
    /// The terms of the records that are there, most frequent first.
    pub terms: Vec<(i64, usize)>,
    /// ID numbers that can be used, and that cannot.
    pub ids: (u32, u32),
}

impl Expected {
    /// Whom every source of a run should know, by facts as far as they are told.
    pub fn of(tables: &Tables, context: CoverageContext<'_>) -> PolarsResult<Self> {
        let CoverageContext { pack, environment, .. } = context;
        let declared = pack.lists_of.iter().filter_map(|(name, list)| Some((name, list.expected.as_ref()?)));
        let declared: Vec<(&String, &Checked)> = declared.collect();
        let expressions: Vec<&Checked> = declared.iter().map(|(_, expected)| *expected).collect();
        let tables = derive(tables.clone(), &pack.facts_behind(&expressions, Subject::Person), environment)?;
        let frame = prepared(&tables, Subject::Person, &expressions, environment)?;
        let columns = declared.iter().map(|(name, expected)| {
            lower(expected.root(), environment).cast(DataType::Boolean).fill_null(lit(false)).alias(name.as_str())
        });
        let wanted: Vec<_> = [col(PERSON), col(VILLAGE).alias(VILLAGE)].into_iter().chain(columns).collect();
        let frame = frame.lazy().select(wanted).collect()?;
        let mut found = Self::townships(&tables, pack)?;
        let keys: Vec<(i64, usize)> = found.placed(&frame)?;
        for (_, at) in &keys {
            found.townships[*at].people += 1;
        }
        for (name, _) in declared {
            let is_expected = frame.column(name)?.bool()?;
            let people = keys.iter().zip(is_expected.iter()).filter(|(_, expected)| *expected == Some(true));
            found.people.insert(name.clone(), people.map(|(key, _)| *key).collect());
        }
        Ok(found)
    }

    fn townships(tables: &Tables, pack: &Pack) -> PolarsResult<Self> {
        let (source, _) = pack.register();
        let names = tables.village.column(source.key.township.as_deref().unwrap_or_default())?.str()?.iter();
        let mut villages: BTreeMap<&str, BTreeSet<i64>> = BTreeMap::new();
        for (village, name) in tables.village.column(VILLAGE)?.i64()?.iter().zip(names) {
            villages.entry(name.unwrap_or_default()).or_default().extend(village);
        }
        let township =
            |(name, villages): (&str, BTreeSet<i64>)| Township { name: name.to_owned(), villages, people: 0 };
        let townships: Vec<Township> = villages.into_iter().map(township).collect();
        let placed = townships.iter().enumerate();
        let of_village = placed.flat_map(|(at, township)| township.villages.iter().map(move |village| (*village, at)));
        Ok(Self { of_village: of_village.collect(), townships, people: BTreeMap::new() })
    }

    /// Persons or records by key and township; those of no village of the register stand nowhere.
    fn placed(&self, frame: &DataFrame) -> PolarsResult<Vec<(i64, usize)>> {
        let keys = frame.column(PERSON)?.i64()?.iter().zip(frame.column(VILLAGE)?.i64()?.iter());
        let placed =
            keys.filter_map(|(person, village)| Some((person.unwrap_or(-1), *self.of_village.get(&village?)?)));
        Ok(placed.collect())
    }
}

/// Counts what a source knows of a term.
pub(super) fn counted(
    tables: &Tables,
    source: &str,
    list: &ListOf,
    term: &Term<'_>,
    expected: &Expected,
    context: CoverageContext<'_>,
) -> PolarsResult<Counted> {
    let records = &tables.records[source];
    let of_term = match term.holds(context.environment) {
        Some(holds) => records.clone().lazy().filter(holds).collect()?,
        None => records.clone(),
    };
    let of_source: Vec<&SheetReport> = context.sheets.iter().filter(|sheet| sheet.source() == Some(source)).collect();
    let townships = known(&expected.placed(&of_term)?, source, expected, &of_source);
    let sum = |of_sheet: fn(&SheetReport) -> u32| of_source.iter().map(|sheet| of_sheet(sheet)).sum();
    Ok(Counted {
        townships,
        read: sum(|sheet| sheet.read),
        linked: records.height(),
        current: is_current(term, list, context)?,
        terms: terms(records, list)?,
        ids: (sum(|sheet| sheet.ids.usable()), sum(|sheet| sheet.ids.damaged())),
    })
}

fn known(records: &[(i64, usize)], source: &str, expected: &Expected, sheets: &[&SheetReport]) -> Vec<TownshipCount> {
    let in_list: HashSet<i64> = records.iter().map(|(person, _)| *person).collect();
    let everybody = Vec::new();
    let people = expected.people.get(source).unwrap_or(&everybody);
    // One table of the whole county among them, and the names of the others tell nothing.
    let each_names_one = sheets.iter().all(|sheet| expected.townships.iter().any(|own| is_named(sheet, &own.name)));
    expected
        .townships
        .iter()
        .enumerate()
        .map(|(at, township)| {
            let here: Vec<i64> = people.iter().filter(|(_, of)| *of == at).map(|(person, _)| *person).collect();
            TownshipCount {
                township: township.name.clone(),
                villages: township.villages.clone(),
                people: township.people,
                expected: count(here.len()),
                known: count(here.iter().filter(|person| in_list.contains(person)).count()),
                records: count(records.iter().filter(|(_, of)| *of == at).count()),
                delivered: (each_names_one && !sheets.is_empty())
                    .then(|| sheets.iter().any(|sheet| is_named(sheet, &township.name))),
            }
        })
        .collect()
}

fn is_named(sheet: &SheetReport, township: &str) -> bool {
    !township.is_empty() && (sheet.file.as_written().contains(township) || sheet.name.as_written().contains(township))
}

/// Whether the term asked about is the run's own year.
fn is_current(term: &Term<'_>, list: &ListOf, context: CoverageContext<'_>) -> PolarsResult<bool> {
    let environment = Environment { absent: Arc::default(), ..context.environment.clone() };
    let (Some(field), Some(holds)) = (&list.term, term.holds(&environment)) else { return Ok(true) };
    let year = environment.integer_constant(THIS_YEAR);
    let row = DataFrame::new(1, vec![Column::new(field.as_str().into(), [year])])?;
    let judged = row.lazy().select([holds.alias(NOW)]).collect()?;
    Ok(judged.column(NOW)?.bool()?.get(0) == Some(true))
}

const NOW: &str = "@now";

/// The terms of records, most frequent first.
fn terms(records: &DataFrame, list: &ListOf) -> PolarsResult<Vec<(i64, usize)>> {
    let Some(field) = &list.term else { return Ok(Vec::new()) };
    let mut counts: BTreeMap<i64, usize> = BTreeMap::new();
    let years = records.column(field)?.cast(&DataType::Int64)?;
    for year in years.i64()?.iter().flatten() {
        *counts.entry(year).or_default() += 1;
    }
    let mut counts: Vec<(i64, usize)> = counts.into_iter().collect();
    counts.sort_by_key(|(year, records)| (std::cmp::Reverse(*records), *year));
    Ok(counts)
}
