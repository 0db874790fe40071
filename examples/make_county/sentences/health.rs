//! MED, DIS, REL-04: insurance, bills, illnesses, cards.

use super::super::beside::told as day;
use super::super::records::Stay;
use super::super::when::days_before;
use super::{RuleSentences, SentenceSubject, yuan};

pub const SENTENCES: &[RuleSentences] = &[
    ("MED-01", |t| vec![t.class(), t.this_year()]),
    ("MED-02", |t| vec![t.this_year(), identity(t)]),
    ("MED-03", |t| vec![t.this_year()]),
    ("MED-04", |t| vec![t.class(), t.this_year(), stopped(t)]),
    ("MED-05", |t| vec![t.this_year(), "个人缴费400元".to_owned()]),
    ("MED-06", |t| vec![t.this_year(), "260元".to_owned()]),
    ("MED-08", |t| vec![t.class(), yuan(own_all(t)), "5000元".to_owned(), t.this_year()]),
    ("MED-09", |t| vec![yuan(own_all(t)), "20000元".to_owned(), t.this_year()]),
    ("MED-10", |t| vec![yuan(consulted(t)), "500元".to_owned()]),
    ("MED-11", |t| {
        vec![yuan(own_all(t)), yuan(t.home.on_file.income * 2), yuan(t.home.on_file.income), "50%".to_owned()]
    }),
    ("MED-12", |t| newly_ill(t)),
    ("MED-13", |t| local_share(t)),
    ("MED-14", |t| [vec![t.class()], not_settled_at_once(t)].concat()),
    ("MED-15", |t| vec![t.class(), yuan(own(t.person().stays.iter(), t)), "7000元".to_owned()]),
    ("MED-16", |t| vec![yuan(left(t)), "300元".to_owned()]),
    ("MED-17", |t| settled_after_death(t)),
    ("MED-19", |_| vec!["因病".to_owned()]),
    ("MED-21", |t| vec![t.class(), t.next_year()]),
    ("REL-04", |t| vec![t.this_year()]),
    ("DIS-01", |t| vec![t.card("残疾")]),
    ("DIS-02", |t| vec![t.card("残疾")]),
    ("DIS-03", |t| {
        [vec![t.person().disability.as_ref().map_or("", |card| card.status).to_owned()], subsidies(t)].concat()
    }),
    ("DIS-05", |_| vec!["困难残疾人生活补贴".to_owned()]),
    ("DIS-06", |t| {
        vec![
            t.class(),
            t.card("残疾"),
            t.person().disability.as_ref().map_or_else(String::new, |card| day(card.issued)),
        ]
    }),
    ("DIS-07", |t| vec![format!("残疾人{}人", cards(t, 4)), format!("重度{}人", cards(t, 2)), with_labour(t)]),
    ("DIS-08", |t| vec![t.card("残疾"), if insured(t) { "两项补贴".to_owned() } else { t.this_year() }]),
    ("DIS-09", |t| vec![t.card("")]),
    ("DIS-11", |_| vec!["因残".to_owned()]),
    ("DIS-12", |t| vec![t.card("残疾"), t.person().skill.to_owned()]),
];

/// Why the public pays the insurance.
fn identity(t: &SentenceSubject<'_>) -> String {
    let severe = t.person().severely_disabled();
    let known =
        [(t.home.is_allowed(t.member), "农村低保"), (t.person().support.is_some(), "特困供养"), (severe, "重度残疾")];
    known.iter().filter(|(is, _)| *is).map(|(_, word)| *word).collect::<Vec<_>>().join("、")
}

/// Whether anything is on file for the year.
fn insured(t: &SentenceSubject<'_>) -> bool {
    t.person().insurance.iter().any(|insurance| insurance.year == t.when.year())
}

fn stopped(t: &SentenceSubject<'_>) -> String {
    let this_year = t.person().insurance.iter().find(|insurance| insurance.year == t.when.year());
    this_year.map_or("", |insurance| insurance.status).to_owned()
}

/// What the stays of the year left to pay.
fn own<'a>(stays: impl Iterator<Item = &'a Stay>, t: &SentenceSubject<'_>) -> i64 {
    stays.filter(|stay| stay.day.year() == t.when.year()).map(|stay| stay.own).sum()
}

fn own_all(t: &SentenceSubject<'_>) -> i64 {
    own(t.home.members.iter().flat_map(|person| &person.stays), t)
}

/// What the doctor's bills of the month left to pay.
fn consulted(t: &SentenceSubject<'_>) -> i64 {
    let month = t.when.as_of.first_of_month();
    t.person().consultations.iter().filter(|one| one.day >= month).map(|one| one.own).sum()
}

fn newly_ill(t: &SentenceSubject<'_>) -> Vec<String> {
    let (disease, found) = t.person().illnesses[0];
    vec![disease.to_owned(), day(found)]
}

/// The stays of the year in the county: what they cost, and what was paid of it.
fn local_share(t: &SentenceSubject<'_>) -> Vec<String> {
    let stays = t.person().stays.iter().filter(|stay| stay.local && stay.day.year() == t.when.year());
    let (total, paid) =
        stays.fold((0, 0), |(total, paid), stay| (total + stay.total, paid + stay.pooled + stay.serious + stay.relief));
    let bound = if paid * 100 < total * 85 { "低于85%" } else { "高于85%" };
    vec![yuan(total), yuan(paid), bound.to_owned(), "95%".to_owned(), t.this_year()]
}

fn not_settled_at_once(t: &SentenceSubject<'_>) -> Vec<String> {
    let here = |stay: &&Stay| stay.local && stay.day.year() == t.when.year() && (stay.claimed || stay.deposit > 0);
    let told = |stay: &Stay| format!("{}{}", day(stay.day), if stay.claimed { "手工报销" } else { "交押金500元" });
    t.person().stays.iter().filter(here).map(told).collect()
}

/// What is left after all insurance where no assistance was given.
fn left(t: &SentenceSubject<'_>) -> i64 {
    let without = t.person().medical_aid.iter().filter(|aid| aid.aid == 0);
    without.map(|aid| aid.within_policy - aid.pooled).sum()
}

fn settled_after_death(t: &SentenceSubject<'_>) -> Vec<String> {
    let Some(death) = t.person().death else { return Vec::new() };
    let late = |stay: &&Stay| stay.day > days_before(death, -30);
    let stays = t.person().stays.iter().filter(late).map(|stay| format!("{}结算{}", day(stay.day), yuan(stay.total)));
    [day(death), "30天".to_owned()].into_iter().chain(stays).collect()
}

fn subsidies(t: &SentenceSubject<'_>) -> Vec<String> {
    t.person().subsidies.iter().map(|subsidy| (*subsidy).to_owned()).collect()
}

/// Members who stay and have a valid card, up to a grade.
fn cards(t: &SentenceSubject<'_>, grade: usize) -> usize {
    let valid = |person: &&super::Person| person.disability.as_ref().is_some_and(|card| card.grade <= grade);
    t.staying().filter(|person| person.has_card()).filter(valid).count()
}

/// How many can work, where the monitoring system says so.
fn with_labour(t: &SentenceSubject<'_>) -> String {
    let on_file = t.home.is_lifted() || t.home.monitoring.is_some();
    let can_work = t.staying().filter(|person| !matches!(person.skill, "无劳动力" | "丧失劳动力")).count();
    if on_file { format!("有劳动能力{can_work}人") } else { String::new() }
}
