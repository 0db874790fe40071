//! Who lives in a household, and an ordinary life for all of them.

use jiff::civil::{Date, date};

use super::dice::Dice;
use super::household::{Class, Household, Monitoring, Person, Planted, Stay, Water};
use super::names;
use super::person_id::PersonId;
use super::when::{When, days_before, months_before};

/// Kinds of household.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Template {
    /// Parents, a child of school age, perhaps another.
    Family,
    /// The same with a grandparent.
    ThreeGenerations,
    /// A couple past fifty.
    Couple,
    /// An old couple.
    Elders,
    /// An old person alone.
    Alone,
    /// One parent and a child of school age.
    OneParent,
}

/// Positions of members that scenarios speak of.
pub const HEAD: usize = 0;
pub const SPOUSE: usize = 1;
/// The child of school age in [`Template::Family`] and [`Template::ThreeGenerations`].
pub const CHILD: usize = 2;
/// The grandparent in [`Template::ThreeGenerations`].
pub const GRANDPARENT: usize = 3;

impl Template {
    /// An ordinary mixture.
    pub fn any(dice: &mut Dice) -> Self {
        match dice.below(100) {
            0..38 => Template::Family,
            38..60 => Template::ThreeGenerations,
            60..78 => Template::Couple,
            78..90 => Template::Elders,
            90..96 => Template::Alone,
            _ => Template::OneParent,
        }
    }

    /// The members, by relation, sex and age.
    fn members(self, dice: &mut Dice) -> Vec<(&'static str, bool, i32)> {
        let child = |dice: &mut Dice, low: i32, high: i32| {
            let male = dice.percent(51);
            (if male { "之子" } else { "之女" }, male, dice.within(low, high))
        };
        let couple = |dice: &mut Dice, low: i32, high: i32| {
            let age = dice.within(low, high);
            vec![("户主", true, age), ("配偶", false, age - dice.within(0, 4))]
        };
        match self {
            Template::Family | Template::ThreeGenerations => {
                let mut members = couple(dice, 36, 47);
                members.push(child(dice, 8, 13));
                if self == Template::ThreeGenerations {
                    members.push(if dice.percent(50) { ("之父", true, 0) } else { ("之母", false, 0) });
                    members[3].2 = dice.within(66, 82);
                }
                if dice.percent(45) {
                    members.push(child(dice, 2, 17));
                }
                members
            }
            Template::Couple => {
                let mut members = couple(dice, 50, 59);
                if dice.percent(40) {
                    members.push(child(dice, 22, 30));
                }
                members
            }
            Template::Elders => couple(dice, 66, 84),
            Template::Alone => vec![("户主", dice.percent(60), dice.within(66, 88))],
            Template::OneParent => {
                let parent = ("户主", dice.percent(40), dice.within(36, 47));
                vec![parent, child(dice, 8, 13)]
            }
        }
    }
}

/// Where a household is.
pub struct Place<'a> {
    pub township: &'a str,
    pub village: &'a str,
    pub number: String,
}

/// A household in which nothing is amiss.
pub fn found(place: Place<'_>, template: Template, class: Class, when: &When, dice: &mut Dice) -> Household {
    let surname = names::surname(dice);
    let mut members = Vec::new();
    for (relation, male, age) in template.members(dice) {
        let year = when.epoch.year() - i16::try_from(age).expect("an age");
        let birth = date(year, dice.within(1, 12) as i8, dice.within(1, 28) as i8);
        let own = matches!(relation, "配偶" | "之母") || relation == "户主" && !male;
        let surname = if own { names::surname(dice) } else { surname };
        members.push(person(relation, male, birth, names::full_name(surname, male, dice), when));
    }
    let mut household = Household {
        number: place.number,
        township: place.township.to_owned(),
        village: place.village.to_owned(),
        group: dice.below(6) + 1,
        class,
        members,
        income: i64::from(dice.within(9_200, 26_000)),
        relocated: class == Class::Lifted && dice.percent(15),
        monitoring: monitoring(class, when, dice),
        allowance: None,
        house: None,
        water: None,
        misprinted: Vec::new(),
        planted: Planted::default(),
    };
    household.water = dice.percent(97).then(|| water(dice));
    if dice.percent(15) {
        household.appraise(dice.pick(&["A级", "B级"]), when);
    }
    household
}

/// A person insured and, if young, at school.
fn person(relation: &'static str, male: bool, birth: Date, name: String, when: &When) -> Person {
    let mut person = Person {
        id: PersonId::NONE,
        name,
        male,
        birth,
        relation,
        state: "常住",
        death: None,
        insurance: Vec::new(),
        stays: Vec::new(),
        schooling: None,
        roll_call: None,
        grants: Vec::new(),
        disability: None,
        subsidies: Vec::new(),
        support: None,
        skill: "普通劳动力",
        work_months: 0,
    };
    person.insure(when);
    person.go_to_school(when.school_year());
    person
}

