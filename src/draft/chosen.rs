//! What is drafted: which sheet of a book, which source a rule reads, what names a file gives.

use std::path::Path;

use super::known::KnownHeadings;
use super::rule::telling_source;
use super::table::DraftTable;
use crate::diagnostic::{Diagnostic, nearest};
use crate::pack::{Pack, Source};
use crate::workbook::Book;

/// The sheet that is told, or the only one with headings.
///
/// # Errors
/// If there is none, or several.
pub fn the_table<'b>(
    book: &'b Book,
    told: Option<&str>,
    pack: &Pack,
    known: &KnownHeadings,
) -> Result<DraftTable<'b>, Diagnostic> {
    let found = book.sheets.iter().filter(|sheet| told.is_none_or(|told| sheet.name == told));
    let mut tables: Vec<(&str, DraftTable<'b>)> = found
        .filter_map(|sheet| Some((sheet.name.as_str(), DraftTable::of(&sheet.grid, &pack.layout, known)?)))
        .collect();
    let names = |names: Vec<&str>| names.join("、");
    match (tables.len(), told) {
        (1, _) => Ok(tables.remove(0).1),
        (0, Some(told)) => {
            let all = names(book.sheets.iter().map(|sheet| sheet.name.as_str()).collect());
            Err(Diagnostic::new(format!("没有名为“{told}”的工作表，或其中没有表头")).hint(format!("工作表有：{all}")))
        }
        (0, None) => {
            let fault = Diagnostic::new("没有找到表头：靠上的几行里没有哪一行像栏目名称");
            Err(fault.hint("表里要有一行栏目名称，其中有姓名、身份证号、行政村这样认得的；没有的，先在表里补上"))
        }
        (_, _) => {
            let all = names(tables.iter().map(|(name, _)| *name).collect());
            Err(Diagnostic::new("有几张工作表像是表").hint(format!("用 --sheet 写明是哪一张：{all}")))
        }
    }
}

/// A file's name as the name of a source: no digits, so that neither months nor numbers of people get into it.
pub fn source_name(file: &Path) -> String {
    let stem = file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let mut name = String::new();
    let mut after_digit = false;
    for c in stem.chars() {
        let counted = after_digit && matches!(c, '年' | '月' | '日' | '期' | '号');
        if c.is_alphabetic() && !counted {
            name.push(c);
        }
        after_digit = c.is_numeric();
    }
    if name.is_empty() { "新来源".to_owned() } else { name }
}

/// The department: the folder that the file lies in, unless that is named after a month.
pub fn department(file: &Path) -> String {
    let folder = file.parent().and_then(Path::file_name).map(|name| name.to_string_lossy().into_owned());
    let named = folder.filter(|name| !name.is_empty() && name.chars().all(char::is_alphabetic));
    named.unwrap_or_else(|| "请填写部门".to_owned())
}

/// The source that a rule reads: as told, else the county's own.
///
/// # Errors
/// If there is none of this name.
pub fn rule_source<'p>(pack: &'p Pack, told: Option<&str>) -> Result<&'p Source, Diagnostic> {
    let Some(told) = told else {
        return telling_source(pack).ok_or_else(|| Diagnostic::new("规则包里没有说到人的来源"));
    };
    let known = || pack.sources.values().filter(|source| source.register.is_none());
    known().find(|source| source.name == told).ok_or_else(|| {
        let fault = Diagnostic::new(format!("没有名为“{told}”的来源"));
        match nearest(told, known().map(|source| source.name.as_str())) {
            Some(near) => fault.hint(format!("是不是“{near}”？")),
            None => fault.hint("全部来源见 rules/README.md"),
        }
    })
}
