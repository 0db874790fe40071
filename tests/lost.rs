//! A ledger that is lost, older than what was made from it, or not as the program made it: every command stops, and
//! there is a way on.

use std::fs;
use std::path::Path;

use rusqlite::Connection;

use crate::case::{Case, Outcome, grid, paragraphs};
use crate::village::{UNTRUE, ask, collect, county, entries, green, month};

#[track_caller]
fn stopped(outcome: &Outcome, words: &str) {
    assert_eq!(outcome.code, 3, "{}", outcome.stderr);
    assert!(outcome.stderr.contains(words), "{}", outcome.stderr);
}

const COMMANDS: [&[&str]; 11] = [
    &["screen", "data/2026-12"],
    &["screen", "data/2026-12", "--out", "试看"],
    &["inspect", "data/2026-12"],
    &["explain", "H1"],
    &["collect", "回收"],
    &["status"],
    &["compare"],
    &["report"],
    &["waive", "list"],
    &["ledger", "show"],
    &["ledger", "rekey"],
];

fn every_command_stops(case: &Case, words: &str) {
    let before = fs::read(case.path("ledger.db")).ok();
    for command in COMMANDS {
        stopped(&case.run(command), words);
    }
    assert_eq!(fs::read(case.path("ledger.db")).ok(), before);
}

/// A county that screened two months, with the ledger of after the first.
fn two_months() -> (Case, Vec<u8>) {
    let case = month(county(), "2026-12", &[]);
    let older = fs::read(case.path("ledger.db")).expect("a ledger");
    case.run(&["screen", "data/2026-12"]).success();
    (case, older)
}

const ACCEPT: [&str; 6] = ["ledger", "accept", "--reason", "硬盘坏了，没有备份", "--by", "王局长"];

#[test]
fn a_ledger_that_is_missing_stops_every_command() {
    let (case, _) = two_months();
    let ledger = fs::read(case.path("ledger.db")).expect("a ledger");
    fs::remove_file(case.path("ledger.db")).expect("removed");
    every_command_stops(&case, "runs/2026-11、runs/2026-12 是记过台账的结果，而 ledger.db 不在了");
    assert_eq!(case.run(&["ledger", "verify"]).code, 2);
    case.file("ledger.db", ledger).run(&["status"]).success();
}

/// Somebody says in so many words that it is lost; what was sent is then collected after another screening.
#[test]
fn a_loss_is_accepted_and_recorded() {
    let case = county();
    fs::remove_file(case.path("ledger.db")).expect("removed");
    let filled = green(&case).fill("石桥村", "周小山", &UNTRUE);
    let told = case.run(&ACCEPT).success();
    assert!(told.stderr.contains("已记入台账：runs/2026-11 的记录丢失"), "{}", told.stderr);
    let recorded =
        "SELECT a.command, l.folder, l.reason, l.accepted_by FROM accepted_loss l JOIN audit a ON a.sequence = l.entry";
    assert_eq!(ask(&case, recorded), "ledger accept runs/2026-11 硬盘坏了，没有备份 王局长");
    case.run(&["screen", "data/2026-11"]).success();
    filled.save(&case.path("回收/1.xlsx"));
    collect(&case).success();
    assert_eq!(ask(&case, "SELECT count(*) FROM answer WHERE clue IS NOT NULL"), "1");
    assert!(case.run(&ACCEPT).success().stderr.contains("没有缺失"));
    case.run(&["ledger", "verify"]).success();
}

#[test]
fn an_older_ledger_stops_every_command() {
    let (case, older) = two_months();
    let newest = fs::read(case.path("ledger.db")).expect("a ledger");
    let case = case.file("ledger.db", &older);
    every_command_stops(&case, "runs/2026-12 是记过台账的结果，而 ledger.db 不是写出它的台账，或比它旧");
    stopped(&case.run(&["ledger", "verify"]), "或比它旧");
    let case = case.file("ledger.db", newest);
    case.run(&["ledger", "verify"]).success();
    let case = case.file("ledger.db", older);
    case.run(&ACCEPT).success();
    case.run(&["screen", "data/2026-12"]).success();
    case.run(&["ledger", "verify"]).success();
}

/// The same period screened again: the ledger knows the period, and not this run.
#[test]
fn a_ledger_of_before_a_rerun_is_older_too() {
    let case = county();
    let older = fs::read(case.path("ledger.db")).expect("a ledger");
    case.run(&["screen", "data/2026-11"]).success();
    stopped(&case.file("ledger.db", older).run(&["status"]), "runs/2026-11 是记过台账的结果");
}

/// Answers that were reported on and are not in the ledger any more.
#[test]
fn a_ledger_that_is_older_than_a_report_stops() {
    let case = county();
    let older = fs::read(case.path("ledger.db")).expect("a ledger");
    green(&case).fill("石桥村", "周小山", &UNTRUE).save(&case.path("回收/1.xlsx"));
    collect(&case).success();
    case.run(&["report"]).success();
    let case = case.file("ledger.db", older);
    stopped(&case.run(&["status"]), "核实/2026-11 是记过台账的结果");
    case.run(&ACCEPT).success();
    case.run(&["status"]).success();
}

/// A run that was killed after its folder took its place and before the ledger knew it is no loss: it is run again.
#[test]
fn an_interrupted_run_is_run_again() {
    let (case, older) = two_months();
    let manifest = fs::read(case.path("runs/2026-12/manifest.json")).expect("a manifest");
    let mark = blake3::hash(&manifest).to_hex().to_string();
    let case = case.file("ledger.db", older).file(".bidui/recording", mark);
    case.run(&["status"]).success();
    case.run(&["screen", "data/2026-12"]).success();
    assert!(!case.path(".bidui/recording").exists());
    assert_eq!(ask(&case, "SELECT count(*) FROM run"), "2");
}

