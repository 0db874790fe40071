//! Nobody's work goes with the program's own files, and nothing is done on what cannot be read.

use std::fs;
use std::path::Path;

use crate::case::{Case, DATA, Outcome};

const LIST: &str = "runs/2026-11/推送清单/青石镇/青石镇推送核实清单.xlsx";

/// A village with a child that no school knows, before it is screened.
pub fn unscreened() -> Case {
    Case::new()
        .file("bidui.toml", "county = \"某县\"\n")
        .register("1 | 周大山 | {id:1} | 户主\n1 | 周小山 | {id:101:20160501} | 之子\n2 | 孙六 | {id:3} | 户主")
        .sheet(
            "教育/学籍.xlsx",
            "学生姓名|身份证号|学校名称|年级|就读状态|学段\n李小|{id:900:20150101}|石桥小学|六年级|在籍在校|小学",
        )
        .sheet("教育/点名册.xlsx", "学生姓名|身份证号|实到情况\n李小|{id:900:20150101}|实到")
}

/// The same, screened.
fn county() -> Case {
    let case = unscreened();
    case.screen().success();
    case
}

/// Adds what a person types to a file's bytes; a zip file may have something before it.
fn work(path: &Path) -> Vec<u8> {
    let bytes = [b"work".as_slice(), &fs::read(path).expect("a file")].concat();
    fs::write(path, &bytes).expect("written");
    bytes
}

fn noticed(outcome: &Outcome) -> String {
    let day = |line: &str| match line.split_once("留存-") {
        Some((before, after)) => format!("{before}留存-<日期>{}", &after["2026-11-29".len()..]),
        None => line.to_owned(),
    };
    // What is told of parameters that the county has not set is none of these tests' concern.
    let told = outcome.stderr.lines().filter(|line| line.starts_with("注意：") && !line.contains("参数"));
    told.map(day).collect::<Vec<_>>().join("\n")
}

/// The folders below a place that people's work was kept in.
fn kept(case: &Case, below: &str) -> Vec<std::path::PathBuf> {
    let entries = fs::read_dir(case.path(below)).expect("a folder").map(|entry| entry.expect("an entry").path());
    entries.filter(|path| path.to_string_lossy().contains("留存")).collect()
}

/// A list that was filled in where it lay outlives a rerun, and so does what an officer added beside it.
#[test]
fn filled_lists_outlive_a_rerun() {
    let case = county();
    assert_eq!(noticed(&case.screen().success()), "");
    assert_eq!(kept(&case, "runs"), Vec::<std::path::PathBuf>::new());
    let filled = work(&case.path(LIST));
    let case = case.file("runs/2026-11/会议记录.docx", "text").file("runs/2026-11/推送清单/青石镇/~$x.xlsx", "lock");
    insta::assert_snapshot!(noticed(&case.screen().success()));
    let [place] = kept(&case, "runs").try_into().expect("one folder");
    assert_eq!(fs::read(place.join("推送清单/青石镇/青石镇推送核实清单.xlsx")).expect("kept"), filled);
    assert_eq!(crate::failure::files_under(&place).len(), 2);
    assert_eq!(noticed(&case.screen().success()), "");
}

/// A report that was completed by hand outlives the next one.
#[test]
fn completed_reports_outlive_the_next() {
    let case = county();
    case.run(&["report"]).success();
    assert_eq!(noticed(&case.run(&["report"]).success()), "");
    let completed = work(&case.path("核实/2026-11/排查报告.docx"));
    insta::assert_snapshot!(noticed(&case.run(&["report"]).success()));
    let [place] = kept(&case, "核实").try_into().expect("one folder");
    assert_eq!(fs::read(place.join("排查报告.docx")).expect("kept"), completed);
}

