//! How many clues where, of what kind.

use std::collections::{BTreeMap, BTreeSet};

use super::super::groups::{everywhere, group_columns};
use super::super::size::VillageSize;
use super::input::{SummaryInput, title};
use crate::pack::Severity;
use crate::schema::Clue;
use crate::value::IdNumber;
use crate::workbook::{Columns, SheetOut};

/// One row a place: its size, its clues by risk, then the columns for the results of verification.
pub(super) fn places(
    input: SummaryInput<'_>,
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
    let mut total = PlaceCounts::default();
    places.values().for_each(|counts| total.merge(counts));
    let lines = places.into_iter().chain([(everywhere(), total)]);
    SheetOut { name: name.to_owned(), title: title(input, name), ..SheetOut::of(&columns(levels, &risks), lines) }
}

fn columns<'a>(levels: &'a [&str], risks: &'a BTreeSet<&'a str>) -> Columns<'a, Line<'a>> {
    let columns = group_columns(levels.iter().map(|level| (*level, 14.0)), |(place, _): &Line<'_>| place)
        .count(("农户总数", 9.0), |(_, counts)| counts.households)
        .count(("人口", 9.0), |(_, counts)| counts.people)
        .count(("线索（条）", 9.0), |(_, counts)| counts.clues)
        .count(("涉及户", 9.0), |(_, counts)| counts.flagged_households.len())
        .count(("涉及人", 9.0), |(_, counts)| counts.flagged_people.len());
    let columns = Severity::ALL.into_iter().fold(columns, |columns, severity| {
        let of_level = move |(_, counts): &Line<'_>| counts.levels.get(&severity).copied().unwrap_or(0);
        columns.count((severity.label(), 9.0), of_level)
    });
    risks.iter().fold(columns, |columns, risk| {
        let of_risk = move |(_, counts): &Line<'_>| counts.risks.get(risk).copied().unwrap_or(0);
        columns.count((*risk, 9.0), of_risk)
    })
}

/// A place's names, and what there is.
type Line<'a> = (Vec<String>, PlaceCounts<'a>);

#[derive(Default)]
struct PlaceCounts<'a> {
    households: u32,
    people: u32,
    clues: u32,
    flagged_households: BTreeSet<i64>,
    flagged_people: BTreeSet<IdNumber>,
    levels: BTreeMap<Severity, u32>,
    risks: BTreeMap<&'a str, u32>,
}

impl<'a> PlaceCounts<'a> {
    fn add(&mut self, clue: &'a Clue) {
        self.clues += 1;
        self.flagged_households.extend(clue.subject.household);
        self.flagged_people.extend(clue.subject.person);
        *self.levels.entry(clue.severity).or_insert(0) += 1;
        *self.risks.entry(&clue.risk).or_insert(0) += 1;
    }

    fn merge(&mut self, other: &Self) {
        self.households += other.households;
        self.people += other.people;
        self.clues += other.clues;
        self.flagged_households.extend(&other.flagged_households);
        self.flagged_people.extend(&other.flagged_people);
        other.levels.iter().for_each(|(level, clues)| *self.levels.entry(*level).or_insert(0) += clues);
        other.risks.iter().for_each(|(risk, clues)| *self.risks.entry(risk).or_insert(0) += clues);
    }
}
