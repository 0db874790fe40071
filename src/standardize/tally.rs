//! Issues of a sheet: those of single rows one by one, those of a value counted together.

use std::collections::BTreeMap;

use crate::schema::{Consequence, Issue, SheetId};
use crate::value::Redacted;

/// Collects the issues of one sheet.
#[derive(Debug)]
pub(super) struct IssueTally {
    sheet: SheetId,
    single: Vec<Issue>,
    counted: BTreeMap<(String, String, String), Issue>,
}

impl IssueTally {
    /// Starts with no issues.
    pub fn new(sheet: SheetId) -> Self {
        Self { sheet, single: Vec::new(), counted: BTreeMap::new() }
    }

    /// Adds an issue of one row.
    pub fn push(&mut self, issue: Issue) {
        self.single.push(Issue { sheet: self.sheet, ..issue });
    }

    /// Adds an issue that other rows may share: the first row is kept, the others counted.
    pub fn count(&mut self, row: u32, field: &str, kind: &str, raw: &str, consequence: Consequence, advice: &str) {
        let value = String::from(Redacted::of(raw));
        let key = (field.to_owned(), kind.to_owned(), value.clone());
        let issue = self.counted.entry(key).or_insert_with(|| Issue {
            sheet: self.sheet,
            row,
            field: field.to_owned(),
            kind: kind.to_owned(),
            value,
            other: None,
            consequence,
            advice: advice.to_owned(),
            count: 0,
        });
        issue.count += 1;
    }

    /// All issues, by row.
    pub fn into_issues(self) -> Vec<Issue> {
        let mut issues = self.single;
        issues.extend(self.counted.into_values());
        issues.sort_by(|a, b| (a.row, &a.field, &a.kind, &a.value).cmp(&(b.row, &b.field, &b.kind, &b.value)));
        issues
    }
}
