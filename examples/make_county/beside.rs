//! Two records of a kind: beside the record that a rule is about one that does not count, and must not be spoken of.

use jiff::civil::{Date, date};

use super::family::{HEAD, SPOUSE};
use super::household::Household;
use super::person::Person;
use super::records::{
    Asset, Consultation, Disaster, Fees, Grant, Insurance, Job, Loan, MedicalAid, Monitoring, Post, Project, Report,
    Stay, Water,
};
use super::when::{When, days_before, months_before};

/// Puts a record beside the one that hit, and says what stands in it alone.
type Beside = fn(&mut Household, usize, &When) -> Vec<String>;

/// By rule, what does not count beside what does; rules that look at one record a subject are not here.
const BESIDE: &[(&str, Beside)] = &[
    ("DIS-01", replaced_card),
    ("DIS-02", replaced_card),
    ("DIS-06", replaced_card),
    ("DIS-08", replaced_card),
    ("DIS-12", replaced_card),
    ("MIN-07", replaced_card),
    ("EDU-09", replaced_card),
    ("DIS-05", |h, at, _| other_subsidy(h, at)),
    ("EDU-03", |h, at, _| former_school(h, at)),
    ("EDU-04", |h, at, _| former_school(h, at)),
    ("EDU-05", |h, at, _| former_school(h, at)),
    ("EDU-07", |h, at, _| former_school(h, at)),
    ("EDU-08", |h, at, _| former_school(h, at)),
    ("EDU-10", |h, at, w| last_grant(h, at, w, "雨露计划")),
    ("EDU-11", |h, at, w| last_grant(h, at, w, "雨露计划")),
    ("EDU-12", |h, at, w| last_grant(h, at, w, "国家助学金")),
    ("EDU-13", |h, at, w| last_grant(h, at, w, "寄宿生生活补助")),
    ("EDU-14", |h, _, w| last_fees(h, w)),
    ("EMP-02", former_job),
    ("EMP-05", former_job),
    ("EMP-09", former_job),
    ("EMP-10", former_job),
    ("MIN-16", former_job),
    ("EMP-06", former_post),
    ("EMP-07", former_post),
    ("EMP-08", former_post),
    ("EMP-09", former_post),
    ("EMP-11", |h, _, w| earlier_visit(h, w)),
    ("EMP-13", |h, _, _| sound_project(h)),
    ("EMP-14", |h, _, _| sound_loan(h)),
    ("HOU-01", |h, _, _| sound_before(h)),
    ("HOU-02", |h, _, _| sound_before(h)),
    ("HOU-12", |h, _, _| sound_before(h)),
    ("HOU-08", |h, _, _| sound_before(h)),
    ("HOU-11", |h, _, _| sound_before(h)),
    ("HOU-04", |h, _, w| rebuilt_before(h, w)),
    ("HOU-05", |h, _, w| rebuilt_before(h, w)),
    ("HOU-06", |h, _, w| rebuilt_before(h, w)),
    ("HOU-07", |h, _, w| rebuilt_before(h, w)),
    ("HOU-13", |h, _, w| rebuilt_before(h, w)),
    ("HOU-10", |h, _, w| rebuilt_before(h, w)),
    ("MED-01", insured_last_year),
    ("MED-02", insured_last_year),
    ("MED-03", insured_last_year),
    ("MED-04", insured_last_year),
    ("MED-05", insured_last_year),
    ("MED-06", insured_last_year),
    ("REL-04", insured_last_year),
    ("MED-08", stay_last_year),
    ("MED-09", stay_last_year),
    ("MED-11", stay_last_year),
    ("MED-13", stay_last_year),
    ("MED-14", stay_last_year),
    ("MED-15", stay_last_year),
    ("MED-17", |h, at, _| settled_in_time(h, at)),
    ("MED-10", consulted_last_month),
    ("MED-12", ill_before),
    ("MED-16", |h, at, _| aided_as_well(h, at)),
    ("MIN-10", |h, at, _| useful_car(h, at)),
    ("MIN-12", |h, _, _| sound_certificate(h)),
    ("MIN-18", |h, _, w| relief_last_year(h, w)),
    ("MON-02", |h, _, w| monitored_before(h, w)),
    ("MON-04", |h, _, w| monitored_before(h, w)),
    ("MON-05", |h, _, w| monitored_before(h, w)),
    ("MON-06", |h, _, w| monitored_before(h, w)),
    ("MON-07", |h, _, w| monitored_before(h, w)),
    ("MON-08", |h, _, w| monitored_before(h, w)),
    ("MON-11", |h, _, w| monitored_before(h, w)),
    ("MON-14", |h, _, w| monitored_before(h, w)),
    ("REL-05", |h, _, w| monitored_before(h, w)),
    ("MON-10", |h, _, w| verified_as_well(h, w)),
    ("POL-01", |h, _, w| father_died(h, w)),
    ("POL-02", hurt_before),
    ("POL-04", |h, _, w| fire_before(h, w)),
    ("WAT-01", |h, _, _| second_tap(h)),
    ("WAT-02", |h, _, _| second_tap(h)),
    ("WAT-03", |h, _, _| second_tap(h)),
    ("WAT-04", |h, _, _| second_tap(h)),
];

