//! `bidui explain`: why a household was flagged, and for every rule that did not fire, why not.

use crate::case::{Case, Outcome, csv_rows, id};

/// A family of three that was lifted out of poverty, and a man alone; another village has an H1 too.
fn families() -> Case {
    Case::new()
        .file("bidui.toml", "county = \"某县\"\nclue_secret = \"试\"\n")
        .sheet(
            "农户花名册.xlsx",
            "乡镇 | 行政村 | 组 | 户编号 | 户主姓名 | 姓名 | 身份证号 | 与户主关系 | 人员状态
             青石镇 | 石桥村 | 1组 | H1 | | 周大山 | {id:1} | 户主 | 常住
             青石镇 | 石桥村 | 1组 | H1 | | 刘秀英 | {id:2} | 配偶 | 常住
             青石镇 | 石桥村 | 1组 | H1 | | 周小山 | {id:3:20160501} | 之子 | 常住
             青石镇 | 石桥村 | 2组 | H2 | | 李有田 | {id:4} | 户主 | 常住
             青石镇 | 石桥村 | 2组 | H2 | | 李小田 | {id:5:20150601} | 之子 | 迁出
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

/// What stands on the page under a rule's heading, up to the next.
fn section(page: &str, rule: &str) -> String {
    let lines = page.lines().skip_while(|line| !line.starts_with(rule));
    lines.take_while(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

/// Nothing in it completes an ID number: neither a full number, nor its birth date.
#[track_caller]
fn discreet(outcome: Outcome) -> Outcome {
    let people = [(1, "19800101"), (2, "19800101"), (3, "20160501"), (4, "19800101"), (5, "20150601"), (6, "19800101")];
    for said in [&outcome.stdout, &outcome.stderr] {
        for (number, birth) in people {
            assert!(!said.contains(&id(number, birth)[..17]), "{said}");
        }
        for birth in ["1980年1月1日", "2016年5月1日", "2015年6月1日", "1980-01-01", "2016-05-01", "20160501"] {
            assert!(!said.contains(birth), "{birth} in {said}");
        }
    }
    outcome
}

#[test]
fn a_household_is_explained_whole() {
    let outcome = discreet(families().run(&["explain", "石桥村/H1"]).success());
    insta::assert_snapshot!(outcome.stdout);
    assert_eq!(outcome.stderr, "");
}
