//! 人社, 农业农村, 金融: who works where, public welfare posts, projects and loans.

use jiff::civil::Date;

use super::super::household::Household;
use super::super::pen::Pen;
use super::super::sheet::{Cell, Layout, Row, Saved};
use super::super::truth::Fate;
use super::super::when::{When, days_before};
use super::{layout, month, row, yes_no};

fn perhaps(day: Option<Date>, pen: &mut Pen<'_>) -> Cell {
    day.map_or(Cell::Blank, |day| pen.day(day))
}

pub fn jobs_layout(when: &When) -> Layout {
    let headings = &[
        "镇街",
        "村",
        "姓名",
        "证件号码",
        "是否就业",
        "务工所在地",
        "务工企业名称",
        "务工起始时间",
        "返乡时间",
        "月务工收入",
        "年度交通费补助",
        "最近回访时间",
    ];
    let titles = vec!["（务工月监测）已外出务工信息".to_owned(), format!("导出日期：{}", when.as_of)];
    let path = format!("人社/（务工月监测）已外出务工信息_{}", when.as_of.strftime("%Y%m%d"));
    Layout { titles, ..layout("务工就业", path, Saved::Xlsx, headings) }
}

pub fn jobs(home: &Household, _: &When, pen: &mut Pen<'_>) -> Vec<Row> {
    let mut rows = Vec::new();
    for person in &home.members {
        for job in person.job.iter().chain(&person.job_before) {
            let region: &[&'static str] = match job.region {
                "县内" => &["县内", "本县", "乡镇内"],
                "县外省内" => &["县外省内", "省内县外"],
                _ => &["省外", "跨省"],
            };
            let cells = vec![
                home.township.as_str().into(),
                home.village.as_str().into(),
                pen.name(&person.name),
                pen.id(person),
                yes_no(job.ended.is_none()),
                pen.word(region),
                pen.word(&["某电子厂", "某建筑公司", "个体"]),
                pen.day(job.begun),
                perhaps(job.ended, pen),
                pen.money(job.pay),
                if job.fare > 0 { pen.money(job.fare) } else { Cell::Blank },
                perhaps(job.asked, pen),
            ];
            rows.push(row(pen, cells));
        }
    }
    rows
}

pub fn posts_layout(when: &When) -> Layout {
    let headings =
        &["镇", "村（居）", "姓名", "身份证号", "公益性岗位名称", "上岗时间", "离岗时间", "岗位补贴", "岗位补贴月份"];
    let titles = vec![format!("{}公益性岗位人员花名册", month(when))];
    let footers = vec![vec!["小计"], vec!["负责人："]];
    Layout {
        titles, footers, ..layout("公益性岗位", "人社/{}公益性岗位花名册", Saved::XlsxByTownship, headings)
    }
}

pub fn posts(home: &Household, when: &When, pen: &mut Pen<'_>) -> Vec<Row> {
    let mut rows = Vec::new();
    for person in &home.members {
        for post in &person.posts {
            let cells = vec![
                home.township.as_str().into(),
                home.village.as_str().into(),
                pen.name(&person.name),
                pen.id(person),
                post.name.into(),
                pen.day(post.from),
                perhaps(post.until, pen),
                if post.pay > 0 { pen.money(post.pay) } else { Cell::Blank },
                pen.month(when.as_of),
            ];
            rows.push(row(pen, cells));
        }
    }
    rows
}

pub fn projects_layout(when: &When) -> Layout {
    let headings = &[
        "乡镇（街道）",
        "村（社区）",
        "户主",
        "户主证件号码",
        "产业项目",
        "分红年度",
        "约定分红金额",
        "收益分配金额",
        "运行状态",
    ];
    let titles = vec![format!("{}年产业帮扶项目联农带农收益分配表", when.year())];
    let footers = vec![vec!["总计"]];
    Layout {
        titles, footers, ..layout("产业项目", "农业农村/产业项目收益分配表", Saved::Xlsx, headings)
    }
}

pub fn projects(home: &Household, when: &When, pen: &mut Pen<'_>) -> Vec<Row> {
    let mut rows = Vec::new();
    for project in &home.projects {
        let state: &[&'static str] = match project.state {
            "正常" => &["正常", "正常运行"],
            "停产" => &["停产", "停滞"],
            _ => &["终止", "已终止"],
        };
        let cells = vec![
            home.township.as_str().into(),
            home.village.as_str().into(),
            pen.name(&home.members[0].name),
            pen.id(&home.members[0]),
            format!("{}{}", home.village, project.name).into(),
            i64::from(when.year()).into(),
            pen.money(project.due),
            pen.money(project.paid),
            pen.word(state),
        ];
        rows.push(row(pen, cells));
    }
    rows
}

pub fn loans_layout(_: &When) -> Layout {
    let headings = &["合同号", "姓名", "身份证号", "乡镇", "村", "经办银行", "余额", "到期日", "逾期（天）"];
    layout("小额信贷", "金融/脱贫人口小额信贷台账", Saved::CsvGbk, headings)
}

pub fn loans(home: &Household, when: &When, pen: &mut Pen<'_>) -> Vec<Row> {
    let mut rows = Vec::new();
    for (at, loan) in home.loans.iter().enumerate() {
        let overdue = i32::try_from(loan.overdue).unwrap_or(0);
        let cells = vec![
            if at == 0 { format!("XD{}", home.number) } else { format!("XD{}-{at}", home.number) }.into(),
            pen.name(&home.members[0].name),
            pen.id(&home.members[0]),
            home.township.as_str().into(),
            home.village.as_str().into(),
            loan.bank.into(),
            pen.money(loan.balance),
            pen.day(days_before(when.as_of, if overdue > 0 { overdue } else { -200 })),
            loan.overdue.into(),
        ];
        rows.push(row(pen, cells));
    }
    rows
}

/// What the name of a corrected list has at its end.
const CORRECTED: &str = "（更正）";

/// The list of loans once more, corrected; nothing but people can say which edition holds: they say that both count.
pub fn corrected_loans_layout(when: &When) -> Layout {
    let path = format!("{}{CORRECTED}", loans_layout(when).path);
    Layout { path, ..loans_layout(when) }
}

/// The rows of the list, the balance lower in every other household; what is not corrected is there twice.
pub fn corrected_loans(home: &Household, when: &When, pen: &mut Pen<'_>) -> Vec<Row> {
    const BALANCE: usize = 6;
    let mut rows = loans(home, when, pen);
    let is_corrected = home.number.ends_with(['1', '3', '5', '7', '9']);
    for (row, loan) in rows.iter_mut().zip(&home.loans) {
        match row.fates[0] {
            Fate::Linked if is_corrected => row.cells[BALANCE] = (loan.balance - 1_000).max(0).into(),
            Fate::Linked => row.fates.fill(Fate::Merged),
            Fate::Merged | Fate::Outside | Fate::Ambiguous | Fate::Quarantined => {}
        }
    }
    rows
}
