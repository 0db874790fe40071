//! How commands end, where they print, and what they say of mistakes.

use std::fs::{self, OpenOptions};
use std::process::{Command, Stdio};

use crate::case::{Case, DATA, Outcome, grid, id};

/// A village with two children that no school knows.
fn county() -> Case {
    let case = Case::new()
        .file("bidui.toml", "county = \"某县\"\n")
        .register(
            "1 | 周大山 | {id:1} | 户主\n1 | 周小山 | {id:101:20160501} | 之子\n2 | 李有田 | {id:2} | 户主\n\
             2 | 李小田 | {id:102:20160501} | 之子\n3 | 孙六 | {id:3} | 户主",
        )
        .sheet(
            "教育/学籍.xlsx",
            "学生姓名|身份证号|学校名称|年级|就读状态|学段\n李小|{id:900:20150101}|石桥小学|六年级|在籍在校|小学",
        )
        .sheet("教育/点名册.xlsx", "学生姓名|身份证号|实到情况\n李小|{id:900:20150101}|实到");
    case.screen().success();
    case
}

fn told(outcome: &Outcome) -> String {
    format!("exit {}\nstdout:\n{}stderr:\n{}", outcome.code, outcome.stdout, outcome.stderr)
}

fn all_told(case: &Case, runs: &[&[&str]]) -> String {
    let report = runs.iter().map(|run| format!("$ bidui {}\n{}", run.join(" "), told(&case.run(run))));
    report.collect::<Vec<_>>().join("\n")
}

/// Who stops reading, as `head` does, has read enough: commands end as if nothing had happened.
#[test]
fn closed_pipes_end_commands_quietly() {
    let case = county();
    let add = ["waive", "add", "--household", "青石镇/石桥村/1", "--reason", "整户外迁", "--document", "纪要"];
    case.run(&[&add[..], &["--verifier", "张三", "--until", "2027-03-31"]].concat()).success();
    fs::remove_dir_all(case.path("runs")).expect("removed");
    for arguments in [
        &["status"][..],
        &["status", "--json"],
        &["ledger", "show"],
        &["ledger", "verify"],
        &["waive", "list"],
        &["waive", "list", "--json"],
        &["inspect", DATA],
        &["inspect", DATA, "--json"],
        &["rules", "list"],
        &["rules", "show", "MED-08"],
        &["explain", "1"],
        &["report"],
        &["collect", "runs"],
        &["compare"],
        &["--help"],
        &["status", "--help"],
        &["screen", DATA],
        &["screen", DATA, "--json"],
    ] {
        let open = case.run(arguments).code;
        let mut command = Command::new(env!("CARGO_BIN_EXE_bidui"));
        command.args(arguments).current_dir(case.path("")).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut running = command.spawn().expect("the program starts");
        drop((running.stdout.take(), running.stderr.take()));
        assert_eq!(running.wait().expect("it ends").code(), Some(open), "{arguments:?}");
    }
    assert!(case.path("runs/2026-11/manifest.json").is_file());
}

/// What was asked for stands on standard output, in tables for people too.
#[test]
fn results_are_printed_on_standard_output() {
    let case = county();
    let list = "runs/2026-11/推送清单/青石镇/青石镇推送核实清单.xlsx";
    for arguments in [
        &["ledger", "show"][..],
        &["waive", "list"],
        &["inspect", DATA],
        &["rules", "list"],
        &["collect", list],
        &["status"],
    ] {
        let outcome = case.run(arguments).success();
        // What is written besides is said beside it.
        let beside = match arguments {
            ["collect", _] => "核实结果（2026-11期）已写到 <县>/核实结果/2026-11\n",
            _ => "",
        };
        assert!(outcome.stdout.contains('┌'), "{arguments:?}: {}", outcome.stdout);
        assert_eq!(outcome.stderr, beside, "{arguments:?}");
    }
}

/// In Windows' old console the characters that draw lines take two cells in Chinese fonts; there, and where somebody
/// wants it so, tables are drawn by plain ones.
#[test]
fn tables_are_drawn_by_plain_characters_where_lines_would_break() {
    let case = county();
    for arguments in [&["ledger", "show"][..], &["inspect", DATA], &["rules", "list"], &["status"]] {
        let page = case.run_with(arguments, &[("BIDUI_ASCII", "1")]).success().stdout;
        let is_drawn = |c: char| ('\u{2500}'..='\u{259f}').contains(&c);
        assert!(page.contains("+---") && !page.contains(is_drawn), "{arguments:?}: {page}");
    }
}

/// A stick that comes from Windows may call the folder so.
#[test]
fn the_data_folder_may_be_written_in_capitals() {
    let case = Case::new().register("H1 | 周大山 | {id:1} | 户主");
    fs::rename(case.path("data"), case.path("DATA")).expect("renamed");
    case.run(&["screen", "DATA/2026-11"]).success();
    assert!(case.path("runs/2026-11/manifest.json").is_file());
    let explained = case.run(&["explain", "H1", "-C", "."]);
    assert!(!explained.stderr.contains("没有找到 data/2026-11"), "{}", explained.stderr);
}

