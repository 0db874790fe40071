//! 财政, 公安, 司法, 应急: the public payroll, people hurt, people in prison, households hit by disasters.

use super::super::household::Household;
use super::super::pen::Pen;
use super::super::sheet::{Cell, Layout, Row, Saved};
use super::super::when::When;
use super::{layout, month, row};

pub fn payroll_layout(_: &When) -> Layout {
    let headings = &["单位", "姓名", "身份证号码", "人员编制", "备注"];
    let titles = vec!["财政供养人员名单".to_owned()];
    Layout { titles, ..layout("财政供养", "财政/财政供养人员名单", Saved::Xlsx, headings) }
}

pub fn payroll(home: &Household, _: &When, pen: &mut Pen<'_>) -> Vec<Row> {
    let mut rows = Vec::new();
    for person in home.members.iter().filter(|person| person.on_payroll) {
        let cells = vec![
            pen.word(&["示例县某中学", "示例县林业局"]),
            pen.name(&person.name),
            pen.id(person),
            pen.word(&["事业", "行政"]),
            Cell::Blank,
        ];
        rows.push(row(pen, cells));
    }
    rows
}

pub fn injuries_layout(when: &When) -> Layout {
    let headings = &["乡（镇）", "村", "姓名", "证件号码", "事件类型", "事故时间", "后果", "备注"];
    let titles = vec![format!("交通事故、刑事案件伤亡人员名单（截至{}）", month(when))];
    Layout { titles, ..layout("意外伤害", "公安/伤亡人员名单", Saved::Xlsx, headings) }
}

pub fn injuries(home: &Household, _: &When, pen: &mut Pen<'_>) -> Vec<Row> {
    let mut rows = Vec::new();
    for person in &home.members {
        for (consequence, day) in &person.injuries {
            let consequence: &[&'static str] = match *consequence {
                "死亡" => &["死亡", "致亡"],
                "伤残" => &["伤残", "致残", "重伤"],
                _ => &["受伤", "轻伤"],
            };
            let cells = vec![
                home.township.as_str().into(),
                home.village.as_str().into(),
                pen.name(&person.name),
                pen.id(person),
                pen.word(&["交通事故", "刑事案件"]),
                pen.day(*day),
                pen.word(consequence),
                Cell::Blank,
            ];
            rows.push(row(pen, cells));
        }
    }
    rows
}

pub fn prisoners_layout(_: &When) -> Layout {
    let headings = &["姓名", "身份证号码", "镇街", "措施类型", "入所时间", "释放时间"];
    layout("服刑戒毒", "司法/服刑和强制隔离戒毒人员", Saved::TsvGb18030, headings)
}

pub fn prisoners(home: &Household, _: &When, pen: &mut Pen<'_>) -> Vec<Row> {
    let mut rows = Vec::new();
    for person in &home.members {
        let Some((from, until)) = person.prison else { continue };
        let cells = vec![
            pen.name(&person.name),
            pen.id(person),
            home.township.as_str().into(),
            pen.word(&["服刑", "监狱服刑", "强戒"]),
            pen.day(from),
            until.map_or(Cell::Blank, |day| pen.day(day)),
        ];
        rows.push(row(pen, cells));
    }
    rows
}

pub fn disasters_layout(when: &When) -> Layout {
    let headings =
        &["乡镇（街道）", "村（居）", "户主", "户主身份证号码", "灾种", "受灾日期", "直接经济损失", "损失程度"];
    let titles = vec![format!("{}年受灾农户台账", when.year()), "单位：元".to_owned()];
    let footers = vec![vec!["合计"]];
    Layout { titles, footers, ..layout("受灾农户", "应急/受灾农户台账", Saved::Xlsx, headings) }
}

pub fn disasters(home: &Household, _: &When, pen: &mut Pen<'_>) -> Vec<Row> {
    let mut rows = Vec::new();
    for disaster in &home.disasters {
        let degree: &[&'static str] =
            if disaster.degree == "严重" { &["严重", "倒房"] } else { &["一般", "较轻"] };
        let cells = vec![
            home.township.as_str().into(),
            home.village.as_str().into(),
            pen.name(&home.members[0].name),
            pen.id(&home.members[0]),
            disaster.kind.map_or_else(|| pen.word(&["洪涝", "风雹", "山体滑坡"]), Cell::from),
            pen.day(disaster.day),
            pen.money(disaster.loss),
            pen.word(degree),
        ];
        rows.push(row(pen, cells));
    }
    rows
}
