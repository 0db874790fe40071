//! Who lives in a household.

use jiff::civil::{Date, date};

use super::dice::Dice;
use super::household::{Class, Household, Planted};
use super::names;
use super::person::Person;
use super::person_id::PersonId;
use super::records::{HouseholdOnFile, Identified, Monitoring, OnFile, Water};
use super::when::{When, months_before};

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
    /// A grandparent and a child of school age.
    Guardian,
}

/// Positions of members that scenarios speak of.
pub const HEAD: usize = 0;
pub const SPOUSE: usize = 1;
/// The child of school age in [`Template::Family`] and [`Template::ThreeGenerations`].
pub const CHILD: usize = 2;
/// The grandparent in [`Template::ThreeGenerations`].
pub const GRANDPARENT: usize = 3;
/// The child in [`Template::OneParent`] and [`Template::Guardian`].
pub const ONLY_CHILD: usize = 1;

impl Template {
    /// An ordinary mixture.
    pub fn any(dice: &mut Dice) -> Self {
        match dice.below(100) {
            0..36 => Template::Family,
            36..58 => Template::ThreeGenerations,
            58..76 => Template::Couple,
            76..88 => Template::Elders,
            88..94 => Template::Alone,
            94..97 => Template::Guardian,
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
            Template::Guardian => {
                let male = dice.percent(51);
                let grandchild = if male { "之孙子" } else { "之孙女" };
                vec![("户主", dice.percent(50), dice.within(66, 71)), (grandchild, male, dice.within(8, 13))]
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
    // Who is still monitored earns too little to be let go.
    let income = if class == Class::Monitored { dice.within(8_800, 12_800) } else { dice.within(9_200, 26_000) };
    let mut household = Household {
        number: place.number,
        township: place.township.to_owned(),
        village: place.village.to_owned(),
        group: dice.below(6) + 1,
        class,
        members,
        relocated: class == Class::Lifted && dice.percent(15),
        monitoring: monitoring(class, when, dice),
        on_file: HouseholdOnFile::with_income(i64::from(income)),
        allowance: None,
        house: None,
        water: None,
        second_water: None,
        resettlement: None,
        visits: Vec::new(),
        reports: Vec::new(),
        projects: Vec::new(),
        loans: Vec::new(),
        disasters: Vec::new(),
        misprinted: Vec::new(),
        swapped: None,
        married_away: Vec::new(),
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
        on_file: OnFile::default(),
        insurance: Vec::new(),
        unpaid: false,
        stays: Vec::new(),
        consultations: Vec::new(),
        medical_aid: Vec::new(),
        illnesses: Vec::new(),
        schooling: None,
        school_before: None,
        roll_call: None,
        grants: Vec::new(),
        fees: Vec::new(),
        disability: None,
        subsidies: Vec::new(),
        support: None,
        child_aid: None,
        emergency_relief: Vec::new(),
        assets: Vec::new(),
        on_payroll: false,
        skill: "普通劳动力",
        work_months: 0,
        job: None,
        job_before: None,
        posts: Vec::new(),
        injuries: Vec::new(),
        prison: None,
    };
    person.insure(when);
    person.go_to_school(when.school_year());
    person
}

fn monitoring(class: Class, when: &When, dice: &mut Dice) -> Option<Monitoring> {
    const RISKS: [&[&str]; 6] =
        [&["因病"], &["因学"], &["因残"], &["缺劳动力"], &["因病", "缺劳动力"], &["因务工就业不稳"]];
    let category = dice.pick(&["脱贫不稳定户", "边缘易致贫户", "突发严重困难户"]);
    let (risks, found, stay) = (dice.pick(&RISKS).to_vec(), dice.within(3, 20), dice.within(7, 11));
    let found_on = months_before(when.epoch, found);
    let monitoring = Monitoring {
        category,
        risks,
        measures: Vec::new(),
        found: found_on,
        before: None,
        cleared: None,
        unsaid: false,
        provided_for: false,
        elsewhere: None,
    };
    match class {
        Class::Monitored => Some(monitoring),
        Class::Cleared => {
            let cleared = Some((found_on, "帮扶消除"));
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
        identified: Identified::ById,
    }
}
