//! Chinese that people read has full-width punctuation (GB/T 15834): what the program says, what the pack says, and
//! what commands were seen to print and write.

use std::fs;
use std::path::{Path, PathBuf};

use toml::Value;

const MARKS: [char; 7] = [',', ':', ';', '?', '!', '(', ')'];

/// Keys of the pack whose texts are shown; conditions, vocabularies, headings and patterns are written as data have them.
const SHOWN: [&str; 18] = [
    "title",
    "message",
    "why",
    "verify",
    "false_positives",
    "basis",
    "note",
    "what",
    "ask",
    "answers",
    "worrying",
    "subtitle",
    "notes",
    "sign_off",
    "lines",
    "name",
    "plan",
    "set_by",
];

/// Code in texts: what is written so in a rule or in `bidui.toml`.
const CODE: [&str; 4] = [
    "写成 {}(来源, {values}条件)",
    "栏目, 日期栏目, ",
    "\"栏目, \"",
    "栏目 = { kind = 类型, aliases = 别的表头, values = 词表 }",
];

#[test]
fn what_the_program_says() {
    let sources = files("src", "rs");
    assert!(sources.len() > 300, "the sources are found");
    let mut wrong = Vec::new();
    for file in sources {
        let text = fs::read_to_string(&file).expect("a source file");
        let is_help = file.iter().any(|part| part == "cli");
        for (line, said) in texts(&text, is_help) {
            let prose = CODE.iter().fold(said.clone(), |prose, code| prose.replace(code, ""));
            if is_half_width(&prose) {
                wrong.push(format!("{}:{line}: {said}", file.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_the_pack_says() {
    let pack = files("rules", "toml");
    assert!(pack.len() > 150, "the pack is found");
    let mut wrong = Vec::new();
    for file in pack {
        let text = fs::read_to_string(&file).expect("a file of the pack");
        let mut said = Vec::new();
        shown(&Value::Table(text.parse().expect("TOML")), "", &mut said);
        for said in said.into_iter().filter(|said| is_half_width(&without_placeholders(said))) {
            let line = text.lines().position(|line| line.contains(&said)).map_or(0, |line| line + 1);
            wrong.push(format!("{}:{line}: {said}", file.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Snapshots whose subject is code or cells of departments.
const ABOUT_CODE: [&str; 8] = [
    "suite__diagnostics__",
    "suite__explain__",
    "suite__expression__",
    "suite__matter__",
    "suite__rules__rules_about_absence",
    "suite__teach__a_source_is_drafted",
    "suite__cells__",
    // Commas of clues.csv.
    "suite__blind__a_column_that_is_not_there",
];

/// What departments and villages wrote or called their files, and what the system says.
const AS_WRITTEN: [&str; 4] = ["青石(终稿).xlsx", "不属实,已在县外就读", "说明:", "(os error"];

#[test]
fn what_commands_print_and_write() {
    let pages = files("tests/snapshots", "snap");
    assert!(pages.len() > 150, "the snapshots are found");
    let mut wrong = Vec::new();
    for page in pages {
        let name = page.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if ABOUT_CODE.iter().any(|code| name.starts_with(code)) {
            continue;
        }
        let text = fs::read_to_string(&page).expect("a snapshot");
        let (_, body) = text.split_once("\n---\n").expect("a heading");
        for line in body.lines().filter(|line| !AS_WRITTEN.iter().any(|written| line.contains(written))) {
            if is_half_width(line) {
                wrong.push(format!("{name}: {line}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Files with an extension anywhere in a folder of the repository.
fn files(folder: &str, extension: &str) -> Vec<PathBuf> {
    let (mut folders, mut found) = (vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)], Vec::new());
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("a file").path();
            match path.is_dir() {
                true => folders.push(path),
                false => found.extend(path.extension().is_some_and(|own| own == extension).then_some(path)),
            }
        }
    }
    found.sort();
    found
}

/// String literals outside unit tests, and doc comments where they are the help of commands, with their lines.
fn texts(source: &str, is_help: bool) -> Vec<(usize, String)> {
    let code = source.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(next) = code[at..].find(['"', '\'', '/']) {
        let start = at + next;
        let from = &code[start..];
        let text = match from.chars().next() {
            Some('"') => literal(&code[..start], from),
            Some('/') if from.starts_with("//") => from.lines().next(),
            Some('\'') if from.starts_with("'\\") => from[2..].find('\'').map(|end| &from[..end + 3]),
            Some('\'') => from.char_indices().nth(2).filter(|(_, c)| *c == '\'').map(|(end, _)| &from[..=end]),
            _ => None,
        };
        let text = text.unwrap_or(&from[..1]);
        if text.starts_with('"') || is_help && text.starts_with("///") {
            found.push((code[..start].lines().count(), text.to_owned()));
        }
        at = start + text.len();
    }
    found
}

/// The literal that begins with a quotation mark; `before` tells whether it is raw.
fn literal<'c>(before: &str, from: &'c str) -> Option<&'c str> {
    let hashes = before.len() - before.trim_end_matches('#').len();
    let end = match before.trim_end_matches('#').ends_with('r') {
        true => from[1..].find(&format!("\"{}", "#".repeat(hashes)))? + 1,
        false => {
            let mut escaped = false;
            from.char_indices().skip(1).find_map(|(at, c)| {
                let ends = c == '"' && !escaped;
                escaped = c == '\\' && !escaped;
                ends.then_some(at)
            })?
        }
    };
    Some(&from[..=end])
}

/// Texts under keys that are shown; what an example gives is data.
fn shown(value: &Value, key: &str, into: &mut Vec<String>) {
    match value {
        Value::Table(table) => {
            table.iter().filter(|(key, _)| *key != "given").for_each(|(key, value)| shown(value, key, into));
        }
        Value::Array(values) => values.iter().for_each(|value| shown(value, key, into)),
        Value::String(text) if SHOWN.contains(&key) => into.push(text.clone()),
        _ => {}
    }
}

/// What stands in braces is code, and stands for Chinese.
fn without_placeholders(text: &str) -> String {
    let mut depth = 0_usize;
    let mut prose = String::new();
    for c in text.chars() {
        match c {
            '{' => depth += 1,
            '}' => {
                depth = depth.saturating_sub(1);
                prose.push('字');
            }
            c if depth == 0 => prose.push(c),
            _ => {}
        }
    }
    prose
}

/// Whether a half-width mark stands beside Chinese. Calls of the condition language are code.
fn is_half_width(text: &str) -> bool {
    let prose: Vec<char> = without_calls(text).chars().collect();
    let is_wide =
        |at: usize| prose.get(at).is_some_and(|c| matches!(c, '\u{3002}'..='\u{9fff}' | '\u{ff01}'..='\u{ff5e}'));
    let is_wrong = |(at, c): (usize, &char)| {
        let is_pause = [',', ':', ';'].contains(c) && prose.get(at + 1) == Some(&' ');
        MARKS.contains(c) && (at > 0 && is_wide(at - 1) || is_wide(at + 1 + usize::from(is_pause)))
    };
    prose.iter().any(|c| ('\u{4e00}'..='\u{9fff}').contains(c)) && prose.iter().enumerate().any(is_wrong)
}

/// The text without calls such as `count(来源, 条件)` and `IN ('甲', '乙')`.
fn without_calls(text: &str) -> String {
    let mut prose = String::new();
    let mut depth = 0_usize;
    for c in text.chars() {
        let is_call = prose.ends_with(|c: char| c.is_ascii_alphanumeric() || c == '_') || prose.ends_with("IN ");
        match c {
            '(' if depth > 0 || is_call => depth += 1,
            ')' if depth > 0 => depth -= 1,
            c if depth == 0 => prose.push(c),
            _ => {}
        }
    }
    prose
}
