//! 民政: 低保, 特困, emergency relief, orphans, and what applicants own.

use super::super::household::Household;
use super::super::pen::Pen;
use super::super::person::Person;
use super::super::records::Allowance;
use super::super::sheet::{Cell, Layout, Row, Saved};
use super::super::when::{When, days_before};
use super::{layout, month, row};

/// Members that the filing table has columns for, besides the head.
const SIDE_BY_SIDE: usize = 4;

pub fn allowance_layout(_: &When) -> Layout {
    let mut upper = vec![
        "乡镇",
        "行政村",
        "低保证号",
        "户主信息",
        "户主信息",
        "保障人数",
        "低保类别",
        "施保方式",
        "月保障金额",
        "资金月份",
        "享受起始月份",
    ];
    let mut lower = vec!["乡镇", "行政村", "", "姓名", "身份证号", "", "", "", "", "", ""];
    for _ in 0..SIDE_BY_SIDE {
        upper.extend(["家庭成员", "家庭成员"]);
        lower.extend(["姓名", "身份证号"]);
    }
    Layout {
        preface: Some("填表说明"),
        sheet: "备案表",
        titles: vec!["农村最低生活保障备案表".to_owned()],
        headings: vec![upper, lower],
        footers: vec![vec!["合计"]],
        ..layout("农村低保", "民政/{}农村低保备案表", Saved::XlsxByTownship, &[])
    }
}

pub fn allowance(home: &Household, when: &When, pen: &mut Pen<'_>) -> Vec<Row> {
    let Some(allowance) = &home.allowance else { return Vec::new() };
    let covered: Vec<&Person> = allowance.covered.iter().filter_map(|at| home.members.get(*at)).collect();
    if covered.is_empty() {
        return Vec::new();
    }
    let living = home.members.iter().filter(|person| person.stays_here()).count();
    let whole = allowance.as_whole || covered.len() >= living;
    let mut rows = vec![certificate(home, allowance, &format!("DB{}", home.number), (&covered, whole), when, pen)];
    if let Some((member, a_head)) = allowance.second {
        let second = Allowance { a_head, ..allowance.clone() };
        let other = [&home.members[member]];
        rows.push(certificate(home, &second, &format!("DB{}8", home.number), (&other, false), when, pen));
    }
    if let Some(member) = allowance.twice {
        let again = [&home.members[member]];
        rows.push(certificate(home, allowance, &format!("DB{}9", home.number), (&again, false), when, pen));
    }
    rows
}

