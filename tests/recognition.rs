//! What a table is taken for: recognised, asked about, or not known; and what a run does then.

use serde_json::Value;

use crate::case::{Case, DATA};

/// Tables and what they are taken for: a source, `?` and the source that is asked about, or `-` for none. A neighbour
/// stands beside the table that it looks like.
const TABLES: &[(&str, &str)] = &[
    // A certificate's number alone is in any table about disabled people; the title tells.
    (
        "残疾人持证",
        "持证残疾人花名册\n姓名 | 身份证号 | 残疾证号 | 残疾类别 | 残疾等级\n周大山 | {id:1} | {id:1}41 | 肢体 | 一级",
    ),
    ("残疾人持证", "姓名 | 身份证号 | 残疾证号 | 残疾类别 | 残疾等级\n周大山 | {id:1} | {id:1}41 | 肢体 | 一级"),
    (
        "-",
        "助听器领取登记表\n姓名 | 身份证号 | 残疾证号 | 残疾类别 | 助听器型号\n周大山 | {id:1} | {id:1}21 | 听力 | 甲",
    ),
    ("-", "姓名 | 身份证号 | 残疾证号 | 残疾类别 | 辅具名称\n周大山 | {id:1} | {id:1}41 | 肢体 | 轮椅"),
    // Those who have it, those who want it, those who were refused, those who are no longer in it.
    (
        "农村低保",
        "2026年11月农村低保备案表\n户主姓名 | 身份证号 | 保障人口 | 低保类别 | 月保障金\n周大山 | {id:1} | 2 | A类 | 600",
    ),
    (
        "?农村低保",
        "农村低保对象公示名单\n户主姓名 | 身份证号 | 保障人口 | 低保类别 | 月保障金\n周大山 | {id:1} | 2 | A类 | 600",
    ),
    (
        "?农村低保",
        "农村低保申请表\n户主姓名 | 身份证号 | 保障人口 | 低保类别 | 月保障金\n周大山 | {id:1} | 2 | A类 | 600",
    ),
    (
        "-",
        "农村低保拟不批准名单\n户主姓名 | 身份证号 | 保障人口 | 低保类别 | 月保障金\n周大山 | {id:1} | 2 | A类 | 600",
    ),
    ("-", "城市低保花名册\n户主姓名 | 身份证号 | 保障人口 | 低保类别 | 月保障金\n周大山 | {id:1} | 2 | A类 | 600"),
    // A source's own words do not speak against it.
    ("自主申报", "农户自主申报台账\n申报人 | 身份证号 | 申报时间 | 申报事项\n周大山 | {id:1} | 2026-10-02 | 因病"),
    // The registered dead have a day of death; the living have none.
    ("死亡人员", "死亡人员名单\n姓名 | 身份证号 | 死亡时间\n周大山 | {id:1} | 2026-10-02"),
    ("-", "常住居民健康档案\n姓名 | 身份证号 | 是否健在 | 死亡时间\n周大山 | {id:1} | 是 | "),
    // Another insurance has the same columns.
    ("医保参保", "姓名 | 身份证号 | 参保年度 | 险种 | 参保状态\n周大山 | {id:1} | 2026 | 居民 | 正常参保"),
    (
        "-",
        "城乡居民养老保险参保名单\n姓名 | 身份证号 | 参保年度 | 险种 | 参保状态\n周大山 | {id:1} | 2026 | 居民 | 正常参保",
    ),
    // Headings that any table may have prove nothing.
    ("-", "姓名 | 身份证号 | 性别 | 联系电话 | 备注\n周大山 | {id:1} | 男 | 1 | 无"),
];

const REGISTER: &str = "H1 | 周大山 | {id:1} | 户主\nH1 | 周小山 | {id:2:20150101} | 之子";

#[test]
fn a_table_is_what_its_headings_and_title_say() {
    let found: Vec<(String, &str)> = TABLES.iter().map(|(_, table)| (taken_for(table), *table)).collect();
    let expected: Vec<(String, &str)> = TABLES.iter().map(|(source, table)| ((*source).to_owned(), *table)).collect();
    assert_eq!(found, expected);
}

