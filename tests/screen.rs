//! The road from department tables to push lists, on small hand-written counties.

use crate::case::{Case, csv_rows, grid};

/// A family of three in a household that was lifted out of poverty.
fn family() -> Case {
    Case::new()
        .register(
            "H1 | 周大山 | {id:1} | 户主
             H1 | 刘秀英 | {id:2} | 配偶
             H1 | 周小山 | {id:3:20160501} | 之子
             H2 | 李有田 | {id:4} | 户主",
        )
        .sheet(
            "脱贫户信息.xlsx",
            "脱贫户信息
             导出时间 2026-11-20
             乡 | 村 | 户编号 | 姓名 | 证件号码 | 户类型 | 人均纯收入
             青石镇 | 石桥村 | T1 | 周大山 | {id:1} | 脱贫户 | #15000",
        )
}

#[test]
fn a_child_without_a_school_is_pushed() {
    let outcome = family()
        .sheet("学籍.xlsx", "学生姓名 | 身份证号 | 学校名称 | 年级 | 就读状态 | 学段\n李小 | {id:9:20150101} | 石桥小学 | 六年级 | 在籍在校 | 小学")
        .sheet("点名册.xlsx", "学生姓名 | 身份证号 | 实到情况\n李小 | {id:9:20150101} | 实到")
        .screen()
        .success();
    println!("{}", outcome.stderr);
    println!("{}", outcome.clues());
    for row in csv_rows(&outcome.output("clues.csv")) {
        println!("{row:?}");
    }
    println!("{}", grid(&outcome.output("推送清单/青石镇/青石镇推送核实清单.xlsx"), "石桥村"));
    for s in ["按乡镇", "按规则"] {
        println!("{}", grid(&outcome.output("汇总表.xlsx"), s));
    }
    panic!();
}
