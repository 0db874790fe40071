//! Returned lists → answers in the ledger, and a workbook of what has to go back and of disputes to rule on: both are
//! written, or neither.

mod files;
mod households;
mod waiver_request;
mod waivers;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::Context;
use jiff::Timestamp;
use jiff::civil::Date;

use crate::collect::{CollectContext, Collected, ReturnedFile, Strictness, collect};
use crate::county::{Failure, Workspace, at_rest, county_config, decisions_in, remembered, take_in};
use crate::ledger::{Command, Ledger};
use crate::link::MatchDecisions;
use crate::publishing::{ListsOutcome, RESULTS};
use crate::report::collection_book;
use crate::store::{MANIFEST, WholeFile};
use crate::workbook;
pub use files::BOOK;
use files::{Named, former, read_all};
use households::households;
pub use waiver_request::WaiverRequest;
pub use waivers::{WaiverList, add_waiver, import_waivers, listed_waivers, revoke_waiver};

/// Files to collect, and how.
#[derive(Debug, Clone, Copy)]
pub struct CollectRequest<'a> {
    /// Lists, folders of lists, or patterns such as `回收/*.xlsx`.
    pub files: &'a [PathBuf],
    /// Another rule pack than the county's.
    pub pack: Option<&'a Path>,
    /// Whether right rows of a file with wrong ones are taken.
    pub strictness: Strictness,
    /// The day that is today: nothing was verified after it.
    pub today: Date,
}

/// The result of collecting.
#[derive(Debug)]
pub struct Received {
    /// Messages about decisions on 疑似同一人, a line in Chinese each.
    pub decisions: Vec<String>,
    /// What came of the lists, if there were any.
    pub collected: Option<Collected>,
    /// What should be told besides, a line in Chinese each.
    pub notices: Vec<String>,
}

/// Collects returned files of a county.
///
/// # Errors
/// If a file is missing, the former workbook cannot be read, or ledger or workbook cannot be written; then both are
/// left unchanged.
pub fn receive(root: &Path, request: CollectRequest<'_>) -> Result<Received, Failure> {
    let config = county_config(root)?;
    let pack = Workspace::pack_of(Some(root), request.pack)?;
    let (mut ledger, naming) = remembered(root)?;
    let Named { files: named, mut notices, .. } = Named::by(request.files)?;
    let files = read_all(root, &named.into_iter().collect::<Vec<_>>(), &config)?;
    let (files, decisions) = returned_decisions(files)?;
    let former = former(root, &config)?;
    let at_rest = at_rest(root)?;
    let households = |period: &str| households(root, period, &naming, &at_rest);
    let CollectRequest { today: as_of, strictness, .. } = request;
    let context = CollectContext {
        pack: &pack,
        naming: &naming,
        as_of,
        strictness,
        former: former.as_ref(),
        households: &households,
    };
    let place = root.join(BOOK);
    let command = Command { name: "collect", at: Timestamp::now() };
    let decisions = take_in_decisions(&mut ledger, command, decisions)?;
    if files.is_empty() {
        return Ok(Received { decisions, collected: None, notices });
    }
    let (replaced, collected) = ledger.transaction_then(
        command,
        |tx| -> Result<_, Failure> {
            let collected = collect(tx, &files, context)?;
            Ok((stage(&place, &collected, as_of)?, collected))
        },
        |(book, collected)| {
            let advice =
                || format!("无法替换 {}，请关闭正在打开它的 Excel 或 WPS 后重试；台账没有改动", place.display());
            let replaced = book.replace(&place).with_context(advice)?;
            Ok((replaced, collected))
        },
    )?;
    // Only now is everything recorded that was typed into the former workbook.
    notices.extend(replaced.settle());
    drop(ledger);
    notices.extend(publish_results(root, request.pack));
    Ok(Received { decisions, collected: Some(collected), notices })
}

/// Writes the lists of results of the latest period and of those that have them already; the answers are recorded
/// whatever comes of it. Gives lines to be told.
fn publish_results(root: &Path, pack: Option<&Path>) -> Vec<String> {
    let mut lines = Vec::new();
    let mut written = BTreeSet::new();
    for period in [None].into_iter().chain(with_results(root).into_iter().map(Some)) {
        if period.as_ref().is_some_and(|period| written.contains(period)) {
            continue;
        }
        match publish_results_of(root, period.as_deref(), pack) {
            Ok((period, told)) => {
                lines.extend(told);
                written.insert(period);
            }
            Err(failure) => lines.push(format!(
                "注意：答复已记入台账，而核实结果没有写出：{failure}；处理后把同一份清单再收一次就会写出"
            )),
        }
    }
    lines
}

/// The periods whose results were written before, in order.
fn with_results(root: &Path) -> BTreeSet<String> {
    let entries = std::fs::read_dir(root.join(RESULTS)).into_iter().flatten().flatten();
    let folders = entries.filter(|entry| entry.path().join(MANIFEST).exists());
    folders.filter_map(|entry| entry.file_name().into_string().ok()).collect()
}

/// Writes those of one period, the latest unless one is told; gives which it was.
fn publish_results_of(
    root: &Path,
    period: Option<&str>,
    pack: Option<&Path>,
) -> Result<(String, Vec<String>), Failure> {
    let outcome = ListsOutcome::of(root, period, (pack, None))?;
    let mut lines = outcome.publish_results(root)?;
    lines.push(format!(
        "核实结果（{}期）已写到 {}",
        outcome.period,
        root.join(RESULTS).join(&outcome.period).display()
    ));
    Ok((outcome.period, lines))
}

/// Writes the workbook beside its place.
fn stage(place: &Path, collected: &Collected, day: Date) -> anyhow::Result<WholeFile> {
    let bytes = workbook::bytes(&collection_book(collected, day))?;
    let advice =
        || format!("在 {} 里无法写入文件，请检查磁盘空间和写入权限", place.parent().unwrap_or(place).display());
    WholeFile::beside(place, &bytes).with_context(advice)
}

/// Match decisions by the name of their file.
type ReturnedDecisions = Vec<(String, MatchDecisions)>;

/// The files that are lists, and the decisions of those that are 数据质量.xlsx.
fn returned_decisions(files: Vec<ReturnedFile>) -> Result<(Vec<ReturnedFile>, ReturnedDecisions), Failure> {
    let mut lists = Vec::new();
    let mut decisions = Vec::new();
    for file in files {
        match file.book.as_ref().map_or(Ok(None), |book| decisions_in(book, &file.name))? {
            Some(found) => decisions.push((file.name, found)),
            None => lists.push(file),
        }
    }
    Ok((lists, decisions))
}

/// Records decisions on 疑似同一人.
fn take_in_decisions(
    ledger: &mut Ledger,
    command: Command<'_>,
    decisions: ReturnedDecisions,
) -> Result<Vec<String>, Failure> {
    if decisions.is_empty() {
        return Ok(Vec::new());
    }
    ledger.transaction(command, |entry| {
        let mut lines = Vec::new();
        for (name, decisions) in decisions {
            lines.extend(take_in(entry, &name, decisions)?);
        }
        Ok(lines)
    })
}
