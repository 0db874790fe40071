//! Records whose ID number cannot be relied on: whom they are proposed for, what they hold back, what answers do.

use std::fs;

use crate::case::{Case, Outcome, grid, grid_rows, id};

/// A family of four with twins and a neighbour; the mother, the father and one twin are insured without fault.
fn county() -> Case {
    Case::new()
        .sheet(
            "花名册.xlsx",
            "乡镇|行政村|户编号|姓名|身份证号|与户主关系
             青石镇|上湾村|1|周大山|{id:1:19800101}|户主
             青石镇|上湾村|1|李秀英|{id:2:19820202}|配偶
             青石镇|上湾村|1|周小山|{id:5:20120303}|之子
             青石镇|上湾村|1|周小河|{id:7:20120303}|之子
             青石镇|下湾村|2|王长贵|{id:11:19600606}|户主",
        )
        .sheet(
            "监测对象.xlsx",
            "户编号|姓名|证件号码|监测对象类别|风险是否已消除|识别监测时间
             9|外乡人|{id:99:19500505}|边缘易致贫户|否|202605",
        )
        .sheet(
            "脱贫户.xlsx",
            "乡|村|户编号|姓名|证件号码|户类型|在校生状况
             青石镇|上湾村|1|周大山|{id:1:19800101}|脱贫户|非在校生
             青石镇|上湾村|1|李秀英|{id:2:19820202}|脱贫户|非在校生
             青石镇|上湾村|1|周小山|{id:5:20120303}|脱贫户|小学在读
             青石镇|上湾村|1|周小河|{id:7:20120303}|脱贫户|小学在读",
        )
}

fn insured(row: &str) -> String {
    format!(
        "姓名|身份证号|乡镇|行政村|参保年度|险种|参保状态|出生日期
         周大山|{{id:1:19800101}}|青石镇|上湾村|2026|居民|正常参保|1980-01-01
         李秀英|{{id:2:19820202}}|青石镇|上湾村|2026|居民|正常参保|1982-02-02
         周小河|{{id:7:20120303}}|青石镇|上湾村|2026|居民|正常参保|2012-03-03
         王长贵|{{id:11:19600606}}|青石镇|下湾村|2026|居民|正常参保|1960-06-06
         {row}"
    )
}

fn screened(row: &str) -> Outcome {
    county().sheet("医保.xlsx", &insured(row)).screen().success()
}

/// 把握, 花名册姓名 and the rules held back, of every proposal.
fn proposals(outcome: &Outcome) -> String {
    let rows = grid_rows(&outcome.output("数据质量.xlsx"), "疑似同一人");
    let below = rows.iter().skip_while(|row| row[0] != "把握").skip(1).filter(|row| !row[0].is_empty());
    below.map(|row| format!("{} {} {}", row[0], row[5], row[11])).collect::<Vec<_>>().join("; ")
}

/// The damage that departments' tables have, and what is proposed; the insured child is never a clue.
#[test]
fn damaged_rows_are_proposed_and_hold_back() {
    let number = id(5, "20120303");
    let with = |at: usize, digit: &str| format!("{}{digit}{}", &number[..at], &number[at + digit.len()..]);
    let last = if number.ends_with('1') { "2" } else { "1" };
    let rest = "青石镇|上湾村|2026|居民|正常参保|2012-03-03";
    for (name, written) in [
        ("周小山", with(17, last)),
        ("周小山", with(8, "09")),
        ("周小山", format!("{}9{}", &with(1, "7")[..15], &number[16..])),
        ("周小山", number.replace('0', "O")),
        ("周小山", number[..17].to_owned()),
        ("周小山", format!("{number}1")),
        ("周小山", format!("#{}000", &number[..15])),
        ("周小山", id(5, "20110303")),
        ("周小山", id(2, "19820202")),
        ("周晓山", with(17, last)),
        ("周小山", String::new()),
        ("周小山", "999360799000100001".to_owned()),
        ("周小山", "未办理".to_owned()),
    ] {
        let outcome = screened(&format!("{name}|{written}|{rest}"));
        assert_eq!(proposals(&outcome), "确定 周小山 MED-01", "{name} {written}");
        assert!(!outcome.clues().contains("MED-01"), "{name} {written}: {}", outcome.clues());
    }
}

