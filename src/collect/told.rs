//! One returned file → its rows, told apart: sent ones, added ones, decisions, and those that are none of these.

use super::heading::{Headings, Item};
use super::identify::{Identified, identify};
use super::known::Known;
use super::returned::{ReturnedRow, Written, read};
use super::terms::ReturnedFile;
use crate::dispatch::Identity;
use crate::ledger::SentRow;

/// A file whose rows were told apart.
pub(super) struct Told<'a> {
    pub file: &'a ReturnedFile,
    /// Its place among the files.
    pub position: usize,
    /// How many heading rows it has.
    headings: usize,
    /// What is wrong with a heading row.
    fault: Option<String>,
    pub rows: Vec<(ReturnedRow<'a>, Kind<'a>)>,
    /// What stands around them.
    pub aside: Vec<Written<'a>>,
    /// The first row of the list that the file says it is.
    pub first: Option<&'a SentRow>,
}

/// What a row is.
pub(super) enum Kind<'a> {
    Row(Identified<'a>),
    Decision,
}

/// Tells the rows of a file apart; none of one that cannot be read.
pub(super) fn tell<'a>(position: usize, file: &'a ReturnedFile, headings: &Headings, known: &'a Known) -> Told<'a> {
    let (rows, aside) = (Vec::new(), Vec::new());
    let mut told = Told { file, position, headings: 0, fault: None, rows, aside, first: None };
    let Ok(book) = &file.book else { return told };
    let list = Identity::of(book);
    told.first = list.as_ref().and_then(|list| known.list(&list.batch).next());
    let returned = read(book, headings);
    (told.headings, told.fault, told.aside) = (returned.headings, returned.fault, returned.aside);
    let kind = |row: &ReturnedRow<'a>| match row.has_column(Item::Conflict) {
        true => Kind::Decision,
        false => Kind::Row(identify(row, list.as_ref(), known)),
    };
    told.rows = returned.rows.into_iter().map(|row| (kind(&row), row)).map(|(kind, row)| (row, kind)).collect();
    told
}

impl Told<'_> {
    /// Whether anything in it was sent by the county, or decides on answers to that.
    pub fn is_ours(&self) -> bool {
        let ours = |kind: &Kind<'_>| matches!(kind, Kind::Decision | Kind::Row(Identified::Sent(_)));
        self.headings > 0
            && (self.first.is_some() || self.rows.is_empty() || self.rows.iter().any(|(_, kind)| ours(kind)))
    }

    /// Why nothing of it can be taken, if that is so; so many of its rows were filled in.
    pub fn why(&self, answered: u32) -> Option<String> {
        match &self.file.book {
            Err(why) => Some(why.clone()),
            Ok(_) if self.headings == 0 => {
                Some("没有找到清单的表头,不是本县推送的清单;请收填好的推送核实清单".to_owned())
            }
            Ok(_) if !self.is_ours() && answered == 0 => {
                Some("没有一行是本县推送的,这不是本县的清单;请核对是不是拿错了文件".to_owned())
            }
            Ok(_) => self.fault.clone(),
        }
    }

    /// Whether the village added risks of its own.
    pub fn has_additions(&self) -> bool {
        self.rows.iter().any(|(_, kind)| matches!(kind, Kind::Row(Identified::Added)))
    }
}
