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

/// From September on residents pay for the next year: the day of the payment tells the year that nothing else does.
#[test]
fn who_paid_for_the_next_year_is_not_insured_this_year() {
    let paid = |day: &str| {
        let row = |number: u32| format!("人{number},{},居民,400,{day}\n", person(number));
        let rows: String = (1..=20).filter(|number| number % 5 != 0).map(row).collect();
        let list = format!("姓名,身份证号,险种,个人缴费金额,缴费时间\n{rows}");
        county().file("data/2026-11/医保/缴费.csv", list).run(&["screen", "data/2026-11", "--quiet"])
    };
    assert_eq!(uninsured(&paid("2026-10-05").success()), 0, "nobody is told of for 2026");
    assert_eq!(uninsured(&paid("2025-10-05").success()), 4);
    assert_eq!(uninsured(&paid("2026-02-05").success()), 4);
}

/// Names tell how old a list is, in their own ways.
#[test]
fn names_of_old_lists_stop_the_run() {
    let list = format!("户主姓名,身份证号,低保证号,保障人口,月保障金\n人1,{},D1,1,400\n", person(1));
    let named = |file: &str| county().file(&format!("data/2026-11/民政/{file}.csv"), &list).screen().code;
    for old in ["农村低保26.10", "农村低保（上月）", "农村低保-旧", "2026年Q3农村低保", "农村低保202610"]
    {
        assert_eq!(named(old), 3, "{old}");
    }
    for this in ["农村低保", "农村低保26.11", "2026年Q4农村低保"] {
        assert_eq!(named(this), 0, "{this}");
    }
}

/// A list of pupils holds for a school year.
#[test]
fn pupils_of_an_earlier_school_year_stop_the_run() {
    let list = format!("学生姓名,身份证号,学籍号,学校名称,年级,班级\n人1,{},G1,石桥小学,三年级,1班\n", person(1));
    let named = |file: &str| county().file(&format!("data/2026-11/教育/{file}.csv"), &list).screen();
    for old in ["2025-2026学年学籍", "2026年春季学籍", "2025年秋季学籍"] {
        let refused = named(old);
        assert_eq!(refused.code, 3, "{old}");
        assert!(refused.stderr.contains("学年"), "{}", refused.stderr);
    }
    for this in ["2026-2027学年学籍", "2026年秋季学籍", "学籍"] {
        assert_eq!(named(this).code, 0, "{this}");
    }
}
