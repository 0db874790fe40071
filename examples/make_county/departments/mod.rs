//! What each department exports: one layout and one function from a household, or a village, to rows for every source.

mod civil_affairs;
mod disability;
mod education;
mod employment;
mod health;
mod housing;
mod insurance;
mod rural;
mod safety;
mod water;

use super::Breadth;
use super::household::Household;
use super::pen::Pen;
use super::sheet::{Cell, Layout, Row, Saved};
use super::village::Village;
use super::when::When;

/// One department's table.
pub struct Department {
    pub layout: fn(&When) -> Layout,
    pub rows: Rows,
    /// Whether people who are not in the register can stand in it.
    pub knows_outsiders: bool,
    /// Whether a row that is there twice is recognised as such.
    pub merges_repeats: bool,
    /// Whether a record without a legible ID number is lost.
    pub needs_id: bool,
}

/// What a table's rows are about.
#[derive(Clone, Copy)]
pub enum Rows {
    Household(fn(&Household, &When, &mut Pen<'_>) -> Vec<Row>),
    Village(fn(&Village, &When, &mut Pen<'_>) -> Vec<Row>),
}

const fn table(layout: fn(&When) -> Layout, rows: fn(&Household, &When, &mut Pen<'_>) -> Vec<Row>) -> Department {
    let rows = Rows::Household(rows);
    Department { layout, rows, knows_outsiders: true, merges_repeats: true, needs_id: true }
}

const fn of_villages(layout: fn(&When) -> Layout, rows: fn(&Village, &When, &mut Pen<'_>) -> Vec<Row>) -> Department {
    let rows = Rows::Village(rows);
    Department { layout, rows, knows_outsiders: false, merges_repeats: false, needs_id: false }
}

/// All tables; the register first.
const DEPARTMENTS: [Department; 36] = [
    Department { knows_outsiders: false, ..table(rural::register_layout, rural::register) },
    Department { knows_outsiders: false, ..table(rural::lifted_layout, rural::lifted) },
    Department { knows_outsiders: false, ..table(rural::monitored_layout, rural::monitored) },
    table(rural::visits_layout, rural::visits),
    table(rural::reports_layout, rural::reports),
    table(education::pupils_layout, education::pupils),
    table(education::roll_call_layout, education::roll_call),
    table(education::grants_layout, education::grants),
    table(education::fees_layout, education::fees),
    table(insurance::insured_layout, insurance::insured),
    table(insurance::stays_layout, insurance::stays),
    table(insurance::consultations_layout, insurance::consultations),
    table(insurance::medical_aid_layout, insurance::medical_aid),
    table(health::dead_layout, health::dead),
    table(health::illnesses_layout, health::illnesses),
    of_villages(health::clinics_layout, health::clinics),
    Department { merges_repeats: false, ..table(housing::houses_layout, housing::houses) },
    table(housing::payouts_layout, housing::payouts),
    Department { merges_repeats: false, ..table(housing::resettled_layout, housing::resettled) },
    Department { merges_repeats: false, needs_id: false, ..table(water::water_layout, water::water) },
    of_villages(water::works_layout, water::works),
    table(civil_affairs::allowance_layout, civil_affairs::allowance),
    table(civil_affairs::support_layout, civil_affairs::support),
    table(civil_affairs::emergency_relief_layout, civil_affairs::emergency_relief),
    table(civil_affairs::child_aid_layout, civil_affairs::child_aid),
    table(civil_affairs::assets_layout, civil_affairs::assets),
    table(disability::cards_layout, disability::cards),
    table(disability::subsidies_layout, disability::subsidies),
    table(employment::jobs_layout, employment::jobs),
    table(employment::posts_layout, employment::posts),
    table(employment::projects_layout, employment::projects),
    table(employment::loans_layout, employment::loans),
    table(safety::payroll_layout, safety::payroll),
    table(safety::injuries_layout, safety::injuries),
    table(safety::prisoners_layout, safety::prisoners),
    table(safety::disasters_layout, safety::disasters),
];

/// Further tables of sources that have one already: a corrected edition, a list of next year.
const FURTHER: [Department; 2] = [
    table(employment::corrected_loans_layout, employment::corrected_loans),
    table(insurance::ahead_layout, insurance::ahead),
];

/// The tables that are made.
pub fn departments(breadth: Breadth) -> impl Iterator<Item = &'static Department> {
    let further: &[Department] = if breadth == Breadth::Full { &FURTHER } else { &[] };
    DEPARTMENTS.iter().chain(further)
}

fn layout(source: &'static str, path: impl Into<String>, saved: Saved, headings: &[&'static str]) -> Layout {
    Layout {
        source,
        path: path.into(),
        sheet: "Sheet1",
        preface: None,
        titles: Vec::new(),
        headings: vec![headings.to_vec()],
        footers: Vec::new(),
        saved,
    }
}

fn row(pen: &Pen<'_>, cells: Vec<Cell>) -> Row {
    Row { cells, fates: vec![pen.fate] }
}

fn month(when: &When) -> String {
    when.as_of.strftime("%Y年%-m月").to_string()
}

fn yes_no(yes: bool) -> Cell {
    if yes { "是" } else { "否" }.into()
}

pub fn school(home: &Household, stage: &str) -> String {
    match stage {
        "小学" => format!("{}中心小学", home.township),
        "初中" => format!("{}初级中学", home.township),
        "中职" | "高职" => "示例县职业技术学校".to_owned(),
        _ => "示例县第一中学".to_owned(),
    }
}
