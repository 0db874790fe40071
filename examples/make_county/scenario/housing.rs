//! HOU: dangerous houses, rebuilding that drags on, subsidies that went astray.

use super::super::family::Template::{Couple, Elders, Family, ThreeGenerations};
use super::super::family::{GRANDPARENT, HEAD, SPOUSE};
use super::super::household::Class::{Cleared, Lifted, Monitored, Ordinary};
use super::super::household::Household;
use super::super::when::{When, days_before, months_before};
use super::{Scenario, allowed, case, house, plain, relocated};

#[rustfmt::skip]
pub const CASES: &[Scenario] = &[
    // HOU-01 lives in a dangerous house
    case(Family, Ordinary, plain, |h, w| { endanger(h, w, "D级", Some("仍居住")); h.hit("HOU-01", None); }),
    case(ThreeGenerations, Ordinary, plain, |h, w| { endanger(h, w, "C级", None); house(h).owner = GRANDPARENT; h.hit("HOU-01", None); }),
    case(Couple, Monitored, plain, |h, w| { endanger(h, w, "C级", None); h.hit("HOU-01", None); }),
    case(Family, Ordinary, plain, |h, w| { rebuild(h, w, "D级", 200, 30_000, 30_000); h.decoy("HOU-01", None); }),
    case(Couple, Ordinary, plain, |h, w| { endanger(h, w, "D级", Some("不居住")); h.decoy("HOU-01", None); }),
    case(Couple, Ordinary, plain, |h, w| { endanger(h, w, "D级", None); house(h).elsewhere = true; h.decoy("HOU-01", None); }),
    case(Couple, Ordinary, plain, |h, w| { endanger(h, w, "D级", Some("仍居住")); leave_for_ever(h, w); h.decoy("HOU-01", None); h.decoy("POL-01", None); }),
    case(Couple, Ordinary, plain, |h, w| { h.appraise("A级", w); house(h).grade_before = Some("D级"); h.decoy("HOU-01", None); }),
    case(Couple, Ordinary, plain, |h, w| { endanger(h, w, "C级", None); house(h).grade_before = Some("B级"); h.hit("HOU-01", None); }),
    // HOU-02 脱贫户 in a dangerous house
    case(Couple, Lifted, plain, |h, w| { endanger(h, w, "D级", None); h.hit("HOU-01", None); h.hit("HOU-02", None); }),
    case(Couple, Lifted, plain, |h, _| { h.on_file.house_is_dangerous = true; h.hit("HOU-02", None); }),
    case(Couple, Lifted, plain, |h, w| { rebuild(h, w, "D级", 200, 30_000, 30_000); h.decoy("HOU-02", None); }),
    // HOU-03 never appraised
    case(Couple, Ordinary, allowed, |h, _| { h.house = None; h.hit("HOU-03", None); }),
    case(Family, Monitored, |h, w| h.appraise("B级", w), |h, _| { house(h).grade = None; h.hit("HOU-03", None); }),
    case(Elders, Monitored, |h, _| h.members[SPOUSE].support("集中"), |h, _| { h.house = None; h.hit("HOU-03", None); }),
    case(Elders, Monitored, |h, _| { h.members[HEAD].support("集中"); h.members[SPOUSE].support("集中"); }, |h, _| { h.house = None; h.decoy("HOU-03", None); }),
    // HOU-04 planned and not begun
    case(Couple, Ordinary, plain, |h, w| { endanger(h, w, "D级", Some("不居住")); house(h).planned = Some(w.year()); h.hit("HOU-04", None); }),
    case(Couple, Ordinary, plain, |h, w| { endanger(h, w, "D级", Some("不居住")); let house = house(h); (house.planned, house.begun) = (Some(w.year()), Some(days_before(w.epoch, 100))); h.decoy("HOU-04", None); }),
    // HOU-05 begun long ago
    case(Couple, Ordinary, plain, |h, w| { endanger(h, w, "D级", Some("不居住")); house(h).begun = Some(months_before(w.epoch, 14)); h.hit("HOU-05", None); }),
    case(Couple, Ordinary, plain, |h, w| { endanger(h, w, "D级", Some("不居住")); let house = house(h); (house.begun, house.finished) = (Some(days_before(w.epoch, 250)), Some(months_before(w.epoch, 5))); h.hit("HOU-05", None); }),
    case(Couple, Ordinary, plain, |h, w| { endanger(h, w, "D级", Some("不居住")); let house = house(h); (house.begun, house.finished) = (Some(days_before(w.epoch, 250)), Some(days_before(w.as_of, 80))); h.decoy("HOU-05", None); }),
    // HOU-06 rebuilt and not paid
    case(Couple, Lifted, plain, |h, w| { rebuild(h, w, "C级", 90, 20_000, 8_000); h.hit("HOU-06", None); }),
    case(Couple, Ordinary, plain, |h, w| { rebuild(h, w, "D级", 60, 26_000, 0); h.hit("HOU-06", None); }),
    case(Couple, Lifted, plain, |h, w| { rebuild(h, w, "C级", 60, 20_000, 20_000); h.decoy("HOU-06", None); }),
    case(Couple, Lifted, plain, |h, w| { rebuild(h, w, "C级", 60, 20_000, 0); accepted_lately(h, w); h.decoy("HOU-06", None); }),
    // HOU-07 paid to somebody else
    case(Couple, Ordinary, plain, |h, w| { rebuild(h, w, "D级", 90, 26_000, 26_000); house(h).payee = Some("甄有财"); h.hit("HOU-07", None); }),
    case(Couple, Ordinary, plain, |h, w| { rebuild(h, w, "D级", 90, 26_000, 26_000); house(h).owner = SPOUSE; h.decoy("HOU-07", None); }),
    // HOU-08 paid for twice
    case(Couple, Ordinary, plain, |h, w| { rebuild(h, w, "C级", 90, 20_000, 20_000); house(h).rebuilt_before = Some(days_before(w.epoch, 1_500)); h.hit("HOU-08", None); }),
    case(Couple, Lifted, relocated, |h, w| { rebuild(h, w, "C级", 90, 20_000, 20_000); h.hit("HOU-08", None); }),
    case(Couple, Ordinary, plain, |h, w| { rebuild(h, w, "C级", 90, 20_000, 20_000); house(h).rebuilt_before = Some(days_before(w.epoch, 4_100)); h.decoy("HOU-08", None); }),
    case(Couple, Lifted, relocated, |h, w| { rebuild(h, w, "C级", 90, 0, 0); h.decoy("HOU-08", None); }),
    // HOU-10 rebuilt, and dangerous in the file
    case(Couple, Monitored, plain, |h, w| { rebuild(h, w, "C级", 90, 20_000, 20_000); h.on_file.house_is_dangerous = true; h.hit("HOU-10", None); }),
    case(Couple, Monitored, plain, |h, w| { h.appraise("B级", w); h.on_file.house_is_dangerous = true; h.decoy("HOU-10", None); }),
    // HOU-11 an old mud house, never appraised
    case(Couple, Ordinary, plain, |h, w| { mud_house(h, w); h.hit("HOU-11", None); }),
    case(Couple, Ordinary, plain, |h, w| { mud_house(h, w); house(h).living = Some("不居住"); h.decoy("HOU-11", None); }),
    case(Couple, Ordinary, plain, |h, w| { mud_house(h, w); house(h).elsewhere = true; h.decoy("HOU-11", None); }),
    // HOU-12 a dangerous house after the risk was cleared
    case(Couple, Cleared, plain, |h, w| { endanger(h, w, "C级", None); h.hit("HOU-01", None); h.hit("HOU-12", None); }),
    case(Couple, Cleared, plain, |h, _| { h.on_file.house_is_dangerous = true; h.hit("HOU-12", None); h.hit("MON-03", None); }),
    case(Couple, Cleared, plain, |h, w| { rebuild(h, w, "C级", 90, 20_000, 20_000); h.decoy("HOU-12", None); }),
    // HOU-13 no house
    case(Couple, Ordinary, plain, |h, w| { h.appraise("无房户", w); h.hit("HOU-13", None); }),
    case(Couple, Ordinary, plain, |h, w| { h.appraise("无房户", w); house(h).elsewhere = true; h.decoy("HOU-13", None); }),
    case(Couple, Lifted, relocated, |h, w| { h.appraise("无房户", w); h.decoy("HOU-13", None); }),
];

/// The head has died, the others have moved away.
fn leave_for_ever(household: &mut Household, when: &When) {
    household.members.iter_mut().for_each(|person| (person.state, person.job) = ("迁出", None));
    household.members[HEAD].die(days_before(when.epoch, 80));
}

/// A dangerous house, lived in or not.
pub(super) fn endanger(household: &mut Household, when: &When, grade: &'static str, living: Option<&'static str>) {
    household.appraise(grade, when);
    house(household).living = living;
}

/// A dangerous house that was rebuilt, what is due for it and what was paid.
fn rebuild(household: &mut Household, when: &When, grade: &'static str, days_ago: i32, due: i64, paid: i64) {
    household.appraise(grade, when);
    house(household).rebuilt = Some((days_before(when.epoch, days_ago), due, paid));
}

/// The acceptance is so recent that payment is not overdue.
fn accepted_lately(household: &mut Household, when: &When) {
    if let Some((accepted, ..)) = &mut house(household).rebuilt {
        *accepted = days_before(when.as_of, 10);
    }
}

pub(super) fn mud_house(household: &mut Household, when: &When) {
    household.appraise("B级", when);
    let house = house(household);
    (house.grade, house.structure) = (None, "土木结构");
}