/// What `inspect` takes a table for.
fn taken_for(table: &str) -> String {
    let case = Case::new().register(REGISTER).sheet("表.xlsx", table);
    let files: Value = serde_json::from_str(&case.run(&["inspect", DATA, "--json"]).success().stdout).expect("JSON");
    let file = files.as_array().and_then(|files| files.iter().find(|file| file["file"] == "表.xlsx"));
    let sheet = &file.expect("the table")["sheets"][0];
    let asked = || sheet["unrecognised"].as_str()?.strip_prefix("无法区分是“")?.split('”').next();
    match sheet["source"].as_str() {
        Some(source) => source.to_owned(),
        None => asked().map_or("-".to_owned(), |source| format!("?{source}")),
    }
}

/// Where a table could be several lists, the one that its title names is asked about first.
#[test]
fn what_the_title_names_is_asked_about_first() {
    let table = "城乡医疗救助台账
姓名 | 身份证号 | 乡镇 | 救助金额 | 救助日期 | 救助原因 | 开户银行
周大山 | {id:1} | 青石镇 | 3000 | 2026-05-01 | 因病 | 农商行";
    let asked = Case::new().register(REGISTER).sheet("医保/台账.xlsx", table).screen();
    assert_eq!(asked.code, 3, "{}", asked.stderr);
    let first = asked.stderr.lines().find_map(|line| line.trim().strip_prefix("是“")?.split('”').next());
    assert_eq!(first, Some("医疗救助"), "{}", asked.stderr);
}

/// The monitored, with the column that makes them so under a name of its own.
const RENAMED: &str = "户编号 | 姓名 | 证件号码 | 与户主关系 | 防止返贫对象的类别 | 风险是否已消除 | 识别监测时间
H1 | 周大山 | {id:1} | 户主 | 边缘易致贫户 | 否 | 202605";

#[test]
fn a_renamed_column_is_asked_about_once() {
    let case = Case::new().register(REGISTER).sheet("乡村振兴/监测.xlsx", RENAMED);
    let asked = case.screen();
    assert_eq!(asked.code, 3, "{}", asked.stderr);
    insta::assert_snapshot!(asked.stderr);
    for answer in ["field = \"监测对象类别\"", "ignore = true"] {
        let lines = format!("[[columns]]\nsource = \"监测对象信息\"\nheading = \"防止返贫对象的类别\"\n{answer}\n");
        let case = Case::new().register(REGISTER).sheet("乡村振兴/监测.xlsx", RENAMED).file("bidui.toml", lines);
        case.screen().success();
        // The answer holds whatever the file is called next month.
        case.sheet("乡村振兴/另一个名字.xlsx", RENAMED).screen().success();
    }
}

#[test]
fn a_column_that_is_neither_asked_for_nor_like_one_is_not_asked_about() {
    let table = "户编号 | 姓名 | 证件号码 | 与户主关系 | 监测对象类别 | 原因类别 | 风险是否已消除
H1 | 周大山 | {id:1} | 户主 | 边缘易致贫户 | 突发严重困难户 | 否";
    Case::new().register(REGISTER).sheet("乡村振兴/监测.xlsx", table).screen().success();
}

#[test]
fn a_heading_cannot_be_a_field_and_none() {
    let lines = "[[columns]]\nsource = \"监测对象信息\"\nheading = \"类别\"\nfield = \"监测对象类别\"\nignore = true\n";
    let refused = Case::new().register(REGISTER).file("bidui.toml", lines).screen();
    assert_eq!(refused.code, 2, "{}", refused.stderr);
    assert!(refused.stderr.contains("写了 ignore，就不能再写 field"), "{}", refused.stderr);
}

/// A register without the heads' names knows them by the relation.
#[test]
fn the_relation_tells_the_name_of_the_head() {
    let paid = "户主姓名 | 户主身份证号 | 拨付金额 | 拨付日期 | 收款人
周大山 | {id:1} | 20000 | 2026-05-02 | 李有田";
    let clues = Case::new().register(REGISTER).sheet("住建/危改资金拨付.xlsx", paid).screen().success().clues();
    assert!(clues.contains("HOU-07"), "{clues}");
}

