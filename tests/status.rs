//! What comes of the lists over three periods: progress, reminders, comparison, precision, corrections.

use std::fmt::Write;
use std::fs;
use std::path::PathBuf;

use bidui::ledger::{
    AnswerValue, Asked, Command, Ledger, LedgerTx, NewAnswer, Waiver, WaiverScope, contradict, current_run,
    record_answer, rule, waive,
};
use bidui::pack::{Pack, PackFiles, compile};
use bidui::value::Redacted;
use jiff::Timestamp;
use jiff::civil::date;
use rusqlite::Connection;

use crate::case::{Case, Outcome, account, grid, id};

/// Households lifted out of poverty: number, village, head.
const HOUSEHOLDS: [(&str, &str, &str); 6] = [
    ("H1", "青石镇,石桥村", "甲一"),
    ("H2", "青石镇,石桥村", "乙二"),
    ("H3", "青石镇,河口村", "丙三"),
    ("H4", "柳河镇,白水村", "丁四"),
    ("H5", "柳河镇,白水村", "戊五"),
    ("H6", "柳河镇,白水村", "己六"),
];

/// The rules under test: hospital bills of a household, and the water it drinks.
const BILLS: &str = "MED-08";
const WATER: &str = "WAT-01";

/// What a month's data say.
#[derive(Default)]
struct Month<'a> {
    /// Who is no longer in the register.
    left: &'a [&'a str],
    /// Who paid how much in hospital.
    bills: &'a [(&'a str, &'a str)],
    /// Whose water is bad; without anybody, the list was not delivered.
    water: &'a [&'a str],
}

/// A county with its rules beside it: only those under test.
struct County {
    case: Case,
}

impl County {
    fn new() -> Self {
        Self::with(&[BILLS, WATER])
    }

    fn with(rules: &[&str]) -> Self {
        let case = Case::new().file("bidui.toml", "county = \"某县\"\n");
        case.run(&["rules", "export", "rules"]).success();
        let county = Self { case };
        county.keep_rules(rules);
        county
    }

    fn keep_rules(&self, kept: &[&str]) {
        for entry in fs::read_dir(self.case.path("rules/clues")).expect("rules") {
            let path = entry.expect("a file").path();
            if !kept.iter().any(|rule| path.ends_with(format!("{rule}.toml"))) {
                fs::remove_file(path).expect("removed");
                continue;
            }
            // What it implies is not there any more.
            let rule = fs::read_to_string(&path).expect("a rule");
            let lines = rule.lines().filter(|line| !line.starts_with("implies ="));
            fs::write(path, lines.collect::<Vec<_>>().join("\n")).expect("written");
        }
    }

    fn screen(&self, period: &str, month: &Month<'_>) -> Outcome {
        let mut register = "乡镇,行政村,户编号,姓名,身份证号,与户主关系\n".to_owned();
        let mut lifted = "乡,村,户编号,姓名,证件号码,户类型\n".to_owned();
        for (number, (household, place, name)) in (1..).zip(HOUSEHOLDS) {
            if !month.left.contains(&name) {
                let person = id(number, "19800101");
                writeln!(register, "{place},{household},{name},{person},户主").expect("text");
                writeln!(lifted, "{place},T{number},{name},{person},脱贫户").expect("text");
            }
        }
        let mut paid = "结算单号,姓名,身份证号,结算日期,医疗费总额,个人自付,就医地\n".to_owned();
        for (bill, (name, amount)) in (1..).zip(month.bills) {
            writeln!(paid, "A{bill},{name},{},2026-03-02,90000,{amount},县外", person(name)).expect("text");
        }
        let mut water = "乡镇,行政村,户主姓名,身份证号,供水方式,水质\n".to_owned();
        for name in month.water {
            writeln!(water, "柳河镇,白水村,{name},{},分散供水,不达标", person(name)).expect("text");
        }
        let outsider = format!("青石镇,石桥村,J9,外乡人,{},边缘易致贫户,否,202601,因病\n", id(90, "19800101"));
        let monitored =
            format!("乡,村,户编号,姓名,证件号码,监测对象类别,风险是否已消除,识别监测时间,致贫/返贫风险1\n{outsider}");
        let tables = [("花名册", register), ("脱贫户", lifted), ("监测对象", monitored), ("住院", paid)].into_iter();
        for (name, text) in tables.chain((!month.water.is_empty()).then_some(("饮水", water))) {
            let path = self.case.path(&format!("data/{period}/{name}.csv"));
            fs::create_dir_all(path.parent().expect("a folder")).expect("made");
            fs::write(path, format!("{text}合计,{period}\n")).expect("written");
        }
        self.case.run(&["screen", &format!("data/{period}")]).success()
    }

