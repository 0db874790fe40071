//! A source drafted after a department's table, or a rule, into the county's own `rules/`.

use std::path::{Path, PathBuf};

use crate::access;
use crate::county::{Failure, Passwords, Workspace, county_config, county_folder};
use crate::diagnostic::Diagnostic;
use crate::draft::{Drafted, KnownHeadings, department, rule_draft, rule_source, source_draft, source_name, the_table};
use crate::store::write_whole;
use crate::workbook::{self, Book, Place};

/// A source that was drafted.
#[derive(Debug)]
pub(crate) struct DraftedSource {
    /// The file it was written to.
    pub path: PathBuf,
    /// The row of the table's heading, from 1.
    pub header_row: usize,
    /// How many columns the table has.
    pub columns: usize,
    /// Whether nothing stands below the heading.
    pub is_empty: bool,
    /// What was drafted.
    pub draft: Drafted,
}

impl DraftedSource {
    /// What was found in the table, and what the draft is unsure of, a line in Chinese each.
    pub(crate) fn lines(&self) -> Vec<String> {
        let Drafted { ids, name, is_named, .. } = &self.draft;
        let heading = format!("表头在第{}行，{}个栏目", self.header_row, self.columns);
        let mut lines = vec![format!("已起草 {}：{heading}", self.path.display())];
        lines.extend(self.is_empty.then(|| "表头下面没有数据，类型只按表头猜，请逐项改".to_owned()));
        lines.push(match is_named {
            true => format!("姓名是“{name}”"),
            false => format!("没有找到姓名一栏，暂用“{name}”，请在 key 里改成姓名或名称一栏"),
        });
        lines.push(match ids.first() {
            Some(id) => format!("身份证号是“{id}”"),
            None => "没有找到身份证号一栏，按村和姓名对应；有的话请在 key 里写明".to_owned(),
        });
        lines
    }
}

/// A rule that was drafted.
#[derive(Debug)]
pub(crate) struct DraftedRule {
    /// The file it was written to.
    pub path: PathBuf,
    pub id: String,
    /// The source that it asks of.
    pub source: String,
}

/// Drafts a source after a table, and writes it where it is told, or into the county's own sources.
///
/// # Errors
/// If there is such a source or file already, the table cannot be read, or the draft cannot be written.
pub(crate) fn draft_source(file: &Path, sheet: Option<&str>, out: Option<&Path>) -> Result<DraftedSource, Failure> {
    let county = county_folder(None)?;
    let pack = Workspace::pack_of(None, None)?;
    let name = source_name(out.unwrap_or(file));
    if pack.sources.contains_key(&name) {
        let fault = Diagnostic::new(format!("已经有名为“{name}”的来源"));
        let hint =
            "用 --out rules/sources/新名称.toml 换一个名称；只是表头或写法不同的，在 bidui.toml 里写 [[columns]]";
        return Err(fault.hint(hint).into());
    }
    let path = free(out.map_or_else(|| county.join("rules/sources").join(format!("{name}.toml")), Path::to_owned))?;
    let book = read_table(file, &county)?;
    let known = KnownHeadings::of(&pack);
    let table = the_table(&book, sheet, &pack, &known)?;
    let draft = source_draft(&name, &department(file), &table, &pack, &known);
    write(&path, &draft.text)?;
    let header_row = table.header.start + 1;
    let columns = table.columns.len();
    let is_empty = table.is_empty();
    Ok(DraftedSource { path, header_row, columns, is_empty, draft })
}

/// Drafts a rule, and writes it where it is told, or into the county's own rules.
///
/// # Errors
/// If the id is none, there is such a rule or file already, there is no such source, or the draft cannot be written.
pub(crate) fn draft_rule(id: &str, source: Option<&str>, out: Option<&Path>) -> Result<DraftedRule, Failure> {
    let county = county_folder(None)?;
    let pack = Workspace::pack_of(None, None)?;
    // As everywhere, small letters stand for capitals.
    let id = id.to_uppercase();
    if id.is_empty() || !id.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_')) {
        return Err(Diagnostic::new(format!("“{id}”不能作编号")).hint("编号只用字母、数字和短横，如 BEE-01").into());
    }
    if pack.rule(&id).is_some() {
        let fault = Diagnostic::new(format!("已经有编号为 {id} 的规则"));
        return Err(fault.hint(format!("用 bidui rules show {id} 看它；换一个编号")).into());
    }
    let path = free(out.map_or_else(|| county.join("rules/clues").join(format!("{id}.toml")), Path::to_owned))?;
    let source = rule_source(&pack, source)?;
    write(&path, &rule_draft(&id, source, &pack))?;
    Ok(DraftedRule { path, id, source: source.name.clone() })
}

fn read_table(file: &Path, county: &Path) -> Result<Book, Failure> {
    let shown = file.display();
    if !file.is_file() {
        return Err(Diagnostic::new(format!("没有 {shown} 这个文件")).into());
    }
    let passwords = Passwords::of(&county_config(county)?).of_file(&file.to_string_lossy());
    let unread = |why: workbook::Unreadable| Diagnostic::new(format!("{shown} 无法读取：{}", why.explain()));
    Ok(workbook::read_place(&Place::from(file), &passwords).map_err(unread)?)
}

/// A path where no file stands yet.
fn free(path: PathBuf) -> Result<PathBuf, Diagnostic> {
    match path.exists() {
        true => Err(Diagnostic::new(format!("{} 已经有了，没有改动", path.display())).hint("用 --out 写到别的文件")),
        false => Ok(path),
    }
}

fn write(path: &Path, text: &str) -> anyhow::Result<()> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        access::create_folder(folder)
            .map_err(|error| anyhow::anyhow!("无法创建文件夹 {}：{error}", folder.display()))?;
    }
    write_whole(path, text.as_bytes())
}
