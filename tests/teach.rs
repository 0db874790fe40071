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
            "在内置规则包 <版本> 之上：\n  本县新增 clues/BEE-01.toml\n  本县新增 parameters/蜂箱.toml\n  \
             本县新增 sources/蜂箱补助.toml\n"
                .to_owned()
        )
    );
    let shown = case.run(&["rules", "show", "bee-01", "--as-of", "2026-11-30"]).success().stdout;
    assert!(shown.contains("\n来历：本县新增\n"), "{shown}");
    let listed = case.run(&["rules", "list"]).success().stdout;
    assert_eq!(listed.matches("在用（本县新增）").count(), 1, "{listed}");
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
    // Without it nobody knows what the table is, and registered people stand in it.
    let asked = case.screen();
    assert_eq!(asked.code, 3, "{}", asked.stderr);
    assert!(asked.stderr.contains("没有识别是哪种数据，而里面有 2 名花名册上的人"), "{}", asked.stderr);
}

/// A file of the same path takes the place of the built-in one; a whole pack stands alone, and what it lacks stays away.
#[test]
fn files_of_the_same_path_replace_and_whole_packs_stand_alone() {
    let case = Case::new();
    case.run(&["rules", "export", "全部"]).success();
    let rule = fs::read_to_string(case.path("全部/clues/MED-08.toml")).expect("a rule");
    let case = case.file("rules/clues/MED-08.toml", rule.replace("severity = \"high\"", "severity = \"low\""));
    let shown = case.run(&["rules", "show", "MED-08", "--as-of", "2026-11-30"]).success().stdout;
    assert!(shown.starts_with("MED-08：脱贫户、监测户住院自付过高（户，低，在用）\n来历：本县改写\n"), "{shown}");
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
    assert!(listed.contains("停用（本县停用）"), "{listed}");
}

/// Disabled people as a township lists them: all of them valid, in its own words, without a township.
const DISABLED: &str = "姓名 | 身份证号 | 残疾类别 | 残疾等级\n周大山 | {id:1} | 腿脚 | 一级";

/// The same with everything said that a table can say.
const WHOLE: &str =
    "姓名 | 身份证号 | 残疾类别 | 残疾等级 | 持证状态 | 乡镇\n李小溪 | {id:2} | 肢体 | 一级 | 注销 | 白马乡";

const TAUGHT: &str = r#"[[columns]]
file = "残联/青石*.xlsx"
missing = { "持证状态" = "持证" }
words = { "残疾类别" = { "肢体" = ["腿脚"] } }
township = "青石镇"

[[columns]]
source = "残疾人持证"
heading = "证的情况"
field = "持证状态"

[[columns]]
file = "民政/*.xlsx"
township = "青石镇"
"#;

/// Every line of `inspect` that tells what was taught.
fn told(page: &str) -> Vec<&str> {
    page.lines()
        .map(str::trim)
        .filter(|line| line.starts_with("按 bidui.toml") || line.starts_with("表中没有"))
        .collect()
}

fn disabled(config: &str) -> Case {
    Case::new()
        .register("H1 | 周大山 | {id:1} | 户主\nH2 | 李小溪 | {id:2} | 户主")
        .sheet("残联/青石残疾人.xlsx", DISABLED)
        .sheet("残联/全县残疾人.xlsx", WHOLE)
        .sheet("民政局/两项补贴.xlsx", "姓名 | 身份证号 | 补贴类型\n王别人 | {id:3} | 护理补贴")
        .file("bidui.toml", config)
}

#[test]
fn a_county_teaches_words_and_what_a_missing_column_would_say() {
    let case = disabled(TAUGHT);
    let outcome = case.run(&["inspect", "data/2026-11"]).success();
    insta::assert_snapshot!(format!("{}\n{}", told(&outcome.stdout).join("\n"), outcome.stderr));
    let outcome = case.screen().success();
    let manifest = manifest(&outcome);
    let sheets = manifest["sheets"].as_array().expect("a list");
    let of = |file: &str| sheets.iter().find(|sheet| sheet["file"] == file).expect("the sheet")["taught"].clone();
    assert_eq!(of("残联/全县残疾人.xlsx"), serde_json::Value::Null);
    let taught = ["没有“持证状态”一栏的按“持证”", "没有“乡镇”一栏的按“青石镇”", "残疾类别：腿脚即“肢体”"];
    assert_eq!(of("残联/青石残疾人.xlsx"), serde_json::json!(taught));
    // Who is said to hold a certificate is asked about, who gave it up is not.
    let clues = outcome.clues();
    let about = |person: &str| clues.lines().filter(|line| line.contains("DIS-") && line.contains(person)).count();
    assert!(about("周大山") > 0 && about("李小溪") == 0, "{clues}");
}

