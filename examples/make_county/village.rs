//! A village, what departments have on file about it, and the cases planted in villages.

use jiff::civil::{Date, date};

use super::household::Planted;
use super::when::{When, days_before};

/// One village.
pub struct Village {
    pub township: String,
    pub name: String,
    pub clinic: Clinic,
    pub works: Waterworks,
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
    pub fn found(number: usize, township: String, name: String, when: &When) -> Self {
        let clinic = Clinic { doctors: 1, running: "正常运行", covered: "本村设置" };
        let tested = Some(days_before(when.epoch, 150));
        let works = Waterworks { people: 1_400, state: "正常运行", reported: None, mended: None, tested };
        let mut village = Self { township, name, clinic, works, planted: Planted::default() };
        CLINICS[number % CLINICS.len()](&mut village);
        WATERWORKS[number % WATERWORKS.len()](&mut village, when);
        village
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
