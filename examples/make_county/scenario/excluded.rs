//! Look-alikes for every exclusion: who would be hit but for one reason, in the words of the rule.

use super::super::family::Template::{Alone, Couple, Elders, Family, Guardian, OneParent, ThreeGenerations};
use super::super::family::{CHILD, GRANDPARENT, HEAD, ONLY_CHILD, SPOUSE};
use super::super::household::Class::{Cleared, Lifted, Monitored, Ordinary};
use super::super::household::Household;
use super::super::records::{Job, Post};
use super::super::when::{When, days_before};
use super::civil_affairs::own;
use super::disability::with_card;
use super::education::{at_fifteen, charge, leave_school, orphan, senior, unfit};
use super::employment::job;
use super::housing::{endanger, mud_house};
use super::medical::{bill, insure_twice, only_two, share, stay_in_hospital};
use super::relocation::stop_working;
use super::{Scenario, allowed, case, house, ill, monitoring, plain, relocated, unstable};

const CARED_FOR: &str = "特困人员（已有护理待遇）";
const DEAD: &str = "已死亡";
const UNFIT: &str = "监测信息系统登记因身体原因不具备学习条件";
const ORPHAN: &str = "孤儿和事实无人抚养儿童，由 EDU-16 去问";
const CARD: &str = "持残疾人证，由 EDU-09 去问";
const NOT_ON_FILE: &str = "监测信息系统也没有登记，由 EDU-06 去问";
const RELOCATED_PUPIL: &str = "易地搬迁人口，由 REL-06 去问";
const RELOCATED: &str = "易地搬迁人口，由 REL-04 去问";
const INSTITUTION: &str = "在家的人都已集中供养";
const MONITORED: &str = "已纳入监测";
const MONITORED_ILL: &str = "已因病纳入监测";
const NOT_TO_BE_INSURED: &str = "已死亡、参军、服刑、出国（境）、迁出、失踪，或在新生儿参保宽限期内";
const LEFT: &str = "已死亡、迁出、出嫁、参军、服刑、出国（境）、空挂户或失踪";
const NOBODY: &str = "户内的人都已死亡或离开";

