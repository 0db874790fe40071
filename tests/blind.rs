//! Blind spots: whom rules could not judge for want of what, and whom nearly no source knows.

use crate::case::{Case, grid};

/// Two households in two townships; a value is missing here, a source there, and one household nobody knows.
fn county() -> Case {
    Case::new()
        .file("bidui.toml", "county = \"某县\"\n")
        .sheet(
            "农户花名册.xlsx",
            "乡镇 | 行政村 | 组 | 户编号 | 户主姓名 | 姓名 | 身份证号 | 与户主关系 | 人员状态
             青石镇 | 石桥村 | 1组 | H1 | | 周大山 | {id:1} | 户主 | 常住
             青石镇 | 石桥村 | 1组 | H1 | | 刘秀英 | {id:2} | 配偶 | 常住
             柳河镇 | 柳树村 | 2组 | H2 | | 李有田 | {id:4} | 户主 | 常住
             柳河镇 | 柳树村 | 2组 | H3 | | 王保国 | {id:5} | 户主 | 常住",
        )
        .sheet(
            "脱贫户信息.xlsx",
            "乡 | 村 | 户编号 | 姓名 | 证件号码 | 户类型 | 人均纯收入
             青石镇 | 石桥村 | T1 | 周大山 | {id:1} | 脱贫户 |
             柳河镇 | 柳树村 | T2 | 李有田 | {id:4} | 脱贫户 | #15000",
        )
        .sheet(
            "危房.xlsx",
            "户主姓名 | 户主身份证号 | 鉴定等级 | 验收时间
             周大山 | {id:1} | |
             李有田 | {id:4} | D级 |",
        )
}

#[test]
fn what_could_not_be_judged_is_told() {
    let outcome = county().screen().success();
    let book = outcome.output("盲区.xlsx");
    let by_rule = grid(&book, "按规则");
    let mut lines = by_rule.lines();
    let headings: Vec<&str> = lines.by_ref().take(3).collect();
    let undetermined: Vec<&str> = lines.clone().filter(|line| line.contains("缺数据无法判定")).collect();
    let skipped: Vec<&str> = lines.filter(|line| line.starts_with("MED-08") || line.starts_with("WAT-0")).collect();
    let manifest = std::fs::read_to_string(outcome.output("manifest.json")).expect("a manifest");
    let manifest: serde_json::Value = serde_json::from_str(&manifest).expect("JSON");
    let said = outcome.stderr.lines().find(|line| line.starts_with("盲区")).expect("a line");
    insta::assert_snapshot!(
        [
            headings.join("\n"),
            undetermined.join("\n"),
            skipped.join("\n"),
            grid(&book, "各部门数据基本未覆盖的农户"),
            format!("{:#}", manifest["blind_spots"]),
            said.to_owned(),
        ]
        .join("\n\n")
    );
}

/// The blind spots of a rule add up to what its tally says, over the townships.
#[test]
fn blind_spots_add_up() {
    let outcome = county().screen().success();
    let manifest = std::fs::read_to_string(outcome.output("manifest.json")).expect("a manifest");
    let manifest: serde_json::Value = serde_json::from_str(&manifest).expect("JSON");
    let rows: Vec<Vec<String>> = crate::case::grid_rows(&outcome.output("盲区.xlsx"), "按规则");
    for rule in manifest["rules"].as_array().expect("a list") {
        let Some(undetermined) = rule["undetermined"].as_u64() else { continue };
        let id = rule["rule"].as_str().expect("an id");
        let townships: std::collections::BTreeMap<&str, u64> = rows
            .iter()
            .filter(|row| row[0] == id)
            .map(|row| (row[4].as_str(), row[6].parse().expect("a count")))
            .collect();
        assert_eq!(townships.values().sum::<u64>(), undetermined, "{id}");
    }
}

/// Nobody was asked in a sheet without the column: that a cell is blank says something only where there is one.
#[test]
fn a_column_that_is_not_there_is_no_evidence() {
    let outcome = county()
        .sheet(
            "青石镇公益性岗位.xlsx",
            "姓名 | 身份证号 | 岗位名称 | 聘用开始时间 | 月岗位补贴
             周大山 | {id:1} | 护林员 | 2026-01-01 |",
        )
        .sheet(
            "柳河镇公益性岗位.xlsx",
            "姓名 | 身份证号 | 岗位名称 | 聘用开始时间
             李有田 | {id:4} | 护林员 | 2026-01-01",
        )
        .screen()
        .success();
    let of_rule = |rows: String| rows.lines().filter(|line| line.contains("EMP-08")).collect::<Vec<_>>().join("\n");
    let clues = std::fs::read_to_string(outcome.output("clues.csv")).expect("clues");
    insta::assert_snapshot!([of_rule(clues), of_rule(grid(&outcome.output("盲区.xlsx"), "按规则"))].join("\n\n"));
}
