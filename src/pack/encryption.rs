//! How a county's own files are sealed, from `[encryption]` in `bidui.toml`.

use std::path::PathBuf;

use serde::Deserialize;

/// What the files are sealed with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Encryption {
    /// A file that lies elsewhere, such as on a USB stick.
    KeyFile(PathBuf),
    /// A passphrase.
    Passphrase,
}

/// The table as it is written.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenEncryption {
    #[serde(default)]
    key_file: Option<PathBuf>,
    #[serde(default)]
    passphrase: bool,
}

impl WrittenEncryption {
    /// What it says; none if it says neither or both.
    pub fn said(&self) -> Option<Encryption> {
        match (&self.key_file, self.passphrase) {
            (Some(file), false) => Some(Encryption::KeyFile(file.clone())),
            (None, true) => Some(Encryption::Passphrase),
            (Some(_), true) | (None, false) => None,
        }
    }
}
