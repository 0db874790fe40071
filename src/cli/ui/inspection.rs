//! What the files were read as, before anything is screened.

use std::collections::BTreeMap;

use comfy_table::{Cell, Table};

use super::table::{number, table};
use crate::report::{FileInspection, SheetInspection};

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

fn inspection_table(files: &[FileInspection]) -> Table {
    let headings =
        ["文件", "格式", "工作表", "识别为", "表头行", "认出的栏目", "数据行", "证号可用", "证号有误", "数据截至"];
    let mut table = table(&headings);
    for file in files {
        let name = || [Cell::new(&file.file), Cell::new(&file.format)];
        if file.sheets.is_empty() {
            table.add_row(name().into_iter().chain([Cell::new(""), Cell::new(&file.state)]));
        }
        for sheet in &file.sheets {
            let rest = [
                Cell::new(&sheet.sheet),
                Cell::new(sheet.source.as_deref().unwrap_or("未识别")),
                Cell::new(sheet.header_row.map(|row| row.to_string()).unwrap_or_default()),
                Cell::new(format!("{}/{}", sheet.understood, sheet.headings)),
                number(sheet.rows.get("data").copied().unwrap_or(0)),
                number(sheet.ids.values().sum()),
                number(sheet.damaged.values().sum()),
                Cell::new(sheet.latest.as_deref().unwrap_or_default()),
            ];
            table.add_row(name().into_iter().chain(rest));
        }
    }
    table
}

/// What there is to say of a sheet beside its line in the table.
fn sheet_remarks(sheet: &SheetInspection) -> Vec<String> {
    let mut lines: Vec<String> = sheet.concealment.iter().chain(&sheet.unrecognised).cloned().collect();
    lines.extend(sheet.evidence.iter().map(|evidence| format!("凭据: {evidence}")));
    if let Some((source, columns)) = &sheet.next {
        lines.push(format!("其次像“{source}”,认出{columns}栏"));
    }
    if sheet.source.is_none() {
        lines.extend(sheet.fingerprint.iter().map(|letters| format!("表头指纹: {letters}")));
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
            Some(near) => format!("{heading}(是不是“{near}”?)"),
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
        ("不认识的值", values),
        ("去处", counts(&sheet.records)),
    ] {
        if !parts.is_empty() {
            lines.push(format!("{title}: {}", parts.join("、")));
        }
    }
    lines
}
