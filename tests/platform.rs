//! Systems, disks and names that differ: each hazard, played on Linux.

use std::fs;

use crate::case::{Case, DATA, Outcome, csv_rows};

const PUPILS: &str =
    "学生姓名|身份证号|学校名称|年级|就读状态|学段\n李小|{id:900:20150101}|石桥小学|六年级|在籍在校|小学";

/// A village with a child that no school knows.
fn county() -> Case {
    Case::new()
        .file("bidui.toml", "county = \"某县\"\n")
        .register("1 | 周大山 | {id:1} | 户主\n1 | 周小山 | {id:101:20160501} | 之子\n2 | 孙六 | {id:3} | 户主")
        .sheet("教育/学籍.xlsx", PUPILS)
        .sheet("教育/点名册.xlsx", "学生姓名|身份证号|实到情况\n李小|{id:900:20150101}|实到")
}

fn noticed(outcome: &Outcome) -> String {
    outcome.stderr.lines().filter(|line| line.starts_with("注意：")).collect::<Vec<_>>().join("\n")
}

/// Townships and villages, each with a household whose child left school.
const PLACES: [(&str, &str); 9] = [
    ("甲/乙", "上湾村"),
    ("甲:乙", "上湾村"),
    ("AB", "ab"),
    ("ab", "Ab"),
    ("ab", "aB"),
    ("CON", "选项"),
    ("白马乡.", "甲[1]"),
    ("白马乡", "甲*1*"),
    ("𠮷𠮷乡", "𠮷"),
];

/// Names that become the same, that a system keeps for itself, that are too long, and cells that no sheet holds: every
/// list is there and legible, and no cell stops a county at the end of its work.
#[test]
fn names_that_coincide_have_lists_of_their_own() {
    let (long, remark) = ("长".repeat(300), "注".repeat(40_000));
    let child = |number: u32| format!("周小{}", char::from_u32(0x4e00 + number).expect("a character"));
    let mut water = "乡镇,行政村,户主姓名,身份证号,供水方式,水质\n".to_owned();
    let mut grid = "乡镇|行政村|组|户编号|户主姓名|姓名|身份证号|与户主关系|人员状态".to_owned();
    let places = PLACES.map(|(township, village)| (township.to_owned(), village.to_owned()));
    let places = places.into_iter().chain([(long.clone(), long)]);
    for (number, (township, village)) in (1..).zip(places) {
        let head = format!("户主{}", char::from_u32(0x4e00 + number).expect("a character"));
        let row = |name: &str, id: String, relation: &str| {
            format!("\n{township}|{village}|1组|{number}|{head}|{name}|{id}|{relation}|常住")
        };
        grid += &row(&head, format!("{{id:{number}}}"), "户主");
        water += &format!("{township},{village},{head},{},集中供水,不达标\n", crate::case::id(number, "19800101"));
        grid += &row(&child(100 + number), format!("{{id:{}:20160501}}", 100 + number), "之子");
    }
    let pupil = |name: &str, number: u32| {
        format!("{name},{},石桥小学,六年级,在籍在校,小学\n", crate::case::id(number, "20150101"))
    };
    let pupils =
        format!("学生姓名,身份证号,学校名称,年级,就读状态,学段\n{}{}", pupil("李小", 900), pupil(&remark, 901));
    let case = Case::new().sheet("农户花名册.xlsx", &grid).file(&format!("{DATA}/教育/学籍.csv"), pupils);
    let case = case.file(&format!("{DATA}/水利/饮水安全排查表.csv"), water);
    let outcome = case.screen().success();
    assert_eq!(csv_rows(&outcome.output("clues.csv")).len(), 10, "{}", outcome.stderr);
    let mut folders: Vec<String> = fs::read_dir(outcome.output("推送清单"))
        .expect("lists")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    folders.sort();
    let expected = ["AB", "_CON", "ab_2", "甲_乙", "甲_乙_2", "白马乡", "白马乡_2", &"长".repeat(60), "𠮷𠮷乡"];
    assert_eq!(folders, expected);
    for folder in folders {
        let list = outcome.output(&format!("推送清单/{folder}/{folder}推送核实清单.xlsx"));
        assert!(list.is_file(), "{folder}");
    }
    let lower: Vec<String> = fs::read_dir(case.path("runs/2026-11/推送清单"))
        .expect("lists")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().to_lowercase())
        .collect();
    assert_eq!(lower.iter().collect::<std::collections::BTreeSet<_>>().len(), lower.len());
    case.run(&["report", "--as-of", "2026-12-01"]).success();
    case.run(&["status", "--as-of", "2027-03-01", "--overdue"]).success();
}

/// A pattern that leaves tables out of a folder says so.
#[test]
fn what_a_pattern_leaves_out_is_told() {
    let case = county();
    case.screen().success();
    let list = fs::read(case.path("runs/2026-11/推送清单/青石镇/青石镇推送核实清单.xlsx")).expect("a list");
    let case = case
        .file("回收/青石镇推送核实清单.XLSX", &list)
        .file("回收/石桥村.xls", &list)
        .file("回收/.~青石镇推送核实清单.xlsx", "lock")
        .file("回收/~$青石镇推送核实清单.xlsx", "lock")
        .file("回收/说明.docx", "text");
    let told = case.run(&["collect", "回收/*.xlsx", "--as-of", "2026-12-01"]).success();
    assert_eq!(noticed(&told), "注意：“回收/*.xlsx”没有包括同一文件夹里的另外 1 个表格文件（如 石桥村.xls），没有收");
    let told = case.run(&["collect", "回收/*.xls", "回收/*.xlsx", "--as-of", "2026-12-01"]).success();
    assert_eq!(noticed(&told), "");
}

