//! What villages find by themselves and what they answer on visits: counted, reported, and asked again if not settled.

use std::fmt::Write;

use rusqlite::Connection;

use crate::case::{Case, account, grid, id};
use crate::filled::{Filled, FilledSheet};
use crate::village::collected;

/// Households with a child that no school knows, and two without any clue.
const FAMILIES: [(&str, &str, &str, &str, &str); 5] = [
    ("青石镇", "石桥村", "H1", "周大山", "周小山"),
    ("青石镇", "石桥村", "H2", "李有田", "李小田"),
    ("青石镇", "石桥村", "H3", "孙六", ""),
    ("青石镇", "石桥村", "H4", "钱七", ""),
    ("柳河镇", "柳村", "H5", "赵大", "赵小"),
];

/// Writes a month without some of the heads' households, and screens it.
fn month(case: Case, period: &str, left: &[&str]) -> Case {
    let mut register = "乡镇,行政村,组,户编号,姓名,身份证号,与户主关系\n".to_owned();
    for (number, (township, village, household, head, child)) in (1..).zip(FAMILIES) {
        let members = [(head, id(number, "19800101"), "户主"), (child, id(number + 100, "20160501"), "之子")];
        for (name, person, relation) in members.iter().filter(|(name, ..)| !name.is_empty() && !left.contains(&head)) {
            writeln!(register, "{township},{village},1组,{household},{name},{person},{relation}").expect("text");
        }
    }
    let pupil = id(900, "20150101");
    let school = format!(
        "学生姓名,身份证号,学校名称,年级,就读状态,学段\n李小,{pupil},石桥小学,六年级,在籍在校,小学\n合计,{period}\n"
    );
    let case = case
        .file(&format!("data/{period}/花名册.csv"), format!("{register}合计,{period}\n"))
        .file(&format!("data/{period}/学籍.csv"), school)
        .file(
            &format!("data/{period}/点名册.csv"),
            format!("学生姓名,身份证号,实到情况\n李小,{pupil},实到\n合计,{period}\n"),
        );
    let lifted = format!(
        "乡,村,户编号,姓名,证件号码,户类型\n青石镇,石桥村,T2,李有田,{},脱贫户\n合计,{period}\n",
        id(2, "19800101")
    );
    let case = case.file(&format!("data/{period}/脱贫户.csv"), lifted);
    case.run(&["screen", &format!("data/{period}")]).success();
    case
}

fn county() -> Case {
    month(Case::new().file("bidui.toml", "county = \"某县\"\n"), "2026-11", &[])
}

fn list(case: &Case, period: &str) -> Filled {
    Filled::open(&case.path(&format!("runs/{period}/推送清单/青石镇/青石镇推送核实清单.xlsx")))
}

/// Collects the list of 青石镇 as it was changed.
fn take(case: &Case, period: &str, change: impl FnOnce(&mut FilledSheet)) {
    list(case, period).with("石桥村", change).save(&case.path("回收/青石镇.xlsx"));
    collected(case, &["回收/青石镇.xlsx"]).success();
}

/// The ids of clues stand for whom they are about.
fn plain(case: &Case, text: &str) -> String {
    let connection = Connection::open(case.path("ledger.db")).expect("a ledger");
    let mut statement = connection.prepare("SELECT clue, rule, head_name FROM clue_state").expect("a query");
    let clues = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).expect("clues");
    clues
        .map(|clue| clue.expect("a clue"))
        .fold(text.to_owned(), |text, (clue, rule, head): (String, String, String)| {
            text.replace(&clue, &format!("<{rule} {head}>"))
        })
}

/// How far the latest period is, group by group and altogether.
fn figures(case: &Case, by: &str) -> String {
    let printed = case.run(&["status", "--by", by, "--json"]).success().stdout;
    let printed: serde_json::Value = serde_json::from_str(&printed).expect("JSON");
    let lines = printed["groups"].as_array().expect("groups").iter().chain([&printed["total"]]);
    let names = ["group", "asked", "reported", "verified", "truths", "monitored", "unresolved", "waiting"];
    lines.map(|line| names.map(|name| format!("{name} {}", line[name])).join(" ")).collect::<Vec<_>>().join("\n")
}

/// The visits' rows of the list of 青石镇: whom they are about, what is said, and why they are asked.
fn asked(case: &Case, period: &str) -> String {
    let mut list = list(case, period);
    let rows = &list.sheet("石桥村").rows;
    let heading = rows.iter().find(|row| row.iter().any(|cell| cell == "线索编号")).expect("headings").clone();
    let cell = |row: &Vec<String>, name: &str| row[heading.iter().position(|cell| cell == name).expect(name)].clone();
    let shown = ["线索编号", "户主姓名", "来源部门", "线索内容", "推送情况"];
    let visits = rows.iter().filter(|row| row.iter().any(|cell| cell.starts_with("走访-")));
    let lines: Vec<String> = visits.map(|row| shown.map(|name| cell(row, name)).join(" | ")).collect();
    plain(case, &lines.join("\n"))
}

