//! The cells of one field, record by record; what does not fit the field is tallied.

use std::borrow::Cow;

use jiff::civil::Date;

use super::ditto;
use super::extract::{Extract, RecordAt};
use super::identity::read_id;
use super::tally::IssueTally;
use super::vocabulary::FieldVocabulary;
use crate::ingest::data_cell;
use crate::pack::{Field, Kind};
use crate::schema::Consequence;
use crate::value::{IdDefect, text};
use crate::workbook::{Cell, CellKind};

/// Tells of a cell that does not fit its field.
pub(super) fn complain(field: &Field, name: &str, row: u32, raw: &str, tally: &mut IssueTally) {
    let (kind, advice) = complaint(field);
    tally.count(row, name, &kind, raw, Consequence::ValueDropped, &advice);
}

fn complaint(field: &Field) -> (String, String) {
    match field.kind {
        Kind::Code | Kind::Codes => {
            let words: Vec<&str> = field.values.keys().map(String::as_str).collect();
            ("取值不在词表中".to_owned(), format!("应为：{}", words.join("、")))
        }
        Kind::Id => ("身份证号有误".to_owned(), "请核对该证件号码".to_owned()),
        Kind::Text
        | Kind::Name
        | Kind::Date
        | Kind::Month
        | Kind::Money
        | Kind::Number
        | Kind::Integer
        | Kind::Bool
        | Kind::Place => (format!("不是有效的{}", field.kind.label()), format!("请按{}填写", field.kind.label())),
    }
}

/// Reads one field's cells, record by record.
pub(super) struct Reader<'a> {
    pub(super) extract: &'a Extract<'a>,
    pub(super) records: &'a [RecordAt],
    pub(super) position: usize,
    pub(super) field: &'a Field,
    pub(super) columns: &'a [usize],
    /// Whether some cells say that they are as the one above.
    pub(super) repeats: bool,
}

impl<'a> Reader<'a> {
    /// The cell of a record; none where the record does not carry the field.
    pub(super) fn cell(&self, record: &RecordAt, column: usize) -> Option<Cell<'a>> {
        let of_household_only = self.field.head_only && record.member.is_some();
        let cell = match self.repeats {
            true => ditto::resolved(self.extract, record.row, column),
            false => data_cell(self.extract.grid, record.row, column),
        };
        (!of_household_only && cell.kind != CellKind::Blank && cell.kind != CellKind::Error).then_some(cell)
    }

    /// The field's cells with something in them, of its first column.
    pub(super) fn cells(&self) -> impl Iterator<Item = Cell<'a>> {
        let column = self.columns.first().copied();
        self.records.iter().filter_map(move |record| self.cell(record, column?))
    }

    /// The rows of the records, from 1.
    pub(super) fn rows(&self) -> impl Iterator<Item = u32> {
        self.records.iter().map(RecordAt::row_number)
    }

    /// What the record's columns or the table's title say without a cell.
    pub(super) fn given(&self, record: &RecordAt) -> Option<&'a str> {
        let branch = record.branch.map(|branch| &self.extract.mapping.branches[branch]);
        let of_branch = branch.into_iter().flat_map(|branch| &branch.given);
        let given = of_branch.chain(&self.extract.mapping.given).find(|(position, _)| *position == self.position);
        given.map(|(_, word)| word.as_str())
    }

    /// The column of a record: of what the record is about, where that has one of its own; the first filled one.
    pub(super) fn column(&self, record: &RecordAt) -> Option<usize> {
        let branch = record.branch.map(|branch| &self.extract.mapping.branches[branch]);
        let own = branch.and_then(|branch| branch.columns.iter().find(|(position, _)| *position == self.position));
        match own {
            Some((_, columns)) => {
                let filled =
                    |column: &&usize| data_cell(self.extract.grid, record.row, **column).kind != CellKind::Blank;
                columns.iter().find(filled).or(columns.first()).copied()
            }
            None => self.columns.first().copied(),
        }
    }

    /// Cells whose formula failed or was never worked out hold no value, and are said to.
    pub(super) fn report_errors(&self, name: &str, tally: &mut IssueTally) {
        for record in self.records.iter().filter(|record| record.member.is_none()) {
            let cells = self.columns.iter().map(|column| data_cell(self.extract.grid, record.row, *column));
            for cell in cells.filter(|cell| cell.kind == CellKind::Error) {
                let advice = "请改好公式并重新计算，或把结果粘贴为数值";
                tally.count(record.row_number(), name, "公式出错", cell.text, Consequence::ValueDropped, advice);
            }
        }
    }

    /// Says which cells were read as the one above.
    pub(super) fn note_dittos(&self, name: &str, tally: &mut IssueTally) {
        for record in self.records.iter().filter(|record| record.member.is_none()) {
            let cells = self.columns.iter().map(|column| data_cell(self.extract.grid, record.row, *column).text);
            for cell in cells.filter(|cell| ditto::is_ditto(self.extract, cell)) {
                let advice = "已按上一行采用；请填写完整";
                tally.count(record.row_number(), name, "写着同上", cell.trim(), Consequence::Mended, advice);
            }
        }
    }

    /// Reads the field's first column; cells that `parse` cannot read are told to `unfit`.
    pub(super) fn read<T>(
        &self,
        unfit: &mut impl FnMut(u32, &str),
        parse: impl Fn(Cow<'a, str>, CellKind) -> Option<T>,
    ) -> Vec<Option<T>> {
        let value = |record: &RecordAt| {
            if let Some(word) = self.given(record) {
                return parse(Cow::Borrowed(word), CellKind::Text);
            }
            let cell = self.cell(record, self.column(record)?)?;
            let cleaned = text::clean(cell.text);
            if text::is_null_mark(&cleaned) {
                return None;
            }
            let raw = cleaned.clone();
            let value = parse(cleaned, cell.kind);
            if value.is_none() {
                unfit(record.row_number(), &raw);
            }
            value
        };
        self.records.iter().map(value).collect()
    }

    /// Several words a record, from all columns, joined by commas in the vocabulary's order.
    pub(super) fn read_codes(&self, unfit: &mut impl FnMut(u32, &str)) -> Vec<Option<String>> {
        let vocabulary = FieldVocabulary::new(self.field);
        let mut codes = |record: &RecordAt| {
            let mut found = Vec::new();
            for cell in self.columns.iter().filter_map(|column| self.cell(record, *column)) {
                for part in cell.text.split([',', '，', '、', ';', '；', '|']) {
                    let part = text::clean(part);
                    match vocabulary.position(&part) {
                        Some(position) => found.push(position),
                        None if text::is_null_mark(&part) => {}
                        None => unfit(record.row_number(), &part),
                    }
                }
            }
            found.sort_unstable();
            found.dedup();
            let words: Vec<&str> =
                found.iter().filter_map(|position| vocabulary.words.get(*position).copied()).collect();
            (!words.is_empty()).then(|| words.join(","))
        };
        self.records.iter().map(&mut codes).collect()
    }

    pub(super) fn read_ids(&self, unfit: &mut impl FnMut(u32, &str)) -> Vec<Option<i64>> {
        let Some(column) = self.columns.first().copied() else { return vec![None; self.records.len()] };
        let mut id = |record: &RecordAt| {
            let cell = self.cell(record, column)?;
            match read_id(cell, Date::MAX) {
                Ok(recognised) => Some(recognised.number.key()),
                Err(IdDefect::Missing) => None,
                Err(_) => {
                    unfit(record.row_number(), "");
                    None
                }
            }
        };
        self.records.iter().map(&mut id).collect()
    }
}
