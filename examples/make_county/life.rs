//! What befalls people without making them a case: illness, age, disability, work away from home, good years and bad.

use jiff::civil::{Date, date};

use super::dice::Dice;
use super::family::HEAD;
use super::household::{Class, Household};
use super::person::Person;
use super::records::{Asset, Consultation, Disaster, Loan, Post, Project, Report, Stay};
use super::when::{When, days_before, months_before};

/// The project that most households take part in, and the bank that lends to most.
pub const MUSHROOMS: &str = "食用菌基地";
pub const BANK: &str = "示例县农村商业银行";

/// An ordinary life for a household.
pub fn live(household: &mut Household, when: &When, dice: &mut Dice) {
    let mut disabled = false;
    for (at, person) in household.members.iter_mut().enumerate() {
        grow_old(person, at, &mut disabled, when, dice);
    }
    fall_ill(household, when, dice);
    take_relief(household, when, dice);
    keep_house(household, when, dice);
    earn(household, when, dice);
    meet_accidents(household, when, dice);
}

/// At most one member is disabled, else rule DIS-07 asks.
fn grow_old(person: &mut Person, at: usize, disabled: &mut bool, when: &When, dice: &mut Dice) {
    let age = person.age_in(when.epoch.year());
    if age >= 72 && dice.percent(7) && at > HEAD {
        person.die(days_before(when.epoch, dice.within(40, 700)));
        person.state = dice.pick(&["死亡", "常住"]);
    } else if age >= 18 && dice.percent(6) && !*disabled {
        *disabled = true;
        person.disable(dice.pick(&[1, 2, 3, 4, 4, 4, 5, 6, 7]), dice.pick(&[1, 2, 3, 3, 4]), when);
    }
    if (20..60).contains(&age) && person.disability.is_none() && person.alive() {
        person.state = dice.pick(&["常住", "常住", "外出"]);
    }
    if person.schooling.as_ref().is_some_and(|schooling| schooling.stage == "普通高中") && dice.percent(35) {
        person.attend("中职", "一年级");
    }
}

fn fall_ill(household: &mut Household, when: &When, dice: &mut Dice) {
    let year = when.epoch.year();
    let ordinary = household.class == Class::Ordinary;
    let patient = dice.below(household.members.len());
    let patient = &mut household.members[patient];
    let last = i32::from(when.epoch.month() - 1).max(1);
    if dice.percent(12) && patient.alive() {
        let day = date(year, dice.within(1, last) as i8, dice.within(1, 28) as i8);
        patient.stays.push(stay(day, dice.percent(70), i64::from(dice.within(20, 90)) * 100));
    }
    let chronic = patient.age_in(year) >= 45 && dice.percent(15);
    let (before, now) = (dice.within(30, 230), dice.within(30, 230));
    if chronic && patient.alive() {
        let month = when.as_of.first_of_month();
        patient.consultations = vec![
            Consultation { day: days_before(month, 12), own: i64::from(before) * 3 },
            Consultation { day: days_before(month, -9), own: i64::from(now) },
        ];
        if ordinary && dice.percent(30) {
            let disease = dice.pick(&["肺癌", "终末期肾病", "急性心肌梗死"]);
            patient.illnesses = vec![(disease, days_before(when.epoch, dice.within(100, 900)))];
        }
    }
}

fn take_relief(household: &mut Household, when: &When, dice: &mut Dice) {
    let alone = household.members.len() == 1 && household.class != Class::Monitored;
    let orphan = household.members.iter().position(|person| person.relation.starts_with("之孙"));
    if alone && dice.percent(30) {
        household.members[HEAD].support(dice.pick(&["分散", "分散", "集中"]));
    } else if dice.percent(if household.class == Class::Ordinary { 3 } else { 20 }) {
        let all = living(household);
        household.allow(all, when);
    }
    if let (Some(orphan), true) = (orphan, dice.percent(60)) {
        household.members[orphan].child_aid = Some(dice.pick(&["孤儿", "事实无人抚养儿童"]));
    }
    let left = living(household);
    let [last] = left[..] else { return relieve_once(household, when, dice) };
    let uncared_for = household.members[last].support.is_none() && household.allowance.is_none();
    if household.members[last].age_in(when.end.year()) >= 75 && uncared_for {
        household.allow([last], when);
    }
}