const FOUND: [&[(&str, &str)]; 4] = [
    &[
        ("户主姓名", "孙六"),
        ("线索内容", "突发大病住院"),
        ("是否属实", "属实"),
        ("处理意见", "拟纳入监测"),
        ("核实人", "甲"),
    ],
    &[("户主姓名", "周大山"), ("线索内容", "房屋漏雨"), ("风险类型", "住房")],
    &[("户主姓名", "李有田"), ("线索内容", "欠债"), ("是否属实", "无法核实"), ("核实人", "甲")],
    &[("户主姓名", "钱七"), ("线索内容", "车祸"), ("是否属实", "属实"), ("核实人", "甲")],
];

#[test]
fn what_villages_find_is_counted_and_asked_until_it_is_settled() {
    let case = county();
    take(&case, "2026-11", |sheet| FOUND.iter().for_each(|found| sheet.add(found)));
    insta::assert_snapshot!("november_by_township", figures(&case, "乡镇"));
    insta::assert_snapshot!("november_by_department", figures(&case, "部门"));
    case.run(&["report"]).success();
    insta::assert_snapshot!(
        "november_sheet",
        plain(&case, &grid(&case.path("核实/2026-11/核实汇总.xlsx"), "干部走访"))
    );
    let account = account(&case.path("核实/2026-11/排查报告.docx"));
    insta::assert_snapshot!("november_account", account);

    // Next month one household is gone; of the others, what was settled is not asked, and a rerun asks the same.
    let case = month(case, "2026-12", &["钱七"]);
    insta::assert_snapshot!("december_asked", asked(&case, "2026-12"));
    let state =
        "SELECT state || coalesce(' ' || why, '') FROM clue_state WHERE channel = 'visit' AND head_name = '钱七'";
    let connection = Connection::open(case.path("ledger.db")).expect("a ledger");
    assert_eq!(connection.query_row(state, [], |row| row.get::<_, String>(0)).expect("a state"), "closed gone");
    take(&case, "2026-12", |sheet| {
        sheet.fill("房屋漏雨", 0, &[("是否属实", "属实"), ("处理意见", "拟纳入监测"), ("核实人", "甲")]);
    });
    insta::assert_snapshot!("december_by_department", figures(&case, "部门"));
    case.run(&["screen", "data/2026-12"]).success();
    let kept = grid(&case.path("runs/2026-12/不再推送.xlsx"), "不再推送");
    insta::assert_snapshot!("december_kept", plain(&case, &kept));
    case.run(&["ledger", "verify"]).success();
    let case = month(case, "2027-01", &["钱七"]);
    insta::assert_snapshot!("january_asked", asked(&case, "2027-01"));
}

/// What was answered on visits is counted by township and question, and who has to be followed up is named.
#[test]
fn answers_to_questions_are_counted_and_the_worrying_ones_listed() {
    let case = county();
    let said = |answer: &'static str| {
        [("核查结果", answer), ("情况说明", "见记录"), ("核实人", "甲"), ("核实日期", "2026-12-03")]
    };
    let list = list(&case, "2026-11");
    let copy = |answer: &'static str| {
        list.clone().with("入户核查", |sheet| {
            sheet.fill("Q-01", 0, &said(answer));
            sheet.fill("Q-02", 0, &said("未走访"));
        })
    };
    copy("知道，会用")
        .with("驻村核查", |sheet| sheet.fill("V-04", 0, &said("时常关门")))
        .save(&case.path("回收/甲.xlsx"));
    copy("不知道，已当场讲解")
        .with("驻村核查", |sheet| sheet.fill("V-02", 0, &said("已张贴，都会操作")))
        .save(&case.path("回收/乙.xlsx"));
    collected(&case, &["回收"]).success();
    let printed = case.run(&["status"]).success().stdout;
    let visits = printed.split_once("入户核查、驻村核查的问题\n").expect("a table").1;
    insta::assert_snapshot!("questions_by_township", visits);
    let printed = case.run(&["status", "--by", "规则", "--json"]).success().stdout;
    let printed: serde_json::Value = serde_json::from_str(&printed).expect("JSON");
    insta::assert_snapshot!("questions_for_scripts", format!("{} {:#}", printed["visits"], printed["visits_total"]));
    case.run(&["report"]).success();
    let book = case.path("核实/2026-11/核实汇总.xlsx");
    insta::assert_snapshot!("answers", grid(&book, "入户驻村核查"));
    insta::assert_snapshot!("to_follow_up", grid(&book, "需跟进的答复"));
    let account = account(&case.path("核实/2026-11/排查报告.docx"));
    let line = account.lines().find(|line| line.starts_with("入户核查")).expect("a line");
    insta::assert_snapshot!("questions_in_the_account", line);
}

/// What the page about a household says of its clues in the ledger.
fn remembered(case: &Case, household: &str) -> String {
    let page = case.run(&["explain", household, "--rule", "EDU-01"]).success().stdout;
    let (_, told) = page.split_once("台账里本户的线索\n").unwrap_or_default();
    let told = told.split_once("\n\n规则").map(|(clues, _)| clues).unwrap_or_default();
    format!("{household}\n{told}")
}