/// What only looks alike is proposed for nobody, and excuses nobody.
#[test]
fn lookalikes_excuse_nobody() {
    let number = id(5, "20120303");
    let last = if number.ends_with('1') { "2" } else { "1" };
    for row in [
        // A namesake of another age, and another child of the village.
        "周小山||青石镇|上湾村|2026|居民|正常参保|1985-09-09".to_owned(),
        "李大海||青石镇|上湾村|2026|居民|正常参保|2012-03-03".to_owned(),
        // A namesake with a number of his own.
        format!("周小山|{}|青石镇|下湾村|2026|居民|正常参保|1985-09-09", id(31, "19850909")),
        // The row is the child's, and says that he is not insured.
        format!("周小山|{}{last}|青石镇|上湾村|2026|居民|未参保|2012-03-03", &number[..17]),
    ] {
        let clues = screened(&row).clues();
        assert!(clues.contains("MED-01 1 周小山"), "{row}: {clues}");
    }
}

/// The row with the mother's number is not hers, in whatever order they stand, and hers is not thrown away.
#[test]
fn another_s_number_links_nobody() {
    let row = "周小山|{id:2:19820202}|青石镇|上湾村|2026|居民|正常参保|2012-03-03";
    let outcome = screened(row);
    let quality = |sheet: &str| grid(&outcome.output("数据质量.xlsx"), sheet);
    assert!(quality("行数平衡").contains("医保.xlsx | Sheet1 | 医保参保 | 6 | 1 | 0 | 0 | 5 | 5 | 4 | 0 | 0 | 0 | 1"));
    assert!(quality("医保问题").contains("疑似数据错误：填写了他人的身份证号"), "{}", quality("医保问题"));
    assert!(!quality("医保问题").contains("重复记录"));
    // A spelling of the mother's own name is hers all the same.
    let outcome = screened("李秀瑛|{id:2:19820202}|青石镇|上湾村|2026|职工|正常参保|1982-02-02");
    assert_eq!(proposals(&outcome), "");
}

/// A sum that a damaged bill could change is not sure, and the confirmed bill counts beside the other.
#[test]
fn a_damaged_bill_counts_once_confirmed() {
    let number = id(1, "19800101");
    let last = if number.ends_with('1') { "2" } else { "1" };
    let bills = format!(
        "姓名|身份证号|结算单号|结算日期|医疗费总额|个人自付|就医地
         周大山|{{id:1:19800101}}|A1|2026-03-01|9000|3000|县域内
         周大山|{}{last}|A2|2026-05-01|30000|20000|县域外",
        &number[..17]
    );
    let case = county().sheet("医保.xlsx", &insured("周小山|{id:5:20120303}|青石镇|上湾村|2026|居民|正常参保|"));
    let case = case.sheet("住院.xlsx", &bills);
    let outcome = case.screen().success();
    assert!(proposals(&outcome).starts_with("确定 周大山 MED-08"), "{}", proposals(&outcome));
    assert!(!outcome.clues().contains("MED-08"));
    let book = accept_all(&outcome, "同一人");
    let told = case.run(&["collect", &book]).success();
    assert!(told.stderr.contains("同一人1条") || told.stdout.contains("同一人1条"), "{}{}", told.stdout, told.stderr);
    let outcome = case.screen().success();
    assert!(outcome.clues().contains("23000"), "{}", outcome.clues());
    assert_eq!(proposals(&outcome), "");
    assert!(outcome.stderr.contains("采用已有结论1条"), "{}", outcome.stderr);
}

