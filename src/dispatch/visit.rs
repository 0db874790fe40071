//! Questions for visits → the township's sheets 入户核查 and 驻村核查, in the layouts that the pack declares.

use std::collections::BTreeSet;

use super::{Batch, Dated, column, filled};
use crate::expr::Subject;
use crate::pack::{FormColumn, VisitAttribute};
use crate::schema::Inquiry;
use crate::value::Disclosure;
use crate::workbook::{CellOut, SheetOut};

/// The sheets of one township; none where nothing is asked.
pub(super) fn visit_sheets(township: &str, batch: &Batch<'_>) -> Vec<SheetOut> {
    let forms = [(Subject::Household, &batch.household_visit), (Subject::Village, &batch.village_visit)];
    let sheet = |(kind, form): (Subject, &Dated<'_, VisitAttribute>)| {
        let of_township = |inquiry: &&Inquiry| inquiry.kind == kind && inquiry.location.township == township;
        let asked: Vec<&Inquiry> = batch.inquiries.iter().filter(of_township).collect();
        (!asked.is_empty()).then(|| sheet(township, &asked, form, batch))
    };
    forms.into_iter().filter_map(sheet).collect()
}

fn sheet(township: &str, asked: &[&Inquiry], form: &Dated<'_, VisitAttribute>, batch: &Batch<'_>) -> SheetOut {
    let households: BTreeSet<i64> = asked.iter().filter_map(|inquiry| inquiry.household).collect();
    let villages: BTreeSet<i64> = asked.iter().map(|inquiry| inquiry.village).collect();
    let counts = [
        ("{乡镇}", township.to_owned()),
        ("{问题数}", asked.len().to_string()),
        ("{户数}", households.len().to_string()),
        ("{村数}", villages.len().to_string()),
    ];
    let columns = &form.form.columns;
    SheetOut {
        columns: columns.iter().map(|declared| column(declared, is_number)).collect(),
        rows: asked.iter().zip(1..).map(|(inquiry, number)| row(inquiry, number, columns, batch)).collect(),
        ..filled(form, &counts, batch)
    }
}

fn is_number(attribute: VisitAttribute) -> bool {
    attribute == VisitAttribute::序号
}

fn row(inquiry: &Inquiry, number: i64, columns: &[FormColumn<VisitAttribute>], batch: &Batch<'_>) -> Vec<CellOut> {
    let cell = |column: &FormColumn<VisitAttribute>| match column.from {
        Some(VisitAttribute::序号) => CellOut::Integer(number),
        Some(VisitAttribute::核查结果) => CellOut::Choice(inquiry.answers.clone()),
        Some(attribute) => CellOut::Text(text(inquiry, attribute, batch)),
        None => CellOut::Blank,
    };
    columns.iter().map(cell).collect()
}

/// What an inquiry shows under an attribute; ID numbers are masked.
fn text(inquiry: &Inquiry, attribute: VisitAttribute, batch: &Batch<'_>) -> String {
    let at = &inquiry.location;
    let picture = || inquiry.household.and_then(|household| batch.pictures.get(&household));
    match attribute {
        VisitAttribute::序号 | VisitAttribute::核查结果 => String::new(),
        VisitAttribute::问题编号 => inquiry.question.clone(),
        VisitAttribute::核查点 => inquiry.plan.join("、"),
        VisitAttribute::乡镇 => at.township.clone(),
        VisitAttribute::行政村 => at.village.clone(),
        VisitAttribute::组 => at.group.clone(),
        VisitAttribute::户编号 => at.household_number.clone(),
        VisitAttribute::户主姓名 => at.head_name.clone(),
        VisitAttribute::户主身份证号 => Disclosure::Masked.show(at.head),
        VisitAttribute::户类型 => at.class.clone(),
        VisitAttribute::户风险等级 => {
            picture().map(|picture| picture.grade.label().to_owned()).unwrap_or_default()
        }
        VisitAttribute::主要风险 => picture().map(|picture| picture.main().to_owned()).unwrap_or_default(),
        VisitAttribute::核查内容 => inquiry.ask.clone(),
    }
}
