//! MED: people without insurance, heavy bills, aid that did not come.

use jiff::civil::date;

use super::super::family::Template::{Couple, Elders, Family, Guardian, ThreeGenerations};
use super::super::family::{CHILD, GRANDPARENT, HEAD, ONLY_CHILD, SPOUSE};
use super::super::household::Class::{Cleared, Lifted, Monitored, Ordinary};
use super::super::household::Household;
use super::super::life::stay;
use super::super::records::{Consultation, Insurance, MedicalAid, Stay};
use super::super::when::{When, days_before};
use super::education::{leave_school, orphan};
use super::{Scenario, allowed, case, ill, marginal, plain, unstable};

#[rustfmt::skip]
pub const CASES: &[Scenario] = &[
    // MED-01 not insured, 脱贫户 and 监测户; MED-04 insurance broken off
    case(Couple, Lifted, plain, |h, _| { h.members[SPOUSE].insurance.clear(); h.hit("MED-01", Some(SPOUSE)); }),
    case(Couple, Cleared, unstable, |h, _| { h.members[SPOUSE].insurance.clear(); h.hit("MED-01", Some(SPOUSE)); }),
    case(Couple, Cleared, marginal, |h, _| { h.members[SPOUSE].insurance.clear(); h.decoy("MED-01", Some(SPOUSE)); }),
    case(Family, Monitored, plain, |h, _| { h.members[HEAD].insurance[0].status = "暂停参保"; h.hit("MED-04", Some(HEAD)); h.decoy("MED-01", Some(HEAD)); }),
    case(Couple, Lifted, plain, |h, _| { h.members[HEAD].insurance[0].status = "终止参保"; h.hit("MED-04", Some(HEAD)); h.decoy("MED-01", Some(HEAD)); }),
    case(Family, Lifted, plain, |h, _| { let old = &mut h.members[SPOUSE].insurance[0]; (old.status, old.year) = ("暂停参保", old.year - 1); h.hit("MED-01", Some(SPOUSE)); h.decoy("MED-04", Some(SPOUSE)); }),
    case(Couple, Lifted, plain, |h, w| { insure_twice(h, w, "正常参保", 0); h.members[HEAD].insurance[0].status = "终止参保"; h.decoy("MED-04", Some(HEAD)); }),
    case(Couple, Lifted, plain, |h, _| { h.members[HEAD].insurance[0].kind = "职工"; h.decoy("MED-01", Some(HEAD)); }),
    case(ThreeGenerations, Lifted, plain, |h, w| { h.members[GRANDPARENT].die(days_before(w.epoch, 90)); h.members[GRANDPARENT].insurance.clear(); h.decoy("MED-01", Some(GRANDPARENT)); }),
    case(Couple, Lifted, plain, |h, _| { h.members[HEAD].state = "参军"; h.members[HEAD].insurance.clear(); h.decoy("MED-01", Some(HEAD)); }),
    case(Family, Lifted, |h, w| { h.members[CHILD].birth = days_before(w.end, 45); leave_school(h, CHILD); }, |h, _| { h.members[CHILD].insurance.clear(); h.decoy("MED-01", Some(CHILD)); }),
    case(Couple, Lifted, plain, |h, _| { h.misprinted = vec!["医保参保"]; (0..h.members.len()).for_each(|member| h.doubt("MED-01", Some(member))); }),
    // MED-02 not insured, other low-income groups
    case(Couple, Ordinary, |h, w| h.allow([HEAD, SPOUSE], w), |h, _| { h.members[SPOUSE].insurance.clear(); h.hit("MED-02", Some(SPOUSE)); }),
    case(Couple, Ordinary, |h, w| h.members[HEAD].disable(4, 1, w), |h, _| { h.members[HEAD].insurance.clear(); h.hit("MED-02", Some(HEAD)); }),
    case(Couple, Ordinary, plain, |h, _| { h.members[HEAD].insurance.clear(); h.decoy("MED-02", Some(HEAD)); }),
    case(Couple, Ordinary, allowed, |h, _| { h.members[HEAD].insurance[0].kind = "职工"; h.decoy("MED-02", Some(HEAD)); }),
    // MED-03 insured twice
    case(Couple, Ordinary, plain, |h, w| { insure_twice(h, w, "正常参保", 0); h.hit("MED-03", Some(HEAD)); }),
    case(Couple, Ordinary, plain, |h, w| { insure_twice(h, w, "终止参保", 0); h.decoy("MED-03", Some(HEAD)); }),
    case(Couple, Ordinary, plain, |h, w| { insure_twice(h, w, "正常参保", 1); h.decoy("MED-03", Some(HEAD)); }),
    // MED-05 insured at full price, MED-06 subsidised without cause
    case(Couple, Ordinary, allowed, |h, _| { h.members[HEAD].insurance[0].subsidy = 0; h.hit("MED-05", Some(HEAD)); }),
    case(Couple, Monitored, plain, |h, _| { h.members[SPOUSE].insurance[0].subsidy = 0; h.hit("MED-05", Some(SPOUSE)); }),
    case(Couple, Ordinary, allowed, |h, _| { h.members[HEAD].insurance[0].subsidy = 100; h.decoy("MED-05", Some(HEAD)); }),
    case(Couple, Ordinary, plain, |h, _| { h.members[HEAD].insurance[0].subsidy = 260; h.hit("MED-06", Some(HEAD)); }),
    case(Guardian, Ordinary, orphan, |h, _| h.decoy("MED-06", Some(ONLY_CHILD))),
    // MED-08, MED-09 heavy hospital bills
    case(Family, Lifted, plain, |h, w| { bill(h, w, HEAD, 3_200); bill(h, w, SPOUSE, 3_000); h.hit("MED-08", None); }),
    case(Couple, Cleared, plain, |h, w| { bill(h, w, HEAD, 5_000); h.hit("MED-08", None); }),
    case(Couple, Lifted, plain, |h, w| { bill(h, w, HEAD, 7_000); bill(h, w, HEAD, -4_000); h.decoy("MED-08", None); }),
    case(Couple, Lifted, plain, |h, w| { bill(h, w, HEAD, 9_000); h.members[HEAD].stays[0].day = date(w.year() - 1, 6, 3); h.decoy("MED-08", None); }),
    case(Couple, Lifted, plain, |h, w| { bill(h, w, HEAD, 4_999); h.decoy("MED-08", None); }),
    case(Couple, Monitored, ill, |h, w| { bill(h, w, HEAD, 12_000); h.decoy("MED-08", None); }),
    case(Couple, Ordinary, plain, |h, w| { bill(h, w, HEAD, 14_000); bill(h, w, SPOUSE, 7_000); h.hit("MED-09", None); }),
    case(Couple, Ordinary, plain, |h, w| { bill(h, w, HEAD, 8_000); h.decoy("MED-09", None); }),
    case(Couple, Ordinary, |h, _| h.members[SPOUSE].state = "财政供养", |h, w| { bill(h, w, HEAD, 30_000); h.decoy("MED-09", None); }),
    case(Couple, Ordinary, |h, _| h.members[SPOUSE].on_payroll = true, |h, w| { bill(h, w, HEAD, 30_000); h.decoy("MED-09", None); }),
    // MED-10 much to pay at the doctor's
    case(Elders, Ordinary, plain, |h, w| { consult(h, w, &[(5, 300), (15, 200)]); h.hit("MED-10", Some(HEAD)); }),
    case(Elders, Ordinary, plain, |h, w| { consult(h, w, &[(-3, 900), (15, 499)]); h.decoy("MED-10", Some(HEAD)); }),
    // MED-11 half the income
    case(Couple, Lifted, only_two, |h, w| { h.on_file.income = 9_000; bill(h, w, HEAD, 9_000); h.hit("MED-08", None); h.hit("MED-11", None); }),
    case(Couple, Lifted, only_two, |h, w| { h.on_file.income = 9_000; bill(h, w, HEAD, 8_999); h.hit("MED-08", None); h.decoy("MED-11", None); }),
    // MED-12 a serious illness, found lately
    case(Couple, Ordinary, plain, |h, w| { h.members[HEAD].illnesses = vec![("胃癌", days_before(w.as_of, 10))]; h.hit("MED-12", Some(HEAD)); }),
    case(Couple, Ordinary, plain, |h, w| { h.members[HEAD].illnesses = vec![("胃癌", days_before(w.as_of, 40))]; h.decoy("MED-12", Some(HEAD)); }),
    case(Couple, Monitored, allowed, |h, w| { h.members[HEAD].illnesses = vec![("胃癌", days_before(w.as_of, 10))]; h.decoy("MED-12", Some(HEAD)); h.decoy("MIN-08", Some(HEAD)); }),
    // MED-13 share paid in the county
    case(Couple, Lifted, plain, |h, w| { share(h, w, 3_000, 1_500, true); h.hit("MED-13", Some(HEAD)); }),
    case(Couple, Monitored, plain, |h, w| { share(h, w, 3_000, 2_990, true); h.hit("MED-13", Some(HEAD)); }),
    case(Couple, Cleared, unstable, |h, w| { share(h, w, 3_000, 1_500, true); h.hit("MED-13", Some(HEAD)); }),
    case(Couple, Ordinary, plain, |h, w| { share(h, w, 3_000, 1_500, true); h.decoy("MED-13", Some(HEAD)); }),
    case(Couple, Lifted, plain, |h, w| { share(h, w, 3_000, 1_500, false); h.decoy("MED-13", Some(HEAD)); }),
    // MED-14 paid in advance
    case(Couple, Lifted, plain, |h, w| { stay_in_hospital(h, w, true).claimed = true; h.hit("MED-14", Some(HEAD)); }),
    case(Couple, Monitored, plain, |h, w| { stay_in_hospital(h, w, true).deposit = 500; h.hit("MED-14", Some(HEAD)); }),
    case(Couple, Cleared, unstable, |h, w| { stay_in_hospital(h, w, true).deposit = 500; h.hit("MED-14", Some(HEAD)); }),
    case(Couple, Lifted, plain, |h, w| { stay_in_hospital(h, w, false).claimed = true; h.decoy("MED-14", Some(HEAD)); }),
    // MED-15 nothing from the insurance for serious illnesses
    case(Couple, Monitored, ill, |h, w| { bill(h, w, HEAD, 7_100); without_serious(h); h.hit("MED-15", Some(HEAD)); }),
    case(Couple, Monitored, ill, |h, w| { bill(h, w, HEAD, 7_000); without_serious(h); h.decoy("MED-15", Some(HEAD)); }),
    // MED-16 no medical assistance
    case(Couple, Ordinary, allowed, |h, _| { aid(h, 4_000, 0); h.hit("MED-16", Some(HEAD)); }),
    case(Couple, Monitored, plain, |h, _| { aid(h, 4_699, 0); h.hit("MED-16", Some(HEAD)); }),
    case(Couple, Monitored, plain, |h, _| { aid(h, 4_700, 0); h.decoy("MED-16", Some(HEAD)); }),
    case(Couple, Ordinary, plain, |h, _| { aid(h, 4_000, 0); h.decoy("MED-16", Some(HEAD)); }),
    // MED-17 settled after death
    case(ThreeGenerations, Ordinary, plain, |h, w| { settle_after_death(h, w, 60); h.hit("MED-17", Some(GRANDPARENT)); }),
    case(ThreeGenerations, Ordinary, plain, |h, w| { settle_after_death(h, w, 20); h.decoy("MED-17", Some(GRANDPARENT)); }),
    // MED-19 monitored for an illness that nobody has
    case(Couple, Monitored, ill, |h, _| { recover(h); h.hit("MED-19", None); }),
    case(Couple, Monitored, ill, |h, _| { recover(h); h.on_file.own_costs = 3_000; h.decoy("MED-19", None); }),
];