/// Results take the place of results of the same command and period only.
#[test]
fn results_of_another_kind_are_not_replaced() {
    let case = county().file("别人的/manifest.json", "{\"name\": \"another program\"}");
    case.run(&["report"]).success();
    let before = crate::failure::files_under(&case.path(""));
    let runs: [&[&str]; 5] = [
        &["report", "--out", "runs/2026-11"],
        &["report", "--out", DATA],
        &["screen", DATA, "--out", "核实/2026-11"],
        &["screen", DATA, "--out", "别人的"],
        &["status", "--as-of", "2027-12-31", "--overdue", "--out", "别人的"],
    ];
    let told = runs.map(|run| {
        let outcome = case.run(run);
        format!("$ bidui {}\nexit {}\n{}", run.join(" "), outcome.code, outcome.stderr)
    });
    insta::assert_snapshot!(told.join("\n"));
    let is_no_log = |file: &Path| !file.to_string_lossy().contains(".bidui");
    let after = crate::failure::files_under(&case.path(""));
    assert!(before.iter().filter(|file| is_no_log(file)).eq(after.iter().filter(|file| is_no_log(file))));
}

/// Killed between putting a folder in its place and recording it, a command leaves lists that nobody knows: the old ones
/// come back. Killed after that, it leaves old ones that go.
#[test]
fn results_that_were_not_recorded_make_way_again() {
    let case = county();
    case.run(&["report"]).success();
    let (run, old) = (case.path("runs/2026-11"), case.path("runs/.bidui-old-2026-11"));
    let before = fs::read(run.join("clues.csv")).expect("clues");
    fs::rename(&run, &old).expect("made way");
    fs::create_dir(&run).expect("made");
    fs::write(run.join("manifest.json"), "not recorded").expect("written");
    insta::assert_snapshot!(noticed(&case.run(&["report"]).success()));
    assert_eq!(fs::read(run.join("clues.csv")).expect("clues"), before);
    fs::create_dir(&old).expect("made");
    let after = case.run(&["report"]).success();
    assert_eq!((noticed(&after).as_str(), after.hidden_leftovers()), ("", Vec::new()));
    assert_eq!(fs::read(run.join("clues.csv")).expect("clues"), before);
}

/// A month that the ledger knows and whose record is gone or changed is not passed over as if there had been none.
#[test]
fn a_month_that_cannot_be_compared_with_stops_the_next() {
    let case = county();
    for file in ["农户花名册.xlsx", "教育/学籍.xlsx", "教育/点名册.xlsx"] {
        let to = case.path("data/2026-12").join(file);
        fs::create_dir_all(to.parent().expect("a folder")).expect("made");
        fs::copy(case.path(DATA).join(file), to).expect("copied");
    }
    let manifest = case.path("runs/2026-11/manifest.json");
    let text = fs::read_to_string(&manifest).expect("a manifest");
    let mut told = Vec::new();
    for lost in [text.replacen("\"total\": 4", "\"total\": 9", 1), "cut o".to_owned()] {
        fs::write(&manifest, lost).expect("written");
        told.push(case.run(&["screen", "data/2026-12"]));
    }
    assert!(told.iter().all(|outcome| outcome.code == 3 && outcome.stderr == told[0].stderr), "{}", told[1].stderr);
    insta::assert_snapshot!(told[0].stderr.lines().take(2).collect::<Vec<_>>().join("\n"));
    case.screen().success();
    let after = case.run(&["screen", "data/2026-12"]);
    assert!(!after.stderr.contains("uncompared"), "{}", after.stderr);
}

/// What a run left is told if it is not as it was written, not read for other households.
#[test]
fn results_with_a_flipped_bit_are_not_read() {
    let case = county();
    let run = case.path("runs/2026-11");
    let read = || bidui::store::Results::in_this_form(&run, &bidui::envelope::AtRest::default());
    assert_eq!(read().expect("read").map(|results| results.households.len()), Some(2));
    let file = run.join("tables/结果.json");
    let mut bytes = fs::read(&file).expect("results");
    bytes[40] ^= 1;
    fs::write(&file, bytes).expect("written");
    assert!(read().expect_err("not as it was written").to_string().contains("与写出时不一样"));
}

/// What a report cannot tell is said, not left blank without a word.
#[test]
fn a_report_without_the_runs_results_says_so() {
    let case = county();
    fs::remove_dir_all(case.path("runs/2026-11")).expect("removed");
    insta::assert_snapshot!(noticed(&case.run(&["report"]).success()));
}
