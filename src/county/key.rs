//! Which key a county's codes are made with, and that it is the one of its ledger: under another key everybody would be
//! somebody else.

use std::path::Path;

use super::failure::Failure;
use super::key_file::{self, KEY_FILE};
use crate::detect::ClueNaming;
use crate::diagnostic::Diagnostic;
use crate::ledger::{KeyEvidence, Ledger};
use crate::pack::Config;
use crate::value::CountyKey;

/// Where a key comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyOrigin {
    /// `ledger.key`.
    File,
    /// `clue_secret` in `bidui.toml`.
    Settings,
    /// There is none: the ledger was begun without.
    Missing,
    /// It was made just now, and is not kept unless a run is recorded.
    New,
}

/// The key of a county.
#[derive(Debug, Clone)]
pub struct HeldKey {
    /// The key.
    pub key: CountyKey,
    /// Where it comes from.
    pub origin: KeyOrigin,
}

impl HeldKey {
    /// The key that a county's ledger is made with; without a ledger, the one that it will be made with.
    ///
    /// # Errors
    /// If there is no such key, there are two, or the one in `bidui.toml` is too short.
    pub(super) fn of(root: &Path, config: &Config, ledger: Option<&Ledger>) -> Result<Self, Failure> {
        let held = Self::whatever_length(root, config, ledger)?;
        match held.origin {
            KeyOrigin::Settings => short_secret(config).map_or(Ok(held), |mistake| Err(mistake.into())),
            KeyOrigin::File | KeyOrigin::Missing | KeyOrigin::New => Ok(held),
        }
    }

    /// The same, though a secret in `bidui.toml` is too short: to change it, it has to be known.
    pub(super) fn whatever_length(root: &Path, config: &Config, ledger: Option<&Ledger>) -> Result<Self, Failure> {
        let evidence = ledger.map_or(Ok(KeyEvidence::Nothing), KeyEvidence::of)?;
        let stated = config.clue_secret.as_deref().map(CountyKey::of_secret);
        match key_file::read(root)? {
            Some(filed) => of_file(&filed, stated.as_ref(), &evidence),
            None => without_file(stated, &evidence),
        }
    }

    /// How ids and codes are made with it.
    pub fn naming(&self) -> ClueNaming {
        ClueNaming::new(&self.key)
    }
}

/// The key of the file, or the one that it was changed from if the change was interrupted.
fn of_file(filed: &CountyKey, stated: Option<&CountyKey>, evidence: &KeyEvidence) -> Result<HeldKey, Failure> {
    let known = |stated: &&CountyKey| stated.secrets().iter().all(|secret| filed.secrets().contains(secret));
    let admitted = filed.back_to_first().find(|key| evidence.admits(key));
    match (admitted, stated.filter(|stated| !known(stated))) {
        (Some(key), None) => Ok(HeldKey { key, origin: KeyOrigin::File }),
        (Some(_), Some(_)) => Err(stop(&format!(
            "{KEY_FILE} 和 bidui.toml 里的 clue_secret 是两把不同的密钥，台账用的是 {KEY_FILE}。请删去 bidui.toml 里 clue_secret 这一行"
        ))),
        (None, Some(stated)) if evidence.admits(stated) => Err(stop(&format!(
            "{KEY_FILE} 不是这份台账的密钥，台账用的是 bidui.toml 里的 clue_secret。请把 {KEY_FILE} 移走"
        ))),
        (None, _) => Err(stop(&format!(
            "{KEY_FILE} 不是这份台账的密钥：它可能是别的县的，或者 ledger.db 与它不是同一份备份。请把 ledger.db 和 {KEY_FILE} 从同一份备份恢复"
        ))),
    }
}

fn without_file(stated: Option<CountyKey>, evidence: &KeyEvidence) -> Result<HeldKey, Failure> {
    let began_without = || evidence.admits(&CountyKey::none());
    match stated {
        Some(key) if evidence.admits(&key) => Ok(HeldKey { key, origin: KeyOrigin::Settings }),
        Some(_) if began_without() => Err(stop(
            "台账开始时没有密钥，bidui.toml 里的 clue_secret 是后来加的，用它编号会把所有线索当成新的。请先删去 clue_secret 这一行，再用 bidui ledger rekey 更换密钥",
        )),
        Some(_) => Err(stop(
            "bidui.toml 里的 clue_secret 不是这份台账的密钥，用它编号会把所有线索当成新的。请改回原来的 clue_secret；要换的，改回以后用 bidui ledger rekey 更换密钥",
        )),
        None => match evidence {
            KeyEvidence::Nothing => Ok(HeldKey { key: CountyKey::random()?, origin: KeyOrigin::New }),
            KeyEvidence::Codes(_) if began_without() => {
                Ok(HeldKey { key: CountyKey::none(), origin: KeyOrigin::Missing })
            }
            KeyEvidence::Codes(_) => Err(stop(
                "台账是用 bidui.toml 里的 clue_secret 编号的，现在那里没有了。请把 clue_secret 写回 bidui.toml",
            )),
            KeyEvidence::Check(_) => Err(stop(&format!(
                "这份台账的密钥不在了。请从备份恢复 {KEY_FILE}（与 ledger.db 同一份备份）；密钥写在 bidui.toml 里的，把 clue_secret 写回去。\
                 哪里都找不回来的，把 ledger.db 改名留存，再用 bidui ledger accept 从头开始：以前的核实结论不再起作用，线索会重新核实"
            ))),
        },
    }
}

fn stop(why: &str) -> Failure {
    Failure::Unsafe(why.to_owned())
}

/// What an officer should hear of a key, if anything.
#[must_use]
pub fn key_notice(origin: KeyOrigin) -> Option<String> {
    match origin {
        KeyOrigin::New => Some(format!(
            "已生成本县的密钥 {KEY_FILE}（在 ledger.db 旁边）。备份 ledger.db 时必须连它一起备份：没有它，台账就用不了"
        )),
        KeyOrigin::Missing => Some(
            "注意：这个县的台账是没有密钥时开始的，别人可以从线索编号倒推身份证号。请用 bidui ledger rekey 更换密钥；已发出的清单照常收回".to_owned(),
        ),
        KeyOrigin::File | KeyOrigin::Settings => None,
    }
}

/// What is wrong with the secret in `bidui.toml`, if it is too short.
fn short_secret(config: &Config) -> Option<Diagnostic> {
    let secret = config.clue_secret.as_ref().filter(|secret| secret.len() < CountyKey::LEAST)?;
    let fault = format!("bidui.toml 里的 clue_secret 太短（{} 个字）", secret.chars().count());
    let hint = "至少 32 个字母数字，或 11 个汉字；也可以删去这一行，由程序生成密钥。已经筛查过的，用 bidui ledger rekey 更换密钥";
    Some(config.fault_at(&["clue_secret"], fault).hint(hint))
}
