//! What a list can prove: who is not in it is accused of nothing where the list does not know his neighbours either.

use std::fmt::Write;

use crate::case::{Case, Outcome, id};

/// Two townships of ten people each, all of households out of poverty.
fn county() -> Case {
    let mut register = "乡镇,行政村,组,户编号,姓名,身份证号,与户主关系\n".to_owned();
    let mut poor = "户编号,姓名,证件号码,户类型\n".to_owned();
    for number in 1..=20 {
        let (township, village) = if number <= 10 { ("青石镇", "石桥村") } else { ("白马乡", "下湾村") };
        let person = person(number);
        writeln!(register, "{township},{village},1组,H{number},人{number},{person},户主").expect("text");
        writeln!(poor, "T{number},人{number},{person},脱贫户").expect("text");
    }
    let monitored = format!(
        "户编号,姓名,证件号码,监测对象类别,风险是否已消除,识别监测时间\nT0,外人,{},边缘易致贫户,否,202605\n",
        id(900, "19800101")
    );
    Case::new()
        .file("data/2026-11/花名册.csv", register)
        .file("data/2026-11/脱贫户.csv", poor)
        .file("data/2026-11/监测对象.csv", monitored)
}

fn person(number: u32) -> String {
    id(number, "19800101")
}

/// The county with some of its people insured in a year.
fn insured(case: Case, file: &str, people: impl Iterator<Item = u32>, year: u32) -> Outcome {
    let mut list = "姓名,身份证号,险种,参保状态,参保年度\n".to_owned();
    for number in people {
        writeln!(list, "人{number},{},居民,正常参保,{year}", person(number)).expect("text");
    }
    case.file(&format!("data/2026-11/医保/{file}"), list).run(&["screen", "data/2026-11", "--quiet"])
}

fn uninsured(outcome: &Outcome) -> usize {
    outcome.clues().lines().filter(|line| line.starts_with("MED-01 ")).count()
}

#[test]
fn a_township_that_is_not_in_a_list_is_not_accused() {
    let outcome = insured(county(), "参保.csv", 1..=9, 2026).success();
    assert_eq!(uninsured(&outcome), 1, "{}", outcome.stderr);
    assert!(outcome.stderr.contains("白马乡10人中没有一人在名单里"), "{}", outcome.stderr);
}

#[test]
fn who_is_missing_among_his_neighbours_is_a_clue() {
    let outcome = insured(county(), "参保.csv", (1..=20).filter(|number| number % 7 != 0), 2026).success();
    assert_eq!(uninsured(&outcome), 2, "{}", outcome.stderr);
    assert!(!outcome.stderr.contains("无法判定"), "{}", outcome.stderr);
}

#[test]
fn a_list_of_another_year_says_nothing_of_this_one() {
    let outcome = insured(county(), "参保.csv", 1..=20, 2027).success();
    assert_eq!(uninsured(&outcome), 0, "{}", outcome.stderr);
    assert!(outcome.stderr.contains("只有2027年度20行"), "{}", outcome.stderr);
}

#[test]
fn a_monthly_list_is_of_the_month_that_its_name_says() {
    let outcome = insured(county(), "2026年9月参保.csv", 1..=20, 2026);
    assert_eq!(outcome.code, 3, "{}", outcome.stderr);
    assert!(outcome.stderr.contains("“2026年9月参保”"), "{}", outcome.stderr);
    let outcome = insured(county(), "2026年1-11月参保.csv", 1..=20, 2026).success();
    assert_eq!(uninsured(&outcome), 0, "{}", outcome.stderr);
}
