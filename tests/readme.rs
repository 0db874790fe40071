//! The two READMEs say the same, and say all: commands, options, outputs, columns, rules and sources.

use std::fs;
use std::path::Path;

use bidui::pack::{PackFiles, compile};
use bidui::value::Disclosure;

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
fn both_pages_on_security_give_the_same_commands() {
    let [english, chinese] = ["SECURITY.md", "SECURITY.zh-CN.md"].map(file);
    let lines =
        |text: &str| text.lines().filter(|line| line.starts_with("    ")).map(str::to_owned).collect::<Vec<_>>();
    assert_eq!((lines(&english), lines(&english).len()), (lines(&chinese), 3));
    let rows = |text: &str| text.lines().filter(|line| line.starts_with(['|', '#'])).count();
    assert_eq!(rows(&english), rows(&chinese));
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
        for heading in bidui::report::clue_columns(&[], Disclosure::Masked).headings() {
            let explained = readme.lines().any(|line| line.starts_with('|') && line.contains(heading));
            assert!(explained, "{heading}");
        }
    }
}

/// A page of the pack's documentation that the pack itself makes; `INSTA_UPDATE=always` writes it anew.
fn is_made_by_the_pack(name: &str, page: &str) {
    if std::env::var("INSTA_UPDATE").is_ok_and(|update| update == "always") {
        fs::write(Path::new(env!("CARGO_MANIFEST_DIR")).join(name), page).expect("written");
    }
    assert!(file(name) == page, "{name} is not what the pack makes; run with INSTA_UPDATE=always and look at it");
}

/// A page with the rows of the table under a heading replaced.
fn with_table(page: &str, heading: &str, rows: &[String]) -> String {
    let (before, rest) = page.split_once(heading).unwrap_or_else(|| panic!("a table {heading}"));
    let (ruler, rest) = rest.trim_start_matches('\n').split_once('\n').expect("a line under the heading");
    let after = rest.split_once("\n\n").map_or("", |(_, after)| after);
    format!("{before}{heading}\n{ruler}\n{}\n\n{after}", rows.join("\n"))
}

#[test]
fn the_pack_s_page_lists_every_rule_and_source() {
    let pack = compile(&PackFiles::built_in()).expect("compiles");
    let source = |source: &bidui::pack::Source| {
        let (name, title, department) = (&source.name, &source.title, &source.department);
        format!("| [{name}](sources/{name}.toml) | {title} | {department} | {} |", source.required.join("、"))
    };
    let rule = |rule: &bidui::pack::Rule| {
        let (id, title, subject, department) = (&rule.id, &rule.title, rule.subject.word(), &rule.department);
        format!("| [{id}](clues/{id}.toml) | {title} | {subject} | {department} | {} |", rule.severity.label())
    };
    let sources: Vec<String> = pack.sources.values().map(source).collect();
    let rules: Vec<String> = pack.rules.iter().map(rule).collect();
    let page = with_table(&file("rules/README.md"), "| 名称 | 内容 | 部门 | 必有栏目 |", &sources);
    is_made_by_the_pack("rules/README.md", &with_table(&page, "| 编号 | 名称 | 对象 | 部门 | 等级 |", &rules));
}

#[test]
fn the_page_of_checkpoints_is_up_to_date() {
    let page = Case::new().run(&["rules", "plan"]).success().stdout;
    is_made_by_the_pack("rules/核查点.md", &page);
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
