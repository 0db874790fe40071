//! What answers on a list mean for a clue, from `rules/dispositions.toml`.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use super::files::PackFile;
use crate::diagnostic::{Diagnostic, nearest};
use crate::value::{full_width, text};

/// What became of a clue that was verified.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Resolution {
    /// Nobody could find out.
    Unresolved,
    /// It is true, and nothing has been done yet.
    Confirmed,
    /// The household is to be monitored.
    Monitored,
    /// The household is helped otherwise.
    Aided,
    /// It is not true.
    Untrue,
    /// The department's data are wrong.
    Erroneous,
}

impl Resolution {
    /// All of them.
    pub const ALL: [Resolution; 6] = [
        Resolution::Unresolved,
        Resolution::Confirmed,
        Resolution::Monitored,
        Resolution::Aided,
        Resolution::Untrue,
        Resolution::Erroneous,
    ];

    /// Its name in files and in the ledger.
    pub fn name(self) -> &'static str {
        match self {
            Resolution::Unresolved => "unresolved",
            Resolution::Confirmed => "confirmed",
            Resolution::Monitored => "monitored",
            Resolution::Aided => "aided",
            Resolution::Untrue => "untrue",
            Resolution::Erroneous => "erroneous",
        }
    }

    /// Its name for people.
    pub fn label(self) -> &'static str {
        match self {
            Resolution::Unresolved => "无法核实",
            Resolution::Confirmed => "属实待处理",
            Resolution::Monitored => "纳入监测",
            Resolution::Aided => "落实帮扶",
            Resolution::Untrue => "不属实",
            Resolution::Erroneous => "数据有误",
        }
    }

    /// Whether it says that the clue is true; none if nobody could find out.
    pub fn truth(self) -> Option<Truth> {
        match self {
            Resolution::Unresolved => None,
            Resolution::Confirmed | Resolution::Monitored | Resolution::Aided => Some(Truth::True),
            Resolution::Untrue | Resolution::Erroneous => Some(Truth::False),
        }
    }

    /// The resolution of a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|resolution| resolution.name() == name)
    }
}

/// What verification says of a clue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Truth {
    /// It is as the data say.
    True,
    /// It is not, or the data are wrong.
    False,
}

/// When a rule is named for its answers.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Naming {
    /// Percent: a rule is named if even the upper end of the interval of its share of true clues is below.
    pub hardly_true: u32,
    /// How many of the commonest reasons are told.
    pub reasons: usize,
}

/// The words that lists are answered with.
#[derive(Debug, Clone)]
pub struct Dispositions {
    /// When a rule is named for its answers.
    pub naming: Naming,
    /// Whether a clue is true.
    pub verdicts: Vec<AnswerWord>,
    /// What is done about it.
    pub handlings: Vec<AnswerWord>,
}

/// One word, and what it leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerWord {
    /// The word, with full-width punctuation, as the ledger gives it too.
    pub name: String,
    /// Other ways to write it.
    pub synonyms: Vec<String>,
    /// The verdicts that a handling goes with; empty for a verdict.
    pub verdicts: Vec<String>,
    /// What becomes of the clue.
    pub state: Resolution,
    /// For how many months it is not asked again; without a number, as long as it is found.
    pub months: Option<u32>,
    /// Whether it is asked again as soon as the evidence changes.
    pub until_changed: bool,
}

impl Dispositions {
    /// The verdict that a cell means.
    pub fn verdict(&self, written: &str) -> Option<&AnswerWord> {
        meant(&self.verdicts, written)
    }

    /// The handling that a cell means.
    pub fn handling(&self, written: &str) -> Option<&AnswerWord> {
        meant(&self.handlings, written)
    }
}

/// The word that decides what becomes of a clue: the handling if there is one.
pub fn deciding<'w>(verdict: &'w AnswerWord, handling: Option<&'w AnswerWord>) -> &'w AnswerWord {
    handling.unwrap_or(verdict)
}

fn meant<'w>(words: &'w [AnswerWord], written: &str) -> Option<&'w AnswerWord> {
    let written = text::wording(written);
    let same = |word: &String| text::wording(word) == written;
    words.iter().find(|word| same(&word.name) || word.synonyms.iter().any(same))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DispositionsText {
    naming: Spanned<Naming>,
    #[serde(rename = "verdict")]
    verdicts: Vec<WordText>,
    #[serde(rename = "handling")]
    handlings: Vec<WordText>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WordText {
    name: Spanned<String>,
    #[serde(default)]
    synonyms: Vec<Spanned<String>>,
    #[serde(default)]
    verdicts: Vec<Spanned<String>>,
    state: Resolution,
    months: Option<u32>,
    #[serde(default)]
    until_changed: bool,
}

/// Reads the words.
///
/// # Errors
/// Words that mean two things, and handlings that go with no known verdict.
pub(super) fn dispositions(file: PackFile<'_>) -> Result<Dispositions, Vec<Diagnostic>> {
    let text: DispositionsText = file.parse().map_err(|fault| vec![fault])?;
    let mut faults = Vec::new();
    let names: Vec<String> = text.verdicts.iter().map(|word| full_width(word.name.get_ref())).collect();
    for word in &text.handlings {
        for verdict in word.verdicts.iter().filter(|verdict| !names.contains(&full_width(verdict.get_ref()))) {
            let fault = Diagnostic::new(format!("没有核实结论“{}”", verdict.get_ref()));
            let hint =
                nearest(verdict.get_ref(), names.iter().map(String::as_str)).map(|near| format!("是不是“{near}”？"));
            faults.push(Diagnostic { hint, ..fault.at(file.place(verdict.span())) });
        }
    }
    if !(1..=100).contains(&text.naming.get_ref().hardly_true) {
        let fault = Diagnostic::new("hardly_true 应是 1 到 100 的百分数").at(file.place(text.naming.span()));
        faults.push(fault);
    }
    faults.extend(ambiguous(file, &text.verdicts));
    faults.extend(ambiguous(file, &text.handlings));
    let words = |texts: Vec<WordText>| texts.into_iter().map(AnswerWord::from).collect();
    if faults.is_empty() {
        let naming = text.naming.into_inner();
        Ok(Dispositions { naming, verdicts: words(text.verdicts), handlings: words(text.handlings) })
    } else {
        Err(faults)
    }
}

/// Words that stand for two answers, or twice for one. Two ways to set the same word may both be written.
fn ambiguous(file: PackFile<'_>, words: &[WordText]) -> Vec<Diagnostic> {
    let mut meanings: BTreeMap<String, (&str, String)> = BTreeMap::new();
    let mut faults = Vec::new();
    for word in words {
        for written in std::iter::once(&word.name).chain(&word.synonyms) {
            let key = text::wording(written.get_ref()).into_owned();
            let set = text::compact(written.get_ref()).into_owned();
            let meant = word.name.get_ref().as_str();
            if let Some((other, _)) =
                meanings.insert(key, (meant, set.clone())).filter(|(other, before)| *other != meant || *before == set)
            {
                let fault = Diagnostic::new(format!("“{}”写了两次，前面已代表“{other}”", written.get_ref()));
                faults.push(fault.at(file.place(written.span())));
            }
        }
    }
    faults
}

impl From<WordText> for AnswerWord {
    fn from(text: WordText) -> Self {
        Self {
            name: full_width(text.name.get_ref()),
            synonyms: text.synonyms.into_iter().map(Spanned::into_inner).collect(),
            verdicts: text.verdicts.iter().map(|verdict| full_width(verdict.get_ref())).collect(),
            state: text.state,
            months: text.months,
            until_changed: text.until_changed,
        }
    }
}
