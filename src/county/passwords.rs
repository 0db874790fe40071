//! The passwords that are tried on locked workbooks: written down in `bidui.toml`, given in the environment, or typed.

use std::io::IsTerminal;

use crate::diagnostic::Diagnostic;
use crate::pack::{Config, FilePassword};

/// The environment variable with a password for any file.
const VARIABLE: &str = "BIDUI_PASSWORD";

/// The environment variable with the password that lists are locked with, and opened again when they come back.
const LIST_VARIABLE: &str = "BIDUI_LIST_PASSWORD";

/// The fewest characters of a password for lists. Lists go by mail and chat, and whoever has one may try passwords on it
/// as long as he likes, some ten thousand a second on one graphics card (each costs 100,000 rounds of SHA-512): eight
/// digits last three hours, ten twelve days.
const LEAST: usize = 10;

/// The password that lists are to be locked with: from the environment, or typed twice.
///
/// # Errors
/// If there is none, or it is so short that it can be found by trying.
pub(crate) fn for_lists() -> Result<String, Diagnostic> {
    if let Some(given) = std::env::var(LIST_VARIABLE).ok().filter(|given| !given.is_empty()) {
        return long_enough(given);
    }
    if !std::io::stdin().is_terminal() {
        let hint = format!("在终端里运行，或用环境变量 {LIST_VARIABLE} 给出");
        return Err(Diagnostic::new("没有给出清单的打开密码").hint(hint));
    }
    let silent = |why: std::io::Error| {
        let hint = format!("换一个命令行窗口（如 cmd、PowerShell）运行，或用环境变量 {LIST_VARIABLE} 给出");
        Diagnostic::new(format!("这里无法输入密码（{why}）")).hint(hint)
    };
    let ask = |what: &str| rpassword::prompt_password(what).map_err(silent);
    let typed = ask("清单的打开密码（输入时不显示）：")?;
    match typed == ask("再输一遍：")? {
        true if !typed.is_empty() => long_enough(typed),
        true => Err(Diagnostic::new("密码是空的").hint("不需要密码时，去掉 --lock")),
        false => Err(Diagnostic::new("两次输入的密码不一样")),
    }
}

fn long_enough(password: String) -> Result<String, Diagnostic> {
    match password.chars().count() {
        length if length < LEAST => {
            let fault = Diagnostic::new(format!("清单的打开密码只有 {length} 个字符，至少要 {LEAST} 个"));
            Err(fault.hint(
                "拿到文件的人可以在自己的电脑上逐个试密码，太短的几小时就能试出来；请用字母、数字、汉字混合的长密码",
            ))
        }
        _ => Ok(password),
    }
}

/// All passwords of a run; none is printed or kept.
pub(crate) struct Passwords {
    written: Vec<FilePassword>,
    for_any: Vec<String>,
}

impl Passwords {
    /// Those that `bidui.toml` gives.
    pub fn of(config: &Config) -> Self {
        let for_any =
            [VARIABLE, LIST_VARIABLE].into_iter().filter_map(|variable| std::env::var(variable).ok()).collect();
        Self { written: config.passwords.clone(), for_any }
    }

    /// What to try on a file, likeliest first.
    pub fn of_file(&self, file: &str) -> Vec<String> {
        let written = self.written.iter().filter_map(|entry| entry.of(file)).map(str::to_owned);
        written.chain(self.for_any.iter().cloned()).collect()
    }

    /// Asks for the password of a file where somebody can answer; it is tried on the files after it too. Where nothing
    /// can be typed unseen, the file stays locked, and its report says where else a password is looked for.
    pub fn ask(&mut self, file: &str, again: bool) -> bool {
        if !std::io::stdin().is_terminal() || !std::io::stderr().is_terminal() {
            return false;
        }
        let wrong = if again { "密码不对。" } else { "" };
        let typed = rpassword::prompt_password(format!("{wrong}{file} 的打开密码（输入时不显示，直接回车跳过）："));
        let typed = typed.unwrap_or_default();
        let given = !typed.is_empty();
        if given {
            self.for_any.insert(0, typed);
        }
        given
    }
}
