//! EMP: work, posts, visits, projects and loans.

use jiff::civil::date;

use super::super::family::HEAD;
use super::super::family::Template::{Couple, Elders, Family};
use super::super::household::Class::{Cleared, Lifted, Monitored, Ordinary};
use super::super::household::Household;
use super::super::life::{BANK, MUSHROOMS};
use super::super::records::{Job, Loan, Post, Project};
use super::super::when::{When, days_before};
use super::{Scenario, case, marginal, plain, unstable};

#[rustfmt::skip]
pub const CASES: &[Scenario] = &[
    // EMP-01 able to work, no work, no business
    case(Couple, Lifted, plain, |h, _| { no_income(h); h.hit("EMP-01", None); }),
    case(Couple, Monitored, plain, |h, _| { no_income(h); h.hit("EMP-01", None); }),
    case(Couple, Cleared, unstable, |h, _| { no_income(h); h.hit("EMP-01", None); }),
    case(Couple, Cleared, marginal, |h, _| { no_income(h); h.decoy("EMP-01", None); }),
    case(Couple, Lifted, plain, |h, _| { h.on_file.business = 0; h.decoy("EMP-01", None); }),
    case(Couple, Lifted, plain, |h, w| { no_income(h); hold(h, w, "护林员"); h.decoy("EMP-01", None); }),
    // EMP-02 work broken off
    case(Couple, Lifted, plain, |h, w| { job(h, w).ended = Some(days_before(w.as_of, 20)); h.hit("EMP-02", Some(HEAD)); }),
    case(Couple, Lifted, plain, |h, w| { job(h, w).ended = Some(days_before(w.epoch, 150)); h.decoy("EMP-02", Some(HEAD)); }),
    case(Couple, Lifted, plain, |h, w| { job(h, w).ended = Some(days_before(w.as_of, 20)); hold(h, w, "保洁员"); h.decoy("EMP-02", Some(HEAD)); }),
    case(Couple, Lifted, plain, |h, w| { job(h, w).ended = Some(days_before(w.as_of, 20)); h.members[HEAD].state = "参军"; h.decoy("EMP-02", Some(HEAD)); }),
    // EMP-04 income below the line
    case(Family, Lifted, plain, |h, _| { h.on_file.income = 6_000; h.hit("EMP-04", None); }),
    case(Family, Lifted, plain, |h, _| { h.on_file.income = 8_700; h.decoy("EMP-04", None); }),
    case(Couple, Monitored, unstable, |h, _| { h.on_file.income = 5_000; h.decoy("EMP-04", None); }),
    // EMP-05 pay that cannot be right
    case(Couple, Ordinary, plain, |h, w| { job(h, w).pay = 80; h.hit("EMP-05", Some(HEAD)); }),
    case(Couple, Ordinary, plain, |h, w| { job(h, w).pay = 42_000; h.hit("EMP-05", Some(HEAD)); }),
    case(Couple, Ordinary, plain, |h, w| { job(h, w).pay = 30_000; h.decoy("EMP-05", Some(HEAD)); }),
    // EMP-06..09 public welfare posts
    case(Elders, Ordinary, |h, w| h.members[HEAD].birth = date(w.epoch.year() - 72, 1, 9), |h, w| { hold(h, w, "护林员"); h.hit("EMP-06", Some(HEAD)); }),
    case(Couple, Ordinary, |h, _| h.members[HEAD].on_payroll = true, |h, w| { hold(h, w, "护林员"); h.hit("EMP-06", Some(HEAD)); }),
    case(Elders, Ordinary, |h, w| h.members[HEAD].birth = date(w.epoch.year() - 70, 1, 9), |h, w| { hold(h, w, "护林员"); h.decoy("EMP-06", Some(HEAD)); }),
    case(Couple, Ordinary, plain, |h, w| { hold(h, w, "护林员"); hold(h, w, "保洁员"); h.hit("EMP-07", Some(HEAD)); }),
    case(Couple, Ordinary, plain, |h, w| { hold(h, w, "护林员").until = Some(days_before(w.epoch, 30)); hold(h, w, "保洁员"); h.decoy("EMP-07", Some(HEAD)); }),
    case(Couple, Ordinary, plain, |h, w| { hold(h, w, "护林员").pay = 0; h.hit("EMP-08", Some(HEAD)); }),
    case(Couple, Ordinary, plain, |h, w| { let post = hold(h, w, "护林员"); (post.pay, post.from) = (0, days_before(w.as_of, 10)); h.decoy("EMP-08", Some(HEAD)); }),
    case(Couple, Ordinary, plain, |h, w| { hold(h, w, "护林员"); job(h, w).region = "省外"; h.hit("EMP-09", Some(HEAD)); }),
    case(Couple, Ordinary, plain, |h, w| { hold(h, w, "护林员"); job(h, w); h.decoy("EMP-09", Some(HEAD)); }),
    // EMP-10 no fare for those who work far away
    case(Couple, Lifted, plain, |h, w| { job(h, w).region = "省外"; h.hit("EMP-10", Some(HEAD)); }),
    case(Couple, Lifted, plain, |h, w| { let job = job(h, w); (job.region, job.begun) = ("县外省内", days_before(w.as_of, 40)); h.decoy("EMP-10", Some(HEAD)); }),
    case(Couple, Ordinary, plain, |h, w| { job(h, w).region = "省外"; h.decoy("EMP-10", Some(HEAD)); }),
    // EMP-11 nobody came to see them
    case(Couple, Lifted, plain, |h, w| { h.visits = vec![days_before(w.epoch, 230)]; h.hit("EMP-11", None); }),
    case(Couple, Monitored, plain, |h, _| { h.visits.clear(); h.hit("EMP-11", None); }),
    case(Couple, Cleared, unstable, |h, _| { h.visits.clear(); h.hit("EMP-11", None); }),
    case(Couple, Lifted, plain, |h, w| { h.visits.clear(); job(h, w).asked = Some(days_before(w.as_of, 30)); h.decoy("EMP-11", None); }),
    // EMP-13 projects that stand still or do not pay
    case(Couple, Lifted, plain, |h, _| { h.projects = vec![Project { name: MUSHROOMS, state: "停产", due: 0, paid: 0 }]; h.hit("EMP-13", None); }),
    case(Couple, Monitored, plain, |h, _| { h.projects = vec![Project { name: MUSHROOMS, state: "正常", due: 500, paid: 300 }]; h.hit("EMP-13", None); }),
    case(Couple, Ordinary, plain, |h, _| { h.projects = vec![Project { name: MUSHROOMS, state: "停产", due: 0, paid: 0 }]; h.decoy("EMP-13", None); }),
    // EMP-14 loans that are overdue
    case(Couple, Lifted, plain, |h, _| { h.loans = vec![Loan { bank: BANK, balance: 30_000, overdue: 31 }]; h.hit("EMP-14", None); }),
    case(Couple, Lifted, plain, |h, _| { h.loans = vec![Loan { bank: BANK, balance: 30_000, overdue: 30 }]; h.decoy("EMP-14", None); }),
    case(Couple, Lifted, plain, |h, _| { h.loans = vec![Loan { bank: BANK, balance: 0, overdue: 90 }]; h.decoy("EMP-14", None); }),
];

/// Nobody works and nothing is sold.
fn no_income(household: &mut Household) {
    household.on_file.business = 0;
    for person in &mut household.members {
        person.job = None;
        person.posts.clear();
    }
}

/// The head works in the county.
pub(super) fn job<'h>(household: &'h mut Household, when: &When) -> &'h mut Job {
    let begun = days_before(when.epoch, 400);
    let job = Job { region: "县内", begun, ended: None, pay: 3_200, fare: 0, asked: None };
    household.members[HEAD].job.insert(job)
}

/// The head has a public welfare post.
pub(super) fn hold<'h>(household: &'h mut Household, when: &When, name: &'static str) -> &'h mut Post {
    let posts = &mut household.members[HEAD].posts;
    posts.push(Post { name, from: days_before(when.epoch, 200), until: None, pay: 800 });
    posts.last_mut().expect("pushed above")
}
