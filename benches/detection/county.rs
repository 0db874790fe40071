//! A pack's declarations → a county of any size as linked tables: who is in which source is written here, what stands
//! in its fields follows from their kinds. Nothing here knows a rule.

use std::collections::BTreeMap;
use std::ops::Range;

use bidui::facts::Tables;
use bidui::link::{Population, RegisterIndex, Residents, link, population};
use bidui::pack::{Config, Field, Grain, Kind, Pack, Source};
use bidui::schema::{FATE, Fate, ID, MEMBER, NAME, ROW, SHEET};
use bidui::value::{IdNumber, date::to_days};
use jiff::civil::{Date, date};
use polars::prelude::{Column, DataFrame, DataType, IntoLazy, PolarsResult, col, lit};

/// The day that the county's records run up to.
pub const AS_OF: Date = date(2026, 11, 30);

/// Households of a village and villages of a township.
const HOUSEHOLDS: usize = 1000;
const VILLAGES: usize = 15;

/// Whom a source knows together.
#[derive(Clone, Copy)]
enum Unit {
    Person,
    Family,
    Household,
    Village,
}

/// Who is in a source: the ages, and how many of a thousand of them.
struct Presence(&'static str, Unit, Range<i16>, usize);

const PRESENCES: [Presence; 34] = [
    Presence("医保参保", Unit::Person, 0..120, 970),
    Presence("在校生学籍", Unit::Person, 6..18, 980),
    Presence("在校学生点名册", Unit::Person, 6..18, 995),
    Presence("学生缴费", Unit::Person, 15..20, 700),
    Presence("教育资助", Unit::Person, 6..20, 900),
    Presence("住院结算", Unit::Person, 0..120, 180),
    Presence("门诊结算", Unit::Person, 0..120, 800),
    Presence("大病救治", Unit::Person, 30..90, 10),
    Presence("医疗救助", Unit::Person, 0..120, 30),
    Presence("意外伤害", Unit::Person, 0..120, 5),
    Presence("务工就业", Unit::Person, 18..60, 550),
    Presence("公益性岗位", Unit::Person, 40..60, 20),
    Presence("小额信贷", Unit::Person, 20..60, 20),
    Presence("残疾人持证", Unit::Person, 0..120, 40),
    Presence("残疾人两项补贴", Unit::Person, 0..120, 25),
    Presence("特困供养", Unit::Person, 60..100, 20),
    Presence("儿童保障", Unit::Person, 0..18, 4),
    Presence("死亡人员", Unit::Person, 60..110, 20),
    Presence("财政供养", Unit::Person, 22..60, 10),
    Presence("服刑戒毒", Unit::Person, 18..60, 2),
    Presence("自主申报", Unit::Person, 18..80, 3),
    Presence("临时救助", Unit::Person, 0..120, 8),
    Presence("脱贫户信息", Unit::Family, 0..120, 120),
    Presence("监测对象信息", Unit::Family, 0..120, 25),
    Presence("农村低保", Unit::Family, 0..120, 50),
    Presence("经济状况核对", Unit::Family, 0..120, 20),
    Presence("农村饮水", Unit::Household, 0..120, 980),
    Presence("干部走访", Unit::Household, 0..120, 900),
    Presence("危房改造台账", Unit::Household, 0..120, 600),
    Presence("危改资金拨付", Unit::Household, 0..120, 30),
    Presence("产业项目", Unit::Household, 0..120, 100),
    Presence("易地搬迁", Unit::Household, 0..120, 30),
    Presence("供水工程", Unit::Village, 0..120, 950),
    Presence("村卫生室", Unit::Village, 0..120, 990),
];

/// Figures between which a column's usually lie; amounts in 元.
const USUAL: [(&str, Range<usize>); 9] = [
    ("年缺水天数", 0..10),
    ("是否解决安全饮用水", 900..1000),
    ("人均日水量", 60..120),
    ("取水时间", 1..10),
    ("人均纯收入", 12_000..30_000),
    ("个人缴费金额", 0..300),
    ("门诊自付", 5..100),
    ("个人自付", 100..3_000),
    ("月保障金", 300..500),
];

/// Words that most records of a column hold; others hold the first of its vocabulary.
const WORDS: [(&str, &str); 2] = [("享受低保政策情况", "未享受"), ("补贴类型", "重度残疾人护理补贴")];

/// Columns that are blank for nearly everybody.
const SELDOM: [&str; 4] = ["资助金额", "住院押金", "报修时间", "死亡时间"];

/// Somebody of the register.
#[derive(Clone, Copy)]
struct Person {
    id: IdNumber,
    number: usize,
    household: usize,
    head: bool,
}

impl Person {
    fn village(&self) -> usize {
        self.household / HOUSEHOLDS
    }

    fn age(&self) -> i16 {
        AS_OF.year() - self.id.birth_date().year()
    }
}

/// Generates a county and links its records.
pub fn county(pack: &Pack, people: usize) -> PolarsResult<Tables> {
    let persons = persons(people);
    let (source, register) = pack.register();
    let everybody: Vec<&Person> = persons.iter().collect();
    let population = population(records(source, &everybody)?, source, register, &Config::default())?;
    let residents = Residents::of(&population, &[])?;
    let register = RegisterIndex::of(&residents, source, &pack.linkage)?;
    let mut records = BTreeMap::new();
    for source in pack.sources.values().filter(|source| source.register.is_none()) {
        let records_of = self::records(source, &known(source, &persons))?;
        let linked = link(records_of, source, &register, &[], &BTreeMap::new())?;
        let used = linked.frame.lazy().filter(col(FATE).eq(lit(Fate::Linked.label()))).collect()?;
        records.insert(source.name.clone(), used);
    }
    let Population { persons, households, villages, .. } = population;
    Ok(Tables { person: persons, household: households, village: villages, records, coverage: Default::default() })
}

/// Families of one to six, born so that heads are grown up and the third is a child.
fn persons(people: usize) -> Vec<Person> {
    let mut persons = Vec::with_capacity(people + 6);
    let mut born: BTreeMap<Date, i64> = BTreeMap::new();
    for household in 0.. {
        if persons.len() >= people {
            break;
        }
        let age = 30 + roll(household, "age", 50);
        for member in 0..=roll(household, "size", 6) {
            let years = if member < 2 || age > 55 && member > 4 { age } else { age - 24 - member };
            let years = i16::try_from(years.clamp(0, 100)).expect("an age");
            let (month, day) = (roll(persons.len(), "month", 12) + 1, roll(persons.len(), "day", 28) + 1);
            let birth = date(AS_OF.year() - 1 - years, month as i8, day as i8);
            let order = born.entry(birth).or_insert(0);
            *order += 1;
            let day = i64::from(birth.year()) * 10_000 + i64::from(birth.month()) * 100 + i64::from(birth.day());
            let region = 360_799 + *order / 1000;
            let id = IdNumber::from_key((region * 100_000_000 + day) * 1000 + *order % 1000).expect("a birth date");
            persons.push(Person { id, number: persons.len(), household, head: member == 0 });
        }
    }
    persons
}

/// Those who are in a source.
fn known<'p>(source: &Source, persons: &'p [Person]) -> Vec<&'p Person> {
    let unit = match source.grain {
        Grain::Person | Grain::Event => Unit::Person,
        Grain::Household => Unit::Household,
        Grain::Village => Unit::Village,
    };
    let usual = Presence("", unit, 0..120, 10);
    let Presence(_, unit, ages, share) = PRESENCES.iter().find(|presence| presence.0 == source.name).unwrap_or(&usual);
    let is_known = |person: &&Person| {
        let (counts, group) = match unit {
            Unit::Person => (true, person.number),
            Unit::Family => (true, person.household),
            Unit::Household => (person.head, person.household),
            Unit::Village => (person.head && person.household.is_multiple_of(HOUSEHOLDS), person.village()),
        };
        counts && ages.contains(&person.age()) && roll(group, &source.name, 1000) < *share
    };
    persons.iter().filter(is_known).collect()
}

