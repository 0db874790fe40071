//! Everybody gets what the policies entitle them to, and every file agrees with the facts, so that nothing is amiss.

use super::household::{Class, Household};
use super::person::Person;
use super::records::{Fees, Grant, HouseholdOnFile, Job, Measure, MedicalAid, Resettlement};
use super::when::{When, days_before};

impl Household {
    /// Puts everything in order.
    pub fn settle(&mut self, when: &When) {
        self.settle_allowance(when);
        self.settle_house(when);
        self.settle_benefits(when);
        if self.class != Class::Ordinary {
            self.settle_labour(when);
        }
        self.settle_jobs(when);
        self.settle_files();
        self.settle_monitoring();
        if self.class != Class::Ordinary && self.visits.is_empty() {
            let recently = i32::from(self.number.bytes().fold(0_u8, |sum, digit| sum.wrapping_add(digit))) % 60;
            self.visits = vec![days_before(when.epoch, 170), days_before(when.as_of, 8 + recently)];
        }
    }

    /// Those whom rule MIN-07 speaks of are on 低保.
    fn settle_allowance(&mut self, when: &When) {
        let wanted = |(at, person): (usize, &Person)| {
            let disabled = person.severely_disabled() || person.mentally_disabled();
            (person.alive() && person.support.is_none() && disabled).then_some(at)
        };
        let wanted: Vec<usize> = self.members.iter().enumerate().filter_map(wanted).collect();
        if self.is_poor() && !wanted.is_empty() {
            if self.allowance.is_none() {
                self.allow([], when);
            }
            let allowance = self.allowance.as_mut().expect("allowed above");
            allowance.covered.extend(wanted);
            allowance.covered.sort_unstable();
            allowance.covered.dedup();
        }
    }

    /// Houses of those who have a claim to a safe one are appraised; who was relocated lives in the new one.
    fn settle_house(&mut self, when: &When) {
        let entitled = self.allowance.is_some()
            || self.class == Class::Monitored
            || self.members.iter().any(Person::supported_at_home);
        if self.house.is_none() && entitled {
            self.appraise("B级", when);
        }
        if self.relocated && self.resettlement.is_none() {
            self.resettlement = Some(Resettlement {
                moved: days_before(when.epoch, 2700),
                old_house_gone: true,
                lives_in_old_house: false,
                measures_updated: days_before(when.epoch, 120),
            });
        }
    }

    fn settle_benefits(&mut self, when: &When) {
        let (poor, monitored) = (self.is_poor(), self.class == Class::Monitored);
        let allowed: Vec<bool> = (0..self.members.len()).map(|member| self.is_allowed(member)).collect();
        for (person, allowed) in self.members.iter_mut().zip(allowed).filter(|(person, _)| person.alive()) {
            let supported = person.support.is_some();
            person.subsidies.clear();
            if (person.severely_disabled() || person.mentally_disabled()) && !supported {
                person.subsidies.push("重度残疾人护理补贴");
            }
            if person.has_card() && allowed && !supported {
                person.subsidies.push("困难残疾人生活补贴");
            }
            let needy = allowed || supported || person.child_aid.is_some();
            settle_schooling(person, poor || needy || person.has_card(), poor, when);
            if needy || monitored || person.severely_disabled() {
                person.insurance.iter_mut().for_each(|insurance| insurance.subsidy = 260);
                person.medical_aid = person.stays.iter().map(aided).collect();
            }
        }
    }

    /// The monitoring system knows everybody's labour; somebody in every household can still do some.
    fn settle_labour(&mut self, when: &When) {
        for person in &mut self.members {
            let grown = (16..60).contains(&person.age_in(when.epoch.year()));
            let able = grown && person.schooling.is_none() && person.state != "参军";
            person.skill = match able {
                true if person.severely_disabled() => "丧失劳动力",
                true => "普通劳动力",
                false => "无劳动力",
            };
            person.work_months = if person.skill == "普通劳动力" { 8 } else { 0 };
        }
        let idle = self.members.iter().filter(|person| person.stays_here()).all(|person| person.work_months == 0);
        if let (true, Some(person)) = (idle, self.members.iter_mut().find(|person| person.stays_here())) {
            person.skill = "弱劳动力或半劳动力";
        }
    }

