//! 矛盾结论: answers that contradict one another.

use super::super::dispute;
use super::input::{Verification, title};
use crate::workbook::SheetOut;

/// The sheet of contradictions that nobody settled.
pub(super) fn disputes(input: Verification<'_>) -> SheetOut {
    let columns = dispute::columns(&dispute::names(input.disputes));
    SheetOut {
        name: "矛盾结论".to_owned(),
        title: title(input, "矛盾结论"),
        notes: vec![
            "同一条线索、同一个问题收到互相矛盾的结论，都不算数；请查明后在“回收情况.xlsx”的“冲突”里裁定以哪一个为准。"
                .to_owned(),
        ],
        ..SheetOut::of(&columns, input.disputes)
    }
}
