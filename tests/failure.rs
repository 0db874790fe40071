//! What goes wrong is told in Chinese with what to do about it, with the right exit code, and leaves nothing behind.

use std::fs;
use std::path::Path;

use crate::case::{Case, DATA, Outcome};

fn county() -> Case {
    Case::new().register("H1 | 周大山 | {id:1} | 户主")
}

/// Exit code and message; nothing was written.
fn told(outcome: &Outcome) -> String {
    assert!(!outcome.output("").exists(), "nothing is published");
    let left: Vec<_> = outcome.hidden_leftovers();
    assert_eq!(left, Vec::<String>::new());
    format!("exit {}\n{}", outcome.code, outcome.stderr)
}

#[test]
fn an_empty_folder() {
    insta::assert_snapshot!(told(&Case::new().screen()));
}

#[test]
fn a_folder_that_is_not_there() {
    insta::assert_snapshot!(told(&Case::new().run(&["screen", "data/2026-12"])));
}

#[test]
fn a_folder_without_a_register() {
    let case = Case::new().sheet("死亡.xlsx", "姓名 | 身份证号 | 死亡时间\n甲 | {id:1} | 2026-01-02");
    insta::assert_snapshot!(told(&case.screen()));
}

#[test]
fn a_register_with_a_heading_missing() {
    let case = Case::new()
        .sheet("花名册.xlsx", "乡镇 | 行政村 | 户编号 | 姓名 | 身份证号\n青石镇 | 石桥村 | H1 | 甲 | {id:1}");
    insta::assert_snapshot!(told(&case.screen()));
}

#[test]
fn a_folder_whose_name_is_no_month() {
    let case = county().file("data/十一月/说明.txt", "说明");
    insta::assert_snapshot!(told(&case.run(&["screen", "data/十一月"])));
}

/// Words behind the month in a folder's name are no part of the period; two such folders of one month are asked about.
#[test]
fn a_folder_with_words_behind_its_month() {
    let folders =
        ["2026-10 各部门数据", "2026-09各部门数据", "2026-09（补报）", "2026-11 备份", "2026-08-31 各部门数据"];
    let register = fs::read(county().path(&format!("{DATA}/农户花名册.xlsx"))).expect("a register");
    let with = |case: Case, folder: &&str| case.file(&format!("data/{folder}/农户花名册.xlsx"), &register);
    let case = folders.iter().fold(county(), with);
    let said = folders.map(|folder| {
        let outcome = case.run(&["screen", &format!("data/{folder}"), "--quiet"]);
        format!("{folder}：exit {} {}", outcome.code, outcome.stderr)
    });
    let mut runs: Vec<_> =
        fs::read_dir(case.path("runs")).expect("runs").flatten().map(|run| run.file_name()).collect();
    runs.sort();
    insta::assert_snapshot!(format!("{}\nruns: {runs:?}", said.join("\n")));
}

#[test]
fn a_damaged_workbook() {
    let case = county().file(&format!("{DATA}/医保.xlsx"), b"PK\x03\x04 cut off".as_slice());
    insta::assert_snapshot!(told(&case.screen()));
}

#[test]
fn files_that_are_no_tables() {
    let case = county()
        .file(&format!("{DATA}/低保.xls"), "<html><body>登录已过期,请重新登录</body></html>")
        .file(&format!("{DATA}/住院.xlsx"), b"%PDF-1.7".as_slice())
        .file(&format!("{DATA}/空.csv"), "");
    insta::assert_snapshot!(told(&case.screen()));
}

/// As those that another program holds, or may not be looked at: each is told, not the first alone.
#[cfg(unix)]
#[test]
fn files_that_cannot_be_opened_are_all_told() {
    let case = county();
    for name in ["低保.xlsx", "残联/残疾.csv", "医保.xls"] {
        let path = case.path(&format!("{DATA}/{name}"));
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        std::os::unix::fs::symlink("没有这个文件", path).expect("a link");
    }
    insta::assert_snapshot!(told(&case.screen()));
}

