//! Questions for visits → a page a household, and a sheet for the villages, in the layouts that the pack declares.

use std::collections::{BTreeMap, BTreeSet};

use super::context::ListContext;
use super::fill::{Fillings, common, filled, lines, sheet};
use super::township::{ListRow, TownshipRows};
use crate::expr::Subject;
use crate::pack::{AnswerItem, Form, FormColumn, Page, VisitAttribute};
use crate::schema::Inquiry;
use crate::value::{Disclosure, Redacted};
use crate::workbook::{CellOut, Section, SheetOut};

/// The sheets of one township; none where nothing is asked.
pub(super) fn visit_sheets(township: &TownshipRows<'_>, context: ListContext<'_>) -> Vec<SheetOut> {
    let visits = &context.pack.visits;
    let forms = [(Subject::Household, &visits.household), (Subject::Village, &visits.village)];
    let of_kind = |(kind, form): (Subject, &Form<VisitAttribute>)| {
        let asked: Vec<&ListRow<'_, Inquiry>> =
            township.inquiries.iter().filter(|line| line.about.kind == kind).collect();
        (!asked.is_empty()).then(|| visit_sheet(township, &asked, form, context))
    };
    forms.into_iter().filter_map(of_kind).collect()
}

fn visit_sheet(
    township: &TownshipRows<'_>,
    asked: &[&ListRow<'_, Inquiry>],
    form: &Form<VisitAttribute>,
    context: ListContext<'_>,
) -> SheetOut {
    let households: BTreeSet<i64> = asked.iter().filter_map(|line| line.about.household).collect();
    let villages: BTreeSet<i64> = asked.iter().map(|line| line.about.village).collect();
    let mut fillings = common(township.name, form, context);
    fillings.extend([
        ("{问题数}", asked.len().to_string()),
        ("{户数}", households.len().to_string()),
        ("{村数}", villages.len().to_string()),
    ]);
    let whole = sheet(form, &fillings, context.pack, |attribute| attribute == VisitAttribute::序号);
    match &form.page {
        None => SheetOut { rows: rows(asked, form, context), ..whole },
        Some(page) => SheetOut { further: pages(township, asked, form, page, &fillings, context), ..whole }.on_pages(),
    }
}

/// A page for every household, in the order of its clues.
fn pages(
    township: &TownshipRows<'_>,
    asked: &[&ListRow<'_, Inquiry>],
    form: &Form<VisitAttribute>,
    page: &Page,
    fillings: &Fillings,
    context: ListContext<'_>,
) -> Vec<Section> {
    let mut households: Vec<Vec<&ListRow<'_, Inquiry>>> = Vec::new();
    for line in asked {
        match households.last_mut().filter(|last| last[0].about.household == line.about.household) {
            Some(last) => last.push(line),
            None => households.push(vec![line]),
        }
    }
    let findings = findings(township);
    let section = |asked: &Vec<&ListRow<'_, Inquiry>>| {
        let about = asked[0].about;
        let mut own = fillings.clone();
        own.extend(of_household(about, context));
        let found = about.household.and_then(|household| findings.get(&household)).cloned().unwrap_or_default();
        own.push(("{线索}", found));
        Section {
            title: Some(filled(&page.title, &own)),
            notes: lines(&page.lines, &own),
            rows: rows(asked, form, context),
            footer: lines(&form.sign_off, &own),
        }
    };
    households.iter().map(section).collect()
}

/// What this month's clues of every household say.
fn findings(township: &TownshipRows<'_>) -> BTreeMap<i64, String> {
    let mut findings: BTreeMap<i64, String> = BTreeMap::new();
    for clue in township.villages.values().flatten().map(|line| line.about) {
        let Some(household) = clue.subject.household else { continue };
        let said = findings.entry(household).or_default();
        said.push_str(if said.is_empty() { "" } else { "；" });
        said.push_str(&clue.text.finding);
    }
    findings
}

fn of_household(inquiry: &Inquiry, context: ListContext<'_>) -> Fillings {
    const SHOWN: [(&str, VisitAttribute); 9] = [
        ("{村}", VisitAttribute::行政村),
        ("{组}", VisitAttribute::组),
        ("{户编号}", VisitAttribute::户编号),
        ("{户主姓名}", VisitAttribute::户主姓名),
        ("{户主身份证号}", VisitAttribute::户主身份证号),
        ("{户类型}", VisitAttribute::户类型),
        ("{户风险等级}", VisitAttribute::户风险等级),
        ("{主要风险}", VisitAttribute::主要风险),
        ("{综合研判}", VisitAttribute::综合研判),
    ];
    SHOWN.map(|(name, attribute)| (name, text(inquiry, attribute, context).into())).into()
}

fn rows(asked: &[&ListRow<'_, Inquiry>], form: &Form<VisitAttribute>, context: ListContext<'_>) -> Vec<Vec<CellOut>> {
    asked.iter().zip(1..).map(|(line, number)| row(line, number, &form.columns, context)).collect()
}

fn row(
    line: &ListRow<'_, Inquiry>,
    number: i64,
    columns: &[FormColumn<VisitAttribute>],
    context: ListContext<'_>,
) -> Vec<CellOut> {
    let cell = |column: &FormColumn<VisitAttribute>| match (column.from, column.to) {
        (Some(VisitAttribute::序号), _) => CellOut::Integer(number),
        (Some(VisitAttribute::校验码), _) => CellOut::Text(Redacted::code(&line.sent.checksum)),
        (Some(attribute), _) => CellOut::Text(text(line.about, attribute, context)),
        (None, Some(AnswerItem::核查结果)) => CellOut::Choice(line.about.answers.clone()),
        (None, _) => CellOut::Blank,
    };
    columns.iter().map(cell).collect()
}

/// What an inquiry shows under an attribute, masked.
fn text(inquiry: &Inquiry, attribute: VisitAttribute, context: ListContext<'_>) -> Redacted {
    let at = &inquiry.location;
    let risk_profile = || inquiry.household.and_then(|household| context.risk_profiles.get(&household));
    let free = match attribute {
        VisitAttribute::序号 | VisitAttribute::校验码 => "",
        VisitAttribute::户编号 => return Redacted::household_number(&at.household_number),
        VisitAttribute::户主身份证号 => return Disclosure::Masked.show(at.head),
        VisitAttribute::核查点 => return Redacted::code(&inquiry.plan.join("、")),
        VisitAttribute::问题编号 => &inquiry.question,
        VisitAttribute::乡镇 => &at.village.township,
        VisitAttribute::行政村 => &at.village.name,
        VisitAttribute::组 => &at.group,
        VisitAttribute::户主姓名 => &at.head_name,
        VisitAttribute::户类型 => &at.class,
        VisitAttribute::户风险等级 => risk_profile().map_or("", |risk_profile| risk_profile.grade.label()),
        VisitAttribute::主要风险 => risk_profile().map_or("", |risk_profile| risk_profile.main()),
        VisitAttribute::综合研判 => {
            return Redacted::of(
                &risk_profile().map(|risk_profile| risk_profile.headings.join("、")).unwrap_or_default(),
            );
        }
        VisitAttribute::核查内容 => &inquiry.ask,
    };
    Redacted::of(free)
}
