//! Clues → push lists: one workbook a township, one sheet a village, in the layout that the pack declares.
//!
//! Clues stand in the order they come in: those of one household together, so that a cadre makes one visit of it, and
//! the gravest household of a village first. What only the visit can answer follows on sheets of its own.

mod visit;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::pack::{ClueAttribute, Form, FormColumn, VisitAttribute};
use crate::schema::{Clue, Inquiry, Picture, Pictures, SheetReport};
use crate::value::{Disclosure, chinese};
use crate::workbook::{BookOut, CellOut, ColumnKind, ColumnOut, Entry, SheetOut};

use visit::visit_sheets;

/// What all lists of a run have in common.
#[derive(Debug, Clone)]
pub struct Batch<'a> {
    /// The county's name.
    pub county: String,
    /// The period, such as `2026-11`.
    pub period: String,
    /// The day the lists are pushed.
    pub pushed: Date,
    /// The layout of the clues.
    pub push_list: Dated<'a, ClueAttribute>,
    /// The layout of the questions to households.
    pub household_visit: Dated<'a, VisitAttribute>,
    /// The layout of the questions to villages.
    pub village_visit: Dated<'a, VisitAttribute>,
    /// What is asked of those with clues.
    pub inquiries: &'a [Inquiry],
    /// What the clues of every household come to together.
    pub pictures: &'a Pictures,
    /// The run's sheets, to tell where a record stood.
    pub sheets: &'a [SheetReport],
}

/// A layout and the day answers are due.
#[derive(Debug, Clone, Copy)]
pub struct Dated<'a, A> {
    /// The layout.
    pub form: &'a Form<A>,
    /// The day.
    pub due: Date,
}

/// One township's push list.
#[derive(Debug)]
pub struct PushList {
    /// The township.
    pub township: String,
    /// The workbook.
    pub book: BookOut,
}

/// Lays out all push lists, townships in order.
pub fn push_lists(clues: &[Clue], batch: &Batch<'_>) -> Vec<PushList> {
    let mut townships: BTreeMap<&str, BTreeMap<&str, Vec<&Clue>>> = BTreeMap::new();
    for clue in clues {
        let villages = townships.entry(&clue.location.township).or_default();
        villages.entry(&clue.location.village).or_default().push(clue);
    }
    let list = |(township, villages): (&str, BTreeMap<&str, Vec<&Clue>>)| {
        let sheets = villages.into_iter().map(|(village, clues)| sheet(township, village, clues, batch));
        let sheets = sheets.chain(visit_sheets(township, batch)).collect();
        PushList {
            township: township.to_owned(),
            book: BookOut { created: batch.pushed, sheets, ..BookOut::default() },
        }
    };
    townships.into_iter().map(list).collect()
}

fn sheet(township: &str, village: &str, clues: Vec<&Clue>, batch: &Batch<'_>) -> SheetOut {
    let households: BTreeSet<i64> = clues.iter().filter_map(|clue| clue.subject.household).collect();
    let counts = [
        ("{乡镇}", township.to_owned()),
        ("{村}", village.to_owned()),
        ("{线索数}", clues.len().to_string()),
        ("{户数}", households.len().to_string()),
    ];
    SheetOut {
        columns: batch.push_list.form.columns.iter().map(|declared| column(declared, is_number)).collect(),
        rows: clues.iter().zip(1..).map(|(clue, number)| row(clue, number, batch)).collect(),
        ..filled(&batch.push_list, &counts, batch)
    }
}

/// A sheet with its name, title, notes and signatures, without columns and rows.
fn filled<A>(form: &Dated<'_, A>, own: &[(&str, String)], batch: &Batch<'_>) -> SheetOut {
    let common = [
        ("{县}", batch.county.clone()),
        ("{期}", batch.period.clone()),
        ("{推送日期}", chinese(batch.pushed)),
        ("{反馈截止日期}", chinese(form.due)),
    ];
    let fill = |pattern: &String| {
        common.iter().chain(own).fold(pattern.clone(), |text, (name, value)| text.replace(name, value))
    };
    let form = form.form;
    SheetOut {
        name: fill(&form.sheet),
        title: Some(fill(&form.title)),
        notes: std::iter::once(&form.subtitle).chain(&form.notes).map(fill).collect(),
        footer: form.sign_off.iter().map(fill).collect(),
        ..SheetOut::default()
    }
}

