//! The contradictory answers that wait for a ruling, side by side.

use std::collections::BTreeMap;

use serde::Serialize;

use super::snapshot::of_household;
use crate::detect::ClueNaming;
use crate::ledger::{
    AnswerKind, AnswerStatus, Asked, ClueState, FormCell, Readable, RecordedAnswer, answers, answers_by_asked,
    clue_states, imports,
};
use crate::pack::Question;
use crate::schema::Home;
use crate::value::{ClueId, Redacted};

/// What codes of contradictory answers to clues begin with.
const OF_CLUE: &str = "线索";

/// What codes of contradictory answers to questions begin with.
const OF_QUESTION: &str = "问题";

/// All answers to one thing that contradict one another.
#[derive(Debug, Clone, Serialize)]
pub struct Dispute {
    /// Its code, another one as soon as another answer comes in.
    pub code: String,
    /// The clue's or question's id.
    pub id: String,
    /// The village or household, as far as it is known.
    #[serde(flatten)]
    pub home: Home,
    /// Name of the person concerned.
    pub person_name: String,
    /// The rule's title, or what was asked.
    pub title: String,
    /// The answers, in the order they were recorded; at least two.
    pub sides: Vec<Side>,
}

/// One of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Side {
    /// Its id in the ledger.
    #[serde(skip)]
    pub id: i64,
    /// Its number among the answers to clues, or among those to questions.
    pub number: i64,
    /// The verdict and the handling, or the answer to a question.
    pub answer: String,
    /// What was found.
    pub situation: Redacted,
    /// Who verified.
    pub verifier: Redacted,
    /// When.
    pub verified_on: String,
    /// File, sheet and row.
    pub place: String,
}

/// What a dispute's code says: the numbers of the first and the last answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct DisputeCode {
    pub kind: AnswerKind,
    pub ends: [i64; 2],
}

impl DisputeCode {
    /// Reads a code.
    pub fn parse(code: &str) -> Option<Self> {
        let mut parts = code.split('-');
        let kind = match parts.next()? {
            OF_CLUE => AnswerKind::Clue,
            OF_QUESTION => AnswerKind::Question,
            _ => return None,
        };
        let mut number = || parts.next()?.parse().ok();
        let ends = [number()?, number()?];
        parts.next().is_none().then_some(Self { kind, ends })
    }
}

/// What names the subject of a dispute.
struct DisputeSubjects<'a> {
    clues: BTreeMap<ClueId, ClueState>,
    questions: &'a [Question],
    naming: &'a ClueNaming,
}

/// All disputes on which there is no ruling: those about clues first, in the order of their first answers, then those
/// about questions.
///
/// # Errors
/// If the ledger cannot be read.
pub fn disputes(
    from: &impl Readable,
    questions_asked: &[Question],
    naming: &ClueNaming,
) -> anyhow::Result<Vec<Dispute>> {
    let mut disputed = answers(from)?;
    disputed.retain(|answer| answer.status == AnswerStatus::Disputed);
    if disputed.is_empty() {
        return Ok(Vec::new());
    }
    let files = imports(from)?;
    let clues = clue_states(from)?.into_iter().map(|state| (state.clue.clone(), state)).collect();
    let subjects = DisputeSubjects { clues, questions: questions_asked, naming };
    let (mut of_clues, of_questions): (Vec<_>, Vec<_>) =
        answers_by_asked(disputed).into_iter().partition(|((asked, _), _)| matches!(asked, Asked::Clue(_)));
    of_clues.sort_by_key(|(_, sides)| sides.first().map(|side| side.id));
    let groups = of_clues.into_iter().chain(of_questions);
    Ok(groups.map(|((asked, _), sides)| dispute(&asked, &sides, &subjects, &files)).collect())
}

fn dispute(
    asked: &Asked,
    answers: &[RecordedAnswer],
    subjects: &DisputeSubjects<'_>,
    files: &BTreeMap<i64, String>,
) -> Dispute {
    let kind = match asked {
        Asked::Clue(_) => OF_CLUE,
        Asked::Question { .. } => OF_QUESTION,
    };
    let number = |side: Option<&RecordedAnswer>| side.map(|side| side.number).unwrap_or_default();
    let About { home, person_name, title } = subjects.about(asked);
    Dispute {
        code: format!("{kind}-{}-{}", number(answers.first()), number(answers.last())),
        id: asked.id().to_owned(),
        home,
        person_name,
        title,
        sides: answers.iter().map(|answer| side(answer, files)).collect(),
    }
}

/// What a dispute is about, as far as clues name it.
#[derive(Default)]
struct About {
    home: Home,
    person_name: String,
    title: String,
}

impl DisputeSubjects<'_> {
    fn about(&self, asked: &Asked) -> About {
        match asked {
            Asked::Clue(clue) => self.about_clue(clue),
            Asked::Question { question, subject } => self.about_question(question, subject),
        }
    }

    fn about_clue(&self, clue: &ClueId) -> About {
        let Some(ClueState { home, person_name, title, .. }) = self.clues.get(clue) else { return About::default() };
        About { home: home.clone(), person_name: person_name.clone(), title: title.clone() }
    }

    fn about_question(&self, question: &str, subject: &str) -> About {
        let question = self.questions.iter().find(|known| known.id == question);
        let ask = question.map(|question| question.ask.clone()).unwrap_or_default();
        if let Some(clue) = of_household(&self.clues, subject) {
            let title = format!("入户核查：{ask}");
            return About { home: clue.home.clone(), person_name: String::new(), title };
        }
        let there = self.clues.values().find(|clue| self.naming.village(&clue.home.village) == subject);
        let home = there.map(|clue| Home::of_village(clue.home.village.clone())).unwrap_or_default();
        About { home, person_name: String::new(), title: format!("驻村核查：{ask}") }
    }
}

fn side(answer: &RecordedAnswer, files: &BTreeMap<i64, String>) -> Side {
    let handling = answer.handling.as_ref().map(|handling| format!("、{handling}")).unwrap_or_default();
    Side {
        id: answer.id,
        number: answer.number,
        answer: format!("{}{handling}", answer.word),
        situation: answer.situation.clone(),
        verifier: answer.verifier.clone(),
        verified_on: answer.verified_on.map(|day| day.to_string()).unwrap_or_default(),
        place: place(answer.cell.as_ref(), files),
    }
}

fn place(cell: Option<&FormCell>, files: &BTreeMap<i64, String>) -> String {
    let file = |cell: &FormCell| files.get(&cell.import).cloned().unwrap_or_default();
    cell.map(|cell| format!("{}[{}] 第{}行", file(cell), cell.sheet, cell.row)).unwrap_or_default()
}
