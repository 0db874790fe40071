//! What a cell says: ID numbers among words, figures in other units, months whose zero is lost, places outside the
//! columns, names with notes, certificate numbers that say otherwise. Each beside its look-alike.

use crate::case::{Case, DATA, Outcome, grid, id};

/// The rows of a department's data issues, and those of the summary.
fn told(outcome: &Outcome, department: &str) -> String {
    let sheet = if department == "问题汇总" { department.to_owned() } else { format!("{department}问题") };
    grid(&outcome.output("数据质量.xlsx"), &sheet)
}

/// Lines of a text that hold a word.
fn lines(text: &str, word: &str) -> Vec<String> {
    text.lines().filter(|line| line.contains(word)).map(|line| line.trim().to_owned()).collect()
}

fn four() -> Case {
    Case::new().register(
        "H1 | 周大一 | {id:1} | 户主
         H2 | 周大二 | {id:2} | 户主
         H3 | 周大三 | {id:3} | 户主
         H4 | 周大四 | {id:4} | 户主",
    )
}

#[test]
fn id_numbers_are_found_among_words_and_others_called_what_they_are() {
    let (one, two) = (id(1, "19800101"), id(2, "19800101"));
    let hyphens = format!("{}-{}-{}", &two[..6], &two[6..14], &two[14..]);
    let outcome = four()
        .sheet(
            "参保.xlsx",
            &format!(
                "姓名 | 身份证号 | 参保状态 | 参保年度
                 周大一 | 身份证：{one}(户主) | 正常参保 | 2026
                 周大二 | {hyphens} | 正常参保 | 2026
                 周大三 | {{id:3}}、{{id:4}} | 正常参保 | 2026
                 周大四 | 360799********0042 | 正常参保 | 2026
                 外乡人 | 999360799198001010 | 正常参保 | 2026
                 无名氏 | 360799-19800101-0019 | 正常参保 | 2026"
            ),
        )
        .screen()
        .success();
    let told = told(&outcome, "医保");
    assert!(!told.contains("19800101"), "{told}");
    insta::assert_snapshot!("id_numbers_among_words", told);
}

#[test]
fn figures_are_in_the_unit_that_headings_titles_and_cells_name() {
    let case = four().sheet(
        "贷款.xlsx",
        "姓名 | 身份证号 | 贷款余额（万元） | 逾期天数 | 到期日期
         周大一 | {id:1} | #3 | #40 | 2026-10-01
         周大二 | {id:2} | 5000元 | #40 | 2026-10-01",
    );
    let case = case
        .sheet(
            "危改.xlsx",
            "危房改造台账 | 单位：万元
             户主姓名 | 户主身份证号 | 鉴定等级 | 应补助金额 | 已拨付金额（元） | 竣工时间 | 验收时间
             周大三 | {id:3} | D级 | #2.5 | #20000 | 2026-01-05 | 2026-01-10",
        )
        .sheet(
            "饮水.xlsx",
            "行政村 | 户主姓名 | 供水方式 | 水质 | 人均日水量(方) | 取水距离(公里) | 取水时间（亩）
             石桥村 | 周大四 | 分散供水 | 达标 | #0.06 | #1.2 | #3",
        );
    let inspected = case.run(&["inspect", DATA]).success().stdout;
    for shown in ["贷款余额（万元→元）", "应补助金额（万元→元）", "取水距离(公里→米)", "人均日水量(方→升)"]
    {
        assert!(inspected.contains(shown), "{shown}\n{inspected}");
    }
    assert!(
        inspected.contains("没有用到的列：取水时间（亩）") && !inspected.contains("取水时间（亩）→"),
        "{inspected}"
    );
    let outcome = case.screen().success();
    for (department, name) in [("金融", "units_loans"), ("住建", "units_houses"), ("水利", "units_water")] {
        insta::assert_snapshot!(name, told(&outcome, department));
    }
    insta::assert_snapshot!("units_clues", lines(&outcome.clues(), "元").join("\n"));
}