/// Records of a source as standardizing makes them, one for each of the persons.
fn records(source: &Source, persons: &[&Person]) -> PolarsResult<DataFrame> {
    let rows = (2_i64..).take(persons.len());
    let mut columns = vec![
        Column::new(SHEET.into(), vec![0_i64; persons.len()]),
        Column::new(ROW.into(), rows.collect::<Vec<_>>()),
        Column::new(MEMBER.into(), vec![0_i64; persons.len()]),
        Column::new(ID.into(), persons.iter().map(|person| person.id.key()).collect::<Vec<_>>()),
        Column::new(NAME.into(), persons.iter().map(|person| name(person.number)).collect::<Vec<_>>()),
        Column::new(FATE.into(), vec![None::<&str>; persons.len()]),
    ];
    for (field, declared) in &source.fields {
        columns.push(column(source, field, declared, persons)?);
    }
    DataFrame::new(persons.len(), columns)
}

fn column(source: &Source, name: &str, field: &Field, persons: &[&Person]) -> PolarsResult<Column> {
    let told = |role: &Option<String>| role.as_deref() == Some(name);
    let register = source.register.as_ref();
    let label = name.into();
    if told(&source.key.township) {
        return Ok(texts(name, persons, |person| format!("第{}镇", person.village() / VILLAGES)));
    }
    if told(&source.key.village) {
        return Ok(texts(name, persons, |person| format!("第{}村", person.village())));
    }
    if told(&source.key.household) {
        return Ok(texts(name, persons, |person| format!("H{:07}", person.household)));
    }
    if name == source.key.name {
        return Ok(texts(name, persons, |person| self::name(person.number)));
    }
    if register.is_some_and(|register| register.birth == name) {
        let births: Vec<i32> = persons.iter().map(|person| to_days(person.id.birth_date())).collect();
        return Column::new(label, births).cast(&DataType::Date);
    }
    if let Some(register) = register.filter(|register| register.relation == name) {
        let others: Vec<&String> = field.values.keys().filter(|word| **word != register.head).collect();
        let relation = |person: &Person| match person.head {
            true => register.head.clone(),
            false => others[roll(person.number, name, others.len())].clone(),
        };
        return Ok(texts(name, persons, relation));
    }
    usual(source, name, field, persons)
}

