//! Twins, whose numbers differ in the serial digits only: one's valid number on the other's row is doubt, not a link.

use super::super::family::CHILD;
use super::super::family::Template::Family;
use super::super::household::Class::{Lifted, Ordinary};
use super::super::household::Household;
use super::super::when::When;
use super::education::leave_school;
use super::{Scenario, case};

/// The other of the twins, the first of whom is the child of school age.
const TWIN: usize = 3;

#[rustfmt::skip]
pub const CASES: &[Scenario] = &[
    // Not insured by the list, in which a row of that name has the twin's number.
    case(Family, Lifted, twins, |h, _| { h.swapped = Some(("医保参保", TWIN, CHILD)); h.doubt("MED-01", Some(TWIN)); h.decoy("MED-03", Some(CHILD)); }),
    // At no school by the rolls.
    case(Family, Lifted, twins, |h, _| { h.members[TWIN].roll_call = None; h.swapped = Some(("在校生学籍", TWIN, CHILD)); h.doubt("EDU-01", Some(TWIN)); }),
    // One of two is at no school, and has no row that could be mistaken for another's.
    case(Family, Lifted, twins, |h, _| { leave_school(h, TWIN); h.hit("EDU-01", Some(TWIN)); h.decoy("EDU-01", Some(CHILD)); }),
    case(Family, Ordinary, twins, |h, _| { leave_school(h, CHILD); h.hit("EDU-17", Some(CHILD)); h.decoy("EDU-17", Some(TWIN)); }),
    case(Family, Lifted, twins, |h, _| { h.members[TWIN].insurance.clear(); h.hit("MED-01", Some(TWIN)); h.decoy("MED-01", Some(CHILD)); }),
];

/// The child of school age is one of twins.
fn twins(household: &mut Household, _: &When) {
    household.members.truncate(CHILD + 1);
    let mut twin = household.members[CHILD].clone();
    twin.name.pop();
    twin.name.push(if twin.male { '双' } else { '霜' });
    household.members.push(twin);
}
