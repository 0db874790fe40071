//! The answer cells of a row → an answer in the pack's words; or what is wrong with them, cell by cell.

use jiff::civil::Date;

use super::heading::Item;
use super::read::ReturnedRow;
use crate::diagnostic::nearest;
use crate::ledger::{AnswerValue, Asked};
use crate::pack::{AnswerItem, AnswerWord, Pack};
use crate::value::date::{from_serial, parse_date};
use crate::value::{Redacted, full_width, text};

/// An answer in the pack's words.
#[derive(Debug, Clone)]
pub(super) struct ParsedAnswer<'p> {
    pub value: AnswerValue<'p>,
    pub situation: Redacted,
    pub verifier: Redacted,
    pub verified_on: Date,
}

/// A cell that cannot be taken.
pub(super) struct CellError {
    pub item: Item,
    pub written: Redacted,
    pub why: String,
}

/// The days between which something can have been verified.
#[derive(Debug, Clone, Copy)]
pub(super) struct Days {
    pub pushed: Date,
    pub as_of: Date,
}

/// Who verified when, as written.
#[derive(Debug, Clone, Default)]
pub(super) struct Signature {
    pub verifier: String,
    pub on: String,
}

/// Reads a row's answer; cells for who and when that are blank are filled from `signature`.
pub(super) fn parse_answer<'p>(
    row: &ReturnedRow<'_>,
    asked: &Asked,
    pack: &'p Pack,
    days: Days,
    signature: &Signature,
) -> Result<ParsedAnswer<'p>, Vec<CellError>> {
    let value = match asked {
        Asked::Clue(_) => of_clue(row, pack),
        Asked::Question { question, .. } => of_question(row, question, pack).map_err(|wrong| vec![wrong]),
    };
    let verifier = verifier(row, signature);
    let verified_on = verified_on(row, signature, days);
    match (value, verifier, verified_on) {
        (Ok(value), Ok(verifier), Ok(verified_on)) => {
            let texts =
                [AnswerItem::核实情况, AnswerItem::备注].map(|item| Redacted::of(&full_width(&row.answer(item))));
            let situation = texts.iter().fold(Redacted::default(), |whole, part| joined(&whole, part));
            Ok(ParsedAnswer { value, situation, verifier, verified_on })
        }
        (value, verifier, verified_on) => {
            let of_value = value.err().unwrap_or_default();
            Err(of_value.into_iter().chain(verifier.err()).chain(verified_on.err()).collect())
        }
    }
}

/// Who verified when, as a row says it.
pub(super) fn signature(row: &ReturnedRow<'_>) -> Signature {
    Signature { verifier: row.answer(AnswerItem::核实人), on: row.answer(AnswerItem::核实日期) }
}

/// One text after the other, without parts that the first contains already.
pub(super) fn joined(whole: &Redacted, part: &Redacted) -> Redacted {
    let whole =
        part.split(['；', ';']).fold(whole.to_string(), |all, piece| match (all.is_empty(), all.contains(piece)) {
            (_, true) => all,
            (true, false) => piece.to_owned(),
            (false, false) => format!("{all}；{piece}"),
        });
    Redacted::of(&whole)
}

fn of_clue<'p>(row: &ReturnedRow<'_>, pack: &'p Pack) -> Result<AnswerValue<'p>, Vec<CellError>> {
    let words = &pack.dispositions;
    let [verdict, handling] = [AnswerItem::核实结论, AnswerItem::处理意见].map(|item| row.answer(item));
    let meant = words.verdict(&verdict).ok_or_else(|| unknown(AnswerItem::核实结论, &verdict, &words.verdicts));
    let also = match handling.is_empty() {
        true => Ok(None),
        false => {
            let meant = words.handling(&handling).map(Some);
            meant.ok_or_else(|| unknown(AnswerItem::处理意见, &handling, &words.handlings))
        }
    };
    match (meant, also) {
        (Ok(meant), Ok(Some(also))) if !also.verdicts.contains(&meant.name) => {
            let fitting = quoted(also.verdicts.iter().map(String::as_str));
            let why = format!("不能与“{}”同时填写，只用于{fitting}", meant.name);
            Err(vec![wrong(AnswerItem::处理意见, &handling, why)])
        }
        (Ok(verdict), Ok(handling)) => Ok(AnswerValue::Clue { verdict, handling }),
        (verdict, handling) => Err(verdict.err().into_iter().chain(handling.err()).collect()),
    }
}

fn of_question<'p>(row: &ReturnedRow<'_>, question: &str, pack: &'p Pack) -> Result<AnswerValue<'p>, CellError> {
    let written = row.answer(AnswerItem::核查结果);
    let known = pack.questions.iter().find(|known| known.id == question);
    let answers = known.map(|known| known.answers.as_slice()).unwrap_or_default();
    let bare = |word: &str| text::wording(&text::without_brackets(word)).into_owned();
    let wanted = text::wording(&written);
    let same = |answer: &&String| text::wording(answer) == wanted || bare(answer) == wanted;
    match answers.iter().find(same) {
        Some(answer) => Ok(AnswerValue::Question(answer)),
        None => Err(wrong(
            AnswerItem::核查结果,
            &written,
            advice(&written, answers.iter().map(|a| (a.as_str(), a.as_str()))),
        )),
    }
}

