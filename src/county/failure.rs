//! Why a county could not be screened, listed or reported, and the exit code that tells scripts.

use crate::diagnostic::Diagnostic;
use crate::envelope::Unopened;
use crate::ledger::{explained as in_ledger, with_advice};
use crate::schema::{SetupQuestion, asked};
use crate::system_error::explained;
use crate::value::Redacted;

/// Why nothing was done. What an officer reads of it is its display.
#[derive(Debug)]
pub enum Failure {
    /// The machine failed: a file that cannot be read or written.
    Machine(anyhow::Error),
    /// The command line, a rule pack or `bidui.toml` is wrong.
    Mistakes(Vec<Diagnostic>),
    /// A safety check on the data: nothing was published.
    Unsafe(String),
    /// The county is asked about its tables first: nothing was published.
    Asked(Vec<SetupQuestion>),
}

impl Failure {
    /// The exit code where the machine failed.
    pub const MACHINE: u8 = 1;

    /// The exit code of a mistake in the command line or in files that people write.
    pub const USAGE: u8 = 2;

    /// The exit code.
    pub fn code(&self) -> u8 {
        match self {
            Failure::Machine(_) => Self::MACHINE,
            Failure::Mistakes(_) => Self::USAGE,
            Failure::Unsafe(_) | Failure::Asked(_) => 3,
        }
    }
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Failure::Machine(error) => {
                let causes: Vec<String> = error.chain().map(cause).collect();
                write!(f, "错误：{}", masked(causes.join("\n  原因：")))
            }
            Failure::Mistakes(mistakes) => {
                let all: Vec<String> = mistakes.iter().map(|mistake| format!("{mistake}\n")).collect();
                f.write_str(&all.join("\n"))?;
                match mistakes.len() {
                    0 | 1 => Ok(()),
                    several => write!(f, "\n共 {several} 处错误，改好后再运行。"),
                }
            }
            Failure::Unsafe(message) => write!(f, "已停止：{}", masked(message)),
            Failure::Asked(questions) => write!(f, "已停止：{}", masked(asked(questions))),
        }
    }
}

/// What the machine refused, in words.
fn cause(error: &(dyn std::error::Error + 'static)) -> String {
    error.downcast_ref().map_or_else(|| in_ledger(error), explained)
}

/// What is said of files and cells: somebody may have put a number there.
fn masked(what: impl std::fmt::Display) -> Redacted {
    Redacted::of(&what.to_string())
}

impl std::error::Error for Failure {}

impl From<anyhow::Error> for Failure {
    fn from(error: anyhow::Error) -> Self {
        if let Some(unopened) = error.chain().find_map(|cause| cause.downcast_ref::<Unopened>()) {
            return Failure::Unsafe(unopened.to_string());
        }
        Failure::Machine(with_advice(error))
    }
}

impl From<polars::error::PolarsError> for Failure {
    fn from(error: polars::error::PolarsError) -> Self {
        Failure::Machine(
            anyhow::Error::new(error).context("计算失败，属程序错误；请将规则包和本条信息反馈给程序提供者"),
        )
    }
}

impl From<Vec<Diagnostic>> for Failure {
    fn from(mistakes: Vec<Diagnostic>) -> Self {
        Failure::Mistakes(mistakes)
    }
}

impl From<Diagnostic> for Failure {
    fn from(mistake: Diagnostic) -> Self {
        Failure::Mistakes(vec![mistake])
    }
}
