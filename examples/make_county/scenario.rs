//! The planted cases: for every rule households that it must flag, and look-alikes that it must leave alone.
//!
//! A household has one scenario at most. `arrange` shapes it, then everything is put in order, then `disturb` breaks
//! one thing and says which clues must come of it.

use jiff::civil::date;

use super::dice::Dice;
use super::family::{CHILD, GRANDPARENT, HEAD, SPOUSE, Template, stay};
use super::household::{Class, Household, Insurance, Stay};
use super::when::{When, days_before, months_before};

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

use Class::{Cleared, Lifted, Monitored, Ordinary};
use Template::{Alone, Couple, Elders, Family, OneParent, ThreeGenerations};

/// All kinds of case, by rule.
#[rustfmt::skip]
pub const SCENARIOS: &[Scenario] = &[
    // EDU-01 suspected drop-out
    case(Family, Ordinary, plain, |h, _| { leave_school(h, CHILD); h.hit("EDU-01", Some(CHILD)); }),
    case(Family, Lifted, plain, |h, _| { leave_school(h, CHILD); h.hit("EDU-01", Some(CHILD)); }),
    case(OneParent, Lifted, plain, |h, _| { transfer_out(h, 1); h.hit("EDU-01", Some(1)); }),
    case(Family, Lifted, plain, |h, _| { h.members[CHILD].schooling = None; h.members[CHILD].roll_call = Some("县外就读"); h.decoy("EDU-01", Some(CHILD)); }),
    case(Family, Ordinary, plain, |h, w| { h.members[CHILD].die(days_before(w.epoch, 500)); h.members[CHILD].state = "死亡"; h.decoy("EDU-01", Some(CHILD)); }),
    case(Family, Ordinary, plain, |h, _| { leave_school(h, CHILD); h.members[CHILD].state = "空挂户"; h.decoy("EDU-01", Some(CHILD)); }),
    case(Family, Ordinary, |h, w| { h.members[CHILD].birth = date(w.end.year() - 6, 9, 15); leave_school(h, CHILD); }, |h, _| h.decoy("EDU-01", Some(CHILD))),
    case(Family, Ordinary, |h, w| { h.members[CHILD].birth = date(w.epoch.year() - 16, 3, 8); leave_school(h, CHILD); }, |h, _| h.decoy("EDU-01", Some(CHILD))),
    case(OneParent, Lifted, plain, |h, _| { h.misprinted = vec!["在校生学籍", "在校学生点名册"]; h.doubt("EDU-01", Some(1)); }),
    // EDU-03 on the rolls, not at school
    case(Family, Ordinary, plain, |h, _| { h.members[CHILD].roll_call = None; h.hit("EDU-03", Some(CHILD)); }),
    case(ThreeGenerations, Lifted, plain, |h, _| { h.members[CHILD].roll_call = Some("未到"); h.hit("EDU-03", Some(CHILD)); }),
    case(Family, Ordinary, plain, |h, _| { h.members[CHILD].roll_call = Some("请假"); h.decoy("EDU-03", Some(CHILD)); }),
    case(Family, Ordinary, plain, |h, _| { teach_at_home(h, CHILD); h.decoy("EDU-03", Some(CHILD)); }),
    // EDU-12 no school subsidy
    case(Family, Lifted, plain, |h, w| { h.members[CHILD].grants = vec![days_before(w.term_start(), 100)]; h.hit("EDU-12", Some(CHILD)); }),
    case(OneParent, Monitored, plain, |h, _| { h.members[1].grants.clear(); h.hit("EDU-12", Some(1)); }),
    case(Family, Ordinary, |h, _| h.members[CHILD].disable(2, 4), |h, _| { h.members[CHILD].grants.clear(); h.hit("EDU-12", Some(CHILD)); }),
    case(Family, Ordinary, plain, |h, _| { h.members[CHILD].grants.clear(); h.decoy("EDU-12", Some(CHILD)); }),
    case(Family, Lifted, plain, |h, _| h.decoy("EDU-12", Some(CHILD))),
    // MED-01 not insured, 脱贫户 and 监测户
    case(Couple, Lifted, plain, |h, _| { h.members[SPOUSE].insurance.clear(); h.hit("MED-01", Some(SPOUSE)); }),
    case(Family, Monitored, plain, |h, _| { h.members[HEAD].insurance[0].status = "暂停参保"; h.hit("MED-01", Some(HEAD)); }),
    case(Family, Lifted, plain, |h, _| { h.members[SPOUSE].insurance[0].year -= 1; h.hit("MED-01", Some(SPOUSE)); }),
    case(Couple, Lifted, plain, |h, _| { h.members[HEAD].insurance[0].kind = "职工"; h.decoy("MED-01", Some(HEAD)); }),
    case(ThreeGenerations, Lifted, plain, |h, w| { h.members[GRANDPARENT].die(days_before(w.epoch, 90)); h.members[GRANDPARENT].insurance.clear(); h.decoy("MED-01", Some(GRANDPARENT)); }),
    case(Couple, Lifted, plain, |h, _| { h.members[HEAD].state = "参军"; h.members[HEAD].insurance.clear(); h.decoy("MED-01", Some(HEAD)); }),
    case(Family, Lifted, |h, w| { h.members[CHILD].birth = days_before(w.end, 45); leave_school(h, CHILD); }, |h, _| { h.members[CHILD].insurance.clear(); h.decoy("MED-01", Some(CHILD)); }),
    case(Couple, Lifted, plain, |h, _| { h.misprinted = vec!["医保参保"]; (0..h.members.len()).for_each(|member| h.doubt("MED-01", Some(member))); }),
    // MED-02 not insured, other low-income groups
    case(Couple, Ordinary, |h, _| h.allow([HEAD, SPOUSE]), |h, _| { h.members[SPOUSE].insurance.clear(); h.hit("MED-02", Some(SPOUSE)); }),
    case(Couple, Ordinary, |h, _| h.members[HEAD].disable(4, 1), |h, _| { h.members[HEAD].insurance.clear(); h.hit("MED-02", Some(HEAD)); }),
    case(Couple, Ordinary, plain, |h, _| { h.members[HEAD].insurance.clear(); h.decoy("MED-02", Some(HEAD)); }),
    case(Couple, Ordinary, |h, _| h.allow([HEAD]), |h, _| { h.members[HEAD].insurance[0].kind = "职工"; h.decoy("MED-02", Some(HEAD)); }),
    // MED-03 insured twice
    case(Couple, Ordinary, plain, |h, w| { insure_twice(h, w, "正常参保", 0); h.hit("MED-03", Some(HEAD)); }),
    case(Couple, Ordinary, plain, |h, w| { insure_twice(h, w, "终止参保", 0); h.decoy("MED-03", Some(HEAD)); }),
    case(Couple, Ordinary, plain, |h, w| { insure_twice(h, w, "正常参保", 1); h.decoy("MED-03", Some(HEAD)); }),
    // MED-08, MED-09 heavy hospital bills
    case(Family, Lifted, plain, |h, w| { bill(h, w, HEAD, 3_200); bill(h, w, SPOUSE, 3_000); h.hit("MED-08", None); }),
    case(Couple, Cleared, plain, |h, w| { bill(h, w, HEAD, 5_000); h.hit("MED-08", None); }),
    case(Couple, Lifted, plain, |h, w| { bill(h, w, HEAD, 7_000); bill(h, w, HEAD, -4_000); h.decoy("MED-08", None); }),
    case(Couple, Lifted, plain, |h, w| { bill(h, w, HEAD, 9_000); h.members[HEAD].stays[0].day = date(w.year() - 1, 6, 3); h.decoy("MED-08", None); }),
    case(Couple, Lifted, plain, |h, w| { bill(h, w, HEAD, 4_999); h.decoy("MED-08", None); }),
    case(Couple, Monitored, ill, |h, w| { bill(h, w, HEAD, 12_000); h.decoy("MED-08", None); }),
    case(Couple, Ordinary, plain, |h, w| { bill(h, w, HEAD, 14_000); bill(h, w, SPOUSE, 7_000); h.hit("MED-09", None); }),
    case(Couple, Ordinary, plain, |h, w| { bill(h, w, HEAD, 8_000); h.decoy("MED-09", None); }),
    case(Couple, Ordinary, |h, _| h.members[SPOUSE].state = "财政供养", |h, w| { bill(h, w, HEAD, 30_000); h.decoy("MED-09", None); }),
    // MED-13 share paid in the county
    case(Couple, Lifted, plain, |h, w| { share(h, w, 3_000, 1_500, true); h.hit("MED-13", Some(HEAD)); }),
    case(Couple, Monitored, plain, |h, w| { share(h, w, 3_000, 2_990, true); h.hit("MED-13", Some(HEAD)); }),
    case(Couple, Ordinary, plain, |h, w| { share(h, w, 3_000, 1_500, true); h.decoy("MED-13", Some(HEAD)); }),
    case(Couple, Lifted, plain, |h, w| { share(h, w, 3_000, 1_500, false); h.decoy("MED-13", Some(HEAD)); }),
    // MED-17 settled after death
    case(ThreeGenerations, Ordinary, plain, |h, w| { settle_after_death(h, w, 60); h.hit("MED-17", Some(GRANDPARENT)); }),
    case(ThreeGenerations, Ordinary, plain, |h, w| { settle_after_death(h, w, 20); h.decoy("MED-17", Some(GRANDPARENT)); }),
    // HOU-01 lives in a dangerous house
    case(Family, Ordinary, plain, |h, w| { endanger(h, w, "D级", Some("仍居住")); h.hit("HOU-01", None); }),
    case(ThreeGenerations, Ordinary, plain, |h, w| { endanger(h, w, "C级", None); owned_by(h, GRANDPARENT); h.hit("HOU-01", None); }),
    case(Couple, Monitored, plain, |h, w| { endanger(h, w, "C级", None); h.hit("HOU-01", None); }),
    case(Family, Ordinary, plain, |h, w| { rebuilt(h, w, "D级", 200, 30_000, 30_000); h.decoy("HOU-01", None); }),
    case(Couple, Ordinary, plain, |h, w| { endanger(h, w, "D级", Some("不居住")); h.decoy("HOU-01", None); }),
    case(Couple, Ordinary, plain, |h, w| { endanger(h, w, "D级", None); if let Some(house) = &mut h.house { house.elsewhere = true; } h.decoy("HOU-01", None); }),
    // HOU-03 never appraised
    case(Couple, Ordinary, |h, _| h.allow([HEAD]), |h, _| { h.house = None; h.hit("HOU-03", None); }),
    case(Family, Monitored, |h, w| h.appraise("B级", w), |h, _| { if let Some(house) = &mut h.house { house.grade = None; } h.hit("HOU-03", None); }),
    case(Elders, Monitored, |h, _| h.members[SPOUSE].support = Some("集中"), |h, _| { h.house = None; h.decoy("HOU-03", None); }),
    // HOU-06 rebuilt and not paid
    case(Couple, Lifted, plain, |h, w| { rebuilt(h, w, "C级", 90, 20_000, 8_000); h.hit("HOU-06", None); }),
    case(Couple, Ordinary, plain, |h, w| { rebuilt(h, w, "D级", 60, 26_000, 0); h.hit("HOU-06", None); }),
    case(Couple, Lifted, plain, |h, w| { rebuilt(h, w, "C级", 60, 20_000, 20_000); h.decoy("HOU-06", None); }),
    case(Couple, Lifted, plain, |h, w| { rebuilt(h, w, "C级", 60, 20_000, 0); settled_lately(h, w); h.decoy("HOU-06", None); }),
    // WAT-01..04 unsafe water
    case(Family, Ordinary, plain, |h, _| { if let Some(water) = &mut h.water { water.quality = "不达标"; } h.hit("WAT-01", None); }),
    case(Couple, Monitored, plain, |h, _| { if let Some(water) = &mut h.water { water.quality = "不达标"; } h.hit("WAT-01", None); }),
    case(Couple, Ordinary, plain, |h, _| { if let Some(water) = &mut h.water { water.quality = "基本达标"; } h.decoy("WAT-01", None); }),
    case(Couple, Lifted, plain, |h, _| { if let Some(water) = &mut h.water { water.litres = 20; } h.hit("WAT-02", None); }),
    case(Couple, Lifted, plain, |h, _| { if let Some(water) = &mut h.water { water.litres = 35; } h.decoy("WAT-02", None); }),
    case(Elders, Ordinary, plain, |h, _| { fetch(h, 30, 500, 20); h.hit("WAT-03", None); }),
    case(Couple, Ordinary, plain, |h, _| { fetch(h, 18, 900, 20); h.hit("WAT-03", None); }),
    case(Couple, Ordinary, plain, |h, _| { fetch(h, 20, 800, 80); h.decoy("WAT-03", None); }),
    case(Couple, Ordinary, plain, |h, _| { fetch(h, 45, 900, 90); if let Some(water) = &mut h.water { water.by_choice = true; } h.decoy("WAT-03", None); }),
    case(Couple, Ordinary, plain, |h, _| { if let Some(water) = &mut h.water { water.dry_days = 45; } h.hit("WAT-04", None); }),
    case(Couple, Ordinary, plain, |h, _| { if let Some(water) = &mut h.water { water.dry_days = 35; } h.decoy("WAT-04", None); }),
    // MIN-01 paid after death
    case(ThreeGenerations, Ordinary, |h, _| h.allow([HEAD, GRANDPARENT]), |h, w| { h.members[GRANDPARENT].die(days_before(w.epoch, 120)); h.hit("MIN-01", Some(GRANDPARENT)); }),
    case(ThreeGenerations, Ordinary, |h, _| h.members[GRANDPARENT].disable(1, 1), |h, w| { h.members[GRANDPARENT].die(days_before(w.epoch, 150)); h.members[GRANDPARENT].subsidies = vec!["重度残疾人护理补贴"]; h.hit("MIN-01", Some(GRANDPARENT)); }),
    case(ThreeGenerations, Ordinary, |h, _| h.allow([HEAD, GRANDPARENT]), |h, w| { h.members[GRANDPARENT].die(days_before(w.as_of, 12)); h.decoy("MIN-01", Some(GRANDPARENT)); }),
    case(ThreeGenerations, Ordinary, |h, _| h.allow([GRANDPARENT]), |h, w| { stop_paying(h, w); h.decoy("MIN-01", Some(GRANDPARENT)); }),
    // MIN-02 both kinds of relief
    case(Elders, Ordinary, |h, _| h.allow([HEAD]), |h, _| { h.members[HEAD].support = Some("分散"); h.hit("MIN-02", Some(HEAD)); }),
    case(Elders, Ordinary, |h, _| { h.allow([SPOUSE]); h.members[HEAD].support = Some("分散"); }, |h, _| h.decoy("MIN-02", Some(HEAD))),
    // MIN-06 nobody can work
    case(Elders, Lifted, plain, |h, _| { idle(h); h.hit("MIN-06", None); }),
    case(Couple, Monitored, plain, |h, _| { idle(h); h.members[HEAD].skill = "丧失劳动力"; h.hit("MIN-06", None); }),
    case(ThreeGenerations, Lifted, plain, |h, w| { idle(h); h.members[GRANDPARENT].die(days_before(w.epoch, 300)); h.members[GRANDPARENT].skill = "弱劳动力或半劳动力"; h.hit("MIN-06", None); }),
    case(Elders, Lifted, |h, _| h.allow([SPOUSE]), |h, _| { idle(h); h.decoy("MIN-06", None); }),
    case(Elders, Cleared, plain, |h, _| { idle(h); h.decoy("MIN-06", None); }),
    // MIN-07 severely disabled, not on 低保
    case(Couple, Lifted, |h, _| h.members[SPOUSE].disable(4, 2), |h, _| { h.allowance = None; h.hit("MIN-07", Some(SPOUSE)); }),
    case(Family, Monitored, |h, _| h.members[HEAD].disable(6, 3), |h, _| { h.allowance = None; h.hit("MIN-07", Some(HEAD)); }),
    case(Couple, Lifted, |h, _| h.members[SPOUSE].disable(4, 3), |h, _| h.decoy("MIN-07", Some(SPOUSE))),
    case(Couple, Lifted, |h, _| { h.members[SPOUSE].disable(4, 1); card(h, SPOUSE, "注销"); }, |h, _| h.decoy("MIN-07", Some(SPOUSE))),
    // MIN-13 特困 living apart, in want of something
    case(Alone, Ordinary, |h, _| h.members[HEAD].support = Some("分散"), |h, _| { if let Some(water) = &mut h.water { water.quality = "不达标"; } h.hit("WAT-01", None); h.hit("MIN-13", None); }),
    case(Alone, Ordinary, |h, _| h.members[HEAD].support = Some("分散"), |h, _| { h.members[HEAD].insurance.clear(); h.hit("MED-02", Some(HEAD)); h.hit("MIN-13", None); }),
    case(Alone, Lifted, |h, _| h.members[HEAD].support = Some("分散"), |h, w| { endanger(h, w, "D级", Some("仍居住")); h.hit("HOU-01", None); h.hit("MIN-13", None); }),
    case(Alone, Ordinary, |h, _| h.members[HEAD].support = Some("集中"), |h, w| { endanger(h, w, "D级", Some("不居住")); h.decoy("MIN-13", None); }),
    case(Alone, Ordinary, |h, _| h.members[HEAD].support = Some("分散"), |h, _| h.decoy("MIN-13", None)),
    // DIS-01, DIS-02, DIS-03 disability subsidies
    case(Couple, Ordinary, |h, _| h.members[HEAD].disable(5, 1), |h, _| { h.members[HEAD].subsidies.clear(); h.hit("DIS-01", Some(HEAD)); }),
    case(Couple, Lifted, |h, _| h.members[HEAD].disable(1, 2), |h, _| { h.members[HEAD].subsidies = vec!["困难残疾人生活补贴"]; h.hit("DIS-01", Some(HEAD)); }),
    case(Alone, Ordinary, |h, _| { h.members[HEAD].disable(1, 1); h.members[HEAD].support = Some("分散"); }, |h, _| h.decoy("DIS-01", Some(HEAD))),
    case(Couple, Ordinary, |h, _| h.members[HEAD].disable(4, 3), |h, _| h.decoy("DIS-01", Some(HEAD))),
    case(Couple, Ordinary, |h, _| h.members[SPOUSE].disable(4, 1), |h, _| { h.members[SPOUSE].subsidies.clear(); h.members[SPOUSE].state = "迁出"; h.decoy("DIS-01", Some(SPOUSE)); }),
    case(Couple, Ordinary, |h, _| { h.allow([HEAD]); h.members[HEAD].disable(2, 3); }, |h, _| { h.members[HEAD].subsidies.clear(); h.hit("DIS-02", Some(HEAD)); }),
    case(Couple, Ordinary, |h, _| { h.allow([HEAD]); h.members[HEAD].disable(2, 3); }, |h, _| h.decoy("DIS-02", Some(HEAD))),
    case(Couple, Ordinary, |h, _| { h.members[HEAD].disable(4, 2); card(h, HEAD, "注销"); }, |h, _| { h.members[HEAD].subsidies = vec!["重度残疾人护理补贴"]; h.hit("DIS-03", Some(HEAD)); }),
    case(Couple, Ordinary, |h, _| { h.members[HEAD].disable(4, 2); card(h, HEAD, "过期"); }, |h, _| h.decoy("DIS-03", Some(HEAD))),
    case(Couple, Ordinary, |h, _| { h.members[HEAD].disable(4, 2); if let Some(card) = &mut h.members[HEAD].disability { card.replaced = true; } }, |h, _| h.decoy("DIS-03", Some(HEAD))),
    // EMP-04 income below the line
    case(Family, Lifted, plain, |h, _| { h.income = 6_000; h.hit("EMP-04", None); }),
    case(Family, Lifted, plain, |h, _| { h.income = 8_700; h.decoy("EMP-04", None); }),
    case(Couple, Monitored, |h, _| { if let Some(monitoring) = &mut h.monitoring { monitoring.category = "脱贫不稳定户"; } }, |h, _| { h.income = 5_000; h.decoy("EMP-04", None); }),
    // REL-01 relocated, nobody works
    case(Couple, Lifted, |h, _| h.relocated = true, |h, _| { h.members.iter_mut().for_each(|person| person.work_months = 0); h.hit("REL-01", None); }),
    case(Couple, Lifted, |h, _| h.relocated = true, |h, _| h.decoy("REL-01", None)),
    case(Elders, Lifted, |h, _| h.relocated = true, |h, _| { h.members.iter_mut().for_each(|person| person.work_months = 0); h.decoy("REL-01", None); }),
    // POL-01 a breadwinner died
    case(Family, Ordinary, plain, |h, w| { h.members[HEAD].die(days_before(w.epoch, 80)); h.hit("POL-01", None); }),
    case(ThreeGenerations, Ordinary, plain, |h, w| { h.members[GRANDPARENT].die(days_before(w.epoch, 80)); h.decoy("POL-01", None); }),
    case(Family, Monitored, plain, |h, w| { h.members[HEAD].die(days_before(w.epoch, 80)); h.decoy("POL-01", None); }),
    case(Family, Ordinary, plain, |h, w| { h.members[HEAD].die(days_before(w.epoch, 420)); h.decoy("POL-01", None); }),
    // MON-01 two departments, neither of them grave
    case(Couple, Ordinary, |h, _| h.allow([HEAD]), |h, _| { h.house = None; if let Some(water) = &mut h.water { water.dry_days = 50; } h.hit("HOU-03", None); h.hit("WAT-04", None); h.hit("MON-01", None); }),
    case(Couple, Lifted, plain, |h, _| { if let Some(water) = &mut h.water { water.dry_days = 50; } h.hit("WAT-04", None); h.decoy("MON-01", None); }),
    // MON-04 cleared too soon
    case(Couple, Cleared, plain, |h, _| { clear_after(h, 3, "帮扶消除"); h.hit("MON-04", None); }),
    case(Couple, Cleared, plain, |h, _| { clear_after(h, 3, "自然消除"); h.decoy("MON-04", None); }),
    case(Couple, Cleared, plain, |h, _| { clear_after(h, 6, "帮扶消除"); h.decoy("MON-04", None); }),
    // MON-06 measures that do not fit the risk
    case(Couple, Monitored, ill, |h, _| { if let Some(monitoring) = &mut h.monitoring { monitoring.measures = false; } h.hit("MON-06", None); }),
    case(Couple, Monitored, ill, |h, _| h.decoy("MON-06", None)),
];

