//! What is to be said of records when they were linked: repeats, other names, and those that fit several people.

use polars::prelude::{DataFrame, PolarsResult};

use super::population::repeated_person;
use super::records::REGISTER_NAME;
use crate::pack::Source;
use crate::schema::{Consequence, Fate, Issue, NAME, ROW, SHEET};
use crate::value::name::same_name;

/// The issues of one source's records, in order of kind and row.
pub(super) fn remarks(
    frame: &DataFrame,
    source: &Source,
    repeats: &[Option<usize>],
    fates: &[Fate],
) -> PolarsResult<Vec<Issue>> {
    let mut issues = repeated(frame, source, repeats)?;
    issues.extend(otherwise_named(frame, source, fates)?);
    issues.extend(ambiguous(frame, source, fates)?);
    Ok(issues)
}

fn origin(frame: &DataFrame, position: usize) -> PolarsResult<(u32, u32)> {
    let number = |name: &str| -> PolarsResult<u32> {
        let value = frame.column(name)?.i64()?.get(position);
        Ok(value.and_then(|value| u32::try_from(value).ok()).unwrap_or(0))
    };
    Ok((number(SHEET)?, number(ROW)?))
}

/// Records that say again what an earlier one says.
fn repeated(frame: &DataFrame, source: &Source, repeats: &[Option<usize>]) -> PolarsResult<Vec<Issue>> {
    let again = repeats.iter().enumerate().filter_map(|(position, first)| Some((position, (*first)?)));
    let issue = |(position, first)| Ok(repeated_person(origin(frame, position)?, origin(frame, first)?, source));
    again.map(issue).collect()
}

/// Same number, different name: linked all the same, since the number decides, but said.
fn otherwise_named(frame: &DataFrame, source: &Source, fates: &[Fate]) -> PolarsResult<Vec<Issue>> {
    let mut issues = Vec::new();
    let (theirs, ours) = (frame.column(NAME)?.str()?, frame.column(REGISTER_NAME)?.str()?);
    for (position, fate) in fates.iter().enumerate() {
        let (Fate::Linked, Some(theirs), Some(ours)) = (fate, theirs.get(position), ours.get(position)) else {
            continue;
        };
        if theirs != ours && !same_name(theirs, ours) {
            let (sheet, row) = origin(frame, position)?;
            issues.push(Issue {
                sheet,
                row,
                field: source.key.name.clone(),
                kind: "同一身份证号姓名不一致".to_owned(),
                value: format!("{theirs}(花名册为{ours})"),
                other: None,
                consequence: Consequence::Remark,
                advice: "已按身份证号关联;请核对姓名或身份证号是否录错".to_owned(),
                count: 1,
            });
        }
    }
    Ok(issues)
}

/// No number, and several or nobody with that name: linked to nobody.
fn ambiguous(frame: &DataFrame, source: &Source, fates: &[Fate]) -> PolarsResult<Vec<Issue>> {
    let mut issues = Vec::new();
    for position in (0..fates.len()).filter(|position| fates[*position] == Fate::Ambiguous) {
        let (sheet, row) = origin(frame, position)?;
        issues.push(Issue {
            sheet,
            row,
            field: source.key.name.clone(),
            kind: "无身份证号,按村和姓名不能确定是谁".to_owned(),
            value: frame.column(NAME)?.str()?.get(position).unwrap_or_default().to_owned(),
            other: None,
            consequence: Consequence::Unlinked,
            advice: "请补上户主身份证号".to_owned(),
            count: 1,
        });
    }
    Ok(issues)
}
