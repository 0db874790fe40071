//! Every module, type and function that others may use says what it is for. Fields say it where name and type do not, so
//! that the compiler's own check, which wants a sentence for every field, is not used.

use std::fs;
use std::path::{Path, PathBuf};

/// What the command line declares is documented for officers: clap prints it.
const FOR_OFFICERS: &str = "src/cli";

#[test]
fn what_others_may_use_says_what_it_is_for() {
    let files = source_files(Path::new("src"));
    assert!(files.len() > 300, "the sources are found");
    let missing: Vec<String> = files.iter().flat_map(|file| without_documentation(file)).collect();
    assert!(missing.is_empty(), "without documentation:\n{}", missing.join("\n"));
}

fn source_files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("the sources").map(|entry| entry.expect("a source").path());
    let mut entries: Vec<PathBuf> = entries.collect();
    entries.sort();
    let mut files = Vec::new();
    for entry in entries {
        match entry.is_dir() {
            true if entry == Path::new(FOR_OFFICERS) => {}
            true => files.extend(source_files(&entry)),
            false => files.extend(entry.extension().is_some_and(|extension| extension == "rs").then_some(entry)),
        }
    }
    files
}

/// The module itself, and its types and functions, where they have no documentation.
fn without_documentation(file: &Path) -> Vec<String> {
    let text = fs::read_to_string(file).expect("a source file");
    let lines: Vec<&str> = text.lines().map(str::trim_start).collect();
    let module = (!text.starts_with("//!")).then_some((0, "//!"));
    let items = lines.iter().enumerate().filter(|(at, line)| is_item(line) && !is_documented(&lines[..*at]));
    let missing = module.into_iter().chain(items.map(|(at, line)| (at, *line)));
    missing.map(|(at, line)| format!("{}:{}: {line}", file.display(), at + 1)).collect()
}

fn is_item(line: &str) -> bool {
    let Some(item) = line.strip_prefix("pub ") else { return false };
    let item = item.strip_prefix("const ").unwrap_or(item);
    ["fn ", "struct ", "enum ", "trait ", "type "].iter().any(|kind| item.starts_with(kind))
}

/// Whether documentation stands right above, but for attributes and what macros put there.
fn is_documented(above: &[&str]) -> bool {
    let mut above = above.iter().rev().skip_while(|line| line.starts_with("#[") || line.ends_with(")]"));
    above.next().is_some_and(|line| line.starts_with("///") || line.starts_with("$(#[$doc]"))
}
