//! A plan as it is shown before anything is removed, and what scripts are told of it.

use serde::Serialize;

use super::plan::PurgeFolder;
use crate::terminal::table;
use crate::workbook::Columns;

/// A plan for scripts.
#[derive(Debug, Serialize)]
pub struct PurgeSummary<'a> {
    /// Whether the files were removed.
    removed: bool,
    folders: Vec<PurgeLine<'a>>,
}

#[derive(Debug, Serialize)]
struct PurgeLine<'a> {
    kind: &'static str,
    period: &'a str,
    files: usize,
    bytes: u64,
    kept: Option<&'a str>,
}

impl<'a> PurgeSummary<'a> {
    /// A line a folder.
    pub fn of(plan: &'a [PurgeFolder], removed: bool) -> Self {
        let lines = plan.iter().map(|folder| PurgeLine {
            kind: folder.kind.name(),
            period: &folder.period,
            files: folder.files.len(),
            bytes: folder.bytes,
            kept: folder.kept.as_deref(),
        });
        Self { removed, folders: lines.collect() }
    }
}

/// A line a folder, and the sum.
pub fn purge_page(plan: &[PurgeFolder]) -> String {
    let columns = Columns::<PurgeFolder>::new()
        .text("内容", |folder| folder.kind.label())
        .text("期", |folder| folder.period.clone())
        .count("删除文件", |folder| folder.files.len())
        .text("大小", |folder| size(folder.bytes))
        .text("说明", |folder| folder.kept.clone().unwrap_or_default());
    let (files, bytes) =
        plan.iter().fold((0, 0), |(files, bytes), folder| (files + folder.files.len(), bytes + folder.bytes));
    format!("{}\n共 {files} 个文件，{}\n", table(&columns, plan), size(bytes))
}

fn size(bytes: u64) -> String {
    match bytes {
        0 => String::new(),
        bytes if bytes < 1 << 20 => format!("{} KB", bytes.div_ceil(1 << 10)),
        bytes => format!("{} MB", bytes.div_ceil(1 << 20)),
    }
}
