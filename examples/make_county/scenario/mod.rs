//! The planted cases: for every rule households that it must flag, and look-alikes that it must leave alone.
//!
//! A household has one scenario at most. `arrange` shapes it, then everything is put in order, then `disturb` breaks
//! one thing and says which clues must come of it.

mod civil_affairs;
mod disability;
mod education;
mod employment;
mod enrolment;
mod excluded;
mod housing;
mod medical;
mod monitoring;
mod overlooked;
mod relocation;
mod safety;
mod twins;
mod water;

use super::Breadth;
use super::dice::Dice;
use super::family::Template;
use super::household::{Class, Household};
use super::records::{Allowance, House, Monitoring, Water};
use super::when::When;

/// One kind of case.
pub struct Scenario {
    pub template: Template,
    pub class: Class,
    arrange: fn(&mut Household, &When),
    disturb: fn(&mut Household, &When),
}

const fn case(
    template: Template,
    class: Class,
    arrange: fn(&mut Household, &When),
    disturb: fn(&mut Household, &When),
) -> Scenario {
    Scenario { template, class, arrange, disturb }
}

/// All kinds of case, by department.
const CASES: [&[Scenario]; 10] = [
    education::CASES,
    medical::CASES,
    housing::CASES,
    water::CASES,
    civil_affairs::CASES,
    disability::CASES,
    employment::CASES,
    relocation::CASES,
    safety::CASES,
    monitoring::CASES,
];

/// All kinds of case to be planted.
fn cases(breadth: Breadth) -> impl Iterator<Item = &'static [Scenario]> + Clone {
    let more: &[&[Scenario]] =
        if breadth == Breadth::Full { &[excluded::CASES, twins::CASES, enrolment::CASES] } else { &[] };
    CASES.into_iter().chain(more.iter().copied())
}

/// How many kinds of case there are.
pub fn count(breadth: Breadth) -> usize {
    cases(breadth).map(<[Scenario]>::len).sum()
}

/// The case of a slot: the departments take turns; after the last case they begin anew.
pub fn of_slot(slot: usize, breadth: Breadth) -> &'static Scenario {
    let turn = |turn: usize| cases(breadth).filter_map(move |cases| cases.get(turn));
    (0..).flat_map(turn).nth(slot % count(breadth)).expect("a remainder of their number")
}

impl Scenario {
    /// Shapes a household for the case.
    pub fn arrange(&self, household: &mut Household, when: &When, dice: &mut Dice) {
        // Safe water always: a case about water breaks it, the others must not stumble over it.
        household.water = Some(super::family::water(dice));
        household.relocated = false;
        (self.arrange)(household, when);
    }

    /// Breaks what the case is about, and notes what must be found.
    pub fn disturb(&self, household: &mut Household, when: &When) {
        (self.disturb)(household, when);
        if household.class.may_be_overlooked() && overlooked::asks_for_a_visit(&household.planted.hits) {
            household.hit("MON-01", None);
        }
    }

    /// Whether the case plants something to be found.
    pub fn plants(&self, household: &Household, when: &When) -> bool {
        let mut trial = household.clone();
        self.disturb(&mut trial, when);
        !trial.planted.hits.is_empty() || !trial.planted.doubts.is_empty()
    }
}

fn plain(_: &mut Household, _: &When) {}

/// The household is monitored for an illness.
fn ill(household: &mut Household, _: &When) {
    monitoring(household).risks = vec!["因病"];
}

/// 脱贫户, monitored now or earlier.
fn unstable(household: &mut Household, _: &When) {
    monitoring(household).category = "脱贫不稳定户";
}

/// Monitored now or earlier, and never 脱贫户.
fn marginal(household: &mut Household, _: &When) {
    monitoring(household).category = "边缘易致贫户";
}

/// On 农村低保 for the head alone.
fn allowed(household: &mut Household, when: &When) {
    household.allow([0], when);
}

/// Relocated from a place where nobody can live.
fn relocated(household: &mut Household, _: &When) {
    household.relocated = true;
}

fn water(household: &mut Household) -> &mut Water {
    household.water.as_mut().expect("cases start with safe water")
}

fn house(household: &mut Household) -> &mut House {
    household.house.as_mut().expect("the case has it appraised")
}

fn allowance(household: &mut Household) -> &mut Allowance {
    household.allowance.as_mut().expect("the case has it allowed")
}

fn monitoring(household: &mut Household) -> &mut Monitoring {
    household.monitoring.as_mut().expect("the case is about a household that is or was monitored")
}