/// Beside every record that hit, one that did not.
pub fn put_beside(household: &mut Household, when: &When) {
    for (rule, member) in household.planted.hits.clone() {
        for (_, beside) in BESIDE.iter().filter(|(of, _)| *of == rule) {
            for text in beside(household, member.unwrap_or(HEAD), when) {
                household.planted.never.push((rule, member, text));
            }
        }
    }
}

/// A day as sentences have it.
pub fn told(day: Date) -> String {
    day.strftime("%Y年%-m月%-d日").to_string()
}

/// A month as sentences have it.
pub fn told_month(day: Date) -> String {
    day.strftime("%Y年%-m月").to_string()
}

/// The cancelled card that the valid one replaced.
fn replaced_card(household: &mut Household, at: usize, when: &When) -> Vec<String> {
    let Some(card) = &mut household.members[at].disability else { return Vec::new() };
    card.replaced = true;
    vec!["注销".to_owned(), told(days_before(when.epoch, 3000))]
}

/// The other of the two subsidies.
fn other_subsidy(household: &mut Household, at: usize) -> Vec<String> {
    household.members[at].subsidies.push("重度残疾人护理补贴");
    vec!["护理补贴".to_owned()]
}

fn former_school(household: &mut Household, at: usize) -> Vec<String> {
    household.members[at].school_before = Some("邻县希望学校");
    vec!["邻县".to_owned(), "转出".to_owned()]
}

fn last_grant(household: &mut Household, at: usize, when: &When, project: &'static str) -> Vec<String> {
    let paid = days_before(when.term_start(), 130);
    household.members[at].grants.push(Grant { project, paid, school: Some("邻县希望学校") });
    vec![told(paid), "邻县希望学校".to_owned()]
}

/// What was due for the school year before, which was more.
fn last_fees(household: &mut Household, when: &When) -> Vec<String> {
    for person in household.members.iter_mut().filter(|person| !person.fees.is_empty()) {
        person.fees.push(Fees { year: when.school_year() - 1, tuition: 33_333, boarding: 0, books: 0 });
    }
    vec!["33333".to_owned()]
}

/// Work in another place that ended long ago.
fn former_job(household: &mut Household, at: usize, when: &When) -> Vec<String> {
    let (begun, ended) = (days_before(when.epoch, 1_100), days_before(when.epoch, 700));
    let job = Job { region: "县外省内", begun, ended: Some(ended), pay: 77_777, fare: 0, asked: None };
    household.members[at].job_before = Some(job);
    vec!["县外省内".to_owned(), "77777".to_owned(), told(begun), told(ended)]
}