#[rustfmt::skip]
pub const CASES: &[Scenario] = &[
    // DIS
    case(Alone, Ordinary, |h, w| { h.members[HEAD].disable(1, 1, w); h.members[HEAD].support("分散"); }, |h, _| h.excluded("DIS-01", Some(HEAD), CARED_FOR)),
    case(Elders, Ordinary, |h, w| { allowed(h, w); with_card(h, w, 3, "持证"); }, |h, _| { h.members[HEAD].subsidies.clear(); h.members[HEAD].support("分散"); h.hit("MIN-02", Some(HEAD)); h.excluded("DIS-02", Some(HEAD), "特困人员"); }),
    case(ThreeGenerations, Ordinary, |h, w| { h.members[GRANDPARENT].disable(1, 1, w); h.members[GRANDPARENT].disability.iter_mut().for_each(|card| card.status = "注销"); }, |h, w| { h.members[GRANDPARENT].die(days_before(w.epoch, 150)); h.members[GRANDPARENT].subsidies = vec!["重度残疾人护理补贴"]; h.hit("MIN-01", Some(GRANDPARENT)); h.excluded("DIS-03", Some(GRANDPARENT), DEAD); }),
    case(Couple, Lifted, |h, w| with_card(h, w, 3, "持证"), |h, _| { h.members[HEAD].subsidies = vec!["困难残疾人生活补贴"]; h.members[HEAD].on_file.allowance = "城市低保"; h.excluded("DIS-05", Some(HEAD), "监测信息系统登记享受城市低保"); }),
    // EDU-01, EDU-02
    case(Family, Lifted, plain, |h, _| { leave_school(h, CHILD); unfit(h, "小学"); h.excluded("EDU-01", Some(CHILD), UNFIT); }),
    case(Guardian, Lifted, orphan, |h, _| { leave_school(h, ONLY_CHILD); h.hit("EDU-16", Some(ONLY_CHILD)); h.excluded("EDU-01", Some(ONLY_CHILD), ORPHAN); }),
    case(Family, Lifted, |h, w| h.members[CHILD].disable(5, 3, w), |h, _| { leave_school(h, CHILD); h.hit("EDU-09", Some(CHILD)); h.excluded("EDU-01", Some(CHILD), CARD); }),
    case(Family, Lifted, plain, |h, _| { off_the_file(h, CHILD); h.hit("EDU-06", Some(CHILD)); h.excluded("EDU-01", Some(CHILD), NOT_ON_FILE); }),
    case(Family, Lifted, relocated, |h, _| { leave_school(h, CHILD); h.hit("REL-06", Some(CHILD)); h.excluded("EDU-01", Some(CHILD), RELOCATED_PUPIL); }),
    case(Family, Lifted, |h, w| at_fifteen(h, w, "在籍在校"), |h, _| { leave_school(h, CHILD); unfit(h, "九年级"); h.excluded("EDU-02", Some(CHILD), UNFIT); }),
    // EDU-06, EDU-09
    case(Guardian, Lifted, orphan, |h, _| { off_the_file(h, ONLY_CHILD); h.hit("EDU-16", Some(ONLY_CHILD)); h.excluded("EDU-06", Some(ONLY_CHILD), ORPHAN); }),
    case(Family, Lifted, |h, w| h.members[CHILD].disable(5, 3, w), |h, _| { off_the_file(h, CHILD); h.hit("EDU-09", Some(CHILD)); h.excluded("EDU-06", Some(CHILD), CARD); }),
    case(Guardian, Ordinary, |h, w| { orphan(h, w); h.members[ONLY_CHILD].disable(5, 3, w); }, |h, _| { leave_school(h, ONLY_CHILD); h.hit("EDU-16", Some(ONLY_CHILD)); h.excluded("EDU-09", Some(ONLY_CHILD), ORPHAN); }),
    // EDU-14, EDU-17
    case(Family, Monitored, |h, w| { senior(h, w); monitoring(h).risks = vec!["因学"]; }, |h, _| { charge(h, 30_000); h.excluded("EDU-14", None, "已因学纳入监测"); }),
    case(Family, Monitored, sudden, |h, _| { leave_school(h, CHILD); unfit(h, "小学"); h.excluded("EDU-17", Some(CHILD), UNFIT); }),
    case(Guardian, Ordinary, orphan, |h, _| { leave_school(h, ONLY_CHILD); h.hit("EDU-16", Some(ONLY_CHILD)); h.excluded("EDU-17", Some(ONLY_CHILD), ORPHAN); }),
    case(Family, Ordinary, |h, w| h.members[CHILD].disable(5, 3, w), |h, _| { leave_school(h, CHILD); h.hit("EDU-09", Some(CHILD)); h.excluded("EDU-17", Some(CHILD), CARD); }),
    case(Family, Monitored, sudden, |h, _| { off_the_file(h, CHILD); h.hit("EDU-06", Some(CHILD)); h.excluded("EDU-17", Some(CHILD), NOT_ON_FILE); }),
    case(Family, Ordinary, relocated, |h, _| { leave_school(h, CHILD); h.hit("REL-06", Some(CHILD)); h.excluded("EDU-17", Some(CHILD), RELOCATED_PUPIL); }),
    // EMP
    case(Family, Lifted, senior, |h, w| { work_in_the_holidays(h, w); h.excluded("EMP-02", Some(CHILD), "在校学生假期务工"); }),
    case(ThreeGenerations, Ordinary, grandparent_died, |h, w| { h.members[GRANDPARENT].posts = vec![post("护林员", w), post("保洁员", w)]; h.hit("EMP-06", Some(GRANDPARENT)); h.excluded("EMP-07", Some(GRANDPARENT), DEAD); }),
    case(ThreeGenerations, Ordinary, grandparent_died, |h, w| { h.members[GRANDPARENT].posts = vec![post("护林员", w)]; work_far_away(h, GRANDPARENT, w); h.hit("EMP-06", Some(GRANDPARENT)); h.excluded("EMP-09", Some(GRANDPARENT), DEAD); }),
    // HOU
    case(Elders, Monitored, |h, _| in_an_institution(h), |h, _| { h.house = None; h.excluded("HOU-03", None, INSTITUTION); }),
    case(Couple, Ordinary, plain, |h, w| { mud_house(h, w); house(h).living = Some("不居住"); h.excluded("HOU-11", None, "已不居住"); }),
    case(Elders, Ordinary, |h, _| in_an_institution(h), |h, w| { h.appraise("无房户", w); h.excluded("HOU-13", None, INSTITUTION); }),
    // MED: insurance
    case(Couple, Lifted, plain, |h, _| { uninsured(h, SPOUSE); h.members[SPOUSE].state = "参军"; h.excluded("MED-01", Some(SPOUSE), NOT_TO_BE_INSURED); }),
    case(Couple, Lifted, plain, |h, _| { h.members[SPOUSE].insurance[0].status = "终止参保"; h.hit("MED-04", Some(SPOUSE)); h.excluded("MED-01", Some(SPOUSE), "本年度暂停、终止参保，由 MED-04 去问"); }),
    case(Couple, Lifted, relocated, |h, _| { uninsured(h, SPOUSE); h.hit("REL-04", Some(SPOUSE)); h.excluded("MED-01", Some(SPOUSE), RELOCATED); }),
    case(Family, Lifted, plain, |h, _| { uninsured(h, CHILD); h.members[CHILD].state = "空挂户"; h.excluded("MED-01", Some(CHILD), "出嫁、空挂户，由现居住地动员参保"); }),
    case(Couple, Ordinary, |h, w| h.members[SPOUSE].disable(4, 1, w), |h, _| { uninsured(h, SPOUSE); h.members[SPOUSE].state = "迁出"; h.excluded("MED-02", Some(SPOUSE), NOT_TO_BE_INSURED); }),
    case(Couple, Ordinary, |h, w| { allowed(h, w); relocated(h, w); }, |h, _| { uninsured(h, HEAD); h.hit("REL-04", Some(HEAD)); h.excluded("MED-02", Some(HEAD), RELOCATED); }),
    case(ThreeGenerations, Ordinary, plain, |h, w| { insure_twice(h, w, "正常参保", 0); let twice = h.members[HEAD].insurance.clone(); h.members[HEAD].insurance.truncate(1); h.members[GRANDPARENT].insurance = twice; h.members[GRANDPARENT].die(days_before(w.epoch, 70)); h.excluded("MED-03", Some(GRANDPARENT), DEAD); }),
    case(Couple, Lifted, plain, |h, _| { h.members[SPOUSE].insurance[0].status = "暂停参保"; h.members[SPOUSE].state = "出国"; h.excluded("MED-04", Some(SPOUSE), "已死亡、参军、服刑、出国（境）、迁出、失踪等"); }),
    case(Couple, Lifted, relocated, |h, _| { h.members[SPOUSE].insurance[0].status = "终止参保"; h.hit("REL-04", Some(SPOUSE)); h.excluded("MED-04", Some(SPOUSE), RELOCATED); }),
    case(Couple, Lifted, relocated, |h, _| { uninsured(h, SPOUSE); h.members[SPOUSE].state = "失踪"; h.excluded("REL-04", Some(SPOUSE), NOT_TO_BE_INSURED); }),
    case(ThreeGenerations, Ordinary, |h, w| h.members[GRANDPARENT].disable(4, 1, w), |h, w| { h.members[GRANDPARENT].die(days_before(w.epoch, 70)); h.members[GRANDPARENT].insurance[0].subsidy = 0; h.excluded("MED-05", Some(GRANDPARENT), DEAD); }),
    // MED: bills and illnesses
    case(Couple, Monitored, ill, |h, w| { bill(h, w, HEAD, 6_000); h.excluded("MED-08", None, MONITORED_ILL); }),
    case(Couple, Ordinary, |h, _| h.members[SPOUSE].on_payroll = true, |h, w| { bill(h, w, HEAD, 30_000); h.excluded("MED-09", None, "财政供养户"); }),
    case(Couple, Monitored, |h, w| { ill(h, w); only_two(h, w); }, |h, w| { h.on_file.income = 9_000; bill(h, w, HEAD, 9_001); h.excluded("MED-11", None, MONITORED_ILL); }),
    case(Couple, Monitored, allowed, |h, w| { h.members[HEAD].illnesses = vec![("胃癌", days_before(w.as_of, 10))]; h.excluded("MED-12", Some(HEAD), MONITORED); }),
    case(ThreeGenerations, Lifted, plain, |h, w| { share(h, w, 3_000, 1_500, true); h.members[GRANDPARENT].stays = std::mem::take(&mut h.members[HEAD].stays); h.members[GRANDPARENT].die(days_before(w.epoch, 60)); h.excluded("MED-13", Some(GRANDPARENT), DEAD); }),
    // MIN
    case(Couple, Lifted, allowed, |h, _| h.excluded("MIN-05", None, "按单人户施保")),
    case(ThreeGenerations, Ordinary, |h, w| { grandparent_died(h, w); allowed(h, w); }, |h, _| { own(h, "商品房", "其他", 300_000); h.members[GRANDPARENT].assets = std::mem::take(&mut h.members[HEAD].assets); h.excluded("MIN-10", Some(GRANDPARENT), DEAD); }),
    case(ThreeGenerations, Ordinary, grandparent_died, |h, _| { support_after_death(h, GRANDPARENT); h.excluded("MIN-14", Some(GRANDPARENT), DEAD); }),
    case(Couple, Ordinary, |h, w| h.members[SPOUSE].die(days_before(w.epoch, 500)), |h, _| { support_after_death(h, SPOUSE); h.excluded("MIN-15", Some(SPOUSE), DEAD); }),
    case(ThreeGenerations, Ordinary, grandparent_died, |h, w| { support_after_death(h, GRANDPARENT); work_far_away(h, GRANDPARENT, w); h.excluded("MIN-16", Some(GRANDPARENT), DEAD); }),
    // MON, POL, REL, WAT
    case(Couple, Monitored, plain, |h, w| { monitoring(h).found = days_before(w.epoch, 500); h.on_file.income = 20_000; monitoring(h).provided_for = true; h.excluded("MON-02", None, "整户无劳动能力兜底保障户不标注消除"); }),
    case(Family, Monitored, plain, |h, w| { h.members[HEAD].die(days_before(w.epoch, 80)); h.excluded("POL-01", None, MONITORED); }),
    case(OneParent, Monitored, plain, |h, w| { h.members[HEAD].die(days_before(w.epoch, 500)); h.hit("MIN-06", None); h.excluded("POL-05", None, MONITORED); }),
    case(Couple, Monitored, |h, w| { unstable(h, w); relocated(h, w); }, |h, _| { stop_working(h); h.excluded("REL-01", None, MONITORED); }),
    case(Family, Lifted, relocated, |h, _| { leave_school(h, CHILD); unfit(h, "小学"); h.excluded("REL-06", Some(CHILD), UNFIT); }),
    case(Guardian, Lifted, |h, w| { relocated(h, w); orphan(h, w); }, |h, _| { leave_school(h, ONLY_CHILD); h.hit("EDU-16", Some(ONLY_CHILD)); h.excluded("REL-06", Some(ONLY_CHILD), ORPHAN); }),
    case(Family, Lifted, |h, w| { relocated(h, w); h.members[CHILD].disable(5, 3, w); }, |h, _| { leave_school(h, CHILD); h.hit("EDU-09", Some(CHILD)); h.excluded("REL-06", Some(CHILD), CARD); }),
    case(Family, Lifted, relocated, |h, _| { off_the_file(h, CHILD); h.hit("EDU-06", Some(CHILD)); h.excluded("REL-06", Some(CHILD), NOT_ON_FILE); }),
    case(Couple, Cleared, unstable, |h, _| { h.on_file.water_is_safe = false; h.hit("WAT-08", None); h.hit("MON-03", None); h.excluded("WAT-05", None, "监测对象信息也这样登记，由“已消除风险户饮水再出现问题”（WAT-08）去问"); }),
    // Who has left, and households in which nobody is left
    case(Couple, Ordinary, |h, w| h.members[SPOUSE].disable(4, 1, w), |h, _| { h.members[SPOUSE].subsidies.clear(); h.members[SPOUSE].state = "出国"; h.excluded("DIS-01", Some(SPOUSE), LEFT); }),
    case(Couple, Lifted, plain, |h, w| { let job = job(h, w); job.ended = Some(days_before(w.as_of, 20)); h.members[HEAD].state = "服刑"; h.excluded("EMP-02", Some(HEAD), LEFT); }),
    case(Couple, Lifted, plain, |h, w| { stay_in_hospital(h, w, true).claimed = true; move_away(h); h.excluded("MED-14", Some(HEAD), NOBODY); }),
    case(Couple, Ordinary, plain, |h, w| { endanger(h, w, "D级", Some("仍居住")); move_away(h); h.excluded("HOU-01", None, NOBODY); }),
    case(Couple, Lifted, plain, |h, _| { h.on_file.house_is_dangerous = true; move_away(h); h.excluded("HOU-02", None, NOBODY); }),
];