/// A column of which only the kind is known.
fn usual(source: &Source, name: &str, field: &Field, persons: &[&Person]) -> PolarsResult<Column> {
    let label = name.into();
    let salt = format!("{}.{name}", source.name);
    let roll = |person: &Person, sides: usize| roll(person.number, &salt, sides);
    let figures = USUAL.iter().find(|(column, _)| *column == name).map_or(0..1000, |(_, figures)| figures.clone());
    let whole = |person: &Person| i64::try_from(figures.start + roll(person, figures.len())).expect("small");
    // One in twenty is left blank, or in a column that is seldom filled in, one in a hundred is not.
    let some = |person: &Person| match SELDOM.contains(&name) {
        true => roll(person, 20_000).is_multiple_of(100),
        false => !roll(person, 20_000).is_multiple_of(20),
    };
    let back = |person: &Person| to_days(AS_OF) - i32::try_from(roll(person, 500)).expect("small");
    let is_year = name.ends_with("年度") || name.ends_with("学年");
    Ok(match field.kind {
        Kind::Id => Column::new(label, persons.iter().map(|person| person.id.key()).collect::<Vec<_>>()),
        Kind::Text | Kind::Name | Kind::Place => texts(name, persons, |person| format!("文字{}", roll(person, 40))),
        Kind::Code | Kind::Codes => {
            let words: Vec<&str> = field.values.keys().map(String::as_str).collect();
            let usual = WORDS.iter().find(|(column, _)| *column == name).map(|(_, word)| *word);
            let word = |person: &Person| match roll(person, 1000) {
                // Most of the disabled are not gravely so.
                _ if name == "残疾等级" && roll(person, 10) > 1 => words.last().copied(),
                0..995 => usual.or(words.first().copied()),
                rolled => words.get(rolled % words.len().max(1)).copied(),
            };
            Column::new(label, persons.iter().map(|person| word(person)).collect::<Vec<_>>())
        }
        Kind::Date | Kind::Month => Column::new(label, optional(persons, some, back)).cast(&DataType::Date)?,
        Kind::Money => Column::new(label, optional(persons, some, |person| whole(person) * 100)),
        Kind::Number => Column::new(label, optional(persons, some, |person| whole(person) as f64)),
        Kind::Integer if is_year => Column::new(label, vec![i64::from(AS_OF.year()); persons.len()]),
        Kind::Integer => Column::new(label, optional(persons, some, whole)),
        Kind::Bool => Column::new(label, optional(persons, some, |person| whole(person) >= 900)),
    })
}

fn optional<T>(persons: &[&Person], some: impl Fn(&Person) -> bool, value: impl Fn(&Person) -> T) -> Vec<Option<T>> {
    persons.iter().map(|person| some(person).then(|| value(person))).collect()
}

fn texts(name: &str, persons: &[&Person], text: impl Fn(&Person) -> String) -> Column {
    Column::new(name.into(), persons.iter().map(|person| text(person)).collect::<Vec<_>>())
}

fn name(number: usize) -> String {
    format!("甲{number}")
}

/// A die with so many sides, the same for the same thrower and purpose.
fn roll(thrower: usize, purpose: &str, sides: usize) -> usize {
    let salt = purpose
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    let mut mixed = (thrower as u64).wrapping_add(salt).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((mixed ^ (mixed >> 31)) % sides as u64) as usize
}
