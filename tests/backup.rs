//! The recipes of SECURITY.md for a county's folder, followed word for word.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::case::{Case, DATA};
use crate::kept::unscreened;

/// A county in a folder of that name, one month screened.
fn county() -> Case {
    let case = unscreened();
    fs::create_dir(case.path("某县")).expect("made");
    for name in ["bidui.toml", "data"] {
        fs::rename(case.path(name), case.path("某县").join(name)).expect("moved");
    }
    case.run(&["screen", &format!("某县/{DATA}")]).success();
    case
}

/// The command lines under a heading of SECURITY.md for a shell.
fn recipe(heading: &str) -> Vec<String> {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("SECURITY.md")).expect("a page");
    let part = text.split("\n## ").find(|part| part.starts_with(heading)).expect("a heading").to_owned();
    part.lines().filter_map(|line| line.strip_prefix("    ")).map(str::to_owned).collect()
}

fn follow(case: &Case, line: &str) {
    let ended = Command::new("sh").args(["-ec", line]).current_dir(case.path("")).status().expect("a shell");
    assert!(ended.success(), "{line}");
}

/// All files below a folder with their bytes, without what may be deleted at any time.
fn contents(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut files = crate::failure::files_under(folder);
    files.retain(|file| !file.to_string_lossy().contains("/.bidui/"));
    files.sort();
    let below =
        |file: PathBuf| (file.strip_prefix(folder).expect("below").to_owned(), fs::read(&file).expect("a file"));
    files.into_iter().map(below).collect()
}

/// What was backed up comes back whole, is proved by the ledger, and goes on as if nothing had happened.
#[cfg(unix)]
#[test]
fn a_county_comes_back_from_its_backup() {
    let case = county();
    let lines = recipe("Backup and restore");
    let (shell, own): (Vec<&String>, Vec<&String>) = lines.iter().partition(|line| !line.starts_with("bidui "));
    assert_eq!((shell.len(), own.len()), (2, 1), "{lines:?}");
    shell.iter().for_each(|line| follow(&case, line));
    assert_eq!(contents(&case.path("恢复/某县")), contents(&case.path("某县")));
    assert!(case.path("恢复/某县/ledger.key").is_file() && !case.path("恢复/某县/.bidui").exists());
    let proved = case.run(&["ledger", "verify", "-C", "某县", "--json"]).success().stdout;
    let proved: serde_json::Value = serde_json::from_str(&proved).expect("JSON");
    let verify = own[0].replace("<摘要>", proved["head"].as_str().expect("a hash"));
    case.run(&verify.split(' ').skip(1).collect::<Vec<_>>()).success();
    for county in ["某县", "恢复/某县"] {
        let (before, after) = (case.path(county).join(DATA), case.path(county).join("data/2026-12"));
        fs::create_dir(&after).expect("made");
        for file in crate::failure::files_under(&before) {
            let to = after.join(file.strip_prefix(&before).expect("below"));
            fs::create_dir_all(to.parent().expect("a folder")).expect("made");
            fs::copy(&file, to).expect("copied");
        }
        fs::write(case.path(county).join("bidui.toml"), accepting()).expect("written");
        case.run(&["screen", &format!("{county}/data/2026-12")]).success();
    }
    let runs = |county: &str| contents(&case.path(county).join("runs"));
    assert_eq!(runs("恢复/某县"), runs("某县"));
}

/// Settings with which the tables of the month before may come again.
fn accepting() -> String {
    let own = "county = \"某县\"\n";
    let accept = |source: &str, check: &str| {
        format!("[[accept]]\nsource = \"{source}\"\ncheck = \"{check}\"\nreason = \"演练\"\n")
    };
    let sources = ["农户花名册", "在校学籍", "在校学生点名册"];
    let lines = sources.into_iter().flat_map(|source| ["identical", "stale"].map(|check| accept(source, check)));
    format!("{own}{}", lines.collect::<String>())
}