    /// The clue of a rule about a household.
    fn clue(&self, rule: &str, name: &str) -> String {
        let connection = Connection::open(self.case.path("ledger.db")).expect("a database");
        let query = "SELECT clue FROM clue_state WHERE head_name = ?1 AND rule = ?2";
        connection.query_row(query, [name, rule], |row| row.get(0)).expect("a clue")
    }

    /// Answers a clue to the list of a period.
    fn answer(&self, period: &str, rule: &str, name: &str, said: &Said<'_>) -> i64 {
        let clue = self.clue(rule, name);
        let pack = built_in();
        self.write(|entry| {
            let asked = Asked::Clue(clue.into());
            let verdict = pack.dispositions.verdict(said.verdict).expect("a verdict");
            let handling = said.handling.map(|word| pack.dispositions.handling(word).expect("a handling"));
            let new = NewAnswer {
                asked: &asked,
                pushed: None,
                run: current_run(entry, period)?.expect("a run"),
                value: AnswerValue::Clue { verdict, handling },
                situation: &Redacted::of(said.situation),
                verifier: &Redacted::of("村干部"),
                verified_on: date(2026, 10, 9),
                cell: None,
                supersedes: None,
            };
            record_answer(entry, &new)
        })
    }

    fn write<T>(&self, work: impl FnOnce(&LedgerTx<'_>) -> anyhow::Result<T>) -> T {
        let command = Command { name: "test", at: Timestamp::UNIX_EPOCH };
        let mut ledger = Ledger::open(&self.case.path("ledger.db")).expect("a ledger");
        ledger.transaction(command, work).expect("is written")
    }

    /// What a command prints, with the ids of clues, which hang on the secret, left out.
    fn says(&self, arguments: &[&str]) -> String {
        let outcome = self.case.run(arguments);
        let mut said = format!("exit {}\n{}{}", outcome.code, outcome.stdout, outcome.stderr);
        for (_, _, name) in HOUSEHOLDS {
            assert!(!said.contains(&person(name)), "{said}");
        }
        let connection = Connection::open(self.case.path("ledger.db")).expect("a database");
        let mut statement = connection.prepare("SELECT id, rule FROM clue").expect("a query");
        let clues = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).expect("clues");
        for clue in clues {
            let (clue, rule): (String, String) = clue.expect("a clue");
            said = said.replace(&clue, &format!("<{rule}的线索>"));
        }
        said
    }

    /// A sheet that a command left, without its ids of clues.
    fn sheet(&self, path: &str, sheet: &str) -> String {
        let mut text = grid(&self.case.path(path), sheet);
        for (_, _, name) in HOUSEHOLDS {
            assert!(!text.contains(&person(name)), "{text}");
            for rule in [BILLS, WATER] {
                let connection = Connection::open(self.case.path("ledger.db")).expect("a database");
                let query = "SELECT clue FROM clue_state WHERE head_name = ?1 AND rule = ?2";
                if let Ok(clue) = connection.query_row(query, [name, rule], |row| row.get::<_, String>(0)) {
                    text = text.replace(&clue, &format!("<{name}>"));
                }
            }
        }
        text
    }

    /// The files below a folder, in order.
    fn files(&self, folder: &str) -> Vec<String> {
        let root = self.case.path(folder);
        let mut folders = vec![root.clone()];
        let mut files: Vec<PathBuf> = Vec::new();
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).expect("a folder") {
                let path = entry.expect("an entry").path();
                if path.is_dir() { folders.push(path) } else { files.push(path) }
            }
        }
        let below = |path: &PathBuf| path.strip_prefix(&root).expect("below").to_string_lossy().into_owned();
        let mut names: Vec<String> = files.iter().map(below).collect();
        names.sort();
        names
    }
}

/// What a village says of a clue.
struct Said<'a> {
    verdict: &'a str,
    handling: Option<&'a str>,
    situation: &'a str,
}

const MONITORED: Said<'_> =
    Said { verdict: "属实", handling: Some("拟纳入监测对象"), situation: "长期透析" };
const PAID_BACK: Said<'_> =
    Said {
        verdict: "不属实", handling: Some("数据有误（更正来源）"), situation: "已报销,自付仅800元"
    };
const UNTRUE: Said<'_> = Said { verdict: "不属实", handling: None, situation: "水质已改善" };
const TRUE: Said<'_> = Said { verdict: "属实", handling: None, situation: "确有困难" };
const UNKNOWN: Said<'_> =
    Said { verdict: "无法核实", handling: Some("外出无法核实"), situation: "全家外出" };

