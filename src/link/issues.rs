//! What is to be said of records when they were linked: repeats, other names, and those that fit several people.

use polars::prelude::{DataFrame, PolarsResult};

use super::duplicate::{Repeat, Repeats};
use crate::pack::Source;
use crate::schema::{Consequence, Fate, Issue, NAME, Origin, Origins, REGISTER_NAME};
use crate::value::name::{each, same_name};

/// The issues of one source's records, in order of kind and row.
pub(super) fn issues_of(
    frame: &DataFrame,
    source: &Source,
    repeats: &Repeats,
    fates: &[Fate],
) -> PolarsResult<Vec<Issue>> {
    let mut issues = repeated(frame, source, repeats)?;
    issues.extend(otherwise_named(frame, source, fates)?);
    issues.extend(ambiguous(frame, source, fates)?);
    Ok(issues)
}

/// What is said of a row that is at odds with another: the kind of issue, its consequence, and advice.
struct Remark(&'static str, Consequence, &'static str);

/// Records that say again what another one says, and those that say something else of the same event.
pub(super) fn repeated(frame: &DataFrame, source: &Source, repeats: &Repeats) -> PolarsResult<Vec<Issue>> {
    let id = source.key.id.first().map_or("", String::as_str);
    let mut issues = Vec::new();
    for (position, repeat) in repeats.repeats.iter().enumerate() {
        let (first, remark) = match repeat {
            Some(Repeat::Same(first)) => (*first, Remark("与另一行完全相同", Consequence::Once, ONCE)),
            Some(Repeat::Further(first)) => (*first, further(frame, source, repeats, position, *first)?),
            None => continue,
        };
        issues.push(pair(frame, position, first, id, remark)?);
    }
    for (position, first) in repeats.contradicting.iter().copied() {
        let field = source.unique.join("、");
        let remark = Remark("与另一行同一笔而内容不同", Consequence::Doubtful, BOTH);
        issues.push(pair(frame, position, first, &field, remark)?);
    }
    for (position, first) in repeats.unsure.iter().copied() {
        let remark = Remark("认得的栏目与另一行都相同，没有认出的栏目不同", Consequence::Doubtful, UNSURE);
        issues.push(pair(frame, position, first, id, remark)?);
    }
    Ok(issues)
}

/// What is said of a further record of a person: of two households, or of two records that differ otherwise.
fn further(
    frame: &DataFrame,
    source: &Source,
    repeats: &Repeats,
    position: usize,
    first: usize,
) -> PolarsResult<Remark> {
    let place = [&source.key.township, &source.key.village, &source.key.household];
    let differs = |field: &Option<String>| -> PolarsResult<bool> {
        let Some(field) = field else { return Ok(false) };
        let texts = frame.column(field)?.str()?;
        Ok(texts.get(position) != texts.get(first))
    };
    let elsewhere = source.register.is_some() && differs(place[0])? | differs(place[1])? | differs(place[2])?;
    Ok(match elsewhere {
        false => Remark("重复记录", Consequence::NoteOnly, FURTHER),
        true if repeats.ranks[position] != repeats.ranks[first] => Remark("一人两户", Consequence::Mended, LIVES),
        true => Remark("一人两户，无法判断住在哪一户", Consequence::Doubtful, UNKNOWN_HOME),
    })
}

const LIVES: &str =
    "已算在另一行所在的户（这一行写明已离开，或那一行是嫁入、入赘）；两处户口都在的，请核实后写明人员状态";
const UNKNOWN_HOME: &str = "只能算在一户，暂算在另一行所在的户；请核实住在哪一户，在另一处写明出嫁、迁出等";
const ONCE: &str = "认得的栏目都相同，只算一次；确是两笔的，请补上单号、日期等能区分的内容";
const FURTHER: &str = "名单每人一条，此人有几条内容不同的，采用了另一条（与文件、行的先后无关）；请核对哪一条对";
const UNSURE: &str = "两行都采用；请核对是两笔还是重复的一笔";
const BOTH: &str = "这些栏目相同，其他栏目不同，两行都采用；请核对是两笔还是改过的同一笔";

/// An issue of one row that is at odds with another.
fn pair(
    frame: &DataFrame,
    position: usize,
    first: usize,
    field: &str,
    Remark(kind, consequence, advice): Remark,
) -> PolarsResult<Issue> {
    let origins = Origins::of(frame)?;
    let Origin { sheet, row } = origins.at(position);
    Ok(Issue {
        sheet,
        row,
        field: field.to_owned(),
        kind: kind.to_owned(),
        value: String::new(),
        other: Some(origins.at(first)),
        consequence,
        advice: advice.to_owned(),
        count: 1,
    })
}

/// Same number, different name: linked all the same, since the number decides, but said.
fn otherwise_named(frame: &DataFrame, source: &Source, fates: &[Fate]) -> PolarsResult<Vec<Issue>> {
    let mut issues = Vec::new();
    let theirs = frame.column(NAME)?.str()?;
    let ours = frame.column(REGISTER_NAME)?.str()?;
    for (position, fate) in fates.iter().enumerate() {
        let (Fate::Linked, Some(theirs), Some(ours)) = (fate, theirs.get(position), ours.get(position)) else {
            continue;
        };
        if theirs != ours && !each(theirs).any(|name| same_name(name, ours)) {
            let Origin { sheet, row } = Origins::of(frame)?.at(position);
            issues.push(Issue {
                sheet,
                row,
                field: source.key.name.clone(),
                kind: "同一身份证号姓名不一致".to_owned(),
                value: format!("{theirs}（花名册为{ours}）"),
                other: None,
                consequence: Consequence::NoteOnly,
                advice: "已按身份证号关联；请核对姓名或身份证号是否录错".to_owned(),
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
        let Origin { sheet, row } = Origins::of(frame)?.at(position);
        issues.push(Issue {
            sheet,
            row,
            field: source.key.name.clone(),
            kind: "无身份证号，按村和姓名不能确定是谁".to_owned(),
            value: frame.column(NAME)?.str()?.get(position).unwrap_or_default().to_owned(),
            other: None,
            consequence: Consequence::Unlinked,
            advice: "请补上户主身份证号".to_owned(),
            count: 1,
        });
    }
    Ok(issues)
}
