//! A clue's sentence speaks of the records that hit, and says by which figures.

use bidui::pack::{PackFiles, compile};
use bidui::rehearse::bystanders;
use bidui::store::export;

use crate::case::{Case, DATA, csv_rows};

/// A household's head, with the lists that tell its kind.
fn household() -> Case {
    Case::new()
        .register("H1 | 周大山 | {id:1} | 户主")
        .sheet(
            "乡村振兴/监测对象信息.xlsx",
            "户编号 | 姓名 | 证件号码 | 监测对象类别 | 风险是否已消除 | 识别监测时间\nJ9 | 外乡人 | {id:90} | 边缘易致贫户 | 否 | 202605",
        )
        .sheet("乡村振兴/脱贫户信息.xlsx", "户编号 | 姓名 | 证件号码 | 户类型 | 人均纯收入\nF9 | 外乡人 | {id:90} | 脱贫户 | #15000")
}

/// The sentences of a rule's clues.
fn sentences(case: &Case, rule: &str) -> Vec<String> {
    let outcome = case.run(&["screen", DATA]);
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    let rows = csv_rows(&case.path("runs/2026-11/clues.csv"));
    rows.iter().filter(|row| row[1] == rule).map(|row| row[13].clone()).collect()
}

#[test]
fn of_two_loans_the_overdue_one_is_told() {
    let case = Case::new().register("H1 | 周大山 | {id:1} | 户主").sheet(
        "金融/小额信贷.xlsx",
        "姓名 | 身份证号 | 贷款银行 | 贷款合同号 | 贷款余额 | 到期日期 | 逾期天数
         周大山 | {id:1} | 农商行 | 一号 | #30000 | 2027-05-01 | #0
         周大山 | {id:1} | 邮储银行 | 二号 | #5000 | 2026-08-30 | #90",
    );
    assert_eq!(sentences(&case, "EMP-14"), ["小额信贷邮储银行逾期90天、余额5000元（逾期超过30天）"]);
}

#[test]
fn attributes_of_one_record_stay_together() {
    let case = household().sheet(
        "应急/受灾农户.xlsx",
        "户主姓名 | 户主身份证号 | 灾害种类 | 受灾时间 | 损失金额 | 受灾程度
         周大山 | {id:1} | 火灾 | 2025-01-05 | #50000 | 严重
         周大山 | {id:1} | 洪涝 | 2026-08-01 | #800 | 严重",
    );
    assert_eq!(sentences(&case, "POL-04"), ["2026年8月1日遭受洪涝，受灾程度严重，损失800元，一般农户，未纳入监测"]);
}

#[test]
fn a_record_that_does_not_count_changes_no_sentence() {
    let pack = compile(&PackFiles::built_in()).expect("the built-in pack compiles");
    let found: Vec<String> = bystanders(&pack)
        .into_iter()
        .map(|found| format!("{} {}: {}", found.rule, found.example, found.what))
        .collect();
    assert_eq!(found, Vec::<String>::new());
}

/// The built-in pack with a rule's sentence replaced.
fn saying(rule: &str, message: &str) -> PackFiles {
    let mut files = PackFiles::built_in();
    let text = files.0.get_mut(&*format!("clues/{rule}.toml")).expect("a rule");
    let lines =
        text.lines().map(|line| if line.starts_with("message = ") && line.contains('{') { message } else { line });
    *text = lines.collect::<Vec<_>>().join("\n").into();
    files
}

#[test]
fn a_sentence_of_all_records_is_found_by_a_record_more() {
    let pack = compile(&saying("POL-04", "message = \"损失{sum(受灾农户, 损失金额)}元\"")).expect("it compiles");
    assert!(bystanders(&pack).iter().any(|found| found.rule == "POL-04"));
}

#[test]
fn sentences_that_do_not_tell_what_hit_are_refused() {
    let refused = [
        ("message = \"余额{sum(小额信贷, 贷款余额)}元\"", "的条件只看“小额信贷”的一部分记录，线索内容却说到全部"),
        ("message = \"有逾期：{has(逾期贷款)}\"", "只会写出“是”或“否”"),
        ("message = \"有贷款逾期未还\"", "把“逾期天数”与“参数.信贷逾期天数”比较，线索内容没有写出它"),
        ("message = \"逾期,{max(逾期贷款, 逾期天数)}天\"", "线索内容里有半角标点"),
    ];
    for (message, what) in refused {
        let case = Case::new();
        export(&saying("EMP-14", message), &case.path("pack")).expect("a pack in a folder");
        let outcome = case.run(&["rules", "check", "--pack", "pack", "--as-of", "2026-11-30"]);
        assert_eq!(outcome.code, 2, "{message}");
        assert!(outcome.stderr.contains(what), "{message}: {}", outcome.stderr);
    }
}

#[test]
fn texts_have_no_greatest() {
    let case = Case::new();
    export(&saying("EMP-14", "message = \"{max(小额信贷, 贷款银行)}\""), &case.path("pack"))
        .expect("a pack in a folder");
    let outcome = case.run(&["rules", "check", "--pack", "pack", "--as-of", "2026-11-30"]);
    assert!(outcome.stderr.contains("max 不能用于文字"), "{}", outcome.stderr);
    assert!(outcome.stderr.contains("list(来源, 栏目)"), "{}", outcome.stderr);
}

#[test]
fn a_rule_that_hangs_on_the_county_s_own_number_waits_for_it() {
    let case = || {
        household().sheet(
            "乡村振兴/脱贫户信息.xlsx",
            "户编号 | 姓名 | 证件号码 | 户类型 | 人均纯收入\nF1 | 周大山 | {id:1} | 脱贫户 | #6000",
        )
    };
    let unset = case();
    let outcome = unset.run(&["screen", DATA]);
    assert!(outcome.stderr.contains("参数“年度收入监测线”是当地自己的数，没有写明，"), "{}", outcome.stderr);
    assert_eq!(sentences(&unset, "EMP-04"), Vec::<String>::new());
    let set = case().file("bidui.toml", "[parameters]\n\"年度收入监测线\" = 8500\n");
    assert_eq!(sentences(&set, "EMP-04"), ["脱贫户，脱贫户信息登记人均纯收入6000元，低于监测线8500元，未纳入监测"]);
}

#[test]
fn a_number_of_last_year_is_told_until_it_is_confirmed() {
    let case = |config: &str| Case::new().register("H1 | 周大山 | {id:1} | 户主").file("bidui.toml", config);
    let told = "参数“居民医保个人缴费标准”用的是2025年的400元，2026年的没有写明";
    assert!(case("").run(&["screen", DATA]).stderr.contains(told));
    let confirmed = case("[parameters]\n\"居民医保个人缴费标准\" = 400\n");
    assert!(!confirmed.run(&["screen", DATA]).stderr.contains("居民医保个人缴费标准"));
}

#[test]
fn days_off_that_are_not_known_yet_are_told() {
    let case = Case::new().register("H1 | 周大山 | {id:1} | 户主");
    let told = "calendar.toml 的节假日只写到2026年";
    assert!(!case.run(&["screen", DATA]).stderr.contains(told));
    assert!(case.run(&["screen", DATA, "--as-of", "2026-12-20"]).stderr.contains(told));
}
