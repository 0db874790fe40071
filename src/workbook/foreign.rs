//! Files that may hold a table which cannot be read: what they are, and what to ask for instead.

use std::path::Path;

use serde::{Deserialize, Serialize};

/// What a file is that is no spreadsheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Foreign {
    /// A PDF document.
    Pdf,
    /// A picture: a screenshot or a scan.
    Picture,
    /// A text document.
    Document,
    /// Slides.
    Slides,
    /// A dBase table.
    Dbase,
    /// A database.
    Database,
    /// An archive of a kind that cannot be opened.
    Packed,
    /// A zip archive that is not called one.
    Archive,
    /// A zip archive where none is looked into: in an archive in an archive.
    Nested,
    /// A zip archive that wants a password.
    LockedArchive,
    /// A zip archive that holds more than is sensible.
    LargeArchive,
    /// A page that asks for a user's password.
    LoginPage,
    /// A page without a table.
    WebPage,
    /// A page with all its parts in one file.
    WebArchive,
    /// XML of another kind.
    Xml,
    /// A workbook of before 1993.
    OldWorkbook,
    /// A workbook of Apple's.
    Numbers,
    /// Encrypted by an office's own software.
    Enciphered,
    /// Nothing that is known.
    Unknown,
}

/// What files begin with.
const MAGIC: [(&[u8], Foreign); 16] = [
    (b"%PDF", Foreign::Pdf),
    (b"\x89PNG", Foreign::Picture),
    (b"\xff\xd8\xff", Foreign::Picture),
    (b"GIF8", Foreign::Picture),
    (b"II*\0", Foreign::Picture),
    (b"MM\0*", Foreign::Picture),
    (b"Rar!", Foreign::Packed),
    (b"7z\xbc\xaf\x27\x1c", Foreign::Packed),
    (b"\x1f\x8b", Foreign::Packed),
    (b"BZh91AY&SY", Foreign::Packed),
    (b"\xfd7zXZ\0", Foreign::Packed),
    (b"{\\rtf", Foreign::Document),
    (b"\0\x01\0\0Standard ", Foreign::Database),
    (b"SQLite format 3\0", Foreign::Database),
    (b"\x62\x14\x23\x65", Foreign::Enciphered),
    (b"MIME-Version:", Foreign::WebArchive),
];

/// What files' names end with.
const NAMES: [(&str, Foreign); 32] = [
    ("pdf", Foreign::Pdf),
    ("ofd", Foreign::Pdf),
    ("jpg", Foreign::Picture),
    ("jpeg", Foreign::Picture),
    ("png", Foreign::Picture),
    ("gif", Foreign::Picture),
    ("bmp", Foreign::Picture),
    ("tif", Foreign::Picture),
    ("tiff", Foreign::Picture),
    ("webp", Foreign::Picture),
    ("heic", Foreign::Picture),
    ("doc", Foreign::Document),
    ("docx", Foreign::Document),
    ("docm", Foreign::Document),
    ("wps", Foreign::Document),
    ("rtf", Foreign::Document),
    ("odt", Foreign::Document),
    ("ppt", Foreign::Slides),
    ("pptx", Foreign::Slides),
    ("dps", Foreign::Slides),
    ("dbf", Foreign::Dbase),
    ("mdb", Foreign::Database),
    ("accdb", Foreign::Database),
    ("sqlite", Foreign::Database),
    ("rar", Foreign::Packed),
    ("7z", Foreign::Packed),
    ("tar", Foreign::Packed),
    ("gz", Foreign::Packed),
    ("tgz", Foreign::Packed),
    ("bz2", Foreign::Packed),
    ("xz", Foreign::Packed),
    ("numbers", Foreign::Numbers),
];

impl Foreign {
    /// What the first bytes of a file say that it is.
    pub(super) fn of_head(head: &[u8]) -> Option<Self> {
        // A workbook of before 1993 lies in no container and has a shorter first record than later ones.
        if let [0x09, 0 | 2 | 4, 4 | 6, 0, ..] = head {
            return Some(Foreign::OldWorkbook);
        }
        let known = MAGIC.iter().find(|(magic, _)| head.starts_with(magic)).map(|(_, foreign)| *foreign);
        let enciphered = || head.windows(9).take(512).any(|window| window == b"E-SafeNet");
        known
            .or_else(|| enciphered().then_some(Foreign::Enciphered))
            .or_else(|| is_dbase(head).then_some(Foreign::Dbase))
    }

