//! What a run asks of the county before it can go on, with the lines that answer it.

use std::fmt;

use serde::{Deserialize, Serialize};

/// One thing that only somebody who knows the tables can tell.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct SetupQuestion {
    /// The file it is about.
    pub file: String,
    /// The sheet, if it is about one.
    pub sheet: Option<String>,
    /// What is asked, in a sentence.
    pub asks: String,
    /// What speaks for one answer and for another, a sentence each.
    pub evidence: Vec<String>,
    /// The answers: what each means, and the lines that give it in `bidui.toml`.
    pub answers: Vec<SetupAnswer>,
}

/// One answer to a question.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct SetupAnswer {
    /// When it is the right one.
    pub when: String,
    /// The lines to paste.
    pub lines: String,
}

impl SetupAnswer {
    /// An answer given by pasting some lines.
    pub fn new(when: impl Into<String>, lines: impl Into<String>) -> Self {
        Self { when: when.into(), lines: lines.into() }
    }
}

impl fmt::Display for SetupQuestion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sheet = self.sheet.as_ref().map(|sheet| format!("[{sheet}]")).unwrap_or_default();
        write!(f, "{}{sheet}：{}", self.file, self.asks)?;
        self.evidence.iter().try_for_each(|evidence| write!(f, "\n   {evidence}"))?;
        for SetupAnswer { when, lines } in &self.answers {
            write!(f, "\n   {when}，在 bidui.toml 里写：")?;
            lines.lines().try_for_each(|line| write!(f, "\n       {line}"))?;
        }
        Ok(())
    }
}

/// All questions of a run, together.
pub fn asked(questions: &[SetupQuestion]) -> String {
    let mut text = format!("有 {} 处要请您先说明，没有写出任何结果。答案会记住，下期不再问", questions.len());
    for (number, question) in (1..).zip(questions) {
        text.push_str(&format!("\n\n{number}. {question}"));
    }
    text
}
