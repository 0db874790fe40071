//! `bidui explain`: why a household was flagged, and for every rule that did not fire, why not.

use crate::case::{Case, Outcome, csv_rows, id};

/// A family of three that was lifted out of poverty, and a man alone; another village has an H1 too.
fn families() -> Case {
    Case::new()
        .file("bidui.toml", "county = \"某县\"\n")
        .sheet(
            "农户花名册.xlsx",
            "乡镇 | 行政村 | 组 | 户编号 | 户主姓名 | 姓名 | 身份证号 | 与户主关系 | 人员状态
             青石镇 | 石桥村 | 1组 | H1 | | 周大山 | {id:1} | 户主 | 常住
             青石镇 | 石桥村 | 1组 | H1 | | 刘秀英 | {id:2} | 配偶 | 常住
             青石镇 | 石桥村 | 1组 | H1 | | 周小山 | {id:3:20160501} | 之子 | 常住
             青石镇 | 石桥村 | 2组 | H2 | | 李有田 | {id:4} | 户主 | 常住
             青石镇 | 石桥村 | 2组 | H2 | | 李小田 | {id:5:20150601} | 之子 | 迁出
             青石镇 | 石桥村 | 2组 | H2 | | 李小妹 | {id:7:20150301} | 之女 | 常住
             青石镇 | 河口村 | 1组 | H1 | | 王五 | {id:6} | 户主 | 常住",
        )
        .sheet(
            "脱贫户信息.xlsx",
            "乡 | 村 | 户编号 | 姓名 | 证件号码 | 户类型 | 人均纯收入
             青石镇 | 石桥村 | T1 | 周大山 | {id:1} | 脱贫户 | #15000",
        )
        .sheet(
            "监测对象.xlsx",
            "乡 | 村 | 户编号 | 姓名 | 证件号码 | 监测对象类别 | 风险是否已消除 | 识别监测时间 | 致贫/返贫风险1
             青石镇 | 石桥村 | J9 | 外乡人 | {id:90} | 边缘易致贫户 | 否 | 202601 | 因病",
        )
        .sheet(
            "学籍.xlsx",
            "学生姓名 | 身份证号 | 学校名称 | 年级 | 就读状态 | 学段
             李小 | {id:9:20150101} | 石桥小学 | 六年级 | 在籍在校 | 小学
             李小妹 | {id:7:20150301} | 石桥小学 | 五年级 | | 小学
             周小山 | 360799201605010035 | 石桥小学 | 五年级 | 在籍在校 | 小学",
        )
        .sheet("点名册.xlsx", "学生姓名 | 身份证号 | 实到情况\n李小 | {id:9:20150101} | 实到")
        .sheet(
            "住院.xlsx",
            "结算单号 | 姓名 | 身份证号 | 结算日期 | 医疗费总额 | 个人自付 | 就医地
             A1 | 周大山 | {id:1} | 2026-03-02 | #9000 | #3200 | 县外
             A2 | 刘秀英 | {id:2} | 2026-05-06 | #8000 | 3,000.50元 | 县外
             A3 | 刘秀英 | {id:2} | 2025-05-06 | #8000 | #70 | 县外",
        )
}

/// Nothing in it completes an ID number: neither a full number, nor its birth date.
#[track_caller]
fn discreet(outcome: Outcome) -> Outcome {
    let people = [1, 2, 4, 6, 90].map(|number| (number, "19800101"));
    let children = [(3, "20160501"), (5, "20150601"), (7, "20150301")];
    for said in [&outcome.stdout, &outcome.stderr] {
        for (number, birth) in people.into_iter().chain(children) {
            assert!(!said.contains(&id(number, birth)[..17]), "{said}");
        }
        for birth in ["1980年1月1日", "2016年5月1日", "2015年6月1日", "1980-01-01", "2016-05-01", "20150301"] {
            assert!(!said.contains(birth), "{birth} in {said}");
        }
    }
    outcome
}

/// One rule's part of the page about a household.
fn rule(household: &str, rule: &str) -> String {
    let outcome = discreet(families().run(&["explain", household, "--rule", rule]).success());
    let page = outcome.stdout;
    page.split_once("规则（").map(|(_, rules)| rules.to_owned()).unwrap_or(page)
}

#[test]
fn a_household_is_explained() {
    let outcome = discreet(families().run(&["explain", "石桥村/H1"]).success());
    insta::assert_snapshot!(outcome.stdout);
    assert_eq!(outcome.stderr, "");
}

#[test]
fn a_hit_shows_the_records_that_made_it() {
    insta::assert_snapshot!(rule("石桥村/H1", "MED-08"));
}

#[test]
fn a_miss_shows_what_does_not_hold() {
    insta::assert_snapshot!(rule("H2", "med-08"));
}

#[test]
fn what_is_undetermined_shows_what_is_unknown_and_who_is_excluded_why() {
    insta::assert_snapshot!(rule("H2", "EDU-17"));
}

#[test]
fn a_rule_without_its_source_is_not_run() {
    insta::assert_snapshot!(rule("H2", "DIS-01"));
}

#[test]
fn a_damaged_record_makes_a_hit_doubtful() {
    insta::assert_snapshot!(rule("石桥村/H1", "EDU-01"));
}

#[test]
fn rules_that_read_clues_show_them() {
    insta::assert_snapshot!(rule("石桥村/H1", "MON-01"));
}

