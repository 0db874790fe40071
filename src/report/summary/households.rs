//! 农户风险: one row a household with clues, the gravest of every village first.

use std::collections::{BTreeMap, BTreeSet};

use super::input::{SummaryInput, title};
use crate::schema::{Clue, Location, RiskProfile};
use crate::value::{Disclosure, Redacted};
use crate::workbook::{Columns, SheetOut};

/// Lays out the sheet.
pub(super) fn households(input: SummaryInput<'_>) -> SheetOut {
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
    let of = |household: &i64| {
        let clues = found.get(household)?;
        Some(Flagged { at: &clues.first()?.location, clues, risk_profile: input.risk_profiles.get(household)? })
    };
    let name = "农户风险";
    let sheet = SheetOut::of(&columns(input.disclosure), order.iter().filter_map(of));
    SheetOut { name: name.to_owned(), title: title(input, name), ..sheet }
}

/// A household with clues.
struct Flagged<'a> {
    at: &'a Location,
    clues: &'a [&'a Clue],
    risk_profile: &'a RiskProfile,
}

fn columns<'a>(disclosure: Disclosure) -> Columns<'a, Flagged<'a>> {
    Columns::<Flagged<'_>>::new()
        .text(("乡镇", 12.0), |flagged| flagged.at.village.township.clone())
        .text(("行政村", 12.0), |flagged| flagged.at.village.name.clone())
        .text(("组", 8.0), |flagged| flagged.at.group.clone())
        .text(("户编号", 14.0), |flagged| Redacted::household_number(&flagged.at.household_number))
        .text(("户主姓名", 10.0), |flagged| flagged.at.head_name.clone())
        .text(("户主身份证号", 20.0), move |flagged| disclosure.show(flagged.at.head))
        .text(("农户类型", 11.0), |flagged| flagged.at.class.clone())
        .text(("风险等级", 6.0), |flagged| flagged.risk_profile.grade.label())
        .count(("风险分", 8.0), |flagged| flagged.risk_profile.score)
        .text(("主要风险", 11.0), |flagged| flagged.risk_profile.main().to_owned())
        .text(("次要风险", 18.0), |flagged| flagged.risk_profile.others())
        .text(("综合研判", 11.0), |flagged| flagged.risk_profile.headings.join("、"))
        .count(("线索（条）", 8.0), |flagged| flagged.risk_profile.clues)
        .text(("规则", 30.0), |flagged| {
            let rules: BTreeSet<&str> = flagged.clues.iter().map(|clue| clue.rule.as_str()).collect();
            rules.into_iter().collect::<Vec<_>>().join("、")
        })
}
