//! One returned file → its rows, each matched with the row that was sent, or known as an addition, a ruling or neither.

use super::context::ReturnedFile;
use super::heading::{Headings, Item};
use super::identify::{Identified, identify};
use super::read::{CellText, ReturnedRow, read};
use super::snapshot::LedgerSnapshot;
use crate::dispatch::ListIdentity;
use crate::ledger::SentRow;

/// A file whose rows are matched.
pub(super) struct MatchedFile<'a> {
    pub file: &'a ReturnedFile,
    /// Its place among the files.
    pub position: usize,
    /// How many heading rows it has.
    headings: usize,
    /// What is wrong with a heading row.
    heading_error: Option<String>,
    pub rows: Vec<(ReturnedRow<'a>, RowKind<'a>)>,
    /// What stands around them.
    pub aside: Vec<CellText<'a>>,
    /// The first row of the list that the file says it is.
    pub first: Option<&'a SentRow>,
}

/// What a row is.
pub(super) enum RowKind<'a> {
    Row(Identified<'a>),
    Ruling,
}

impl<'a> MatchedFile<'a> {
    /// Reads a file and matches its rows; none of one that cannot be read.
    pub fn of(position: usize, file: &'a ReturnedFile, headings: &Headings, snapshot: &'a LedgerSnapshot) -> Self {
        let rows = Vec::new();
        let aside = Vec::new();
        let mut matched = Self { file, position, headings: 0, heading_error: None, rows, aside, first: None };
        let Ok(book) = &file.book else { return matched };
        let list = ListIdentity::of(book);
        matched.first = list.as_ref().and_then(|list| snapshot.list(&list.batch).next());
        let returned = read(book, headings);
        (matched.headings, matched.heading_error, matched.aside) =
            (returned.headings, returned.heading_error, returned.aside);
        let kind = |row: &ReturnedRow<'a>| match row.has_column(Item::Conflict) {
            true => RowKind::Ruling,
            false => RowKind::Row(identify(row, list.as_ref(), snapshot)),
        };
        matched.rows = returned.rows.into_iter().map(|row| (kind(&row), row)).map(|(kind, row)| (row, kind)).collect();
        matched
    }

    /// Whether anything in it was sent by the county, or is a ruling on answers to that.
    pub fn is_ours(&self) -> bool {
        let ours = |kind: &RowKind<'_>| matches!(kind, RowKind::Ruling | RowKind::Row(Identified::Sent(_)));
        self.headings > 0
            && (self.first.is_some() || self.rows.is_empty() || self.rows.iter().any(|(_, kind)| ours(kind)))
    }

    /// Why nothing of it can be taken, if that is so; so many of its rows were filled in.
    pub fn why(&self, answered: u32) -> Option<String> {
        match &self.file.book {
            Err(why) => Some(why.clone()),
            Ok(_) if self.headings == 0 => {
                Some("没有找到清单的表头，不是本县推送的清单；请收填好的推送核实清单".to_owned())
            }
            Ok(_) if !self.is_ours() && answered == 0 => {
                Some("没有一行是本县推送的，这不是本县的清单；请核对文件是否有误".to_owned())
            }
            Ok(_) => self.heading_error.clone(),
        }
    }

    /// Whether the village added risks of its own.
    pub fn has_additions(&self) -> bool {
        self.rows.iter().any(|(_, kind)| matches!(kind, RowKind::Row(Identified::Added)))
    }
}
