//! Where a pack's files come from: the folder built into the program, or one on disk.

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::Path;
use std::sync::Arc;

use include_dir::{Dir, include_dir};
use serde::de::DeserializeOwned;

use super::shape;
use crate::diagnostic::{Diagnostic, TextSpan};
use crate::regular;
use crate::system_error::explained;

/// How files of a pack are called.
const TOML: &str = "toml";

/// The folders of a pack.
const PARTS: [&str; 6] = ["sources", "clues", "facts", "parameters", "lists", "forms"];

static BUILT_IN: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/rules");

/// The texts of a pack's `.toml` files by path, `/` between folders.
#[derive(Debug, Clone, Default)]
pub struct PackFiles(pub BTreeMap<String, Arc<str>>);

impl PackFiles {
    /// The pack built into the program.
    pub fn built_in() -> Self {
        let mut files = BTreeMap::new();
        collect_built_in(&BUILT_IN, TOML, &mut files);
        Self(files)
    }

    /// The manuals of the pack built into the program, for people who write rules.
    pub fn manuals() -> Self {
        let mut files = BTreeMap::new();
        collect_built_in(&BUILT_IN, "md", &mut files);
        Self(files)
    }

    /// Whether a folder holds any file of a pack.
    pub fn are_in(folder: &Path) -> bool {
        let mut files = BTreeMap::new();
        let mut faults = Vec::new();
        let read = collect_folder(folder, "", &mut files, &mut faults);
        // One that cannot be read is not passed over as if there were none.
        folder.is_dir() && (read.is_err() || !(files.is_empty() && faults.is_empty()))
    }

    /// The files in a folder, a whole pack or not.
    ///
    /// # Errors
    /// If the folder or a file in it cannot be read as UTF-8 text.
    pub fn in_folder(folder: &Path) -> Result<Self, Vec<Diagnostic>> {
        let mut files = BTreeMap::new();
        let mut faults = Vec::new();
        let shown = folder.display();
        if let Err(error) = collect_folder(folder, "", &mut files, &mut faults) {
            faults.push(Diagnostic::new(format!("无法读取规则包文件夹 {shown}：{}", reason(&error))));
        } else if files.is_empty() && faults.is_empty() {
            let fault = Diagnostic::new(format!("规则包文件夹 {shown} 里没有 .toml 文件"));
            faults.push(fault.hint("用 bidui rules export 文件夹 写出内置规则包，再在上面修改"));
        }
        if faults.is_empty() { Ok(Self(files)) } else { Err(faults) }
    }

    /// A hash over all names and texts: two packs with the same hash decide alike.
    pub fn hash(&self) -> String {
        let mut hasher = blake3::Hasher::new();
        for (name, text) in &self.0 {
            for part in [name.as_bytes(), text.as_bytes()] {
                hasher.update(&(part.len() as u64).to_le_bytes());
                hasher.update(part);
            }
        }
        hasher.finalize().to_hex().to_string()
    }

    /// The files of one folder, by path.
    pub fn under<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = PackFile<'a>> {
        self.0.iter().filter(move |(name, _)| name.starts_with(folder)).map(|(name, text)| PackFile { name, text })
    }

    /// One file.
    ///
    /// # Errors
    /// A diagnostic that names the missing file.
    pub fn file<'a>(&'a self, name: &'a str) -> Result<PackFile<'a>, Diagnostic> {
        let text = self.0.get(name).ok_or_else(|| Diagnostic::new(format!("规则包缺少文件 {name}")))?;
        Ok(PackFile { name, text })
    }
}

/// One file of a pack.
#[derive(Debug, Clone, Copy)]
pub struct PackFile<'a> {
    /// Its path in the pack.
    pub name: &'a str,
    /// Its text.
    pub text: &'a Arc<str>,
}