/// Answers hold when the county changes its key, in the ledger and in a file beside it; a code that nobody asked is told.
#[test]
fn answers_outlive_a_change_of_key() {
    let row = format!("周小山|{}9|青石镇|上湾村|2026|居民|正常参保|2012-03-03", &id(5, "20120303")[..16]);
    let case = county().sheet("医保.xlsx", &insured(&row));
    let book = accept_all(&case.screen().success(), "同一人");
    case.run(&["collect", &book]).success();
    case.run(&["ledger", "rekey"]).success();
    let told = case.run(&["collect", &book]).success();
    assert!(told.stderr.contains("其中新的0条") && !told.stderr.contains("不认得"), "{}", told.stderr);
    let case = case.file("确认.csv", "核对码,结论\nABCDEFGHJK,同一人\n");
    let outcome = case.screen().success();
    assert_eq!(proposals(&outcome), "");
    assert!(outcome.stderr.contains("1个核对码无法识别（如ABCDEFGHJK）"), "{}", outcome.stderr);
}

/// Writes the answer into the one cell of the sure proposals, as a file of its own; gives its path.
fn accept_all(outcome: &Outcome, answer: &str) -> String {
    let quality = outcome.output("数据质量.xlsx");
    let rows = grid_rows(&quality, "确定的（一次确认）");
    let mut lines = Vec::new();
    for row in rows.iter().skip_while(|row| row[0] != "乡镇") {
        let mut cells: Vec<String> = row.iter().map(|cell| cell.replace(',', "，")).collect();
        if cells[7] == "以下全部" {
            cells[8] = answer.to_owned();
        }
        lines.push(cells.join(","));
    }
    let place = quality.with_file_name("填好.csv");
    fs::write(&place, lines.join("\n")).expect("written");
    place.to_string_lossy().into_owned()
}

/// A damaged number in the register: the good rows elsewhere say whose it is, and a household without its head is not
/// said to have none.
#[test]
fn a_damaged_row_of_the_register_is_proposed() {
    let number = id(41, "19790909");
    let case = Case::new()
        .sheet(
            "花名册.xlsx",
            &format!(
                "乡镇|行政村|户编号|姓名|身份证号|与户主关系
                 青石镇|上湾村|1|赵大力|#{}000|户主
                 青石镇|上湾村|1|钱小花|{{id:42:19820202}}|配偶
                 青石镇|下湾村|2|王长贵|{{id:11:19600606}}|户主",
                &number[..15]
            ),
        )
        .sheet(
            "脱贫户.xlsx",
            &format!(
                "乡|村|户编号|姓名|证件号码|户类型|在校生状况
                 青石镇|上湾村|1|赵大力|{number}|脱贫户|非在校生
                 青石镇|上湾村|1|钱小花|{{id:42:19820202}}|脱贫户|非在校生"
            ),
        );
    let outcome = case.screen().success();
    let told = proposals(&outcome);
    assert!(told.starts_with("确定 赵大力 ") && told.ends_with("此人本期没有筛查"), "{told}");
    assert!(!outcome.clues().contains("MON-13 1"), "{}", outcome.clues());
    let book = accept_all(&outcome, "同一人");
    case.run(&["collect", &book]).success();
    let outcome = case.screen().success();
    let balance = grid(&outcome.output("数据质量.xlsx"), "行数平衡");
    assert!(balance.contains("花名册.xlsx | Sheet1 | 农户花名册 | 4 | 1 | 0 | 0 | 3 | 3 | 3 | 0"), "{balance}");
}

