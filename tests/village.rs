//! A small county whose villages answer lists, and what became of their answers.

use std::fmt::Write;
use std::path::PathBuf;

use rusqlite::Connection;
use rusqlite::types::Value;

use crate::case::{Case, Outcome, id};
use crate::filled::{Filled, FilledSheet};

/// Two townships, three villages; every family with a child that no school knows is a clue.
const FAMILIES: [(&str, &str, &str, &str, &str); 8] = [
    ("青石镇", "石桥村", "H1", "周大山", "周小山"),
    ("青石镇", "石桥村", "H2", "李有田", "李小田"),
    ("青石镇", "高坪村", "H3", "王老五", "王小五"),
    ("青石镇", "石桥村", "H4", "孙六", ""),
    ("青石镇", "石桥村", "H5", "钱七", ""),
    ("青石镇", "石桥村", "H6", "钱七", ""),
    ("柳河镇", "柳村", "H7", "赵大", "赵小"),
    ("柳河镇", "柳村", "H8", "吴九", ""),
];

/// How many children of each township are at school.
const AT_SCHOOL: u32 = 5;

/// The day on which people answer.
pub const DAY: &str = "2026-12-03";

pub fn month(case: Case, period: &str, without: &[&str]) -> Case {
    let mut register = "乡镇,行政村,组,户编号,姓名,身份证号,与户主关系\n".to_owned();
    for (number, (township, village, household, head, child)) in (1..).zip(FAMILIES) {
        let mut member = |name: &str, number: u32, birth: &str, relation: &str| {
            let person = id(number, birth);
            writeln!(register, "{township},{village},1组,{household},{name},{person},{relation}").expect("text");
        };
        member(head, number, "19800101", "户主");
        if !child.is_empty() && !without.contains(&child) {
            member(child, number + 100, "20160501", "之子");
        }
    }
    let (mut school, mut roll) =
        ("学生姓名,身份证号,学校名称,年级,就读状态,学段\n".to_owned(), "学生姓名,身份证号,实到情况\n".to_owned());
    let mut pupil = |name: &str, person: &str, grade: &str| {
        writeln!(school, "{name},{person},石桥小学,{grade},在籍在校,小学").expect("text");
        writeln!(roll, "{name},{person},实到").expect("text");
    };
    // So many children are at school that who is not is missing from it, and not the school from the lists.
    for (number, (township, village)) in (1..).zip([("青石镇", "石桥村"), ("柳河镇", "柳村")]) {
        for pupils in 1..=AT_SCHOOL {
            let (head, child) =
                (id(500 + 20 * number + pupils, "19810101"), id(600 + 20 * number + pupils, "20160601"));
            let household = format!("{township},{village},2组,S{number}{pupils}");
            writeln!(register, "{household},郑在家,{head},户主\n{household},郑上学,{child},之子").expect("text");
            pupil("郑上学", &child, "四年级");
        }
    }
    pupil("李小", &id(900, "20150101"), "六年级");
    writeln!(school, "合计,{period}").expect("text");
    writeln!(roll, "合计,{period}").expect("text");
    case.file(&format!("data/{period}/花名册.csv"), format!("{register}合计,{period}\n"))
        .file(&format!("data/{period}/学籍.csv"), school)
        .file(&format!("data/{period}/点名册.csv"), roll)
}

pub fn county() -> Case {
    county_with("试")
}

/// The same with another secret.
pub fn county_with(secret: &str) -> Case {
    let case = month(Case::new().key(&[secret]), "2026-11", &[]).file("bidui.toml", "county = \"某县\"\n");
    case.run(&["screen", "data/2026-11"]).success();
    case
}

pub fn list(case: &Case, period: &str, township: &str) -> Filled {
    Filled::open(&case.path(&format!("runs/{period}/推送清单/{township}/{township}推送核实清单.xlsx")))
}

/// The list of 青石镇, where most things happen.
pub fn green(case: &Case) -> Filled {
    list(case, "2026-11", "青石镇")
}

pub fn book(case: &Case) -> PathBuf {
    case.path("回收情况.xlsx")
}

pub const UNTRUE: [(&str, &str); 4] =
    [("是否属实", "不属实"), ("核实情况", "在县外就读"), ("核实人", "张干部"), ("核实日期", DAY)];

pub const TRUE: [(&str, &str); 4] =
    [("是否属实", "属实"), ("处理意见", "拟纳入监测对象"), ("核实人", "刘干部"), ("核实日期", DAY)];

/// Rows of the ledger as lines.
pub fn ask(case: &Case, query: &str) -> String {
    let sql = Connection::open(case.path("ledger.db")).expect("a ledger");
    let mut statement = sql.prepare(query).expect("a query");
    let width = statement.column_count();
    let cell = |value: Value| match value {
        Value::Null => "-".to_owned(),
        Value::Integer(number) => number.to_string(),
        Value::Real(number) => number.to_string(),
        Value::Text(text) => text,
        Value::Blob(_) => "blob".to_owned(),
    };
    let rows = statement.query_map([], |row| {
        let cells = (0..width).map(|column| row.get(column).map(cell)).collect::<rusqlite::Result<Vec<String>>>()?;
        Ok(cells.join(" "))
    });
    rows.expect("rows").collect::<rusqlite::Result<Vec<_>>>().expect("rows").join("\n")
}

/// How the clues stand: person, state, what was found.
pub fn states(case: &Case) -> String {
    ask(
        case,
        "SELECT s.person_name, s.state, d.word, d.handling, d.situation, d.verifier, d.verified_on, d.suppressed_until \
         FROM clue_state s LEFT JOIN answer_status d ON d.clue = s.clue AND d.status = 'in_force' \
         ORDER BY s.household_number, s.clue",
    )
}

pub fn replies(case: &Case) -> String {
    ask(
        case,
        "SELECT question, word, situation, verifier, verified_on, \
         (SELECT u.ruled_by FROM ruling u WHERE u.in_force = a.id LIMIT 1) \
         FROM answer a WHERE question IS NOT NULL ORDER BY id",
    )
}

pub fn entries(case: &Case) -> String {
    ask(case, "SELECT count(*) FROM audit")
}

/// What a command told, but where the results were written.
pub fn told(outcome: &Outcome) -> String {
    let lines = outcome.stderr.lines().filter(|line| !line.starts_with("核实结果（"));
    format!("exit {}\n{}{}", outcome.code, outcome.stdout, lines.map(|line| format!("{line}\n")).collect::<String>())
}

pub fn collect(case: &Case) -> Outcome {
    collected(case, &["回收/*.xlsx"])
}

/// Collects on a day after all others, unless another is told.
pub fn collected(case: &Case, arguments: &[&str]) -> Outcome {
    let day = ["--as-of", "2026-12-31"].into_iter().filter(|_| !arguments.contains(&"--as-of"));
    case.run(&["collect"].into_iter().chain(arguments.iter().copied()).chain(day).collect::<Vec<_>>())
}

pub fn asked(sheet: &mut FilledSheet, answer: &str, situation: &str) {
    let cells = [("核查结果", answer), ("情况说明", situation), ("核实人", "张干部"), ("核实日期", DAY)];
    sheet.fill("Q-01", 0, &cells);
}

/// 石桥村's list with an answer to a clue and one to a question.
pub fn copy(case: &Case, cells: &[(&str, &str)], answer: &str) -> Filled {
    green(case).fill("石桥村", "周小山", cells).with("入户核查", |sheet| asked(sheet, answer, ""))
}
