//! REL: relocated households that nobody looks after.

use jiff::civil::date;

use super::super::family::Template::{Couple, Elders, Family};
use super::super::family::{CHILD, SPOUSE};
use super::super::household::Class::{Lifted, Monitored};
use super::super::household::Household;
use super::super::records::{Measure, Resettlement};
use super::super::when::days_before;
use super::education::leave_school;
use super::employment::hold;
use super::{Scenario, case, monitoring, plain, relocated};

#[rustfmt::skip]
pub const CASES: &[Scenario] = &[
    // REL-01 nobody works
    case(Couple, Lifted, relocated, |h, _| { stop_working(h); h.hit("REL-01", None); }),
    case(Couple, Lifted, relocated, |h, _| h.decoy("REL-01", None)),
    case(Couple, Lifted, relocated, |h, _| { h.members.iter_mut().for_each(|person| person.work_months = 0); h.decoy("REL-01", None); }),
    case(Couple, Lifted, relocated, |h, w| { stop_working(h); hold(h, w, "护林员"); h.decoy("REL-01", None); }),
    case(Elders, Lifted, relocated, |h, _| { stop_working(h); h.decoy("REL-01", None); }),
    // REL-02 measures of years ago
    case(Couple, Lifted, relocated, |h, w| { resettlement(h).measures_updated = days_before(w.epoch, 800); h.hit("REL-02", None); }),
    case(Couple, Lifted, relocated, |h, w| { resettlement(h).measures_updated = days_before(w.epoch, 300); h.decoy("REL-02", None); }),
    // REL-03 the old house
    case(Couple, Lifted, relocated, |h, _| { resettlement(h).old_house_gone = false; h.hit("REL-03", None); }),
    case(Couple, Lifted, relocated, |h, _| { resettlement(h).lives_in_old_house = true; h.hit("REL-03", None); }),
    case(Couple, Lifted, relocated, |h, w| { let place = resettlement(h); (place.old_house_gone, place.moved) = (false, days_before(w.epoch, 200)); h.decoy("REL-03", None); }),
    // REL-04 not insured, REL-06 at no school
    case(Couple, Lifted, relocated, |h, _| { h.members[SPOUSE].insurance.clear(); h.hit("REL-04", Some(SPOUSE)); h.decoy("MED-01", Some(SPOUSE)); }),
    case(Couple, Lifted, relocated, |h, _| { h.members[SPOUSE].insurance[0].status = "终止参保"; h.hit("REL-04", Some(SPOUSE)); h.decoy("MED-04", Some(SPOUSE)); }),
    case(Family, Lifted, relocated, |h, _| { leave_school(h, CHILD); h.hit("REL-06", Some(CHILD)); h.decoy("EDU-01", Some(CHILD)); }),
    case(Family, Lifted, relocated, |h, _| { leave_school(h, CHILD); h.members[CHILD].roll_call = Some("县外就读"); h.decoy("REL-06", Some(CHILD)); }),
    case(Couple, Lifted, relocated, |h, _| { h.members[SPOUSE].state = "参军"; h.members[SPOUSE].insurance.clear(); h.decoy("REL-04", Some(SPOUSE)); }),
    // REL-05 relocation after its time
    case(Couple, Monitored, plain, |h, _| { monitoring(h).measures.push(Measure::Relocation); h.hit("REL-05", None); }),
    case(Couple, Monitored, plain, |h, _| { let monitoring = monitoring(h); monitoring.measures.push(Measure::Relocation); monitoring.found = date(2020, 5, 1); h.decoy("REL-05", None); }),
];

/// Nobody has worked this year, and everybody knows.
pub(super) fn stop_working(household: &mut Household) {
    for person in &mut household.members {
        (person.work_months, person.job) = (0, None);
        person.posts.clear();
    }
}

fn resettlement(household: &mut Household) -> &mut Resettlement {
    household.resettlement.as_mut().expect("relocated households are resettled")
}
