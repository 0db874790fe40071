//! A file → its sheets. What a file is, its first bytes say, not its name.

use std::fs::File;
use std::io::{self, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use super::grid::Grid;
use super::{delimited, excel};

/// A file's sheets.
#[derive(Debug)]
pub struct Book {
    /// What the file is.
    pub format: Format,
    /// Its sheets, in order.
    pub sheets: Vec<Sheet>,
}

/// One sheet.
#[derive(Debug)]
pub struct Sheet {
    /// Its name.
    pub name: String,
    /// Whether a person who opens the book sees it.
    pub visibility: Visibility,
    /// Its cells.
    pub grid: Grid,
}

/// Whether a person who opens the book sees a sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Visibility {
    /// It does.
    Visible,
    /// It does not.
    Hidden,
}

/// What a file is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Format {
    /// Excel 2007 and later.
    Xlsx,
    /// Excel 97 to 2003.
    Xls,
    /// Text with separators.
    Csv {
        /// The encoding's name.
        encoding: &'static str,
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
            Format::Csv { encoding, .. } => format!("csv({encoding})"),
        }
    }
}

/// Why a file gives no sheets.
#[derive(Debug)]
pub enum Unreadable {
    /// It wants a password.
    Encrypted,
    /// It has no bytes.
    Empty,
    /// It is something else; what it seems to be.
    NotASpreadsheet(&'static str),
    /// It is damaged; what the library said.
    Corrupt(String),
    /// It is larger than a sheet can sensibly be.
    TooLarge,
    /// It cannot be opened.
    Io(io::Error),
}

impl Unreadable {
    /// What is wrong and what to do, in a sentence.
    pub fn explain(&self) -> String {
        match self {
            Unreadable::Encrypted => "文件有打开密码;请用 Excel 或 WPS 打开,去掉密码另存一份再放回来".to_owned(),
            Unreadable::Empty => "文件是空的;请让部门重新发送".to_owned(),
            Unreadable::NotASpreadsheet(what) => {
                format!("文件不是表格,而是{what};请用 Excel 或 WPS 打开后另存为 .xlsx")
            }
            Unreadable::Corrupt(_) => {
                "文件已损坏,读不出来;请用 Excel 或 WPS 打开后另存一份,打不开的请让部门重新发送".to_owned()
            }
            Unreadable::TooLarge => "表中列数多得不合常理;请删去多余的列后另存一份".to_owned(),
            Unreadable::Io(error) if error.kind() == io::ErrorKind::PermissionDenied => {
                "没有权限打开,或正被别的程序占用;请关闭 Excel 或 WPS 后重试".to_owned()
            }
            Unreadable::Io(error) => format!("打不开文件({error})"),
        }
    }
}

impl From<io::Error> for Unreadable {
    fn from(error: io::Error) -> Self {
        Unreadable::Io(error)
    }
}

/// Reads a file.
///
/// # Errors
/// Why it gives no sheets; a reader library's panic on a broken file counts as corruption.
pub fn read(path: &Path) -> Result<Book, Unreadable> {
    let mut head = [0_u8; 512];
    let length = read_head(path, &mut head)?;
    let head = &head[..length];
    let attempt = || match sniff(head)? {
        Container::Zip => excel::read_xlsx(path),
        Container::Compound => excel::read_xls(path),
        Container::Text => delimited::read(path),
    };
    catch_unwind(AssertUnwindSafe(attempt)).unwrap_or_else(|_| Err(Unreadable::Corrupt("panic".to_owned())))
}

fn read_head(path: &Path, head: &mut [u8]) -> io::Result<usize> {
    let mut file = File::open(path)?;
    let mut length = 0;
    loop {
        match file.read(&mut head[length..])? {
            0 => return Ok(length),
            more => length += more,
        }
    }
}

/// What holds the sheets.
enum Container {
    Zip,
    Compound,
    Text,
}

fn sniff(head: &[u8]) -> Result<Container, Unreadable> {
    if head.is_empty() {
        return Err(Unreadable::Empty);
    }
    if head.starts_with(b"PK\x03\x04") {
        return Ok(Container::Zip);
    }
    if head.starts_with(&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]) {
        return Ok(Container::Compound);
    }
    for (magic, what) in
        [(&b"%PDF"[..], "PDF 文件"), (b"\x89PNG", "图片"), (b"\xff\xd8\xff", "图片"), (b"Rar!", "压缩包")]
    {
        if head.starts_with(magic) {
            return Err(Unreadable::NotASpreadsheet(what));
        }
    }
    let text = String::from_utf8_lossy(head).to_ascii_lowercase();
    let text = text.trim_start_matches(['\u{feff}', ' ', '\r', '\n', '\t']);
    if text.starts_with("<html") || text.starts_with("<!doctype html") || text.starts_with("<table") {
        return Err(Unreadable::NotASpreadsheet("网页"));
    }
    if text.starts_with("<?xml") {
        return Err(Unreadable::NotASpreadsheet("XML 文件"));
    }
    let utf16 = head.starts_with(&[0xff, 0xfe]) || head.starts_with(&[0xfe, 0xff]);
    if head.contains(&0) && !utf16 {
        return Err(Unreadable::NotASpreadsheet("无法识别的二进制文件"));
    }
    Ok(Container::Text)
}
