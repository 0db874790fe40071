//! What a county's own files are sealed with, as `[encryption]` in `bidui.toml` says.

use std::collections::BTreeMap;
use std::io::{self, ErrorKind, IsTerminal};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use anyhow::Context;
use zeroize::Zeroizing;

use super::failure::Failure;
use super::workspace::{county_config, ledger_path};
use crate::diagnostic::Diagnostic;
use crate::envelope::{AtRest, Content, Salt, Secret, SecretKind, random, salt_of_file};
use crate::pack::Encryption;
use crate::regular;
use crate::store::{WholeFile, real_path};
use crate::system_error::explained;

/// The environment variable with the passphrase.
const VARIABLE: &str = "BIDUI_PASSPHRASE";

/// The fewest characters of a passphrase. Whoever has the files may try passphrases as long as he likes, some thousand a
/// second on ten graphics cards (each costs 64 MiB of memory, gone over three times).
const LEAST: usize = 12;

/// Counties whose passphrase was typed: it is asked once in the life of the program.
static TYPED: Mutex<BTreeMap<PathBuf, AtRest>> = Mutex::new(BTreeMap::new());

/// What stands above a key, for people.
const NOTE: &str = "\
# bidui 的钥匙文件：县里的台账和缓存用它加密，没有它谁也打不开，程序提供者也不能。
# 不要和县的文件夹放在一起；另外抄存一份，锁好。
";

/// How a county's own files lie on the disk.
///
/// # Errors
/// If ledger or key lie otherwise, the key file is not there, no passphrase is given, or `bidui.toml` holds mistakes.
pub(crate) fn at_rest(root: &Path) -> Result<AtRest, Failure> {
    let at_rest = stated(root)?;
    for (content, file) in own_files(root) {
        at_rest.refuse_other(content, &file)?;
    }
    Ok(at_rest)
}

/// How they are to lie on the disk, whether they do or not.
///
/// # Errors
/// If the key file is not there, no passphrase is given, or `bidui.toml` holds mistakes.
pub(super) fn stated(root: &Path) -> Result<AtRest, Failure> {
    match county_config(root)?.encryption()? {
        None => Ok(AtRest::default()),
        Some(Encryption::KeyFile(file)) => {
            let secret = read_key(root, &root.join(file))?.ok_or_else(|| no_key_file(root))?;
            Ok(AtRest::sealed(secret, salt(root)?))
        }
        Some(Encryption::Passphrase) => by_passphrase(root),
    }
}

/// The same, where it is about to begin: a key file that is not there is made. Gives the file that was made.
///
/// # Errors
/// As [`stated`], or if the county says nothing of encryption, or the key file cannot be made.
pub(super) fn begun(root: &Path) -> Result<(AtRest, Option<PathBuf>), Failure> {
    match county_config(root)?.encryption()? {
        None => Err(not_stated().into()),
        Some(Encryption::KeyFile(file)) => {
            let path = root.join(file);
            let is_new = read_key(root, &path)?.is_none() && existing_salt(root).is_none();
            if is_new {
                make_key(&path)?;
            }
            Ok((stated(root)?, is_new.then_some(path)))
        }
        Some(Encryption::Passphrase) => Ok((stated(root)?, None)),
    }
}

/// What is said where the settings say nothing of encryption.
pub(super) fn not_stated() -> Diagnostic {
    Diagnostic::new("bidui.toml 里没有 [encryption]").hint(
        "先写上 [encryption]，下面写 key_file = \"E:/bidui.key\"（放在 U 盘上的钥匙文件）或 passphrase = true（每次输入口令），再运行",
    )
}

fn no_key_file(root: &Path) -> Failure {
    let advice = match existing_salt(root) {
        Some(_) => "请插上放着它的 U 盘，或从另外抄存的那份恢复：没有它，台账打不开",
        None => "还没有生成的，运行 bidui ledger encrypt 生成",
    };
    Failure::Unsafe(format!("找不到 bidui.toml 的 [encryption] 里写的钥匙文件。{advice}；没有动任何文件"))
}

/// The secret of a key file; none if it is not there.
fn read_key(root: &Path, path: &Path) -> Result<Option<Secret>, Failure> {
    let shown = path.display();
    let bytes = match regular::read(path, regular::TEXT) {
        Ok(bytes) => Zeroizing::new(bytes),
        Err(why) if why.kind() == ErrorKind::NotFound => return refuse_beside(root, path).map(|()| None),
        Err(why) => {
            return Err(Failure::Unsafe(format!("无法读取钥匙文件 {shown}：{}；没有动任何文件", explained(&why))));
        }
    };
    refuse_beside(root, path)?;
    let text = std::str::from_utf8(&bytes).unwrap_or_default();
    let said = text
        .trim_start_matches('\u{feff}')
        .lines()
        .map(str::trim)
        .find(|line| !line.is_empty() && !line.starts_with('#'));
    let key = said.and_then(|said| blake3::Hash::from_hex(said).ok());
    let broken = || Failure::Unsafe(format!("钥匙文件 {shown} 已损坏，或不是 bidui 的钥匙文件；没有动任何文件"));
    let key = key.ok_or_else(broken)?;
    Ok(Some(Secret::new(SecretKind::KeyFile, Zeroizing::new(key.as_bytes().to_vec()))))
}