    /// Who can work does, in the county or, if away, in another province.
    fn settle_jobs(&mut self, when: &When) {
        let listed = self.class != Class::Ordinary;
        for person in self.members.iter_mut().filter(|person| person.alive() && person.posts.is_empty()) {
            let away = person.state == "外出";
            if person.job.is_none() && (away || listed && person.work_months > 0) {
                let region = if away { "省外" } else { "县内" };
                let begun = days_before(when.epoch, 400);
                person.job =
                    Some(Job { region, begun, ended: None, pay: 3_600, fare: if away { 500 } else { 0 }, asked: None });
            }
        }
    }

    fn settle_files(&mut self) {
        let allowed: Vec<bool> = (0..self.members.len()).map(|member| self.is_allowed(member)).collect();
        for (person, allowed) in self.members.iter_mut().zip(allowed) {
            let file = &mut person.on_file;
            file.health = if person.disability.as_ref().is_some_and(|card| card.status == "持证") {
                "长期慢性病,残疾"
            } else {
                "健康"
            };
            file.schooling = person.schooling.as_ref().map_or("", |schooling| match schooling.stage {
                "小学" => "小学",
                "初中" => schooling.grade,
                "普通高中" => "普通高中一年级",
                _ => "中职一年级",
            });
            file.allowance = if allowed { "农村低保" } else { "未享受" };
        }
    }

    /// Only risks that are there stand in the file, with measures against them.
    fn settle_monitoring(&mut self) {
        let Some(monitoring) = &mut self.monitoring else { return };
        let able = self.members.iter().any(|person| person.stays_here() && person.work_months > 0);
        let (any_card, any_pupil) =
            (self.members.iter().any(Person::has_card), self.members.iter().any(|person| person.schooling.is_some()));
        monitoring.risks.retain(|risk| match *risk {
            "因残" => any_card,
            "因学" => any_pupil,
            "缺劳动力" => !able,
            "因务工就业不稳" => able,
            _ => true,
        });
        if monitoring.risks.is_empty() {
            monitoring.risks.push("因病");
        }
        monitoring.measures = monitoring.risks.iter().filter_map(|risk| measure(risk)).collect();
        if able {
            monitoring.measures.push(Measure::Work);
        }
        let living = self.members.iter_mut().find(|person| person.alive() && person.on_file.health == "健康");
        if let (true, Some(person)) = (monitoring.risks.contains(&"因病"), living) {
            person.on_file.health = "长期慢性病";
        }
    }
}

/// The measure that answers a risk.
fn measure(risk: &str) -> Option<Measure> {
    match risk {
        "因病" => Some(Measure::Health),
        "因学" => Some(Measure::Education),
        "因残" => Some(Measure::Security),
        "缺劳动力" => Some(Measure::Society),
        _ => None,
    }
}

fn settle_schooling(person: &mut Person, needy: bool, poor: bool, when: &When) {
    let Some(schooling) = &person.schooling else { return };
    let vocational = matches!(schooling.stage, "中职" | "高职");
    if needy {
        let project = match schooling.stage {
            _ if vocational && poor => "雨露计划",
            "小学" | "初中" => "寄宿生生活补助",
            _ => "国家助学金",
        };
        person.grants = vec![Grant { project, paid: days_before(when.term_start(), -42), school: None }];
    }
    if vocational || schooling.stage == "普通高中" {
        person.fees = vec![Fees { year: when.school_year(), tuition: 1_700, boarding: 600, books: 400 }];
    }
}

/// What medical assistance paid of a stay.
fn aided(stay: &super::records::Stay) -> MedicalAid {
    let within_policy = stay.total * 9 / 10;
    MedicalAid { within_policy, pooled: stay.pooled, aid: (within_policy - stay.pooled).max(0) * 7 / 10 }
}

impl HouseholdOnFile {
    /// A household that is well off for the list it is on.
    pub fn with_income(income: i64) -> Self {
        Self { income, business: 6_000, own_costs: 0, house_is_dangerous: false, water_is_safe: true }
    }
}
