//! MON and POL: the monitoring file, deaths, injuries and disasters.

use super::super::beside::{told as day, told_month as month};
use super::super::records::Monitoring;
use super::{RuleSentences, SentenceSubject, age_on, names, yuan};

pub const SENTENCES: &[RuleSentences] = &[
    ("MON-01", |t| vec![t.class()]),
    ("MON-02", |t| {
        [vec![found(t), yuan(t.home.on_file.income), "13050元".to_owned(), "12个月".to_owned()], names(&t.able())]
            .concat()
    }),
    ("MON-03", too_early),
    ("MON-04", |t| vec![found(t), file(t).cleared.map_or_else(String::new, |(day, _)| month(day)), "6个月".to_owned()]),
    ("MON-05", |t| vec![found(t), "1个月".to_owned()]),
    ("MON-06", |t| file(t).risks.iter().map(|risk| (*risk).to_owned()).collect()),
    ("MON-07", |t| [vec![format!("劳动力{}人", t.able().len()), "残疾人补贴".to_owned()], names(&t.able())].concat()),
    ("MON-08", |t| [vec![found(t), "6个月".to_owned()], names(&t.able())].concat()),
    ("MON-10", |t| {
        t.home
            .reports
            .iter()
            .filter(|report| report.verified.is_none())
            .map(|report| day(report.day))
            .chain(["5个工作日".to_owned()])
            .collect()
    }),
    ("MON-11", |_| vec!["致贫返贫风险".to_owned()]),
    ("MON-12", |t| [vec![format!("劳动力{}人", t.able().len()), "25%".to_owned()], names(&t.able())].concat()),
    ("MON-13", |_| vec!["2人".to_owned()]),
    ("MON-14", |t| vec![format!("J{}、", t.home.number), format!("J{}9", t.home.number), "2户".to_owned()]),
    ("POL-01", breadwinners),
    ("POL-02", |t| {
        t.person()
            .injuries
            .iter()
            .take(1)
            .flat_map(|(consequence, when)| [day(*when), (*consequence).to_owned()])
            .chain([t.class()])
            .collect()
    }),
    ("POL-03", |t| names(&t.home.members.iter().filter(|person| person.prison.is_some()).collect::<Vec<_>>())),
    ("POL-04", |t| {
        t.home
            .disasters
            .iter()
            .take(1)
            .flat_map(|one| [day(one.day), format!("程度{}", one.degree), format!("损失{}", yuan(one.loss))])
            .chain([t.class()])
            .collect()
    }),
    ("POL-05", |t| t.staying().map(|person| format!("{}{}周岁", person.name, t.age(person))).collect()),
];

fn file<'a>(t: &SentenceSubject<'a>) -> &'a Monitoring {
    t.home.monitoring.as_ref().expect("the case is about a household that is or was monitored")
}

fn found(t: &SentenceSubject<'_>) -> String {
    month(file(t).found)
}

/// What speaks against its having been cleared.
fn too_early(t: &SentenceSubject<'_>) -> Vec<String> {
    let home = t.home;
    let reasons = [
        (home.on_file.house_is_dangerous, "危房户".to_owned()),
        (!home.on_file.water_is_safe, "饮水未解决".to_owned()),
        (home.on_file.income < 8_700, format!("{}，低于监测线8700元", yuan(home.on_file.income))),
    ];
    reasons.into_iter().filter(|(is, _)| *is).map(|(_, text)| text).collect()
}

/// Those who died at an age to work, when, and how old.
fn breadwinners(t: &SentenceSubject<'_>) -> Vec<String> {
    let died = t.home.members.iter().filter_map(|person| person.death.map(|death| (person, death)));
    let aged = died.map(|(person, death)| (person, death, age_on(person.birth, death)));
    let of_age = aged.filter(|(_, _, age)| (16..=59).contains(age));
    of_age.map(|(person, death, age)| format!("{}{}死亡，时年{age}周岁", person.name, day(death))).collect()
}
