//! EDU: children out of school, pupils without a grant, what families pay.

use jiff::civil::{Date, date};

use super::super::family::Template::{Family, Guardian, OneParent, ThreeGenerations};
use super::super::family::{CHILD, ONLY_CHILD};
use super::super::household::Class::{Cleared, Lifted, Monitored, Ordinary};
use super::super::household::Household;
use super::super::records::Grant;
use super::super::when::{When, days_before};
use super::{Scenario, case, marginal, monitoring, plain, unstable};

#[rustfmt::skip]
pub const CASES: &[Scenario] = &[
    // EDU-01 suspected drop-out of those whom the plan names, EDU-17 of all others
    case(Family, Lifted, plain, |h, _| { leave_school(h, CHILD); h.hit("EDU-01", Some(CHILD)); h.decoy("EDU-17", Some(CHILD)); }),
    case(OneParent, Lifted, plain, |h, _| { transfer_out(h, ONLY_CHILD); h.hit("EDU-01", Some(ONLY_CHILD)); }),
    case(Family, Monitored, marginal, |h, _| { leave_school(h, CHILD); h.hit("EDU-01", Some(CHILD)); }),
    case(Family, Cleared, unstable, |h, _| { leave_school(h, CHILD); h.hit("EDU-01", Some(CHILD)); }),
    case(Family, Ordinary, plain, |h, _| { leave_school(h, CHILD); h.hit("EDU-17", Some(CHILD)); h.decoy("EDU-01", Some(CHILD)); }),
    case(Family, Monitored, |h, _| monitoring(h).category = "突发严重困难户", |h, _| { leave_school(h, CHILD); h.hit("EDU-17", Some(CHILD)); }),
    case(Family, Cleared, marginal, |h, _| { leave_school(h, CHILD); h.hit("EDU-17", Some(CHILD)); }),
    case(Family, Monitored, marginal, |h, _| { monitoring(h).unsaid = true; leave_school(h, CHILD); h.hit("EDU-17", Some(CHILD)); }),
    case(Family, Lifted, plain, |h, _| { leave_school(h, CHILD); unfit(h, "小学"); h.decoy("EDU-01", Some(CHILD)); }),
    case(Family, Lifted, plain, |h, _| { h.members[CHILD].schooling = None; h.members[CHILD].roll_call = Some("县外就读"); h.decoy("EDU-01", Some(CHILD)); }),
    case(Family, Lifted, plain, |h, w| { h.members[CHILD].die(days_before(w.epoch, 500)); h.members[CHILD].state = "死亡"; h.decoy("EDU-01", Some(CHILD)); }),
    case(Family, Ordinary, plain, |h, _| { leave_school(h, CHILD); h.members[CHILD].state = "空挂户"; h.decoy("EDU-17", Some(CHILD)); }),
    case(Family, Lifted, |h, w| { h.members[CHILD].birth = date(w.end.year() - 6, 9, 15); leave_school(h, CHILD); }, |h, _| h.decoy("EDU-01", Some(CHILD))),
    case(Family, Ordinary, |h, w| { h.members[CHILD].birth = date(w.epoch.year() - 16, 3, 8); leave_school(h, CHILD); }, |h, _| { h.decoy("EDU-17", Some(CHILD)); h.decoy("EDU-02", Some(CHILD)); }),
    case(OneParent, Lifted, plain, |h, _| { h.misprinted = vec!["在校生学籍", "在校学生点名册"]; h.doubt("EDU-01", Some(ONLY_CHILD)); }),
    // EDU-02 fifteen and at no school
    case(Family, Ordinary, |h, w| at_fifteen(h, w, "在籍在校"), |h, _| { leave_school(h, CHILD); h.hit("EDU-02", Some(CHILD)); }),
    case(Family, Ordinary, |h, w| at_fifteen(h, w, "毕业"), |h, _| h.decoy("EDU-02", Some(CHILD))),
    // EDU-03 on the rolls, not at school
    case(Family, Ordinary, plain, |h, _| { h.members[CHILD].roll_call = None; h.hit("EDU-03", Some(CHILD)); }),
    case(ThreeGenerations, Lifted, plain, |h, _| { h.members[CHILD].roll_call = Some("未到"); h.hit("EDU-03", Some(CHILD)); }),
    case(Family, Ordinary, plain, |h, _| { h.members[CHILD].roll_call = Some("请假"); h.decoy("EDU-03", Some(CHILD)); }),
    case(Family, Ordinary, |h, w| h.members[CHILD].disable(5, 2, w), |h, _| { teach_at_home(h, CHILD); h.decoy("EDU-03", Some(CHILD)); h.decoy("EDU-08", Some(CHILD)); }),
    // EDU-04 suspended for longer than allowed
    case(Family, Ordinary, plain, |h, w| { suspend(h, days_before(w.as_of, 20)); h.hit("EDU-04", Some(CHILD)); }),
    case(Family, Ordinary, plain, |h, w| { suspend(h, w.as_of); h.decoy("EDU-04", Some(CHILD)); }),
    // EDU-05 a drop-out in the file, a pupil at school
    case(Family, Lifted, plain, |h, _| { h.members[CHILD].on_file.dropped_out = true; h.hit("EDU-05", Some(CHILD)); }),
    case(Family, Lifted, plain, |h, _| { leave_school(h, CHILD); h.members[CHILD].roll_call = Some("县外就读"); h.members[CHILD].on_file.dropped_out = true; h.decoy("EDU-05", Some(CHILD)); }),
    // EDU-06 nothing in the file, nothing on the rolls
    case(Family, Monitored, plain, |h, _| { leave_school(h, CHILD); h.members[CHILD].on_file.schooling = ""; h.hit("EDU-06", Some(CHILD)); h.decoy("EDU-01", Some(CHILD)); h.decoy("EDU-17", Some(CHILD)); }),
    case(Family, Lifted, plain, |h, _| { leave_school(h, CHILD); unfit(h, ""); h.decoy("EDU-01", Some(CHILD)); h.decoy("EDU-06", Some(CHILD)); }),
    case(Family, Monitored, plain, |h, _| { h.members[CHILD].on_file.schooling = ""; h.decoy("EDU-06", Some(CHILD)); }),
    // EDU-07 a stage that does not fit the age
    case(Family, Ordinary, plain, |h, _| { h.members[CHILD].attend("普通高中", "高一"); h.hit("EDU-07", Some(CHILD)); }),
    case(Family, Ordinary, |h, w| { h.members[CHILD].birth = date(w.epoch.year() - 16, 12, 20); h.members[CHILD].attend("小学", "六年级"); }, |h, _| h.decoy("EDU-07", Some(CHILD))),
    // EDU-08 taught at home without a disability card
    case(Family, Ordinary, plain, |h, _| { teach_at_home(h, CHILD); h.members[CHILD].roll_call = Some("送教上门"); h.hit("EDU-08", Some(CHILD)); }),
    // EDU-09 a disabled child at no school
    case(Family, Ordinary, |h, w| h.members[CHILD].disable(5, 3, w), |h, _| { leave_school(h, CHILD); h.hit("EDU-09", Some(CHILD)); h.decoy("EDU-17", Some(CHILD)); }),
    case(Family, Ordinary, |h, w| h.members[CHILD].disable(5, 3, w), |h, _| { leave_school(h, CHILD); h.members[CHILD].roll_call = Some("送教上门"); h.decoy("EDU-09", Some(CHILD)); }),
    // EDU-10 no 雨露计划 for a vocational pupil
    case(Family, Lifted, vocational, |h, _| { h.members[CHILD].grants[0].project = "免学费"; h.hit("EDU-10", Some(CHILD)); }),
    case(Family, Monitored, vocational, |h, w| { h.members[CHILD].grants[0].paid = days_before(w.term_start(), 100); h.hit("EDU-10", Some(CHILD)); h.hit("EDU-12", Some(CHILD)); }),
    case(Family, Lifted, vocational, |h, _| h.decoy("EDU-10", Some(CHILD))),
    case(Family, Ordinary, vocational, |h, _| { h.members[CHILD].grants.clear(); h.decoy("EDU-10", Some(CHILD)); }),
    // EDU-11 雨露计划 for somebody who is at no vocational school
    case(Family, Ordinary, senior, |h, w| { grant(h, w, "雨露计划", None); h.hit("EDU-11", Some(CHILD)); }),
    case(Family, Lifted, vocational, |h, w| { suspend(h, days_before(w.end, -90)); h.decoy("EDU-11", Some(CHILD)); }),
    // EDU-12 no school subsidy
    case(Family, Lifted, plain, |h, w| { h.members[CHILD].grants[0].paid = days_before(w.term_start(), 100); h.hit("EDU-12", Some(CHILD)); }),
    case(OneParent, Monitored, plain, |h, _| { h.members[ONLY_CHILD].grants.clear(); h.hit("EDU-12", Some(ONLY_CHILD)); }),
    case(OneParent, Cleared, unstable, |h, _| { h.members[ONLY_CHILD].grants.clear(); h.hit("EDU-12", Some(ONLY_CHILD)); }),
    case(OneParent, Cleared, marginal, |h, _| { h.members[ONLY_CHILD].grants.clear(); h.decoy("EDU-12", Some(ONLY_CHILD)); }),
    case(Family, Ordinary, |h, w| h.members[CHILD].disable(2, 4, w), |h, _| { h.members[CHILD].grants.clear(); h.hit("EDU-12", Some(CHILD)); }),
    case(Family, Ordinary, plain, |h, _| { h.members[CHILD].grants.clear(); h.decoy("EDU-12", Some(CHILD)); }),
    case(Family, Lifted, plain, |h, _| h.decoy("EDU-12", Some(CHILD))),
    // EDU-13 the same grant from two schools
    case(Family, Lifted, plain, |h, w| { grant(h, w, "寄宿生生活补助", Some("邻县中心小学")); h.hit("EDU-13", Some(CHILD)); }),
    case(Family, Lifted, plain, |h, w| { grant(h, w, "免学费", Some("邻县中心小学")); h.decoy("EDU-13", Some(CHILD)); }),
    // EDU-14 more to pay than a family can
    case(Family, Ordinary, senior, |h, _| { charge(h, 9_000); h.hit("EDU-14", None); }),
    case(Family, Ordinary, senior, |h, _| { charge(h, 8_999); h.decoy("EDU-14", None); }),
    case(Family, Monitored, |h, w| { senior(h, w); monitoring(h).risks = vec!["因学"]; }, |h, _| { charge(h, 30_000); h.decoy("EDU-14", None); }),
    // EDU-15 two children beyond compulsory education
    case(Family, Lifted, two_seniors, |h, _| { h.on_file.income = 13_049; h.hit("EDU-15", None); }),
    case(Family, Lifted, two_seniors, |h, _| { h.on_file.income = 13_050; h.decoy("EDU-15", None); }),
    // EDU-16 an orphan at no school
    case(Guardian, Ordinary, orphan, |h, _| { leave_school(h, ONLY_CHILD); h.hit("EDU-16", Some(ONLY_CHILD)); h.decoy("EDU-17", Some(ONLY_CHILD)); }),
    case(Guardian, Ordinary, orphan, |h, _| { leave_school(h, ONLY_CHILD); h.members[ONLY_CHILD].roll_call = Some("县外就读"); h.decoy("EDU-16", Some(ONLY_CHILD)); }),
];