/// Results that are not the program's, and those of the same name elsewhere, say nothing of the ledger.
#[test]
fn other_folders_say_nothing() {
    let case = county();
    fs::create_dir_all(case.path("runs/备份/2026-11")).expect("made");
    fs::copy(case.path("runs/2026-11/manifest.json"), case.path("runs/备份/manifest.json")).expect("copied");
    let case = case.file("runs/2026-10/manifest.json", "{}").file("runs/2026-09/manifest.json", "not ours");
    case.run(&["status"]).success();
}

/// The anchor leaves the office on lists and reports, and is found in the ledger again.
#[test]
fn anchors_are_printed_and_found() {
    let (case, older) = two_months();
    let head = |number: u32| ask(&case, &format!("SELECT hash FROM audit WHERE sequence = {number}"));
    let printed = |hash: &str| format!("{}-{}-{}", &hash[..4], &hash[4..8], &hash[8..12]);
    let cover = |period: &str| grid(&list_path(&case, period), "封面");
    assert!(cover("2026-11").contains("台账摘要：无（第一次筛查）"), "{}", cover("2026-11"));
    let anchor = printed(&head(1));
    assert!(cover("2026-12").contains(&format!("台账摘要：{anchor}（")), "{}", cover("2026-12"));
    case.run(&["report"]).success();
    let report = paragraphs(&case.path("核实/2026-12/排查报告.docx"));
    assert!(report.contains(&format!("台账摘要：{}（", printed(&head(2)))), "{report}");
    for noted in [&anchor, &anchor.replace('-', " "), &anchor.to_uppercase(), &head(1)] {
        let told = case.run(&["ledger", "verify", "--contains", noted]).success();
        assert!(told.stderr.contains("第 1 条操作记录（screen，"), "{}", told.stderr);
    }
    for unknown in ["0000-0000-0000", "1a", "", "台账", &printed(&head(2))[..9]] {
        stopped(&case.run(&["ledger", "verify", "--contains", unknown]), "台账里没有摘要");
    }
    let later = printed(&head(2));
    let case = case.file("ledger.db", older);
    stopped(&case.run(&["ledger", "verify", "--contains", &later]), "台账里没有摘要");
}

fn list_path(case: &Case, period: &str) -> std::path::PathBuf {
    case.path(&format!("runs/{period}/推送清单/青石镇/青石镇推送核实清单.xlsx"))
}

fn change(ledger: &Path, statement: &str) {
    Connection::open(ledger).expect("a ledger").execute_batch(statement).expect("changed");
}

/// A trigger that swallows answers, and whatever else is not as the migrations make it.
#[test]
fn planted_triggers_and_changed_tables_stop_every_command() {
    let plants = [
        ("CREATE TRIGGER helper BEFORE INSERT ON answer BEGIN SELECT RAISE(IGNORE); END", "多出了触发器 helper"),
        ("CREATE VIEW mine AS SELECT * FROM clue", "多出了视图 mine"),
        ("CREATE TABLE mine (entry INTEGER)", "多出了表 mine"),
        ("DROP TRIGGER keep_answer_update", "少了触发器 keep_answer_update"),
        ("DROP INDEX answer_clue", "少了索引 answer_clue"),
        ("DROP VIEW clue_state; CREATE VIEW clue_state AS SELECT 1 AS clue", "视图 clue_state 的定义被改过"),
    ];
    let pristine = month(county(), "2026-12", &[]);
    let ledger = fs::read(pristine.path("ledger.db")).expect("a ledger");
    green(&pristine).fill("石桥村", "周小山", &UNTRUE).save(&pristine.path("回收/1.xlsx"));
    let mut case = pristine;
    for (plant, words) in plants {
        case = case.file("ledger.db", &ledger);
        change(&case.path("ledger.db"), plant);
        stopped(&case.run(&["collect", "回收", "--as-of", "2026-12-31"]), words);
        stopped(&case.run(&["ledger", "verify"]), words);
    }
    every_command_stops(&case, "的结构被程序以外的手段改过");
}

/// What later commands read of a run is looked at as well.
#[test]
fn changed_results_are_found() {
    let case = county();
    let before = entries(&case);
    let run = case.path("runs/2026-11");
    let file = |name: &str| fs::read(run.join(name)).expect("a file");
    let (manifest, results) = (file("manifest.json"), file("tables/结果.json"));
    let changed = |name: &str, with: &[u8]| {
        fs::write(run.join(name), with).expect("written");
        case.run(&["ledger", "verify"])
    };
    let text = String::from_utf8(manifest.clone()).expect("text").replace("\"clues\": ", "\"clues\": 1");
    stopped(&changed("manifest.json", text.as_bytes()), "runs/2026-11/manifest.json 与台账记的不一样");
    assert_eq!(changed("manifest.json", &manifest).code, 0);
    stopped(&changed("tables/结果.json", b"{}"), "tables/结果.json 与写出时不一样");
    assert_eq!(changed("tables/结果.json", &results).code, 0);
    fs::remove_dir_all(&run).expect("removed");
    let told = case.run(&["ledger", "verify"]).success();
    assert!(told.stderr.contains("runs/2026-11 不在，没有查验那一期的结果"), "{}", told.stderr);
    assert_eq!(entries(&case), before);
}
