//! 盲区: whom which rule could not judge for want of what, and the households that nearly no source knows.

use jiff::civil::Date;

use super::cells::{column, count, text};
use crate::detect::Findings;
use crate::pack::Pack;
use crate::schema::{BlindSpot, LittleKnown, Want};
use crate::value::Disclosure;
use crate::workbook::{BookOut, CellOut, ColumnKind, SheetOut};

/// Lays out the workbook.
pub fn blind_spots(findings: &Findings, pack: &Pack, disclosure: Disclosure, as_of: Date) -> BookOut {
    let sheets = vec![by_rule(&findings.blind_spots, pack), unknown(&findings.little_known, disclosure)];
    BookOut { created: as_of, sheets, ..BookOut::default() }
}

fn by_rule(spots: &[BlindSpot], pack: &Pack) -> SheetOut {
    let texts = |headings: &[(&str, f64)]| {
        headings.iter().map(|(heading, width)| column(heading, *width, ColumnKind::Text)).collect::<Vec<_>>()
    };
    let mut columns = texts(&[("规则编号", 10.0), ("规则名称", 34.0), ("部门", 10.0), ("对象", 6.0), ("乡镇", 14.0)]);
    columns.extend(texts(&[("情形", 16.0)]));
    columns.push(column("无法判定", 10.0, ColumnKind::Integer));
    columns.extend(texts(&[("缺少的值或来源", 44.0)]));
    columns.push(column("其中缺此项", 10.0, ColumnKind::Integer));
    SheetOut {
        name: "按规则".to_owned(),
        title: Some("盲区:规则无法判定的对象和缺少的数据".to_owned()),
        notes: vec!["一个对象可能同时缺几项,所以“其中缺此项”之和可能大于“无法判定”。".to_owned()],
        columns,
        rows: spots.iter().flat_map(|spot| rows(spot, pack)).collect(),
        ..SheetOut::default()
    }
}

fn rows(spot: &BlindSpot, pack: &Pack) -> Vec<Vec<CellOut>> {
    let Some(rule) = pack.rule(&spot.rule) else { return Vec::new() };
    let want = match spot.want {
        Want::Value => "缺数据无法判定",
        Want::Source => "缺来源未运行",
    };
    let row = |(what, subjects): (&String, &u32)| {
        vec![
            text(&rule.id),
            text(&rule.title),
            text(&rule.department),
            text(rule.subject.word()),
            text(&spot.township),
            text(want),
            count(spot.subjects),
            text(what),
            count(*subjects),
        ]
    };
    spot.missing.iter().map(row).collect()
}

fn unknown(households: &[LittleKnown], disclosure: Disclosure) -> SheetOut {
    let texts = |headings: &[(&str, f64)]| {
        headings.iter().map(|(heading, width)| column(heading, *width, ColumnKind::Text)).collect::<Vec<_>>()
    };
    let mut columns = texts(&[("乡镇", 14.0), ("行政村", 14.0), ("组", 8.0), ("户编号", 14.0), ("户主姓名", 10.0)]);
    columns.extend(texts(&[("户主身份证号", 20.0), ("农户类型", 11.0)]));
    columns.push(column("人口", 7.0, ColumnKind::Integer));
    columns.push(column("知晓的来源数", 8.0, ColumnKind::Integer));
    columns.extend(texts(&[("知晓的来源", 30.0)]));
    let row = |household: &LittleKnown| {
        let at = &household.location;
        vec![
            text(&at.village.township),
            text(&at.village.name),
            text(&at.group),
            text(&at.household_number),
            text(&at.head_name),
            text(disclosure.show(at.head)),
            text(&at.class),
            count(household.members),
            count(u32::try_from(household.sources.len()).unwrap_or(u32::MAX)),
            text(household.sources.join("、")),
        ]
    };
    SheetOut {
        name: "无人知晓的农户".to_owned(),
        title: Some("除花名册外几乎没有部门数据的农户,请优先走访".to_owned()),
        columns,
        rows: households.iter().map(row).collect(),
        ..SheetOut::default()
    }
}
