//! What other rules or thresholds would change, told without writing anything.

use std::fs;

use crate::case::{Case, DATA};

/// Two households in two townships, one of them just above the threshold.
fn county() -> Case {
    let case = Case::new()
        .file("bidui.toml", "county = \"某县\"\n")
        .sheet(
            "农户花名册.xlsx",
            "乡镇 | 行政村 | 组 | 户编号 | 户主姓名 | 姓名 | 身份证号 | 与户主关系 | 人员状态
             青石镇 | 石桥村 | 1组 | H1 | | 周大山 | {id:1} | 户主 | 常住
             柳河镇 | 柳树村 | 2组 | H2 | | 李有田 | {id:4} | 户主 | 常住",
        )
        .sheet(
            "监测对象.xlsx",
            "监测对象信息
             导出时间 2026-11-20
             乡 | 村 | 户编号 | 姓名 | 证件号码 | 监测对象类别 | 风险是否已消除 | 识别监测时间 | 致贫/返贫风险1
             青石镇 | 石桥村 | J9 | 外乡人 | {id:90} | 边缘易致贫户 | 否 | 202601 | 因病",
        )
        .sheet(
            "脱贫户信息.xlsx",
            "乡 | 村 | 户编号 | 姓名 | 证件号码 | 户类型 | 人均纯收入
             青石镇 | 石桥村 | T1 | 周大山 | {id:1} | 脱贫户 | #15000
             柳河镇 | 柳树村 | T2 | 李有田 | {id:4} | 脱贫户 | #15000",
        )
        .sheet(
            "住院.xlsx",
            "结算单号 | 姓名 | 身份证号 | 结算日期 | 医疗费总额 | 个人自付 | 就医地
             A1 | 周大山 | {id:1} | 2026-03-02 | #9000 | #5200 | 县外
             A2 | 李有田 | {id:4} | 2026-05-06 | #8000 | #3000 | 县外",
        );
    case.screen().success();
    case
}

const AGAINST: [&str; 4] = ["screen", DATA, "--against", "runs/2026-11"];

/// A county whose own copy of the pack differs from the one it was screened with.
fn with_other_pack(case: &Case) {
    case.run(&["rules", "export", "另一份"]).success();
    let edit = |file: &str, from: &str, to: &str| {
        let path = case.path("另一份").join(file);
        let text = fs::read_to_string(&path).expect("exported");
        assert!(text.contains(from), "{file}");
        fs::write(path, text.replace(from, to)).expect("written");
    };
    edit(
        "parameters.toml",
        "value = 5000\nbasis = \"由县确定；外省实施办法为累计5000元\"",
        "value = 2000\nbasis = \"试\"",
    );
    edit("clues/MON-01.toml", "户类型 <> '监测户'", "户类型 = '一般农户'");
    edit("clues/WAT-04.toml", "status = \"active\"", "status = \"retired\"");
}

#[test]
fn other_rules_are_tried_out() {
    let case = county();
    with_other_pack(&case);
    let before = fs::read(case.path("runs/2026-11/manifest.json")).expect("a manifest");
    let arguments = [&AGAINST[..], &["--pack", "另一份"]].concat();
    let told = case.run(&arguments).success();
    insta::assert_snapshot!("terminal", told.stderr);
    let json = case.run(&[&arguments[..], &["--json", "--quiet"]].concat()).success();
    assert_eq!(json.stderr, "");
    insta::assert_snapshot!("json", json.stdout);
    assert_eq!(fs::read(case.path("runs/2026-11/manifest.json")).expect("a manifest"), before);
    let runs: Vec<_> =
        fs::read_dir(case.path("runs")).expect("runs").map(|run| run.expect("a run").file_name()).collect();
    assert_eq!(runs, ["2026-11"]);
}

#[test]
fn the_same_rules_change_nothing() {
    let told = county().run(&AGAINST).success();
    assert!(
        told.stderr.contains("规则和参数没有不同") && told.stderr.contains("没有线索进入或退出"),
        "{}",
        told.stderr
    );
}

/// What the later run could not look at has not left.
#[test]
fn skipped_is_not_leaving() {
    let case = county();
    fs::remove_file(case.path(&format!("{DATA}/住院.xlsx"))).expect("it was there");
    let json = case.run(&[&AGAINST[..], &["--json", "--quiet"]].concat()).success();
    let told: serde_json::Value = serde_json::from_str(&json.stdout).expect("JSON");
    assert_eq!(told["same_data"], false);
    let rules = told["rules"].as_array().expect("a list");
    let of_rule = rules.iter().find(|rule| rule["rule"] == "MED-08").expect("a movement");
    assert_eq!((&of_rule["leaving"], &of_rule["not_evaluated"]), (&0.into(), &1.into()));
}

#[test]
fn what_cannot_be_compared_is_told() {
    let case = county();
    let nowhere = case.run(&["screen", DATA, "--against", "data"]);
    fs::rename(case.path("runs"), case.path("以前")).expect("moved");
    fs::remove_file(case.path("ledger.db")).expect("removed");
    let secret = case.key(&["别的"]).run(&["screen", DATA, "--against", "以前/2026-11"]);
    insta::assert_snapshot!(format!("{}\n{}\n{}\n{}", nowhere.code, nowhere.stderr, secret.code, secret.stderr));
}