fn person(name: &str) -> String {
    let number = (1..).zip(HOUSEHOLDS).find(|(_, household)| household.2 == name).expect("known").0;
    id(number, "19800101")
}

fn built_in() -> Pack {
    compile(&PackFiles::built_in()).expect("the built-in pack is sound")
}

const SEPTEMBER: Month<'_> = Month {
    left: &[],
    bills: &[("甲一", "6200"), ("乙二", "5400"), ("丙三", "8000"), ("丁四", "7000")],
    water: &["戊五"],
};

/// Somebody answers with other words than the month before, and somebody new falls ill; nobody tested the water.
const OCTOBER: Month<'_> =
    Month {
        left: &[], bills: &[("甲一", "6200"), ("乙二", "5900"), ("丁四", "7000"), ("己六", "9000")], water: &[]
    };

/// One household moved away; the threshold went up.
const NOVEMBER: Month<'_> = Month {
    left: &["丁四"],
    bills: &[("甲一", "6200"), ("乙二", "5900"), ("丙三", "8100"), ("己六", "9000")],
    water: &["戊五"],
};

/// September, screened and answered in every way but by 丁四.
fn september() -> County {
    let county = County::new();
    county.screen("2026-09", &SEPTEMBER);
    county.answer("2026-09", BILLS, "甲一", &MONITORED);
    county.answer("2026-09", BILLS, "乙二", &PAID_BACK);
    let one = county.answer("2026-09", BILLS, "丙三", &TRUE);
    let other = county.answer("2026-09", BILLS, "丙三", &UNTRUE);
    county.write(|entry| contradict(entry, one, other));
    county.answer("2026-09", WATER, "戊五", &UNTRUE);
    county
}

/// September to November.
fn autumn() -> County {
    let county = september();
    county.screen("2026-10", &OCTOBER);
    fs::write(county.case.path("bidui.toml"), "county = \"某县\"\n[parameters]\n\"住院自付预警线_脱贫\" = 6000\n")
        .expect("written");
    county.screen("2026-11", &NOVEMBER);
    county
}

#[test]
fn progress_is_told_by_township_village_department_and_rule() {
    let county = september();
    let pages = ["乡镇", "村", "部门", "规则"].map(|by| county.says(&["status", "--by", by]));
    insta::assert_snapshot!(pages.join("\n"));
    insta::assert_snapshot!("progress_for_scripts", county.says(&["status", "--json", "--as-of", "2026-10-30"]));
}

#[test]
fn answers_count_when_they_come_later_and_lapsed_or_waived_clues_are_not_owed() {
    let county = september();
    county.screen("2026-10", &OCTOBER);
    county.answer("2026-09", BILLS, "丁四", &UNKNOWN);
    let household = county.clue(BILLS, "己六");
    let waiver = Waiver {
        scope: WaiverScope::Clue(household.into()),
        reason: Redacted::of("已赔付"),
        document: Redacted::of("会议纪要"),
        verifier: Redacted::of("某局"),
        from: date(2026, 10, 1),
        until: date(2027, 10, 1),
    };
    county.write(|entry| waive(entry, &waiver, None));
    let pages = ["2026-09", "2026-10"].map(|period| county.says(&["status", period, "--as-of", "2026-11-30"]));
    insta::assert_snapshot!(pages.join("\n"));
}

/// Once the next period is screened nothing changes the figures of the one before: what comes later is told apart.
#[test]
fn a_past_period_stands_still() {
    let county = september();
    let total = |period: &str| {
        let status = county.case.run(&["status", period, "--json"]).success().stdout;
        let mut status: serde_json::Value = serde_json::from_str(&status).expect("JSON");
        let late = status["total"]["late"].take();
        (status["total"].clone(), late)
    };
    county.screen("2026-10", &OCTOBER);
    let (before, late) = total("2026-09");
    assert_eq!(late, 0);
    // Asked again in October, and answered there.
    county.answer("2026-10", BILLS, "丁四", &TRUE);
    assert_eq!(total("2026-09"), (before.clone(), 0.into()));
    assert_eq!(total("2026-10").0["verified"], 1);
    // What nobody could tell of in October was not asked again: its ruling comes late.
    let sides = "SELECT min(id) FROM answer WHERE id IN (SELECT one FROM contradiction)";
    let connection = Connection::open(county.case.path("ledger.db")).expect("a database");
    let one: i64 = connection.query_row(sides, [], |row| row.get(0)).expect("an answer");
    drop(connection);
    county.write(|entry| rule(entry, one, &Redacted::of("某局"), date(2026, 11, 20)));
    assert_eq!(total("2026-09"), (before.clone(), 1.into()));
    let page = county.says(&["status", "2026-09"]);
    assert!(page.contains("另有 1 条的答复在下一期筛查以后才收到，不计入以上数目"), "{page}");
    county.screen("2026-11", &NOVEMBER);
    assert_eq!(total("2026-09"), (before, 1.into()));
}

