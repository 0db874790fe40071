//! What a county no longer keeps, and by what right it has what it keeps.

use std::fs;
use std::path::Path;

use rusqlite::Connection;

use crate::access::everything_in;
use crate::case::{Case, Outcome};

/// A county of one household, screened every month.
fn county(months: &[&str]) -> Case {
    let mut case = Case::new().file("bidui.toml", "county = \"某县\"\n\n[retention]\ndata = 1\nruns = 2\ncache = 1\n");
    fs::remove_dir_all(case.path("data")).expect("removed");
    for month in months {
        let heading = "乡镇,行政村,户编号,姓名,身份证号,与户主关系,备注";
        let register = format!("{heading}\n青石镇,石桥村,1,周大山,360799198001010015,户主,{month}\n");
        case = case
            .file(&format!("data/{month}/乡村振兴/花名册.csv"), register)
            .file(&format!("data/{month}/其他/值班表.csv"), format!("日期，值班\n{month},\n"))
            .file(&format!(".bidui/cache/{month}/x.json"), "{}");
        case.run(&["screen", &format!("data/{month}")]).success();
        // A small county writes no entries of its own.
        case = case.file(&format!(".bidui/cache/{month}/x.json"), "{}");
    }
    case
}

fn says(outcome: &Outcome) -> String {
    format!("{}{}", outcome.stdout, outcome.stderr)
}

/// What a plan says, but for how big files are.
fn planned(outcome: &Outcome) -> String {
    let line = |line: &str| {
        let cells: Vec<&str> = line.split(['│', '┆']).map(str::trim).collect();
        [1, 2, 3, 5].map(|cell| cells.get(cell).copied().unwrap_or_default()).join(" | ").trim_end().to_owned()
    };
    outcome.stdout.lines().filter(|line| line.contains('┆')).map(line).collect::<Vec<_>>().join("\n")
}

fn files(case: &Case, below: &str) -> Vec<String> {
    let root = case.path("");
    let mut files: Vec<String> = everything_in(&case.path(below))
        .into_iter()
        .filter(|path| path.is_file())
        .map(|path| path.strip_prefix(&root).expect("below").to_string_lossy().into_owned())
        .collect();
    files.sort();
    files
}

fn purges(case: &Case) -> Vec<(String, String)> {
    let ledger = Connection::open(case.path("ledger.db")).expect("a ledger");
    let mut rows = ledger.prepare("SELECT kind, period FROM purge ORDER BY id").expect("a table");
    let rows = rows.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).expect("rows");
    rows.collect::<Result<_, _>>().expect("rows")
}

#[test]
fn what_is_outdated_is_shown_then_removed() {
    let case = county(&["2026-08", "2026-09", "2026-10", "2026-11"]);
    let before = files(&case, "");
    let shown = case.run(&["purge"]).success();
    assert!(says(&shown).contains("还没有删除") && files(&case, "") == before, "{}", says(&shown));
    let removed = case.run(&["purge", "--yes"]).success();
    insta::assert_snapshot!(planned(&removed));
    assert_eq!(
        files(&case, "data"),
        [
            "data/2026-10/乡村振兴/花名册.csv",
            "data/2026-10/其他/值班表.csv",
            "data/2026-11/乡村振兴/花名册.csv",
            "data/2026-11/其他/值班表.csv",
        ]
    );
    let left = ["files.json", "manifest.json", "tables/结果.json"].map(|name| format!("runs/2026-08/{name}"));
    assert_eq!(files(&case, "runs/2026-08"), left);
    assert!(case.path("runs/2026-09/clues.csv").exists());
    let kinds: Vec<String> = purges(&case).into_iter().map(|(kind, period)| format!("{kind} {period}")).collect();
    assert_eq!(kinds, ["data 2026-08", "data 2026-09", "runs 2026-08", "cache 2026-08", "cache 2026-09"]);
    case.run(&["ledger", "verify"]).success();
    assert!(says(&case.run(&["purge", "--yes"]).success()).contains("没有超过保存期限"));
    // Old periods can still be compared and reported.
    case.run(&["compare", "2026-08", "2026-11"]).success();
    case.run(&["report", "2026-08"]).success();
}

