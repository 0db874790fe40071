//! Which records say again what another one says: they count once, and are reported.
//!
//! Records are the same only if all that is understood of them is the same; whatever differs, counts. What files are
//! called and which comes first decides nothing.

use std::collections::{BTreeMap, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};

use polars::prelude::{AnyValue, Column, DataFrame, DataType, PolarsResult, SortMultipleOptions};

use crate::pack::{Grain, Register, Residence, Source};
use crate::schema::{FATE, ID, MEMBER, NAME, REST, SHEET, UnclaimedCells};

/// How a record stands to another one of its source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Repeat {
    /// It says the same as this record, or less, and nothing else.
    Same(usize),
    /// It speaks of the person of this record, in a list that has one record a person, and says something else.
    Further(usize),
}

/// The repeats of a source's records, by position.
#[derive(Debug, Default)]
pub(super) struct Repeats {
    /// For every record how it repeats another one; none for records that are kept.
    pub repeats: Vec<Option<Repeat>>,
    /// How much a record is preferred to others of its person, in lists of one record a person; the least first.
    pub ranks: Vec<usize>,
    /// Kept records that have the `unique` fields of another kept one in common and differ in others.
    pub contradicting: Vec<(usize, usize)>,
    /// Kept records of which all that is understood is the same as of another kept one, and something else is not.
    pub unsure: Vec<(usize, usize)>,
}

/// Finds the repeats of a source's records.
pub(super) fn repeats(frame: &DataFrame, source: &Source) -> PolarsResult<Repeats> {
    let records = SourceRecords::of(frame, source)?;
    match source.grain {
        Grain::Person => records.one_a_person(frame, source),
        Grain::Event | Grain::Household | Grain::Village => Ok(records.events(source)),
    }
}

/// A source's records and what is understood of them.
struct SourceRecords {
    fields: Vec<Column>,
    /// Which fields have a word in the sheet of each record, by sheet.
    told: BTreeMap<i64, Vec<usize>>,
    sheets: Vec<i64>,
    /// What stands in the columns that are not understood.
    rest: Vec<UnclaimedCells>,
    /// Records that can be compared, by whom they are about.
    groups: Vec<Vec<usize>>,
}

impl SourceRecords {
    fn of(frame: &DataFrame, source: &Source) -> PolarsResult<Self> {
        let fields: Vec<Column> =
            source.fields.keys().map(|name| frame.column(name).cloned()).collect::<PolarsResult<_>>()?;
        let sheets: Vec<i64> = frame.column(SHEET)?.i64()?.iter().map(Option::unwrap_or_default).collect();
        let told = told(&fields, &sheets);
        let rest =
            frame.column(REST)?.i64()?.iter().map(|rest| UnclaimedCells::of_key(rest.unwrap_or_default())).collect();
        Ok(Self { fields, told, sheets, rest, groups: groups(frame)? })
    }

