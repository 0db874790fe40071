//! What conditions mean: every operator over known and unknown values, every aggregate over records and none, and
//! what is said of mistakes.

use std::collections::{BTreeMap, BTreeSet};

use bidui::expr::{Catalog, Environment, Literal, Relation, Subject, Type, check, constant_types, constants, lower};
use bidui::facts::{Tables, prepared};
use jiff::civil::date;
use polars::prelude::{AnyValue, Column, DataFrame, DataType, IntoLazy};

const WORDS: [&str; 3] = ["脱贫户", "监测户", "一般农户"];

/// Three people in one household: all values known, other values known, nothing known.
fn tables() -> Tables {
    let days = |name: &str, days: [Option<i32>; 3]| {
        Column::new(name.into(), days).cast(&DataType::Date).expect("days are a date column")
    };
    let day = |year, month, day| Some((date(year, month, day) - date(1970, 1, 1)).get_days());
    let person = vec![
        Column::new("@person".into(), [1_i64, 2, 3]),
        Column::new("@household".into(), [0_i64, 0, 0]),
        Column::new("@village".into(), [0_i64, 0, 0]),
        Column::new("真".into(), [Some(true), Some(false), None]),
        Column::new("数".into(), [Some(7_i64), Some(-7), None]),
        Column::new("比".into(), [Some(0.5), Some(2.5), None]),
        Column::new("钱".into(), [Some(1050_i64), Some(-205), None]),
        Column::new("名".into(), [Some("周大山"), Some("吴·水生"), None]),
        Column::new("类".into(), [Some("脱贫户"), Some("监测户"), None]),
        Column::new("多".into(), [Some("因病,因残"), Some("因残"), None]),
        days("日", [day(2008, 2, 29), day(2011, 8, 31), None]),
    ];
    let household = vec![
        Column::new("@household".into(), [0_i64]),
        Column::new("@village".into(), [0_i64]),
        Column::new("@head".into(), [Some(1_i64)]),
        Column::new("户类".into(), [Some("脱贫户")]),
    ];
    // Person 1 has three bills, one of them of unknown amount; person 2 has one of unknown amount; person 3 none.
    let bills = vec![
        Column::new("@person".into(), [1_i64, 1, 1, 2]),
        Column::new("@household".into(), [0_i64, 0, 0, 0]),
        Column::new("金额".into(), [Some(300_i64), Some(-100), None, None]),
        Column::new("院".into(), [Some("甲"), Some("甲"), Some("乙"), None]),
        Column::new("月".into(), [Some(1_i64), Some(2), Some(3), None]),
    ];
    let frame = |columns: Vec<Column>| DataFrame::new(columns[0].len(), columns).expect("columns of one length");
    Tables {
        person: frame(person),
        household: frame(household),
        village: frame(vec![Column::new("@village".into(), [0_i64])]),
        records: BTreeMap::from([("账单".to_owned(), frame(bills))]),
    }
}

fn catalog() -> Catalog {
    let words = || Type::Code(WORDS.map(str::to_owned).into());
    let fields = |fields: &[(&str, Type)]| fields.iter().map(|(name, ty)| ((*name).to_owned(), ty.clone())).collect();
    let anyone = BTreeSet::from([Subject::Person, Subject::Household]);
    let bill = fields(&[("金额", Type::Money), ("院", Type::Text), ("月", Type::Int)]);
    let relations = ["账单", "未送账单"]
        .map(|name| (name.to_owned(), Relation { fields: BTreeMap::clone(&bill), subjects: anyone.clone() }));
    Catalog {
        person: fields(&[
            ("真", Type::Bool),
            ("数", Type::Int),
            ("比", Type::Number),
            ("钱", Type::Money),
            ("名", Type::Text),
            ("类", words()),
            ("多", Type::Codes(["因病", "因残"].map(str::to_owned).into())),
            ("日", Type::Date),
        ]),
        household: fields(&[("户类", words())]),
        relations: relations.into(),
        parameters: fields(&[("线", Type::Money)]),
        constants: constant_types(),
        ..Catalog::default()
    }
}

/// An expression's values for the subjects, one after the other.
fn values(text: &str, subject: Subject) -> String {
    let checked = check(text, subject, &catalog()).unwrap_or_else(|wrong| panic!("{text}: {wrong:?}"));
    let environment = Environment {
        parameters: BTreeMap::from([("线".to_owned(), Literal::Money(1000))]),
        constants: constants(date(2026, 11, 30)),
        ..Environment::default()
    };
    let tables = tables();
    let frame = prepared(&tables, subject, &[&checked], &environment).expect("columns are there");
    let value = lower(checked.root(), &environment).alias("值");
    let frame = frame.lazy().with_columns([value]).collect().unwrap_or_else(|error| panic!("{text}: {error}"));
    let column = frame.column("值").expect("just made");
    let shown = |at: usize| match column.get(at).expect("a row") {
        AnyValue::Null => "?".to_owned(),
        AnyValue::Date(days) => (date(1970, 1, 1) + jiff::Span::new().days(days)).to_string(),
        value => value.get_str().map_or_else(|| value.to_string(), str::to_owned),
    };
    (0..frame.height()).map(shown).collect::<Vec<_>>().join(" ")
}

