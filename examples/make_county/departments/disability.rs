//! 残联 and 民政: disability cards and the two subsidies.

use jiff::civil::Date;

use super::super::household::Household;
use super::super::pen::Pen;
use super::super::person::Person;
use super::super::records::DISABILITIES;
use super::super::sheet::{Cell, Layout, Row, Saved};
use super::super::truth::Fate;
use super::super::when::{When, days_before};
use super::{layout, row};

pub fn cards_layout(when: &When) -> Layout {
    let headings = &[
        "镇街",
        "村（社区）",
        "残疾人姓名",
        "残疾人身份证号",
        "残疾人证号",
        "残疾类型",
        "残疾级别",
        "证件状态",
        "办证日期",
    ];
    layout("残疾人持证", format!("残联/{}持证残疾人名单", when.as_of.strftime("%Y.%-m")), Saved::Xlsx, headings)
}

pub fn cards(home: &Household, when: &When, pen: &mut Pen<'_>) -> Vec<Row> {
    let mut rows = Vec::new();
    for person in &home.members {
        let Some(card) = &person.disability else { continue };
        if card.replaced {
            let fate = if pen.fate == Fate::Quarantined { pen.fate } else { Fate::Merged };
            let cells = card_cells(home, person, "注销", days_before(when.epoch, 3000), pen);
            rows.push(Row { cells, fates: vec![fate] });
        }
        let cells = card_cells(home, person, card.status, card.issued, pen);
        rows.push(row(pen, cells));
    }
    rows
}

fn card_cells(home: &Household, person: &Person, status: &'static str, issued: Date, pen: &mut Pen<'_>) -> Vec<Cell> {
    let Some(card) = &person.disability else { return Vec::new() };
    let grade: &[&'static str] = match card.grade {
        1 => &["一级", "1", "壹级"],
        2 => &["二级", "2", "贰级"],
        3 => &["三级", "3", "叁级"],
        _ => &["四级", "4", "肆级"],
    };
    let number = pen.id(person);
    let card_number = match pen.fate {
        Fate::Quarantined => number.clone(),
        _ => Cell::Text(format!("{}{}{}", person.id.text(), card.kind, card.grade)),
    };
    vec![
        home.township.as_str().into(),
        home.village.as_str().into(),
        pen.name(&person.name),
        number,
        card_number,
        DISABILITIES[card.kind].into(),
        pen.word(grade),
        status.into(),
        pen.day(issued),
    ]
}

pub fn subsidies_layout(_: &When) -> Layout {
    let headings = &["乡（镇）", "村", "残疾人姓名", "身份证号码", "补贴项目", "月补贴标准", "发放年月", "开户人"];
    layout("残疾人两项补贴", "民政/残疾人两项补贴发放", Saved::TsvGb18030, headings)
}

pub fn subsidies(home: &Household, when: &When, pen: &mut Pen<'_>) -> Vec<Row> {
    let mut rows = Vec::new();
    for person in &home.members {
        for kind in &person.subsidies {
            let kind: &[&'static str] = match *kind {
                "重度残疾人护理补贴" => &["重度残疾人护理补贴", "护理补贴", "重残护理补贴"],
                _ => &["困难残疾人生活补贴", "生活补贴"],
            };
            let cells = vec![
                home.township.as_str().into(),
                home.village.as_str().into(),
                pen.name(&person.name),
                pen.id(person),
                pen.word(kind),
                pen.money(90),
                pen.month(when.as_of),
                home.members[0].name.as_str().into(),
            ];
            rows.push(row(pen, cells));
        }
    }
    rows
}