#[test]
fn a_settled_contradiction_counts_as_its_answer() {
    let county = County::new();
    county.screen("2026-09", &SEPTEMBER);
    let one = county.answer("2026-09", BILLS, "丙三", &TRUE);
    let other = county.answer("2026-09", BILLS, "丙三", &UNTRUE);
    county.write(|entry| contradict(entry, one, other));
    let counts = |county: &County| {
        let status = county.case.run(&["status", "--json"]).success().stdout;
        let total: serde_json::Value = serde_json::from_str(&status).expect("JSON");
        ["asked", "verified", "truths", "contradicted", "waiting"].map(|key| total["total"][key].clone())
    };
    assert_eq!(counts(&county), [5, 0, 0, 1, 4]);
    county.write(|entry| rule(entry, one, &Redacted::of("某局"), date(2026, 10, 20)));
    assert_eq!(counts(&county), [5, 1, 1, 0, 4]);
}

#[test]
fn reminders_go_to_those_who_are_late_and_to_nobody_else() {
    let county = september();
    let overdue = |day: &str| county.says(&["status", "--overdue", "--as-of", day]);
    insta::assert_snapshot!(overdue("2026-10-30"));
    assert_eq!(county.files("催办"), ["files.json", "manifest.json", "柳河镇/柳河镇催办清单.xlsx"]);
    insta::assert_snapshot!("reminder", county.sheet("催办/柳河镇/柳河镇催办清单.xlsx", "催办清单"));
    county.answer("2026-09", BILLS, "丁四", &TRUE);
    assert!(overdue("2026-11-20").contains("以前的催办清单已撤下"));
    assert_eq!(county.files("催办"), ["files.json", "manifest.json"]);
    fs::create_dir(county.case.path("别人的")).expect("made");
    fs::write(county.case.path("别人的/重要.txt"), "").expect("written");
    let refused = county.case.run(&["status", "--overdue", "--as-of", "2026-11-20", "--out", "别人的"]);
    assert_eq!((refused.code, county.files("别人的")), (2, vec!["重要.txt".to_owned()]));
}

#[test]
fn two_periods_are_compared() {
    let county = autumn();
    insta::assert_snapshot!(county.says(&["compare", "2026-09", "2026-10"]));
    insta::assert_snapshot!("the_latest_two", county.says(&["compare", "--out", "比较.xlsx"]));
    let sheets = ["按规则", "按乡镇", "变化线索", "规则和参数变化"];
    let sheets = sheets.map(|sheet| format!("[{sheet}]\n{}", county.sheet("比较.xlsx", sheet)));
    insta::assert_snapshot!("comparison_workbook", sheets.join("\n\n"));
    insta::assert_snapshot!("comparison_for_scripts", county.says(&["compare", "2026-09", "2026-11", "--json"]));
}

#[test]
fn a_period_does_not_differ_from_itself() {
    let county = autumn();
    for period in ["2026-09", "2026-10", "2026-11"] {
        let said = county.case.run(&["compare", period, period, "--json"]).success().stdout;
        let comparison: serde_json::Value = serde_json::from_str(&said).expect("JSON");
        for list in ["parameters", "rules", "townships", "changes"] {
            assert_eq!(comparison[list], serde_json::json!([]), "{period}: {said}");
        }
        let counts = comparison["total"].as_object().expect("counts");
        assert!(counts.values().all(|count| count == 0), "{period}: {said}");
    }
}

/// Whatever list does not come, what it would have said is not cleared.
#[test]
fn a_missing_source_never_clears() {
    let county = County::new();
    county.screen("2026-09", &Month { water: &["戊五", "己六"], ..SEPTEMBER });
    county.screen("2026-10", &Month { water: &[], ..SEPTEMBER });
    let said = county.case.run(&["compare", "--json"]).success().stdout;
    let comparison: serde_json::Value = serde_json::from_str(&said).expect("JSON");
    assert_eq!(["cleared", "not_evaluated", "persisting"].map(|key| comparison["total"][key].clone()), [0, 2, 4]);
    assert!(comparison["changes"].as_array().expect("a list").iter().all(|change| change["why"] == "skipped"));
}