/// The rules a single clue of which makes a household 应纳未纳, if it is not monitored yet.
const GRAVE: [&str; 18] = [
    "EDU-01", "EDU-03", "MED-01", "MED-02", "MED-08", "MED-09", "HOU-01", "WAT-01", "WAT-02", "WAT-03", "MIN-06",
    "MIN-07", "MIN-13", "DIS-01", "DIS-02", "EMP-04", "REL-01", "POL-01",
];

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
        let grave = household.planted.hits.iter().any(|(rule, _)| GRAVE.contains(rule));
        if grave && household.class.may_be_overlooked() {
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
    if let Some(monitoring) = &mut household.monitoring {
        monitoring.risks = vec!["因病"];
    }
}

fn leave_school(household: &mut Household, child: usize) {
    let child = &mut household.members[child];
    (child.schooling, child.roll_call) = (None, None);
    child.grants.clear();
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

/// A second insurance, with employees, of this year or of years ago.
fn insure_twice(household: &mut Household, when: &When, status: &'static str, years_ago: i16) {
    let second = Insurance { kind: "职工", status, year: when.year() - years_ago };
    household.members[HEAD].insurance.push(second);
}

/// A settlement outside the county of which so much is left to pay; a negative one takes a settlement back.
fn bill(household: &mut Household, when: &When, patient: usize, own: i64) {
    let day = date(when.year(), 1, 5 + i8::try_from(household.members[patient].stays.len()).unwrap_or(0));
    let (total, serious) = (own * 3, own / 2);
    let pooled = total - own - serious;
    household.members[patient].stays.push(Stay { day, local: false, total, pooled, serious, relief: 0, own });
}

/// A settlement of which so much was paid.
fn share(household: &mut Household, when: &When, total: i64, paid: i64, local: bool) {
    let mut settled = stay(date(when.year(), 1, 12), local, total);
    (settled.pooled, settled.serious, settled.relief, settled.own) = (paid - 300, 200, 100, total - paid);
    household.members[HEAD].stays.push(settled);
}

fn settle_after_death(household: &mut Household, when: &When, days: i32) {
    let death = days_before(when.epoch, 200);
    let grandparent = &mut household.members[GRANDPARENT];
    grandparent.die(death);
    grandparent.stays.push(stay(days_before(death, -days), true, 1_800));
}

/// A dangerous house, lived in or not.
fn endanger(household: &mut Household, when: &When, grade: &'static str, living: Option<&'static str>) {
    household.appraise(grade, when);
    if let Some(house) = &mut household.house {
        house.living = living;
    }
}

fn owned_by(household: &mut Household, member: usize) {
    if let Some(house) = &mut household.house {
        house.owner = member;
    }
}

/// A dangerous house that was rebuilt, what is due for it and what was paid.
fn rebuilt(household: &mut Household, when: &When, grade: &'static str, days_ago: i32, due: i64, paid: i64) {
    household.appraise(grade, when);
    if let Some(house) = &mut household.house {
        house.rebuilt = Some((days_before(when.epoch, days_ago), due, paid));
    }
}

/// The acceptance is so recent that payment is not overdue.
fn settled_lately(household: &mut Household, when: &When) {
    if let Some((accepted, ..)) = household.house.as_mut().and_then(|house| house.rebuilt.as_mut()) {
        *accepted = days_before(when.as_of, 10);
    }
}

fn fetch(household: &mut Household, minutes: i32, metres: i32, rise: i32) {
    if let Some(water) = &mut household.water {
        (water.piped, water.minutes, water.metres, water.rise) = (false, minutes, metres, rise);
    }
}

/// 低保 was last paid for the month of death.
fn stop_paying(household: &mut Household, when: &When) {
    let death = days_before(when.epoch, 100);
    household.members[GRANDPARENT].die(death);
    if let Some(allowance) = &mut household.allowance {
        allowance.last_month = Some(months_before(death, 0));
    }
}

fn idle(household: &mut Household) {
    household.members.iter_mut().for_each(|person| person.skill = "无劳动力");
}

fn card(household: &mut Household, member: usize, status: &'static str) {
    if let Some(card) = &mut household.members[member].disability {
        card.status = status;
    }
}

fn clear_after(household: &mut Household, months: i32, how: &'static str) {
    if let Some(monitoring) = &mut household.monitoring {
        let cleared = monitoring.cleared.map_or(monitoring.found, |(day, _)| day);
        monitoring.found = months_before(cleared, months);
        monitoring.cleared = Some((cleared, how));
    }
}
