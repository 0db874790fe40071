//! Headings of the forms that were sent → what each column of a returned sheet holds.

use std::collections::{BTreeMap, BTreeSet};

use crate::pack::{AnswerItem, ClueAttribute, Form, Pack, VisitAttribute};
use crate::value::text;
use crate::workbook::Grid;

/// The headings of the sheet for rulings: the dispute's code, what it is about, the choice, and who ruled.
pub const RULING: [&str; 4] = ["冲突编号", "编号", "采用", "裁定人"];

/// What a column of a returned sheet holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Item {
    Clue,
    Question,
    Checksum,
    Township,
    Village,
    HouseholdNumber,
    HeadName,
    PersonName,
    Risk,
    Finding,
    /// A column that only the county fills in, and that is blank in a row that a village adds.
    History,
    /// Any other column that is read-only to villages.
    ReadOnly,
    /// A column that the village fills in.
    Answer(AnswerItem),
    /// The code of contradictory answers.
    Conflict,
    /// Which of them was ruled to be in force.
    Choice,
    /// Who ruled.
    Judge,
}

/// The columns under a heading row, from left to right.
pub(super) type ReturnedColumns = Vec<(Item, usize)>;

/// How many headings of one form make a row a heading row.
const ENOUGH: usize = 3;

/// The headings of every form that may come back.
#[derive(Debug)]
pub(super) struct Headings(Vec<BTreeMap<String, Item>>);

impl Headings {
    /// The headings of a pack's forms.
    pub fn of(pack: &Pack) -> Self {
        let lists = pack.push_lists.iter().map(|form| with_additions(headings(form, of_clue)));
        let visits = [&pack.visits.household, &pack.visits.village].map(|form| headings(form, of_question));
        Self(lists.chain(visits).chain([of_rulings()]).collect())
    }

    /// The columns of the form that a row's headings are those of; none if it is no heading row.
    pub fn columns(&self, grid: &Grid, row: usize) -> Option<ReturnedColumns> {
        let cells = grid.filled_cells(row);
        let written: Vec<(usize, Vec<String>)> =
            cells.map(|(column, cell)| (column, text::heading(cell.text))).collect();
        if written.len() < ENOUGH {
            return None;
        }
        let found = self.0.iter().map(|form| columns(form, &written));
        let filled_in = found.filter(|columns| columns.iter().any(|(item, _)| is_filled_in(*item)));
        filled_in.max_by_key(distinct).filter(|best| distinct(best) >= ENOUGH)
    }
}

/// What the columns hold. A heading exactly as in the form goes before one with more in brackets.
fn columns(form: &BTreeMap<String, Item>, written: &[(usize, Vec<String>)]) -> ReturnedColumns {
    let item = |heading: Option<&String>| heading.and_then(|heading| form.get(heading)).copied();
    let whole: BTreeSet<Item> = written.iter().filter_map(|(_, forms)| item(forms.first())).collect();
    let meant = |forms: &Vec<String>| {
        item(forms.first())
            .or_else(|| item(forms.last()).filter(|bare| *bare == Item::ReadOnly || !whole.contains(bare)))
    };
    written.iter().filter_map(|(column, forms)| Some((meant(forms)?, *column))).collect()
}

fn distinct(columns: &ReturnedColumns) -> usize {
    let given = columns.iter().filter(|(item, _)| *item == Item::ReadOnly).count();
    let others: BTreeSet<Item> = columns.iter().map(|(item, _)| *item).filter(|item| *item != Item::ReadOnly).collect();
    given + others.len()
}

fn is_filled_in(item: Item) -> bool {
    matches!(item, Item::Answer(_) | Item::Choice)
}

fn headings<A: Copy>(form: &Form<A>, given: fn(A) -> Item) -> BTreeMap<String, Item> {
    let item = |from: Option<A>, to: Option<AnswerItem>| to.map(Item::Answer).or(from.map(given));
    form.columns.iter().filter_map(|column| Some((normal(&column.name), item(column.from, column.to)?))).collect()
}

/// Columns that a village may add to name the household of a risk that it reports, and for remarks.
fn with_additions(mut headings: BTreeMap<String, Item>) -> BTreeMap<String, Item> {
    for attribute in [ClueAttribute::乡镇, ClueAttribute::行政村, ClueAttribute::户编号, ClueAttribute::风险类型]
    {
        headings.entry(format!("{attribute:?}")).or_insert(of_clue(attribute));
    }
    let remark = AnswerItem::备注;
    headings.entry(format!("{remark:?}")).or_insert(Item::Answer(remark));
    headings
}

fn of_rulings() -> BTreeMap<String, Item> {
    RULING.map(normal).into_iter().zip([Item::Conflict, Item::Clue, Item::Choice, Item::Judge]).collect()
}

/// The form of a heading that is compared.
fn normal(heading: &str) -> String {
    text::heading(heading).into_iter().next().unwrap_or_default()
}

fn of_clue(attribute: ClueAttribute) -> Item {
    match attribute {
        ClueAttribute::线索编号 => Item::Clue,
        ClueAttribute::校验码 => Item::Checksum,
        ClueAttribute::乡镇 => Item::Township,
        ClueAttribute::行政村 => Item::Village,
        ClueAttribute::户编号 => Item::HouseholdNumber,
        ClueAttribute::户主姓名 => Item::HeadName,
        ClueAttribute::涉及人姓名 => Item::PersonName,
        ClueAttribute::风险类型 => Item::Risk,
        ClueAttribute::线索内容 => Item::Finding,
        ClueAttribute::推送情况 | ClueAttribute::核实要点 | ClueAttribute::出处 | ClueAttribute::规则名称 => {
            Item::History
        }
        ClueAttribute::序号
        | ClueAttribute::组
        | ClueAttribute::户主身份证号
        | ClueAttribute::涉及人身份证号
        | ClueAttribute::与户主关系
        | ClueAttribute::户类型
        | ClueAttribute::户风险等级
        | ClueAttribute::主要风险
        | ClueAttribute::次要风险
        | ClueAttribute::风险等级
        | ClueAttribute::来源部门 => Item::ReadOnly,
    }
}

fn of_question(attribute: VisitAttribute) -> Item {
    match attribute {
        VisitAttribute::问题编号 => Item::Question,
        VisitAttribute::校验码 => Item::Checksum,
        VisitAttribute::乡镇 => Item::Township,
        VisitAttribute::行政村 => Item::Village,
        VisitAttribute::户编号 => Item::HouseholdNumber,
        VisitAttribute::户主姓名 => Item::HeadName,
        VisitAttribute::核查内容 | VisitAttribute::核查点 => Item::History,
        VisitAttribute::序号
        | VisitAttribute::组
        | VisitAttribute::户主身份证号
        | VisitAttribute::户类型
        | VisitAttribute::户风险等级
        | VisitAttribute::主要风险
        | VisitAttribute::综合研判 => Item::ReadOnly,
    }
}
