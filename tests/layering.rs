//! A module may use only modules declared above it in `src/lib.rs`.

use std::fs;
use std::path::{Path, PathBuf};

#[test]
fn modules_use_only_modules_above_them() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let map = fs::read_to_string(root.join("lib.rs")).expect("the map is there");
    let order: Vec<&str> = map.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';')).collect();
    assert!(order.len() > 10, "the map lists the modules");
    let mut wrong = Vec::new();
    for (position, module) in order.iter().enumerate() {
        for file in files(&root, module) {
            let text = fs::read_to_string(&file).expect("a source file");
            for below in &order[position + 1..] {
                if uses(&text, below) {
                    wrong.push(format!("{} uses {below}, which is below {module}", file.display()));
                }
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

fn uses(text: &str, module: &str) -> bool {
    let path = format!("crate::{module}");
    let named = |line: &str| {
        line.match_indices(&path)
            .any(|(at, _)| !line[at + path.len()..].starts_with(|c: char| c.is_alphanumeric() || c == '_'))
    };
    text.lines().filter(|line| !line.trim_start().starts_with("//")).any(named)
}

fn files(root: &Path, module: &str) -> Vec<PathBuf> {
    let single = root.join(format!("{module}.rs"));
    if single.is_file() {
        return vec![single];
    }
    let mut folders = vec![root.join(module)];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a module's folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    assert!(!files.is_empty(), "{module} has files");
    files
}
