//! Examples at the end of every help page. A test runs them through the parser.

use clap::Command;

/// The words of a command, and lines that call it.
const EXAMPLES: [(&str, &[&str]); 32] = [
    ("init", &["bidui init 某县 --county 某县", "bidui init 练习 --example"]),
    ("screen", &["bidui screen data/2026-11", "bidui screen data/2026-11 --issued 2026-12-05 --lock"]),
    ("inspect", &["bidui inspect data/2026-11"]),
    ("collect", &["bidui collect 回收", "bidui collect 回收/*.xlsx --partial"]),
    ("explain", &["bidui explain 青石镇/上湾村/000010", "bidui explain --id --rule EDU-01"]),
    ("rules check", &["bidui rules check"]),
    ("rules list", &["bidui rules list --by 核查点"]),
    ("rules show", &["bidui rules show MED-08"]),
    ("rules test", &["bidui rules test MED-08 --examples-only"]),
    ("rules plan", &["bidui rules plan --pack 某县/rules"]),
    ("rules new source", &["bidui rules new source data/2026-11/农业/蜂箱补助.xlsx"]),
    ("rules new rule", &["bidui rules new rule BEE-01 --source 蜂箱补助"]),
    ("rules export", &["bidui rules export 某县/rules"]),
    ("status", &["bidui status", "bidui status 2026-11 --by 村", "bidui status --as-of 2026-12-15 --overdue"]),
    ("compare", &["bidui compare", "bidui compare 2026-10 2026-11 --out 变化.xlsx"]),
    ("precision", &["bidui precision --by 规则 --since 2026-07"]),
    ("report", &["bidui report 2026-11 --as-of 2026-12-15"]),
    ("ledger show", &["bidui ledger show"]),
    ("ledger verify", &["bidui ledger verify", "bidui ledger verify --contains 1a3a-9feb-413f"]),
    ("ledger rekey", &["bidui ledger rekey"]),
    ("ledger encrypt", &["bidui ledger encrypt"]),
    ("ledger decrypt", &["bidui ledger decrypt"]),
    ("ledger accept", &["bidui ledger accept --reason 硬盘损坏 --by 王局长"]),
    (
        "waive add",
        &[
            "bidui waive add --household 青石镇/上湾村/000010 --reason 整户外迁 --document 会议纪要 --verifier 张三 --until 2027-03-31",
        ],
    ),
    ("waive list", &["bidui waive list --all"]),
    ("waive revoke", &["bidui waive revoke 3 --reason 期限内情况有变"]),
    ("waive import", &["bidui waive import 豁免名单.xlsx"]),
    ("sharing", &["bidui sharing --as-of 2026-12-31"]),
    ("purge", &["bidui purge", "bidui purge --yes"]),
    ("completions", &["bidui completions bash"]),
    ("man", &["bidui man 手册"]),
    ("", &["bidui init 练习 --example", "bidui screen 练习/data/2026-10", "bidui status --help"]),
];

/// A program whose help pages end with examples.
pub(super) fn with_examples(program: Command) -> Command {
    EXAMPLES.iter().fold(program, |program, (words, lines)| {
        let shown = format!("示例：\n{}", lines.iter().map(|line| format!("  {line}\n")).collect::<String>());
        illustrate(program, words.split_whitespace(), shown)
    })
}

fn illustrate<'w>(command: Command, mut words: impl Iterator<Item = &'w str>, shown: String) -> Command {
    match words.next() {
        None => command.after_help(shown),
        Some(word) => {
            let rest: Vec<&str> = words.collect();
            command.mut_subcommand(word, move |below| illustrate(below, rest.into_iter(), shown))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::program;

    /// The commands that do something, by their words.
    fn leaves(command: &Command, above: &str, found: &mut Vec<(String, Command)>) {
        for below in command.get_subcommands() {
            let words = format!("{above} {}", below.get_name()).trim().to_owned();
            match below.has_subcommands() {
                true => leaves(below, &words, found),
                false => found.push((words, below.clone())),
            }
        }
    }

    #[test]
    fn every_command_has_examples_that_call_it() {
        let mut commands = Vec::new();
        leaves(&program(), "", &mut commands);
        assert!(commands.len() > 25, "{}", commands.len());
        for (words, command) in commands {
            let help = command.get_after_help().unwrap_or_else(|| panic!("{words} has no example")).to_string();
            let lines: Vec<&str> = help.lines().skip(1).filter(|line| !line.is_empty()).collect();
            assert!(!lines.is_empty(), "{words}");
            for line in lines {
                assert!(line.trim().starts_with(&format!("bidui {words}")), "{words}: {line}");
                let parsed = program().try_get_matches_from(line.split_whitespace());
                assert!(parsed.is_ok(), "{line}: {}", parsed.expect_err("refused"));
            }
        }
    }
}
