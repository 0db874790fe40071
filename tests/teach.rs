//! A county teaches the tool: its own sources and rules over the built-in pack, headings and words in `bidui.toml`.

use std::fs;

use crate::case::{Case, Outcome};

/// A table that the built-in pack does not know.
const SOURCE: &str = r#"name = "蜂箱补助"
title = "养蜂户蜂箱补助发放表"
department = "农业农村"
grain = "person"
key = { id = ["身份证号"], name = "姓名" }
required = ["姓名", "身份证号", "蜂箱数"]

[fields]
"姓名" = { kind = "text" }
"身份证号" = { kind = "id", aliases = ["证件号码"] }
"蜂箱数" = { kind = "integer" }
"#;

/// A rule on it, with a threshold of the county's own.
const RULE: &str = r#"id = "BEE-01"
title = "蜂箱过多"
department = "农业农村"
subject = "person"
risk = "数据准确"
severity = "low"
status = "active"
plan = []
when = "sum(蜂箱补助, 蜂箱数) > 参数.蜂箱上限"
message = "领了{sum(蜂箱补助, 蜂箱数)}个蜂箱的补助"
evidence = ["蜂箱补助.蜂箱数"]
verify = "核实蜂箱数"
basis = "县养蜂办法"

[[example]]
name = "过多"
expect = "hit"
[example.given]
"蜂箱补助" = [ { "蜂箱数" = 51 } ]

[[example]]
name = "不多"
expect = "miss"
[example.given]
"蜂箱补助" = [ { "蜂箱数" = 50 } ]
"#;

const LIMIT: &str = r#"["蜂箱上限"]
title = "一人最多领几个蜂箱"
kind = "integer"
unit = "个"
values = [{ from = 2026-01-01, value = 50, basis = "县养蜂办法", set_by = "县" }]
"#;

/// A county with a table and a rule of its own: three files over the built-in pack.
fn beekeepers(folder: &str) -> Case {
    Case::new()
        .register("H1 | 周大山 | {id:1} | 户主\nH2 | 李小溪 | {id:2} | 户主")
        .sheet("农业/蜂箱.xlsx", "姓名 | 证件号码 | 蜂箱数\n周大山 | {id:1} | 80\n李小溪 | {id:2} | 50")
        .file(&format!("{folder}/sources/蜂箱补助.toml"), SOURCE)
        .file(&format!("{folder}/clues/BEE-01.toml"), RULE)
        .file(&format!("{folder}/parameters/蜂箱.toml"), LIMIT)
}

fn manifest(outcome: &Outcome) -> serde_json::Value {
    serde_json::from_str(&fs::read_to_string(outcome.output("manifest.json")).expect("a manifest")).expect("JSON")
}

#[test]
fn a_source_and_a_rule_of_a_county_are_files_over_the_built_in_pack() {
    let case = beekeepers("rules");
    let outcome = case.screen().success();
    assert_eq!(outcome.clues(), "BEE-01 H1 周大山: 领了80个蜂箱的补助");
    let manifest = manifest(&outcome);
    assert_eq!(manifest["pack"]["built_in"], manifest["pack"]["version"]);
    let own = ["clues/BEE-01.toml", "parameters/蜂箱.toml", "sources/蜂箱补助.toml"].map(|file| (file, "本县新增"));
    assert_eq!(manifest["own_files"], serde_json::json!(std::collections::BTreeMap::from(own)));
    let checked = case.run(&["rules", "check", "--as-of", "2026-11-30"]).success();
    assert_eq!(
        checked.stderr.split_once('\n').map(|(_, own)| own.replace(built_in_version().as_str(), "<版本>")),
        Some(
            "在内置规则包 <版本> 之上:\n  本县新增 clues/BEE-01.toml\n  本县新增 parameters/蜂箱.toml\n  \
             本县新增 sources/蜂箱补助.toml\n"
                .to_owned()
        )
    );
    let shown = case.run(&["rules", "show", "bee-01", "--as-of", "2026-11-30"]).success().stdout;
    assert!(shown.contains("\n来历: 本县新增\n"), "{shown}");
    let listed = case.run(&["rules", "list"]).success().stdout;
    assert_eq!(listed.matches("在用(本县新增)").count(), 1, "{listed}");
    assert_eq!(listed.matches("本县").count(), 1, "{listed}");
}