/// Waivers are written by one command at a time, as everything is, and leave a line.
#[test]
fn waivers_take_the_lock_and_leave_a_line() {
    let case = county();
    let rest = ["--reason", "整户外迁", "--document", "会议纪要", "--verifier", "张三", "--until", "2027-03-31"];
    let add = [&["waive", "add", "--household", "青石镇/石桥村/1"], &rest[..]].concat();
    let lock = OpenOptions::new().append(true).open(case.path(".bidui/lock")).expect("a lock");
    lock.lock().expect("locked");
    let waiting = case.run(&add);
    assert_eq!(
        (waiting.code, waiting.stderr.as_str()),
        (1, "错误：另一个 bidui 命令正在处理这个县，请等它结束后再运行\n")
    );
    lock.unlock().expect("unlocked");
    case.run(&add).success();
    case.run(&add).success();
    case.run(&["waive", "revoke", "1", "--reason", "情况有变"]).success();
    let case = case
        .file("豁免.csv", "乡镇,村,户编号,原因,依据,核实人,有效期至\n青石镇,石桥村,2,搬迁,纪要,李干部,2026-12-31\n");
    case.run(&["waive", "import", "豁免.csv"]).success();
    let log = fs::read_to_string(case.path(".bidui/log/bidui.log")).expect("a log");
    let said = |line: &str| {
        let words: Vec<&str> = line.split(' ').skip(1).filter(|word| !word.starts_with("用时=")).collect();
        words.join(" ")
    };
    let lines: Vec<String> = log.lines().map(said).filter(|line| line.starts_with("waive")).collect();
    assert_eq!(
        lines,
        [
            "waive add 退出码=0 豁免=1",
            "waive add 退出码=0 豁免=0",
            "waive revoke 退出码=0 豁免=1",
            "waive import 退出码=0 豁免=1"
        ]
    );
}

/// A waiver that begins after the latest period is listed as one that is to come.
#[test]
fn waivers_to_come_are_listed() {
    let case = county();
    let rest = ["--reason", "搬迁", "--document", "纪要", "--verifier", "张三", "--until", "2027-03-31"];
    let add = |household: &str, more: &[&str]| {
        case.run(&[&["waive", "add", "--household", household], more, &rest].concat()).success();
    };
    add("青石镇/石桥村/1", &["--from", "2026-12-05"]);
    add("青石镇/石桥村/2", &[]);
    insta::assert_snapshot!(all_told(&case, &[&["waive", "list"]]));
}

/// A table that a department sent is no list.
#[test]
fn tables_that_are_no_lists_are_not_collected() {
    let case = county().sheet(
        "民政/救助.xlsx",
        "乡镇|村|户主姓名|身份证号|核实人|核实日期|备注\n青石镇|石桥村|周大山|{id:1}|甲|2026-11-02|",
    );
    let outcome = case.run(&["collect", &format!("{DATA}/民政/救助.xlsx")]);
    insta::assert_snapshot!(told(&outcome));
}

/// Results elsewhere are for looking: they have no lists, as nobody could collect them.
#[test]
fn results_elsewhere_have_no_lists() {
    let case = county();
    let outcome = case.run(&["screen", DATA, "--out", "试算"]).success();
    let last: Vec<&str> = outcome.stderr.lines().rev().take(2).collect();
    assert_eq!(
        last,
        [
            "只供查看：没有读台账，也没有记入台账，所以没有写推送清单；要推送核实，请不写 --out 再运行。",
            "结果已写到 试算"
        ]
    );
    assert!(case.path("试算/clues.csv").is_file() && !case.path("试算/推送清单").exists());
    let locked =
        case.run_with(&["screen", DATA, "--out", "试算", "--lock"], &[("BIDUI_LIST_PASSWORD", "一张长长的密码条子")]);
    insta::assert_snapshot!(told(&locked));
}

/// The run's own folder is that however its path is written: push lists do not vanish, the ledger knows of it.
#[cfg(unix)]
#[test]
fn the_runs_own_folder_under_another_name_is_the_runs_own_folder() {
    let case = county();
    std::os::unix::fs::symlink(case.path(""), case.path("别名")).expect("a link");
    for out in ["runs/2026-11", "./runs/../runs/2026-11", "别名/runs/2026-11"] {
        let outcome = case.run(&["screen", DATA, "--out", out]).success();
        assert!(!outcome.stderr.contains("只供查看"), "{out}: {}", outcome.stderr);
        assert!(case.path("runs/2026-11/推送清单").is_dir(), "{out}");
    }
}

/// Notepad on Chinese Windows saves ANSI, which is GBK.
#[test]
fn settings_saved_as_ansi_are_read() {
    let settings = encoded("county = \"柳河县\"\n");
    let case = county().file("bidui.toml", settings);
    let run = case.screen().success();
    assert!(crate::case::grid(&run.output("汇总表.xlsx"), "按规则").contains("柳河县"));
}

fn encoded(text: &str) -> Vec<u8> {
    encoding_rs::GBK.encode(text).0.into_owned()
}