/// Without what the county says of it, a list that says too little of itself is asked about, not guessed at.
#[test]
fn what_a_county_does_not_teach_is_asked() {
    let outcome = disabled("").screen();
    assert_eq!(outcome.code, 3);
    assert!(outcome.stderr.contains("残联/青石残疾人.xlsx"), "{}", outcome.stderr);
}

/// A heading that the county explains goes before all else that it may mean, in the tables of that source only.
#[test]
fn a_county_teaches_headings() {
    let grid = "姓名 | 身份证号 | 残疾类别 | 残疾等级 | 持证状态 | 证的情况\n周大山 | {id:1} | 肢体 | 一级 | 甲 | 注销";
    let taught = "[[columns]]\nsource = \"残疾人持证\"\nheading = \"证的情况\"\nfield = \"持证状态\"\n";
    let case =
        Case::new().register("H1 | 周大山 | {id:1} | 户主").sheet("残联/名单.xlsx", grid).file("bidui.toml", taught);
    let page = case.run(&["inspect", "data/2026-11"]).success().stdout;
    assert!(page.contains("栏目对应：证的情况→持证状态"), "{page}");
    assert!(page.contains("按 bidui.toml：“证的情况”→持证状态"), "{page}");
    assert!(page.contains("没有用到的列：持证状态"), "{page}");
    assert!(!page.contains("无法识别的值"), "{page}");
}

/// What is taught of tables by the fingerprint of their headings holds under any file name, and for no other tables.
#[test]
fn a_county_teaches_tables_with_the_same_headings() {
    let inspected = disabled("").run(&["inspect", "data/2026-11", "--json"]).success().stdout;
    let inspected: serde_json::Value = serde_json::from_str(&inspected).expect("JSON");
    let files = inspected.as_array().expect("a list");
    let file = files.iter().find(|file| file["file"] == "残联/青石残疾人.xlsx").expect("the file");
    let letters = file["sheets"][0]["fingerprint"].as_str().expect("a fingerprint");
    let taught = format!("[[columns]]\nheadings = \"{letters}\"\nmissing = {{ \"持证状态\" = \"持证\" }}\n");
    let case =
        disabled(&taught).sheet("残联/下月改了名字.xlsx", &DISABLED.replace("周大山 | {id:1}", "李小溪 | {id:2}"));
    let manifest = manifest(&case.screen().success());
    let sheets = manifest["sheets"].as_array().expect("a list").iter();
    let mut held: Vec<&str> =
        sheets.filter(|sheet| !sheet["taught"].is_null()).filter_map(|sheet| sheet["file"].as_str()).collect();
    held.sort_unstable();
    assert_eq!(held, ["残联/下月改了名字.xlsx", "残联/青石残疾人.xlsx"]);
}

#[test]
fn mistakes_in_what_a_county_teaches_are_shown_all_at_once() {
    let wrong = r#"[[columns]]
source = "残疾人持证名单"
township = "青石镇"

[[columns]]
heading = "证的情况"
field = "持证状态"

[[columns]]
source = "残疾人持证"

[[columns]]
source = "残疾人持证"
heading = "证的情况"

[[columns]]
source = "残疾人持证"
heading = "证的情况"
field = "持证状况"
missing = { "持证状态" = "有证", "身份证号" = "360799", "发证日期" = "不详", "证别" = "甲" }
words = { "残疾类别" = { "腿脚" = ["不便"], "视力" = ["听力残疾"] }, "姓名" = { "甲" = ["乙"] } }

[[columns]]
source = "农村饮水"
file = "水利/*"
missing = { "供水方式" = "自来水", "供水方试" = "x" }
"#;
    let outcome = disabled(wrong).screen();
    insta::assert_snapshot!(format!("exit {}\n{}", outcome.code, outcome.stderr));
    let inspected = disabled(wrong).run(&["inspect", "data/2026-11"]);
    assert_eq!((inspected.code, inspected.stderr), (outcome.code, outcome.stderr));
}

