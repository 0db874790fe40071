//! POL: deaths, injuries, prison and disasters.

use super::super::family::Template::{Couple, Elders, Family, OneParent, ThreeGenerations};
use super::super::family::{GRANDPARENT, HEAD};
use super::super::household::Class::{Lifted, Monitored, Ordinary};
use super::super::household::Household;
use super::super::records::Disaster;
use super::super::when::{When, days_before};
use super::{Scenario, case, plain};

#[rustfmt::skip]
pub const CASES: &[Scenario] = &[
    // POL-01 a breadwinner died
    case(Family, Ordinary, plain, |h, w| { h.members[HEAD].die(days_before(w.epoch, 80)); h.hit("POL-01", None); }),
    case(ThreeGenerations, Ordinary, plain, |h, w| { h.members[GRANDPARENT].die(days_before(w.epoch, 80)); h.decoy("POL-01", None); }),
    case(Family, Monitored, plain, |h, w| { h.members[HEAD].die(days_before(w.epoch, 80)); h.decoy("POL-01", None); }),
    case(Family, Ordinary, plain, |h, w| { h.members[HEAD].die(days_before(w.epoch, 420)); h.decoy("POL-01", None); h.decoy("POL-05", None); }),
    // POL-02 crippled in an accident
    case(Couple, Ordinary, plain, |h, w| { h.members[HEAD].injuries = vec![("伤残", days_before(w.epoch, 60))]; h.hit("POL-02", Some(HEAD)); }),
    case(Couple, Lifted, plain, |h, w| { h.members[HEAD].injuries = vec![("受伤", days_before(w.epoch, 60))]; h.decoy("POL-02", Some(HEAD)); }),
    case(Couple, Ordinary, plain, |h, w| { h.members[HEAD].injuries = vec![("伤残", days_before(w.epoch, 420))]; h.decoy("POL-02", Some(HEAD)); }),
    case(Couple, Monitored, plain, |h, w| { h.members[HEAD].injuries = vec![("伤残", days_before(w.epoch, 60))]; h.decoy("POL-02", Some(HEAD)); }),
    // POL-03 in prison
    case(Couple, Ordinary, plain, |h, w| { h.members[HEAD].prison = Some((days_before(w.epoch, 200), None)); h.hit("POL-03", None); }),
    case(Couple, Ordinary, plain, |h, w| { h.members[HEAD].prison = Some((days_before(w.epoch, 700), Some(days_before(w.epoch, 20)))); h.decoy("POL-03", None); }),
    case(Elders, Ordinary, plain, |h, w| { h.members[HEAD].prison = Some((days_before(w.epoch, 200), None)); h.decoy("POL-03", None); }),
    // POL-04 hit by a disaster
    case(Couple, Ordinary, plain, |h, w| { suffer(h, w, "严重", 4_000); h.hit("POL-04", None); }),
    case(Couple, Lifted, plain, |h, w| { suffer(h, w, "一般", 10_000); h.hit("POL-04", None); }),
    case(Couple, Ordinary, plain, |h, w| { suffer(h, w, "一般", 9_999); h.decoy("POL-04", None); }),
    case(Couple, Monitored, plain, |h, w| { suffer(h, w, "严重", 40_000); h.decoy("POL-04", None); }),
    // POL-05 only children and old people are left
    case(OneParent, Ordinary, plain, |h, w| { h.members[HEAD].die(days_before(w.epoch, 500)); h.hit("POL-05", None); }),
    case(OneParent, Monitored, plain, |h, w| { h.members[HEAD].die(days_before(w.epoch, 500)); h.hit("MIN-06", None); h.decoy("POL-05", None); }),
];

fn suffer(household: &mut Household, when: &When, degree: &'static str, loss: i64) {
    household.disasters = vec![Disaster { kind: None, day: days_before(when.epoch, 60), degree, loss }];
}
