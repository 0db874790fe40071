//! What was answered on visits: every question's answers by township, and who gave those that somebody has to follow
//! up.

use std::collections::{BTreeMap, BTreeSet};

use super::super::home::home_columns;
use super::input::{Verification, title};
use crate::expr::Subject;
use crate::ledger::{AskedQuestion, RecordedAnswer};
use crate::pack::Question;
use crate::progress::worrying;
use crate::workbook::{Columns, SheetOut};

/// What stands in place of an answer where nobody answered, and where answers contradict one another.
const UNANSWERED: &str = "未反馈";
const CONTRADICTED: &str = "矛盾待裁定";

/// An answer of a question, and by how many it was given in every township.
struct AnswerCount<'a> {
    id: &'a str,
    question: Option<&'a Question>,
    answer: &'a str,
    townships: Option<&'a BTreeMap<&'a str, u32>>,
}

impl AnswerCount<'_> {
    fn follow_up(&self) -> bool {
        self.question.is_some_and(|question| question.worrying.iter().any(|word| word == self.answer))
    }

    fn in_township(&self, township: &str) -> u32 {
        self.townships.and_then(|counts| counts.get(township)).copied().unwrap_or(0)
    }

    fn everywhere(&self) -> u32 {
        self.townships.map_or(0, |counts| counts.values().sum())
    }
}

/// The sheet of answers by question and township.
pub(super) fn answers(input: Verification<'_>) -> SheetOut {
    let mut counts: BTreeMap<(&str, &str), BTreeMap<&str, u32>> = BTreeMap::new();
    for asked in input.questions {
        let place = counts.entry((&asked.question, said(asked))).or_default();
        *place.entry(&asked.respondent.home.village.township).or_default() += 1;
    }
    let mut rows = Vec::new();
    for id in asked_ids(input) {
        let question = input.wording.iter().find(|known| known.id == id);
        let choices = question.map(|question| question.answers.as_slice()).unwrap_or_default();
        let given = counts.keys().filter(|(of, _)| *of == id).map(|(_, answer)| *answer);
        for answer in in_order(choices, given) {
            rows.push(AnswerCount { id, question, answer, townships: counts.get(&(id, answer)) });
        }
    }
    SheetOut {
        name: "入户驻村核查".to_owned(),
        title: title(input, "入户驻村核查"),
        ..SheetOut::of(&columns(input), rows)
    }
}

fn columns<'a>(input: Verification<'a>) -> Columns<'a, AnswerCount<'a>> {
    let townships: BTreeSet<&str> =
        input.questions.iter().map(|asked| asked.respondent.home.village.township.as_str()).collect();
    let columns = Columns::<AnswerCount<'_>>::new()
        .text(("问题编号", 9.0), |given| given.id.to_owned())
        .text(("核查内容", 50.0), |given| given.question.map_or_else(String::new, |question| question.ask.clone()))
        .text(("核查结果", 24.0), |given| given.answer.to_owned())
        .text(("提示", 8.0), |given| if given.follow_up() { "需跟进" } else { "" })
        .count(("合计", 10.0), AnswerCount::everywhere);
    let in_township = |columns: Columns<'a, AnswerCount<'a>>, township: &'a str| {
        columns.count((township, 10.0), move |given| given.in_township(township))
    };
    townships.into_iter().fold(columns, in_township)
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

/// An answer that somebody has to follow up.
struct FollowUpAnswer<'a> {
    asked: &'a AskedQuestion,
    ask: &'a str,
    answer: &'a str,
    reply: &'a RecordedAnswer,
}

/// The sheet of those whose answers somebody has to follow up.
pub(super) fn to_follow_up(input: Verification<'_>) -> SheetOut {
    let columns = Columns::<FollowUpAnswer<'_>>::new()
        .and(home_columns([12.0, 12.0, 12.0, 10.0], |worrying: &FollowUpAnswer<'_>| &worrying.asked.respondent.home))
        .text(("问题编号", 9.0), |worrying| worrying.asked.question.clone())
        .text(("核查内容", 44.0), |worrying| worrying.ask.to_owned())
        .text(("核查结果", 22.0), |worrying| worrying.answer.to_owned())
        .text(("情况说明", 30.0), |worrying| worrying.reply.situation.to_string())
        .text(("核实人", 10.0), |worrying| worrying.reply.verifier.to_string())
        .text(("核实日期", 12.0), |worrying| {
            worrying.reply.verified_on.map(|day| day.to_string()).unwrap_or_default()
        });
    let worrying = |asked| {
        let answer = worrying(asked, input.wording)?;
        let ask = input.wording.iter().find(|known| known.id == asked.question).map_or("", |known| known.ask.as_str());
        Some(FollowUpAnswer { asked, ask, answer, reply: asked.answers.first()? })
    };
    SheetOut {
        name: "需跟进的答复".to_owned(),
        title: title(input, "需跟进的答复"),
        notes: vec!["入户核查、驻村核查中说明有问题的答复；户编号空白的是问村的问题。".to_owned()],
        ..SheetOut::of(&columns, input.questions.iter().filter_map(worrying))
    }
}
