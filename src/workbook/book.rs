//! What comes out of a file: its sheets, or why it has none.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io;

use serde::{Deserialize, Serialize};

use super::budget::Spent;
use super::foreign::Foreign;
use super::grid::{CellRefusal, Grid};
use crate::regular::Irregular;
use crate::system_error::explained;

/// A file's sheets.
#[derive(Debug, Serialize, Deserialize)]
pub struct Book {
    /// What the file is.
    pub format: Format,
    /// Its sheets, in order.
    pub sheets: Vec<Sheet>,
    /// Names and values that travel with the file, whatever is done to its sheets; known of .xlsx.
    pub properties: BTreeMap<String, String>,
}

/// One sheet.
#[derive(Debug, Serialize, Deserialize)]
pub struct Sheet {
    pub name: String,
    /// Whether a person who opens the book sees it.
    pub visibility: Visibility,
    /// How many of its rows with content are hidden, by a filter or by hand; known of .xlsx, .xls and .ods.
    pub hidden_rows: u32,
    /// Its cells.
    pub grid: Grid,
}

/// Whether a person who opens the book sees a sheet.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Visibility {
    /// It does.
    #[default]
    Visible,
    /// It does not.
    Hidden,
}

/// What a file is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Format {
    /// Excel 2007 and later.
    Xlsx,
    /// Excel 97 to 2003, and WPS.
    Xls,
    /// Excel's binary workbook.
    Xlsb,
    /// OpenDocument.
    Ods,
    /// A web page, whatever it is called.
    Html,
    /// XML Spreadsheet 2003, whatever it is called.
    Xml2003,
    /// Text with separators.
    Csv {
        /// The encoding's name.
        encoding: Cow<'static, str>,
        /// The separator.
        delimiter: char,
    },
}

impl Format {
    /// The format, for people.
    pub fn label(&self) -> String {
        match self {
            Format::Xlsx => "xlsx".to_owned(),
            Format::Xls => "xls".to_owned(),
            Format::Xlsb => "xlsb".to_owned(),
            Format::Ods => "ods".to_owned(),
            Format::Html => "html".to_owned(),
            Format::Xml2003 => "xml".to_owned(),
            Format::Csv { encoding, .. } => format!("csv({encoding})"),
        }
    }
}

/// Why a file gives no sheets.
#[derive(Debug, Serialize, Deserialize)]
pub enum Unreadable {
    /// It wants a password, and none that is known opens it.
    Encrypted,
    /// It wants a password, and could not be opened with it either; its format.
    Sealed(Cow<'static, str>),
    /// It has no bytes.
    Empty,
    /// It is something else.
    Foreign(Foreign),
    /// It lists a sheet that it does not hold; the sheet's name.
    SheetMissing(String),
    /// It is damaged; what the library said.
    Corrupt(String),
    /// It holds more than a file of its size can sensibly hold.
    TooLarge,
    /// It is a folder, a pipe or the like, or beyond any size.
    Irregular(Irregular),
    /// Reading it took more memory or time than any sane file takes.
    Exhausting,
    /// Its name, or that of a folder it lies in, is no Unicode text, and it can be handed to nobody.
    Unnamed,
    /// It may not be opened now.
    Denied,
    /// It cannot be opened; what the system said.
    Io(String),
}

impl Unreadable {
    /// What is wrong and what to do, in a sentence.
    pub fn explain(&self) -> String {
        match self {
            Unreadable::Encrypted => {
                "文件有打开密码；请在 bidui.toml 里用 [[password]] 写明密码，或用 Excel、WPS 打开，去掉密码另存一份"
                    .to_owned()
            }
            Unreadable::Sealed(format) => {
                format!("无法打开这种加密方式的{format}文件；请用 Excel 或 WPS 打开，去掉密码另存为 .xlsx")
            }
            Unreadable::Empty => "文件是空的；请让部门重新发送".to_owned(),
            Unreadable::Foreign(what) => format!("文件不是表格，而是{}；{}", what.label(), what.advice()),
            Unreadable::SheetMissing(name) => format!(
                "文件里列有工作表“{name}”，却没有它的内容；请用 Excel 或 WPS 打开，核对这个工作表后另存一份，内容不全的请让部门重新发送"
            ),
            Unreadable::Corrupt(_) => {
                "文件已损坏，无法读取；请用 Excel 或 WPS 打开后另存一份，无法打开的请让部门重新发送".to_owned()
            }
            Unreadable::TooLarge => "表格内容超出正常范围；请删去多余的行和列后另存一份".to_owned(),
            Unreadable::Irregular(irregular) => irregular.to_string(),
            Unreadable::Exhausting => {
                "读这个文件超出了内存或时间上限，文件可能已损坏；请用 Excel 或 WPS 打开后另存为 .xlsx".to_owned()
            }
            Unreadable::Unnamed => {
                "文件或文件夹的名称不是 UTF-8 编码，多半是解压 Windows 的压缩包留下的；请改名，或直接用没有解压的 .zip"
                    .to_owned()
            }
            Unreadable::Denied => "没有权限打开，或正被别的程序占用；请关闭 Excel 或 WPS 后重试".to_owned(),
            Unreadable::Io(error) => format!("无法打开文件：{error}"),
        }
    }
}

impl From<io::Error> for Unreadable {
    fn from(error: io::Error) -> Self {
        if let Some(irregular) = Irregular::behind(&error) {
            return Unreadable::Irregular(irregular);
        }
        if error.get_ref().is_some_and(|error| error.is::<Spent>()) {
            return Unreadable::TooLarge;
        }
        match error.kind() {
            io::ErrorKind::PermissionDenied => Unreadable::Denied,
            // Sharing and lock violations.
            _ if cfg!(windows) && matches!(error.raw_os_error(), Some(32 | 33)) => Unreadable::Denied,
            _ => Unreadable::Io(explained(&error)),
        }
    }
}

impl From<Spent> for Unreadable {
    fn from(_: Spent) -> Self {
        Unreadable::TooLarge
    }
}

impl From<CellRefusal> for Unreadable {
    fn from(refused: CellRefusal) -> Self {
        match refused {
            CellRefusal::TooLarge => Unreadable::TooLarge,
            CellRefusal::OutOfOrder => Unreadable::Corrupt("cells out of order".to_owned()),
        }
    }
}