impl PackFile<'_> {
    /// Reads the file as a TOML document of a known shape.
    ///
    /// # Errors
    /// A diagnostic at the first place that does not fit the shape.
    pub fn parse<T: DeserializeOwned>(self) -> Result<T, Diagnostic> {
        toml::from_str(self.text)
            .map_err(|error| shape::explain(error.message()).at(self.place(error.span().unwrap_or(0..0))))
    }

    /// A place in the file.
    pub fn place(self, span: std::ops::Range<usize>) -> TextSpan {
        TextSpan { file: self.name.into(), text: self.text.clone(), span }
    }

    /// The place of the last of some words that stand one after the other, as far as they are found.
    pub fn place_of(self, words: &[&str]) -> TextSpan {
        let mut span = 0..0;
        for word in words {
            let Some(at) = self.text.get(span.end..).and_then(|rest| rest.find(word)) else { break };
            span = span.end + at..span.end + at + word.len();
        }
        self.place(span)
    }

    /// The place of a stretch of a string value, whose quoted form spans `quoted` in the file.
    pub fn place_inside(self, quoted: std::ops::Range<usize>, value: &str, inner: std::ops::Range<usize>) -> TextSpan {
        match self.text.get(quoted.clone()).and_then(|raw| raw.find(value)) {
            Some(at) => self.place(quoted.start + at + inner.start..quoted.start + at + inner.end),
            None => self.place(quoted),
        }
    }
}

fn collect_built_in(folder: &Dir<'_>, extension: &str, files: &mut BTreeMap<String, Arc<str>>) {
    for file in folder.files().filter(|file| file.path().extension().is_some_and(|own| own == extension)) {
        if let (Some(name), Some(text)) = (file.path().to_str(), file.contents_utf8()) {
            files.insert(name.replace('\\', "/"), normalised(text));
        }
    }
    folder.dirs().for_each(|inner| collect_built_in(inner, extension, files));
}

fn collect_folder(
    folder: &Path,
    prefix: &str,
    files: &mut BTreeMap<String, Arc<str>>,
    faults: &mut Vec<Diagnostic>,
) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let path = entry.path();
        let own = entry.file_name().to_string_lossy().into_owned();
        let name = format!("{prefix}{own}");
        // What editors and other systems leave beside a file is no file of the pack.
        if own.starts_with('.') || own.starts_with("~$") {
            continue;
        } else if path.is_dir() {
            collect_folder(&path, &format!("{name}/"), files, faults)?;
        } else if is_toml(&path) {
            let name = in_small_letters(&name);
            match String::from_utf8(regular::read(&path, regular::TEXT)?) {
                Ok(_) if files.contains_key(&name) => {
                    let fault = Diagnostic::new(format!("{name} 有两个，名称只有大小写不同"));
                    faults.push(fault.hint("留下一个，另一个改名或移走"));
                }
                Ok(text) => drop(files.insert(name, normalised(&text))),
                Err(_) => {
                    let fault = Diagnostic::new(format!("{name} 不是 UTF-8 编码的文本"));
                    faults.push(fault.hint("用记事本打开，“另存为”时“编码”选 UTF-8"));
                }
            }
        }
    }
    Ok(())
}

/// Why a folder cannot be read, in plain words.
fn reason(error: &std::io::Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => "没有这个文件夹".to_owned(),
        ErrorKind::NotADirectory => "不是文件夹".to_owned(),
        ErrorKind::PermissionDenied => "没有读取权限".to_owned(),
        _ => explained(error),
    }
}

fn is_toml(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case(TOML))
}

/// A file's path with `.toml` in small letters, and the folders of a pack as they are called in it.
fn in_small_letters(name: &str) -> String {
    let (folders, own) = name.rsplit_once('/').map_or(("", name), |(folders, own)| (folders, own));
    let stem = own.get(..own.len().saturating_sub(TOML.len())).unwrap_or(own);
    let known = PARTS.iter().find(|known| known.eq_ignore_ascii_case(folders));
    let folders = known.map_or(folders, |known| *known);
    if folders.is_empty() { format!("{stem}{TOML}") } else { format!("{folders}/{stem}{TOML}") }
}

/// Line ends as Unix has them, so that a pack edited on Windows has the same hash and spans.
fn normalised(text: &str) -> Arc<str> {
    text.trim_start_matches('\u{feff}').replace("\r\n", "\n").into()
}