/// Neither on the rolls nor in class, and the file has nothing about it.
fn off_the_file(household: &mut Household, child: usize) {
    leave_school(household, child);
    household.members[child].on_file.schooling = "";
}

/// Monitored for a sudden hardship, and never 脱贫户.
fn sudden(household: &mut Household, _: &When) {
    monitoring(household).category = "突发严重困难户";
}

fn work_in_the_holidays(household: &mut Household, when: &When) {
    let (begun, ended) = (days_before(when.as_of, 60), Some(days_before(when.as_of, 20)));
    household.members[CHILD].job = Some(Job { region: "县内", begun, ended, pay: 1_800, fare: 0, asked: None });
}

fn work_far_away(household: &mut Household, member: usize, when: &When) {
    let begun = days_before(when.epoch, 400);
    household.members[member].job =
        Some(Job { region: "省外", begun, ended: None, pay: 3_200, fare: 500, asked: None });
}

fn post(name: &'static str, when: &When) -> Post {
    Post { name, from: days_before(when.epoch, 200), until: None, pay: 800 }
}

fn in_an_institution(household: &mut Household) {
    household.members.iter_mut().for_each(|person| person.support("集中"));
}

fn uninsured(household: &mut Household, member: usize) {
    household.members[member].insurance.clear();
}

fn grandparent_died(household: &mut Household, when: &When) {
    household.members[GRANDPARENT].die(days_before(when.epoch, 500));
}

/// 特困, in need of care, and paid for although dead.
fn support_after_death(household: &mut Household, member: usize) {
    household.members[member].support("分散");
    if let Some(support) = &mut household.members[member].support {
        support.self_care = "完全失能";
    }
    household.hit("MIN-01", Some(member));
}

/// All have moved away.
fn move_away(household: &mut Household) {
    household.members.iter_mut().for_each(|person| (person.state, person.job) = ("迁出", None));
}
