//! What is wrong in a department's rows.

use serde::{Deserialize, Serialize};

use super::{Origin, SheetId};

/// Something wrong in a row, a column or a sheet.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Issue {
    pub sheet: SheetId,
    /// The row, from 1.
    pub row: u32,
    /// The field concerned.
    pub field: String,
    /// What kind of mistake it is, a few words.
    pub kind: String,
    /// What stands there, ID numbers masked.
    pub value: String,
    /// The row it is at odds with, if it is another row.
    pub other: Option<Origin>,
    /// What followed from it.
    pub consequence: Consequence,
    /// What the department should do.
    pub advice: String,
    /// How many rows have the same mistake with the same value; `row` is the first.
    pub count: u32,
}

/// What followed from an issue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Consequence {
    /// The record was set aside.
    Quarantined,
    /// The record belongs to somebody of the register, but nobody can say to whom.
    Unlinked,
    /// The value was left out.
    ValueDropped,
    /// It says itself that it does not count: ended, void, of another list.
    Ended,
    /// It says the same as another one, and was counted once.
    Once,
    /// It was mended, since only one reading is possible.
    Mended,
    /// It was used as it stands, although something speaks against it.
    Doubtful,
    /// Nothing was lost; it is only said.
    #[serde(rename = "Remark")]
    NoteOnly,
}

impl Consequence {
    /// The Chinese words.
    pub fn label(self) -> &'static str {
        match self {
            Consequence::Quarantined => "整行未采用",
            Consequence::Unlinked => "未能对应到人",
            Consequence::ValueDropped => "该值未采用",
            Consequence::Ended => "不计入",
            Consequence::Once => "只算一次",
            Consequence::Mended => "已按唯一读法补正",
            Consequence::Doubtful => "存疑，照原样采用",
            Consequence::NoteOnly => "仅提示",
        }
    }
}
