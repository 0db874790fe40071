//! What the files were read as, before anything is screened.

use std::collections::BTreeMap;

use comfy_table::Table;

use super::table::table;
use crate::report::{FileInspection, SheetInspection};
use crate::workbook::Columns;

/// What every file was read as.
pub fn inspection_page(files: &[FileInspection]) -> String {
    let mut page = format!("{}\n", inspection_table(files));
    for file in files {
        for sheet in &file.sheets {
            let lines = sheet_remarks(sheet);
            if !lines.is_empty() {
                page.push_str(&format!("\n{}[{}]\n", file.file, sheet.sheet));
                lines.iter().for_each(|line| page.push_str(&format!("  {line}\n")));
            }
        }
    }
    page
}

/// A line of the table: a sheet of a file, or a file without one.
struct Line<'a> {
    file: &'a FileInspection,
    sheet: Option<&'a SheetInspection>,
}

fn inspection_table(files: &[FileInspection]) -> Table {
    let columns = Columns::<Line<'_>>::new()
        .text("文件", |line| line.file.file.clone())
        .text("格式", |line| line.file.format.clone())
        .text("工作表", |line| line.sheet.map(|sheet| sheet.sheet.clone()))
        .text("识别为", |line| match line.sheet {
            Some(sheet) => sheet.source.clone().unwrap_or_else(|| "未识别".to_owned()),
            None => line.file.state.clone(),
        })
        .text("表头行", |line| line.sheet.and_then(|sheet| sheet.header_row).map(|row| row.to_string()))
        .text("认出的栏目", |line| line.sheet.map(|sheet| format!("{}/{}", sheet.understood, sheet.headings)))
        .count("数据行", |line| line.sheet.map(|sheet| sheet.rows.get("data").copied().unwrap_or(0)))
        .count("证号可用", |line| line.sheet.map(|sheet| sheet.ids.values().sum::<u32>()))
        .count("证号有误", |line| line.sheet.map(|sheet| sheet.damaged.values().sum::<u32>()))
        .text("数据截至", |line| line.sheet.and_then(|sheet| sheet.latest.clone()));
    let lines = files.iter().flat_map(|file| {
        let alone = file.sheets.is_empty().then_some(Line { file, sheet: None });
        alone.into_iter().chain(file.sheets.iter().map(move |sheet| Line { file, sheet: Some(sheet) }))
    });
    table(&columns, lines)
}

/// What there is to say of a sheet beside its line in the table.
fn sheet_remarks(sheet: &SheetInspection) -> Vec<String> {
    let mut lines: Vec<String> = sheet.concealment.iter().chain(&sheet.unrecognised).cloned().collect();
    lines.extend(sheet.evidence.iter().map(|evidence| format!("凭据：{evidence}")));
    if let Some((source, columns)) = &sheet.next {
        lines.push(format!("其次像“{source}”，认出{columns}栏"));
    }
    if sheet.source.is_none() {
        lines.extend(sheet.fingerprint.iter().map(|letters| format!("表头指纹：{letters}")));
    }
    let renamed: Vec<String> = sheet
        .columns
        .iter()
        .filter(|(field, heading)| field != heading)
        .map(|(field, heading)| format!("{heading}→{field}"))
        .collect();
    let unclaimed: Vec<String> = sheet
        .unclaimed
        .iter()
        .map(|(heading, near)| match near {
            Some(near) => format!("{heading}（是不是“{near}”？）"),
            None => heading.clone(),
        })
        .collect();
    let counts = |counts: &BTreeMap<String, u32>| {
        counts.iter().map(|(what, count)| format!("{what} {count}")).collect::<Vec<_>>()
    };
    let values: Vec<String> =
        sheet.values.iter().map(|(field, value, rows)| format!("{field}“{value}”{rows}行")).collect();
    for (title, parts) in [
        ("栏目对应", renamed),
        ("按 bidui.toml", sheet.taught.clone()),
        ("没有用到的列", unclaimed),
        ("表中没有的栏目", sheet.absent.clone()),
        ("证号", counts(&sheet.ids)),
        ("有误的证号", counts(&sheet.damaged)),
        ("无法识别的值", values),
        ("去处", counts(&sheet.records)),
    ] {
        if !parts.is_empty() {
            lines.push(format!("{title}：{}", parts.join("、")));
        }
    }
    lines
}
