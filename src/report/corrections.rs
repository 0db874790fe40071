//! 数据更正清单: what verification showed to be wrong, back to the department whose data said it.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::cells::{column, count, text};
use crate::ledger::VerifiedClue;
use crate::pack::Resolution;
use crate::workbook::{BookOut, CellOut, ColumnKind, SheetOut};

/// One department's list.
#[derive(Debug)]
pub struct CorrectionList {
    /// The department.
    pub department: String,
    /// How many rows are wrong.
    pub rows: usize,
    /// The workbook.
    pub book: BookOut,
}

/// What all lists of a period have in common.
#[derive(Debug, Clone, Copy)]
pub struct Corrected<'a> {
    /// The county's name.
    pub county: &'a str,
    /// The period.
    pub period: &'a str,
    /// The day it is counted from.
    pub as_of: Date,
    /// Where the records behind a clue stand, by the clue's id.
    pub origins: &'a BTreeMap<String, String>,
}

/// Lays out the lists, departments in order; those whose data were right get none.
pub fn corrections(verified: &[VerifiedClue], corrected: Corrected<'_>) -> Vec<CorrectionList> {
    let mut departments: BTreeMap<&str, Vec<&VerifiedClue>> = BTreeMap::new();
    for answer in verified.iter().filter(|answer| answer.resolution == Resolution::Erroneous) {
        departments.entry(&answer.about.department).or_default().push(answer);
    }
    let list = |(department, wrong): (&str, Vec<&VerifiedClue>)| CorrectionList {
        department: department.to_owned(),
        rows: wrong.len(),
        book: BookOut {
            created: corrected.as_of,
            sheets: vec![sheet(department, &wrong, corrected)],
            ..BookOut::default()
        },
    };
    departments.into_iter().map(list).collect()
}

const WORDS: [(&str, f64); 15] = [
    ("线索编号", 16.0),
    ("规则编号", 9.0),
    ("规则名称", 20.0),
    ("乡镇", 9.0),
    ("行政村", 9.0),
    ("户编号", 12.0),
    ("户主姓名", 9.0),
    ("涉及人姓名", 9.0),
    ("部门数据反映的情况", 28.0),
    ("数据出处", 28.0),
    ("是否属实", 9.0),
    ("处理意见", 14.0),
    ("核实情况", 24.0),
    ("核实人", 9.0),
    ("核实日期", 12.0),
];

fn sheet(department: &str, wrong: &[&VerifiedClue], corrected: Corrected<'_>) -> SheetOut {
    let Corrected { county, period, origins, .. } = corrected;
    let words = WORDS.map(|(heading, width)| column(heading, width, ColumnKind::Text));
    let columns = std::iter::once(column("序号", 5.0, ColumnKind::Integer)).chain(words).collect();
    let origin = |answer: &VerifiedClue| origins.get(answer.about.clue.as_str()).map_or("", String::as_str).to_owned();
    SheetOut {
        name: "数据更正清单".to_owned(),
        title: Some(format!("{county}{department}数据更正清单({period})")),
        notes: vec![format!(
            "下列 {} 条经入户核实,与部门数据不符。请对照“数据出处”核对原始记录并更正;不需更正的请说明理由。",
            wrong.len()
        )],
        columns,
        rows: (1..).zip(wrong).map(|(number, answer)| row(number, answer, origin(answer))).collect(),
        ..SheetOut::default()
    }
}

fn row(number: u32, answer: &VerifiedClue, origin: String) -> Vec<CellOut> {
    let about = &answer.about;
    let handling = answer.handling.clone().unwrap_or_default();
    let words = [
        about.clue.as_str(),
        &about.rule,
        &about.title,
        &about.township,
        &about.village,
        &about.household_number,
        &about.head_name,
        &about.person_name,
        &answer.finding,
        &origin,
        &answer.verdict,
        &handling,
        &answer.situation,
        &answer.verifier,
        &answer.verified_on,
    ];
    std::iter::once(count(number)).chain(words.map(text)).collect()
}