/// All misses whole: every rule of every subject has its tree.
#[test]
fn everything_can_be_told() {
    let outcome = discreet(families().run(&["explain", "H2", "--all", "--json"]).success());
    let told: serde_json::Value = serde_json::from_str(&outcome.stdout).expect("JSON");
    let judgements = told["rules"].as_array().expect("a list");
    let whole = |judgement: &&serde_json::Value| judgement["condition"].is_object() || judgement["answer"] == "skipped";
    assert!(judgements.len() > 119 && judgements.iter().all(|judgement| whole(&judgement)), "{}", judgements.len());
}

#[test]
fn scripts_read_the_same() {
    let outcome = discreet(families().run(&["explain", "石桥村/H1", "--rule", "MED-08", "--json"]).success());
    insta::assert_snapshot!(outcome.stdout);
    assert_eq!(outcome.stderr, "");
}

/// By number, by a clue's id, by a member's ID number: the same household, the same page.
#[test]
fn a_household_has_many_names() {
    let case = families();
    case.screen().success();
    let by_number = case.run(&["explain", "青石镇/石桥村/H1", "--rule", "MED-08"]).success().stdout;
    let clues = csv_rows(&case.path("runs/2026-11/clues.csv"));
    let clue = clues.iter().find(|row| row[1] == "MED-08").expect("it hits");
    let by_clue = discreet(case.run(&["explain", &clue[0].to_lowercase(), "--rule", "MED-08"]).success());
    assert_eq!((by_clue.stdout, by_clue.stderr), (by_number.clone(), String::new()));
    let typed = discreet(
        case.run_typing(&["explain", "--id", "--rule", "MED-08"], &format!("{}\r\n", id(3, "20160501"))).success(),
    );
    assert_eq!(typed.stdout, by_number);
    insta::assert_snapshot!("typed", typed.stderr);
    let argued = discreet(case.run(&["explain", &id(2, "19800101"), "--rule", "MED-08"]).success());
    assert_eq!(argued.stdout, by_number);
    insta::assert_snapshot!("argued", argued.stderr);
}

/// A clue stays explained after its reason is gone.
#[test]
fn a_clue_that_no_longer_holds_is_still_found() {
    let case = families();
    case.screen().success();
    let clues = csv_rows(&case.path("runs/2026-11/clues.csv"));
    let clue = clues.into_iter().find(|row| row[1] == "MED-08").expect("it hits").swap_remove(0);
    let case = case.file("bidui.toml", "[parameters]\n\"住院自付预警线_脱贫\" = 9000\n");
    let page = case.run(&["explain", &clue, "--rule", "MED-08"]).success().stdout;
    assert!(page.contains("不成立的是：年度住院自付合计 >= 参数.住院自付预警线_脱贫"), "{page}");
}

#[test]
fn who_cannot_be_found_is_said() {
    let case = families();
    let outsider = id(90, "19800101");
    let asked: [&[&str]; 8] = [
        &["explain"],
        &["explain", "H1"],
        &["explain", "H3"],
        &["explain", "完全不是户编号"],
        &["explain", "360799198001010016"],
        &["explain", &outsider],
        &["explain", "H2", "--rule", "MED-80"],
        &["explain", "H2", "--id"],
    ];
    let mut told = String::new();
    for arguments in asked {
        let outcome = discreet(case.run(arguments));
        assert_eq!((outcome.code, outcome.stdout.as_str()), (2, ""), "{arguments:?}");
        let shown = arguments.join(" ").replace(&outsider, "<外乡人>");
        told.push_str(&format!("$ bidui {shown}\n{}\n", outcome.stderr));
    }
    let mistyped = discreet(case.run_typing(&["explain", "--id"], "360799198001010016\n"));
    assert_eq!(mistyped.code, 2);
    insta::assert_snapshot!(told + &mistyped.stderr);
}

/// A village's rule is told for every household of it; its clue names no household.
#[test]
fn a_village_s_rule_shows_the_village_s_records() {
    let case = families().sheet(
        "卫生室.xlsx",
        "乡镇 | 行政村 | 卫生室名称 | 覆盖方式 | 村医人数 | 运行情况
         青石镇 | 石桥村 | 石桥卫生室 | 本村设置 | #0 | 未运行",
    );
    insta::assert_snapshot!(case.run(&["explain", "H2", "--rule", "MED-20"]).success().stdout);
    case.screen().success();
    let clues = csv_rows(&case.path("runs/2026-11/clues.csv"));
    let clue = clues.iter().find(|row| row[1] == "MED-20").expect("it hits");
    let outcome = case.run(&["explain", &clue[0]]);
    assert_eq!(outcome.code, 2);
    insta::assert_snapshot!("village_clue", outcome.stderr);
}

/// The newest period of the county is taken, from wherever in it the command is run.
#[test]
fn the_newest_period_is_explained() {
    let case = families().file("data/2026-10/说明.txt", "空").file("data/模板/说明.txt", "空");
    let page = |options: &[&str]| {
        let asked = [&["explain", "H2", "--rule", "MED-08"], options].concat();
        case.run(&asked).success().stdout
    };
    let newest = page(&[]);
    assert!(newest.contains("截止 2026-11-30"));
    assert_eq!(page(&["-C", "data/2026-10"]), newest);
    assert_eq!(page(&["-C", "data", "--data", "2026-11"]), newest);
    assert!(page(&["--as-of", "2026-11-20"]).contains("截止 2026-11-20"));
    let nowhere = Case::new();
    std::fs::remove_dir_all(nowhere.path("data")).expect("it was there");
    let outcome = nowhere.run(&["explain", "H2"]);
    assert_eq!(outcome.code, 2);
    insta::assert_snapshot!(outcome.stderr);
}