/// `--out` may name somebody's file.
#[test]
fn a_comparison_keeps_the_file_in_its_place() {
    let case = county();
    case.screen().success();
    fs::create_dir(case.path("data/2026-12")).expect("made");
    let case = case.file("data/2026-12/x.txt", "");
    for file in crate::failure::files_under(&case.path(DATA)) {
        let name = file.file_name().expect("a name").to_owned();
        fs::copy(&file, case.path("data/2026-12").join(name)).expect("copied");
    }
    let accept = |source: &str| format!("[[accept]]\nsource = \"{source}\"\ncheck = \"identical\"\nreason = \"试\"\n");
    let config = fs::read_to_string(case.path("bidui.toml")).expect("a file")
        + &["农户花名册", "在校学籍", "在校学生点名册"].map(accept).concat();
    let case = case.file("bidui.toml", config).file("变化.xlsx", "somebody's");
    fs::remove_file(case.path("data/2026-12/x.txt")).expect("removed");
    case.run(&["screen", "data/2026-12"]).success();
    let told = case.run(&["compare", "--out", "变化.xlsx"]).success();
    let line = noticed(&told);
    let kept = line.rsplit(' ').next().expect("a path");
    assert_eq!(fs::read_to_string(case.path(kept)).expect("kept"), "somebody's", "{line}");
    assert_eq!(noticed(&case.run(&["compare", "--out", "变化.xlsx"]).success()), "");
}

/// Disks that other systems wrote have names in capitals.
#[cfg(target_os = "linux")]
#[test]
fn settings_and_rules_in_capitals_are_read() {
    let case = county();
    fs::rename(case.path("bidui.toml"), case.path("BIDUI.TOML")).expect("renamed");
    let source = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/rules/parameters.toml")).expect("a file");
    assert!(source.contains("住院自付"));
    let case = case.file("BIDUI.TOML", "county = \"某县\"\nrequired_sources = [\"医保参保\"]\n");
    let outcome = case.screen();
    assert_eq!(outcome.code, 3, "{}", outcome.stderr);
    let case = county().file("Rules/Sources/养蜂补助.TOML", "name = 1\n");
    let outcome = case.screen();
    assert!(outcome.code == 2 && outcome.stderr.contains("sources/养蜂补助.toml"), "{}", outcome.stderr);
    let case = case.file("Rules/Sources/养蜂补助.toml", "name = 1\n");
    assert!(case.screen().stderr.contains("有两个，名称只有大小写不同"));
}

/// Who may only read can look at everything.
#[cfg(target_os = "linux")]
#[test]
fn commands_that_only_read_work_where_nothing_can_be_written() {
    use std::os::unix::fs::PermissionsExt;
    let case = county();
    case.screen().success();
    fs::remove_dir_all(case.path(".bidui")).expect("removed");
    let mut everything: Vec<std::path::PathBuf> = crate::failure::files_under(&case.path(""));
    everything.iter().for_each(|file| fs::set_permissions(file, fs::Permissions::from_mode(0o444)).expect("set"));
    everything.retain_mut(|file| file.pop());
    let ancestors = |folder: &std::path::PathBuf| {
        let below = folder.ancestors().take_while(|part| part.starts_with(case.path("")));
        below.map(std::path::Path::to_path_buf).collect::<Vec<_>>()
    };
    let folders: std::collections::BTreeSet<std::path::PathBuf> = everything.iter().flat_map(ancestors).collect();
    let set = |mode: u32| {
        folders
            .iter()
            .rev()
            .for_each(|folder| fs::set_permissions(folder, fs::Permissions::from_mode(mode)).expect("set"));
    };
    set(0o555);
    let commands: [&[&str]; 9] = [
        &["status"],
        &["precision"],
        &["ledger", "show"],
        &["ledger", "verify"],
        &["waive", "list"],
        &["explain", "1"],
        &["rules", "check"],
        &["inspect", DATA],
        &["screen", DATA, "--against", "runs/2026-11"],
    ];
    let runs = commands.map(|command| (command.join(" "), case.run_as_nobody(command)));
    set(0o755);
    for (command, outcome) in runs {
        assert_eq!(outcome.code, 0, "{command}: {}", outcome.stderr);
    }
}

/// What the machine does not give is said as what it is.
#[cfg(target_os = "linux")]
#[test]
fn limits_of_the_machine_are_said() {
    let case = county();
    for (limit, word) in [("ulimit -n 6", "同时打开的文件太多"), ("ulimit -v 200000", "内存不够")] {
        let outcome = case.run_limited(limit, &["screen", DATA]);
        assert!(matches!(outcome.code, 1 | 3), "{limit}: {}", outcome.stderr);
        assert!(outcome.stderr.contains(word), "{limit}: {}", outcome.stderr);
        assert!(!case.path("runs/2026-11").exists());
    }
    case.screen().success();
}
