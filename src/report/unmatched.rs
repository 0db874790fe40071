//! 未匹配: people whom a department knows and the register does not, by township.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::schema::{Fate, SheetReport, Unmatched};
use crate::value::Disclosure;
use crate::workbook::{BookOut, Columns, SheetOut};

/// Lays out the workbook of records that were not linked.
pub fn unmatched(records: &[Unmatched], sheets: &[SheetReport], disclosure: Disclosure, as_of: Date) -> BookOut {
    let columns = columns(sheets, disclosure);
    let of = |fate: Fate| SheetOut::of(&columns, records.iter().filter(|record| record.fate == fate));
    let outside = titled("疑似漏登", "部门名单中有、农户花名册中没有的人员", of(Fate::Outside));
    let ambiguous = titled("无法唯一对应", "没有身份证号、按村和姓名不能确定是谁的记录", of(Fate::Ambiguous));
    BookOut { created: as_of, sheets: vec![by_township(records), outside, ambiguous], ..BookOut::default() }
}

fn titled(name: &str, title: &str, sheet: SheetOut) -> SheetOut {
    SheetOut { name: name.to_owned(), title: Some(title.to_owned()), ..sheet }
}

/// The township of a record, or what stands for none.
fn township(record: &Unmatched) -> &str {
    record.township.as_deref().unwrap_or("乡镇不详")
}

fn by_township(records: &[Unmatched]) -> SheetOut {
    let mut counts: BTreeMap<(&str, &str), u32> = BTreeMap::new();
    for record in records {
        *counts.entry((township(record), record.source.as_str())).or_insert(0) += 1;
    }
    let columns = Columns::<((&str, &str), u32)>::new()
        .text(("乡镇", 18.0), |((township, _), _)| (*township).to_owned())
        .text(("数据来源", 20.0), |((_, source), _)| (*source).to_owned())
        .count(("记录数", 10.0), |(_, records)| *records);
    titled("按乡镇", "未关联到花名册的记录", SheetOut::of(&columns, counts))
}

fn columns(sheets: &[SheetReport], disclosure: Disclosure) -> Columns<'_, Unmatched> {
    Columns::<Unmatched>::new()
        .text(("数据来源", 16.0), |record| record.source.clone())
        .text(("乡镇", 14.0), |record| township(record).to_owned())
        .text(("行政村", 14.0), |record| record.village.clone().unwrap_or_default())
        .text(("姓名", 12.0), |record| record.name.clone())
        .text(("身份证号", 22.0), move |record| disclosure.show(record.id))
        .text(("出处", 50.0), |record| {
            let sheet = usize::try_from(record.origin.sheet).ok().and_then(|sheet| sheets.get(sheet));
            sheet.map(|sheet| sheet.place(record.origin.row)).unwrap_or_default()
        })
}
