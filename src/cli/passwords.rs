//! The passwords that are tried on locked workbooks: written down in `bidui.toml`, given in the environment, or typed.

use std::io::IsTerminal;

use crate::pack::{Config, FilePassword};

/// The environment variable with a password for any file.
const VARIABLE: &str = "BIDUI_PASSWORD";

/// All passwords of a run; none is printed or kept.
pub(super) struct Passwords {
    written: Vec<FilePassword>,
    for_any: Vec<String>,
}

impl Passwords {
    pub fn of(config: &Config) -> Self {
        Self { written: config.passwords.clone(), for_any: std::env::var(VARIABLE).into_iter().collect() }
    }

    /// What to try on a file, likeliest first.
    pub fn of_file(&self, file: &str) -> Vec<String> {
        let written = self.written.iter().filter_map(|entry| entry.of(file)).map(str::to_owned);
        written.chain(self.for_any.iter().cloned()).collect()
    }

    /// Asks for the password of a file where somebody can answer; it is tried on the files after it too.
    pub fn ask(&mut self, file: &str, again: bool) -> bool {
        if !std::io::stdin().is_terminal() || !std::io::stderr().is_terminal() {
            return false;
        }
        let wrong = if again { "密码不对。" } else { "" };
        let typed = rpassword::prompt_password(format!("{wrong}{file} 的打开密码(输入时不显示,直接回车跳过): "));
        let typed = typed.unwrap_or_default();
        let given = !typed.is_empty();
        if given {
            self.for_any.insert(0, typed);
        }
        given
    }
}