    fn value(&self, field: usize, position: usize) -> AnyValue<'_> {
        self.fields[field].get(position).expect("positions are those of the frame")
    }

    fn told_of(&self, position: usize) -> &[usize] {
        &self.told[&self.sheets[position]]
    }

    /// Whether a record says all that another one says; both are of one person.
    fn says_all_of(&self, fuller: usize, other: usize) -> bool {
        let fields = self.told_of(fuller);
        self.told_of(other)
            .iter()
            .all(|field| fields.binary_search(field).is_ok() && self.value(*field, fuller) == self.value(*field, other))
    }

    /// How many fields a record fills, the more the better, then what it says: an order that no file name enters.
    fn content(&self, position: usize) -> (std::cmp::Reverse<usize>, Vec<String>) {
        let values = (0..self.fields.len()).map(|field| self.value(field, position));
        let texts: Vec<String> =
            values.map(|value| if value.is_null() { String::new() } else { value.to_string() }).collect();
        (std::cmp::Reverse(texts.iter().filter(|text| !text.is_empty()).count()), texts)
    }

    fn events(&self, source: &Source) -> Repeats {
        let mut found = Repeats { repeats: vec![None; self.sheets.len()], ..Repeats::default() };
        for group in &self.groups {
            let kept = self.distinct(group, &mut found);
            let pairs = self.contradicting(&kept, source);
            let known = |pair: &(usize, usize)| found.unsure.iter().any(|(position, _)| *position == pair.0);
            let pairs: Vec<_> = pairs.into_iter().filter(|pair| !known(pair)).collect();
            found.contradicting.extend(pairs);
        }
        found
    }

    /// Notes which records of a group repeat others, and gives back those that do not, the fuller ones first.
    fn distinct(&self, group: &[usize], found: &mut Repeats) -> Vec<usize> {
        let mut order = group.to_vec();
        order.sort_by_key(|position| (std::cmp::Reverse(self.told_of(*position).len()), *position));
        let mut kept: Vec<usize> = Vec::new();
        let mut seen: HashMap<(&[usize], u64), Vec<usize>> = HashMap::new();
        for position in order {
            let told = self.told_of(position);
            let alike = seen.entry((told, self.hash(told, position))).or_default();
            let like = alike.iter().copied().filter(|other| self.says_all_of(*other, position));
            let fuller = kept.iter().copied().filter(|other| self.told_of(*other).len() > told.len());
            let fuller = fuller.filter(|other| self.says_all_of(*other, position));
            let like: Vec<usize> = like.chain(fuller).collect();
            match like.iter().find(|other| self.rest[**other].agrees(self.rest[position])) {
                Some(other) => found.repeats[position] = Some(Repeat::Same(*other)),
                None => {
                    found.unsure.extend(like.first().map(|other| (position, *other)));
                    alike.push(position);
                    kept.push(position);
                }
            }
        }
        kept
    }

    fn hash(&self, fields: &[usize], position: usize) -> u64 {
        let mut hasher = DefaultHasher::new();
        fields.iter().for_each(|field| self.value(*field, position).hash(&mut hasher));
        hasher.finish()
    }

    /// Pairs that agree in all `unique` fields, and so should be one event, but are not the same.
    fn contradicting(&self, kept: &[usize], source: &Source) -> Vec<(usize, usize)> {
        let unique: Vec<usize> = source.unique.iter().filter_map(|name| source.fields.get_index_of(name)).collect();
        let mut first: HashMap<Vec<String>, usize> = HashMap::new();
        let mut pairs = Vec::new();
        let mut order = kept.to_vec();
        order.sort_unstable();
        for position in order.into_iter().filter(|_| !unique.is_empty() && kept.len() > 1) {
            let values: Vec<AnyValue<'_>> = unique.iter().map(|field| self.value(*field, position)).collect();
            if values.iter().any(AnyValue::is_null) {
                continue;
            }
            let other = *first.entry(values.iter().map(AnyValue::to_string).collect()).or_insert(position);
            if other != position {
                pairs.push((position, other));
            }
        }
        pairs
    }

    /// Keeps one record a person: the first in the source's declared order, of equals the one that says most.
    fn one_a_person(&self, frame: &DataFrame, source: &Source) -> PolarsResult<Repeats> {
        let mut repeats = vec![None; self.sheets.len()];
        let ids = frame.column(ID)?.i64()?;
        let rank = match &source.register {
            Some(register) => residence(frame, register)?,
            None => ranks(frame, source)?,
        };
        for group in &self.groups {
            let mut order: Vec<usize> = group.iter().copied().filter(|position| ids.get(*position).is_some()).collect();
            order.sort_by_cached_key(|position| (rank[*position], self.content(*position), *position));
            let Some((first, others)) = order.split_first() else { continue };
            for position in others {
                let same = self.says_all_of(*first, *position) && self.rest[*first].agrees(self.rest[*position]);
                repeats[*position] = Some(if same { Repeat::Same(*first) } else { Repeat::Further(*first) });
            }
        }
        Ok(Repeats { repeats, ranks: rank, ..Repeats::default() })
    }
}