/// Bees of ten households: names and numbers of people, phones and addresses, and words.
fn bees() -> String {
    let mut grid =
        "蜂箱补助发放表\n姓名 | 证件号码 | 联系电话 | 家庭住址 | 蜂种 | 蜂箱数 | 补助金额 | 发放日期 | 领取人"
            .to_owned();
    for number in 1..=10 {
        let (kind, heir) = (["中蜂", "意蜂"][number % 2], ["周大山", "吴小河"][number % 2]);
        grid.push_str(&format!(
            "\n周某{number} | {{id:{number}}} | 1380000000{number} | 石桥村{number}组 | {kind} | {number} | {number}0.50 | 2026-03-0{} | {heir}",
            number % 9 + 1
        ));
    }
    grid
}

/// A draft compiles as it is, recognises its table, and holds nothing of anybody.
#[test]
fn a_source_is_drafted_after_a_real_table() {
    let case = Case::new().register("H1 | 周大山 | {id:1} | 户主").sheet("农业/2026年3月蜂箱补助.xlsx", &bees());
    case.run(&["rules", "new", "source", "data/2026-11/农业/2026年3月蜂箱补助.xlsx"]).success();
    let draft = fs::read_to_string(case.path("rules/sources/蜂箱补助.toml")).expect("a draft");
    insta::assert_snapshot!(draft);
    for private in ["周", "吴", "3607", "1380", "石桥"] {
        assert!(!draft.contains(private), "{private} in {draft}");
    }
    case.run(&["rules", "check", "--as-of", "2026-11-30"]).success();
    let page = case.run(&["inspect", "data/2026-11"]).success().stdout;
    assert!(page.contains("蜂箱补助"), "{page}");
    let again = case.run(&["rules", "new", "source", "data/2026-11/农业/2026年3月蜂箱补助.xlsx"]);
    assert_eq!(again.code, 2, "{}", again.stderr);
}

/// Without headings that are known as such, a row of people would be taken for them: nothing is drafted. Who is named among
/// words is left out; long account numbers are no ID numbers; rows are counted by no field.
#[test]
fn nobody_gets_into_a_draft() {
    let rows = |last: &str| -> String {
        (1..=10)
            .map(|n| {
                format!(
                    "\n{n} | 孙某{n} | {{id:{n}}} | 62284800000000000{n:02} | {}",
                    [last, "本人", "之子", "配偶", "由孙某2代"][n % 5]
                )
            })
            .collect()
    };
    let case = Case::new()
        .register("H1 | 周大山 | {id:1} | 户主")
        .sheet("文旅/无表头.xlsx", "周大山 | 石桥村 | 县级\n李小溪 | 石桥村 | 县级\n王小河 | 青石村 | 县级")
        .sheet("文旅/缺表头.xlsx", "姓名 | 村 | |\n周大山 | 石桥村 | 剪纸 | 县级\n李小溪 | 石桥村 | 竹编 | 县级")
        .sheet("文旅/传习.xlsx", &format!("序号 | 姓名 | 身份证 | 卡号 | 代领{}", rows("欧阳小河")));
    let refused = case.run(&["rules", "new", "source", "data/2026-11/文旅/无表头.xlsx"]);
    insta::assert_snapshot!(format!("exit {}\n{}", refused.code, refused.stderr));
    let fields = |name: &str| {
        case.run(&["rules", "new", "source", &format!("data/2026-11/文旅/{name}.xlsx")]).success();
        let draft = fs::read_to_string(case.path(&format!("rules/sources/{name}.toml"))).expect("a draft");
        draft.lines().skip_while(|line| *line != "[fields]").skip(1).collect::<Vec<_>>().join("\n")
    };
    assert_eq!(fields("缺表头"), "\"姓名\" = { kind = \"name\" }\n\"村\" = { kind = \"place\" }");
    insta::assert_snapshot!(fields("传习"));
    case.run(&["rules", "check", "--as-of", "2026-11-30"]).success();
}

#[test]
fn a_rule_is_drafted_with_examples() {
    let case = beekeepers("rules");
    case.run(&["rules", "new", "rule", "BEE-02", "--source", "蜂箱补助"]).success();
    case.run(&["rules", "check", "--as-of", "2026-11-30"]).success();
    case.run(&["rules", "test", "BEE-02", "--examples-only"]).success();
    assert_eq!(case.run(&["rules", "new", "rule", "BEE-01"]).code, 2);
    assert_eq!(case.screen().success().clues(), "BEE-01 H1 周大山: 领了80个蜂箱的补助");
}

#[test]
fn exported_packs_bring_their_manuals() {
    let case = Case::new();
    case.run(&["rules", "export", "全部"]).success();
    for manual in ["README.md", "条件语言.md", "核查点.md"] {
        assert!(case.path(&format!("全部/{manual}")).is_file(), "{manual}");
    }
}
