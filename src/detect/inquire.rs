//! Questions × households and villages with clues → what is asked on the visit.
//!
//! Only who is on this month's lists is asked: one visit answers both. Whose condition is unknown is not asked.

use std::collections::{BTreeSet, HashSet};

use polars::prelude::{BooleanChunked, DataFrame, IntoLazy, PolarsResult};

use super::context::DetectionContext;
use super::findings::Findings;
use super::location::Locations;
use crate::expr::{Checked, Subject, lower};
use crate::facts::{Tables, key, prepared};
use crate::pack::Question;
use crate::schema::Inquiry;

/// The questions to all who have clues, in the order of the clues.
pub(super) fn inquiries(
    tables: &Tables,
    context: DetectionContext<'_>,
    locations: &Locations,
    findings: &Findings,
) -> PolarsResult<Vec<Inquiry>> {
    let mut inquiries = Vec::new();
    for kind in [Subject::Household, Subject::Village] {
        let questions: Vec<&Question> =
            context.pack.questions.iter().filter(|question| question.subject == kind).collect();
        let listed = listed(kind, findings);
        let asked = asked(tables, kind, &questions, &listed, context)?;
        for (village, household) in listed {
            let subject = household.unwrap_or(village);
            for question in questions.iter().filter(|question| asked.contains(&(subject, question.id.as_str()))) {
                inquiries.push(Inquiry {
                    question: question.id.clone(),
                    plan: question.plan.clone(),
                    ask: question.ask.clone(),
                    answers: question.answers.clone(),
                    kind,
                    household,
                    village,
                    code: locations.code(kind, subject, context.naming),
                    location: locations.of_subject(village, household),
                });
            }
        }
    }
    Ok(inquiries)
}

/// The villages, or the households with their villages, that have clues, each once.
fn listed(kind: Subject, findings: &Findings) -> Vec<(i64, Option<i64>)> {
    let of_kind = findings.clues.iter().filter_map(|clue| match kind {
        Subject::Village => Some((clue.subject.village, None)),
        Subject::Household | Subject::Person => Some((clue.subject.village, Some(clue.subject.household?))),
    });
    let mut seen = HashSet::new();
    of_kind.filter(|subject| seen.insert(*subject)).collect()
}

/// Which listed subjects meet which question's condition.
fn asked<'q>(
    tables: &Tables,
    kind: Subject,
    questions: &[&'q Question],
    listed: &[(i64, Option<i64>)],
    context: DetectionContext<'_>,
) -> PolarsResult<BTreeSet<(i64, &'q str)>> {
    let keys: HashSet<i64> = listed.iter().map(|(village, household)| household.unwrap_or(*village)).collect();
    let tables = only(tables, kind, &keys)?;
    let expressions: Vec<&Checked> = questions.iter().map(|question| &question.when).collect();
    let frame = prepared(&tables, kind, &expressions, context.environment)?;
    let conditions = questions
        .iter()
        .map(|question| lower(question.when.root(), context.environment).alias(question.id.as_str()))
        .collect::<Vec<_>>();
    let frame = frame.lazy().with_columns(conditions).collect()?;
    let subjects = frame.column(key(kind))?.i64()?;
    let mut asked = BTreeSet::new();
    for question in questions {
        let holds = frame.column(&question.id)?.bool()?.iter();
        let meeting = subjects.iter().zip(holds).filter(|(_, holds)| *holds == Some(true));
        asked.extend(meeting.filter_map(|(subject, _)| Some((subject?, question.id.as_str()))));
    }
    Ok(asked)
}

/// The tables with some of the subjects of a kind only.
fn only(tables: &Tables, kind: Subject, keys: &HashSet<i64>) -> PolarsResult<Tables> {
    let keep = |frame: &DataFrame| -> PolarsResult<DataFrame> {
        let subjects = frame.column(key(kind))?.i64()?;
        let kept: BooleanChunked =
            subjects.iter().map(|subject| Some(subject.is_some_and(|subject| keys.contains(&subject)))).collect();
        frame.filter(&kept)
    };
    let mut few = tables.clone();
    match kind {
        Subject::Person => few.person = keep(&few.person)?,
        Subject::Household => few.household = keep(&few.household)?,
        Subject::Village => few.village = keep(&few.village)?,
    }
    Ok(few)
}
