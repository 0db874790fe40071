//! MED-21: people who have not paid for next year's insurance while residents are enrolled.

use super::super::family::Template::Couple;
use super::super::family::{HEAD, SPOUSE};
use super::super::household::Class::{Lifted, Monitored, Ordinary};
use super::super::household::Household;
use super::super::when::When;
use super::{Scenario, case, plain};

const NOT_TO_BE_INSURED: &str = "已死亡、参军、服刑、出国（境）、迁出、失踪，或在新生儿参保宽限期内";
const ELSEWHERE: &str = "出嫁、空挂户，由现居住地动员参保";
const OTHERWISE: &str = "本年度以职工、大学生身份或者在外地参保，不在本地集中缴费";

#[rustfmt::skip]
pub const CASES: &[Scenario] = &[
    case(Couple, Lifted, plain, |h, w| unpaid(h, SPOUSE, w)),
    case(Couple, Monitored, plain, |h, w| unpaid(h, HEAD, w)),
    case(Couple, Ordinary, plain, |h, _| { h.members[HEAD].unpaid = true; h.decoy("MED-21", Some(HEAD)); }),
    case(Couple, Lifted, plain, |h, w| let_off(h, NOT_TO_BE_INSURED, w, |h| h.members[SPOUSE].state = "参军")),
    case(Couple, Lifted, plain, |h, w| let_off(h, ELSEWHERE, w, |h| h.members[SPOUSE].state = "空挂户")),
    case(Couple, Lifted, plain, |h, w| let_off(h, OTHERWISE, w, |h| h.members[SPOUSE].insurance[0].kind = "职工")),
];

fn unpaid(household: &mut Household, member: usize, when: &When) {
    household.members[member].unpaid = true;
    match when.year_ahead() {
        Some(_) => household.hit("MED-21", Some(member)),
        None => household.decoy("MED-21", Some(member)),
    }
}

fn let_off(household: &mut Household, why: &'static str, when: &When, because: fn(&mut Household)) {
    household.members[SPOUSE].unpaid = true;
    because(household);
    match when.year_ahead() {
        Some(_) => household.excluded("MED-21", Some(SPOUSE), why),
        None => household.decoy("MED-21", Some(SPOUSE)),
    }
}
