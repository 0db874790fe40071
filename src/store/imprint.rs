//! `files.json`: which command made a folder, of which period, and every file in it with its hash. What a person
//! changed or put there since is known by it, so that nobody's work goes with the program's own files.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::access;
use crate::envelope::is_sealed_file;
use crate::regular;

/// Where it stands in the folder.
pub(super) const FILE: &str = "files.json";

/// The record of how a folder was made; folders of earlier versions have it alone.
pub const MANIFEST: &str = "manifest.json";

/// What a folder is of; it takes the place only of one that is of the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FolderOrigin {
    /// The command.
    pub command: String,
    /// The period, where every period has a folder of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period: Option<String>,
}

/// What a folder held when it was published.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Imprint {
    tool: String,
    #[serde(flatten)]
    pub origin: FolderOrigin,
    /// Files below the folder, `/` between folders, and their hashes; none if an earlier version made the folder.
    files: Option<BTreeMap<String, String>>,
}

impl FolderOrigin {
    /// What a command leaves of a period.
    pub fn of_period(command: &str, period: &str) -> Self {
        Self { command: command.to_owned(), period: Some(period.to_owned()) }
    }

    /// What a command leaves in one folder for all periods.
    pub fn of_all(command: &str) -> Self {
        Self { command: command.to_owned(), period: None }
    }
}

impl Imprint {
    /// Takes down what a folder holds, in a file there.
    ///
    /// # Errors
    /// If a file cannot be read, or this one not be written.
    pub fn put(folder: &Path, origin: &FolderOrigin) -> io::Result<Self> {
        let tool = concat!("bidui ", env!("CARGO_PKG_VERSION")).to_owned();
        let mut files = BTreeMap::new();
        for name in files_in(folder)? {
            let hash = hash(&folder.join(&name))?;
            files.insert(name, hash);
        }
        let imprint = Self { tool, origin: origin.clone(), files: Some(files) };
        access::write(&folder.join(FILE), serde_json::to_string_pretty(&imprint)? + "\n")?;
        Ok(imprint)
    }

    /// What a folder is of; none if no version of this program made it.
    pub fn read(folder: &Path) -> Option<Self> {
        let text = regular::read_text(&folder.join(FILE), regular::TABLE).ok();
        let own = text.and_then(|text| serde_json::from_str(&text).ok());
        own.or_else(|| {
            earlier(&serde_json::from_str(&regular::read_text(&folder.join(MANIFEST), regular::TABLE).ok()?).ok()?)
        })
    }

    /// The files it was taken of.
    pub fn files(&self) -> impl Iterator<Item = &str> {
        self.files.iter().flat_map(BTreeMap::keys).map(String::as_str)
    }
}

/// What `files.json` says if one of a folder's files has other contents; none if it does not know that file.
///
/// # Errors
/// Only if it cannot be put in words.
pub(super) fn reimprinted(folder: &Path, name: &str, bytes: &[u8]) -> serde_json::Result<Option<String>> {
    let Some(mut imprint) = Imprint::read(folder) else { return Ok(None) };
    let Some(known) = imprint.files.as_mut().and_then(|files| files.get_mut(name)) else { return Ok(None) };
    *known = blake3::hash(bytes).to_hex().to_string();
    Ok(Some(serde_json::to_string_pretty(&imprint)? + "\n"))
}

/// The files that a command left in a folder, if all of it is as it was left.
///
/// # Errors
/// If it cannot be read.
pub fn own_files(folder: &Path, origin: &FolderOrigin) -> io::Result<OwnFiles> {
    let Some(imprint) = Imprint::read(folder).filter(|imprint| imprint.origin == *origin) else {
        return Ok(OwnFiles::Foreign);
    };
    if !altered(folder)?.is_empty() {
        return Ok(OwnFiles::Altered);
    }
    let there = imprint.files().filter(|name| folder.join(name).is_file());
    Ok(OwnFiles::Whole(there.map(str::to_owned).collect()))
}

/// Whose the files of a folder are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OwnFiles {
    /// The command's, these by path below the folder.
    Whole(Vec<String>),
    /// The command's, but somebody changed some or put others there.
    Altered,
    /// Somebody else's.
    Foreign,
}

/// The files of a folder that somebody changed or put there since it was published; all of them where that cannot be
/// told.
///
/// # Errors
/// If the folder or a file cannot be read.
pub(super) fn altered(folder: &Path) -> io::Result<Vec<String>> {
    let known = Imprint::read(folder).and_then(|imprint| imprint.files).unwrap_or_default();
    let mut altered = Vec::new();
    for name in files_in(folder)? {
        let is_ours = match known.get(&name) {
            // What is sealed was sealed by the program.
            Some(known) => is_sealed_file(&folder.join(&name)) || hash(&folder.join(&name))? == *known,
            None => name == FILE || is_litter(&name),
        };
        if !is_ours {
            altered.push(name);
        }
    }
    Ok(altered)
}