fn is_number(attribute: ClueAttribute) -> bool {
    attribute == ClueAttribute::序号
}

fn column<A: Copy>(column: &FormColumn<A>, is_number: fn(A) -> bool) -> ColumnOut {
    ColumnOut {
        heading: column.name.clone(),
        width: column.width,
        kind: if column.from.is_some_and(is_number) { ColumnKind::Integer } else { ColumnKind::Text },
        choices: column.choices.clone(),
        entry: if column.fill { Entry::FillIn } else { Entry::Given },
    }
}

fn row(clue: &Clue, number: i64, batch: &Batch<'_>) -> Vec<CellOut> {
    let cell = |column: &FormColumn<ClueAttribute>| match column.from {
        Some(ClueAttribute::序号) => CellOut::Integer(number),
        Some(attribute) => CellOut::Text(text(clue, attribute, batch)),
        None => CellOut::Blank,
    };
    batch.push_list.form.columns.iter().map(cell).collect()
}

/// What a clue shows under an attribute; ID numbers are masked.
fn text(clue: &Clue, attribute: ClueAttribute, batch: &Batch<'_>) -> String {
    let masked = |number| Disclosure::Masked.show(number);
    let of_household = |say: fn(&Picture) -> String| {
        let picture = clue.subject.household.and_then(|household| batch.pictures.get(&household));
        picture.map(say).unwrap_or_default()
    };
    match attribute {
        ClueAttribute::序号 => String::new(),
        ClueAttribute::线索编号 => clue.id.clone(),
        ClueAttribute::乡镇 => clue.location.township.clone(),
        ClueAttribute::行政村 => clue.location.village.clone(),
        ClueAttribute::组 => clue.location.group.clone(),
        ClueAttribute::户编号 => clue.location.household_number.clone(),
        ClueAttribute::户主姓名 => clue.location.head_name.clone(),
        ClueAttribute::户主身份证号 => masked(clue.location.head),
        ClueAttribute::涉及人姓名 => clue.text.person_name.clone(),
        ClueAttribute::涉及人身份证号 => masked(clue.subject.person.or(clue.location.head)),
        ClueAttribute::与户主关系 => clue.text.relation.clone(),
        ClueAttribute::户类型 => clue.location.class.clone(),
        ClueAttribute::户风险等级 => of_household(|picture| picture.grade.label().to_owned()),
        ClueAttribute::主要风险 => of_household(|picture| picture.main().to_owned()),
        ClueAttribute::次要风险 => of_household(Picture::others),
        ClueAttribute::规则名称 => clue.text.title.clone(),
        ClueAttribute::风险类型 => clue.risk.clone(),
        ClueAttribute::风险等级 => clue.severity.label().to_owned(),
        ClueAttribute::来源部门 => clue.department.clone(),
        ClueAttribute::线索内容 => clue.text.finding.clone(),
        ClueAttribute::核实要点 => clue.text.verify.clone(),
        ClueAttribute::出处 => places(clue, batch.sheets),
    }
}

/// Records shown for one clue; what is beyond them is counted.
const PLACES_SHOWN: usize = 8;

/// Where the records behind a clue stand, for people.
pub fn places(clue: &Clue, sheets: &[SheetReport]) -> String {
    let place = |origin: &crate::schema::Origin| {
        let sheet = usize::try_from(origin.sheet).ok().and_then(|sheet| sheets.get(sheet));
        sheet.map(|sheet| sheet.place(origin.row)).unwrap_or_default()
    };
    let mut shown: Vec<String> = clue.origins.iter().take(PLACES_SHOWN).map(place).collect();
    if clue.origins.len() > PLACES_SHOWN {
        shown.push(format!("等{}处", clue.origins.len()));
    }
    shown.join("; ")
}
