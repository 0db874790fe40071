//! What the program is made of and what it is checked out from.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Command, Output};

const REPOSITORY: &str = env!("CARGO_MANIFEST_DIR");

fn table(file: &str) -> toml::Table {
    let text = std::fs::read_to_string(Path::new(REPOSITORY).join(file)).expect("a file of the repository");
    toml::from_str(&text).expect("TOML")
}

/// What a tool prints; none where there is no such tool.
fn printed(command: &mut Command) -> Option<String> {
    match command.current_dir(REPOSITORY).output() {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
        Ok(Output { status, stdout, .. }) if status.success() => Some(String::from_utf8(stdout).expect("UTF-8")),
        other => panic!("{command:?}: {other:?}"),
    }
}

/// `Cargo.lock` lists crates of features that nobody asked for; what is built is what counts.
#[test]
fn nothing_that_speaks_to_a_network_is_built() {
    let deny = table("deny.toml");
    let banned: BTreeSet<&str> =
        deny["bans"]["deny"].as_array().expect("a list").iter().filter_map(|entry| entry["name"].as_str()).collect();
    let tree = ["tree", "--locked", "--edges", "normal,build", "--prefix", "none", "--format", "{p}"];
    let tree = printed(Command::new(env!("CARGO")).args(tree)).expect("cargo runs tests");
    let built: BTreeSet<&str> = tree.lines().filter_map(|line| line.split(' ').next()).collect();
    assert!(built.contains("polars") && built.contains("rusqlite") && banned.contains("reqwest"));
    assert_eq!(built.intersection(&banned).collect::<Vec<_>>(), Vec::<&&str>::new());
}

#[test]
fn everything_is_of_one_registry_and_has_a_checksum() {
    let lock = table("Cargo.lock");
    let foreign = lock["package"].as_array().expect("packages").iter().filter(|package| {
        let of_registry = package
            .get("source")
            .is_some_and(|source| source.as_str() == Some("registry+https://github.com/rust-lang/crates.io-index"));
        !(of_registry && package.get("checksum").is_some())
    });
    let names: Vec<&str> = foreign.filter_map(|package| package["name"].as_str()).collect();
    assert_eq!(names, ["bidui"]);
}

/// The library under the tables has a runtime that could open sockets; nothing calls it, so that the program does not even
/// ask the system for the means.
#[cfg(target_os = "linux")]
#[test]
fn the_program_cannot_open_a_connection() {
    let program = ["-D", "--undefined-only", env!("CARGO_BIN_EXE_bidui")];
    let Some(symbols) = printed(Command::new("nm").args(program)) else { return };
    let symbols: BTreeSet<&str> =
        symbols.lines().filter_map(|line| line.trim().strip_prefix("U ")?.split('@').next()).collect();
    assert!(symbols.contains("open64") || symbols.contains("open"), "{symbols:?}");
    for call in ["socket", "connect", "bind", "listen", "getaddrinfo", "gethostbyname"] {
        assert!(!symbols.contains(call), "{call}");
    }
}

/// A clone on Windows, where Git turns line ends unless told otherwise, holds the same bytes.
#[test]
fn a_clone_with_autocrlf_holds_the_same_bytes() {
    let folder = tempfile::tempdir().expect("a folder");
    let clone = ["-c", "safe.directory=*", "clone", "--quiet", "--depth", "1", "--config", "core.autocrlf=true"];
    let from = format!("file://{REPOSITORY}");
    let cloned = Command::new("git").args(clone).arg(&from).arg(folder.path()).output();
    if !cloned.is_ok_and(|output| output.status.success()) {
        // The sources lie in no repository.
        return;
    }
    let ends = printed(Command::new("git").arg("-C").arg(folder.path()).args(["ls-files", "--eol"])).expect("git runs");
    let turned = |line: &&str| line.starts_with("i/lf") && line.contains("w/crlf") && !line.ends_with(".cmd");
    assert!(ends.lines().count() > 100);
    assert_eq!(ends.lines().filter(turned).collect::<Vec<_>>(), Vec::<&str>::new());
}
