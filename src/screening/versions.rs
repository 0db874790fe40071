//! Two versions of one list: tables of one source that speak of the same things of the same people and contradict each
//! other, as when a department sends a list again and the former one still lies there. Nobody but the county knows which
//! of them holds, so it is asked.

use std::collections::{BTreeMap, BTreeSet};

use polars::prelude::{AnyValue, Column, DataFrame, PolarsResult};

use super::intake::Intake;
use super::one_register::pairs;
use crate::pack::{Config, Grain, Kind, Pack, Source};
use crate::schema::{FATE, ID, ROW, SHEET, SetupAnswer, SetupQuestion, SheetReport};

/// The questions about tables that look like versions of each other.
pub(super) fn versions(pack: &Pack, config: &Config, intake: &Intake) -> PolarsResult<Vec<SetupQuestion>> {
    let mut questions = Vec::new();
    for (name, frame) in &intake.records {
        let Some(source) = pack.sources.get(name) else { continue };
        let read = pack.fields_read(name);
        for lists in overlapping(frame) {
            let one = &intake.sheets[lists.0];
            let other = &intake.sheets[lists.1];
            if of_other_months(one, other)
                || is_separate(config, one)
                || is_separate(config, other)
                || !are_alike(pack, source, one, other)
            {
                continue;
            }
            let compared = Comparison::of(frame, source, &read)?.compare(lists.0, lists.1)?;
            if compared.are_versions(is_version(pack, one) || is_version(pack, other)) {
                questions.push(question(source, one, other, &compared));
            }
        }
    }
    Ok(questions)
}

/// Pairs of tables of a source of which one has at least half of its people in common with the other.
fn overlapping(frame: &DataFrame) -> Vec<(usize, usize)> {
    let mut standing: Vec<(i64, i64)> = pairs(frame).into_iter().map(|(sheet, id)| (id, sheet)).collect();
    if standing.iter().all(|(_, sheet)| Some(*sheet) == standing.first().map(|(_, sheet)| *sheet)) {
        return Vec::new();
    }
    standing.sort_unstable();
    standing.dedup();
    let mut people: BTreeMap<i64, usize> = BTreeMap::new();
    let mut shared: BTreeMap<(i64, i64), usize> = BTreeMap::new();
    for person in standing.chunk_by(|a, b| a.0 == b.0) {
        for (position, (_, sheet)) in person.iter().enumerate() {
            *people.entry(*sheet).or_default() += 1;
            person[position + 1..].iter().for_each(|(_, other)| *shared.entry((*sheet, *other)).or_default() += 1);
        }
    }
    let id = |sheet: i64| usize::try_from(sheet).unwrap_or(usize::MAX);
    shared
        .into_iter()
        .filter(|((one, other), both)| both * 2 >= people[one].min(people[other]))
        .map(|((one, other), _)| (id(one), id(other)))
        .collect()
}

/// Whether the texts around two tables name different months, so that they are two lists; which is of the run's month
/// is seen elsewhere.
fn of_other_months(one: &SheetReport, other: &SheetReport) -> bool {
    let month = |sheet: &SheetReport| sheet.stated.as_ref().map(|stated| (stated.year, stated.month));
    month(one).zip(month(other)).is_some_and(|(one, other)| one != other)
}

/// Whether the county said that a table is a list of its own.
fn is_separate(config: &Config, sheet: &SheetReport) -> bool {
    config.sheets.iter().any(|hint| hint.separate && hint.covers(sheet.names()))
}

/// Whether two tables may be versions: they have the same headings, or lie side by side. Two departments have lists of
/// their own, and of lists that have one record a person the source itself says which of two holds.
fn are_alike(pack: &Pack, source: &Source, one: &SheetReport, other: &SheetReport) -> bool {
    let folder = |sheet: &SheetReport| sheet.file.as_written().rsplit_once('/').map(|(folder, _)| folder.to_owned());
    let may_differ = source.grain != Grain::Person || is_version(pack, one) || is_version(pack, other);
    one.fingerprint.is_some() && one.fingerprint == other.fingerprint || folder(one) == folder(other) && may_differ
}

