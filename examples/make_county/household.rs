//! A household and everything that any department has on file about it.

use jiff::civil::Date;

use super::person_id::PersonId;
use super::when::When;

/// What the anti-poverty monitoring system takes a household for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// 一般农户.
    Ordinary,
    /// 脱贫户.
    Lifted,
    /// 监测户: a risk that is not cleared.
    Monitored,
    /// 已消除风险户.
    Cleared,
}

impl Class {
    /// Whether policies for 脱贫户 and 监测户 hold.
    pub fn is_poor(self) -> bool {
        matches!(self, Class::Lifted | Class::Monitored)
    }

    /// Whether a grave clue makes it 应纳未纳.
    pub fn may_be_overlooked(self) -> bool {
        matches!(self, Class::Lifted | Class::Ordinary)
    }
}

/// One household.
#[derive(Debug, Clone)]
pub struct Household {
    pub number: String,
    pub township: String,
    pub village: String,
    pub group: usize,
    pub class: Class,
    pub members: Vec<Person>,
    /// 人均纯收入, 元.
    pub income: i64,
    /// 易地搬迁户.
    pub relocated: bool,
    pub monitoring: Option<Monitoring>,
    pub allowance: Option<Allowance>,
    pub house: Option<House>,
    pub water: Option<Water>,
    /// Sources in which a clerk misprinted every number of the household.
    pub misprinted: Vec<&'static str>,
    pub planted: Planted,
}

/// A person.
#[derive(Debug, Clone)]
pub struct Person {
    pub id: PersonId,
    pub name: String,
    pub male: bool,
    pub birth: Date,
    pub relation: &'static str,
    /// 人员状态 in the register.
    pub state: &'static str,
    pub death: Option<Date>,
    pub insurance: Vec<Insurance>,
    pub stays: Vec<Stay>,
    pub schooling: Option<Schooling>,
    /// 实到情况 on the schools' own list.
    pub roll_call: Option<&'static str>,
    pub grants: Vec<Date>,
    pub disability: Option<Disability>,
    /// 补贴类型 paid this month.
    pub subsidies: Vec<&'static str>,
    /// 供养方式.
    pub support: Option<&'static str>,
    pub skill: &'static str,
    pub work_months: i32,
}

#[derive(Debug, Clone)]
pub struct Monitoring {
    pub category: &'static str,
    pub risks: Vec<&'static str>,
    /// Whether measures for every risk are on file.
    pub measures: bool,
    pub found: Date,
    pub cleared: Option<(Date, &'static str)>,
}

/// 农村低保.
#[derive(Debug, Clone)]
pub struct Allowance {
    /// Positions of the members it covers.
    pub covered: Vec<usize>,
    /// The month it was last paid for; none for this month.
    pub last_month: Option<Date>,
}

#[derive(Debug, Clone)]
pub struct House {
    pub grade: Option<&'static str>,
    pub appraised: Date,
    /// 验收时间, 应补助 and 已拨付, 元.
    pub rebuilt: Option<(Date, i64, i64)>,
    pub living: Option<&'static str>,
    pub elsewhere: bool,
    /// Whose ID number stands in the ledger.
    pub owner: usize,
}

#[derive(Debug, Clone)]
pub struct Water {
    pub piped: bool,
    pub quality: &'static str,
    pub litres: i32,
    pub minutes: i32,
    pub metres: i32,
    pub rise: i32,
    pub dry_days: i32,
    pub by_choice: bool,
    pub identified: Identified,
}

/// How the water table says whose household it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Identified {
    ById,
    /// No ID number, and nobody else of this name in the village.
    ByName,
    /// No ID number, and others of this name.
    Ambiguously,
}

#[derive(Debug, Clone)]
pub struct Insurance {
    pub kind: &'static str,
    pub status: &'static str,
    pub year: i16,
}

/// A settlement, amounts in 元.
#[derive(Debug, Clone)]
pub struct Stay {
    pub day: Date,
    pub local: bool,
    pub total: i64,
    pub pooled: i64,
    pub serious: i64,
    pub relief: i64,
    pub own: i64,
}

#[derive(Debug, Clone)]
pub struct Schooling {
    pub stage: &'static str,
    pub grade: &'static str,
    pub status: &'static str,
    pub mode: &'static str,
}

#[derive(Debug, Clone)]
pub struct Disability {
    pub kind: usize,
    pub grade: usize,
    pub status: &'static str,
    /// A cancelled card of the same person is still on the list.
    pub replaced: bool,
}

/// 残疾类别 by the digit of the card number.
pub const DISABILITIES: [&str; 8] = ["", "视力", "听力", "言语", "肢体", "智力", "精神", "多重"];

