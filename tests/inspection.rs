//! `bidui inspect`: what every file would be read as, and why one would not be.

use crate::case::{Case, DATA};

fn county() -> Case {
    Case::new()
        .register("H1 | 周大山 | {id:1} | 户主\nH1 | 刘秀英 | 36079919800101 | 配偶")
        .sheet(
            "医保/参保.xlsx",
            "某县参保名单
             人员姓名 | 证件号码 | 年度 | 险种类型 | 医保状况 | 医保状态 | 缴费档次
             周大山 | {id:1} | 2026 | 390 | 正常 | 1 | 一档
             外乡人 | {id:9} | 2026 | 新农合 | 正常 | 1 | 一档
             误录人 | 360799198001010016 | 2026 | 390 | 正常 | 停 | 一档",
        )
        .sheet("民政/低保.xlsx", "户主 | 身份证号 | 证号\n周大山 | {id:1} | D1")
        .sheet("值班表.xlsx", "日期 | 值班人\n周一 | 甲")
        .file(&format!("{DATA}/坏.xlsx"), b"PK\x03\x04 cut off".as_slice())
        .file(&format!("{DATA}/~$坏.xlsx"), "lock")
}

#[test]
fn every_file_is_explained() {
    let outcome = county().run(&["inspect", DATA]).success();
    assert_eq!(outcome.stderr, "");
    insta::assert_snapshot!(outcome.stdout);
}

#[test]
fn scripts_read_the_same_as_json() {
    let outcome = county().run(&["inspect", DATA, "--json"]).success();
    assert_eq!(outcome.stderr, "");
    insta::assert_snapshot!(outcome.stdout);
}

/// A folder can be looked into before it has a register or a proper name.
#[test]
fn half_a_folder_can_be_inspected() {
    let outcome = Case::new()
        .file("来料/参保.csv", "姓名,身份证号,参保状态\n周大山,360799198001010015,1\n")
        .run(&["inspect", "来料"])
        .success();
    insta::assert_snapshot!(outcome.stdout);
}

/// A register that does not tell households apart can be looked into, which says so; nothing is screened by it.
#[test]
fn an_unsound_register_is_told_by_inspect_and_refused_by_screen() {
    let why = "农户花名册不能用来归户";
    let unsound = Case::new().register(
        " | 周大山 | {id:1} | 户主\n | 刘秀英 | {id:2} | 配偶\n | 陈桂花 | {id:3} | 配偶\n | 周小山 | {id:4} | 之子",
    );
    let inspected = unsound.run(&["inspect", DATA]).success();
    assert!(inspected.stderr.contains(why), "{}", inspected.stderr);
    assert!(inspected.stdout.contains("农户花名册.xlsx[Sheet1]"), "{}", inspected.stdout);
    let screened = unsound.screen();
    assert_eq!((screened.code, screened.stderr.contains(why)), (3, true), "{}", screened.stderr);
    assert!(!screened.output("clues.csv").exists());
    let sound = Case::new().register(" | 周大山 | {id:1} | 户主\n | 刘秀英 | {id:2} | 配偶\n | 周小山 | {id:3} | 之子");
    assert!(!sound.run(&["inspect", DATA]).success().stderr.contains(why));
}
