//! A county's folder at its beginning: settings to be filled in and the folders they speak of, or the example county.

use std::path::Path;

use anyhow::Context;
use include_dir::{Dir, DirEntry, include_dir};

use super::failure::Failure;
use super::workspace::CONFIG;
use crate::access;
use crate::diagnostic::Diagnostic;
use crate::store::{entry_named, refuse_used, write_files, write_whole};

/// The settings of a new county, each with what it is for, none of them in force.
const SETTINGS: &str = include_str!("new_county.toml");

/// The line of [`SETTINGS`] that a county's name replaces.
const UNNAMED: &str = "#county = \"某县\"";

/// What officers put things into: the departments' tables by month, and lists that came back.
const FOLDERS: [&str; 2] = ["data", "回收"];

const PRACTICE_SETTINGS: &[u8] = include_bytes!("../../examples/county/bidui.toml");

static PRACTICE_DATA: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/examples/county/data");

/// Makes a county's folder of a folder, which may hold files already: `bidui.toml`, `data/` and `回收/`.
///
/// # Errors
/// If it has a `bidui.toml`, or cannot be written to.
pub(crate) fn begin_county(folder: &Path, name: Option<&str>) -> Result<(), Failure> {
    let shown = folder.display();
    if folder.is_file() {
        return Err(Diagnostic::new(format!("{shown} 不是文件夹")).hint("请换一个文件夹").into());
    }
    if entry_named(folder, CONFIG).is_some() {
        let hint = "要改设置请直接打开其中的 bidui.toml；要另建一个县请换一个文件夹";
        return Err(Diagnostic::new(format!("{shown} 已经是县的文件夹，没有改动")).hint(hint).into());
    }
    for made in FOLDERS.map(|made| folder.join(made)) {
        access::create_folder(&made).with_context(|| format!("无法创建文件夹 {}", made.display()))?;
    }
    Ok(write_whole(&folder.join(CONFIG), settings(name).as_bytes())?)
}

/// The settings of a new county, its name in force if it is known.
fn settings(name: Option<&str>) -> String {
    match name {
        Some(name) => SETTINGS.replacen(UNNAMED, &format!("county = {}", toml::Value::from(name)), 1),
        None => SETTINGS.to_owned(),
    }
}

/// Writes the example county into a new or empty folder.
///
/// # Errors
/// If there is something in the folder, or it cannot be written to.
pub(crate) fn begin_practice(folder: &Path) -> Result<(), Failure> {
    refuse_used(folder)?;
    let mut files = Vec::new();
    collect(&PRACTICE_DATA, &mut files);
    let data: Vec<(String, &[u8])> = files.into_iter().map(|(name, bytes)| (format!("data/{name}"), bytes)).collect();
    write_files(data.iter().map(|(name, bytes)| (name.as_str(), *bytes)), folder)?;
    let returned = folder.join("回收");
    access::create_folder(&returned).with_context(|| format!("无法创建文件夹 {}", returned.display()))?;
    // Last, as it marks a county's folder: one without it is not whole.
    Ok(write_whole(&folder.join(CONFIG), PRACTICE_SETTINGS)?)
}

fn collect(folder: &Dir<'static>, files: &mut Vec<(String, &'static [u8])>) {
    for entry in folder.entries() {
        match entry {
            DirEntry::Dir(inner) => collect(inner, files),
            DirEntry::File(file) => {
                let parts = file.path().components().map(|part| part.as_os_str().to_string_lossy());
                files.push((parts.collect::<Vec<_>>().join("/"), file.contents()));
            }
        }
    }
}
