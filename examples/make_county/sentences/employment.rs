//! EMP: work, posts, visits, projects, loans.

use super::super::beside::told as day;
use super::super::records::Post;
use super::{RuleSentences, SentenceSubject, names, yuan};

pub const SENTENCES: &[RuleSentences] = &[
    ("EMP-01", |t| [vec![t.class(), yuan(t.home.on_file.business)], names(&t.able())].concat()),
    ("EMP-02", |t| {
        t.person().job.iter().flat_map(|job| [job.ended.map_or_else(String::new, day), yuan(job.pay)]).collect()
    }),
    ("EMP-04", |t| vec![t.class(), yuan(t.home.on_file.income), "8700元".to_owned()]),
    ("EMP-05", |t| {
        t.person().job.iter().map(|job| yuan(job.pay)).chain(["100元".to_owned(), "30000元".to_owned()]).collect()
    }),
    ("EMP-06", |t| [vec![t.years_old(), disqualified(t)], posts(t)].concat()),
    ("EMP-07", |t| [vec![format!("{}个", held(t).count())], posts(t)].concat()),
    ("EMP-08", |t| held(t).map(|post| day(post.from)).chain(posts(t)).collect()),
    ("EMP-09", |t| t.person().job.iter().map(|job| job.region.to_owned()).chain(posts(t)).collect()),
    ("EMP-10", |t| {
        t.person().job.iter().flat_map(|job| [day(job.begun), job.region.to_owned(), "3个月".to_owned()]).collect()
    }),
    ("EMP-11", |t| vec![t.class(), "6个月".to_owned(), last_visit(t)]),
    ("EMP-13", ailing_projects),
    ("EMP-14", overdue),
];

/// Posts that are held still.
fn held<'a>(t: &SentenceSubject<'a>) -> impl Iterator<Item = &'a Post> {
    let as_of = t.when.as_of;
    t.person().posts.iter().filter(move |post| post.until.is_none_or(|until| until >= as_of))
}

fn posts(t: &SentenceSubject<'_>) -> Vec<String> {
    held(t).map(|post| post.name.to_owned()).collect()
}

fn disqualified(t: &SentenceSubject<'_>) -> String {
    match t.person() {
        person if !person.alive() => "死亡",
        person if t.age(person) > 70 => "超过70周岁",
        _ => "财政供养",
    }
    .to_owned()
}

fn last_visit(t: &SentenceSubject<'_>) -> String {
    t.home.visits.iter().max().map_or_else(|| "以前也没有走访记录".to_owned(), |last| day(*last))
}

fn ailing_projects(t: &SentenceSubject<'_>) -> Vec<String> {
    let ailing = t.home.projects.iter().filter(|project| project.state != "正常" || project.paid < project.due);
    let told = |project: &super::super::records::Project| {
        [
            format!("{}{}（{}年", t.home.village, project.name, t.when.year()),
            format!("状态{}", project.state),
            format!("应分配{}", yuan(project.due)),
            format!("实际{}", yuan(project.paid)),
        ]
    };
    ailing.flat_map(told).collect()
}

fn overdue(t: &SentenceSubject<'_>) -> Vec<String> {
    let overdue = t.home.loans.iter().filter(|loan| loan.overdue > 30 && loan.balance > 0);
    let told =
        |loan: &super::super::records::Loan| format!("{}逾期{}天、余额{}", loan.bank, loan.overdue, yuan(loan.balance));
    overdue.map(told).chain(["30天".to_owned()]).collect()
}
