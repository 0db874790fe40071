//! 未匹配: people whom a department knows and the register does not, by township.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::cells::{column, count, text};
use crate::schema::{Fate, SheetReport, Unmatched};
use crate::value::Disclosure;
use crate::workbook::{BookOut, CellOut, ColumnKind, SheetOut};

/// Lays out the workbook of records that were not linked.
pub fn unmatched(records: &[Unmatched], sheets: &[SheetReport], disclosure: Disclosure, as_of: Date) -> BookOut {
    let of = |fate: Fate| records.iter().filter(move |record| record.fate == fate);
    let row = |record: &Unmatched| row(record, sheets, disclosure);
    let outside = sheet("疑似漏登", "部门名单中有、农户花名册中没有的人员", of(Fate::Outside).map(row).collect());
    let ambiguous =
        sheet("无法唯一对应", "没有身份证号、按村和姓名不能确定是谁的记录", of(Fate::Ambiguous).map(row).collect());
    BookOut { created: as_of, sheets: vec![by_township(records), outside, ambiguous], ..BookOut::default() }
}

/// What a record without a township is counted under.
const NO_TOWNSHIP: &str = "乡镇不详";

fn by_township(records: &[Unmatched]) -> SheetOut {
    let mut counts: BTreeMap<(&str, &str), u32> = BTreeMap::new();
    for record in records {
        let township = record.township.as_deref().unwrap_or(NO_TOWNSHIP);
        *counts.entry((township, record.source.as_str())).or_insert(0) += 1;
    }
    let rows = counts
        .into_iter()
        .map(|((township, source), records)| vec![text(township), text(source), count(records)])
        .collect();
    let columns = vec![
        column("乡镇", 18.0, ColumnKind::Text),
        column("数据来源", 20.0, ColumnKind::Text),
        column("记录数", 10.0, ColumnKind::Integer),
    ];
    let title = Some("未关联到花名册的记录".to_owned());
    SheetOut { name: "按乡镇".to_owned(), title, columns, rows, ..SheetOut::default() }
}

fn sheet(name: &str, title: &str, rows: Vec<Vec<CellOut>>) -> SheetOut {
    let columns =
        [("数据来源", 16.0), ("乡镇", 14.0), ("行政村", 14.0), ("姓名", 12.0), ("身份证号", 22.0), ("出处", 50.0)]
            .map(|(heading, width)| column(heading, width, ColumnKind::Text));
    SheetOut {
        name: name.to_owned(),
        title: Some(title.to_owned()),
        columns: columns.into(),
        rows,
        ..SheetOut::default()
    }
}

fn row(record: &Unmatched, sheets: &[SheetReport], disclosure: Disclosure) -> Vec<CellOut> {
    let sheet = usize::try_from(record.origin.sheet).ok().and_then(|sheet| sheets.get(sheet));
    vec![
        text(&record.source),
        text(record.township.as_deref().unwrap_or(NO_TOWNSHIP)),
        text(record.village.as_deref().unwrap_or_default()),
        text(&record.name),
        text(disclosure.show(record.id)),
        text(sheet.map(|sheet| sheet.place(record.origin.row)).unwrap_or_default()),
    ]
}
