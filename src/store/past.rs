//! An earlier run's folder → its record and its clues, to compare with.

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use super::Manifest;
use super::folder::MANIFEST;
use crate::compare::{HouseholdPlace, Standing};
use crate::diagnostic::Diagnostic;

/// What an earlier run left.
#[derive(Debug)]
pub struct PastRun {
    /// Its record.
    pub manifest: Manifest,
    /// Its clues.
    pub clues: Vec<Standing>,
}

/// Reads an earlier run.
///
/// # Errors
/// If the folder does not hold the outputs of a run.
pub fn past_run(folder: &Path) -> Result<PastRun, Diagnostic> {
    let fault = |file: &str| {
        let fault = Diagnostic::new(format!("{} 里没有能读的 {file}", folder.display()));
        fault.hint("给出以前筛查结果的文件夹,如 runs/2026-11")
    };
    let text = fs::read_to_string(folder.join(MANIFEST)).map_err(|_| fault(MANIFEST))?;
    let manifest = serde_json::from_str(&text).map_err(|_| fault(MANIFEST))?;
    let text = fs::read_to_string(folder.join("clues.csv")).map_err(|_| fault("clues.csv"))?;
    let clues = standings(text.trim_start_matches('\u{feff}')).ok_or_else(|| fault("clues.csv"))?;
    Ok(PastRun { manifest, clues })
}

/// The clues of a table; none if it has not the columns of one.
fn standings(text: &str) -> Option<Vec<Standing>> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let headings: HashMap<String, usize> = reader.headers().ok()?.iter().map(str::to_owned).zip(0..).collect();
    let mut clues = Vec::new();
    for row in reader.records() {
        let row = row.ok()?;
        let cell = |heading: &str| row.get(*headings.get(heading)?).map(str::to_owned);
        let kind = cell("对象")?;
        let place =
            HouseholdPlace { township: cell("乡镇")?, village: cell("行政村")?, number: cell("户编号")? };
        clues.push(Standing {
            id: cell("线索编号")?,
            rule: cell("规则编号")?,
            title: cell("规则名称")?,
            township: place.township.clone(),
            household: (kind != "村").then_some(place),
            person: if kind == "人" { Some(cell("涉及人姓名")?) } else { None },
        });
    }
    Some(clues)
}
