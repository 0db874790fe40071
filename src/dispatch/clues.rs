//! A township's clues → one sheet a village, for the village to verify.

use std::collections::BTreeSet;

use super::context::ListContext;
use super::fill::{common, sheet};
use super::township::{ListRow, TownshipRows};
use crate::ledger::{AskReason, Conclusion};
use crate::pack::{ClueAttribute, Form, FormColumn};
use crate::schema::{Clue, Origin, RiskProfile, SheetReport};
use crate::value::{Disclosure, Redacted};
use crate::workbook::{CellOut, SheetOut};

/// The sheets of one township, villages in order.
pub(super) fn village_sheets(
    township: &TownshipRows<'_>,
    form: &Form<ClueAttribute>,
    context: ListContext<'_>,
) -> Vec<SheetOut> {
    let of_village = |(village, lines): (&&str, &Vec<ListRow<'_, Clue>>)| {
        let households: BTreeSet<i64> = lines.iter().filter_map(|line| line.about.subject.household).collect();
        let mut fillings = common(township.name, form, context);
        fillings.extend([
            ("{村}", (*village).to_owned()),
            ("{线索数}", lines.len().to_string()),
            ("{户数}", households.len().to_string()),
        ]);
        let clues = lines.iter().zip(1..).map(|(line, number)| row(line, number, form, context));
        let blank = (0..ROWS_TO_ADD).map(|_| vec![CellOut::Open; form.columns.len()]);
        SheetOut { rows: clues.chain(blank).collect(), ..sheet(form, &fillings, context.pack, is_number) }
    };
    township.villages.iter().map(of_village).collect()
}

/// Blank rows below the clues of a village, for risks that it found by itself.
const ROWS_TO_ADD: usize = 10;

fn is_number(attribute: ClueAttribute) -> bool {
    attribute == ClueAttribute::序号
}

fn row(line: &ListRow<'_, Clue>, number: i64, form: &Form<ClueAttribute>, context: ListContext<'_>) -> Vec<CellOut> {
    let cell = |column: &FormColumn<ClueAttribute>| match column.from {
        Some(ClueAttribute::序号) => CellOut::Integer(number),
        Some(attribute) => CellOut::Text(text(line, attribute, context)),
        None => CellOut::Blank,
    };
    form.columns.iter().map(cell).collect()
}

/// What a clue shows under an attribute, masked.
fn text(line: &ListRow<'_, Clue>, attribute: ClueAttribute, context: ListContext<'_>) -> Redacted {
    let clue = line.about;
    let masked = |number| Disclosure::Masked.show(number);
    let of_household = |say: fn(&RiskProfile) -> String| {
        let risk_profile = clue.subject.household.and_then(|household| context.risk_profiles.get(&household));
        Redacted::of(&risk_profile.map(say).unwrap_or_default())
    };
    let free = match attribute {
        ClueAttribute::序号 => "",
        ClueAttribute::线索编号 => return Redacted::code(&clue.id),
        ClueAttribute::校验码 => return Redacted::code(&line.sent.checksum),
        ClueAttribute::户编号 => return Redacted::household_number(&clue.location.household_number),
        ClueAttribute::户主身份证号 => return masked(clue.location.head),
        ClueAttribute::涉及人身份证号 => return masked(clue.subject.person.or(clue.location.head)),
        ClueAttribute::出处 => return Redacted::of(&places(clue, context.sheets)),
        ClueAttribute::推送情况 => {
            let headings = of_household(|risk_profile| risk_profile.headings.join("、"));
            let told = context.ask(&clue.id).map(history).unwrap_or_default();
            return Redacted::of(&if headings.is_empty() { told } else { format!("{headings}；{told}") });
        }
        ClueAttribute::户风险等级 => return of_household(|risk_profile| risk_profile.grade.label().to_owned()),
        ClueAttribute::主要风险 => return of_household(|risk_profile| risk_profile.main().to_owned()),
        ClueAttribute::次要风险 => return of_household(RiskProfile::others),
        ClueAttribute::乡镇 => &clue.location.village.township,
        ClueAttribute::行政村 => &clue.location.village.name,
        ClueAttribute::组 => &clue.location.group,
        ClueAttribute::户主姓名 => &clue.location.head_name,
        ClueAttribute::涉及人姓名 => &clue.text.person_name,
        ClueAttribute::与户主关系 => &clue.text.relation,
        ClueAttribute::户类型 => &clue.location.class,
        ClueAttribute::规则名称 => &clue.text.title,
        ClueAttribute::风险类型 => &clue.risk,
        ClueAttribute::风险等级 => clue.severity.label(),
        ClueAttribute::来源部门 => &clue.department,
        ClueAttribute::线索内容 => &clue.text.finding,
        ClueAttribute::核实要点 => &clue.text.verify,
    };
    Redacted::of(free)
}

/// Why a clue is asked, and what was found out before, in a sentence.
fn history(ask: &AskReason) -> String {
    let before = |previous: &Option<Conclusion>| previous.as_ref().map(concluded).unwrap_or_default();
    match ask {
        AskReason::New => "首次推送".to_owned(),
        AskReason::Reopened { why, previous } => format!("再次推送：{}{}", why.label(), before(previous)),
        AskReason::WaiverEnded { until, .. } => format!("再次推送：豁免已于{until}到期"),
        AskReason::Unanswered { since, times, previous } => {
            format!("第{}次推送：{since}期起未反馈{}", times + 1, before(previous))
        }
        AskReason::Unresolved { previous } => format!("再次推送：上次未能办结{}", concluded(previous)),
    }
}

fn concluded(conclusion: &Conclusion) -> String {
    let handling = conclusion.handling.as_ref().map(|handling| format!("、{handling}")).unwrap_or_default();
    format!("；{}期结论：{}{handling}", conclusion.period, conclusion.verdict)
}

/// Records shown for one clue; what is beyond them is counted.
const PLACES_SHOWN: usize = 8;

/// Where the records behind a clue stand, for people.
pub fn places(clue: &Clue, sheets: &[SheetReport]) -> String {
    let place = |origin: &Origin| {
        let sheet = usize::try_from(origin.sheet).ok().and_then(|sheet| sheets.get(sheet));
        sheet.map(|sheet| sheet.place(origin.row)).unwrap_or_default()
    };
    let mut shown: Vec<String> = clue.origins.iter().take(PLACES_SHOWN).map(place).collect();
    if clue.origins.len() > PLACES_SHOWN {
        shown.push(format!("等{}处", clue.origins.len()));
    }
    shown.join("；")
}