fn relieve_once(household: &mut Household, when: &When, dice: &mut Dice) {
    if dice.percent(3) {
        household.members[HEAD].emergency_relief = vec![days_before(when.epoch, dice.within(20, 250))];
    }
    if dice.percent(3) {
        household.reports = reported_and_verified(when, dice);
    }
}

fn living(household: &Household) -> Vec<usize> {
    let living = |(at, person): (usize, &Person)| person.alive().then_some(at);
    household.members.iter().enumerate().filter_map(living).collect()
}

fn reported_and_verified(when: &When, dice: &mut Dice) -> Vec<Report> {
    let day = days_before(when.epoch, dice.within(10, 200));
    vec![Report { day, verified: Some(days_before(day, -3)) }]
}

fn keep_house(household: &mut Household, when: &When, dice: &mut Dice) {
    if household.house.is_none() && dice.percent(4) && !household.relocated {
        rebuild(household, when, dice);
    }
}

/// A house that was dangerous, rebuilt and paid for.
fn rebuild(household: &mut Household, when: &When, dice: &mut Dice) {
    household.appraise(dice.pick(&["C级", "D级"]), when);
    let owner = dice.below(household.members.len());
    let paid = i64::from(dice.within(14, 35)) * 1000;
    if let Some(house) = &mut household.house {
        house.structure = dice.pick(&["土木", "砖木"]);
        house.rebuilt = Some((days_before(when.epoch, dice.within(100, 300)), paid, paid));
        house.owner = owner;
    }
}

fn earn(household: &mut Household, when: &When, dice: &mut Dice) {
    let ordinary = household.class == Class::Ordinary;
    if !ordinary && dice.percent(30) {
        household.projects = vec![Project { name: MUSHROOMS, state: "正常", due: 500, paid: 500 }];
    }
    if !ordinary && dice.percent(20) {
        let overdue = i64::from(dice.within(0, 1)) * 12;
        household.loans = vec![Loan { bank: BANK, balance: 30_000, overdue }];
    }
    let (poor, aided) = (household.class == Class::Lifted, household.allowance.is_some());
    let head = &mut household.members[HEAD];
    if poor && head.age_in(when.epoch.year()) < 60 && head.disability.is_none() && dice.percent(25) {
        head.state = "常住";
        let name = dice.pick(&["护林员", "保洁员", "护路员"]);
        head.posts = vec![Post { name, from: days_before(when.epoch, 300), until: None, pay: 800 }];
    }
    let supported = head.support.is_some();
    if !aided && !supported && ordinary && dice.percent(3) {
        head.on_payroll = head.age_in(when.epoch.year()) < 60;
    }
    if dice.percent(3) {
        let (kind, value) = dice.pick(&[("车辆", 32_000), ("车辆", 41_000)]);
        head.assets = vec![Asset { kind, purpose: dice.pick(&["其他", "生产经营"]), value }];
    }
}

fn meet_accidents(household: &mut Household, when: &When, dice: &mut Dice) {
    let victim = dice.below(household.members.len());
    if dice.percent(2) && household.members[victim].alive() {
        household.members[victim].injuries = vec![("受伤", days_before(when.epoch, dice.within(30, 300)))];
    }
    if dice.percent(2) && household.members[victim].age_in(when.epoch.year()) >= 20 {
        let released = days_before(when.epoch, dice.within(100, 900));
        household.members[victim].prison = Some((days_before(released, 400), Some(released)));
    }
    if dice.percent(2) {
        let loss = i64::from(dice.within(5, 60)) * 100;
        household.disasters = vec![Disaster { kind: None, day: months_before(when.epoch, 2), degree: "一般", loss }];
    }
}

/// A stay in hospital: nine tenths of it paid for in the county, less elsewhere.
pub fn stay(day: Date, local: bool, total: i64) -> Stay {
    let pooled = total * if local { 70 } else { 55 } / 100;
    let relief = total * if local { 20 } else { 10 } / 100;
    Stay { day, local, total, pooled, serious: 0, relief, own: total - pooled - relief, claimed: !local, deposit: 0 }
}
