//! Opening passwords that a county writes down, from `[[password]]` in `bidui.toml`.

use std::fmt;

use serde::Deserialize;

use crate::diagnostic::nearest;

/// The password of some files.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FilePassword {
    /// Path below the period's folder; `*` stands for anything.
    file: String,
    password: String,
}

impl FilePassword {
    /// The password, if it is that of a file.
    pub fn of(&self, file: &str) -> Option<&str> {
        matches(&self.file, file).then_some(self.password.as_str())
    }
}

/// The password itself is nobody's business.
impl fmt::Debug for FilePassword {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FilePassword").field("file", &self.file).finish_non_exhaustive()
    }
}

/// Whether a pattern, in which `*` stands for anything, names a file.
pub(super) fn matches(pattern: &str, file: &str) -> bool {
    pattern == file || glob::Pattern::new(pattern).is_ok_and(|pattern| pattern.matches(file))
}

/// The keys of `bidui.toml` whose values are nobody's business.
const SECRETS: [&str; 2] = ["password", "clue_secret"];

/// The file with secret values blotted out, byte for byte, so that a mistake near one can be shown; a key that is
/// nearly that of a secret is taken for it.
pub(super) fn blotted(text: &str) -> String {
    text.split_inclusive('\n')
        .map(|line| match line.split_once('=') {
            Some((key, value)) if nearest(key.trim(), SECRETS).is_some() => format!("{key}={}", stars(value)),
            _ => line.to_owned(),
        })
        .collect()
}

fn stars(value: &str) -> String {
    value.bytes().map(|byte| if byte.is_ascii_whitespace() { char::from(byte) } else { '*' }).collect()
}