/// A key that lies with what it locks protects nothing.
fn refuse_beside(root: &Path, path: &Path) -> Result<(), Failure> {
    let folder = path.parent().and_then(|folder| real_path(folder).ok());
    let is_beside = real_path(root).is_ok_and(|root| folder.is_some_and(|folder| folder.starts_with(root)));
    match is_beside {
        false => Ok(()),
        true => {
            let fault = "钥匙文件不能放在县的文件夹里：和锁放在一起的钥匙，谁拿走文件夹谁就能打开".to_owned();
            let mistake = county_config(root)?.fault_at(&["[encryption]", "key_file"], fault);
            Err(mistake.hint("写在别的盘上，如 U 盘：key_file = \"E:/bidui.key\"").into())
        }
    }
}

/// Makes a key file, readable by its owner only.
fn make_key(path: &Path) -> Result<(), Failure> {
    let key = blake3::Hash::from_bytes(random()?);
    let advice = || format!("写不了钥匙文件 {}，请检查 U 盘是否插好、文件夹在不在；没有动任何文件", path.display());
    let text = Zeroizing::new(format!("{NOTE}{}\n", key.to_hex()));
    Ok(WholeFile::beside(path, text.as_bytes()).and_then(|file| file.put(path)).with_context(advice)?)
}

/// The passphrase is that of the environment, or is typed: twice where nothing is sealed yet.
fn by_passphrase(root: &Path) -> Result<AtRest, Failure> {
    let mut typed = TYPED.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(at_rest) = typed.get(root) {
        return Ok(at_rest.clone());
    }
    let passphrase = passphrase(existing_salt(root).is_none())?;
    let secret = Secret::new(SecretKind::Passphrase, Zeroizing::new(passphrase.as_bytes().to_vec()));
    let at_rest = AtRest::sealed(secret, salt(root)?);
    typed.insert(root.to_owned(), at_rest.clone());
    Ok(at_rest)
}

fn passphrase(is_new: bool) -> Result<Zeroizing<String>, Failure> {
    let given = std::env::var(VARIABLE).ok().filter(|given| !given.is_empty()).map(Zeroizing::new);
    let passphrase = match given {
        Some(given) => given,
        None => typed(is_new)?,
    };
    match passphrase.chars().count() {
        0 => Err(Failure::Unsafe("没有输入口令，没有动任何文件".to_owned())),
        length if is_new && length < LEAST => {
            Err(Diagnostic::new(format!("加密口令只有 {length} 个字符，至少要 {LEAST} 个"))
                .hint("拿到文件的人可以在自己的电脑上逐个试；请用几个不相干的词连起来的长口令")
                .into())
        }
        _ => Ok(passphrase),
    }
}

fn typed(is_new: bool) -> Result<Zeroizing<String>, Failure> {
    if !io::stdin().is_terminal() {
        return Err(Failure::Unsafe(format!(
            "这个县的台账是用口令加密的，而没有给出口令；请在终端里运行，或用环境变量 {VARIABLE} 给出"
        )));
    }
    let ask = |what: &str| {
        rpassword::prompt_password(what).map(Zeroizing::new).map_err(|why| {
            let hint = format!("换一个命令行窗口（如 cmd、PowerShell）运行，或用环境变量 {VARIABLE} 给出");
            Diagnostic::new(format!("这里无法输入口令（{why}）")).hint(hint)
        })
    };
    let typed = ask("台账的加密口令（输入时不显示）：")?;
    match is_new && typed != ask("口令丢失就再也打不开。再输一遍：")? {
        true => Err(Diagnostic::new("两次输入的口令不一样").into()),
        false => Ok(typed),
    }
}

/// The salt that a county's files have; a new one if none is sealed yet.
fn salt(root: &Path) -> anyhow::Result<Salt> {
    existing_salt(root).map_or_else(random, Ok)
}

/// The files that every county has.
fn own_files(root: &Path) -> [(Content, PathBuf); 2] {
    [(Content::Ledger, ledger_path(root)), (Content::LedgerKey, root.join("ledger.key"))]
}

/// The salt of what is sealed in a county's folder; none if nothing is.
fn existing_salt(root: &Path) -> Option<Salt> {
    own_files(root).iter().find_map(|(_, file)| salt_of_file(file))
}
