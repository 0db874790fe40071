//! A period's data against the period before: what would make lists wrong stops the run, unless it is accepted.

use std::fmt::Write;

use crate::case::{Case, Outcome, id};
use crate::county::{Breadth, Plan, make_county};

/// A register and a list of the insured, as many as wanted, some of them with misprinted numbers.
struct Delivery {
    people: u32,
    insured: u32,
    misprinted: u32,
    heading: &'static str,
    paid: &'static str,
}

const USUAL: Delivery =
    Delivery { people: 60, insured: 60, misprinted: 0, heading: "个人缴费金额", paid: "2026年11月" };

impl Delivery {
    fn put(&self, case: Case, period: &str) -> Case {
        let mut register = "乡镇,行政村,户编号,姓名,身份证号,与户主关系\n".to_owned();
        for number in 1..=self.people {
            writeln!(register, "青石镇,石桥村,H{number},甲{number},{},户主", id(number, "19800101")).expect("text");
        }
        let mut insured = format!("姓名,身份证号,参保状态,参保年度,{}\n", self.heading);
        for number in 1..=self.insured {
            let number_text = id(number, "19800101");
            let number_text = if number <= self.misprinted { &number_text[..16] } else { &number_text };
            writeln!(insured, "甲{number},{number_text},1,2026,{period}").expect("text");
        }
        let relief = format!("姓名,身份证号,供养方式,发放月份\n甲1,{},分散,{}\n", id(1, "19800101"), self.paid);
        case.file(&format!("data/{period}/花名册.csv"), format!("{register}合计,{period}\n"))
            .file(&format!("data/{period}/参保.csv"), insured)
            .file(&format!("data/{period}/特困.csv"), relief)
    }
}

/// October as usual, then November as told.
fn november(delivery: &Delivery, config: &str) -> (Case, Outcome) {
    let case = USUAL.put(Case::new(), "2026-10");
    let case = delivery.put(case, "2026-11").file("bidui.toml", config);
    let october = Delivery { paid: "2026年10月", ..USUAL };
    let case = october.put(case, "2026-10");
    case.run(&["screen", "data/2026-10"]).success();
    let outcome = case.run(&["screen", "data/2026-11"]);
    (case, outcome)
}

fn told(delivery: &Delivery) -> String {
    let (case, outcome) = november(delivery, "");
    assert!(!case.path("runs/2026-11").exists(), "nothing is published");
    format!("exit {}\n{}", outcome.code, outcome.stderr)
}

/// A run that is killed leaves the county as it was before or after; the next one does all of it.
#[test]
fn a_killed_run_does_no_harm() {
    const RUN: [&str; 2] = ["screen", "data/2026-10"];
    let county = || {
        let case = Case::new().keyless();
        let plan = Plan {
            people: 200,
            seed: 3,
            periods: vec!["2026-10".to_owned()],
            out: case.path(""),
            breadth: Breadth::Usual,
        };
        make_county(&plan).expect("the county is made");
        case
    };
    let results = |case: &Case| {
        let clues = std::fs::read(case.path("runs/2026-10/clues.csv")).expect("clues");
        (clues, case.run(&["status", "2026-10", "--json"]).success().stdout)
    };
    let (whole, killed) = (county(), county());
    let start = std::time::Instant::now();
    whole.run(&RUN).success();
    let usual = start.elapsed();
    for part in 1..=12 {
        killed.run_killed(&RUN, usual * part / 12);
        let run = killed.path("runs/2026-10");
        let is_whole = ["manifest.json", "推送清单", "tables"].iter().all(|output| run.join(output).exists());
        assert!(is_whole || !run.exists(), "after {part}/12 of the time");
        if killed.path("ledger.db").exists() {
            killed.run(&["ledger", "verify"]).success();
        }
    }
    let last = killed.run(&RUN).success();
    assert_eq!(results(&killed), results(&whole));
    assert_eq!(last.hidden_leftovers(), Vec::<String>::new());
}

#[test]
fn a_usual_month_passes() {
    november(&USUAL, "").1.success();
}

#[test]
fn half_a_list_stops_the_run() {
    insta::assert_snapshot!(told(&Delivery { insured: 40, ..USUAL }));
}

#[test]
fn damage_lost_columns_and_old_months_stop_the_run() {
    insta::assert_snapshot!(told(&Delivery { misprinted: 20, heading: "缴费档次", paid: "2026年10月", ..USUAL }));
}

/// Lists a little shorter are what a month brings.
#[test]
fn a_few_rows_less_pass() {
    november(&Delivery { insured: 55, misprinted: 2, ..USUAL }, "").1.success();
}

#[test]
fn a_forgotten_update_stops_the_run() {
    let (case, _) = november(&USUAL, "");
    std::fs::copy(case.path("data/2026-10/参保.csv"), case.path("data/2026-11/参保.csv")).expect("copied");
    let outcome = case.run(&["screen", "data/2026-11"]);
    assert_eq!(outcome.code, 3);
    insta::assert_snapshot!(outcome.stderr);
}

#[test]
fn what_somebody_looked_at_is_accepted_and_remembered() {
    let accept = "[[accept]]\nsource = \"医保参保\"\ncheck = \"rows_fell\"\nperiod = \"2026-11\"\nreason = \"集中清理了重复参保\"\n";
    let (case, outcome) = november(&Delivery { insured: 40, ..USUAL }, accept);
    outcome.success();
    let manifest = std::fs::read_to_string(case.path("runs/2026-11/manifest.json")).expect("a manifest");
    assert!(manifest.contains("\"reason\": \"集中清理了重复参保\""), "{manifest}");
    let other_month = accept.replace("2026-11", "2026-09");
    assert_eq!(november(&Delivery { insured: 40, ..USUAL }, &other_month).1.code, 3);
}

/// Two months of a synthetic county, as the generator makes them, differ no more than months do.
#[test]
fn a_county_s_months_follow_one_another() {
    let case = Case::new().keyless();
    let periods = ["2026-10", "2026-11"].map(str::to_owned).to_vec();
    make_county(&Plan { people: 400, seed: 5, periods, out: case.path(""), breadth: Breadth::Usual })
        .expect("the county is made");
    case.run(&["screen", "data/2026-10"]).success();
    case.run(&["screen", "data/2026-11"]).success();
}