    /// What a file's name says that it is.
    pub fn of_name(path: &Path) -> Option<Self> {
        let extension = path.extension()?.to_string_lossy().to_lowercase();
        NAMES.iter().find(|(name, _)| *name == extension).map(|(_, foreign)| *foreign)
    }

    /// Whether such a file has no other use than to hold tables; letters and scans may lie about for other reasons.
    pub fn holds_tables(self) -> bool {
        match self {
            Foreign::Pdf | Foreign::Picture | Foreign::Document | Foreign::Slides => false,
            Foreign::Dbase
            | Foreign::Database
            | Foreign::Packed
            | Foreign::Archive
            | Foreign::Nested
            | Foreign::LockedArchive
            | Foreign::LargeArchive
            | Foreign::LoginPage
            | Foreign::WebPage
            | Foreign::WebArchive
            | Foreign::Xml
            | Foreign::OldWorkbook
            | Foreign::Numbers
            | Foreign::Enciphered
            | Foreign::Unknown => true,
        }
    }

    /// What it is, for people.
    pub fn label(self) -> &'static str {
        match self {
            Foreign::Pdf => "PDF 文件",
            Foreign::Picture => "图片（截图或扫描件）",
            Foreign::Document => "Word 文档",
            Foreign::Slides => "演示文稿",
            Foreign::Dbase => "DBF 数据库文件",
            Foreign::Database => "数据库文件",
            Foreign::Packed => "无法打开的压缩包（RAR、7Z 等）",
            Foreign::Archive => "压缩包",
            Foreign::Nested => "压缩包里的压缩包里的压缩包",
            Foreign::LockedArchive => "有密码的压缩包",
            Foreign::LargeArchive => "大小超出正常范围的压缩包",
            Foreign::LoginPage => "系统的登录页面",
            Foreign::WebPage => "没有表格的网页",
            Foreign::WebArchive => "单个文件网页（MHT）",
            Foreign::Xml => "XML 文件",
            Foreign::OldWorkbook => "Excel 4.0 以前的文件",
            Foreign::Numbers => "苹果 Numbers 表格",
            Foreign::Enciphered => "被单位的文件加密软件加了密的文件",
            Foreign::Unknown => "无法识别的二进制文件",
        }
    }

    /// What to do about it.
    pub fn advice(self) -> &'static str {
        match self {
            Foreign::Pdf => "PDF 不能读，请部门从业务系统导出 Excel 表",
            Foreign::Picture => "图片不能读，请部门发送原来的 Excel 表",
            Foreign::Document | Foreign::Slides => {
                "文档里的表格不能读，请部门发送 Excel 表，或把表格粘贴到 Excel 里另存为 .xlsx"
            }
            Foreign::Dbase | Foreign::OldWorkbook | Foreign::WebArchive | Foreign::Xml => {
                "请用 Excel 或 WPS 打开后另存为 .xlsx"
            }
            Foreign::Database => "数据库不能读，请部门把里面的表导出为 Excel 表",
            Foreign::Archive => "请把扩展名改为 .zip，或解压后把里面的表放进数据文件夹",
            Foreign::Packed | Foreign::Nested | Foreign::LargeArchive => "请解压后把里面的表放进数据文件夹",
            Foreign::LockedArchive => "请用密码解压后把里面的表放进数据文件夹",
            Foreign::LoginPage => "导出时系统已退出登录，存下的不是数据；请部门重新登录后再导出一次",
            Foreign::WebPage => "存下的可能是出错或登录的页面；请部门重新导出",
            Foreign::Numbers => "请在 Numbers 里导出为 Excel 表（.xlsx）",
            Foreign::Enciphered => "请在单位的电脑上解密后再放进数据文件夹",
            Foreign::Unknown => "可能被加密软件加了密，或不是表格；请在能打开它的电脑上用 Excel 或 WPS 另存为 .xlsx",
        }
    }
}

/// Whether a file begins as a dBase table does: its kind, a day, and a head that ends where the fields do.
fn is_dbase(head: &[u8]) -> bool {
    let [kind, _, month, day, ..] = head else { return false };
    let known = [0x02, 0x03, 0x30, 0x31, 0x43, 0x63, 0x83, 0x8b, 0xf5];
    let length = head.get(8..10).map_or(0, |length| usize::from(u16::from_le_bytes([length[0], length[1]])));
    known.contains(kind) && (1..=12).contains(month) && (1..=31).contains(day) && length > 32
}
