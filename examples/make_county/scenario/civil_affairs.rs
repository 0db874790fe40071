//! MIN: relief that is paid twice or after death, and people who get none.

use jiff::civil::date;

use super::super::family::Template::{Alone, Couple, Elders, Guardian, ThreeGenerations};
use super::super::family::{GRANDPARENT, HEAD, ONLY_CHILD, SPOUSE};
use super::super::household::Class::{Cleared, Lifted, Monitored, Ordinary};
use super::super::household::Household;
use super::super::records::{Asset, Job};
use super::super::when::{When, days_before, months_before};
use super::education::orphan;
use super::housing::endanger;
use super::{Scenario, allowance, allowed, case, marginal, plain, unstable, water};

#[rustfmt::skip]
pub const CASES: &[Scenario] = &[
    // MIN-01 paid after death
    case(ThreeGenerations, Ordinary, |h, w| h.allow([HEAD, GRANDPARENT], w), |h, w| { h.members[GRANDPARENT].die(days_before(w.epoch, 120)); h.hit("MIN-01", Some(GRANDPARENT)); }),
    case(ThreeGenerations, Ordinary, |h, w| h.members[GRANDPARENT].disable(1, 1, w), |h, w| { h.members[GRANDPARENT].die(days_before(w.epoch, 150)); h.members[GRANDPARENT].subsidies = vec!["重度残疾人护理补贴"]; h.hit("MIN-01", Some(GRANDPARENT)); }),
    case(ThreeGenerations, Ordinary, |h, w| h.allow([HEAD, GRANDPARENT], w), |h, w| { h.members[GRANDPARENT].die(days_before(w.as_of, 12)); h.decoy("MIN-01", Some(GRANDPARENT)); }),
    case(ThreeGenerations, Ordinary, |h, w| h.allow([GRANDPARENT], w), |h, w| { stop_paying(h, w); h.decoy("MIN-01", Some(GRANDPARENT)); }),
    case(ThreeGenerations, Ordinary, |h, w| h.allow([HEAD, GRANDPARENT], w), |h, w| { h.members[GRANDPARENT].die(days_before(w.as_of.first_of_month(), 5)); h.hit("MIN-01", Some(GRANDPARENT)); }),
    case(ThreeGenerations, Ordinary, |h, w| h.allow([HEAD, GRANDPARENT], w), |h, _| { h.members[GRANDPARENT].state = "死亡"; h.hit("MIN-01", Some(GRANDPARENT)); }),
    // MIN-02, MIN-03 two kinds of relief
    case(Elders, Ordinary, allowed, |h, _| { h.members[HEAD].support("分散"); h.hit("MIN-02", Some(HEAD)); }),
    case(Elders, Ordinary, |h, w| { h.allow([SPOUSE], w); h.members[HEAD].support("分散"); }, |h, _| h.decoy("MIN-02", Some(HEAD))),
    case(Guardian, Ordinary, orphan, |h, _| { h.members[ONLY_CHILD].support("集中"); h.hit("MIN-03", Some(ONLY_CHILD)); }),
    case(Guardian, Ordinary, orphan, |h, _| h.decoy("MIN-03", Some(ONLY_CHILD))),
    // MIN-04 in two certificates
    case(Couple, Ordinary, |h, w| h.allow([HEAD, SPOUSE], w), |h, _| { allowance(h).twice = Some(SPOUSE); h.hit("MIN-04", Some(SPOUSE)); h.decoy("MIN-04", Some(HEAD)); }),
    // MIN-05 part of the household only
    case(Couple, Lifted, allowed, |h, _| { allowance(h).as_whole = true; h.hit("MIN-05", None); }),
    case(Couple, Lifted, allowed, |h, _| h.decoy("MIN-05", None)),
    case(Couple, Ordinary, allowed, |h, _| { allowance(h).as_whole = true; h.decoy("MIN-05", None); }),
    // MIN-06 nobody can work
    case(Elders, Lifted, plain, |h, _| { idle(h); h.hit("MIN-06", None); }),
    case(Couple, Monitored, plain, |h, _| { idle(h); h.members[HEAD].skill = "丧失劳动力"; h.hit("MIN-06", None); }),
    case(ThreeGenerations, Lifted, plain, |h, w| { idle(h); h.members[GRANDPARENT].die(days_before(w.epoch, 300)); h.members[GRANDPARENT].skill = "弱劳动力或半劳动力"; h.hit("MIN-06", None); }),
    case(Elders, Lifted, |h, w| h.allow([SPOUSE], w), |h, _| { idle(h); h.decoy("MIN-06", None); }),
    case(Elders, Cleared, marginal, |h, _| { idle(h); h.hit("MON-03", None); h.decoy("MIN-06", None); }),
    case(Elders, Cleared, unstable, |h, _| { idle(h); h.hit("MON-03", None); h.hit("MIN-06", None); }),
    // MIN-07 severely disabled, not on 低保
    case(Couple, Lifted, |h, w| h.members[SPOUSE].disable(4, 2, w), |h, _| { end_allowance(h); h.hit("MIN-07", Some(SPOUSE)); }),
    case(Couple, Monitored, |h, w| h.members[HEAD].disable(6, 3, w), |h, _| { end_allowance(h); h.hit("MIN-07", Some(HEAD)); }),
    case(Couple, Cleared, |h, w| { unstable(h, w); h.members[SPOUSE].disable(4, 2, w); }, |h, _| { end_allowance(h); h.hit("MIN-07", Some(SPOUSE)); }),
    case(Couple, Lifted, |h, w| h.members[SPOUSE].disable(4, 3, w), |h, _| h.decoy("MIN-07", Some(SPOUSE))),
    case(Couple, Lifted, |h, w| { h.members[SPOUSE].disable(4, 1, w); cancel_card(h, SPOUSE); }, |h, _| h.decoy("MIN-07", Some(SPOUSE))),
    // MIN-08 seriously ill, not on 低保
    case(Couple, Lifted, plain, |h, w| { h.members[HEAD].illnesses = vec![("胃癌", days_before(w.epoch, 300))]; h.hit("MIN-08", Some(HEAD)); }),
    case(Couple, Cleared, unstable, |h, w| { h.members[HEAD].illnesses = vec![("胃癌", days_before(w.epoch, 300))]; h.hit("MIN-08", Some(HEAD)); }),
    case(Couple, Lifted, allowed, |h, w| { h.members[HEAD].illnesses = vec![("胃癌", days_before(w.epoch, 300))]; h.decoy("MIN-08", Some(HEAD)); }),
    // MIN-09 newly on 低保
    case(Couple, Ordinary, allowed, |h, w| { allowance(h).approved = w.as_of.first_of_month(); h.hit("MIN-09", None); }),
    case(Couple, Ordinary, allowed, |h, w| { allowance(h).approved = months_before(w.as_of, 1); h.decoy("MIN-09", None); }),
    case(Couple, Monitored, allowed, |h, w| { allowance(h).approved = w.as_of.first_of_month(); h.decoy("MIN-09", None); }),
    // MIN-10 on 低保 with a car, a firm or a flat
    case(Couple, Ordinary, allowed, |h, _| { own(h, "商品房", "其他", 300_000); h.hit("MIN-10", Some(HEAD)); }),
    case(Couple, Ordinary, allowed, |h, _| { own(h, "车辆", "其他", 50_000); h.hit("MIN-10", Some(HEAD)); }),
    case(Couple, Ordinary, allowed, |h, _| { own(h, "车辆", "其他", 49_999); h.decoy("MIN-10", Some(HEAD)); }),
    case(Couple, Ordinary, allowed, |h, _| { own(h, "车辆", "残疾代步", 80_000); h.decoy("MIN-10", Some(HEAD)); }),
    case(Couple, Ordinary, plain, |h, _| { own(h, "工商登记", "其他", 100_000); h.decoy("MIN-10", Some(HEAD)); }),
    // MIN-11 on 低保 with somebody on the public payroll
    case(Couple, Ordinary, allowed, |h, _| { h.members[SPOUSE].on_payroll = true; h.hit("MIN-11", None); }),
    case(Couple, Ordinary, allowed, |h, w| { h.members[SPOUSE].on_payroll = true; h.members[SPOUSE].die(days_before(w.epoch, 500)); h.decoy("MIN-11", None); }),
    // MIN-12 an amount that does not fit the people
    case(Couple, Ordinary, allowed, |h, _| { allowance(h).a_head = 49; h.hit("MIN-12", None); }),
    case(Couple, Ordinary, allowed, |h, _| { allowance(h).a_head = 50; h.decoy("MIN-12", None); }),
    // MIN-13 特困 living apart, in want of something
    case(Alone, Ordinary, |h, _| h.members[HEAD].support("分散"), |h, _| { water(h).quality = "不达标"; h.hit("WAT-01", None); h.hit("MIN-13", None); }),
    case(Alone, Ordinary, |h, _| h.members[HEAD].support("分散"), |h, _| { h.members[HEAD].insurance.clear(); h.hit("MED-02", Some(HEAD)); h.hit("MIN-13", None); }),
    case(Alone, Lifted, |h, _| h.members[HEAD].support("分散"), |h, w| { endanger(h, w, "D级", Some("仍居住")); h.hit("HOU-01", None); h.hit("HOU-02", None); h.hit("MIN-13", None); }),
    case(Alone, Ordinary, |h, _| h.members[HEAD].support("集中"), |h, w| { endanger(h, w, "D级", Some("不居住")); h.decoy("MIN-13", None); }),
    case(Alone, Ordinary, |h, _| h.members[HEAD].support("分散"), |h, _| h.decoy("MIN-13", None)),
    // MIN-14 nobody cares for them
    case(Alone, Ordinary, |h, _| h.members[HEAD].support("分散"), |h, _| { need_care(h, "完全失能", false); h.hit("MIN-14", Some(HEAD)); }),
    case(Alone, Ordinary, |h, _| h.members[HEAD].support("分散"), |h, _| { need_care(h, "半失能", true); h.decoy("MIN-14", Some(HEAD)); }),
    case(Alone, Ordinary, |h, _| h.members[HEAD].support("集中"), |h, _| { need_care(h, "完全失能", false); h.decoy("MIN-14", Some(HEAD)); }),
    // MIN-15 of working age and healthy
    case(Couple, Ordinary, |h, w| h.appraise("B级", w), |h, _| { support_late(h); h.hit("MIN-15", Some(HEAD)); }),
    case(Couple, Ordinary, |h, w| { h.appraise("B级", w); h.members[HEAD].disable(4, 2, w); }, |h, _| { support_late(h); h.decoy("MIN-15", Some(HEAD)); }),
    // MIN-16 特困 with a job
    case(Elders, Ordinary, |h, _| h.members[HEAD].support("分散"), |h, w| { work(h, w); h.hit("MIN-16", Some(HEAD)); }),
    case(Elders, Ordinary, |h, _| h.members[HEAD].support("分散"), |h, w| { work(h, w).ended = Some(days_before(w.epoch, 100)); h.decoy("MIN-16", Some(HEAD)); }),
    // MIN-17 低保 in the file and in the list differ
    case(Couple, Lifted, plain, |h, _| { h.members[HEAD].on_file.allowance = "农村低保"; h.hit("MIN-17", Some(HEAD)); }),
    case(Couple, Monitored, allowed, |h, _| { h.members[HEAD].on_file.allowance = "未享受"; h.hit("MIN-17", Some(HEAD)); }),
    case(Couple, Lifted, allowed, |h, _| { h.members[HEAD].on_file.allowance = "未享受"; h.hit("MIN-17", Some(HEAD)); }),
    case(Couple, Monitored, allowed, |h, _| h.decoy("MIN-17", Some(HEAD))),
    // MIN-18 emergency relief twice a year
    case(Couple, Ordinary, plain, |h, w| { h.members[HEAD].emergency_relief = vec![days_before(w.epoch, 30)]; h.members[SPOUSE].emergency_relief = vec![days_before(w.epoch, 200)]; h.hit("MIN-18", None); }),
    case(Couple, Cleared, plain, |h, w| { h.members[HEAD].emergency_relief = vec![days_before(w.epoch, 30), days_before(w.epoch, 90)]; h.hit("MIN-18", None); }),
    case(Couple, Lifted, plain, |h, w| { h.members[HEAD].emergency_relief = vec![days_before(w.epoch, 30), days_before(w.epoch, 400)]; h.decoy("MIN-18", None); }),
    // MIN-19 very old and alone
    case(Alone, Ordinary, |h, w| { h.members[HEAD].birth = date(w.epoch.year() - 80, 2, 3); h.allow([HEAD], w); }, |h, _| { end_allowance(h); h.members[HEAD].insurance[0].subsidy = 0; h.hit("MIN-19", None); }),
    case(Alone, Ordinary, |h, w| h.members[HEAD].birth = date(w.epoch.year() - 75, 12, 20), |h, _| h.decoy("MIN-19", None)),
    case(Alone, Ordinary, |h, w| { h.members[HEAD].birth = date(w.epoch.year() - 80, 2, 3); h.allow([HEAD], w); }, |h, _| h.decoy("MIN-19", None)),
];

