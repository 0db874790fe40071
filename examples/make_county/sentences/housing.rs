//! HOU, REL, WAT: houses, relocation, water.

use super::super::beside::{told as day, told_month as month};
use super::super::household::Class;
use super::super::records::House;
use super::super::when::days_before;
use super::{RuleSentences, SentenceSubject, yuan};

pub const SENTENCES: &[RuleSentences] = &[
    ("HOU-01", appraised),
    ("HOU-02", |t| [vec!["脱贫户".to_owned()], in_danger(t)].concat()),
    ("HOU-03", entitled),
    ("HOU-04", |t| vec![format!("{}年危房改造计划", house(t).planned.unwrap_or(0)), "6月底".to_owned()]),
    ("HOU-05", dragging_on),
    ("HOU-06", unpaid),
    ("HOU-07", paid_astray),
    ("HOU-08", paid_twice),
    ("HOU-10", |t| house(t).rebuilt.map(|(accepted, ..)| day(accepted)).into_iter().collect()),
    ("HOU-11", |t| vec![house(t).structure.to_owned()]),
    ("HOU-12", |t| [vec!["已消除风险户".to_owned()], in_danger(t)].concat()),
    ("HOU-13", |t| vec![day(house(t).appraised)]),
    ("REL-01", |t| super::names(&t.able())),
    ("REL-02", |t| vec![resettlement(t, |place| day(place.measures_updated)), "12个月".to_owned()]),
    ("REL-03", |t| vec![resettlement(t, |place| day(place.moved))]),
    ("REL-05", |t| t.home.monitoring.as_ref().map(|monitoring| month(monitoring.found)).into_iter().collect()),
    ("WAT-01", |t| vec![format!("{}供水站", t.home.township), "不达标".to_owned()]),
    ("WAT-02", |t| vec![format!("{}升", water(t).litres), "35升".to_owned()]),
    ("WAT-03", fetched),
    ("WAT-04", |t| vec![format!("{}天", water(t).dry_days), "36天".to_owned()]),
    ("WAT-05", |t| vec![t.class()]),
    ("WAT-07", ails),
    ("WAT-08", |t| vec![t.class()]),
];

fn house<'a>(t: &SentenceSubject<'a>) -> &'a House {
    t.home.house.as_ref().expect("the case is about a house")
}

fn water<'a>(t: &SentenceSubject<'a>) -> &'a super::super::records::Water {
    t.home.water.as_ref().expect("the case is about water")
}

fn resettlement(t: &SentenceSubject<'_>, text: fn(&super::super::records::Resettlement) -> String) -> String {
    t.home.resettlement.as_ref().map_or_else(String::new, text)
}

fn appraised(t: &SentenceSubject<'_>) -> Vec<String> {
    let house = house(t);
    vec![format!("{}（{}鉴定）", house.grade.unwrap_or(""), day(house.appraised))]
}

/// What says that the house is dangerous: the appraisal or the file.
fn in_danger(t: &SentenceSubject<'_>) -> Vec<String> {
    let lives_in_danger = t.home.house.as_ref().is_some_and(|house| house.grade > Some("B级"));
    if lives_in_danger { appraised(t) } else { vec!["监测信息系统登记为危房户".to_owned()] }
}

fn entitled(t: &SentenceSubject<'_>) -> Vec<String> {
    let allowed = t.home.allowance.as_ref().map(|allowance| format!("低保{}人", allowance.covered.len()));
    let monitored = (t.home.class == Class::Monitored).then(|| "监测户".to_owned());
    allowed.into_iter().chain(monitored).collect()
}

fn dragging_on(t: &SentenceSubject<'_>) -> Vec<String> {
    match (house(t).begun, house(t).finished) {
        (_, Some(finished)) => vec![format!("{}竣工", day(finished)), "3个月".to_owned()],
        (Some(begun), None) => vec![format!("{}开工", day(begun)), "12个月".to_owned()],
        (None, None) => Vec::new(),
    }
}

fn unpaid(t: &SentenceSubject<'_>) -> Vec<String> {
    let Some((accepted, due, paid)) = house(t).rebuilt else { return Vec::new() };
    vec![day(accepted), format!("应补助{}", yuan(due)), format!("已拨付{}", yuan(paid)), "30天".to_owned()]
}

fn paid_astray(t: &SentenceSubject<'_>) -> Vec<String> {
    let (Some((accepted, _, paid)), Some(payee)) = (house(t).rebuilt, house(t).payee) else { return Vec::new() };
    vec![day(days_before(accepted, -20)), yuan(paid), payee.to_owned()]
}

fn paid_twice(t: &SentenceSubject<'_>) -> Vec<String> {
    let Some((accepted, _, paid)) = house(t).rebuilt else { return Vec::new() };
    match house(t).rebuilt_before {
        Some(before) => vec![day(before), day(accepted), "2次".to_owned(), "10年".to_owned()],
        None => vec![day(accepted), yuan(paid)],
    }
}

fn fetched(t: &SentenceSubject<'_>) -> Vec<String> {
    let water = water(t);
    let far = [
        (water.minutes > 20, format!("{}分钟，超过20分钟", water.minutes)),
        (water.metres > 800, format!("{}米，超过800米", water.metres)),
        (water.rise > 80, format!("{}米，超过80米", water.rise)),
    ];
    far.into_iter().filter(|(too_far, _)| *too_far).map(|(_, text)| text).collect()
}

fn ails(t: &SentenceSubject<'_>) -> Vec<String> {
    let water = water(t);
    let ails = [
        (water.quality == "不达标", "水质不达标"),
        (water.litres < 35, "水量不足"),
        (water.dry_days >= 36, "供水保证率不足"),
    ];
    ails.into_iter().filter(|(is, _)| *is).map(|(_, text)| text.to_owned()).collect()
}
