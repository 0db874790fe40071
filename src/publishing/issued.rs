//! An officer's word that the lists of a period went out: only then do later months count them as asked.

use jiff::Timestamp;

use crate::county::Failure;
use crate::diagnostic::Diagnostic;
use crate::ledger::{Command, Ledger, Readable, current_run, is_issued, issue, lists_anything, periods};

/// Records that the lists of a period's newest run went out; false if that was known.
///
/// # Errors
/// If the run has no lists, or the ledger cannot be written.
pub(crate) fn issue_lists(ledger: &mut Ledger, period: &str) -> Result<bool, Failure> {
    ledger.transaction(Command { name: "issue", at: Timestamp::now() }, |entry| {
        let run = current_run(entry, period)?.unwrap_or_default();
        if !lists_anything(entry, run)? {
            return Err(Diagnostic::new(format!("{period} 期没有推送清单，没有可登记的")).into());
        }
        Ok(issue(entry, run)?)
    })
}

/// The period before one, if its lists never went out.
///
/// # Errors
/// If the ledger cannot be read.
pub(super) fn unissued_before(from: &impl Readable, period: &str) -> anyhow::Result<Option<String>> {
    let before = periods(from)?.range(..period.to_owned()).next_back().map(|(before, _)| before.clone());
    Ok(match before {
        Some(before) if !is_issued(from, &before)? => Some(before),
        Some(_) | None => None,
    })
}

/// What is said of a period before whose lists never went out.
pub(crate) fn unissued_notice(before: &str) -> String {
    format!(
        "{before} 期的清单没有登记发出，也没有收到反馈，本期按没有推送过处理；发出过的，请运行 bidui issue {before}，再筛查本期"
    )
}

/// What is said of a period whose lists are not known to have gone out.
pub(super) fn not_yet_issued(period: &str) -> String {
    format!("{period} 期的清单还没有登记发出，不计逾期；发出后请运行 bidui issue {period}（收到第一份反馈时自动登记）")
}
