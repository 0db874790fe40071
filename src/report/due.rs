//! The day or days on which answers are due, in words.

use jiff::civil::Date;

use crate::progress::VerificationProgress;

/// The day or days on which answers are due.
pub fn due(progress: &VerificationProgress) -> String {
    due_as(progress, |day| day.to_string())
}

/// The same, with the days written as wanted.
pub(super) fn due_as(progress: &VerificationProgress, written: fn(Date) -> String) -> String {
    match progress.due_from.zip(progress.due_until) {
        Some((from, until)) if from == until => written(from),
        Some((from, until)) => format!("{} 至 {}", written(from), written(until)),
        None => String::new(),
    }
}
