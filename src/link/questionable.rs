//! Valid numbers that are probably not those of their rows: a parent's on the child's row, a sister's on the sister's,
//! and rounded ones that pass their check by luck. Such a row is nobody's until people say so.

use std::collections::{BTreeMap, HashMap, HashSet};

use polars::prelude::{DataFrame, PolarsResult};

use super::candidate_matches::RegisterIndex;
use super::evidence::{Scales, differs_by_year};
use super::people::{People, Person};
use super::trace::Tracer;
use crate::pack::{Grain, Level, Source};
use crate::schema::{Consequence, Damaged, ID, Issue, NAME, Origin, SHEET};
use crate::value::name::{key, same_name};
use crate::value::{Fragment, IdNumber};

/// Why a valid number is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NumberDoubt {
    /// Its last digits were rounded, as others of its column.
    Rounded,
    /// It is of somebody else of the household or village, and the name says whose row it is.
    AnotherS,
    /// It is nobody's of the register, and all but like that of somebody whom the row fits.
    Nearly,
}

impl NumberDoubt {
    /// What is said of the row.
    pub fn issue(self, Origin { sheet, row }: Origin, source: &Source, name: &str) -> Issue {
        let (kind, advice) = match self {
            NumberDoubt::Rounded => ("疑似数据错误：证号末几位被舍去", "请从原系统重新导出，并把证号一栏设为文本格式"),
            NumberDoubt::AnotherS => (
                "疑似数据错误：填写了他人的身份证号",
                "证号是花名册中另一人的，姓名却是其家人或同村人的，没有关联到任何人；请改成本人的身份证号",
            ),
            NumberDoubt::Nearly => ("疑似数据错误：证号与花名册中的人相近", "请核对身份证号；见“疑似同一人”"),
        };
        Issue {
            sheet,
            row,
            field: source.key.id.first().cloned().unwrap_or_default(),
            kind: kind.to_owned(),
            value: name.to_owned(),
            other: None,
            consequence: Consequence::Quarantined,
            advice: advice.to_owned(),
            count: 1,
        }
    }
}

/// The records of a source whose valid number is not believed, by position.
pub(super) fn questionable(
    frame: &DataFrame,
    source: &Source,
    register: &RegisterIndex<'_>,
    damaged: &[Damaged],
) -> PolarsResult<BTreeMap<usize, NumberDoubt>> {
    let mut found = BTreeMap::new();
    if matches!(source.grain, Grain::Household | Grain::Village) {
        return Ok(found);
    }
    let ids = frame.column(ID)?.i64()?;
    let names = frame.column(NAME)?.str()?;
    let sheets = frame.column(SHEET)?.i64()?;
    let rounding = Rounding::of(frame, source, damaged)?;
    let people = &register.people;
    let scales = Scales::new(register.linkage, people);
    let tracer = Tracer::of(frame, source, &[])?;
    for position in 0..frame.height() {
        let (Some(number), Some(name)) = (ids.get(position).and_then(IdNumber::from_key), names.get(position)) else {
            continue;
        };
        let owner = people.by_number(number);
        if owner.is_some_and(|owner| same_name(&owner.name, name)) {
            continue;
        }
        if rounding.covers(sheets.get(position), number) {
            found.insert(position, NumberDoubt::Rounded);
            continue;
        }
        let Some(owner) = owner else { continue };
        if is_another_s(owner, name, people, &scales)
            || born_beside(&tracer, position, name, people)
            || fits_a_namesake(&tracer, position, owner, name, register, &scales)?
        {
            found.insert(position, NumberDoubt::AnotherS);
        }
    }
    Ok(found)
}

/// Whether the name is that of another member of the household rather than the owner's.
fn is_another_s(owner: &Person, name: &str, people: &People, scales: &Scales<'_>) -> bool {
    let called = key(name);
    let bears = |person: &Person| {
        matches!(scales.name(&called, &person.called), Level::NameSame | Level::NameLost | Level::NameHomophone)
    };
    !bears(owner) && people.beside(owner).any(bears)
}

/// Whether somebody of this name was born on the day that the row gives.
fn born_beside(tracer: &Tracer<'_>, position: usize, name: &str, people: &People) -> bool {
    let born = |birth| people.born_on(birth).any(|person| same_name(&person.name, name));
    tracer.birth(position).is_some_and(born)
}

/// Whether a name is the other as people write it down.
fn is_spelling(level: Level) -> bool {
    use Level::{NameHomophone, NameLookalike, NameLost, NameReordered, NameSame, NameShorter};
    matches!(level, NameSame | NameLost | NameHomophone | NameLookalike | NameReordered | NameShorter)
}

/// Whether somebody of this name, whose own number is another only by its year, or who lives in the village that the
/// row gives and where the owner of the number does not live, fits better than an owner of another name.
fn fits_a_namesake(
    tracer: &Tracer<'_>,
    position: usize,
    owner: &Person,
    name: &str,
    register: &RegisterIndex<'_>,
    scales: &Scales<'_>,
) -> PolarsResult<bool> {
    if is_spelling(scales.name(&key(name), &owner.called)) {
        return Ok(false);
    }
    let (origin, member) = tracer.origins.place(position);
    let village = tracer.village(position, origin.sheet, member == 0, register.residents);
    let elsewhere = village.filter(|village| *village != owner.village);
    let fits = |person: &Person| {
        differs_by_year(owner.number, person.number) || elsewhere.is_some_and(|village| village == person.village)
    };
    Ok(register.people.named(name).any(fits))
}

/// Which sheets have rounded numbers.
struct Rounding {
    sheets: HashSet<i64>,
    /// The names under a number, for numbers under several.
    shared: HashMap<i64, HashSet<String>>,
}

impl Rounding {
    fn of(frame: &DataFrame, source: &Source, damaged: &[Damaged]) -> PolarsResult<Self> {
        let of_source = damaged.iter().filter(|record| record.source == source.name);
        let rounded = of_source.filter(|record| matches!(record.fragment, Some(Fragment::Leading(_))));
        let sheets = rounded.map(|record| i64::from(record.origin.sheet)).collect();
        let mut shared: HashMap<i64, HashSet<String>> = HashMap::new();
        let names = frame.column(NAME)?.str()?.iter();
        for (id, name) in frame.column(ID)?.i64()?.iter().zip(names) {
            if let (Some(number), Some(name)) = (id.and_then(IdNumber::from_key).filter(ends_in_noughts), name) {
                shared.entry(number.key()).or_default().insert(name.to_owned());
            }
        }
        Ok(Self { sheets, shared })
    }

    fn covers(&self, sheet: Option<i64>, number: IdNumber) -> bool {
        let shares = self.shared.get(&number.key()).is_some_and(|names| names.len() > 1);
        ends_in_noughts(&number) && (shares || sheet.is_some_and(|sheet| self.sheets.contains(&sheet)))
    }
}

fn ends_in_noughts(number: &IdNumber) -> bool {
    number.full().ends_with("000")
}
