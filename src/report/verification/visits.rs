//! What was answered on visits: every question's answers by township, and who gave those that somebody has to follow up.

use std::collections::{BTreeMap, BTreeSet};

use super::super::cells::{column, count, text};
use super::input::{Verification, title};
use crate::expr::Subject;
use crate::ledger::AskedQuestion;
use crate::progress::worrying;
use crate::workbook::{CellOut, ColumnKind, SheetOut};

/// What stands in place of an answer where nobody answered, and where answers contradict one another.
const UNANSWERED: &str = "未反馈";
const CONTRADICTED: &str = "矛盾待裁定";

/// The sheet of answers by question and township.
pub(super) fn answers(input: Verification<'_>) -> SheetOut {
    let townships: BTreeSet<&str> = input.questions.iter().map(|asked| asked.respondent.township.as_str()).collect();
    let mut counts: BTreeMap<(&str, &str), BTreeMap<&str, u32>> = BTreeMap::new();
    for asked in input.questions {
        let place = counts.entry((&asked.question, said(asked))).or_default();
        *place.entry(&asked.respondent.township).or_default() += 1;
    }
    let mut rows = Vec::new();
    for question in asked_ids(input) {
        let known = input.wording.iter().find(|known| known.id == question);
        let (ask, choices) = known.map(|known| (known.ask.as_str(), known.answers.as_slice())).unwrap_or_default();
        let given = counts.keys().filter(|(id, _)| *id == question).map(|(_, answer)| *answer);
        for answer in in_order(choices, given) {
            let of_answer = counts.get(&(question, answer));
            let of = |township: &str| of_answer.and_then(|counts| counts.get(township)).copied().unwrap_or(0);
            let all = townships.iter().map(|township| of(township)).sum();
            let follow_up = known.is_some_and(|known| known.worrying.iter().any(|word| word == answer));
            let mark = if follow_up { "需跟进" } else { "" };
            let words = [question, ask, answer, mark].map(text);
            let numbers = std::iter::once(all).chain(townships.iter().map(|township| of(township))).map(count);
            rows.push(words.into_iter().chain(numbers).collect());
        }
    }
    let words = [("问题编号", 9.0), ("核查内容", 50.0), ("核查结果", 24.0), ("提示", 8.0)];
    let words = words.map(|(heading, width)| column(heading, width, ColumnKind::Text));
    let numbers = std::iter::once("合计").chain(townships.iter().copied());
    let numbers = numbers.map(|heading| column(heading, 10.0, ColumnKind::Integer));
    SheetOut {
        name: "入户驻村核查".to_owned(),
        title: title(input, "入户驻村核查"),
        columns: words.into_iter().chain(numbers).collect(),
        rows,
        ..SheetOut::default()
    }
}

/// The answer of a question, or what stands in place of one.
fn said(asked: &AskedQuestion) -> &str {
    match asked.answers.as_slice() {
        [] => UNANSWERED,
        [answer] => &answer.word,
        [_, _, ..] => CONTRADICTED,
    }
}

/// The questions that were asked, those to households first.
fn asked_ids(input: Verification<'_>) -> impl Iterator<Item = &str> {
    let kind = |asked: &AskedQuestion| asked.respondent.kind == Subject::Village;
    let ids: BTreeSet<(bool, &str)> =
        input.questions.iter().map(|asked| (kind(asked), asked.question.as_str())).collect();
    ids.into_iter().map(|(_, id)| id)
}

/// The answers to choose from, then others that were given, then what stands in place of answers.
fn in_order<'a>(choices: &'a [String], given: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut order: Vec<&str> = choices.iter().map(String::as_str).collect();
    let given: BTreeSet<&str> = given.collect();
    let is_answer = |word: &&str| *word != UNANSWERED && *word != CONTRADICTED;
    let others: Vec<&str> = given.iter().copied().filter(is_answer).filter(|word| !order.contains(word)).collect();
    order.extend(others);
    order.extend([CONTRADICTED, UNANSWERED].into_iter().filter(|word| given.contains(word)));
    order
}

/// The sheet of those whose answers somebody has to follow up.
pub(super) fn to_follow_up(input: Verification<'_>) -> SheetOut {
    let columns = [
        ("乡镇", 12.0),
        ("行政村", 12.0),
        ("户编号", 12.0),
        ("户主姓名", 10.0),
        ("问题编号", 9.0),
        ("核查内容", 44.0),
        ("核查结果", 22.0),
        ("情况说明", 30.0),
        ("核实人", 10.0),
        ("核实日期", 12.0),
    ];
    let row = |asked: &AskedQuestion| -> Option<Vec<CellOut>> {
        let word = worrying(asked, input.wording)?;
        let (at, answer) = (&asked.respondent, asked.answers.first()?);
        let ask = input.wording.iter().find(|known| known.id == asked.question).map_or("", |known| known.ask.as_str());
        let place = [&at.township, &at.village, &at.household_number, &at.head_name, &asked.question].map(text);
        let verified_on = answer.verified_on.map(|day| day.to_string()).unwrap_or_default();
        let said = [ask, word, &answer.situation, &answer.verifier, &verified_on].map(text);
        Some(place.into_iter().chain(said).collect())
    };
    SheetOut {
        name: "需跟进的答复".to_owned(),
        title: title(input, "需跟进的答复"),
        notes: vec!["入户核查、驻村核查中说明有问题的答复;户编号空白的是问村的问题。".to_owned()],
        columns: columns.map(|(heading, width)| column(heading, width, ColumnKind::Text)).into(),
        rows: input.questions.iter().filter_map(row).collect(),
        ..SheetOut::default()
    }
}