/// 低保 was last paid for the month of death.
fn stop_paying(household: &mut Household, when: &When) {
    let death = days_before(when.epoch, 100);
    household.members[GRANDPARENT].die(death);
    allowance(household).last_month = Some(months_before(death, 0));
}

/// Off 低保, and everybody knows.
fn end_allowance(household: &mut Household) {
    household.allowance = None;
    for person in &mut household.members {
        person.on_file.allowance = "未享受";
        person.subsidies.retain(|subsidy| *subsidy != "困难残疾人生活补贴");
    }
}

fn idle(household: &mut Household) {
    household.members.iter_mut().for_each(|person| person.skill = "无劳动力");
}

fn cancel_card(household: &mut Household, member: usize) {
    if let Some(card) = &mut household.members[member].disability {
        card.status = "注销";
    }
}

pub(super) fn own(household: &mut Household, kind: &'static str, purpose: &'static str, value: i64) {
    household.members[HEAD].assets = vec![Asset { kind, purpose, value }];
}

fn need_care(household: &mut Household, self_care: &'static str, carer: bool) {
    if let Some(support) = &mut household.members[HEAD].support {
        (support.self_care, support.carer) = (self_care, carer);
    }
}

/// 特困 and insured at the public's expense.
fn support_late(household: &mut Household) {
    let head = &mut household.members[HEAD];
    head.support("分散");
    head.insurance[0].subsidy = 260;
}

fn work<'h>(household: &'h mut Household, when: &When) -> &'h mut Job {
    let begun = days_before(when.epoch, 400);
    let job = Job { region: "县内", begun, ended: None, pay: 2_400, fare: 0, asked: None };
    household.members[HEAD].job.insert(job)
}
