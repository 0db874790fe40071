//! EDU and REL-06: ages, schools, terms and fees.

use super::super::beside::told as day;
use super::super::departments::school;
use super::{RuleSentences, SentenceSubject, yuan};

pub const SENTENCES: &[RuleSentences] = &[
    ("EDU-01", |t| vec![t.years_old()]),
    ("EDU-02", |t| vec![t.years_old()]),
    ("EDU-03", |t| vec![format!("{}{}", own_school(t), t.person().schooling.as_ref().map_or("", |at| at.grade))]),
    ("EDU-04", |t| vec![own_school(t), suspended_until(t)]),
    ("EDU-05", |t| vec![own_school(t)]),
    ("EDU-06", |t| vec![t.years_old()]),
    ("EDU-07", |t| vec![t.years_old(), own_school(t), "14至21周岁".to_owned()]),
    ("EDU-08", |t| vec![own_school(t)]),
    ("EDU-09", |t| vec![t.years_old(), t.card("")]),
    ("EDU-10", |t| vec![own_school(t), t.class(), day(t.when.term_start())]),
    ("EDU-11", |t| vec![own_school(t), "1500元".to_owned(), granted(t)]),
    ("EDU-12", |t| vec![own_school(t), day(t.when.term_start()), needy(t)]),
    ("EDU-13", |t| vec![own_school(t), "邻县中心小学".to_owned(), "寄宿生生活补助在2所学校".to_owned()]),
    ("EDU-14", |t| vec![yuan(due(t)), yuan(due(t) - received(t)), "10000元".to_owned()]),
    ("EDU-15", |t| [vec!["2名".to_owned(), yuan(t.home.on_file.income), "13050元".to_owned()], seniors(t)].concat()),
    ("EDU-16", |t| vec![t.years_old(), t.person().child_aid.unwrap_or("").to_owned()]),
    ("EDU-17", |t| vec![t.years_old()]),
    ("REL-06", |t| vec![t.years_old()]),
];

fn own_school(t: &SentenceSubject<'_>) -> String {
    t.person().schooling.as_ref().map_or_else(String::new, |schooling| school(t.home, schooling.stage))
}

fn suspended_until(t: &SentenceSubject<'_>) -> String {
    let until = t.person().schooling.as_ref().and_then(|schooling| schooling.suspended_until);
    until.map_or_else(String::new, day)
}

/// The day of this term's 雨露计划.
fn granted(t: &SentenceSubject<'_>) -> String {
    let this_term = |paid: &jiff::civil::Date| *paid >= t.when.term_start();
    let grants = t.person().grants.iter().filter(|grant| grant.project == "雨露计划");
    grants.map(|grant| grant.paid).find(this_term).map_or_else(String::new, day)
}

/// What the pupil is entitled as.
fn needy(t: &SentenceSubject<'_>) -> String {
    if t.home.is_poor() { t.class() } else { "持残疾人证".to_owned() }
}

/// What the household pays for the school year.
fn due(t: &SentenceSubject<'_>) -> i64 {
    let all = t.home.members.iter().flat_map(|person| &person.fees);
    all.filter(|fees| fees.year == t.when.school_year()).map(|fees| fees.tuition + fees.boarding + fees.books).sum()
}

/// What it was granted for it; only one pupil of the case has fees.
fn received(t: &SentenceSubject<'_>) -> i64 {
    let pupils = t.home.members.iter().filter(|person| !person.fees.is_empty());
    pupils.flat_map(|person| &person.grants).filter(|grant| grant.paid >= t.when.term_start()).map(|_| 1_000).sum()
}

fn seniors(t: &SentenceSubject<'_>) -> Vec<String> {
    let seniors = t.home.members.iter().filter(|person| !person.fees.is_empty());
    seniors.map(|person| person.name.clone()).collect()
}
