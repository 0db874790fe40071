//! The questions that a period's lists asked on visits → how many were answered, and how many answers worry.

use std::collections::BTreeMap;

use serde::Serialize;

use super::grouping::Grouping;
use crate::expr::Subject;
use crate::ledger::AskedQuestion;
use crate::pack::Question;

/// How far the questions of a visit are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Visits {
    /// Questions to households (入户核查).
    pub household: Questions,
    /// Questions to villages (驻村核查).
    pub village: Questions,
}

/// How far some questions are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Questions {
    /// How many were asked.
    pub asked: u32,
    /// Those with an answer in force.
    pub answered: u32,
    /// Those with one that somebody has to follow up.
    pub worrying: u32,
    /// Those with answers that contradict one another.
    pub contradicted: u32,
}

/// The questions of one group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct VisitLine {
    /// The group's names, from the outside in.
    pub group: Vec<String>,
    /// How far they are.
    #[serde(flatten)]
    pub visits: Visits,
}

/// The answer in force to a question, if somebody has to follow it up.
pub fn worrying<'a>(asked: &'a AskedQuestion, questions: &[Question]) -> Option<&'a str> {
    let [answer] = asked.answers.as_slice() else { return None };
    let question = questions.iter().find(|question| question.id == asked.question)?;
    question.worrying.contains(&answer.word).then_some(answer.word.as_str())
}

/// Questions by place, in order; none if the groups are not places.
pub fn visits_by(asked: &[AskedQuestion], grouping: Grouping, questions: &[Question]) -> Vec<VisitLine> {
    let mut groups: BTreeMap<Vec<String>, Vec<&AskedQuestion>> = BTreeMap::new();
    for question in asked {
        let at = &question.respondent;
        let group = match grouping {
            Grouping::Township => vec![at.home.village.township.clone()],
            Grouping::Village => vec![at.home.village.township.clone(), at.home.village.name.clone()],
            Grouping::Department | Grouping::Rule => continue,
        };
        groups.entry(group).or_default().push(question);
    }
    groups.into_iter().map(|(group, asked)| VisitLine { group, visits: visits(asked, questions) }).collect()
}

/// Questions together.
pub fn visits<'a>(asked: impl IntoIterator<Item = &'a AskedQuestion>, questions: &[Question]) -> Visits {
    let mut visits = Visits::default();
    for question in asked {
        let count = match question.respondent.kind {
            Subject::Village => &mut visits.village,
            Subject::Household | Subject::Person => &mut visits.household,
        };
        count.asked += 1;
        count.answered += u32::from(question.answers.len() == 1);
        count.worrying += u32::from(worrying(question, questions).is_some());
        count.contradicted += u32::from(question.answers.len() > 1);
    }
    visits
}