/// A second insurance, with employees, of this year or of years ago.
pub(super) fn insure_twice(household: &mut Household, when: &When, status: &'static str, years_ago: i16) {
    let second = Insurance { kind: "职工", status, year: when.year() - years_ago, subsidy: 0 };
    household.members[HEAD].insurance.push(second);
}

/// A settlement outside the county of which so much is left to pay; a negative one takes a settlement back.
pub(super) fn bill(household: &mut Household, when: &When, patient: usize, own: i64) {
    let day = date(when.year(), 1, 5 + i8::try_from(household.members[patient].stays.len()).unwrap_or(0));
    let (total, serious) = (own * 3, own / 2);
    let pooled = total - own - serious;
    let settled = Stay { day, local: false, total, pooled, serious, relief: 0, own, claimed: false, deposit: 0 };
    household.members[patient].stays.push(settled);
}

fn without_serious(household: &mut Household) {
    for stay in &mut household.members[HEAD].stays {
        stay.pooled += stay.serious;
        stay.serious = 0;
    }
}

/// A settlement of which so much was paid.
pub(super) fn share(household: &mut Household, when: &When, total: i64, paid: i64, local: bool) {
    let mut settled = stay(date(when.year(), 1, 12), local, total);
    (settled.pooled, settled.serious, settled.relief, settled.own) = (paid - 300, 200, 100, total - paid);
    household.members[HEAD].stays.push(settled);
}