/// Columns that no source has, with the numbers of registered people.
const UNKNOWN: &str = "姓名 | 身份证号 | 领证地点 | 车牌号
周大山 | {id:1} | 石桥 | 甲
周小山 | {id:2:20150101} | 石桥 | 乙";

/// A table full of registered people is not passed over; one without them is no question.
#[test]
fn a_table_of_registered_people_that_nobody_knows_stops_the_run() {
    let asked = Case::new().register(REGISTER).sheet("交通/九月.xlsx", UNKNOWN).screen();
    assert_eq!(asked.code, 3, "{}", asked.stderr);
    insta::assert_snapshot!(asked.stderr);
    let strangers = UNKNOWN.replace("{id:1}", "{id:71}").replace("{id:2:20150101}", "{id:72}");
    Case::new().register(REGISTER).sheet("交通/九月.xlsx", &strangers).screen().success();
}

/// What a county said of a table is remembered by its headings, not by the name of its file.
#[test]
fn an_answer_holds_for_the_same_headings_under_another_name() {
    let asked = Case::new().register(REGISTER).sheet("交通/九月.xlsx", UNKNOWN).screen();
    let letters =
        asked.stderr.lines().find_map(|line| line.trim().strip_prefix("headings = ")).expect("a line to paste");
    let lines = format!("[[sheet]]\nheadings = {letters}\nignore = true\n");
    let answered = |table: &str| {
        Case::new().register(REGISTER).file("bidui.toml", &lines).sheet("别处/第 10 批.xlsx", table).screen()
    };
    answered(UNKNOWN).success();
    assert_eq!(answered(&UNKNOWN.replace("车牌号", "驾照")).code, 3);
}

/// Half a register beside the register is asked about; a second file of the same headings continues it.
#[test]
fn a_second_register_of_the_same_people_is_asked_about() {
    let people = |from: u32| -> String {
        let row = |n: u32| format!("H{n} | 甲{n} | {{id:{n}:19700101}} | 户主");
        (from..from + 6).map(row).collect::<Vec<_>>().join("\n")
    };
    let second = |n: u32| format!("石桥镇 | 甲{n} | {{id:{n}:19700101}} | H{n} | 户主 | 汉族 | 否");
    let rows: Vec<String> = (1..=6).map(second).collect();
    let other = format!("乡镇 | 姓名 | 公民身份号码 | 户号 | 与户主关系 | 民族 | 是否迁出\n{}", rows.join("\n"));
    let asked = Case::new().register(&people(1)).sheet("公安/户籍.xlsx", &other).screen();
    assert_eq!(asked.code, 3, "{}", asked.stderr);
    insta::assert_snapshot!(asked.stderr);
}

/// A required column that says nothing in nearly all rows proves nothing.
#[test]
fn an_empty_required_column_is_asked_about() {
    let families = |head: &str| {
        let row = |n: u32| format!("{head} | {{id:{n}:19700101}} | 2 | A类 | 600");
        let rows: Vec<String> = (1..=12).map(row).collect();
        let table = format!("户主姓名 | 身份证号 | 保障人口 | 低保类别 | 月保障金\n{}", rows.join("\n"));
        Case::new().register(REGISTER).sheet("民政/台账.xlsx", &table).screen()
    };
    families("周大山").success();
    let asked = families("");
    assert_eq!(asked.code, 3, "{}", asked.stderr);
    insta::assert_snapshot!(asked.stderr);
}

