//! A folder → the files in it that may be tables, those in archives too.

use std::fs::{self, Metadata};
use std::io;
use std::path::{Path, PathBuf};

use anyhow::Context;

use super::archive::{self, ArchiveMember, UnreadArchive};
use super::book::Unreadable;
use super::foreign::Foreign;
use super::place::Place;
use super::zipped;
use crate::regular::Irregular;

/// The files of a folder and its sub-folders, by relative path.
#[derive(Debug, Default)]
pub struct Listing {
    /// Files that may be tables.
    pub files: Vec<Listed>,
    /// Files passed over, with what they are.
    pub skipped: Vec<(Listed, &'static str)>,
    /// Files that may hold a table which cannot be read, with why.
    pub unreadable: Vec<(Listed, Unreadable)>,
}

/// One file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Where it is.
    pub place: Place,
    /// Its path below the folder, `/` between folders and behind archives.
    pub relative: String,
    /// Its size.
    pub bytes: u64,
}

const TABLES: [&str; 12] = ["xlsx", "xlsm", "xltx", "xls", "xlt", "xlsb", "et", "ett", "ods", "csv", "tsv", "txt"];

/// How many archives may lie in one another.
const DEEPEST: usize = 2;

/// How many files a folder may hold with those in its archives.
const MOST: usize = 20_000;

/// Lists a folder.
///
/// # Errors
/// If it cannot be read; a folder in it that cannot is listed as unreadable.
pub fn list(folder: &Path) -> anyhow::Result<Listing> {
    let mut listing = Listing::default();
    walk(folder, "", &mut listing).with_context(|| format!("无法读取文件夹 {}", folder.display()))?;
    listing.files.sort_by(|a, b| a.relative.cmp(&b.relative));
    listing.skipped.sort_by(|a, b| a.0.relative.cmp(&b.0.relative));
    listing.unreadable.sort_by(|a, b| a.0.relative.cmp(&b.0.relative));
    Ok(listing)
}

/// Whether a file is called as tables are, and not as what programs keep beside them.
pub fn is_table_name(name: &Path) -> bool {
    let extension = name.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    let own = name.file_name().unwrap_or_default().to_string_lossy();
    TABLES.contains(&extension.as_str()) && !own.starts_with('.') && !own.starts_with("~$")
}

fn walk(folder: &Path, prefix: &str, listing: &mut Listing) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let relative = format!("{prefix}{}", entry.file_name().to_string_lossy());
        let attributes = entry.metadata()?;
        let path: PathBuf = entry.path();
        let listed = Listed { place: Place::from(path.as_path()), relative, bytes: attributes.len() };
        let is_named_table = TABLES.contains(&extension(&listed).as_str());
        if is_hidden(&listed) {
            listing.add(listed);
        } else if let Some(irregular) = irregular(&path, &attributes).filter(|_| is_named_table) {
            listing.unreadable.push((listed, Unreadable::Irregular(irregular)));
        } else if !attributes.is_dir() {
            listing.add(listed);
        } else if let Err(error) = walk(&path, &format!("{}/", listed.relative), listing) {
            listing.unreadable.push((listed, error.into()));
        }
    }
    Ok(())
}

/// What lies under a file's name instead of one; a link is what it leads to.
fn irregular(path: &Path, attributes: &Metadata) -> Option<Irregular> {
    let kind = if attributes.is_symlink() { fs::metadata(path).ok()?.file_type() } else { attributes.file_type() };
    Irregular::of(kind)
}

impl Listing {
    /// Adds a file by its name, and those in it if it is an archive.
    fn add(&mut self, listed: Listed) {
        let extension = extension(&listed);
        if is_hidden(&listed) {
            self.skipped.push((listed, "隐藏文件"));
        } else if base_name(&listed).starts_with("~$") {
            self.skipped.push((listed, "Excel 的临时锁文件"));
        } else if extension == "zip" && is_archive(&listed) {
            self.unpack(listed);
        } else if extension == "zip" || TABLES.contains(&extension.as_str()) {
            // What is called an archive and is none shows what it is when it is read.
            self.files.push(listed);
        } else {
            match Foreign::of_name(Path::new(&listed.relative)) {
                Some(Foreign::Document) if is_letter(&listed, &extension) => {
                    self.skipped.push((listed, "没有表格的文档"))
                }
                Some(foreign) => self.unreadable.push((listed, Unreadable::Foreign(foreign))),
                None => self.skipped.push((listed, "不是表格文件")),
            }
        }
    }

    fn unpack(&mut self, archive: Listed) {
        if archive.place.within.len() >= DEEPEST {
            self.unreadable.push((archive, Unreadable::Foreign(Foreign::Nested)));
            return;
        }
        let members = archive.place.input().map_err(|error| UnreadArchive::Broken(error.to_string()));
        match members.and_then(|input| archive::members(&input)) {
            Ok(members) if self.files.len() + members.len() > MOST => {
                self.unreadable.push((archive, Unreadable::Foreign(Foreign::LargeArchive)));
            }
            Ok(members) if members.is_empty() => self.skipped.push((archive, "空的压缩包")),
            Ok(members) => members.into_iter().for_each(|member| self.add(archive.member(member))),
            Err(UnreadArchive::Foreign(foreign)) => self.unreadable.push((archive, Unreadable::Foreign(foreign))),
            Err(UnreadArchive::Broken(error)) => self.unreadable.push((archive, Unreadable::Corrupt(error))),
        }
    }
}

impl Listed {
    /// A file in this one, which is an archive.
    fn member(&self, ArchiveMember { number, path, bytes }: ArchiveMember) -> Self {
        let mut place = self.place.clone();
        let relative = format!("{}/{path}", self.relative);
        place.within.push((number, path));
        Self { place, relative, bytes }
    }
}

/// Whether a text document has no table in it: a covering letter.
fn is_letter(listed: &Listed, extension: &str) -> bool {
    extension == "docx" && listed.place.input().is_ok_and(|input| !zipped::has_table(&input))
}

fn is_archive(listed: &Listed) -> bool {
    listed.place.input().is_ok_and(|input| zipped::is_archive(&input))
}

fn base_name(listed: &Listed) -> &str {
    listed.relative.rsplit('/').next().unwrap_or_default()
}

/// Files that programs keep beside the tables, not people.
fn is_hidden(listed: &Listed) -> bool {
    let in_archive = listed.place.within.last().is_some_and(|(_, path)| path.starts_with("__MACOSX/"));
    in_archive || base_name(listed).starts_with('.') || base_name(listed).eq_ignore_ascii_case("thumbs.db")
}

fn extension(listed: &Listed) -> String {
    let extension = Path::new(&listed.relative).extension();
    extension.map(|extension| extension.to_string_lossy().to_lowercase()).unwrap_or_default()
}
