//! MON: whom the monitoring system should have, keep or let go, and what it has on file about them.

use super::super::family::Template::{Couple, Elders};
use super::super::family::{HEAD, SPOUSE};
use super::super::household::Class::{Cleared, Lifted, Monitored, Ordinary};
use super::super::household::Household;
use super::super::records::{Measure, Report};
use super::super::when::{When, days_before, months_before};
use super::{Scenario, allowed, case, ill, marginal, monitoring, plain, unstable, water};

#[rustfmt::skip]
pub const CASES: &[Scenario] = &[
    // MON-01 two risks, neither of them grave
    case(Couple, Ordinary, allowed, |h, _| { h.house = None; water(h).dry_days = 50; h.hit("HOU-03", None); h.hit("WAT-04", None); }),
    case(Couple, Lifted, plain, |h, _| { water(h).dry_days = 50; h.hit("WAT-04", None); h.hit("WAT-07", None); h.decoy("MON-01", None); }),
    // MON-01 a risk that is back, and households of which nobody says whether the risk was cleared
    case(Couple, Cleared, plain, |h, _| { water(h).quality = "不达标"; h.hit("WAT-01", None); h.hit("WAT-07", None); h.hit("WAT-08", None); h.hit("MON-01", None); }),
    case(Couple, Monitored, marginal, |h, _| { monitoring(h).unsaid = true; water(h).quality = "不达标"; h.hit("WAT-01", None); h.hit("WAT-07", None); h.decoy("MON-01", None); }),
    case(Couple, Monitored, marginal, |h, _| { monitoring(h).unsaid = true; h.members[HEAD].insurance.clear(); h.decoy("MED-01", Some(HEAD)); }),
    case(Couple, Monitored, unstable, |h, _| { monitoring(h).unsaid = true; h.members[HEAD].insurance.clear(); h.hit("MED-01", Some(HEAD)); }),
    // MON-02 could be let go
    case(Couple, Monitored, plain, |h, w| { found(h, w, 13); h.on_file.income = 13_050; h.hit("MON-02", None); }),
    case(Couple, Monitored, plain, |h, w| { found(h, w, 13); h.on_file.income = 13_049; h.decoy("MON-02", None); }),
    case(Couple, Monitored, plain, |h, w| { found(h, w, 9); h.on_file.income = 20_000; h.decoy("MON-02", None); }),
    case(Couple, Monitored, plain, |h, w| { found(h, w, 13); h.on_file.income = 20_000; monitoring(h).provided_for = true; h.decoy("MON-02", None); }),
    // MON-03 let go too early
    case(Couple, Cleared, marginal, |h, _| { h.on_file.income = 8_699; h.hit("MON-03", None); h.decoy("EMP-04", None); }),
    case(Couple, Cleared, unstable, |h, _| { h.on_file.income = 8_699; h.hit("MON-03", None); h.hit("EMP-04", None); }),
    case(Couple, Cleared, plain, |h, _| { h.on_file.income = 8_700; h.decoy("MON-03", None); }),
    // MON-04 cleared too soon
    case(Couple, Cleared, plain, |h, _| { clear_after(h, 3, "帮扶消除"); h.hit("MON-04", None); }),
    case(Couple, Cleared, plain, |h, _| { clear_after(h, 3, "自然消除"); h.decoy("MON-04", None); }),
    case(Couple, Cleared, plain, |h, _| { clear_after(h, 6, "帮扶消除"); h.decoy("MON-04", None); }),
    // MON-05 no measures at all
    case(Couple, Monitored, plain, |h, w| { help(h, "因务工就业不稳", &[]); found(h, w, 3); h.hit("MON-05", None); }),
    case(Couple, Monitored, plain, |h, w| { help(h, "因务工就业不稳", &[]); monitoring(h).found = w.as_of.first_of_month(); h.decoy("MON-05", None); }),
    // MON-06 measures that do not fit the risk
    case(Couple, Monitored, ill, |h, _| { help(h, "因病", &[Measure::Work]); h.hit("MON-06", None); }),
    case(Couple, Monitored, ill, |h, _| h.decoy("MON-06", None)),
    // MON-07 nothing but allowances, MON-08 no work or business in half a year
    case(Couple, Monitored, plain, |h, w| { help(h, "因务工就业不稳", &[Measure::Security]); found(h, w, 3); h.hit("MON-07", None); }),
    case(Couple, Monitored, plain, |h, w| { help(h, "因务工就业不稳", &[Measure::Security, Measure::Work]); found(h, w, 3); h.decoy("MON-07", None); }),
    case(Couple, Monitored, ill, |h, w| { help(h, "因病", &[Measure::Health]); found(h, w, 8); h.hit("MON-08", None); }),
    case(Couple, Monitored, ill, |h, w| { help(h, "因病", &[Measure::Health, Measure::Industry]); found(h, w, 8); h.decoy("MON-08", None); }),
    case(Couple, Monitored, ill, |h, w| { help(h, "因病", &[Measure::Health]); found(h, w, 3); h.decoy("MON-08", None); }),
    // MON-10 reported and not verified
    case(Couple, Ordinary, plain, |h, w| { report(h, w, 30, None); h.hit("MON-10", None); }),
    case(Couple, Ordinary, plain, |h, w| { report(h, w, 6, None); h.decoy("MON-10", None); }),
    case(Couple, Ordinary, plain, |h, w| { report(h, w, 30, Some(20)); h.decoy("MON-10", None); }),
    // MON-11 gaps in the file
    case(Couple, Monitored, plain, |h, _| { monitoring(h).risks.clear(); h.hit("MON-11", None); }),
    case(Couple, Cleared, plain, |h, _| { monitoring(h).risks.clear(); h.decoy("MON-11", None); }),
    // MON-12 short of labour that is there
    case(Couple, Monitored, plain, |h, _| { help(h, "缺劳动力", &[Measure::Society, Measure::Work]); h.hit("MON-12", None); }),
    case(Elders, Monitored, |h, _| monitoring(h).risks = vec!["缺劳动力"], |h, _| h.decoy("MON-12", None)),
    // MON-13 two heads
    case(Couple, Lifted, plain, |h, _| { h.members[SPOUSE].relation = "户主"; h.hit("MON-13", None); }),
    case(Couple, Ordinary, plain, |h, _| { h.members[SPOUSE].relation = "户主"; h.decoy("MON-13", None); }),
    // MON-14 monitored in two households
    case(Couple, Monitored, plain, |h, _| { monitoring(h).elsewhere = Some((HEAD, false)); h.hit("MON-14", Some(HEAD)); }),
    case(Couple, Monitored, plain, |h, _| { monitoring(h).elsewhere = Some((HEAD, true)); h.decoy("MON-14", Some(HEAD)); }),
];

/// Found so many months before the first period.
fn found(household: &mut Household, when: &When, months: i32) {
    monitoring(household).found = months_before(when.epoch, months);
}

fn help(household: &mut Household, risk: &'static str, measures: &[Measure]) {
    let monitoring = monitoring(household);
    (monitoring.risks, monitoring.measures) = (vec![risk], measures.to_vec());
}

fn clear_after(household: &mut Household, months: i32, how: &'static str) {
    let monitoring = monitoring(household);
    let cleared = monitoring.cleared.map_or(monitoring.found, |(day, _)| day);
    monitoring.found = months_before(cleared, months);
    monitoring.cleared = Some((cleared, how));
}

/// A report of so many days ago, verified so many days ago or not at all.
fn report(household: &mut Household, when: &When, days: i32, verified: Option<i32>) {
    let verified = verified.map(|days| days_before(when.as_of, days));
    household.reports = vec![Report { day: days_before(when.as_of, days), verified }];
}
