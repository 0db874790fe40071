//! 教育: pupils on the rolls and in class, what they are granted and what they pay.

use super::super::household::Household;
use super::super::pen::Pen;
use super::super::person::Person;
use super::super::records::Schooling;
use super::super::sheet::{Cell, Layout, Row, Saved};
use super::super::truth::Fate;
use super::super::when::When;
use super::{layout, month, row, school};

pub fn pupils_layout(when: &When) -> Layout {
    let headings = &[
        "学生姓名",
        "身份证件号",
        "性别",
        "学校名称",
        "学段",
        "年级",
        "全国学籍号",
        "学籍状态",
        "预计复学日期",
        "就读方式★",
        "监护人姓名",
        "监护人身份证号",
    ];
    layout("在校生学籍", format!("教育/{}在校生信息", when.as_of.strftime("%Y%m%d")), Saved::CsvGbk, headings)
}

/// A number armoured so that a spreadsheet program leaves it alone.
fn armoured(cell: Cell) -> Cell {
    match cell {
        Cell::Text(text) => Cell::Text(format!("=\"{text}\"")),
        other => other,
    }
}

pub fn pupils(home: &Household, _: &When, pen: &mut Pen<'_>) -> Vec<Row> {
    let mut rows = Vec::new();
    for person in &home.members {
        let Some(schooling) = &person.schooling else { continue };
        rows.push(pupil(home, person, schooling, school(home, schooling.stage), pen));
        if let Some(left) = person.school_before {
            let before = Schooling { status: "转出", mode: "走读", suspended_until: None, ..schooling.clone() };
            rows.push(pupil(home, person, &before, left.to_owned(), pen));
        }
    }
    rows
}

/// One pupil at one school.
fn pupil(home: &Household, person: &Person, schooling: &Schooling, school: String, pen: &mut Pen<'_>) -> Row {
    let (number, legible) = (pen.id(person), pen.fate != Fate::Quarantined);
    let pupil = if legible { Cell::Text(format!("G{}", person.id.text())) } else { number.clone() };
    // The pupil number pasted into the ID column.
    let number = if legible && pen.dice.percent(3) { pupil.clone() } else { armoured(number) };
    let stage: &[&'static str] = match schooling.stage {
        "普通高中" => &["普通高中", "高中"],
        "中职" => &["中职", "中等职业", "职高"],
        "初中" => &["初中"],
        _ => &["小学"],
    };
    let cells = vec![
        pen.name(&person.name),
        number,
        if person.male { "男" } else { "女" }.into(),
        school.into(),
        pen.word(stage),
        schooling.grade.into(),
        pupil,
        pen.word(match schooling.status {
            "在籍在校" => &["在籍在校", "在校", "在读"],
            "休学" => &["休学"],
            "毕业" => &["毕业", "已毕业"],
            _ => &["转出", "已转出"],
        }),
        schooling.suspended_until.map_or(Cell::Blank, |day| pen.day(day)),
        schooling.mode.into(),
        home.members[0].name.as_str().into(),
        home.members[0].id.text().into(),
    ];
    row(pen, cells)
}

pub fn roll_call_layout(when: &When) -> Layout {
    let headings = &["学校", "学生姓名", "身份证号码", "是否实到", "核对日期", "备注"];
    let titles = vec![format!("{}初各校点名核对表", month(when))];
    Layout { titles, ..layout("在校学生点名册", "教育/点名核对表", Saved::Xlsx, headings) }
}

pub fn roll_call(home: &Household, when: &When, pen: &mut Pen<'_>) -> Vec<Row> {
    let mut rows = Vec::new();
    for person in &home.members {
        let Some(seen) = person.roll_call else { continue };
        let stage = person.schooling.as_ref().map_or("小学", |schooling| schooling.stage);
        let seen: &[&'static str] = match seen {
            "实到" => &["实到", "是", "在校"],
            "请假" => &["请假", "病假"],
            "未到" => &["未到", "缺勤"],
            "送教上门" => &["送教上门", "送教"],
            _ => &["县外就读", "省外就读"],
        };
        let cells = vec![
            school(home, stage).into(),
            pen.name(&person.name),
            pen.id(person),
            pen.word(seen),
            pen.day(when.as_of.first_of_month()),
            Cell::Blank,
        ];
        rows.push(row(pen, cells));
    }
    rows
}

pub fn grants_layout(when: &When) -> Layout {
    let headings =
        &["学校", "受助学生", "学生身份证号", "项目", "学期", "发放金额", "发放时间", "户名", "开户人身份证号"];
    let titles = vec![format!("学生资助发放明细（截至{}）", month(when))];
    let footers = vec![vec!["合计", "", "", "", "", "", "", "", ""], vec!["经办人：            单位（盖章）"]];
    Layout { titles, footers, ..layout("教育资助", "教育/学生资助发放明细", Saved::Xlsx, headings) }
}

pub fn grants(home: &Household, _: &When, pen: &mut Pen<'_>) -> Vec<Row> {
    let mut rows = Vec::new();
    for person in &home.members {
        let stage = person.schooling.as_ref().map_or("小学", |schooling| schooling.stage);
        for grant in &person.grants {
            let term = if grant.paid.month() >= 8 { "秋季" } else { "春季" };
            let (project, amount): (&[&'static str], i64) = match grant.project {
                "雨露计划" => (&["雨露计划", "雨露计划补助"], 1_500),
                "国家助学金" => (&["国家助学金", "助学金"], 1_000),
                "免学费" => (&["免学费"], 850),
                _ => (&["寄宿生生活补助", "一补"], 625),
            };
            let cells = vec![
                grant.school.map_or_else(|| school(home, stage), str::to_owned).into(),
                pen.name(&person.name),
                pen.id(person),
                pen.word(project),
                format!("{}年{term}", grant.paid.year()).into(),
                pen.money(amount),
                pen.day(grant.paid),
                home.members[0].name.as_str().into(),
                home.members[0].id.text().into(),
            ];
            rows.push(row(pen, cells));
        }
    }
    rows
}

pub fn fees_layout(when: &When) -> Layout {
    let headings = &["序号", "学校", "学生姓名", "身份证号码", "学年", "学费", "住宿费", "教科书费", "备注"];
    let year = when.school_year();
    let titles = vec![format!("{year}—{}学年高中、职校收费台账", year + 1)];
    let footers = vec![vec!["合计"]];
    Layout { titles, footers, ..layout("学生缴费", "教育/非义务教育收费台账", Saved::Xlsx, headings) }
}

pub fn fees(home: &Household, _: &When, pen: &mut Pen<'_>) -> Vec<Row> {
    let mut rows = Vec::new();
    for person in &home.members {
        for fees in &person.fees {
            let stage = person.schooling.as_ref().map_or("普通高中", |schooling| schooling.stage);
            let cells = vec![
                i64::from(pen.dice.within(1, 900)).into(),
                school(home, stage).into(),
                pen.name(&person.name),
                pen.id(person),
                i64::from(fees.year).into(),
                pen.money(fees.tuition),
                pen.money(fees.boarding),
                pen.money(fees.books),
                Cell::Blank,
            ];
            rows.push(row(pen, cells));
        }
    }
    rows
}