pub(super) fn stay_in_hospital<'h>(household: &'h mut Household, when: &When, local: bool) -> &'h mut Stay {
    let stays = &mut household.members[HEAD].stays;
    stays.push(stay(date(when.year(), 1, 12), local, 3_000));
    stays.last_mut().expect("pushed above")
}

/// Consultations on days of this month, or before it, and what each left to pay.
fn consult(household: &mut Household, when: &When, days: &[(i32, i64)]) {
    let first = when.as_of.first_of_month();
    let consultation = |(day, own): &(i32, i64)| Consultation { day: days_before(first, -day), own: *own };
    household.members[HEAD].consultations = days.iter().map(consultation).collect();
}

/// 5,000 within the policy, of which so much was pooled and so much given as assistance.
fn aid(household: &mut Household, pooled: i64, aid: i64) {
    household.members[HEAD].medical_aid = vec![MedicalAid { within_policy: 5_000, pooled, aid }];
}

fn settle_after_death(household: &mut Household, when: &When, days: i32) {
    let death = days_before(when.epoch, 200);
    let grandparent = &mut household.members[GRANDPARENT];
    grandparent.die(death);
    grandparent.stays.push(stay(days_before(death, -days), true, 1_800));
}

fn recover(household: &mut Household) {
    household.members.iter_mut().for_each(|person| person.on_file.health = "健康");
}

pub(super) fn only_two(household: &mut Household, _: &When) {
    household.members.truncate(2);
}