fn certificate(
    home: &Household,
    allowance: &Allowance,
    number: &str,
    (covered, whole): (&[&Person], bool),
    when: &When,
    pen: &mut Pen<'_>,
) -> Row {
    let how: &[&'static str] = if whole { &["整户", "整户保"] } else { &["单人户", "单人保"] };
    let people = i64::try_from(covered.len()).unwrap_or(0);
    let head = covered[0];
    let mut cells = vec![
        home.township.as_str().into(),
        home.village.as_str().into(),
        number.into(),
        pen.name(&head.name),
        pen.id(head),
        people.into(),
        pen.word(&["B类", "B", "二类"]),
        pen.word(how),
        pen.money(allowance.a_head * people),
        pen.month(allowance.last_month.unwrap_or(when.as_of)),
        pen.month(allowance.approved),
    ];
    for other in &covered[1..] {
        cells.extend([pen.name(&other.name), pen.id(other)]);
    }
    Row { cells, fates: vec![pen.fate; covered.len()] }
}

pub fn support_layout(_: &When) -> Layout {
    let headings = &[
        "镇",
        "村",
        "特困证号",
        "特困人员姓名",
        "特困人员身份证号",
        "供养形式",
        "生活自理能力",
        "基本生活费",
        "发放月份",
        "照料服务人",
    ];
    let titles = vec!["特困人员备案表".to_owned()];
    Layout { titles, ..layout("特困供养", "民政/{}特困人员备案表", Saved::XlsxByTownship, headings) }
}

pub fn support(home: &Household, when: &When, pen: &mut Pen<'_>) -> Vec<Row> {
    let mut rows = Vec::new();
    for (at, person) in home.members.iter().enumerate() {
        let Some(support) = &person.support else { continue };
        let self_care: &[&'static str] = match support.self_care {
            "完全自理" => &["全自理", "完全自理"],
            "半失能" => &["半失能", "半护理"],
            _ => &["失能", "全护理"],
        };
        let cells = vec![
            home.township.as_str().into(),
            home.village.as_str().into(),
            format!("TK{}{at}", home.number).into(),
            pen.name(&person.name),
            pen.id(person),
            pen.word(if support.form == "分散" { &["分散", "分散供养"] } else { &["集中", "集中供养"] }),
            pen.word(self_care),
            pen.money(860),
            pen.month(when.as_of),
            if support.carer { "村委会委托" } else { "" }.into(),
        ];
        rows.push(row(pen, cells));
    }
    rows
}

pub fn emergency_relief_layout(when: &When) -> Layout {
    let headings =
        &["序号", "乡镇（街道）", "村（居）", "姓名", "身份证号", "困难原因", "临时救助金", "审批日期", "备注"];
    let titles = vec![format!("{}年临时救助发放表", when.year())];
    let footers = vec![vec!["合计"], vec!["经办人："]];
    Layout { titles, footers, ..layout("临时救助", "民政/临时救助发放表", Saved::Xlsx, headings) }
}

pub fn emergency_relief(home: &Household, _: &When, pen: &mut Pen<'_>) -> Vec<Row> {
    let mut rows = Vec::new();
    for person in &home.members {
        for day in &person.emergency_relief {
            let cells = vec![
                i64::from(pen.dice.within(1, 400)).into(),
                home.township.as_str().into(),
                home.village.as_str().into(),
                pen.name(&person.name),
                pen.id(person),
                pen.word(&["突发疾病", "家庭变故", "火灾"]),
                pen.money(1_200),
                pen.day(*day),
                Cell::Blank,
            ];
            rows.push(row(pen, cells));
        }
    }
    rows
}

pub fn child_aid_layout(when: &When) -> Layout {
    let headings = &["镇（街）", "村（社区）", "姓名", "证件号码", "保障类型", "抚养人", "发放月份", "备注"];
    let titles = vec![format!("{}孤儿及事实无人抚养儿童发放花名册", month(when))];
    Layout {
        titles,
        preface: Some("汇总"),
        ..layout("儿童保障", "民政/孤儿及事实无人抚养儿童发放花名册", Saved::Xlsx, headings)
    }
}

pub fn child_aid(home: &Household, when: &When, pen: &mut Pen<'_>) -> Vec<Row> {
    let mut rows = Vec::new();
    for person in &home.members {
        let Some(kind) = person.child_aid else { continue };
        let kind: &[&'static str] = match kind {
            "孤儿" => &["孤儿", "社会散居孤儿"],
            _ => &["事实无人抚养儿童", "事实无人抚养"],
        };
        let cells = vec![
            home.township.as_str().into(),
            home.village.as_str().into(),
            pen.name(&person.name),
            pen.id(person),
            pen.word(kind),
            home.members[0].name.as_str().into(),
            pen.month(when.as_of),
            Cell::Blank,
        ];
        rows.push(row(pen, cells));
    }
    rows
}

pub fn assets_layout(_: &When) -> Layout {
    let headings = &["姓名", "公民身份号码", "乡镇", "村", "财产类型", "价值", "登记日期", "车辆用途"];
    layout("经济状况核对", "民政/居民家庭经济状况核对反馈", Saved::CsvGbk, headings)
}

pub fn assets(home: &Household, when: &When, pen: &mut Pen<'_>) -> Vec<Row> {
    let mut rows = Vec::new();
    for person in &home.members {
        for asset in &person.assets {
            let kind: &[&'static str] = match asset.kind {
                "车辆" => &["车辆", "机动车"],
                "工商登记" => &["工商登记", "市场主体"],
                _ => &["商品房", "房产"],
            };
            let purpose: &[&'static str] = match asset.purpose {
                "残疾代步" => &["残疾代步", "代步车"],
                "生产经营" => &["生产经营", "农用"],
                _ => &["其他", "自用"],
            };
            let cells = vec![
                pen.name(&person.name),
                pen.id(person),
                home.township.as_str().into(),
                home.village.as_str().into(),
                pen.word(kind),
                pen.money(asset.value),
                pen.day(days_before(when.epoch, 640)),
                pen.word(purpose),
            ];
            rows.push(row(pen, cells));
        }
    }
    rows
}
