//! The reference of the condition language says all, and only what holds: every name, examples that can be copied,
//! messages that are really printed.

use std::fs;
use std::path::Path;

use bidui::expr::{Subject, check, constant_types, function_names};
use bidui::pack::{PackFiles, compile};

fn folder() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn page() -> String {
    fs::read_to_string(folder().join("rules/条件语言.md")).expect("the page")
}

/// The cells of a column with a heading, of all tables that have it.
fn column(page: &str, heading: &str) -> Vec<String> {
    let mut position: Option<usize> = None;
    let mut found: Vec<String> = Vec::new();
    for line in page.lines() {
        let cells = line.replace("\\|", "\u{1}");
        let cells: Vec<String> =
            cells.trim_matches('|').split('|').map(|cell| cell.trim().replace('\u{1}', "|")).collect();
        match (line.starts_with('|'), position) {
            (false, _) => position = None,
            (true, Some(at)) => found.extend(cells.get(at).cloned()),
            (true, None) => position = cells.iter().position(|cell| *cell == heading).or(Some(usize::MAX)),
        }
    }
    found.retain(|cell| !cell.starts_with("---"));
    found
}

#[test]
fn the_page_explains_every_name() {
    let page = page();
    let calls = function_names().map(|name| format!("`{name}("));
    let unexplained: Vec<String> = calls
        .chain(constant_types().into_keys().map(|name| format!("`{name}`")))
        .filter(|name| !page.contains(name))
        .collect();
    assert_eq!(unexplained, Vec::<String>::new());
}

#[test]
fn the_page_s_examples_can_be_copied() {
    let catalog = compile(&PackFiles::built_in()).expect("compiles").catalog;
    let examples = column(&page(), "例子");
    assert!(examples.len() > 80, "the page has examples");
    for example in examples {
        let text = example.strip_prefix('`').and_then(|text| text.strip_suffix('`')).expect("an example in backquotes");
        let mistakes =
            [Subject::Person, Subject::Household, Subject::Village].map(|subject| check(text, subject, &catalog).err());
        assert!(mistakes.iter().any(Option::is_none), "{text}: {mistakes:#?}");
    }
}

#[test]
fn the_page_s_messages_are_real() {
    let snapshots =
        fs::read_dir(folder().join("tests/snapshots")).expect("a folder").map(|entry| entry.expect("an entry"));
    let diagnostics = snapshots.filter(|entry| entry.file_name().to_string_lossy().contains("__diagnostics__"));
    let printed: String = diagnostics.map(|entry| fs::read_to_string(entry.path()).expect("a snapshot")).collect();
    let messages = column(&page(), "程序说");
    assert!(messages.len() > 10, "the page has messages");
    for message in messages {
        assert!(printed.contains(&format!("错误：{message}\n")), "{message}");
    }
}