/// As Linux unpacks archives that were made on Windows.
#[cfg(target_os = "linux")]
#[test]
fn a_name_that_is_no_unicode_is_told() {
    use std::os::unix::ffi::OsStrExt;
    let case = county();
    let name = std::ffi::OsStr::from_bytes(b"\xb5\xcd\xb1\xa3.xls");
    let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/加密.xlsx");
    fs::copy(fixture, case.path(DATA).join(name)).expect("copied");
    insta::assert_snapshot!(told(&case.screen()));
}

#[test]
fn a_workbook_with_a_password() {
    let encrypted = fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/加密.xlsx")).expect("a fixture");
    insta::assert_snapshot!(told(&county().file(&format!("{DATA}/死亡.xlsx"), encrypted).screen()));
}

#[test]
fn workbooks_that_nobody_knows_are_told_and_passed_over() {
    let outcome = county()
        .sheet("值班表.xlsx", "日期 | 值班人\n周一 | 甲")
        .sheet("死亡名单.xlsx", "姓名 | 身份证号 | 火化时间\n外乡人 | {id:91} | 2026-01-02")
        .file(&format!("{DATA}/~$死亡名单.xlsx"), "lock")
        .file(&format!("{DATA}/说明.docx"), "text")
        .screen()
        .success();
    let told: Vec<&str> =
        outcome.stderr.lines().filter(|line| line.starts_with("注意") || line.starts_with("略过")).collect();
    insta::assert_snapshot!(told.join("\n"));
}

#[test]
fn mistakes_in_a_rule_pack_are_shown_all_at_once() {
    let mut case = county();
    let rules = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules");
    for file in files_under(&rules) {
        let name = file.strip_prefix(&rules).expect("is under it").to_string_lossy().replace('\\', "/");
        let text = fs::read_to_string(&file).expect("text");
        let text = match name.as_str() {
            "clues/MED-08.toml" => text.replace("年度住院自付合计 >= ", "年度住院自负合计 >= "),
            "clues/HOU-01.toml" => text.replace("'''\n现住危房\n'''", "'''\n户类型 = '脱平户' AND 现住危房\n'''"),
            "clues/WAT-04.toml" => text.replace("severity = \"medium\"", "severity = \"middling\""),
            _ => text,
        };
        case = case.file(&format!("rules/{name}"), text);
    }
    insta::assert_snapshot!(told(&case.screen()));
}

#[test]
fn mistakes_in_the_county_file() {
    let case = county().file("bidui.toml", "county = \"某县\"\n\n[parameters]\n\"住院自付预警线\" = 8000\n");
    insta::assert_snapshot!(told(&case.screen()));
    let case = county().file("bidui.toml", "contry = \"某县\"\n");
    insta::assert_snapshot!(told(&case.screen()));
}

#[test]
fn a_place_for_results_that_holds_other_files() {
    let case = county().file("照片/1.jpg", "x");
    let outcome = case.run(&["screen", DATA, "--out", "照片"]);
    insta::assert_snapshot!(told(&outcome));
    assert!(case.path("照片/1.jpg").exists());
}

#[test]
fn a_place_where_nothing_can_be_written() {
    let case = county().file("文件", "x");
    insta::assert_snapshot!(told(&case.run(&["screen", DATA, "--out", "文件/结果"])));
}

#[test]
fn mistakes_on_the_command_line() {
    let case = county();
    let runs: [&[&str]; 6] = [
        &["scren", DATA],
        &["screen"],
        &["screen", DATA, "--ful-ids"],
        &["screen", DATA, "--as-of"],
        &["screen", DATA, "--as-of", "昨天"],
        &["screen", DATA, "--quiet", "--quiet"],
    ];
    let report: Vec<String> = runs
        .iter()
        .map(|arguments| format!("$ bidui {}\n{}", arguments.join(" "), told(&case.run(arguments))))
        .collect();
    insta::assert_snapshot!(report.join("\n"));
}

pub fn files_under(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() { files.extend(files_under(&path)) } else { files.push(path) }
    }
    files.sort();
    files
}