#[test]
fn a_household_s_page_tells_what_the_ledger_remembers() {
    let case = county();
    let pages =
        |case: &Case| plain(case, &["H1", "H2", "H3", "H4"].map(|household| remembered(case, household)).join("\n\n"));
    insta::assert_snapshot!("remembered_when_pushed", pages(&case));
    take(&case, "2026-11", |sheet| {
        FOUND.iter().for_each(|found| sheet.add(found));
        let untrue = [("是否属实", "不属实"), ("核实情况", "在县外就读"), ("核实人", "甲")];
        sheet.fill("周小山", 0, &untrue);
    });
    let why = ["--reason", "县外就读", "--document", "教育局函", "--verifier", "李干事", "--until", "2027-06-30"];
    let about = ["waive", "add", "--household", "青石镇/石桥村/H2", "--rule", "EDU-01"];
    case.run(&[&about[..], &why[..]].concat()).success();
    insta::assert_snapshot!("remembered_when_answered", pages(&case));

    // A clue that no rule has leads to its household too.
    let connection = Connection::open(case.path("ledger.db")).expect("a ledger");
    let query = "SELECT clue FROM clue_state WHERE channel = 'visit' AND head_name = '孙六'";
    let reported: String = connection.query_row(query, [], |row| row.get(0)).expect("a clue");
    let explain = |who: &str| case.run(&["explain", who, "--rule", "EDU-01"]).success().stdout;
    assert_eq!(explain(&reported), explain("H3"));
    let told = case.run(&["explain", &reported, "--rule", "EDU-01", "--json"]).success().stdout;
    let told: serde_json::Value = serde_json::from_str(&told).expect("JSON");
    let told = serde_json::to_string_pretty(&told["ledger"]).expect("text");
    insta::assert_snapshot!("remembered_for_scripts", plain(&case, &told));
}

/// Who heads the household now is asked, reminded and told of.
#[test]
fn a_reported_risk_follows_its_household() {
    let case = county();
    take(&case, "2026-11", |sheet| sheet.add(FOUND[1]));
    for file in ["花名册.csv", "学籍.csv", "点名册.csv", "脱贫户.csv"] {
        let text = std::fs::read_to_string(case.path(&format!("data/2026-11/{file}"))).expect("a table");
        let text = text.replace("周大山", "周大海").replace("2026-11", "2026-12");
        std::fs::create_dir_all(case.path("data/2026-12")).expect("a folder");
        std::fs::write(case.path(&format!("data/2026-12/{file}")), text).expect("written");
    }
    case.run(&["screen", "data/2026-12"]).success();
    let connection = Connection::open(case.path("ledger.db")).expect("a ledger");
    let head = "SELECT head_name FROM clue_state WHERE channel = 'visit'";
    assert_eq!(connection.query_row(head, [], |row| row.get::<_, String>(0)).expect("a head"), "周大海");
    assert!(asked(&case, "2026-12").contains("周大海"));
}

/// An answer that nobody has to follow up holds for some months; the others are asked for again.
#[test]
fn questions_that_were_answered_are_not_asked_again() {
    let case = county();
    let asked = |case: &Case, period: &str, question: &str| {
        let mut list = list(case, period);
        let sheets = ["入户核查", "驻村核查"].map(|sheet| list.sheet(sheet).rows.clone());
        sheets.iter().flatten().filter(|row| row.iter().any(|cell| cell == question)).count()
    };
    let questions = ["Q-01", "Q-02", "V-02", "V-04"];
    assert_eq!(questions.map(|question| asked(&case, "2026-11", question)), [2, 1, 1, 1]);
    let said = |answer: &'static str| [("核查结果", answer), ("核实人", "张干部"), ("核实日期", "2026-12-03")];
    list(&case, "2026-11")
        .with("入户核查", |sheet| {
            sheet.fill("Q-01", 0, &said("知道，会用"));
            sheet.fill("Q-02", 0, &said("未走访"));
        })
        .with("驻村核查", |sheet| {
            sheet.fill("V-02", 0, &said("已张贴，都会操作"));
            sheet.fill("V-04", 0, &said("时常关门"));
        })
        .save(&case.path("回收/青石镇.xlsx"));
    case.run(&["collect", "回收/青石镇.xlsx", "--as-of", "2026-12-03"]).success();
    let case = month(case, "2026-12", &[]);
    assert_eq!(questions.map(|question| asked(&case, "2026-12", question)), [1, 1, 0, 1]);
    // A rerun of the month that was answered asks as before.
    case.run(&["screen", "data/2026-11"]).success();
    assert_eq!(questions.map(|question| asked(&case, "2026-11", question)), [2, 1, 1, 1]);
    let case = month(case, "2027-06", &[]);
    assert_eq!(questions.map(|question| asked(&case, "2027-06", question)), [1, 1, 1, 1]);
}