#[test]
fn mistakes_name_what_may_be_written() {
    let case = county();
    let why = ["--reason", "搬迁", "--document", "纪要", "--verifier", "张三", "--until", "2027-03-31"];
    let runs: [&[&str]; 14] = [
        &["rules", "list", "--by", "科室"],
        &["status", "--by", "乡"],
        &["screen", DATA, "--against", "runs/2026-11", "--out", "x"],
        &["explain", "1", "--rule", "MED-08", "--all"],
        &["screen", DATA, "--quiet", "--quiet"],
        &["rules", "lst"],
        &["status", "--overdue"],
        &["status", "2026-11", "2026-12"],
        &[&["waive", "add"], &why[..]].concat(),
        &[&["waive", "add", "--clue", "X", "--household", "Y"], &why[..]].concat(),
        &["waive", "import", "没有.xlsx"],
        &["rules", "export", "data"],
        &["rules", "export", "bidui.toml"],
        &["rules", "list", "--help"],
    ];
    insta::assert_snapshot!(all_told(&case, &runs));
    let typed = case.run_typing(&["explain", "--id"], "\n");
    assert_eq!((typed.code, typed.stderr.lines().next()), (2, Some("错误：没有输入身份证号")));
}

/// A clue that nobody verified and that is no longer found was not settled by anybody.
#[test]
fn clues_that_disappear_are_not_said_to_be_settled() {
    let case = county();
    let found = format!(
        "学生姓名,身份证号,学校名称,年级,就读状态,学段\n周小山,{},石桥小学,四年级,在籍在校,小学\n",
        id(101, "20160501")
    );
    for file in ["农户花名册.xlsx", "教育/点名册.xlsx"] {
        let to = case.path(&format!("data/2026-12/{file}"));
        fs::create_dir_all(to.parent().expect("a folder")).expect("made");
        fs::copy(case.path(&format!("{DATA}/{file}")), to).expect("copied");
    }
    let case = case
        .file("data/2026-12/教育/学籍.csv", format!("{found}合计,2026-12\n"))
        .file("bidui.toml", "county = \"某县\"\n[[accept]]\nsource = \"农户花名册\"\ncheck = \"identical\"\nperiod = \"2026-12\"\nreason = \"没有变动\"\n[[accept]]\nsource = \"在校学生点名册\"\ncheck = \"identical\"\nperiod = \"2026-12\"\nreason = \"没有变动\"\n");
    case.run(&["screen", "data/2026-12"]).success();
    insta::assert_snapshot!(told(&case.run(&["ledger", "show"])));
}

/// Lists go out on another day than the data are of: their deadline is counted from there.
#[test]
fn lists_tell_the_day_on_which_they_go_out() {
    let case = county();
    let due = |options: &[&str]| {
        let printed = case.run(&[&["screen", DATA, "--json"], options].concat()).success().stdout;
        let printed: serde_json::Value = serde_json::from_str(&printed).expect("JSON");
        let list = grid(&case.path("runs/2026-11/推送清单/青石镇/青石镇推送核实清单.xlsx"), "石桥村");
        format!("{} {}", printed["due"], list.lines().nth(1).expect("a subtitle").trim())
    };
    insta::assert_snapshot!([due(&[]), due(&["--issued", "2026-12-04"])].join("\n"));
    let wrong = [&["screen", DATA, "--issued", "2026-11-29"][..], &["screen", DATA, "--issued", "下周"]];
    insta::assert_snapshot!("lists_that_cannot_go_out", all_told(&case, &wrong));
}

#[test]
fn locked_lists_are_not_replaced_by_open_ones() {
    let case = county();
    let screen = |options: &[&str], password: &str| {
        case.run_with(&[&["screen", DATA], options].concat(), &[("BIDUI_LIST_PASSWORD", password)])
    };
    let short = screen(&["--lock"], "九个字的密码还不够");
    insta::assert_snapshot!("too_short_a_password", told(&short));
    screen(&["--lock"], "十个字以上的密码才行").success();
    let list = case.path("runs/2026-11/推送清单/青石镇/青石镇推送核实清单.xlsx");
    let locked = fs::read(&list).expect("a list");
    let refused = screen(&[], "十个字以上的密码才行");
    insta::assert_snapshot!(told(&refused));
    assert_eq!(fs::read(&list).expect("a list"), locked);
    screen(&["--lock"], "另一个十个字以上的密码").success();
    let remind = |password: &str| {
        let arguments = ["status", "--as-of", "2027-12-31", "--overdue"];
        case.run_with(&arguments, &[("BIDUI_LIST_PASSWORD", password)])
    };
    let refused = remind("");
    insta::assert_snapshot!("reminders_of_locked_lists", told(&refused));
    remind("另一个十个字以上的密码").success();
    let reminder = fs::read(case.path("催办/青石镇/青石镇催办清单.xlsx")).expect("a list");
    let opened = |password: &str| bidui::workbook::read_bytes(reminder.clone(), "催办.xlsx", &[password.to_owned()]);
    assert!(opened("另一个十个字以上的密码").is_ok() && opened("").is_err());
    fs::remove_dir_all(case.path("runs/2026-11/推送清单")).expect("removed");
    screen(&[], "").success();
}
