//! By whom data were shared, on what basis, until when.

use comfy_table::Table;

use super::table::table;
use crate::report::SharingLine;
use crate::value::Redacted;
use crate::workbook::Columns;

/// The register.
pub fn sharing_list(lines: &[SharingLine]) -> Table {
    let columns = Columns::<SharingLine>::new()
        .text("数据来源", |line| line.source.clone())
        .text("部门", |line| line.department.clone())
        .text("提供单位", |line| line.provider.clone())
        .text("依据", |line| line.basis.clone())
        .text("用途", |line| line.purpose.clone())
        .text("期限", |line| line.until.map(|until| Redacted::of(&until.to_string())))
        .text("状态", |line| line.state.label());
    table(&columns, lines)
}