fn verifier(row: &ReturnedRow<'_>, signature: &Signature) -> Result<Redacted, CellError> {
    let own = row.answer(AnswerItem::核实人);
    let verifier = if own.is_empty() { &signature.verifier } else { &own };
    match verifier.is_empty() {
        true => Err(wrong(AnswerItem::核实人, "", "谁核实、谁签字、谁负责：请写明核实人".to_owned())),
        false => Ok(Redacted::of(verifier)),
    }
}

/// The day of verification; the day of the push where none is written, so that an answer holds no longer than it may.
fn verified_on(row: &ReturnedRow<'_>, signature: &Signature, days: Days) -> Result<Date, CellError> {
    let own = row.answer(AnswerItem::核实日期);
    let written = if own.is_empty() { &signature.on } else { &own };
    if written.is_empty() {
        return Ok(days.pushed);
    }
    let why = match parse_date(written).or_else(|| from_serial(written)).or_else(|| in_time(written, days)) {
        None => "不是日期，请写成 2026-11-30 的样子".to_owned(),
        Some(day) if day < days.pushed => format!("核实日期早于推送日期 {}", days.pushed),
        Some(day) if day > days.as_of => format!("核实日期晚于今天（{}）", days.as_of),
        Some(day) => return Ok(day),
    };
    Err(wrong(AnswerItem::核实日期, written, why))
}

/// The day that one without its year is, such as `11月3日`: the first from the push on, if it has come.
fn in_time(written: &str, days: Days) -> Option<Date> {
    let day = text::compact(written);
    let of_year = |year: i16| parse_date(&format!("{year}年{day}")).filter(|_| day.contains('月'));
    let year = days.pushed.year();
    let is_possible = |day: &Date| (days.pushed..=days.as_of).contains(day);
    of_year(year).filter(is_possible).or_else(|| of_year(year + 1).filter(is_possible)).or_else(|| of_year(year))
}

fn unknown(item: AnswerItem, written: &str, words: &[AnswerWord]) -> CellError {
    let names = words.iter().map(|word| (word.name.as_str(), word.name.as_str()));
    let synonyms = words.iter().flat_map(|word| word.synonyms.iter().map(|other| (other.as_str(), word.name.as_str())));
    wrong(item, written, advice(written, names.chain(synonyms)))
}

/// Advice on what may be written. `words` are pairs of a spelling and the word it stands for.
fn advice<'w>(written: &str, words: impl Iterator<Item = (&'w str, &'w str)> + Clone) -> String {
    let mut accepted: Vec<&str> = Vec::new();
    for (_, word) in words.clone() {
        if !accepted.contains(&word) {
            accepted.push(word);
        }
    }
    let choose = format!("请填{}", quoted(accepted.into_iter()));
    match meant(written, words) {
        Some(word) => format!("{choose}；是不是“{word}”？"),
        None => choose,
    }
}

/// The word that was probably meant: the one that the parts of what is written mean, else the nearest; never one that
/// says the opposite.
fn meant<'w>(written: &str, words: impl Iterator<Item = (&'w str, &'w str)> + Clone) -> Option<&'w str> {
    let whole = text::compact(written);
    let of_part = |part: &str| words.clone().find(|(way, _)| text::compact(way) == text::compact(part));
    let cleaned = text::clean(written);
    let parts: Vec<(&str, &str)> = cleaned.split([' ', '/', '、', ',', ';']).filter_map(of_part).collect();
    let agreeing = words.clone().filter(|(way, _)| denies(way) == denies(&whole));
    match parts.first() {
        Some((way, word)) => {
            let is_plain = parts.iter().all(|(_, other)| other == word) && denies(way) == denies(&whole);
            is_plain.then_some(*word)
        }
        None => {
            let ways = agreeing.clone().map(|(way, _)| way).filter(|way| way.chars().count() > 1);
            let near = nearest(&whole, ways.filter(|_| !whole.is_empty()))?;
            agreeing.clone().find(|(way, _)| *way == near).map(|(_, word)| word)
        }
    }
}

/// Whether a word says that something is not so.
fn denies(word: &str) -> bool {
    word.contains(['不', '没', '未', '无', '非', '否', '×'])
}

fn quoted<'w>(words: impl Iterator<Item = &'w str>) -> String {
    words.map(|word| format!("“{word}”")).collect()
}

fn wrong(item: AnswerItem, written: &str, why: String) -> CellError {
    /// How much of a cell is repeated.
    const SHOWN: usize = 40;
    let masked = Redacted::of(written);
    let written = match masked.chars().count() > SHOWN {
        true => Redacted::of(&masked.chars().take(SHOWN).chain(['…']).collect::<String>()),
        false => masked,
    };
    CellError { item: Item::Answer(item), written, why }
}
