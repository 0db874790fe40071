//! The two READMEs say the same, and say all: commands, options, outputs, columns, rules and sources.

use std::fs;
use std::path::Path;

use bidui::pack::{PackFiles, compile};

use crate::case::Case;

fn file(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name))
        .unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn readmes() -> [String; 2] {
    ["README.md", "README.zh-CN.md"].map(file)
}

/// Commands stand indented by four spaces; everything between backquotes is a name.
fn commands(text: &str) -> Vec<&str> {
    text.lines().filter_map(|line| line.strip_prefix("    ")).filter(|line| line.starts_with(['c', 'b'])).collect()
}

#[test]
fn both_give_the_same_commands() {
    let [english, chinese] = readmes();
    let found: Vec<&str> = commands(&english).into_iter().filter(|line| !line.contains("bidui.toml")).collect();
    assert!(found.contains(&"cargo run -- screen examples/county/data/2026-11") && found.contains(&"cargo test"));
    assert_eq!(found, commands(&chinese).into_iter().filter(|line| !line.contains("bidui.toml")).collect::<Vec<_>>());
    let headings = |text: &str| text.lines().filter(|line| line.starts_with('#')).count();
    assert_eq!(headings(&english), headings(&chinese));
}

#[test]
fn both_explain_every_option() {
    let help = Case::new().run(&["screen", "--help"]).success().stdout;
    let options: Vec<&str> =
        help.split_whitespace().filter(|word| word.starts_with("--") && *word != "--help").collect();
    assert!(options.len() > 4, "{help}");
    for readme in readmes() {
        for option in &options {
            assert!(readme.contains(&format!("| `{option}")), "{option}");
        }
    }
}

#[test]
fn both_explain_every_column_of_the_clues() {
    for readme in readmes() {
        for column in bidui::report::CLUE_COLUMNS {
            let explained = readme.lines().any(|line| line.starts_with('|') && line.contains(column));
            assert!(explained, "{column}");
        }
    }
}

#[test]
fn the_pack_s_page_lists_every_rule_source_and_function() {
    let page = file("rules/README.md");
    let pack = compile(&PackFiles::built_in()).expect("compiles");
    for rule in &pack.rules {
        assert!(page.contains(&format!("| [{0}](clues/{0}.toml) | {1} |", rule.id, rule.title)), "{}", rule.id);
    }
    for source in pack.sources.values() {
        let line = format!(
            "| [{0}](sources/{0}.toml) | {1} | {2} | {3} |",
            source.name,
            source.title,
            source.department,
            source.required.join("、")
        );
        assert!(page.contains(&line), "{line}");
    }
}

/// Tables' own links and the tool's outputs.
#[test]
fn what_the_readmes_link_to_is_there() {
    for (name, text) in
        ["README.md", "README.zh-CN.md", "CONTRIBUTING.md", "rules/README.md"].map(|name| (name, file(name)))
    {
        for target in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let local = target.split('#').next().unwrap_or_default();
            if local.is_empty() || local.starts_with("http") {
                continue;
            }
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
            let path = folder.parent().expect("a folder").join(local);
            assert!(path.exists(), "{name}: {target}");
        }
    }
}
