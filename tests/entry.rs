//! A county's folder at its beginning, and what shells and manuals are told.

use std::fs;
use std::path::Path;

use crate::case::{Case, DATA};

/// A folder in which nobody has begun anything.
fn nothing() -> Case {
    let case = Case::new().keyless();
    fs::remove_dir_all(case.path("data")).expect("removed");
    case
}

fn files(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        match entry.path().is_dir() {
            true => found.extend(files(&entry.path()).into_iter().map(|inner| format!("{name}/{inner}"))),
            false => found.push(name),
        }
    }
    found.sort();
    found
}

#[test]
fn a_county_begins_with_settings_and_folders() {
    let case = nothing();
    let told = case.run(&["init", "某县", "--county", "引号\"县"]).success().stderr;
    insta::assert_snapshot!(told, @"
    已在 某县 建立 bidui.toml（本县的设置）、data（部门数据）、回收（填好的清单）。下一步：
      1. 在 data 里建以年月命名的文件夹，如 data/2026-11，把农户花名册和各部门的表原样放进去
      2. bidui inspect data/2026-11，看每份表认成了什么
      3. bidui screen data/2026-11，筛查并生成推送核实清单
    ");
    assert!(case.path("某县/data").is_dir() && case.path("某县/回收").is_dir());
    let settings = fs::read_to_string(case.path("某县/bidui.toml")).expect("settings");
    let read: toml::Table = settings.parse().expect("TOML");
    assert_eq!(read.get("county").and_then(toml::Value::as_str), Some("引号\"县"));
    let again = case.run(&["init", "某县"]);
    assert_eq!(again.code, 2);
    insta::assert_snapshot!(again.stderr, @"
    错误：某县 已经是县的文件夹，没有改动
    提示：要改设置请直接打开其中的 bidui.toml；要另建一个县请换一个文件夹
    ");
    assert_eq!(fs::read_to_string(case.path("某县/bidui.toml")).expect("settings"), settings);
}

/// Departments' tables may be there before.
#[test]
fn every_setting_of_a_new_county_holds_once_it_is_put_in_force() {
    let case = Case::new().register("H1 | 周大山 | {id:1} | 户主").sheet(
        "残联/持证.xlsx",
        "姓名|身份证号|残疾证号|残疾类别|残疾等级|证的情况\n周大山|{id:1}|{id:1}43|肢体|三级|持证",
    );
    case.run(&["init"]).success();
    let settings = fs::read_to_string(case.path("bidui.toml")).expect("settings");
    let is_setting =
        |line: &&str| line.strip_prefix('#').is_some_and(|rest| !rest.is_empty() && !rest.starts_with(' '));
    assert!(settings.lines().filter(is_setting).count() > 25, "{settings}");
    let in_force: Vec<&str> = settings
        .lines()
        .map(|line| if is_setting(&line) { line.trim_start_matches('#') } else { line })
        .filter(|line| !line.starts_with("required_sources"))
        .collect();
    let case = case.file("bidui.toml", in_force.join("\n"));
    case.run(&["rules", "check"]).success();
    case.run(&["screen", DATA]).success();
}

#[test]
fn the_example_county_is_written_whole_and_can_be_screened() {
    let case = nothing();
    let told = case.run(&["init", "练习", "--example"]).success().stderr;
    insta::assert_snapshot!(told, @"
    示例县已写到 练习，其中的人和事都是虚构的。下一步：
      bidui screen 练习/data/2026-10
    ");
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/county");
    assert_eq!(files(&case.path("练习/data")), files(&example.join("data")));
    for file in files(&example.join("data")) {
        let (there, here) = (fs::read(example.join("data").join(&file)), fs::read(case.path("练习/data").join(&file)));
        assert_eq!(there.expect("a table"), here.expect("a table"), "{file}");
    }
    case.run(&["screen", "练习/data/2026-10"]).success();
    assert!(case.path("练习/runs/2026-10/推送清单").is_dir());
    let again = case.run(&["init", "练习", "--example"]);
    assert_eq!(again.code, 2);
    insta::assert_snapshot!(again.stderr, @"
    错误：练习 里已经有别的文件，没有写出
    提示：请换一个文件夹
    ");
}

#[test]
fn shells_are_told_every_command() {
    let case = nothing();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = case.run(&["completions", shell]).success().stdout;
        for word in ["screen", "collect", "explain", "waive", "--as-of", "--overdue"] {
            assert!(script.contains(word.trim_start_matches('-')), "{shell}: {word}");
        }
    }
    let unknown = case.run(&["completions", "cmd"]);
    assert_eq!(unknown.code, 2);
    insta::assert_snapshot!(unknown.stderr, @"
    错误：“<命令行>”不能是“cmd”
    提示：可以是：bash、elvish、fish、powershell、zsh；运行 bidui completions --help 查看用法
    ");
}

#[test]
fn every_command_has_a_manual_page() {
    let case = nothing();
    case.run(&["man", "手册"]).success();
    let pages = files(&case.path("手册"));
    assert!(pages.len() > 25, "{pages:?}");
    for page in ["bidui.1", "bidui-screen.1", "bidui-rules-list.1", "bidui-waive-add.1"] {
        assert!(pages.iter().any(|made| made == page), "{page}: {pages:?}");
    }
    let page = fs::read_to_string(case.path("手册/bidui-screen.1")).expect("a page");
    assert!(page.contains("示例") && page.contains("bidui screen data/2026\\-11"), "{page}");
}