/// Data that were never screened or changed since, results that somebody worked in, folders of others, and periods that
/// wait for an answer stay.
#[test]
fn what_may_be_needed_stays() {
    let case = county(&["2026-06", "2026-07", "2026-08", "2026-11"])
        .file("data/2026-05/医保/参保.csv", "姓名\n")
        .file("data/2026-06/医保/来信.docx", "PK")
        .file("data/2026-07/乡村振兴/花名册.csv", "改过\n")
        .file("runs/2026-07/会议记录.docx", "work")
        .file("runs/2026-01/别人的.txt", "work")
        .file("runs/2026-06-留存-2026-09-01/填好的.xlsx", "work");
    insta::assert_snapshot!(planned(&case.run(&["purge", "--yes"]).success()));
    for kept in [
        "data/2026-05/医保/参保.csv",
        "data/2026-06/医保/来信.docx",
        "data/2026-07/乡村振兴/花名册.csv",
        "runs/2026-07/clues.csv",
        "runs/2026-07/会议记录.docx",
        "runs/2026-01/别人的.txt",
        "runs/2026-06-留存-2026-09-01/填好的.xlsx",
    ] {
        assert!(case.path(kept).exists(), "{kept}");
    }
    assert!(!case.path("data/2026-06/乡村振兴/花名册.csv").exists() && !case.path("runs/2026-06/clues.csv").exists());
}

#[test]
fn lists_without_an_answer_stay() {
    let case = Case::new().file("bidui.toml", "county = \"某县\"\n\n[retention]\ndata = 0\nruns = 0\ncache = 0\n");
    let case = case
        .register("1 | 周大山 | {id:1} | 户主\n1 | 周小山 | {id:101:20160501} | 之子")
        .sheet(
            "教育/学籍.xlsx",
            "学生姓名|身份证号|学校名称|年级|就读状态|学段\n李小|{id:900:20150101}|石桥小学|六年级|在籍在校|小学",
        )
        .sheet("教育/点名册.xlsx", "学生姓名|身份证号|实到情况\n李小|{id:900:20150101}|实到");
    case.screen().success();
    // The list of a month that is delivered and not screened yet makes the other one old.
    fs::create_dir_all(case.path("data/2026-12")).expect("a folder");
    assert!(case.path("runs/2026-11/推送清单").is_dir());
    let shown = case.run(&["purge", "--yes"]).success();
    insta::assert_snapshot!(planned(&shown));
    assert!(
        Path::new(&case.path("runs/2026-11/推送清单")).is_dir() && case.path("data/2026-11/农户花名册.xlsx").exists()
    );
}

/// The register of sharings says what holds, what ends and what nobody wrote down; screening and status tell it.
#[test]
fn sharings_are_registered_and_their_end_is_told() {
    let pupils = "学生姓名|身份证号|学校名称|年级|就读状态|学段\n李小|{id:900:20150101}|石桥小学|六年级|在籍在校|小学";
    let case = Case::new()
        .register("1 | 周大山 | {id:1} | 户主")
        .sheet("教育/学籍.xlsx", pupils)
        .sheet("教育/点名册.xlsx", "学生姓名|身份证号|实到情况\n李小|{id:900:20150101}|实到");
    assert!(!says(&case.screen().success()).contains("共享"));
    let case = case.file(
        "bidui.toml",
        "[[sharing]]\nsource = \"在校生学籍\"\nprovider = \"某县教育局\"\nbasis = \"教农数据共享协议2026第3号\"\npurpose = \"防返贫监测\"\nuntil = 2026-10-31\n",
    );
    let screened = case.screen().success();
    let told = |outcome: &Outcome| {
        let lines = outcome.stderr.lines().filter(|line| line.contains("共享")).map(str::to_owned);
        lines.collect::<Vec<_>>().join("\n")
    };
    insta::assert_snapshot!(told(&screened));
    assert_eq!(told(&case.run(&["status"])), told(&screened));
    insta::assert_snapshot!("register_of_sharings", case.run(&["sharing", "--as-of", "2026-10-15"]).success().stdout);
    let wrong = case.file("bidui.toml", "[[sharing]]\nsource = \"在校生学藉\"\nbasis = \"x\"\n");
    let refused = wrong.run(&["sharing"]);
    assert!(refused.code == 2 && refused.stderr.contains("在校生学籍"), "{}", refused.stderr);
}