fn former_post(household: &mut Household, at: usize, when: &When) -> Vec<String> {
    let (from, until) = (days_before(when.epoch, 900), Some(days_before(when.epoch, 500)));
    household.members[at].posts.push(Post { name: "护水员", from, until, pay: 0 });
    vec!["护水员".to_owned(), told(from)]
}

/// A visit before the last one.
fn earlier_visit(household: &mut Household, when: &When) -> Vec<String> {
    if household.visits.is_empty() {
        return Vec::new();
    }
    let day = days_before(when.epoch, 290);
    household.visits.insert(0, day);
    vec![told(day)]
}

fn sound_project(household: &mut Household) -> Vec<String> {
    household.projects.push(Project { name: "光伏电站", state: "正常", due: 777, paid: 777 });
    vec!["光伏".to_owned(), "777元".to_owned()]
}

/// A larger loan that is overdue for a day less than matters.
fn sound_loan(household: &mut Household) -> Vec<String> {
    household.loans.push(Loan { bank: "示例县邮储银行", balance: 87_654, overdue: 29 });
    vec!["邮储".to_owned(), "87654".to_owned(), "117654".to_owned(), "29天".to_owned()]
}

/// An appraisal years ago that found nothing amiss.
fn sound_before(household: &mut Household) -> Vec<String> {
    let Some(house) = &mut household.house else { return Vec::new() };
    if house.grade_before.is_some_and(|grade| grade != "A级") {
        return Vec::new();
    }
    house.grade_before = Some("A级");
    vec!["A级".to_owned(), told(days_before(house.appraised, 2_000))]
}

/// A rebuilding of long ago, accepted and paid for.
fn rebuilt_before(household: &mut Household, when: &When) -> Vec<String> {
    let accepted = days_before(when.epoch, 4_100);
    let Some(house) = &mut household.house else { return Vec::new() };
    (house.rebuilt_before, house.paid_before) = (Some(accepted), true);
    vec![told(accepted), "12000元".to_owned(), told(days_before(accepted, -20))]
}

/// Insurance of another kind, paid for by the public in part, a year ago.
fn insured_last_year(household: &mut Household, at: usize, when: &When) -> Vec<String> {
    let year = when.year() - 1;
    household.members[at].insurance.push(Insurance { kind: "居民", status: "正常参保", year, subsidy: 111 });
    vec![format!("{year}年"), "289".to_owned(), "371".to_owned()]
}

/// A dearer stay a year ago, claimed afterwards and with a deposit.
fn stay_last_year(household: &mut Household, at: usize, when: &When) -> Vec<String> {
    let day = date(when.year() - 1, 6, 3);
    let (total, own) = (66_660, 44_440);
    let stay =
        Stay { day, local: true, total, pooled: total - own, serious: 0, relief: 0, own, claimed: true, deposit: 888 };
    household.members[at].stays.push(stay);
    vec![told(day), "66660".to_owned(), "44440".to_owned(), "888元".to_owned()]
}

/// A stay settled a few days after the death, as happens.
fn settled_in_time(household: &mut Household, at: usize) -> Vec<String> {
    let Person { death: Some(death), stays, .. } = &mut household.members[at] else { return Vec::new() };
    let day = days_before(*death, -9);
    let stay = Stay {
        day,
        local: true,
        total: 4_321,
        pooled: 4_000,
        serious: 0,
        relief: 0,
        own: 321,
        claimed: false,
        deposit: 0,
    };
    stays.push(stay);
    vec![told(day), "4321元".to_owned()]
}

fn consulted_last_month(household: &mut Household, at: usize, when: &When) -> Vec<String> {
    let day = days_before(when.as_of.first_of_month(), 4);
    household.members[at].consultations.push(Consultation { day, own: 3_333 });
    vec!["3333元".to_owned(), "3833元".to_owned()]
}

fn ill_before(household: &mut Household, at: usize, when: &When) -> Vec<String> {
    let day = days_before(when.epoch, 800);
    household.members[at].illnesses.push(("肺癌", day));
    vec!["肺癌".to_owned(), told(day)]
}

