//! `ledger.key`: the key that a county's codes are made with, beside the ledger and in no other file.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::Context;
use serde::{Deserialize, Serialize};

use super::at_rest::at_rest;
use super::failure::Failure;
use crate::envelope::Content;
use crate::regular;
use crate::store::WholeFile;
use crate::value::CountyKey;

/// Its name.
pub(crate) const KEY_FILE: &str = "ledger.key";

/// What stands above the key, for people.
const NOTE: &str = "\
# bidui 的密钥：线索编号由它推算，有它的人可以从编号倒推身份证号。
# 与 ledger.db 放在一起，一起备份；不要改动，不要发给别人。
";

/// What the file says.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct KeyFile {
    secrets: CountyKey,
    /// Tells whether the key is as it was written.
    check: String,
}

/// Where it is.
pub(crate) fn key_path(root: &Path) -> PathBuf {
    root.join(KEY_FILE)
}

/// The key that the file holds; none without a file.
///
/// # Errors
/// If it cannot be read, or is not as it was written.
pub(super) fn read(root: &Path) -> Result<Option<CountyKey>, Failure> {
    let path = key_path(root);
    let shown = path.display();
    let text = match regular::read(&path, regular::TEXT) {
        Ok(bytes) => {
            let opened = at_rest(root)?.read(Content::LedgerKey, bytes)?;
            String::from_utf8_lossy(&opened).into_owned()
        }
        Err(why) if why.kind() == ErrorKind::NotFound => return Ok(None),
        Err(why) => {
            let advice = format!("无法读取密钥 {shown}，请用生成它的账户运行，或让这个账户有权读它");
            return Err(anyhow::Error::from(why).context(advice).into());
        }
    };
    let file = toml::from_str::<KeyFile>(&text).ok();
    match file.filter(|file| !file.secrets.secrets().is_empty() && file.secrets.check_value() == file.check) {
        Some(file) => Ok(Some(file.secrets)),
        None => Err(Failure::Unsafe(format!(
            "密钥 {shown} 已损坏或被改动过。请从备份恢复它（与 ledger.db 同一份备份）；没有动任何文件"
        ))),
    }
}

/// Writes the file, readable by its owner only, and waits until it is on the disk.
///
/// # Errors
/// If it cannot be written.
pub(crate) fn write_key(root: &Path, key: &CountyKey) -> Result<(), Failure> {
    let path = key_path(root);
    let advice = || format!("无法写入密钥 {}，请检查磁盘空间和写入权限；台账没有改动", path.display());
    let file = KeyFile { secrets: key.clone(), check: key.check_value() };
    let text = format!("{NOTE}{}", toml::to_string(&file).with_context(advice)?);
    let bytes = at_rest(root)?.written(Content::LedgerKey, text.into_bytes())?;
    Ok(WholeFile::beside(&path, &bytes).and_then(|file| file.put(&path)).with_context(advice)?)
}
