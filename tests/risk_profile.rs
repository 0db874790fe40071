//! The clues of a household come together: risks, grade, order of lists, questions for the visit.

use bidui::pack::{PackFiles, compile};

use crate::case::{Case, DATA, csv_rows, grid};

/// Three households of one village: two medium risks, one low one, one high one; and one without clues.
fn village() -> Case {
    Case::new()
        .file("bidui.toml", "county = \"某县\"\n")
        .register(
            "H1 | 周大山 | {id:1} | 户主
             H2 | 李有田 | {id:2} | 户主
             H3 | 王保国 | {id:3} | 户主
             H4 | 赵开平 | {id:4} | 户主",
        )
        .sheet(
            "饮水.xlsx",
            "乡镇 | 行政村 | 户主姓名 | 身份证号 | 供水方式 | 水质 | 人均日水量 | 年缺水天数 | 取水时间 | 取水距离 | 取水高差
             青石镇 | 石桥村 | 周大山 | {id:1} | 集中供水入户 | 达标 | #60 | #50 | #0 | #0 | #0
             青石镇 | 石桥村 | 李有田 | {id:2} | 集中供水入户 | 达标 | #60 | #50 | #0 | #0 | #0
             青石镇 | 石桥村 | 王保国 | {id:3} | 集中供水入户 | 不达标 | #60 | #0 | #0 | #0 | #0
             青石镇 | 石桥村 | 赵开平 | {id:4} | 集中供水入户 | 达标 | #60 | #0 | #0 | #0 | #0",
        )
        .sheet(
            "低保.xlsx",
            "乡镇 | 村 | 户主姓名 | 身份证号 | 低保证号\n青石镇 | 石桥村 | 李有田 | {id:2} | 01",
        )
        .sheet(
            "危房.xlsx",
            "户主姓名 | 户主身份证号 | 鉴定等级\n赵开平 | {id:4} | A级\n周大山 | {id:1} | A级\n王保国 | {id:3} | A级",
        )
        .sheet(
            "监测对象.xlsx",
            "监测对象信息
             导出时间 2026-11-20
             乡 | 村 | 户编号 | 姓名 | 证件号码 | 监测对象类别 | 风险是否已消除 | 识别监测时间 | 致贫/返贫风险1
             青石镇 | 石桥村 | J9 | 外乡人 | {id:90} | 边缘易致贫户 | 否 | 202601 | 因病",
        )
        .sheet("特困.xlsx", "姓名 | 身份证号 | 供养方式\n外乡人 | {id:90} | 分散")
        .sheet(
            "脱贫户信息.xlsx",
            "乡 | 村 | 户编号 | 姓名 | 证件号码 | 户类型 | 人均纯收入
             青石镇 | 石桥村 | T1 | 周大山 | {id:1} | 脱贫户 | #15000",
        )
}

#[test]
fn the_gravest_household_comes_first() {
    let outcome = village().screen().success();
    let clues: Vec<String> = csv_rows(&outcome.output("clues.csv"))
        .iter()
        .map(|row| [1, 6, 10, 11, 13].map(|at| row[at].clone()).join(" | "))
        .collect();
    let list = outcome.output("推送清单/青石镇/青石镇推送核实清单.xlsx");
    let report = [
        clues.join("\n"),
        grid(&outcome.output("汇总表.xlsx"), "农户风险"),
        grid(&list, "石桥村"),
        grid(&list, "入户核查"),
        grid(&list, "驻村核查"),
    ];
    insta::assert_snapshot!(report.join("\n\n"));
    let manifest = std::fs::read_to_string(outcome.output("manifest.json")).expect("a manifest");
    let manifest: serde_json::Value = serde_json::from_str(&manifest).expect("JSON");
    insta::assert_snapshot!("households_by_grade", format!("{:#}", manifest["households"]));
}

/// Every answer cell of a question offers that question's answers.
#[test]
fn questions_bring_their_own_answers() {
    let outcome = village().screen().success();
    let list = outcome.output("推送清单/青石镇/青石镇推送核实清单.xlsx");
    let pack = compile(&PackFiles::built_in()).expect("compiles");
    let words = grid(&list, "选项");
    let asked = grid(&list, "入户核查") + &grid(&list, "驻村核查");
    let of_pack = pack.questions.iter().filter(|question| asked.contains(&question.ask));
    let questions: Vec<_> = of_pack.collect();
    assert!(questions.len() > 6);
    for question in questions {
        for answer in &question.answers {
            assert!(words.contains(answer.as_str()), "{answer}");
        }
    }
}

/// The first mistake of a pack in which one file is changed.
fn changed(file: &str, from: &str, to: &str) -> String {
    let mut files = PackFiles::built_in();
    let text = files.0.get(file).unwrap_or_else(|| panic!("{file}")).replace(from, to);
    files.0.insert(file.to_owned(), text.into());
    let faults = compile(&files).err().unwrap_or_default();
    faults.first().map(ToString::to_string).unwrap_or_default()
}

#[test]
fn mistakes_in_risks_and_weights_are_explained() {
    let mistakes = [
        changed("clues/MED-08.toml", "risk = \"因病\"", "risk = \"因疾病\""),
        changed("picture.toml", "medium = 5\n\n#", "medium = 12\n\n#"),
        changed("picture.toml", "知情来源下限", "知情来源上限"),
        changed("clues/MON-01.toml", "风险等级 = '高'", "风险等级 = '很高'"),
        changed("clues/MON-01.toml", "风险等级 = '高'", "has(线索, 风险类型 = '因并')"),
        changed("facts/户.toml", "value = \"sum(成员, 年度住院自付)\"", "value = \"风险分\""),
    ];
    insta::assert_snapshot!(mistakes.join("\n\n"));
}

#[test]
fn a_county_weighs_otherwise() {
    let case = village();
    case.screen().success();
    case.run(&["rules", "export", "rules"]).success();
    let path = case.path("rules/picture.toml");
    let text = std::fs::read_to_string(&path)
        .expect("exported")
        .replace("high = 10\nmedium = 5\n\n#", "high = 30\nmedium = 10\n\n#");
    std::fs::write(&path, text).expect("written");
    let told = case.run(&["screen", DATA, "--against", "runs/2026-11"]).success().stderr;
    assert!(
        told.contains("改动的规则：MON-01")
            && told.contains("│ MON-01 ┆ 应纳未纳（综合研判） ┆ 青石镇 ┆    0 ┆    1 ┆"),
        "{told}"
    );
    let outcome = case.screen().success();
    assert!(!outcome.clues().contains("MON-01"), "{}", outcome.clues());
}