/// Neither on the rolls nor in class.
pub(super) fn leave_school(household: &mut Household, child: usize) {
    let child = &mut household.members[child];
    (child.schooling, child.roll_call) = (None, None);
    child.grants.clear();
}

/// The file says that the child cannot go to school, and perhaps where it once did.
pub(super) fn unfit(household: &mut Household, schooling: &'static str) {
    let file = &mut household.members[CHILD].on_file;
    (file.schooling, file.not_at_school_for) = (schooling, "因身体原因");
}

/// The child is an orphan on the list.
pub(super) fn orphan(household: &mut Household, _: &When) {
    household.members[ONLY_CHILD].child_aid = Some("孤儿");
}

fn transfer_out(household: &mut Household, child: usize) {
    let child = &mut household.members[child];
    child.roll_call = None;
    if let Some(schooling) = &mut child.schooling {
        schooling.status = "转出";
    }
}

fn teach_at_home(household: &mut Household, child: usize) {
    let child = &mut household.members[child];
    child.roll_call = None;
    if let Some(schooling) = &mut child.schooling {
        schooling.mode = "送教上门";
    }
}

fn suspend(household: &mut Household, until: Date) {
    let child = &mut household.members[CHILD];
    child.roll_call = None;
    if let Some(schooling) = &mut child.schooling {
        (schooling.status, schooling.suspended_until) = ("休学", Some(until));
    }
}

