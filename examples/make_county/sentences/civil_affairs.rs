//! MIN: relief, and who gets it.

use super::super::beside::{told as day, told_month as month};
use super::super::when::months_before;
use super::{RuleSentences, SentenceSubject, names, yuan};

pub const SENTENCES: &[RuleSentences] = &[
    ("MIN-01", paid_after_death),
    ("MIN-02", |t| vec![format!("DB{}", t.home.number)]),
    ("MIN-03", |t| vec![t.person().child_aid.unwrap_or("").to_owned()]),
    ("MIN-04", |t| vec![format!("DB{}9", t.home.number), format!("DB{}、", t.home.number), "2个".to_owned()]),
    ("MIN-05", |t| [vec![t.class()], covered(t), everybody(t)].concat()),
    ("MIN-06", |t| {
        vec![
            t.class(),
            format!("在家{}人", t.staying().count()),
            match children(t) {
                0 => String::new(),
                children => format!("16周岁{children}人"),
            },
        ]
    }),
    ("MIN-07", |t| vec![t.class(), t.card("残疾")]),
    ("MIN-08", |t| t.person().illnesses.iter().map(|(disease, _)| (*disease).to_owned()).chain([t.class()]).collect()),
    ("MIN-09", |t| t.home.allowance.iter().map(|allowance| month(allowance.approved)).chain([t.class()]).collect()),
    ("MIN-10", owned),
    ("MIN-11", |t| [names(&t.staying().filter(|person| person.on_payroll).collect::<Vec<_>>()), covered(t)].concat()),
    ("MIN-12", |t| {
        t.home
            .allowance
            .iter()
            .map(|allowance| yuan(allowance.a_head))
            .chain(["50元".to_owned(), "1200元".to_owned()])
            .collect()
    }),
    ("MIN-13", |t| names(&t.staying().filter(|person| person.supported_at_home()).collect::<Vec<_>>())),
    ("MIN-14", |t| t.person().support.iter().map(|support| support.self_care.to_owned()).collect()),
    ("MIN-15", |t| vec![t.years_old(), "16至59周岁".to_owned()]),
    ("MIN-16", |t| t.person().job.iter().flat_map(|job| [job.region.to_owned(), yuan(job.pay)]).collect()),
    ("MIN-18", relieved),
    ("MIN-19", |t| vec![format!("{}{}，独居", t.home.members[0].name, t.years_old()), "75周岁".to_owned()]),
];

/// When somebody died, and what is paid all the same.
fn paid_after_death(t: &SentenceSubject<'_>) -> Vec<String> {
    let person = t.person();
    let died = person.death.map_or_else(|| "死亡时间不详".to_owned(), day);
    let allowed = t.home.is_allowed(t.member).then_some("农村低保");
    let supported = person.support.as_ref().map(|_| "特困供养");
    let paid = allowed.into_iter().chain(supported).chain(person.subsidies.iter().copied()).map(str::to_owned);
    [died].into_iter().chain(paid).collect()
}

/// The names of those on 低保, and how many they are.
fn covered(t: &SentenceSubject<'_>) -> Vec<String> {
    let Some(allowance) = &t.home.allowance else { return Vec::new() };
    let people: Vec<_> = allowance.covered.iter().map(|at| &t.home.members[*at]).collect();
    [vec![format!("{}人享受低保", people.len())], names(&people)].concat()
}

fn everybody(t: &SentenceSubject<'_>) -> Vec<String> {
    [vec![format!("在家{}人", t.staying().count())], names(&t.staying().collect::<Vec<_>>())].concat()
}

fn children(t: &SentenceSubject<'_>) -> usize {
    t.staying().filter(|person| t.age(person) < 16).count()
}

/// What an owner must not have.
fn owned(t: &SentenceSubject<'_>) -> Vec<String> {
    let harmful = t.person().assets.iter().filter(|asset| asset.purpose == "其他");
    harmful.map(|asset| format!("{}（价值{}）", asset.kind, yuan(asset.value))).collect()
}

/// Relief within twelve months.
fn relieved(t: &SentenceSubject<'_>) -> Vec<String> {
    let since = months_before(t.when.as_of, 12);
    let all = t.home.members.iter().flat_map(|person| &person.emergency_relief);
    let times = all.filter(|day| **day >= since).count();
    vec![format!("{times}次"), yuan(1_200 * i64::try_from(times).unwrap_or(0)), t.class()]
}
