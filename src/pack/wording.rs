//! What officers write beside the columns: that a row has ended, that somebody has died or moved away.

use indexmap::IndexMap;
use serde::Deserialize;

use crate::value::text;

/// How remarks are read, in any table.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Remarks {
    /// Headings of columns of remarks.
    pub headings: Vec<String>,
    /// Words for somebody else than the row's own person: what follows is about them.
    pub others: Vec<String>,
    /// Words that stand for the row's own person, although the remark speaks of others too.
    pub own: Vec<String>,
    /// Words right before a phrase that deny it.
    pub denials: Vec<String>,
    /// Words anywhere in a remark by which it may not, not yet or no longer hold.
    pub doubts: Vec<String>,
}

/// What a remark says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RemarkMeaning<'a> {
    /// Nothing of what was asked for.
    Nothing,
    /// This, of the row's own person.
    Means(&'a str),
    /// Something of it, of somebody else.
    Others,
    /// Something of it, but not whether it holds.
    Unclear,
}

impl Remarks {
    /// Whether a column of this heading holds remarks.
    pub fn is_heading(&self, heading: &str) -> bool {
        is_among(&self.headings, heading)
    }

    /// What a remark says; of several meanings the one declared first.
    pub fn said<'a>(&self, remark: &str, meanings: impl Iterator<Item = (&'a str, &'a str)>) -> RemarkMeaning<'a> {
        let cleaned = text::clean(remark);
        let meanings: Vec<(&str, &str)> = meanings.collect();
        let mut said = RemarkMeaning::Nothing;
        let mut of_others = false;
        for clause in cleaned.split([',', '。', ';', '、', ' ', '，', '；', '(', ')']) {
            let found = meanings.iter().find_map(|(meaning, phrase)| Some((*meaning, self.claimed(clause, phrase)?)));
            let before = found.map_or(clause, |(_, before)| before);
            let own = contains_any(before, &self.own);
            let others_here = !own && contains_any(before, &self.others);
            if let Some((meaning, _)) = found {
                said = match (said, others_here, of_others && !own) {
                    (RemarkMeaning::Means(_), ..) => said,
                    (_, true, _) => RemarkMeaning::Others,
                    (_, _, true) => RemarkMeaning::Unclear,
                    (_, false, false) => RemarkMeaning::Means(meaning),
                };
            }
            of_others |= others_here;
        }
        match said {
            RemarkMeaning::Means(_) if contains_any(&cleaned, &self.doubts) => RemarkMeaning::Unclear,
            RemarkMeaning::Means(_) | RemarkMeaning::Nothing | RemarkMeaning::Others | RemarkMeaning::Unclear => said,
        }
    }

    /// What stands before a phrase in a clause that claims it.
    fn claimed<'c>(&self, clause: &'c str, phrase: &str) -> Option<&'c str> {
        let mut places = clause.match_indices(phrase).map(|(at, _)| &clause[..at]);
        places.find(|before| !self.denials.iter().any(|denial| before.ends_with(denial.as_str())))
    }
}

/// What tells, in any department's table, that a row is ended, stopped or void.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ended {
    /// Words by which it is.
    pub words: Vec<String>,
    /// Words by which it is not.
    pub going_on: Vec<String>,
    /// Headings of columns that tell it; a word there that is in neither list is not understood.
    pub status: Vec<String>,
    /// Endings of further headings that may tell it.
    pub status_endings: Vec<String>,
    /// Words in headings with such an ending that tell something else.
    pub status_of_else: Vec<String>,
    /// Headings where 是 says that it is.
    pub yes: Vec<String>,
    /// Headings where 否 says that it is.
    pub no: Vec<String>,
    /// Words in headings of the day on which it was.
    pub day_words: Vec<String>,
    /// Endings of such headings.
    pub day_endings: Vec<String>,
    /// Endings of headings with such a word that tell why or how it was, by being filled.
    pub reason_endings: Vec<String>,
    /// Headings of a time with two ends; what is past the second is ended.
    pub spans: Vec<String>,
}

/// What a column tells of its rows being in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Telling {
    /// A word that decides.
    Status,
    /// A word that may decide.
    Perhaps,
    /// 是 for ended, or 否 if `false`.
    Flag(bool),
    /// The day from which on it is ended.
    Day,
    /// Why or how it was ended; what is not understood there leaves it open.
    Reason,
    /// From when to when it goes.
    Span,
}

impl Ended {
    /// What a column of this heading tells, if anything.
    pub fn telling(&self, heading: &str) -> Option<Telling> {
        let ends = |endings: &[String]| text::heading(heading).iter().any(|key| ends_with_any(key, endings));
        if is_among(&self.status, heading) {
            return Some(Telling::Status);
        }
        if is_among(&self.yes, heading) || is_among(&self.no, heading) {
            return Some(Telling::Flag(is_among(&self.yes, heading)));
        }
        if contains_any(heading, &self.day_words) && ends(&self.day_endings) {
            return Some(Telling::Day);
        }
        if is_among(&self.spans, heading) {
            return Some(Telling::Span);
        }
        if contains_any(heading, &self.day_words) && ends(&self.reason_endings) {
            return Some(Telling::Reason);
        }
        (ends(&self.status_endings) && !contains_any(heading, &self.status_of_else)).then_some(Telling::Perhaps)
    }

    /// Whether a word says that its row goes on.
    pub fn goes_on(&self, word: &str) -> bool {
        contains_any(word, &self.going_on)
    }
}

/// How remarks of the register tell that somebody is no longer there.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gone {
    /// The field that takes it.
    pub field: String,
    /// The values of the field by which somebody is there, which a remark goes before.
    pub there: Vec<String>,
    /// Values of the field and the phrases that mean them, those that go before others first.
    pub says: IndexMap<String, Vec<String>>,
}

impl Gone {
    /// All phrases with what they mean.
    pub fn meanings(&self) -> impl Iterator<Item = (&str, &str)> {
        self.says
            .iter()
            .flat_map(|(value, phrases)| phrases.iter().map(move |phrase| (value.as_str(), phrase.as_str())))
    }
}

fn is_among(headings: &[String], heading: &str) -> bool {
    text::heading(heading).iter().any(|key| headings.contains(key))
}

fn contains_any(text: &str, words: &[String]) -> bool {
    words.iter().any(|word| text.contains(word.as_str()))
}

fn ends_with_any(text: &str, words: &[String]) -> bool {
    words.iter().any(|word| text.ends_with(word.as_str()))
}
