//! 农户风险: one row a household with clues, the gravest of every village first.

use std::collections::{BTreeMap, BTreeSet};

use super::super::cells::{column, count, text};
use super::input::{Summary, title};
use crate::schema::{Clue, Picture};
use crate::workbook::{CellOut, ColumnKind, ColumnOut, SheetOut};

/// Lays out the sheet.
pub(super) fn households(input: Summary<'_>) -> SheetOut {
    let mut found: BTreeMap<i64, Vec<&Clue>> = BTreeMap::new();
    let mut order = Vec::new();
    for clue in input.clues {
        let Some(household) = clue.subject.household else { continue };
        let clues = found.entry(household).or_default();
        if clues.is_empty() {
            order.push(household);
        }
        clues.push(clue);
    }
    let row = |household: &i64| Some(row(found.get(household)?, input.pictures.get(household)?, input));
    let rows = order.iter().filter_map(row).collect();
    let name = "农户风险";
    SheetOut { name: name.to_owned(), title: title(input, name), columns: columns(), rows, ..SheetOut::default() }
}

fn columns() -> Vec<ColumnOut> {
    let texts = |headings: &[(&str, f64)]| -> Vec<ColumnOut> {
        headings.iter().map(|(heading, width)| column(heading, *width, ColumnKind::Text)).collect()
    };
    let number = |heading: &str| column(heading, 8.0, ColumnKind::Integer);
    let mut columns = texts(&[("乡镇", 12.0), ("行政村", 12.0), ("组", 8.0), ("户编号", 14.0), ("户主姓名", 10.0)]);
    columns.extend(texts(&[("户主身份证号", 20.0), ("农户类型", 11.0), ("风险等级", 6.0)]));
    columns.push(number("风险分"));
    columns.extend(texts(&[("主要风险", 11.0), ("次要风险", 18.0)]));
    columns.push(number("线索(条)"));
    columns.extend(texts(&[("规则", 30.0)]));
    columns
}

fn row(clues: &[&Clue], picture: &Picture, input: Summary<'_>) -> Vec<CellOut> {
    let at = &clues[0].location;
    let rules: BTreeSet<&str> = clues.iter().map(|clue| clue.rule.as_str()).collect();
    vec![
        text(&at.village.township),
        text(&at.village.name),
        text(&at.group),
        text(&at.household_number),
        text(&at.head_name),
        text(input.disclosure.show(at.head)),
        text(&at.class),
        text(picture.grade.label()),
        count(picture.score),
        text(picture.main()),
        text(picture.others()),
        count(picture.clues),
        text(rules.into_iter().collect::<Vec<_>>().join("、")),
    ]
}