/// Another bill, of which assistance paid its part.
fn aided_as_well(household: &mut Household, at: usize) -> Vec<String> {
    household.members[at].medical_aid.push(MedicalAid { within_policy: 9_000, pooled: 4_000, aid: 3_500 });
    vec!["5000元".to_owned(), "6000元".to_owned(), "5301元".to_owned(), "3500元".to_owned()]
}

/// A car that is needed for work.
fn useful_car(household: &mut Household, at: usize) -> Vec<String> {
    household.members[at].assets.push(Asset { kind: "车辆", purpose: "生产经营", value: 66_000 });
    vec!["66000".to_owned()]
}

/// Another certificate, for another member, with an amount that fits.
fn sound_certificate(household: &mut Household) -> Vec<String> {
    let Some(allowance) = &mut household.allowance else { return Vec::new() };
    allowance.second = Some((SPOUSE, 390));
    household.members[SPOUSE].insurance.iter_mut().for_each(|insurance| insurance.subsidy = 260);
    vec!["390元".to_owned(), "439元".to_owned()]
}

/// Relief beyond the months that count.
fn relief_last_year(household: &mut Household, when: &When) -> Vec<String> {
    household.members[HEAD].emergency_relief.push(days_before(when.epoch, 410));
    vec!["3次".to_owned(), "3600元".to_owned()]
}

/// Found and cleared once before, years ago.
fn monitored_before(household: &mut Household, when: &When) -> Vec<String> {
    let (found, cleared) = (months_before(when.epoch, 80), months_before(when.epoch, 68));
    let number = format!("J{}8", household.number);
    let Some(monitoring) = &mut household.monitoring else { return Vec::new() };
    *monitoring = Monitoring { before: Some((found, cleared)), ..monitoring.clone() };
    vec![told_month(found), told_month(cleared), number]
}

/// Another report, which was verified in time.
fn verified_as_well(household: &mut Household, when: &When) -> Vec<String> {
    let day = days_before(when.as_of, 60);
    household.reports.push(Report { day, verified: Some(days_before(day, -2)) });
    vec![told(day)]
}

/// An old father who died in the same year.
fn father_died(household: &mut Household, when: &When) -> Vec<String> {
    let head = &household.members[HEAD];
    let mut father = Person { relation: "之父", male: true, birth: date(when.year() - 78, 3, 4), ..head.clone() };
    father.name = head.name.chars().take(1).chain("老爹".chars()).collect();
    father.state = "常住";
    father.die(days_before(when.epoch, 50));
    let name = father.name.clone();
    household.members.push(father);
    vec![name, told(days_before(when.epoch, 50))]
}

/// Hurt badly long ago, and slightly not long ago.
fn hurt_before(household: &mut Household, at: usize, when: &When) -> Vec<String> {
    let (badly, slightly) = (days_before(when.epoch, 500), days_before(when.epoch, 15));
    household.members[at].injuries.extend([("伤残", badly), ("受伤", slightly)]);
    vec![told(badly), told(slightly)]
}

/// A fire years ago, worse than what befell them lately, and a hailstorm that did next to nothing.
fn fire_before(household: &mut Household, when: &When) -> Vec<String> {
    let (fire, hail) = (days_before(when.epoch, 900), days_before(when.epoch, 31));
    household.disasters.extend([
        Disaster { kind: Some("火灾"), day: fire, degree: "严重", loss: 50_800 },
        Disaster { kind: Some("低温冷冻"), day: hail, degree: "一般", loss: 300 },
    ]);
    vec!["火灾".to_owned(), "50800".to_owned(), told(fire), "低温".to_owned(), "300元".to_owned()]
}

/// Good water from another source.
fn second_tap(household: &mut Household) -> Vec<String> {
    let Some(water) = &household.water else { return Vec::new() };
    let good = Water { piped: true, quality: "达标", litres: 199, dry_days: 2, ..water.clone() };
    household.second_water = Some(good);
    vec!["县城水厂".to_owned(), "199升".to_owned(), "2天，".to_owned()]
}
