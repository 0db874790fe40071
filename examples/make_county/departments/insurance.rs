//! 医保: who is insured, stays in hospital, consultations for chronic diseases, medical assistance.

use super::super::household::{Class, Household};
use super::super::pen::Pen;
use super::super::person::Person;
use super::super::records::{Consultation, Stay};
use super::super::sheet::{Cell, Layout, Row, Saved};
use super::super::when::{When, days_before};
use super::{layout, month, row};

pub fn insured_layout(when: &When) -> Layout {
    let headings = &[
        "人员姓名",
        "证件号码",
        "镇（街）",
        "村（居）",
        "年度",
        "险种类型",
        "医保状态",
        "特殊人员身份类别",
        "个人缴费",
        "代缴金额",
        "导出日期",
    ];
    layout("医保参保", format!("医保/{}年参保明细", when.year()), Saved::CsvUtf8, headings)
}

pub fn insured(home: &Household, when: &When, pen: &mut Pen<'_>) -> Vec<Row> {
    let identity = match home.class {
        Class::Monitored => "边缘易致贫户-7204",
        Class::Lifted => "脱贫人口",
        Class::Ordinary | Class::Cleared => "",
    };
    let mut rows = Vec::new();
    for person in &home.members {
        for insurance in &person.insurance {
            let kind: &[&'static str] =
                if insurance.kind == "居民" { &["390", "居民"] } else { &["310", "职工"] };
            let status: &[&'static str] = match insurance.status {
                "正常参保" => &["1", "正常参保", "已参保"],
                "暂停参保" => &["2", "暂停参保"],
                _ => &["4", "终止参保"],
            };
            let cells = vec![
                pen.name(&person.name),
                pen.id(person),
                home.township.as_str().into(),
                home.village.as_str().into(),
                i64::from(insurance.year).into(),
                pen.word(kind),
                pen.word(status),
                identity.into(),
                (400 - insurance.subsidy).into(),
                if insurance.subsidy > 0 { insurance.subsidy.into() } else { Cell::Blank },
                Cell::Day(when.as_of),
            ];
            rows.push(row(pen, cells));
        }
    }
    rows
}

/// Who of the helped households has paid for the year to come, while residents are enrolled.
pub fn ahead_layout(when: &When) -> Layout {
    let headings =
        &["序号", "姓名", "证件号码", "镇（街）", "村（居）", "参保年度", "险种类型", "参保状态", "缴费时间"];
    let path = format!("医保/{}年资助参保名单", when.year_ahead().unwrap_or(when.year()));
    layout("医保参保", path, Saved::Xlsx, headings)
}

pub fn ahead(home: &Household, when: &When, pen: &mut Pen<'_>) -> Vec<Row> {
    let Some(year) = when.year_ahead().filter(|_| home.class != Class::Ordinary) else { return Vec::new() };
    let mut rows = Vec::new();
    for person in home.members.iter().filter(|person| person.alive() && !person.unpaid) {
        let cells = vec![
            1.into(),
            pen.name(&person.name),
            pen.id(person),
            home.township.as_str().into(),
            home.village.as_str().into(),
            i64::from(year).into(),
            pen.word(&["390", "居民"]),
            pen.word(&["1", "正常参保", "已参保"]),
            pen.day(days_before(when.as_of, 20)),
        ];
        rows.push(row(pen, cells));
    }
    rows
}

pub fn stays_layout(when: &When) -> Layout {
    let headings = &[
        "结算单号",
        "患者姓名",
        "患者身份证号",
        "医药机构",
        "是否县域内",
        "医疗类别",
        "入院日期",
        "出院日期",
        "出院诊断",
        "总费用",
        "统筹报销",
        "大病报销",
        "医疗救助",
        "其他补充",
        "个人负担",
        "报销方式",
        "预交金",
    ];
    let titles = vec![format!("{}年住院结算明细（截至{}）", when.year(), month(when))];
    Layout { titles, ..layout("住院结算", "医保/住院结算明细", Saved::Xlsx, headings) }
}

pub fn stays(home: &Household, _: &When, pen: &mut Pen<'_>) -> Vec<Row> {
    let mut rows = Vec::new();
    for (at, person) in home.members.iter().enumerate() {
        for (number, stay) in person.stays.iter().enumerate() {
            let number = format!("JS{}{at}{number}", home.number);
            rows.push(settled(person, stay, &number, pen));
            // Settled wrongly, taken back and settled again: three rows that come to one.
            if pen.dice.percent(6) {
                let back = Stay {
                    total: -stay.total,
                    pooled: -stay.pooled,
                    serious: -stay.serious,
                    relief: -stay.relief,
                    own: -stay.own,
                    ..*stay
                };
                rows.push(settled(person, &back, &format!("{number}T"), pen));
                rows.push(settled(person, stay, &format!("{number}R"), pen));
            }
        }
    }
    rows
}

fn settled(person: &Person, stay: &Stay, number: &str, pen: &mut Pen<'_>) -> Row {
    let how: &[&'static str] =
        if stay.claimed { &["手工报销", "零星报销"] } else { &["一站式", "联网结算"] };
    let cells = vec![
        number.into(),
        pen.name(&person.name),
        pen.id(person),
        if stay.local { "示例县人民医院" } else { "省立医院" }.into(),
        if stay.local { "是" } else { "否" }.into(),
        "普通住院".into(),
        pen.day(days_before(stay.day, 8)),
        pen.day(stay.day),
        pen.word(&["脑梗死", "肺炎", "骨折", "高血压"]),
        pen.money(stay.total),
        pen.money(stay.pooled),
        pen.money(stay.serious),
        pen.money(stay.relief),
        Cell::Blank,
        pen.money(stay.own),
        pen.word(how),
        if stay.deposit > 0 { pen.money(stay.deposit) } else { Cell::Blank },
    ];
    row(pen, cells)
}

pub fn consultations_layout(when: &When) -> Layout {
    let headings =
        &["门诊结算单号", "患者姓名", "证件号码", "镇街", "购药日期", "慢特病病种", "门诊总费用", "门诊个人负担"];
    layout("门诊结算", format!("医保/{}门诊慢特病结算", when.as_of.strftime("%Y%m")), Saved::CsvGbk, headings)
}

pub fn consultations(home: &Household, _: &When, pen: &mut Pen<'_>) -> Vec<Row> {
    let mut rows = Vec::new();
    for (at, person) in home.members.iter().enumerate() {
        for (number, consultation) in person.consultations.iter().enumerate() {
            let number = format!("MZ{}{at}{number}", home.number);
            rows.push(consulted(home, person, consultation, &number, pen));
        }
    }
    rows
}

fn consulted(home: &Household, person: &Person, consultation: &Consultation, number: &str, pen: &mut Pen<'_>) -> Row {
    let cells = vec![
        number.into(),
        pen.name(&person.name),
        pen.id(person),
        home.township.as_str().into(),
        pen.day(consultation.day),
        pen.word(&["高血压", "糖尿病", "冠心病"]),
        pen.money(consultation.own * 3),
        pen.money(consultation.own),
    ];
    row(pen, cells)
}

pub fn medical_aid_layout(when: &When) -> Layout {
    let headings = &[
        "救助流水号",
        "清算期",
        "姓名",
        "身份证号",
        "镇街",
        "医疗救助身份",
        "政策范围费用",
        "统筹报销",
        "大额报销",
        "大病报销",
        "救助支付金额",
    ];
    let titles = vec![format!("医疗救助明细表（{}）", month(when)), "单位：元".to_owned()];
    let footers = vec![vec!["制表：", "", "复核："]];
    Layout { titles, footers, ..layout("医疗救助", "医保/医疗救助明细", Saved::Xlsx, headings) }
}

pub fn medical_aid(home: &Household, when: &When, pen: &mut Pen<'_>) -> Vec<Row> {
    let mut rows = Vec::new();
    for (at, person) in home.members.iter().enumerate() {
        for (number, aid) in person.medical_aid.iter().enumerate() {
            let cells = vec![
                format!("YJ{}{at}{number}", home.number).into(),
                pen.month(when.epoch),
                pen.name(&person.name),
                pen.id(person),
                home.township.as_str().into(),
                pen.word(&["低保对象", "特困人员", "易返贫致贫人口"]),
                pen.money(aid.within_policy),
                pen.money(aid.pooled),
                Cell::Blank,
                pen.money(0),
                pen.money(aid.aid),
            ];
            rows.push(row(pen, cells));
        }
    }
    rows
}