/// Fifteen years old before September, in the last grade or through with it.
pub(super) fn at_fifteen(household: &mut Household, when: &When, status: &'static str) {
    let child = &mut household.members[CHILD];
    child.birth = date(when.epoch.year() - 15, 4, 8);
    child.attend("初中", "九年级");
    if let Some(schooling) = child.schooling.as_mut().filter(|_| status == "毕业") {
        schooling.status = status;
        child.roll_call = None;
    }
}

/// The only child, at a senior school.
pub(super) fn senior(household: &mut Household, when: &When) {
    household.members.truncate(CHILD + 1);
    household.members[CHILD].birth = date(when.epoch.year() - 16, 5, 6);
    household.members[CHILD].attend("普通高中", "高一");
}

fn vocational(household: &mut Household, when: &When) {
    senior(household, when);
    household.members[CHILD].attend("中职", "一年级");
}

fn two_seniors(household: &mut Household, when: &When) {
    senior(household, when);
    let mut other = household.members[CHILD].clone();
    other.name.pop();
    other.name.push('欣');
    other.birth = date(when.epoch.year() - 17, 7, 9);
    other.attend("中职", "二年级");
    household.members.push(other);
}

/// One more grant this term.
fn grant(household: &mut Household, when: &When, project: &'static str, school: Option<&'static str>) {
    household.members[CHILD].grants.push(Grant { project, paid: days_before(when.term_start(), -50), school });
}

/// Tuition on top of which a thousand is to be paid.
pub(super) fn charge(household: &mut Household, tuition: i64) {
    if let Some(fees) = household.members[CHILD].fees.first_mut() {
        fees.tuition = tuition;
    }
}