fn monitoring(class: Class, when: &When, dice: &mut Dice) -> Option<Monitoring> {
    const RISKS: [&[&str]; 5] = [&["因病"], &["因学"], &["因残"], &["缺劳动力"], &["因病", "缺劳动力"]];
    let category = dice.pick(&["脱贫不稳定户", "边缘易致贫户", "突发严重困难户"]);
    let (risks, found, stay) = (dice.pick(&RISKS).to_vec(), dice.within(3, 20), dice.within(7, 11));
    let monitoring = Monitoring { category, risks, measures: true, found: when.epoch, cleared: None };
    match class {
        Class::Monitored => Some(Monitoring { found: months_before(when.epoch, found), ..monitoring }),
        Class::Cleared => {
            let cleared = Some((months_before(when.epoch, found), "帮扶消除"));
            Some(Monitoring { found: months_before(when.epoch, found + stay), cleared, ..monitoring })
        }
        Class::Ordinary | Class::Lifted => None,
    }
}

/// Safe water: piped, or a good well nearby.
pub fn water(dice: &mut Dice) -> Water {
    let piped = dice.percent(90);
    let near = |dice: &mut Dice, high: i32| if piped { 0 } else { dice.within(1, high) };
    Water {
        piped,
        quality: if dice.percent(90) { "达标" } else { "基本达标" },
        litres: dice.within(45, 120),
        minutes: near(dice, 15),
        metres: near(dice, 600),
        rise: near(dice, 40),
        dry_days: dice.within(0, 10),
        by_choice: false,
        identified: super::household::Identified::ById,
    }
}

/// A stay in hospital: nine tenths of it paid for in the county, less elsewhere.
pub fn stay(day: Date, local: bool, total: i64) -> Stay {
    let pooled = total * if local { 70 } else { 55 } / 100;
    let relief = total * if local { 20 } else { 10 } / 100;
    Stay { day, local, total, pooled, serious: 0, relief, own: total - pooled - relief }
}

/// What befalls people without making them a case: illness, age, disability, work away from home.
pub fn live(household: &mut Household, when: &When, dice: &mut Dice) {
    let year = when.epoch.year();
    for at in 0..household.members.len() {
        let person = &mut household.members[at];
        let age = person.age_in(year);
        if age >= 72 && dice.percent(7) && at > 0 {
            person.die(days_before(when.epoch, dice.within(40, 700)));
            person.state = dice.pick(&["死亡", "常住"]);
        } else if age >= 18 && dice.percent(6) {
            person.disable(dice.pick(&[1, 2, 3, 4, 4, 4, 5, 6, 7]), dice.pick(&[1, 2, 3, 3, 4]));
        }
        let away = (20..60).contains(&age) && person.disability.is_none();
        if away && person.alive() {
            person.state = dice.pick(&["常住", "常住", "外出"]);
        }
    }
    let patient = dice.below(household.members.len());
    if dice.percent(12) && household.members[patient].alive() {
        let last = i32::from(when.epoch.month() - 1).max(1);
        let day = date(year, dice.within(1, last) as i8, dice.within(1, 28) as i8);
        household.members[patient].stays.push(stay(day, dice.percent(70), i64::from(dice.within(20, 90)) * 100));
    }
    let alone = household.members.len() == 1 && household.class != Class::Monitored;
    if alone && dice.percent(30) {
        household.members[HEAD].support = Some(dice.pick(&["分散", "分散", "集中"]));
    } else if dice.percent(if household.class == Class::Ordinary { 3 } else { 20 }) {
        let living = |(at, person): (usize, &Person)| person.alive().then_some(at);
        let all: Vec<usize> = household.members.iter().enumerate().filter_map(living).collect();
        household.allow(all);
    }
    if household.house.is_none() && dice.percent(4) {
        rebuild(household, when, dice);
    }
}

/// A house that was dangerous, rebuilt and paid for.
fn rebuild(household: &mut Household, when: &When, dice: &mut Dice) {
    household.appraise(dice.pick(&["C级", "D级"]), when);
    let owner = dice.below(household.members.len());
    let paid = i64::from(dice.within(14, 35)) * 1000;
    if let Some(house) = &mut household.house {
        house.rebuilt = Some((days_before(when.epoch, dice.within(100, 300)), paid, paid));
        house.owner = owner;
    }
}