fn built_in_version() -> String {
    bidui::pack::compile(&bidui::pack::PackFiles::built_in()).expect("compiles").identity.version
}

/// A folder that is named on the command line is laid over the built-in pack just so, and takes the place of `rules/`.
#[test]
fn a_folder_named_on_the_command_line_is_laid_over_too() {
    let case = beekeepers("另一份");
    let outcome = case.run(&["screen", "data/2026-11", "--pack", "另一份"]).success();
    assert_eq!(outcome.clues(), "BEE-01 H1 周大山: 领了80个蜂箱的补助");
    let outcome = case.screen().success();
    assert_eq!(outcome.clues(), "");
}

/// A file of the same path takes the place of the built-in one; a whole pack stands alone, and what it lacks stays away.
#[test]
fn files_of_the_same_path_replace_and_whole_packs_stand_alone() {
    let case = Case::new();
    case.run(&["rules", "export", "全部"]).success();
    let rule = fs::read_to_string(case.path("全部/clues/MED-08.toml")).expect("a rule");
    let case = case.file("rules/clues/MED-08.toml", rule.replace("severity = \"high\"", "severity = \"low\""));
    let shown = case.run(&["rules", "show", "MED-08", "--as-of", "2026-11-30"]).success().stdout;
    assert!(shown.starts_with("MED-08: 脱贫户、监测户住院自付过高 (户,低,在用)\n来历: 本县改写\n"), "{shown}");
    fs::remove_file(case.path("全部/clues/EDU-02.toml")).expect("removed");
    let whole = case.run(&["rules", "show", "EDU-02", "--pack", "全部"]);
    assert_eq!(whole.code, 2, "{}", whole.stdout);
    let case = case.file("全部/pack.toml", "name = \"县\"\ntitle = \"县包\"\nversion = \"1\"\noverlay = true\n");
    case.run(&["rules", "show", "EDU-02", "--pack", "全部", "--as-of", "2026-11-30"]).success();
}

/// What nobody would read, and what would stand twice, is said; so is a rule to be switched off that is none.
#[test]
fn mistakes_in_files_of_a_county_are_shown() {
    let told = |case: Case| {
        let outcome = case.run(&["rules", "check", "--as-of", "2026-11-30"]);
        format!("exit {}\n{}", outcome.code, outcome.stderr)
    };
    let reports = [
        beekeepers("rules").file("rules/BEE-02.toml", RULE).file("rules/parameter.toml", LIMIT),
        beekeepers("rules").file("rules/sources/蜂箱.toml", SOURCE).file("rules/parameters/又一份.toml", LIMIT),
        beekeepers("rules").file(
            "rules/facts/本县.toml",
            "[\"年度住院自付\"]\nsubject = \"person\"\nvalue = \"sum(住院结算, 个人自付)\"\n",
        ),
        beekeepers("rules").file("bidui.toml", "[rules]\noff = [\"MED-08\", \"EDU-99\", \"全部\"]\n"),
    ]
    .map(told);
    insta::assert_snapshot!(reports.join("\n"));
}

#[test]
fn a_county_switches_rules_off() {
    let case = beekeepers("rules").file("bidui.toml", "[rules]\noff = [\"BEE-01\"]\n");
    let outcome = case.screen().success();
    assert_eq!(outcome.clues(), "");
    assert_eq!(manifest(&outcome)["rules_off"], serde_json::json!(["BEE-01"]));
    let listed = case.run(&["rules", "list"]).success().stdout;
    assert!(listed.contains("停用(本县停用)"), "{listed}");
}
