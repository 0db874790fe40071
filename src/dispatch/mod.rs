//! Clues and questions → push lists: one workbook a township, in the layouts that the pack declares.
//!
//! A workbook has a cover, one sheet of clues a village, a page of questions a household, a sheet of questions to
//! villages, and its identity. It lists only clues that are asked, in the order they come in: those of one household
//! together, so that a cadre can verify them on one visit, the household with the highest risk first.

mod context;
mod township;
mod fill;
mod clues;
mod cover;
mod identity;
mod visit;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

pub use clues::places;
pub use context::ListContext;
pub use identity::ListIdentity;

use township::TownshipRows;

use crate::ledger::BatchRow;
use crate::schema::{Clue, Inquiry};
use crate::workbook::BookOut;

/// One township's push list.
#[derive(Debug)]
pub struct PushList {
    /// The township.
    pub township: String,
    /// Its code.
    pub batch: String,
    /// Version of the form.
    pub form: String,
    /// The day answers are due.
    pub due: Date,
    /// Its rows, for the ledger.
    pub rows: Vec<BatchRow>,
    /// The workbook.
    pub book: BookOut,
}

/// Lays out all push lists, townships in order; a township where nothing is asked has none.
pub fn push_lists(clues: &[Clue], context: ListContext<'_>) -> Vec<PushList> {
    let mut townships: BTreeMap<&str, Vec<&Clue>> = BTreeMap::new();
    for clue in clues.iter().filter(|clue| context.ask(&clue.id).is_some()) {
        townships.entry(&clue.location.village.township).or_default().push(clue);
    }
    townships.into_iter().map(|(township, clues)| push_list(township, &clues, context)).collect()
}

fn push_list(name: &str, clues: &[&Clue], context: ListContext<'_>) -> PushList {
    let class = context.classes.iter().find(|(_, townships)| townships.iter().any(|township| township == name));
    let form = context.pack.push_list(class.map(|(class, _)| class.as_str()));
    let inquiries = inquiries(clues, context);
    let contents = clues.iter().flat_map(|clue| [clue.id.as_str(), clue.text.finding.as_str()]);
    let contents = [context.period, name, &form.version].into_iter().chain(contents);
    let code = context.naming.batch(contents.chain(inquiries.iter().map(|inquiry| inquiry.question.as_str())));
    let township = TownshipRows::of(name, clues, &inquiries, &code, context.naming);
    let rows = township.sent();
    let identity = ListIdentity {
        batch: code.clone(),
        form: form.version.clone(),
        period: context.period.to_owned(),
        township: name.to_owned(),
        rows: rows.iter().map(|row| (row.asked.key(), row.checksum.clone())).collect(),
    };
    let sheets = cover::cover_sheet(&township, form, context)
        .into_iter()
        .chain(clues::village_sheets(&township, form, context))
        .chain(visit::visit_sheets(&township, context))
        .chain([identity.sheet()])
        .collect();
    let book = BookOut { created: context.pushed, sheets, properties: identity.properties() };
    let (form, due) = (form.version.clone(), (context.due)(&form.due));
    PushList { township: name.to_owned(), batch: code, form, due, rows, book }
}

/// The questions to the households and villages of some clues.
fn inquiries<'a>(clues: &[&Clue], context: ListContext<'a>) -> Vec<&'a Inquiry> {
    let households: BTreeSet<i64> = clues.iter().filter_map(|clue| clue.subject.household).collect();
    let villages: BTreeSet<i64> = clues.iter().map(|clue| clue.subject.village).collect();
    let asked = |inquiry: &&Inquiry| match inquiry.household {
        Some(household) => households.contains(&household),
        None => villages.contains(&inquiry.village),
    };
    context.inquiries.iter().filter(asked).collect()
}
