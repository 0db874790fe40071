//! How many clues where, of what kind.

use std::collections::{BTreeMap, BTreeSet};

use super::super::cells::{column, count, text};
use super::super::size::VillageSize;
use super::input::{Summary, title};
use crate::schema::Clue;
use crate::value::IdNumber;
use crate::workbook::{CellOut, ColumnKind, ColumnOut, SheetOut};

/// One row a place: its size, its clues by risk, then the columns for the results of verification.
pub(super) fn places(
    input: Summary<'_>,
    name: &str,
    levels: &[&str],
    key: fn(&VillageSize) -> Vec<String>,
) -> SheetOut {
    let risks: BTreeSet<&str> = input.pack.active_rules().map(|rule| rule.risk.as_str()).collect();
    let mut places: BTreeMap<Vec<String>, PlaceCounts<'_>> = BTreeMap::new();
    for size in input.villages {
        let place = places.entry(key(size)).or_default();
        place.households += size.households;
        place.people += size.people;
    }
    for clue in input.clues {
        let size = VillageSize { village: clue.location.village.clone(), households: 0, people: 0 };
        let place = places.entry(key(&size)).or_default();
        place.add(clue);
    }
    let mut rows: Vec<Vec<CellOut>> = places.iter().map(|(place, counts)| counts.row(place, &risks)).collect();
    let mut total = PlaceCounts::default();
    places.values().for_each(|counts| total.merge(counts));
    let mut everywhere = vec![String::new(); levels.len()];
    everywhere[0] = "合计".to_owned();
    rows.push(total.row(&everywhere, &risks));
    let columns = place_columns(levels, &risks);
    SheetOut { name: name.to_owned(), title: title(input, name), columns, rows, ..SheetOut::default() }
}

fn place_columns(levels: &[&str], risks: &BTreeSet<&str>) -> Vec<ColumnOut> {
    let number = |heading: &str| column(heading, 9.0, ColumnKind::Integer);
    let mut columns: Vec<_> = levels.iter().map(|level| column(level, 14.0, ColumnKind::Text)).collect();
    columns.extend(["农户总数", "人口", "线索(条)", "涉及户", "涉及人", "高", "中", "低"].map(number));
    columns.extend(risks.iter().map(|risk| number(risk)));
    columns
}

#[derive(Default)]
struct PlaceCounts<'a> {
    households: u32,
    people: u32,
    clues: u32,
    flagged_households: BTreeSet<i64>,
    flagged_people: BTreeSet<IdNumber>,
    levels: BTreeMap<&'static str, u32>,
    risks: BTreeMap<&'a str, u32>,
}

impl<'a> PlaceCounts<'a> {
    fn add(&mut self, clue: &'a Clue) {
        self.clues += 1;
        self.flagged_households.extend(clue.subject.household);
        self.flagged_people.extend(clue.subject.person);
        *self.levels.entry(clue.severity.label()).or_insert(0) += 1;
        *self.risks.entry(&clue.risk).or_insert(0) += 1;
    }

    fn merge(&mut self, other: &Self) {
        self.households += other.households;
        self.people += other.people;
        self.clues += other.clues;
        self.flagged_households.extend(&other.flagged_households);
        self.flagged_people.extend(&other.flagged_people);
        other.levels.iter().for_each(|(level, clues)| *self.levels.entry(level).or_insert(0) += clues);
        other.risks.iter().for_each(|(risk, clues)| *self.risks.entry(risk).or_insert(0) += clues);
    }

    fn row(&self, place: &[String], risks: &BTreeSet<&str>) -> Vec<CellOut> {
        let size = |size: usize| CellOut::Integer(i64::try_from(size).unwrap_or(i64::MAX));
        let mut row: Vec<_> = place.iter().map(text).collect();
        row.extend([self.households, self.people, self.clues].map(count));
        row.extend([size(self.flagged_households.len()), size(self.flagged_people.len())]);
        row.extend(["高", "中", "低"].map(|level| count(self.levels.get(level).copied().unwrap_or(0))));
        row.extend(risks.iter().map(|risk| count(self.risks.get(risk).copied().unwrap_or(0))));
        row
    }
}