/// Whether the name of a table says that it is one version of several.
fn is_version(pack: &Pack, sheet: &SheetReport) -> bool {
    let file = sheet.file.as_written().rsplit('/').next().unwrap_or_default();
    pack.layout
        .version_words
        .iter()
        .any(|word| file.contains(word.as_str()) || sheet.name.as_written().contains(word.as_str()))
}

/// What is compared of a source's records.
struct Comparison<'f> {
    sheets: Vec<i64>,
    ids: Vec<Option<i64>>,
    rows: Vec<i64>,
    /// What tells one event from another: by declaration, and where that is blank by days and months.
    unique: Vec<&'f Column>,
    times: Vec<&'f Column>,
    /// What rules read, by field, and whether a record has ended.
    deciding: Vec<(&'f str, &'f Column)>,
    /// Whether a person has one record whatever it says.
    one_a_person: bool,
}

/// How two tables stand to each other.
#[derive(Debug, Default)]
struct Compared {
    /// People of either table, of both, and of both about the same event.
    people: (usize, usize),
    both: usize,
    met: usize,
    /// The fields in which records of the same event differ, of how many people, and the rows of the first of them.
    fields: BTreeSet<String>,
    differ: usize,
    rows: Option<(i64, i64)>,
}

impl Compared {
    /// Whether most people of the smaller table stand in the other with the same event, and not all of them alike; a
    /// table whose name says so is a version also if it only leaves people out.
    fn are_versions(&self, named: bool) -> bool {
        let lacking = self.people.0 > self.both || self.people.1 > self.both;
        self.met > 0 && self.met * 2 >= self.people.0.min(self.people.1) && (self.differ > 0 || named && lacking)
    }
}

impl<'f> Comparison<'f> {
    fn of(frame: &'f DataFrame, source: &'f Source, read: &BTreeSet<String>) -> PolarsResult<Self> {
        let fields = source.fields.iter();
        let times = fields.filter(|(name, field)| {
            matches!(field.kind, Kind::Date | Kind::Month)
                && !source.unique.contains(name)
                && Some(*name) != birth(source)
        });
        let named = source.fields.keys().filter(|name| read.contains(*name) || source.unique.contains(name));
        let mut deciding = vec![("是否有效", frame.column(FATE)?)];
        for name in named {
            deciding.push((name.as_str(), frame.column(name)?));
        }
        Ok(Self {
            sheets: frame.column(SHEET)?.i64()?.iter().map(Option::unwrap_or_default).collect(),
            ids: frame.column(ID)?.i64()?.iter().collect(),
            rows: frame.column(ROW)?.i64()?.iter().map(Option::unwrap_or_default).collect(),
            unique: source.unique.iter().map(|name| frame.column(name)).collect::<PolarsResult<_>>()?,
            times: times.map(|(name, _)| frame.column(name)).collect::<PolarsResult<_>>()?,
            deciding,
            one_a_person: source.grain == Grain::Person,
        })
    }

    fn compare(&self, one: usize, other: usize) -> PolarsResult<Compared> {
        let ones = self.people_of(one);
        let others = self.people_of(other);
        let deciding: Vec<&(&str, &Column)> =
            self.deciding.iter().filter(|(_, column)| is_told(column, &ones) && is_told(column, &others)).collect();
        let mut found = Compared { people: (ones.len(), others.len()), ..Compared::default() };
        for (id, mine) in &ones {
            let Some(theirs) = others.get(id) else { continue };
            found.both += 1;
            let meeting: Vec<usize> =
                mine.iter().filter(|a| theirs.iter().any(|b| self.is_same_event(**a, *b))).copied().collect();
            found.met += usize::from(!meeting.is_empty());
            let differing =
                |a: usize, b: usize| deciding.iter().filter(move |(_, column)| value(column, a) != value(column, b));
            let mut alone = meeting.iter().filter(|a| theirs.iter().all(|b| differing(**a, *b).next().is_some()));
            let Some(first) = alone.next() else { continue };
            let Some(second) = theirs.iter().find(|b| self.is_same_event(*first, **b)) else { continue };
            found.differ += 1;
            found.fields.extend(differing(*first, *second).map(|(name, _)| (*name).to_owned()));
            found.rows.get_or_insert((self.rows[*first], self.rows[*second]));
        }
        Ok(found)
    }