/// The fields that are filled anywhere in each sheet, ascending.
fn told(fields: &[Column], sheets: &[i64]) -> BTreeMap<i64, Vec<usize>> {
    let mut told: BTreeMap<i64, Vec<usize>> = sheets.iter().map(|sheet| (*sheet, Vec::new())).collect();
    for (number, field) in fields.iter().enumerate() {
        let filled = field.is_not_null();
        for (sheet, filled) in sheets.iter().zip(filled.iter()) {
            let of_sheet = told.get_mut(sheet).expect("every sheet was entered");
            if filled == Some(true) && of_sheet.last() != Some(&number) {
                of_sheet.push(number);
            }
        }
    }
    told
}

/// Records of one person, by ID number, else by name, where there are several; those with a fate are out of question.
fn groups(frame: &DataFrame) -> PolarsResult<Vec<Vec<usize>>> {
    let ids = frame.column(ID)?.i64()?;
    let names = frame.column(NAME)?.str()?;
    let fates = frame.column(FATE)?.str()?;
    let members = frame.column(MEMBER)?.i64()?;
    let mut groups: HashMap<(Option<i64>, &str), Vec<usize>> = HashMap::with_capacity(frame.height());
    for position in (0..frame.height()).filter(|position| fates.get(*position).is_none()) {
        let id = ids.get(position);
        // A member's name stands in no field: two nameless members without a number would look alike.
        let name = names.get(position).filter(|_| id.is_none() && members.get(position) == Some(0));
        if id.is_some() || name.is_some() {
            groups.entry((id, name.unwrap_or_default())).or_default().push(position);
        }
    }
    let mut groups: Vec<Vec<usize>> = groups.into_values().filter(|group| group.len() > 1).collect();
    groups.sort_unstable();
    Ok(groups)
}

/// Where people of the register live, by the rows that have them: those that do not say that they left, then those of
/// households they joined.
fn residence(frame: &DataFrame, register: &Register) -> PolarsResult<Vec<usize>> {
    let Some(gone) = &register.gone else { return Ok(vec![0; frame.height()]) };
    let states = frame.column(&gone.field)?.str()?;
    let relations = frame.column(&register.relation)?.str()?;
    let is = |words: &[String], word: Option<&str>| word.is_some_and(|word| words.iter().any(|known| known == word));
    let Residence { left, joined } = &register.residence;
    Ok(states
        .iter()
        .zip(relations.iter())
        .map(|(state, relation)| 2 * usize::from(is(left, state)) + usize::from(!is(joined, relation)))
        .collect())
}

/// The rank of every record in the order that a source declares; equal ones share it.
fn ranks(frame: &DataFrame, source: &Source) -> PolarsResult<Vec<usize>> {
    const POSITION: &str = "@position";
    let mut ranks = vec![0; frame.height()];
    if source.order.is_empty() {
        return Ok(ranks);
    }
    let names: Vec<&str> = source.order.iter().map(|name| name.trim_start_matches('-')).collect();
    let descending: Vec<bool> = source.order.iter().map(|name| name.starts_with('-')).collect();
    let mut keys = frame.select(names.iter().copied())?;
    let positions: Vec<i64> = (0..).take(frame.height()).collect();
    keys.with_column(Column::new(POSITION.into(), positions))?;
    let options = SortMultipleOptions::new()
        .with_order_descending_multi(descending)
        .with_nulls_last(true)
        .with_maintain_order(true);
    let sorted = keys.sort(names.iter().copied(), options)?;
    let columns = names.iter().map(|name| sorted.column(name)).collect::<PolarsResult<Vec<_>>>()?;
    let positions = sorted.column(POSITION)?.cast(&DataType::Int64)?;
    let mut rank = 0;
    for (place, position) in positions.i64()?.iter().enumerate() {
        let differs = |column: &&&Column| column.get(place).ok() != column.get(place.saturating_sub(1)).ok();
        rank += usize::from(columns.iter().any(|column| differs(&column)));
        ranks[position.and_then(|position| usize::try_from(position).ok()).unwrap_or_default()] = rank;
    }
    Ok(ranks)
}
