//! Two months whose totals agree while a part of a list does not: a township, the statuses, a whole list.

use std::fmt::Write;

use crate::case::{Case, Outcome, id};

/// A month: who of sixty people, twelve of them in the second township, stands in the list of the insured, and how.
struct Month {
    township: fn(u32) -> &'static str,
    insured: fn(u32) -> Option<&'static str>,
    status: &'static str,
    paid: u32,
}

const USUAL: Month = Month { township, insured: |_| Some("正常参保"), status: "参保状态", paid: 12 };

fn township(person: u32) -> &'static str {
    if person > 48 { "白马乡" } else { "青石镇" }
}

impl Month {
    fn put(&self, case: Case, period: &str) -> Case {
        let mut register = "乡镇,行政村,户编号,姓名,身份证号,与户主关系\n".to_owned();
        let mut list = format!("乡镇,姓名,身份证号,参保年度,险种,{}\n", self.status);
        let mut relief = "姓名,身份证号,供养方式,每月金额\n".to_owned();
        for person in 1..=60 {
            let (place, number) = ((self.township)(person), id(person, "19800101"));
            writeln!(register, "{},一村,H{person},甲{person},{number},户主", township(person)).expect("text");
            if let Some(status) = (self.insured)(person) {
                writeln!(list, "{place},甲{person},{number},2026,居民,{status}").expect("text");
            }
            if person <= self.paid {
                writeln!(relief, "甲{person},{number},分散,{period}").expect("text");
            }
        }
        let case = case.file(&format!("data/{period}/花名册.csv"), format!("{register}合计,{period}\n"));
        let case = case.file(&format!("data/{period}/医保参保.csv"), format!("{list}合计,{period}\n"));
        if self.paid == 0 { case } else { case.file(&format!("data/{period}/特困供养.csv"), relief) }
    }
}

/// October as usual, then November.
fn november(month: &Month, config: &str) -> (Case, Outcome) {
    let case = month.put(USUAL.put(Case::new(), "2026-10"), "2026-11").file("bidui.toml", config);
    case.run(&["screen", "data/2026-10"]).success();
    let outcome = case.run(&["screen", "data/2026-11"]);
    (case, outcome)
}

/// The run stops with the concern, and goes on with the very lines that it printed.
fn stops_until_accepted(month: &Month, concern: &str) {
    let (case, stopped) = november(month, "");
    assert_eq!(stopped.code, 3, "{}", stopped.stderr);
    assert!(stopped.stderr.contains(concern), "{}", stopped.stderr);
    assert!(!case.path("runs/2026-11").exists(), "nothing is published");
    let lines = stopped.stderr.find("[[accept]]").map(|start| &stopped.stderr[start..]).expect("the lines to paste");
    let case = case.file("bidui.toml", lines);
    case.run(&["screen", "data/2026-11"]).success();
}

#[test]
fn a_usual_month_passes() {
    november(&USUAL, "").1.success();
}

#[test]
fn a_township_that_fell_to_nothing_stops() {
    let insured = |person| (township(person) != "白马乡").then_some("正常参保");
    stops_until_accepted(&Month { insured, ..USUAL }, "医保参保（township_fell）：白马乡由 12 条减为 0 条");
}

#[test]
fn statuses_that_turned_stop() {
    let insured = |person| Some(if person % 3 == 0 { "暂停参保" } else { "正常参保" });
    stops_until_accepted(
        &Month { insured, ..USUAL },
        "医保参保（status_turned）：“参保状态”：全部记录中有 33% 换了状态",
    );
    let insured = |person| Some(if person > 55 { "终止参保" } else { "正常参保" });
    november(&Month { insured, ..USUAL }, "").1.success();
}

#[test]
fn a_list_that_is_gone_stops() {
    stops_until_accepted(&Month { paid: 0, ..USUAL }, "特困供养（source_gone）：上期有 12 条记录");
}

/// A list of a few may be missing: rules that need it say so.
#[test]
fn a_list_of_a_few_may_be_gone() {
    let case = Month { paid: 5, ..USUAL }.put(Case::new(), "2026-10");
    let case = Month { paid: 0, ..USUAL }.put(case, "2026-11");
    case.run(&["screen", "data/2026-10"]).success();
    case.run(&["screen", "data/2026-11"]).success();
}

/// A township under a new name lost nobody.
#[test]
fn a_township_renamed_passes() {
    let township = |person| if person > 48 { "白马镇" } else { "青石镇" };
    let (_, outcome) = november(&Month { township, ..USUAL }, "");
    assert!(!outcome.stderr.contains("township_fell"), "{}", outcome.stderr);
}

/// A column that is gone is told as that, and once.
#[test]
fn a_status_column_that_is_gone_is_told_once() {
    let other = "[[columns]]\nsource = \"医保参保\"\nheading = \"说明栏\"\nignore = true\n";
    let (_, outcome) = november(&Month { status: "说明栏", ..USUAL }, other);
    assert_eq!(outcome.code, 3, "{}", outcome.stderr);
    assert!(outcome.stderr.contains("column_gone") && !outcome.stderr.contains("status_turned"), "{}", outcome.stderr);
}

#[test]
fn a_first_month_has_nothing_to_compare_with() {
    let insured = |person| (person > 30).then_some("暂停参保");
    let case = Month { insured, ..USUAL }.put(Case::new(), "2026-11");
    case.run(&["screen", "data/2026-11"]).success();
}
