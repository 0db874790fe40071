//! A person and everything that any department has on file about them.

use jiff::civil::Date;

use super::person_id::PersonId;
use super::records::{
    Asset, Consultation, Disability, Fees, Grant, Insurance, Job, MedicalAid, OnFile, Post, Schooling, Stay, Support,
};
use super::when::{When, days_before};

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
    pub on_file: OnFile,
    pub insurance: Vec<Insurance>,
    /// Has not paid for next year's insurance yet.
    pub unpaid: bool,
    pub stays: Vec<Stay>,
    pub consultations: Vec<Consultation>,
    pub medical_aid: Vec<MedicalAid>,
    /// 大病病种 and 确诊时间.
    pub illnesses: Vec<(&'static str, Date)>,
    pub schooling: Option<Schooling>,
    /// A school that the pupil has left.
    pub school_before: Option<&'static str>,
    /// 实到情况 on the schools' own list.
    pub roll_call: Option<&'static str>,
    pub grants: Vec<Grant>,
    pub fees: Vec<Fees>,
    pub disability: Option<Disability>,
    /// 补贴类型 paid this month.
    pub subsidies: Vec<&'static str>,
    pub support: Option<Support>,
    /// 儿童保障类型.
    pub child_aid: Option<&'static str>,
    /// 临时救助: days.
    pub emergency_relief: Vec<Date>,
    pub assets: Vec<Asset>,
    /// 财政供养.
    pub on_payroll: bool,
    pub skill: &'static str,
    pub work_months: i32,
    pub job: Option<Job>,
    pub job_before: Option<Job>,
    pub posts: Vec<Post>,
    /// 伤害后果 and 发生时间.
    pub injuries: Vec<(&'static str, Date)>,
    /// 开始日期 and 结束日期 of a prison term.
    pub prison: Option<(Date, Option<Date>)>,
}

impl Person {
    /// Whether somebody is still there on a day.
    pub fn alive(&self) -> bool {
        self.death.is_none() && self.state != "死亡"
    }

    /// Whether somebody lives and belongs to the household still.
    pub fn stays_here(&self) -> bool {
        self.alive() && matches!(self.state, "常住" | "外出" | "财政供养")
    }

    /// Full years in the year of a day.
    pub fn age_in(&self, year: i16) -> i16 {
        year - self.birth.year()
    }

    /// Whether a disability card is valid.
    pub fn has_card(&self) -> bool {
        self.disability.as_ref().is_some_and(|card| card.status == "持证")
    }

    /// Whether the disability card is valid and of the first or second grade.
    pub fn severely_disabled(&self) -> bool {
        self.has_card() && self.disability.as_ref().is_some_and(|card| card.grade <= 2)
    }

    /// Whether a valid card says a mental or psychic disability of the third grade.
    pub fn mentally_disabled(&self) -> bool {
        let third = self.disability.as_ref().is_some_and(|card| card.grade == 3 && (card.kind == 5 || card.kind == 6));
        self.has_card() && third
    }

    /// Insured as residents are, this year.
    pub fn insure(&mut self, when: &When) {
        self.insurance = vec![Insurance { kind: "居民", status: "正常参保", year: when.year(), subsidy: 0 }];
    }

    /// A valid disability card of years ago.
    pub fn disable(&mut self, kind: usize, grade: usize, when: &When) {
        let issued = days_before(when.epoch, 900);
        self.disability = Some(Disability { kind, grade, status: "持证", issued, replaced: false });
    }

    /// 特困, able to care for themselves.
    pub fn support(&mut self, form: &'static str) {
        self.support = Some(Support { form, self_care: "完全自理", carer: false });
    }

    /// Whether 特困, living on their own.
    pub fn supported_at_home(&self) -> bool {
        self.support.as_ref().is_some_and(|support| support.form == "分散")
    }

    /// Died on a day: benefits that end with life are no longer paid.
    pub fn die(&mut self, day: Date) {
        self.death = Some(day);
        self.schooling = None;
        self.roll_call = None;
        self.grants.clear();
        self.fees.clear();
        self.subsidies.clear();
        self.support = None;
        self.child_aid = None;
        self.job = None;
        self.posts.clear();
        self.illnesses.clear();
        self.consultations.clear();
        self.stays.retain(|stay| stay.day < day);
    }

    /// At school, in a stage and grade.
    pub fn attend(&mut self, stage: &'static str, grade: &'static str) {
        self.schooling =
            Some(Schooling { stage, grade, status: "在籍在校", mode: "走读", suspended_until: None });
        self.roll_call = matches!(stage, "小学" | "初中").then_some("实到");
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
        self.attend(stage, grade);
    }
}