/// Last month's clue of somebody whose row of the register is damaged this month is not evaluated, and what waits for an
/// answer is told.
#[test]
fn a_damaged_row_of_the_register_closes_no_clue() {
    let number = id(41, "19790909");
    let register = |written: &str| {
        format!(
            "乡镇|行政村|户编号|姓名|身份证号|与户主关系
             青石镇|上湾村|1|赵大力|{written}|户主
             青石镇|上湾村|1|钱小花|{{id:42:19820202}}|配偶
             青石镇|下湾村|2|王长贵|{{id:11:19600606}}|户主"
        )
    };
    let poor = format!(
        "乡|村|户编号|姓名|证件号码|户类型|在校生状况
         青石镇|上湾村|1|赵大力|{number}|脱贫户|非在校生"
    );
    let monitored = "户编号|姓名|证件号码|监测对象类别|风险是否已消除|识别监测时间
                     9|外乡人|{id:99:19500505}|边缘易致贫户|否|202605";
    let month = |case: Case, folder: &str, written: &str, paid: &str| {
        let insured = format!(
            "姓名|身份证号|乡镇|行政村|参保年度|险种|参保状态|个人缴费金额
             钱小花|{{id:42:19820202}}|青石镇|上湾村|2026|居民|正常参保|{paid}
             王长贵|{{id:11:19600606}}|青石镇|下湾村|2026|居民|正常参保|{paid}"
        );
        case.sheet(&format!("{folder}花名册.xlsx"), &register(written))
            .sheet(&format!("{folder}脱贫户.xlsx"), &poor)
            .sheet(&format!("{folder}监测对象.xlsx"), monitored)
            .sheet(&format!("{folder}医保.xlsx"), &insured)
    };
    let wrong = format!("{}{}", &number[..17], if number.ends_with('1') { "2" } else { "1" });
    let case = month(month(Case::new(), "../2026-10/", &number, "380"), "", &wrong, "400");
    case.run(&["screen", "data/2026-10"]).success();
    let clues = fs::read_to_string(case.path("runs/2026-10/clues.csv")).expect("the clues");
    assert!(clues.contains("MED-01"), "{clues}");
    let told = proposals(&case.screen().success());
    assert!(told.contains("MED-01") && told.ends_with("；此人本期没有筛查"), "{told}");
    let compared = case.run(&["compare", "2026-10", "2026-11"]).success().stdout;
    let row = compared.lines().find(|line| line.starts_with("│ MED-01")).expect("the rule");
    let figures: Vec<&str> = row.trim_matches('│').split('┆').skip(2).map(str::trim).collect();
    // 新增, 持续, 持续中情况有变, 重新出现, 已消除, 符合排除情形, 已不在花名册, 未评估.
    assert_eq!(figures, ["0", "0", "0", "0", "0", "0", "0", "1"], "{compared}");
}

/// A name that many share is followed beside whatever else the record says: of its number two digits are wrong, and
/// nothing says from where it is.
#[test]
fn one_of_many_namesakes_is_found() {
    let person = |at: u32| id(at, &format!("{}0{}1{}", 1950 + at % 50, 1 + at % 9, at % 10));
    let mut register = "乡镇|行政村|户编号|姓名|身份证号|与户主关系".to_owned();
    (1..=90).for_each(|at| register += &format!("\n青石镇|上湾村|{at}|李伟|{}|户主", person(at)));
    let other = |number: &str, at: usize| {
        let digit = (u32::from(number.as_bytes()[at] - b'0') + 5) % 10;
        format!("{}{digit}{}", &number[..at], &number[at + 1..])
    };
    // The tens of the year and of the day, the month and the serial number.
    let written = [(7, [8, 12]), (8, [10, 15]), (9, [9, 16])];
    let mut insured = "姓名|身份证号|参保年度|险种|参保状态".to_owned();
    for (at, [left, right]) in written {
        insured += &format!("\n李伟|{}|2026|居民|正常参保", other(&other(&person(at), left), right));
    }
    let case = county().sheet("花名册.xlsx", &register).sheet("医保.xlsx", &insured);
    let rows = grid_rows(&case.screen().success().output("数据质量.xlsx"), "疑似同一人");
    let found: Vec<&str> = rows.iter().filter(|row| row[0] == "确定").map(|row| row[3].as_str()).collect();
    assert_eq!(found, ["7", "8", "9"], "{rows:?}");
}

/// No damaged number is printed whole, whatever its digits are broken up by.
#[test]
fn damaged_numbers_are_masked() {
    for written in ["36O7992O12O3O3OO51", "360799 2012 0303 00511", "360799-20120303-0051-1"] {
        let outcome = screened(&format!("周小山|{written}|青石镇|上湾村|2026|居民|正常参保|2012-03-03"));
        let quality = outcome.output("数据质量.xlsx");
        let sheets = ["疑似同一人", "确定的（一次确认）", "医保问题"].map(|sheet| grid(&quality, sheet)).join("\n");
        let digits: String = sheets.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
        for whole in ["36O7992O12O3O3OO51", "360799201203030051"] {
            assert!(!digits.contains(whole), "{written}: {sheets}");
        }
    }
}
