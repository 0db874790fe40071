//! A household explained, as lines for people: who they are, where they were found, and every rule with its reasons.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::remembered::RememberedLine;
use crate::explain::{
    Doubt, Explained, ExplainedPart, Explanation, HouseholdView, Judgement, Member, RecordSeen, RuleAnswer, Verdict,
};
use crate::schema::Fate;

/// The page; the ledger's clues stand between the household and the rules.
pub fn explanation_page(explanation: &Explanation, remembered: &[RememberedLine]) -> String {
    let mut page = String::new();
    household(&mut page, &explanation.household, &explanation.as_of);
    if !remembered.is_empty() {
        page.push_str("\n台账里本户的线索\n");
        remembered.iter().for_each(|clue| page.push_str(&known(clue)));
    }
    page.push_str("\n规则（✓ 成立  ✗ 不成立  ? 不知道）\n");
    for answer in RuleAnswer::ALL {
        let judged: Vec<&Judgement> = explanation.rules.iter().filter(|judgement| judgement.answer == answer).collect();
        if !judged.is_empty() {
            let _ = writeln!(page, "\n== {} ==", answer.label());
            told(&mut page, &judged);
        }
    }
    page
}

fn household(page: &mut String, household: &HouseholdView, as_of: &str) {
    let HouseholdView { number, village, group, class, .. } = household;
    let _ = writeln!(page, "户编号 {number}  {village}{group}  {class}  （截止 {as_of}）");
    page.push_str("\n家庭成员\n");
    for member in &household.members {
        let _ = writeln!(page, "  {}", person(member));
    }
    page.push_str("\n本户在下列数据中有记录\n");
    for source in &household.found {
        let _ = writeln!(page, "  {}", source.source);
        for record in &source.records {
            let _ = writeln!(page, "    {}", seen(record));
        }
    }
    list(page, "本户在下列数据中没有记录", &household.nothing_in);
    list(page, "没有提供的数据", &household.not_delivered);
    if !household.doubts.is_empty() {
        page.push_str("\n证号有误、疑似本户成员的记录\n");
        household.doubts.iter().for_each(|doubt| page.push_str(&damaged(doubt, "  ")));
    }
}

fn known(clue: &RememberedLine) -> String {
    let RememberedLine { clue: id, title, person, finding, standing, .. } = clue;
    let about = if person.is_empty() { String::new() } else { format!("  [{person}]") };
    format!("  {id} {title}{about}\n    {finding}\n    {standing}\n")
}

fn seen(record: &RecordSeen) -> String {
    let method = if record.method.is_empty() { String::new() } else { format!("按{}", record.method) };
    let fate = if record.fate == Fate::Linked.label() { "" } else { record.fate.as_str() };
    joined([record.place.as_str(), record.member.as_deref().unwrap_or_default(), &method, fate], " ")
}

fn joined<'w>(words: impl IntoIterator<Item = &'w str>, by: &str) -> String {
    words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(by)
}

fn person(member: &Member) -> String {
    let age = member.age.map(|age| format!("{age}周岁")).unwrap_or_default();
    let state = member.state.values().map(String::as_str);
    joined([member.name.as_str(), &member.id, &age, &member.relation].into_iter().chain(state), "  ")
}

fn list(page: &mut String, title: &str, names: &[String]) {
    if !names.is_empty() {
        let _ = writeln!(page, "\n{title}\n  {}", names.join("、"));
    }
}

fn damaged(doubt: &Doubt, indent: &str) -> String {
    format!("{indent}{}：{}（{}，{}）\n", doubt.source, doubt.place, doubt.member, doubt.likeness)
}

/// Judgements of one kind: those told whole one by one, others a line for all subjects with the same reason.
fn told(page: &mut String, judged: &[&Judgement]) {
    let mut others: BTreeMap<(&str, &str), BTreeMap<String, Vec<&str>>> = BTreeMap::new();
    for judgement in judged {
        match &judgement.condition {
            Some(condition) => whole(page, judgement, condition),
            None => {
                let missing = || format!("没有提供{}", judgement.missing.join("、"));
                let reasons = others.entry((&judgement.rule, &judgement.title)).or_default();
                let reason = judgement.failing.clone().unwrap_or_else(missing);
                reasons.entry(reason).or_default().extend(judgement.about.as_deref());
            }
        }
    }
    for ((rule, title), reasons) in others {
        let _ = writeln!(page, "{rule} {title}");
        for (reason, about) in reasons {
            let about = if about.is_empty() { String::new() } else { format!("{}：", about.join("、")) };
            let _ = writeln!(page, "  {about}{reason}");
        }
    }
}

fn whole(page: &mut String, judgement: &Judgement, condition: &Explained) {
    let about = judgement.about.as_deref().unwrap_or_default();
    let clue = judgement.clue.as_ref().map(|clue| format!("  线索编号 {clue}")).unwrap_or_default();
    let _ = writeln!(page, "\n{} {}  [{about}]{clue}", judgement.rule, judgement.title);
    if let Some(finding) = &judgement.finding {
        let _ = writeln!(page, "  {finding}");
    }
    if let Some(failing) = &judgement.failing {
        let _ = writeln!(page, "  不成立的是：{failing}");
    }
    if !judgement.unknown.is_empty() {
        let _ = writeln!(page, "  不知道的是：{}", judgement.unknown.join("、"));
    }
    judgement.doubts.iter().for_each(|doubt| page.push_str(&damaged(doubt, "  疑似本人的记录 ")));
    page.push_str("  条件\n");
    part(page, condition, 2);
    if !judgement.graded_by.is_empty() {
        page.push_str("  风险等级由本户这些线索评定（一种风险只计最重的一条）\n");
        judgement.graded_by.iter().for_each(|clue| page.push_str(&format!("    {clue}\n")));
    }
    for exclusion in &judgement.exclusions {
        let _ = writeln!(page, "  排除：{}", exclusion.why);
        part(page, &exclusion.condition, 2);
    }
}

/// A part and what it hangs on, one step further in.
fn part(page: &mut String, explained: &Explained, depth: usize) {
    let mark = match explained.verdict {
        Some(Verdict::True) => "✓ ",
        Some(Verdict::False) => "✗ ",
        Some(Verdict::Unknown) => "? ",
        None => "· ",
    };
    let words = match explained.part {
        ExplainedPart::All => "以下各项都成立",
        ExplainedPart::Any => "以下至少一项成立",
        ExplainedPart::Not => "以下不成立",
        ExplainedPart::SurelyTrue => "以下确定成立",
        ExplainedPart::SurelyFalse => "以下确定不成立",
        ExplainedPart::Choice => "取以下第一个成立的条件所对应的值",
        ExplainedPart::Value | ExplainedPart::Record | ExplainedPart::Remark => explained.text.as_str(),
    };
    let value = match (&explained.value, explained.part) {
        (Some(value), ExplainedPart::Record) => format!("  取 {value}"),
        (Some(value), _) => format!(" = {value}"),
        (None, _) => String::new(),
    };
    let note = explained.note.as_ref().map(|note| format!("（{note}）")).unwrap_or_default();
    let _ = writeln!(page, "{}{mark}{words}{value}{note}", "  ".repeat(depth));
    explained.children.iter().for_each(|child| part(page, child, depth + 1));
}