/// Pupils and what aid some of them get, in one table: both lists are read, the second where it has an entry.
#[test]
fn a_second_list_beside_the_first_is_read_as_well() {
    let table = "姓名 | 身份证号 | 学籍号 | 学校名称 | 年级 | 班级 | 就读状态 | 资助项目 | 资助金额
周小山 | {id:2:20150101} | G{id:2:20150101} | 石桥小学 | 五年级 | 1班 | 在读 | 寄宿生生活补助 | 625
周小河 | {id:3:20160101} | G{id:3:20160101} | 石桥小学 | 四年级 | 1班 | 在读 | 无 |
合计 | | | | | | | | 625";
    let case = Case::new().register(REGISTER).sheet("教育/学生.xlsx", table);
    let found: Value = serde_json::from_str(&case.run(&["inspect", DATA, "--json"]).success().stdout).expect("JSON");
    let file = found.as_array().and_then(|files| files.iter().find(|file| file["file"] == "教育/学生.xlsx"));
    let lists = file.expect("the table")["sheets"].as_array().expect("its lists");
    let told: Vec<(&Value, &Value, &Value)> =
        lists.iter().map(|list| (&list["source"], &list["rows"]["data"], &list["unclaimed"])).collect();
    insta::assert_snapshot!(serde_json::to_string(&told).expect("JSON"), @r#"[["在校生学籍",2,[]],["教育资助",1,[]]]"#);
    case.screen().success();
    // Where everybody gets something, it is a list of those who do, and says nothing of the others.
    let all = table.replace("无 |", "寄宿生生活补助 | 625").replace("合计 | | | | | | | | 625", "");
    assert_eq!(taken_for(&all), "教育资助");
}

/// What somebody paid is the whole less what the funds paid, where a table has all of these and not it.
#[test]
fn own_payments_are_worked_out_where_the_table_has_the_rest() {
    let monitored =
        "户编号 | 姓名 | 证件号码 | 监测对象类别 | 风险是否已消除\nH1 | 周大山 | {id:1} | 边缘易致贫户 | 否";
    let lifted = "乡 | 村 | 户编号 | 姓名 | 证件号码 | 户类型\n青石镇 | 石桥村 | T1 | 外乡人 | {id:90} | 脱贫户";
    let clue = |headings: &str, row: &str| {
        let table =
            format!("姓名 | 身份证号 | 结算单号 | 结算日期 | {headings}\n周大山 | {{id:1}} | S1 | 2026-03-02 | {row}");
        let case =
            Case::new().register(REGISTER).sheet("监测对象信息.xlsx", monitored).sheet("脱贫户信息.xlsx", lifted);
        let clues = case.sheet("医保/住院结算.xlsx", &table).screen().success().clues();
        clues.lines().find(|line| line.contains("MED-08")).map_or("none".to_owned(), str::to_owned)
    };
    let worked_out = |headings: &str, row: &str| clue(headings, row).contains("35000元");
    let all = "医疗费总额 | 统筹支付 | 大病保险支付 | 医疗救助支付";
    assert!(worked_out(all, "60000 | 20000 | 5000 | "));
    assert!(worked_out(&format!("{all} | 其他补充支付"), "60000 | 20000 | 4000 |  | 1000"));
    assert!(worked_out("医疗费总额 | 基金支付总额", "60000 | 25000"));
    assert!(worked_out(&format!("{all} | 个人自付"), "1 | 2 | 3 | 4 | 35000"));
    // Every fund that the table names is taken off.
    assert!(worked_out(&format!("{all} | 公务员医疗补助资金支出 | 医院减免"), "60000 | 20000 | 2000 |  | 1000 | 2000"));
    assert!(worked_out("医疗费总额 | 报销总额", "60000 | 25000"));
    // What was not written down in its own column follows from the rest, but not from what was not written down either.
    assert!(worked_out("医疗费总额 | 基金支付总额 | 个人自付", "60000 | 25000 |"));
    assert_eq!(clue("医疗费总额 | 基金支付总额 | 个人自付", "60000 |  |"), "none");
    // Whether a sum holds another fund, or what an unknown fund is, nobody knows.
    assert_eq!(clue("医疗费总额 | 报销总额 | 医疗救助", "60000 | 20000 | 5000"), "none");
    assert_eq!(clue(&format!("{all} | 惠民救助"), "60000 | 20000 | 5000 |  | 0"), "none");
    // Without one of the funds the rest would be too much; nothing follows from what cannot be read.
    assert_eq!(clue("医疗费总额 | 统筹支付", "60000 | 20000"), "none");
    assert_eq!(clue(all, "60000 | 20000 | 已报 | "), "none");
    assert_eq!(clue(all, "60000 | 70000 | 0 | 0"), "none");
}