    /// The positions of a table's records, by person.
    fn people_of(&self, sheet: usize) -> BTreeMap<i64, Vec<usize>> {
        let sheet = i64::try_from(sheet).unwrap_or(i64::MAX);
        let mut people: BTreeMap<i64, Vec<usize>> = BTreeMap::new();
        for position in (0..self.sheets.len()).filter(|position| self.sheets[*position] == sheet) {
            self.ids[position].into_iter().for_each(|id| people.entry(id).or_default().push(position));
        }
        people
    }

    /// Whether two records of a person are of one event, as far as can be told.
    fn is_same_event(&self, one: usize, other: usize) -> bool {
        let unique: Vec<bool> = self.unique.iter().filter_map(|column| same(column, one, other)).collect();
        let known = !unique.is_empty() && unique.len() == self.unique.len();
        let days = self.times.iter().filter_map(|column| same(column, one, other)).all(|same| same);
        self.one_a_person || unique.into_iter().all(|same| same) && (known || days)
    }
}

fn birth(source: &Source) -> Option<&String> {
    source.key.birth.as_ref()
}

/// Whether two records have the same in a column; none where one of them has nothing.
fn same(column: &Column, one: usize, other: usize) -> Option<bool> {
    let values = (value(column, one), value(column, other));
    (!values.0.is_null() && !values.1.is_null()).then(|| values.0 == values.1)
}

fn value<'f>(column: &'f Column, position: usize) -> AnyValue<'f> {
    column.get(position).unwrap_or(AnyValue::Null)
}

/// Whether a column holds anything in some records.
fn is_told(column: &Column, people: &BTreeMap<i64, Vec<usize>>) -> bool {
    column.name() == FATE || people.values().flatten().any(|position| !value(column, *position).is_null())
}

/// What the county is asked.
fn question(source: &Source, one: &SheetReport, other: &SheetReport, compared: &Compared) -> SetupQuestion {
    let (name, other_name) = (format!("{}[{}]", one.file, one.name), format!("{}[{}]", other.file, other.name));
    let fields: Vec<&str> = compared.fields.iter().map(String::as_str).collect();
    let differ = compared.rows.map(|(row, its)| {
        let people = compared.differ;
        let fields = fields.join("、");
        format!("其中 {people} 人的内容不同（{fields}），如第 {row} 行与另一份的第 {its} 行")
    });
    let only = [(compared.people.0, &name), (compared.people.1, &other_name)];
    let only = only.iter().filter(|(people, _)| *people > compared.both);
    let only = only.map(|(people, name)| format!("有 {} 人只在 {name} 中", people - compared.both));
    SetupQuestion {
        file: one.file.to_string(),
        sheet: Some(one.name.to_string()),
        asks: format!("与 {other_name} 像是同一张“{}”的两个版本，无法区分以哪一份为准", source.name),
        evidence: [format!("两份里都有的有 {} 人", compared.both)].into_iter().chain(differ).chain(only).collect(),
        answers: vec![
            SetupAnswer::new(format!("以 {name} 为准的"), hint(other, "ignore")),
            SetupAnswer::new(format!("以 {other_name} 为准的"), hint(one, "ignore")),
            SetupAnswer::new("两份是不同的名单、都要用的", hint(one, "separate")),
        ],
    }
}

/// What the county writes of a sheet.
fn hint(sheet: &SheetReport, what: &str) -> String {
    format!("[[sheet]]\nfile = {:?}\nsheet = {:?}\n{what} = true", sheet.file.to_string(), sheet.name.to_string())
}
