//! A household and everything that any department has on file about it.

use jiff::civil::Date;

use super::person::Person;
use super::records::{
    Allowance, Disaster, House, HouseholdOnFile, Loan, Monitoring, Project, Report, Resettlement, Water,
};
use super::when::{When, days_before, months_before};

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
    /// Whether a grave clue makes it 应纳未纳.
    pub fn may_be_overlooked(self) -> bool {
        self != Class::Monitored
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
    /// 易地搬迁户.
    pub relocated: bool,
    pub monitoring: Option<Monitoring>,
    pub on_file: HouseholdOnFile,
    pub allowance: Option<Allowance>,
    pub house: Option<House>,
    pub water: Option<Water>,
    pub second_water: Option<Water>,
    pub resettlement: Option<Resettlement>,
    /// 干部走访.
    pub visits: Vec<Date>,
    pub reports: Vec<Report>,
    pub projects: Vec<Project>,
    pub loans: Vec<Loan>,
    pub disasters: Vec<Disaster>,
    /// Sources in which a clerk misprinted every number of the household.
    pub misprinted: Vec<&'static str>,
    /// A source in which one member's row has the number of another.
    pub swapped: Option<(&'static str, usize, usize)>,
    /// Daughters who live with their husbands and are in the register here, too.
    pub married_away: Vec<Person>,
    pub planted: Planted,
}

/// What must and what must not be found: rule, and the position of the member it is about.
#[derive(Debug, Clone, Default)]
pub struct Planted {
    pub hits: Vec<(&'static str, Option<usize>)>,
    pub decoys: Vec<(&'static str, Option<usize>)>,
    /// What would be a hit, but is probably only a misprint.
    pub doubts: Vec<(&'static str, Option<usize>)>,
    /// Look-alikes that only an exclusion, named by its reason, keeps from being hits.
    pub excluded: Vec<(&'static str, Option<usize>, &'static str)>,
    /// What the sentence of a hit must not say, as it stands in a record that did not hit.
    pub never: Vec<(&'static str, Option<usize>, String)>,
}

impl Household {
    /// 脱贫户, whatever became of its monitoring.
    pub fn is_lifted(&self) -> bool {
        let unstable = self.monitoring.as_ref().is_some_and(|monitoring| monitoring.category == "脱贫不稳定户");
        self.class == Class::Lifted || unstable
    }

    /// Whether policies for 脱贫户 and 监测户 hold.
    pub fn is_poor(&self) -> bool {
        self.is_lifted() || self.class == Class::Monitored
    }

    /// Puts members on 农村低保.
    pub fn allow(&mut self, covered: impl Into<Vec<usize>>, when: &When) {
        self.allowance = Some(Allowance {
            covered: covered.into(),
            last_month: None,
            a_head: 380,
            approved: months_before(when.epoch, 14),
            as_whole: false,
            second: None,
            twice: None,
        });
    }

    /// Whether a member is on 农村低保.
    pub fn is_allowed(&self, member: usize) -> bool {
        self.allowance.as_ref().is_some_and(|allowance| allowance.covered.contains(&member))
    }

    /// A house, appraised.
    pub fn appraise(&mut self, grade: &'static str, when: &When) {
        self.house = Some(House {
            grade: Some(grade),
            structure: "砖混",
            appraised: days_before(when.epoch, 400),
            rebuilt: None,
            rebuilt_before: None,
            paid_before: false,
            grade_before: None,
            planned: None,
            begun: None,
            finished: None,
            living: None,
            elsewhere: false,
            owner: 0,
            payee: None,
        });
    }

    /// A clue that must be found.
    pub fn hit(&mut self, rule: &'static str, member: Option<usize>) {
        self.planted.hits.push((rule, member));
    }

    /// A hit that must be held back: the record that speaks against it is there, misprinted.
    pub fn doubt(&mut self, rule: &'static str, member: Option<usize>) {
        self.planted.doubts.push((rule, member));
    }

    /// A look-alike that would be found but for an exclusion.
    pub fn excluded(&mut self, rule: &'static str, member: Option<usize>, why: &'static str) {
        self.decoy(rule, member);
        self.planted.excluded.push((rule, member, why));
    }

    /// A look-alike that must not be found.
    pub fn decoy(&mut self, rule: &'static str, member: Option<usize>) {
        self.planted.decoys.push((rule, member));
    }
}