/// Units may stand in a row of their own below the headings, or behind a label in the title.
#[test]
fn a_row_of_units_belongs_to_the_headings() {
    let clues = |titles: &str, units: &str| {
        let table = format!(
            "{titles}户主姓名 | 户主身份证号 | 改造方式 | 应补助金额 | 已拨付金额 | 竣工时间 | 验收时间
             {units}周大三 | {{id:3}} | 重建 | #2.5 | #2 | 2026-01-05 | 2026-01-10"
        );
        let clues = four().sheet("住建/危改.xlsx", &table).screen().success().clues();
        clues.lines().find(|line| line.starts_with("HOU-06")).map(str::to_owned)
    };
    let owed = |line: Option<String>, amounts: [&str; 2]| {
        let line = line.expect("a clue");
        assert!(amounts.iter().all(|amount| line.contains(amount)), "{line}");
    };
    owed(clues("", " |  |  | （万元） | 万元 |  |\n"), ["25000元", "20000元"]);
    owed(clues("", " |  |  | 万元 | （元） |  |\n"), ["25000元", "2元"]);
    owed(clues("危改台账（金额：万元）\n", ""), ["25000元", "20000元"]);
    owed(clues("", ""), ["2.5", "2元"]);
}

#[test]
fn months_that_lost_their_zero_are_not_guessed() {
    let rows =
        "青石镇,石桥村,T1,周大一,{one},边缘易致贫户,否,2025.1\n青石镇,石桥村,T2,周大二,{two},边缘易致贫户,否,2025.12\n";
    let csv = |rows: &str| {
        let rows = rows.replace("{one}", &id(1, "19800101")).replace("{two}", &id(2, "19800101"));
        format!("乡,村,户编号,姓名,证件号码,监测对象类别,风险是否已消除,识别监测时间\n{rows}")
    };
    let unclear = four().file(&format!("{DATA}/监测对象.csv"), csv(rows)).screen().success();
    assert_eq!(lines(&told(&unclear, "乡村振兴"), "2025.1 ").len(), 1);
    // A file that keeps the zero of October means January.
    let plain =
        four().file(&format!("{DATA}/监测对象.csv"), csv(&rows.replace("2025.12", "2025.10"))).screen().success();
    assert_eq!(lines(&told(&plain, "问题汇总"), "10月"), Vec::<String>::new());
}

#[test]
fn names_and_places_are_read_with_what_stands_around_them() {
    let outcome = Case::new()
        .sheet(
            "农户花名册.xlsx",
            "乡镇 | 行政村 | 户编号 | 姓名 | 身份证号 | 与户主关系
             青石镇 | 新村 | A1 | 李大明 | {id:1} | 户主
             青石镇 | 新村 | A2 | 买买提·艾力 | {id:2} | 户主
             白马乡 | 新村 | B1 | 李大明 | {id:3} | 户主
             白马乡 | 河湾村 | B2 | 王二 | {id:4} | 户主
             白马乡 | 河湾村 | B3 | 张三丰 | {id:5} | 户主",
        )
        .sheet(
            "水利/青石镇饮水.xlsx",
            "行政村 | 户主姓名 | 供水方式 | 水质
             新村 | 李大明（已故） | 集中供水 | 不达标
             新村2组 | 买买提艾力 | 集中供水 | 不达标",
        )
        .sheet(
            "水利/饮水2.xlsx",
            "填报单位：白马乡人民政府
             行政村 | 户主姓名 | 供水方式 | 水质
             白马乡河湾村 | 户主：王 二 | 集中供水 | 不达标
             河湾村 | 张三 | 集中供水 | 不达标",
        )
        .sheet(
            "水利/饮水3.xlsx",
            "家庭住址 | 行政村 | 户主姓名 | 供水方式 | 水质
             某县白马乡新村1组 | 新村 | 李大明 | 集中供水 | 达标",
        )
        .screen()
        .success();
    insta::assert_snapshot!("names_and_places", grid(&outcome.output("数据质量.xlsx"), "行数平衡"));
    insta::assert_snapshot!("names_and_places_clues", outcome.clues());
}

#[test]
fn a_certificate_s_number_is_held_against_its_columns() {
    let card = |number: u32, digits: &str| format!("{}{digits}", id(number, "19800101"));
    let outcome = four()
        .sheet(
            "持证.xlsx",
            &format!(
                "姓名 | 身份证号 | 残疾证号 | 残疾类别 | 残疾等级 | 持证状态
                 周大一 | {{id:1}} | {} | 肢体 | 二级 | 正常
                 周大二 | {{id:2}} | {} | | | 正常
                 周大三 | {{id:3}} | | 肢体二级 | | 正常
                 周大四 | {{id:4}} | {} | 肢体 | 一级 | 正常
                 周大四 | {{id:4}} | {} | 肢体 | 一级 | 正常",
                card(1, "43"),
                card(2, "41"),
                card(4, "41"),
                card(3, "41"),
            ),
        )
        .screen()
        .success();
    insta::assert_snapshot!("certificates", told(&outcome, "残联"));
}
