//! DIS: cards, the subsidies that follow from them, and what the file makes of a disability.

use super::super::family::Template::{Alone, Couple};
use super::super::family::{HEAD, SPOUSE};
use super::super::household::Class::{Lifted, Monitored, Ordinary};
use super::super::household::Household;
use super::super::records::{Disability, Measure};
use super::super::when::{When, days_before};
use super::{Scenario, allowed, case, monitoring, plain};

#[rustfmt::skip]
pub const CASES: &[Scenario] = &[
    // DIS-01, DIS-02, DIS-03, DIS-05 disability subsidies
    case(Couple, Ordinary, |h, w| h.members[HEAD].disable(5, 1, w), |h, _| { h.members[HEAD].subsidies.clear(); h.hit("DIS-01", Some(HEAD)); }),
    case(Couple, Lifted, |h, w| h.members[HEAD].disable(1, 2, w), |h, _| { h.members[HEAD].subsidies = vec!["困难残疾人生活补贴"]; h.hit("DIS-01", Some(HEAD)); }),
    case(Alone, Ordinary, |h, w| { h.members[HEAD].disable(1, 1, w); h.members[HEAD].support("分散"); }, |h, _| h.decoy("DIS-01", Some(HEAD))),
    case(Couple, Ordinary, |h, w| h.members[HEAD].disable(4, 3, w), |h, _| h.decoy("DIS-01", Some(HEAD))),
    case(Couple, Ordinary, |h, w| h.members[SPOUSE].disable(4, 1, w), |h, _| { h.members[SPOUSE].subsidies.clear(); h.members[SPOUSE].state = "迁出"; h.decoy("DIS-01", Some(SPOUSE)); }),
    case(Couple, Ordinary, |h, w| { allowed(h, w); h.members[HEAD].disable(2, 3, w); }, |h, _| { h.members[HEAD].subsidies.clear(); h.hit("DIS-02", Some(HEAD)); }),
    case(Couple, Ordinary, |h, w| { allowed(h, w); h.members[HEAD].disable(2, 3, w); }, |h, _| { h.decoy("DIS-02", Some(HEAD)); h.decoy("DIS-05", Some(HEAD)); }),
    case(Couple, Ordinary, |h, w| with_card(h, w, 2, "注销"), |h, _| { h.members[HEAD].subsidies = vec!["重度残疾人护理补贴"]; h.hit("DIS-03", Some(HEAD)); }),
    case(Couple, Ordinary, |h, w| with_card(h, w, 2, "过期"), |h, _| h.decoy("DIS-03", Some(HEAD))),
    case(Couple, Ordinary, |h, w| { with_card(h, w, 2, "持证"); card(h, HEAD).replaced = true; }, |h, _| h.decoy("DIS-03", Some(HEAD))),
    case(Couple, Ordinary, |h, w| with_card(h, w, 3, "持证"), |h, _| { h.members[HEAD].subsidies = vec!["困难残疾人生活补贴"]; h.hit("DIS-05", Some(HEAD)); }),
    case(Couple, Ordinary, |h, w| with_card(h, w, 3, "持证"), |h, _| { h.members[HEAD].subsidies = vec!["重度残疾人护理补贴"]; h.decoy("DIS-05", Some(HEAD)); }),
    // DIS-06 newly disabled
    case(Couple, Ordinary, |h, w| with_card(h, w, 1, "持证"), |h, w| { card(h, HEAD).issued = days_before(w.as_of, 12); h.hit("DIS-06", Some(HEAD)); }),
    case(Couple, Ordinary, |h, w| with_card(h, w, 1, "持证"), |h, w| { card(h, HEAD).issued = days_before(w.as_of, 40); h.decoy("DIS-06", Some(HEAD)); }),
    case(Couple, Ordinary, |h, w| with_card(h, w, 3, "持证"), |h, w| { card(h, HEAD).issued = days_before(w.as_of, 12); h.decoy("DIS-06", Some(HEAD)); }),
    // DIS-07 two disabled members, or nobody left to work
    case(Couple, Ordinary, |h, w| { with_card(h, w, 3, "持证"); h.members[SPOUSE].disable(2, 4, w); card(h, SPOUSE).status = "过期"; }, |h, _| { card(h, SPOUSE).status = "持证"; h.hit("DIS-07", None); }),
    case(Couple, Lifted, |h, w| h.members[SPOUSE].disable(2, 2, w), |h, _| { h.members.iter_mut().for_each(|person| person.skill = "丧失劳动力"); h.hit("DIS-07", None); }),
    case(Couple, Lifted, |h, w| h.members[SPOUSE].disable(2, 2, w), |h, _| h.decoy("DIS-07", None)),
    case(Couple, Ordinary, |h, w| { with_card(h, w, 3, "持证"); h.members[SPOUSE].disable(2, 4, w); h.members[SPOUSE].state = "迁出"; }, |h, _| h.decoy("DIS-07", None)),
    // DIS-08 a psychic disability, neither insured nor subsidised
    case(Couple, Ordinary, |h, w| h.members[HEAD].disable(6, 2, w), |h, _| { h.members[HEAD].insurance.clear(); h.hit("DIS-08", Some(HEAD)); h.hit("MED-02", Some(HEAD)); }),
    case(Couple, Ordinary, |h, w| h.members[HEAD].disable(6, 3, w), |h, _| { h.members[HEAD].subsidies.clear(); h.hit("DIS-08", Some(HEAD)); }),
    case(Couple, Ordinary, |h, w| h.members[HEAD].disable(6, 4, w), |h, _| { h.members[HEAD].insurance.clear(); h.decoy("DIS-08", Some(HEAD)); }),
    case(Alone, Ordinary, |h, w| { h.members[HEAD].disable(6, 2, w); h.members[HEAD].support("分散"); }, |h, _| h.decoy("DIS-08", Some(HEAD))),
    // DIS-09 the file and the card differ
    case(Couple, Lifted, plain, |h, _| { h.members[HEAD].on_file.health = "长期慢性病,残疾"; h.hit("DIS-09", Some(HEAD)); }),
    case(Couple, Lifted, |h, w| h.members[HEAD].disable(2, 4, w), |h, _| { h.members[HEAD].on_file.health = "健康"; h.hit("DIS-09", Some(HEAD)); }),
    case(Couple, Lifted, |h, w| h.members[HEAD].disable(2, 4, w), |h, _| h.decoy("DIS-09", Some(HEAD))),
    // DIS-11 monitored for a disability that nobody has
    case(Couple, Monitored, plain, |h, _| { monitor_for_disability(h); h.hit("DIS-11", None); }),
    case(Couple, Monitored, |h, w| h.members[SPOUSE].disable(2, 4, w), |h, _| { monitor_for_disability(h); h.decoy("DIS-11", None); }),
    // DIS-12 severely disabled and able to work
    case(Couple, Lifted, |h, w| h.members[HEAD].disable(4, 2, w), |h, _| { h.members[HEAD].skill = "普通劳动力"; h.hit("DIS-12", Some(HEAD)); }),
    case(Couple, Lifted, |h, w| h.members[HEAD].disable(2, 2, w), |h, _| { h.members[HEAD].skill = "普通劳动力"; h.decoy("DIS-12", Some(HEAD)); }),
];

/// The head has a card for a physical disability.
pub(super) fn with_card(household: &mut Household, when: &When, grade: usize, status: &'static str) {
    household.members[HEAD].disable(4, grade, when);
    card(household, HEAD).status = status;
}

fn card(household: &mut Household, member: usize) -> &mut Disability {
    household.members[member].disability.as_mut().expect("the case has a card issued")
}

fn monitor_for_disability(household: &mut Household) {
    let monitoring = monitoring(household);
    monitoring.risks = vec!["因残"];
    monitoring.measures.push(Measure::Security);
}