#[track_caller]
fn all(subject: Subject, table: &[(&str, &str)]) {
    let wrong: Vec<String> = table
        .iter()
        .map(|(text, expected)| (text, expected, values(text, subject)))
        .filter(|(_, expected, found)| **expected != found)
        .map(|(text, expected, found)| format!("{text}: {found}, not {expected}"))
        .collect();
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn logic_has_three_values() {
    all(
        Subject::Person,
        &[
            ("真 AND TRUE", "true false ?"),
            ("真 AND FALSE", "false false false"),
            ("真 OR TRUE", "true true true"),
            ("真 OR FALSE", "true false ?"),
            ("NOT 真", "false true ?"),
            ("真 IS TRUE", "true false false"),
            ("真 IS FALSE", "false true false"),
            ("真 IS NOT TRUE", "false true true"),
            ("真 IS NULL", "false false true"),
            ("真 IS NOT NULL", "true true false"),
            ("真 = NULL", "? ? ?"),
            ("数 > 0", "true false ?"),
            ("数 <> 7", "false true ?"),
            ("数 BETWEEN -7 AND 0", "false true ?"),
            ("数 NOT BETWEEN -7 AND 0", "true false ?"),
            ("类 IN ('脱贫户', '一般农户')", "true false ?"),
            ("类 NOT IN ('脱贫户', '一般农户')", "false true ?"),
            ("类 IN ('脱贫户', NULL)", "true ? ?"),
            ("数 IS DISTINCT FROM 7", "false true true"),
            ("数 IS NOT DISTINCT FROM 7", "true false false"),
            ("CASE WHEN 真 THEN 1 ELSE 0 END", "1 0 0"),
            ("CASE WHEN 数 > 0 THEN '正' WHEN 数 < 0 THEN '负' END", "正 负 ?"),
            ("CASE 类 WHEN '脱贫户' THEN 1 ELSE 0 END", "1 0 0"),
        ],
    );
}

#[test]
fn numbers_are_exact_and_division_by_nothing_is_unknown() {
    all(
        Subject::Person,
        &[
            ("数 + 1", "8 -6 ?"),
            ("数 * 2 - 1", "13 -15 ?"),
            ("-数", "-7 7 ?"),
            ("数 / 2", "3.5 -3.5 ?"),
            ("数 / 0", "? ? ?"),
            ("数 % 4", "3 1 ?"),
            ("数 % 0", "? ? ?"),
            ("abs(数)", "7 7 ?"),
            ("round(比)", "1.0 3.0 ?"),
            ("round(比 / 3, 2)", "0.17 0.83 ?"),
            ("钱 * 2", "2100 -410 ?"),
            ("钱 * 0.1", "105 -21 ?"),
            ("钱 / 2", "525 -103 ?"),
            ("钱 / 参数.线", "1.05 -0.205 ?"),
            ("钱 >= 参数.线", "true false ?"),
            ("钱 > 10", "true false ?"),
            ("coalesce(数, 0)", "7 -7 0"),
            ("nullif(数, 7)", "? -7 ?"),
            ("least(数, 0)", "0 -7 0"),
            ("greatest(数, 0)", "7 0 0"),
            ("greatest(比, 数)", "7.0 2.5 ?"),
        ],
    );
}

#[test]
fn days_are_counted_as_people_count_them() {
    all(
        Subject::Person,
        &[
            ("age(日)", "18 15 ?"),
            ("age(日, DATE '2026-02-28')", "17 14 ?"),
            ("age(日, DATE '2026-03-01')", "18 14 ?"),
            ("age(日, DATE '2028-02-29')", "20 16 ?"),
            ("age(日, DATE '2026-08-31')", "18 15 ?"),
            ("year(日)", "2008 2011 ?"),
            ("month(日) * 100 + day(日)", "229 831 ?"),
            ("add_days(日, 1)", "2008-03-01 2011-09-01 ?"),
            ("add_months(日, 6)", "2008-08-29 2012-02-29 ?"),
            ("add_months(日, -6)", "2007-08-29 2011-02-28 ?"),
            ("add_years(日, 1)", "2009-02-28 2012-08-31 ?"),
            ("days_between(日, DATE '2011-09-01')", "1280 1 ?"),
            ("months_between(日, DATE '2011-09-30')", "43 0 ?"),
            ("in_month(日, DATE '2011-08-01')", "false true ?"),
            ("overlaps(日, DATE '2010-01-01', DATE '2009-01-01', DATE '2012-01-01')", "true false ?"),
            ("overlaps(日, 截止日期, DATE '2000-01-01', DATE '2008-02-29')", "true false ?"),
            ("日 < DATE '2010-01-01'", "true false ?"),
            ("date(学年 - 15, 9, 1)", "2011-09-01 2011-09-01 2011-09-01"),
            ("学期开始", "2026-09-01 2026-09-01 2026-09-01"),
            ("截止日期 > 日", "true true ?"),
        ],
    );
}

#[test]
fn text_is_compared_by_character() {
    all(
        Subject::Person,
        &[
            ("length(名)", "3 4 ?"),
            ("starts_with(名, '周')", "true false ?"),
            ("ends_with(名, '水生')", "false true ?"),
            ("contains(名, '·')", "false true ?"),
            ("名 LIKE '周%'", "true false ?"),
            ("名 NOT LIKE '%水%'", "true false ?"),
            ("substr(名, 2)", "大山 ·水生 ?"),
            ("substr(名, 1, 1)", "周 吴 ?"),
            ("名 || '家'", "周大山家 吴·水生家 ?"),
            ("contains(多, '因病')", "true false ?"),
            ("mismatch(名, '周大山')", "false true false"),
        ],
    );
}

#[test]
fn aggregates_know_no_records_from_unknown_ones() {
    all(
        Subject::Person,
        &[
            ("has(账单)", "true true false"),
            ("none(账单)", "false false true"),
            ("has(账单, 金额 > 0)", "true ? false"),
            ("none(账单, 金额 > 0)", "false ? true"),
            ("has(账单, 金额 > 5)", "? ? false"),
            ("any(账单, 院 = '乙')", "true ? false"),
            ("all(账单, 院 = '甲')", "false ? true"),
            ("all(账单, 金额 < 5)", "? ? true"),
            ("count(账单)", "3 1 0"),
            ("count(账单, 金额 > 0)", "1 0 0"),
            ("count_distinct(账单, 院)", "2 0 0"),
            ("count_distinct(账单, 院, 金额 > 0)", "1 0 0"),
            ("sum(账单, 金额)", "200 0 0"),
            ("sum(账单, 金额, 院 = '甲')", "200 0 0"),
            ("min(账单, 金额)", "-100 ? ?"),
            ("max(账单, 月)", "3 ? ?"),
            ("avg(账单, 金额)", "100 ? ?"),
            ("sum(账单, coalesce(金额, 1))", "300 100 0"),
            ("count(账单, 月 < 人.数)", "3 0 0"),
            ("sum(账单, 金额) > 1", "true false false"),
            ("户.户类 = '脱贫户'", "true true true"),
            ("户主.数", "7 7 7"),
            ("has(未送账单)", "? ? ?"),
            ("count(未送账单)", "? ? ?"),
            ("coalesce(has(未送账单), FALSE)", "false false false"),
        ],
    );
    all(
        Subject::Household,
        &[
            ("count(成员)", "3"),
            ("any(成员, 真)", "true"),
            ("all(成员, 真)", "false"),
            ("any(成员, 数 > 7)", "?"),
            ("all(成员, 数 < 8)", "?"),
            ("sum(成员, 数)", "0"),
            ("sum(账单, 金额)", "200"),
            ("count(成员, 类 = 户.户类)", "1"),
        ],
    );
}

#[test]
fn full_width_signs_are_read() {
    all(
        Subject::Person,
        &[
            ("数　＞　０", "true false ?"),
            ("类 IN （‘脱贫户’，“监测户”）", "true true ?"),
            ("（数 + １）＊２", "16 -12 ?"),
        ],
    );
}

/// Every mistake, with what stands under the caret and the advice.
#[test]
fn mistakes_are_explained() {
    let texts = [
        "年龄 > 60",
        "真 > 0",
        "数 > '7'",
        "类 = '脱平户'",
        "类 IN ('脱贫户', '贫困户')",
        "日 > 2026",
        "日 + 1 > 日",
        "count(帐单) > 0",
        "count(账单, 金客 > 0) > 0",
        "sum(账单) > 0",
        "sum(账单, 院) > 0",
        "countif(账单) > 0",
        "trim(名) = ''",
        "CAST(数 AS text) = '7'",
        "(SELECT 1) = 1",
        "数 > 1 数 < 3",
        "1月收入 > 3",
        "数 >",
        "(数 > 1",
        "名 = '周",
        "参数.先 > 钱",
        "户主.数字 > 0",
        "any(成员, 真)",
        "has(账单, has(账单))",
        "名 LIKE '周%山'",
        "substr(名, 0)",
        "DATE '2026-13-01' > 日",
        "",
    ];
    let mut report = String::new();
    for text in texts {
        let wrong = check(text, Subject::Person, &catalog()).expect_err(text);
        report.push_str(&format!("{text}\n"));
        for mistake in wrong {
            let under = &text[mistake.span.clone()];
            let hint = mistake.hint.map(|hint| format!("  ({hint})")).unwrap_or_default();
            report.push_str(&format!("    [{under}] {}{hint}\n", mistake.message));
        }
    }
    insta::assert_snapshot!(report);
}
