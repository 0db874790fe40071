//! What a record says of whose it is: the traces that its person left in it.

use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;
use polars::prelude::{DataFrame, DataType, Int32Chunked, PolarsResult, StringChunked};

use super::people::People;
use super::residents::{Residents, Whereabouts};
use super::written::{digits, sex_of};
use crate::pack::{Key, Source};
use crate::schema::{Candidate, CandidateMatch, Damaged, ID, NAME, Origin, Origins, SheetId};
use crate::value::name::key;
use crate::value::place::village_key;
use crate::value::{Fragment, IdNumber, Sex, date, text};

/// What a record says of whose it is.
#[derive(Debug, Clone)]
pub(super) struct Trace {
    /// Its position among the source's records.
    pub position: usize,
    pub origin: Origin,
    pub member: i64,
    pub name: String,
    /// The name as names are compared.
    pub called: String,
    pub written: WrittenNumber,
    pub birth: Option<Date>,
    pub sex: Option<Sex>,
    pub village: Option<i64>,
    /// The village as written.
    pub place: String,
    pub address: Option<String>,
    pub phone: Option<String>,
    pub guardian_id: Option<IdNumber>,
    pub guardian_name: Option<String>,
}

/// The number that a record has.
#[derive(Debug, Clone)]
pub(super) enum WrittenNumber {
    /// None, or nothing that tells anything.
    Nothing,
    /// One that cannot be used.
    Damaged(Fragment),
    /// One that can, and the household of the person whose it is in the register.
    Valid { number: IdNumber, household: Option<i64> },
}

impl WrittenNumber {
    /// Its characters, as far as they can be read.
    pub fn text(&self) -> String {
        match self {
            WrittenNumber::Nothing => String::new(),
            WrittenNumber::Damaged(fragment) => fragment.written().to_owned(),
            WrittenNumber::Valid { number, .. } => number.full(),
        }
    }
}

impl Trace {
    /// The record with those whose it may be, as the first of its content.
    pub fn matched(&self, source: &Source, candidates: Vec<Candidate>) -> CandidateMatch {
        CandidateMatch {
            source: source.name.clone(),
            origin: self.origin,
            member: self.member,
            name: self.name.clone(),
            fragment: self.fragment(),
            content: self.content(),
            occurrence: 0,
            candidates,
        }
    }

    /// What it says, as texts of a fixed order.
    pub fn content(&self) -> Vec<String> {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        let written = match &self.written {
            WrittenNumber::Nothing => String::new(),
            WrittenNumber::Damaged(fragment) => fragment.written().to_owned(),
            WrittenNumber::Valid { number, .. } => number.key().to_string(),
        };
        let birth = self.birth.map(|birth| birth.to_string()).unwrap_or_default();
        let guardian = self.guardian_id.map(|guardian| guardian.key().to_string()).unwrap_or_default();
        let place = self.place.clone();
        vec![self.name.clone(), written, birth, place, text(&self.address), guardian, text(&self.guardian_name)]
    }

    /// What is left of the number, for people.
    pub fn fragment(&self) -> Option<Fragment> {
        match &self.written {
            WrittenNumber::Nothing => None,
            WrittenNumber::Damaged(fragment) => Some(fragment.clone()),
            WrittenNumber::Valid { number, .. } => Some(Fragment::Whole(number.full())),
        }
    }
}

/// Reads the traces of records.
pub(super) struct Tracer<'f> {
    frame: &'f DataFrame,
    key: &'f Key,
    pub(super) origins: Origins<'f>,
    fragments: HashMap<(Origin, i64), &'f Fragment>,
    texts: BTreeMap<&'f str, &'f StringChunked>,
    /// Days since 1970, if there is a column for it.
    births: Option<Int32Chunked>,
}

impl<'f> Tracer<'f> {
    /// Reads a source's records, with what is left of damaged numbers.
    pub fn of(frame: &'f DataFrame, source: &'f Source, damaged: &'f [Damaged]) -> PolarsResult<Self> {
        let fragments = damaged.iter().filter(|record| record.source == source.name);
        let fragments =
            fragments.filter_map(|record| Some(((record.origin, record.member), record.fragment.as_ref()?)));
        let key = &source.key;
        let named = [&key.township, &key.village, &key.sex, &key.phone, &key.address, &key.guardian_name];
        let mut texts = BTreeMap::new();
        for name in named.into_iter().flatten() {
            if let Ok(column) = frame.column(name)?.str() {
                texts.insert(name.as_str(), column);
            }
        }
        let births = match &key.birth {
            Some(field) => Some(frame.column(field)?.cast(&DataType::Int32)?.i32()?.clone()),
            None => None,
        };
        Ok(Self { frame, key, origins: Origins::of(frame)?, fragments: fragments.collect(), texts, births })
    }

    /// The trace of a record; none if it has no name.
    pub fn trace(
        &self,
        position: usize,
        rounded: bool,
        people: &People,
        residents: &Residents<'_>,
    ) -> PolarsResult<Option<Trace>> {
        let Some(name) = self.frame.column(NAME)?.str()?.get(position) else { return Ok(None) };
        let (origin, member) = self.origins.place(position);
        let number = self.frame.column(ID)?.i64()?.get(position).and_then(IdNumber::from_key);
        let written = match (number, self.fragments.get(&(origin, member))) {
            (Some(number), _) if rounded => WrittenNumber::Damaged(Fragment::rounded(number)),
            (Some(number), _) => {
                let household = people.by_number(number).map(|person| person.household);
                WrittenNumber::Valid { number, household }
            }
            (None, Some(fragment)) => WrittenNumber::Damaged((*fragment).clone()),
            (None, None) => WrittenNumber::Nothing,
        };
        // A wide row speaks of its head; what it says of members is name and number.
        let of_head = member == 0;
        let said = |field: &Option<String>| self.text(field, position).filter(|_| of_head);
        let address = said(&self.key.address);
        let in_village = self.text(&self.key.village, position);
        Ok(Some(Trace {
            position,
            origin,
            member,
            name: name.to_owned(),
            called: key(name),
            written,
            birth: self.birth(position).filter(|_| of_head),
            sex: said(&self.key.sex).and_then(sex_of),
            village: self.village(position, origin.sheet, of_head, residents),
            place: in_village.map(village_key).unwrap_or_default(),
            address: address.map(|address| text::compact(address).into_owned()),
            phone: said(&self.key.phone).and_then(digits),
            guardian_id: self.number(&self.key.guardian_id, position)?.filter(|_| of_head),
            guardian_name: said(&self.key.guardian_name).map(str::to_owned),
        }))
    }

    /// The village that a record, the head's or a member's, is from.
    pub fn village(&self, position: usize, sheet: SheetId, of_head: bool, residents: &Residents<'_>) -> Option<i64> {
        let [township, village] = [&self.key.township, &self.key.village].map(|field| self.text(field, position));
        let address = self.text(&self.key.address, position).filter(|_| of_head);
        residents.village(Whereabouts { sheet, township, village, address })
    }

    fn text(&self, field: &Option<String>, position: usize) -> Option<&'f str> {
        self.texts.get(field.as_deref()?)?.get(position)
    }

    /// The birth date that a record gives.
    pub fn birth(&self, position: usize) -> Option<Date> {
        self.births.as_ref()?.get(position).and_then(date::from_days)
    }

    fn number(&self, field: &Option<String>, position: usize) -> PolarsResult<Option<IdNumber>> {
        let Some(field) = field else { return Ok(None) };
        Ok(self.frame.column(field)?.i64()?.get(position).and_then(IdNumber::from_key))
    }
}