#[test]
fn rules_that_come_and_go_are_told() {
    let county = County::new();
    county.screen("2026-09", &SEPTEMBER);
    county.keep_rules(&[BILLS]);
    county.screen("2026-10", &OCTOBER);
    insta::assert_snapshot!(county.says(&["compare"]));
}

#[test]
fn screening_tells_what_changed_since_the_period_before() {
    let county = september();
    let outcome = county.screen("2026-10", &OCTOBER);
    let line = outcome.stderr.lines().find(|line| line.starts_with("与 2026-09 期相比")).expect("a line");
    let sheet = county.sheet("runs/2026-10/汇总表.xlsx", "与上期比较");
    insta::assert_snapshot!(format!("{line}\n\n{sheet}"));
}

/// What a village refuted on the same evidence weighs nothing: the household's grade goes, and with it what rests on it.
#[test]
fn what_was_refuted_weighs_nothing() {
    let county = County::with(&[BILLS, "MON-01"]);
    let graded = |period: &str| {
        let rows = crate::case::csv_rows(&county.case.path(&format!("runs/{period}/clues.csv")));
        let of_household = rows.iter().filter(|row| row[1] == "MON-01").map(|row| row[6].clone());
        of_household.collect::<Vec<String>>().join(" ")
    };
    county.screen("2026-09", &SEPTEMBER);
    county.answer("2026-09", BILLS, "甲一", &UNTRUE);
    county.answer("2026-09", BILLS, "乙二", &UNTRUE);
    county.answer("2026-09", BILLS, "丁四", &TRUE);
    let before = graded("2026-09");
    county.screen("2026-10", &OCTOBER);
    let connection = Connection::open(county.case.path("ledger.db")).expect("a database");
    let query = "SELECT state FROM clue_state WHERE head_name = '甲一' AND rule = 'MON-01'";
    let state: String = connection.query_row(query, [], |row| row.get(0)).expect("a clue");
    // 乙二 has other bills than those that were refuted.
    assert_eq!((before.as_str(), graded("2026-10").as_str(), state.as_str()), ("H4 H3 H1 H2", "H4 H6 H2", "closed"));
}

#[test]
fn precision_is_told_over_periods() {
    let county = autumn();
    county.answer("2026-11", BILLS, "己六", &PAID_BACK);
    let pages = ["规则", "部门", "乡镇", "期"].map(|by| county.says(&["precision", "--by", by]));
    insta::assert_snapshot!(pages.join("\n"));
    let since = county.says(&["precision", "--since", "2026-11", "--json"]);
    insta::assert_snapshot!("precision_for_scripts", since);
}

#[test]
fn results_go_to_the_county_and_wrong_data_back_to_departments() {
    let county = september();
    insta::assert_snapshot!(county.says(&["report", "--as-of", "2026-10-30"]));
    let folder = "核实/2026-09";
    assert_eq!(
        county.files(folder),
        ["files.json", "manifest.json", "排查报告.docx", "数据更正清单/医保数据更正清单.xlsx", "核实汇总.xlsx"]
    );
    let summary = |sheet: &str| format!("[{sheet}]\n{}", county.sheet(&format!("{folder}/核实汇总.xlsx"), sheet));
    let sheets = ["按乡镇", "按村", "按部门", "按规则", "规则属实率", "矛盾结论"].map(summary);
    insta::assert_snapshot!("verification_summary", sheets.join("\n\n"));
    let corrections = format!("{folder}/数据更正清单/医保数据更正清单.xlsx");
    insta::assert_snapshot!("corrections", county.sheet(&corrections, "数据更正清单"));
    let account = account(&county.case.path(&format!("{folder}/排查报告.docx")));
    insta::assert_snapshot!("account", account);
}

#[test]
fn what_cannot_be_told_is_explained() {
    let county = County::new();
    let before = county.case.run(&["status"]);
    county.screen("2026-09", &SEPTEMBER);
    let said = [
        vec!["status", "2026-12"],
        vec!["status", "--overdue"],
        vec!["status", "--as-of", "明天"],
        vec!["compare"],
        vec!["compare", "2026-09", "2026-08"],
        vec!["compare", "2026-09", "2026-09", "--out", "比较.doc"],
        vec!["precision"],
        vec!["precision", "--since", "去年"],
    ];
    let said = said.map(|arguments| format!("{}\n{}", arguments.join(" "), county.says(&arguments)));
    insta::assert_snapshot!(format!("status\nexit {}\n{}\n{}", before.code, before.stderr, said.join("\n")));
}
