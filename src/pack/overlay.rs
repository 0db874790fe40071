//! A county's own files laid over the built-in pack: one of the same path replaces it, one of a new path adds to it.
//!
//! A folder with a `pack.toml` is a whole pack and stands alone, unless that file says `overlay = true`.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::files::PackFiles;
use crate::diagnostic::Diagnostic;

/// The file that tells what a pack is.
const IDENTITY: &str = "pack.toml";

/// Where a pack may have files that the built-in one does not have; elsewhere nobody would read them.
const OPEN: [&str; 6] = ["sources/", "clues/", "facts/", "parameters/", "lists/", "forms/推送核实清单"];

/// Which files of a pack are not the built-in ones.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Overlay {
    /// The version of the built-in pack below; empty if a whole pack stands alone.
    pub built_in: String,
    /// Files that the built-in pack does not have.
    pub added: BTreeSet<String>,
    /// Files that stand in the place of built-in ones.
    pub replaced: BTreeSet<String>,
    /// Ids of rules that are switched off in `bidui.toml`.
    pub off: BTreeSet<String>,
}

/// The texts of a pack, and which of them are not built in.
#[derive(Debug, Clone)]
pub struct Layered {
    /// All texts.
    pub files: PackFiles,
    /// Which of them are the county's own.
    pub overlay: Overlay,
}

/// What an overlay wants to know of a `pack.toml`.
#[derive(Deserialize)]
struct OverlayHeader {
    #[serde(default)]
    version: String,
    #[serde(default)]
    overlay: bool,
}

impl Layered {
    /// The built-in pack alone.
    pub fn built_in() -> Self {
        Self { files: PackFiles::built_in(), overlay: Overlay::default() }
    }

    /// A folder's files: a whole pack, or laid over the built-in one.
    ///
    /// # Errors
    /// Files that nothing would read.
    pub fn of(own: PackFiles) -> Result<Self, Vec<Diagnostic>> {
        let whole = own.0.contains_key(IDENTITY) && stated(&own).is_none_or(|stated| !stated.overlay);
        if whole {
            return Ok(Self { files: own, overlay: Overlay::default() });
        }
        let mut files = PackFiles::built_in();
        let unread: Vec<Diagnostic> = own.0.keys().filter_map(|name| unread(name, &files)).collect();
        if !unread.is_empty() {
            return Err(unread);
        }
        let built_in = stated(&files).map(|stated| stated.version).unwrap_or_default();
        let (replaced, added) = own.0.keys().cloned().partition(|name| files.0.contains_key(name));
        files.0.extend(own.0);
        Ok(Self { files, overlay: Overlay { built_in, added, replaced, off: BTreeSet::new() } })
    }
}

impl Overlay {
    /// What the county did to a file, in words; nothing if it is the built-in one.
    pub fn label(&self, file: &str) -> Option<&'static str> {
        let added = self.added.contains(file).then_some("本县新增");
        added.or_else(|| self.replaced.contains(file).then_some("本县改写"))
    }

    /// What the county did to a rule, in words.
    pub fn of_rule(&self, id: &str) -> Option<&'static str> {
        let off = self.off.contains(id).then_some("本县停用");
        off.or_else(|| self.label(&format!("clues/{id}.toml")))
    }

    /// All files of the county's own, with what each does.
    pub fn labelled(&self) -> impl Iterator<Item = (&str, &'static str)> {
        let own = self.added.iter().chain(&self.replaced);
        own.filter_map(|file| Some((file.as_str(), self.label(file)?)))
    }
}

fn stated(files: &PackFiles) -> Option<OverlayHeader> {
    files.file(IDENTITY).ok()?.parse().ok()
}

/// What is wrong with a file that has no business where it stands.
fn unread(name: &str, built_in: &PackFiles) -> Option<Diagnostic> {
    let open = OPEN.iter().any(|folder| name.starts_with(folder));
    if open || name == IDENTITY || built_in.0.contains_key(name) {
        return None;
    }
    let fault = Diagnostic::new(format!("规则包的 {name} 这个位置不放文件，程序不会读它"));
    let places = "来源放在 sources/，规则放在 clues/，指标放在 facts/，参数放在 parameters/，名单放在 lists/";
    Some(fault.hint(format!("{places}；改写内置文件的，路径要与它一致")))
}