/// What must and what must not be found in a household: rule, and the position of the member it is about.
#[derive(Debug, Clone, Default)]
pub struct Planted {
    pub hits: Vec<(&'static str, Option<usize>)>,
    pub decoys: Vec<(&'static str, Option<usize>)>,
    /// What would be a hit, but is probably only a misprint.
    pub doubts: Vec<(&'static str, Option<usize>)>,
}

impl Person {
    /// Whether somebody is still there on a day.
    pub fn alive(&self) -> bool {
        self.death.is_none() && self.state != "死亡"
    }

    /// Full years in the year of a day.
    pub fn age_in(&self, year: i16) -> i16 {
        year - self.birth.year()
    }

    /// Whether the disability card is valid and of the first or second grade.
    pub fn severely_disabled(&self) -> bool {
        self.disability.as_ref().is_some_and(|card| card.status == "持证" && card.grade <= 2)
    }

    /// Whether rule MIN-07 looks at the disability.
    fn counts_as_single(&self) -> bool {
        let mental = |card: &Disability| card.grade == 3 && (card.kind == 5 || card.kind == 6);
        self.severely_disabled() || self.disability.as_ref().is_some_and(|card| card.status == "持证" && mental(card))
    }

    /// Insured as residents are, this year.
    pub fn insure(&mut self, when: &When) {
        self.insurance = vec![Insurance { kind: "居民", status: "正常参保", year: when.year() }];
    }

    /// A valid disability card.
    pub fn disable(&mut self, kind: usize, grade: usize) {
        self.disability = Some(Disability { kind, grade, status: "持证", replaced: false });
    }

    /// Died on a day: benefits that end with life are no longer paid.
    pub fn die(&mut self, day: Date) {
        self.death = Some(day);
        self.schooling = None;
        self.roll_call = None;
        self.grants.clear();
        self.subsidies.clear();
        self.support = None;
        self.stays.retain(|stay| stay.day < day);
    }

    /// Pupils and students are where they belong for their age.
    pub fn go_to_school(&mut self, school_year: i16) {
        const GRADES: [&str; 12] = [
            "一年级",
            "二年级",
            "三年级",
            "四年级",
            "五年级",
            "六年级",
            "七年级",
            "八年级",
            "九年级",
            "高一",
            "高二",
            "高三",
        ];
        let starts = self.birth.year() + if self.birth.month() <= 8 { 6 } else { 7 };
        let Some(grade) = usize::try_from(school_year - starts).ok().and_then(|grade| GRADES.get(grade)) else {
            return;
        };
        let stage = match school_year - starts {
            ..6 => "小学",
            6..9 => "初中",
            _ => "普通高中",
        };
        self.schooling = Some(Schooling { stage, grade, status: "在籍在校", mode: "走读" });
        self.roll_call = (stage != "普通高中").then_some("实到");
    }
}

impl Household {
    /// Puts members on 农村低保.
    pub fn allow(&mut self, covered: impl Into<Vec<usize>>) {
        self.allowance = Some(Allowance { covered: covered.into(), last_month: None });
    }

    /// Whether a member is on 农村低保.
    pub fn is_allowed(&self, member: usize) -> bool {
        self.allowance.as_ref().is_some_and(|allowance| allowance.covered.contains(&member))
    }

    /// A sound house, appraised.
    pub fn appraise(&mut self, grade: &'static str, when: &When) {
        let appraised = super::when::days_before(when.epoch, 400);
        let house = House { grade: Some(grade), appraised, rebuilt: None, living: None, elsewhere: false, owner: 0 };
        self.house = Some(house);
    }

    /// Gives everybody what the policies entitle them to, so that nothing is amiss.
    pub fn settle(&mut self, when: &When) {
        self.settle_allowance();
        let poor = self.class.is_poor();
        let special = |person: &Person| person.support == Some("分散");
        if self.house.is_none()
            && (self.allowance.is_some() || self.class == Class::Monitored || self.members.iter().any(special))
        {
            self.appraise("B级", when);
        }
        let allowed: Vec<bool> = (0..self.members.len()).map(|member| self.is_allowed(member)).collect();
        for (person, allowed) in self.members.iter_mut().zip(allowed).filter(|(person, _)| person.alive()) {
            let supported = person.support.is_some();
            let valid = person.disability.as_ref().is_some_and(|card| card.status == "持证");
            person.subsidies.clear();
            if person.severely_disabled() && !supported {
                person.subsidies.push("重度残疾人护理补贴");
            }
            if valid && allowed && !supported {
                person.subsidies.push("困难残疾人生活补贴");
            }
            let needy = poor || allowed || supported || valid;
            if person.schooling.is_some() && needy {
                person.grants = vec![super::when::days_before(when.term_start(), -42)];
            }
        }
        if poor || self.class == Class::Cleared {
            self.settle_labour(when);
        }
    }

    /// Those whom rule MIN-07 speaks of are on 低保.
    fn settle_allowance(&mut self) {
        let wanted = |(at, person): (usize, &Person)| {
            (person.alive() && person.support.is_none() && person.counts_as_single()).then_some(at)
        };
        let wanted: Vec<usize> = self.members.iter().enumerate().filter_map(wanted).collect();
        if self.class.is_poor() && !wanted.is_empty() {
            let allowance = self.allowance.get_or_insert(Allowance { covered: Vec::new(), last_month: None });
            allowance.covered.extend(wanted);
            allowance.covered.sort_unstable();
            allowance.covered.dedup();
        }
    }

    /// The monitoring system knows everybody's labour; somebody in every household can still do some.
    fn settle_labour(&mut self, when: &When) {
        for person in &mut self.members {
            let grown = (16..60).contains(&person.age_in(when.epoch.year()));
            let able = grown && person.schooling.is_none() && person.state != "参军";
            person.skill = if able { "普通劳动力" } else { "无劳动力" };
            person.work_months = if able { 8 } else { 0 };
        }
        let idle = self.members.iter().filter(|person| person.alive()).all(|person| person.skill == "无劳动力");
        if let (true, Some(person)) = (idle, self.members.iter_mut().find(|person| person.alive())) {
            person.skill = "弱劳动力或半劳动力";
        }
    }

    /// A clue that must be found.
    pub fn hit(&mut self, rule: &'static str, member: Option<usize>) {
        self.planted.hits.push((rule, member));
    }

    /// A hit that must be held back: the record that speaks against it is there, misprinted.
    pub fn doubt(&mut self, rule: &'static str, member: Option<usize>) {
        self.planted.doubts.push((rule, member));
    }

    /// A look-alike that must not be found.
    pub fn decoy(&mut self, rule: &'static str, member: Option<usize>) {
        self.planted.decoys.push((rule, member));
    }
}
