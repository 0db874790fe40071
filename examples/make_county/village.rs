//! A village, what departments have on file about it, and the cases planted in villages.

use jiff::civil::{Date, date};

use super::Breadth;
use super::beside::told;
use super::household::Planted;
use super::truth::Figures;
use super::when::{When, days_before};

/// One village.
pub struct Village {
    pub township: String,
    pub name: String,
    pub clinic: Clinic,
    pub works: Waterworks,
    /// A clinic and waterworks in which nothing is amiss, beside the others.
    pub second_clinic: Option<Clinic>,
    pub second_works: Option<Waterworks>,
    pub planted: Planted,
}

/// 村卫生室.
pub struct Clinic {
    pub doctors: i32,
    pub running: &'static str,
    pub covered: &'static str,
}

/// 供水工程.
pub struct Waterworks {
    pub people: i32,
    pub state: &'static str,
    pub reported: Option<Date>,
    pub mended: Option<Date>,
    pub tested: Option<Date>,
}

impl Village {
    /// The so-manieth village of the county, with the cases of its turn.
    pub fn found(number: usize, township: String, name: String, when: &When, breadth: Breadth) -> Self {
        let clinic = Clinic { doctors: 1, running: "正常运行", covered: "本村设置" };
        let tested = Some(days_before(when.epoch, 150));
        let works = Waterworks { people: 1_400, state: "正常运行", reported: None, mended: None, tested };
        let (second_clinic, second_works) = (None, None);
        let mut village =
            Self { township, name, clinic, works, second_clinic, second_works, planted: Planted::default() };
        CLINICS[number % CLINICS.len()](&mut village);
        WATERWORKS[number % WATERWORKS.len()](&mut village, when);
        if breadth == Breadth::Full {
            village.widen(number, when);
        }
        village
    }

    /// Sound waterworks beside the others, and in some villages an open clinic beside a closed one.
    fn widen(&mut self, number: usize, when: &When) {
        let (reported, mended) = (Some(days_before(when.epoch, 90)), Some(days_before(when.epoch, 80)));
        let tested = Some(days_before(when.epoch, 100));
        self.second_works = Some(Waterworks { people: 2_345, state: "正常运行", reported, mended, tested });
        if number % (2 * CLINICS.len()) == 8 {
            self.second_clinic = Some(Clinic { doctors: 2, running: "正常运行", covered: "本村设置" });
            self.planted.hits.retain(|(rule, _)| *rule != "MED-20");
            self.decoy("MED-20");
        }
    }

    /// What the sentences about the village say.
    pub fn told(&self, when: &When) -> Vec<(&'static str, Figures)> {
        let figures = |rule| {
            let second = if self.second_works.is_some() && rule != "MED-20" { &["二期", "2345"][..] } else { &[] };
            Figures {
                says: self.says(rule, when).into_iter().collect(),
                never: second.iter().map(|text| (*text).to_owned()).collect(),
            }
        };
        self.planted.hits.iter().map(|(rule, _)| (*rule, figures(*rule))).collect()
    }

    fn says(&self, rule: &str, when: &When) -> Vec<String> {
        let works = format!("{}供水工程", self.name);
        match rule {
            "MED-20" => vec![format!("{}卫生室村医{}人、{}", self.name, self.clinic.doctors, self.clinic.running)],
            "WAT-09" => vec![format!("{works}（供水{}人）", self.works.people), format!("{}年", when.year())],
            _ if self.works.state == "停运" => vec![format!("{works}登记为停运")],
            _ => self.works.reported.map(|day| format!("{works}{}报修，超过7天", told(day))).into_iter().collect(),
        }
    }

    fn hit(&mut self, rule: &'static str) {
        self.planted.hits.push((rule, None));
    }

    fn decoy(&mut self, rule: &'static str) {
        self.planted.decoys.push((rule, None));
    }
}

/// MED-20 a village without a doctor or with a closed clinic.
#[rustfmt::skip]
const CLINICS: [fn(&mut Village); 5] = [
    |v| { v.clinic.doctors = 0; v.hit("MED-20"); },
    |v| { v.clinic = Clinic { doctors: 0, running: "无卫生室", covered: "乡镇卫生院覆盖" }; v.decoy("MED-20"); },
    |_| {},
    |v| { v.clinic.running = "未运行"; v.hit("MED-20"); },
    |v| { v.clinic = Clinic { doctors: 0, running: "未运行", covered: "邻村联办" }; v.decoy("MED-20"); },
];

/// WAT-06 waterworks out of order, WAT-09 water that nobody tested this year.
#[rustfmt::skip]
const WATERWORKS: [fn(&mut Village, &When); 7] = [
    |v, w| { v.works.reported = Some(days_before(w.as_of, 7)); v.decoy("WAT-06"); },
    |v, _| { v.works.state = "停运"; v.hit("WAT-06"); },
    |v, w| { v.works.tested = Some(date(w.year() - 1, 12, 30)); v.hit("WAT-09"); },
    |v, _| { v.works.people = 999; v.works.tested = None; v.decoy("WAT-09"); },
    |v, w| { v.works.reported = Some(days_before(w.epoch, 40)); v.works.mended = Some(days_before(w.epoch, 30)); v.decoy("WAT-06"); },
    |v, _| { v.works.tested = None; v.hit("WAT-09"); },
    |v, w| { v.works.reported = Some(days_before(w.epoch, 40)); v.hit("WAT-06"); },
];
