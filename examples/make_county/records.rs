//! What departments have on file about people and households, beyond who they are.

use jiff::civil::Date;

#[derive(Debug, Clone)]
pub struct Monitoring {
    pub category: &'static str,
    pub risks: Vec<&'static str>,
    pub measures: Vec<Measure>,
    pub found: Date,
    /// When it was found and cleared once before.
    pub before: Option<(Date, Date)>,
    pub cleared: Option<(Date, &'static str)>,
    /// 风险是否已消除 was left blank.
    pub unsaid: bool,
    /// 整户无劳动能力兜底保障户.
    pub provided_for: bool,
    /// A member who stands in another monitored household as well, and whether that one is cleared.
    pub elsewhere: Option<(usize, bool)>,
}

/// A column of measures in the monitoring system.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    Industry,
    Work,
    Health,
    Education,
    Security,
    Society,
    Relocation,
}

/// 农村低保.
#[derive(Debug, Clone)]
pub struct Allowance {
    /// Positions of the members it covers.
    pub covered: Vec<usize>,
    /// The month it was last paid for; none for this month.
    pub last_month: Option<Date>,
    /// 元 a month and person.
    pub a_head: i64,
    pub approved: Date,
    /// A certificate as if the whole household were covered.
    pub as_whole: bool,
    /// A member with a certificate of their own, and what it pays a month.
    pub second: Option<(usize, i64)>,
    /// A member who stands in another certificate, too.
    pub twice: Option<usize>,
}

#[derive(Debug, Clone)]
pub struct House {
    pub grade: Option<&'static str>,
    pub structure: &'static str,
    pub appraised: Date,
    /// 验收时间, 应补助 and 已拨付, 元.
    pub rebuilt: Option<(Date, i64, i64)>,
    /// A rebuilding before that, accepted on a day.
    pub rebuilt_before: Option<Date>,
    /// Whether the payment for that rebuilding is on the list.
    pub paid_before: bool,
    /// What an appraisal years before that said.
    pub grade_before: Option<&'static str>,
    /// 计划年度.
    pub planned: Option<i16>,
    pub begun: Option<Date>,
    pub finished: Option<Date>,
    pub living: Option<&'static str>,
    pub elsewhere: bool,
    /// Whose ID number stands in the ledger.
    pub owner: usize,
    /// To whom the subsidy was paid, if not to the head.
    pub payee: Option<&'static str>,
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

/// 自主申报.
#[derive(Debug, Clone)]
pub struct Report {
    pub day: Date,
    pub verified: Option<Date>,
}

/// 产业项目, amounts in 元.
#[derive(Debug, Clone)]
pub struct Project {
    pub name: &'static str,
    pub state: &'static str,
    pub due: i64,
    pub paid: i64,
}

/// 小额信贷, 元.
#[derive(Debug, Clone)]
pub struct Loan {
    pub bank: &'static str,
    pub balance: i64,
    pub overdue: i64,
}

#[derive(Debug, Clone)]
pub struct Disaster {
    /// 灾种, if it is told.
    pub kind: Option<&'static str>,
    pub day: Date,
    pub degree: &'static str,
    /// 元.
    pub loss: i64,
}

/// 易地搬迁.
#[derive(Debug, Clone)]
pub struct Resettlement {
    pub moved: Date,
    pub old_house_gone: bool,
    pub lives_in_old_house: bool,
    pub measures_updated: Date,
}

#[derive(Debug, Clone)]
pub struct Insurance {
    pub kind: &'static str,
    pub status: &'static str,
    pub year: i16,
    /// 资助金额, 元.
    pub subsidy: i64,
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
    /// Paid in advance and claimed afterwards.
    pub claimed: bool,
    /// 住院押金.
    pub deposit: i64,
}

/// 门诊结算, 元.
#[derive(Debug, Clone)]
pub struct Consultation {
    pub day: Date,
    pub own: i64,
}

/// 医疗救助, 元.
#[derive(Debug, Clone)]
pub struct MedicalAid {
    pub within_policy: i64,
    pub pooled: i64,
    pub aid: i64,
}

#[derive(Debug, Clone)]
pub struct Schooling {
    pub stage: &'static str,
    pub grade: &'static str,
    pub status: &'static str,
    pub mode: &'static str,
    /// 休学截止日期.
    pub suspended_until: Option<Date>,
}

/// 教育资助.
#[derive(Debug, Clone)]
pub struct Grant {
    pub project: &'static str,
    pub paid: Date,
    /// Another school than the pupil's own.
    pub school: Option<&'static str>,
}

/// 学生缴费 of a school year, 元.
#[derive(Debug, Clone)]
pub struct Fees {
    pub year: i16,
    pub tuition: i64,
    pub boarding: i64,
    pub books: i64,
}

#[derive(Debug, Clone)]
pub struct Disability {
    pub kind: usize,
    pub grade: usize,
    pub status: &'static str,
    pub issued: Date,
    /// A cancelled card of the same person is still on the list.
    pub replaced: bool,
}

/// 残疾类别 by the digit of the card number.
pub const DISABILITIES: [&str; 8] = ["", "视力", "听力", "言语", "肢体", "智力", "精神", "多重"];

/// 特困供养.
#[derive(Debug, Clone)]
pub struct Support {
    pub form: &'static str,
    pub self_care: &'static str,
    pub carer: bool,
}

/// 务工就业.
#[derive(Debug, Clone)]
pub struct Job {
    pub region: &'static str,
    pub begun: Date,
    pub ended: Option<Date>,
    /// 元 a month.
    pub pay: i64,
    /// 交通费补助, 元.
    pub fare: i64,
    /// 回访时间.
    pub asked: Option<Date>,
}

/// 公益性岗位.
#[derive(Debug, Clone)]
pub struct Post {
    pub name: &'static str,
    pub from: Date,
    pub until: Option<Date>,
    /// 元 a month.
    pub pay: i64,
}

/// 经济状况核对.
#[derive(Debug, Clone)]
pub struct Asset {
    pub kind: &'static str,
    pub purpose: &'static str,
    /// 元.
    pub value: i64,
}

/// What the monitoring system says of a person.
#[derive(Debug, Clone, Default)]
pub struct OnFile {
    /// 健康状况.
    pub health: &'static str,
    /// 在校生状况.
    pub schooling: &'static str,
    /// 义务教育阶段未上学原因.
    pub not_at_school_for: &'static str,
    pub dropped_out: bool,
    /// 享受低保政策情况.
    pub allowance: &'static str,
}

/// What the monitoring system says of a household.
#[derive(Debug, Clone)]
pub struct HouseholdOnFile {
    /// 人均纯收入, 元.
    pub income: i64,
    /// 生产经营性收入, 元.
    pub business: i64,
    /// 合规自付支出, 元.
    pub own_costs: i64,
    pub house_is_dangerous: bool,
    pub water_is_safe: bool,
}