/// What the manifest of an earlier version says.
fn earlier(manifest: &Value) -> Option<Imprint> {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let tool = text(&manifest["tool"]).filter(|tool| tool.starts_with("bidui "))?;
    let made = &manifest["made"];
    let origin = match (text(&manifest["period"]), text(&made["period"])) {
        (Some(period), _) if manifest["pack"].is_object() => FolderOrigin::of_period("screen", &period),
        (_, Some(period)) if made["corrections"].is_object() => FolderOrigin::of_period("report", &period),
        (_, Some(_)) if made["overdue"].is_object() => FolderOrigin::of_all("status"),
        _ => return None,
    };
    Some(Imprint { tool, origin, files: None })
}

/// All files below a folder, by path.
fn files_in(folder: &Path) -> io::Result<Vec<String>> {
    let mut files = Vec::new();
    walk(folder, "", &mut files)?;
    files.sort();
    Ok(files)
}

fn walk(folder: &Path, prefix: &str, files: &mut Vec<String>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        match entry.file_type()?.is_dir() {
            true => walk(&entry.path(), &format!("{name}/"), files)?,
            false => files.push(name),
        }
    }
    Ok(())
}

fn hash(file: &Path) -> io::Result<String> {
    let mut hasher = blake3::Hasher::new();
    hasher.update_reader(regular::open(file)?.0)?;
    Ok(hasher.finalize().to_hex().to_string())
}

/// What systems and spreadsheet programs leave in folders that were looked at.
fn is_litter(name: &str) -> bool {
    let name = name.rsplit('/').next().unwrap_or_default();
    let marks = ["~$", ".~", "._"];
    let known = ["thumbs.db", "desktop.ini", ".ds_store", ".directory"];
    marks.iter().any(|mark| name.starts_with(mark)) || known.iter().any(|known| name.eq_ignore_ascii_case(known))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{FILE, FolderOrigin, Imprint, MANIFEST, altered};

    #[test]
    fn what_people_changed_and_added_is_known() {
        let folder = tempfile::tempdir().expect("a folder");
        let put = |name: &str, text: &str| {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().expect("a folder")).expect("made");
            fs::write(path, text).expect("written");
        };
        ["清单/甲/甲.xlsx", "清单/乙/乙.xlsx", "clues.csv"].into_iter().for_each(|name| put(name, name));
        let imprint = Imprint::put(folder.path(), &FolderOrigin::of_period("screen", "2026-11")).expect("taken");
        assert_eq!(altered(folder.path()).expect("read"), Vec::<String>::new());
        put("清单/乙/乙.xlsx", "filled in");
        ["清单/乙/~$乙.xlsx", "清单/Thumbs.db", "说明.docx"].into_iter().for_each(|name| put(name, "new"));
        fs::remove_file(folder.path().join("clues.csv")).expect("removed");
        let read = Imprint::read(folder.path()).expect("ours");
        assert_eq!(read.origin, imprint.origin);
        assert_eq!(altered(folder.path()).expect("read"), ["清单/乙/乙.xlsx", "说明.docx"]);
    }

    /// Folders of versions that took nothing down are known by their manifest; all in them may be somebody's.
    #[test]
    fn folders_of_earlier_versions_are_known() {
        let folder = tempfile::tempdir().expect("a folder");
        let origin = |manifest: &str| {
            fs::write(folder.path().join(MANIFEST), manifest).expect("written");
            Imprint::read(folder.path()).map(|imprint| imprint.origin)
        };
        let screen = FolderOrigin::of_period("screen", "2026-11");
        let report = FolderOrigin::of_period("report", "2026-11");
        assert_eq!(origin(r#"{"tool": "bidui 0.1.0", "period": "2026-11", "pack": {}}"#), Some(screen));
        let made = r#"{"tool": "bidui 0.1.0", "made": {"period": "2026-11", "overdue": {}}}"#;
        assert_eq!(origin(made), Some(FolderOrigin::of_all("status")));
        assert_eq!(origin(&made.replace("overdue", "corrections")), Some(report));
        assert_eq!(altered(folder.path()).expect("read"), [MANIFEST]);
        for foreign in ["", "{}", r#"{"name": "another program", "period": "2026-11", "pack": {}}"#] {
            assert_eq!(origin(foreign), None, "{foreign}");
        }
        fs::write(folder.path().join(FILE), "cut o").expect("written");
        assert_eq!(origin(made), Some(FolderOrigin::of_all("status")));
    }
}
