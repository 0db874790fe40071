//! Bytes that only those read who have the county's secret: how files lie on the disk that nobody else is to read.
//!
//! An envelope is a head and what is sealed: [`MARK`], what the secret is, a salt, a value that tells another secret
//! from damage, a nonce; then the contents under AES-256-GCM, bound to the head and to what kind of file it is. The key
//! comes from salt and secret: from a passphrase by Argon2id (64 MiB, three passes), from a key file by BLAKE3.
//! Secrets and keys are wiped from memory when they are dropped, and are in no message.

use std::collections::BTreeMap;
use std::fmt;
use std::io::{self, Read};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use aes_gcm::aead::{Aead, Payload};
use aes_gcm::{Aes256Gcm, KeyInit, Nonce};
use anyhow::Context;
use argon2::{Algorithm, Argon2, Params, Version};
use zeroize::Zeroizing;

use crate::regular;

/// What an envelope begins with.
const MARK: &[u8; 15] = b"bidui sealed 1\n";

/// What envelopes of any version begin with.
const ANY_MARK: &[u8] = b"bidui sealed ";

/// How many bytes a head has: mark, kind of secret, salt, check value, nonce.
const HEAD: usize = MARK.len() + 1 + SALT + CHECK + NONCE;

const SALT: usize = 16;
const CHECK: usize = 8;
const NONCE: usize = 12;

/// What a key is made with besides the secret, the same for all files of a county.
pub type Salt = [u8; SALT];

type Key = Zeroizing<[u8; 32]>;

/// What is sealed: a file of one kind is not taken for one of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Content {
    /// The ledger.
    Ledger,
    /// The key of clue ids.
    LedgerKey,
    /// What later commands read of a run.
    Results,
    /// What was read of a large file.
    Cache,
}

impl Content {
    /// The file, for people.
    fn label(self) -> &'static str {
        match self {
            Self::Ledger => "台账 ledger.db",
            Self::LedgerKey => "密钥 ledger.key",
            Self::Results => "结果表 tables/结果.json",
            Self::Cache => "读取缓存",
        }
    }

    /// What its envelope is bound to.
    fn name(self) -> &'static [u8] {
        match self {
            Self::Ledger => b"ledger",
            Self::LedgerKey => b"ledger key",
            Self::Results => b"results",
            Self::Cache => b"cache",
        }
    }
}

/// What a county's files are sealed with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SecretKind {
    /// A file that lies elsewhere.
    KeyFile,
    /// Words that somebody types.
    Passphrase,
}

impl SecretKind {
    fn mark(self) -> u8 {
        match self {
            Self::KeyFile => b'F',
            Self::Passphrase => b'P',
        }
    }

    fn label(self) -> &'static str {
        match self {
            Self::KeyFile => "钥匙文件",
            Self::Passphrase => "加密口令",
        }
    }
}

/// Why a file is not opened; what an officer reads of it is its display.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unopened {
    /// It is sealed, and the county says nothing of that.
    Unexpected(Content),
    /// It is not sealed, and the county says that it is.
    Plain(Content),
    /// It is sealed with a secret of another kind.
    OtherKind(Content, SecretKind),
    /// It is sealed with another secret.
    OtherSecret(Content, SecretKind),
    /// It is not as it was written.
    Damaged(Content),
    /// A later version of the program sealed it.
    Later(Content),
}

impl fmt::Display for Unopened {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unexpected(content) => write!(
                f,
                "{} 是加密的，而 bidui.toml 里没有 [encryption]。请把 [encryption] 写回去；不再加密的，写回去以后用 bidui ledger decrypt 解密",
                content.label()
            ),
            Self::Plain(content) => write!(
                f,
                "bidui.toml 写着 [encryption]，而{} 没有加密。请运行 bidui ledger encrypt；不再加密的，先运行 bidui ledger decrypt，再从 bidui.toml 删去 [encryption]",
                content.label()
            ),
            Self::OtherKind(content, kind) => write!(
                f,
                "{} 不是用{}加密的，没有动任何文件；请把 bidui.toml 的 [encryption] 改回加密时的写法",
                content.label(),
                kind.label()
            ),
            Self::OtherSecret(content, kind) => {
                write!(f, "{}不对，打不开{}；没有动任何文件", kind.label(), content.label())
            }
            Self::Damaged(content) => {
                write!(f, "{} 已损坏、被截断或被改动过，解不开；没有动任何文件，请从备份恢复", content.label())
            }
            Self::Later(content) => {
                write!(f, "{} 是更新版本的 bidui 加密的，请换用新版本的程序", content.label())
            }
        }
    }
}

impl std::error::Error for Unopened {}

/// What somebody has to have to read what is sealed.
pub struct Secret {
    /// What it is.
    pub kind: SecretKind,
    bytes: Zeroizing<Vec<u8>>,
}

impl Secret {
    /// A secret of some bytes.
    pub fn new(kind: SecretKind, bytes: Zeroizing<Vec<u8>>) -> Self {
        Self { kind, bytes }
    }

    /// The key that it makes with a salt.
    fn key(&self, salt: &Salt) -> anyhow::Result<Key> {
        let mut key = Key::default();
        match self.kind {
            SecretKind::Passphrase => {
                let stated = "Argon2 的参数有误，属程序错误";
                let params = Params::new(64 * 1024, 3, 4, None).ok().context(stated)?;
                let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
                argon.hash_password_into(&self.bytes, salt, key.as_mut_slice()).ok().context(stated)?;
            }
            SecretKind::KeyFile => {
                let mut deriving = blake3::Hasher::new_derive_key("bidui at rest 1 key file");
                deriving.update(salt).update(&self.bytes);
                key.copy_from_slice(deriving.finalize().as_bytes());
            }
        }
        Ok(key)
    }
}

/// The secret is nobody's business.
impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Secret({:?})", self.kind)
    }
}

/// How a county's own files lie on the disk: open, or sealed with a secret.
#[derive(Debug, Clone, Default)]
pub struct AtRest(Option<Arc<Sealing>>);

struct Sealing {
    secret: Secret,
    salt: Salt,
    /// Keys that were made before: a passphrase takes its time.
    keys: Mutex<BTreeMap<Salt, Key>>,
}

/// The keys are nobody's business.
impl fmt::Debug for Sealing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.secret.fmt(f)
    }
}

impl AtRest {
    /// Files are sealed with a secret, new ones with a salt.
    pub fn sealed(secret: Secret, salt: Salt) -> Self {
        Self(Some(Arc::new(Sealing { secret, salt, keys: Mutex::default() })))
    }

    /// Whether files are sealed.
    pub fn is_sealed(&self) -> bool {
        self.0.is_some()
    }

    /// Contents as they are to lie on the disk.
    ///
    /// # Errors
    /// If the system has no random numbers, or not the memory to make a key.
    pub fn written(&self, content: Content, bytes: Vec<u8>) -> anyhow::Result<Vec<u8>> {
        match &self.0 {
            None => Ok(bytes),
            Some(sealing) => sealing.seal(content, &bytes),
        }
    }

    /// The contents of what lies on the disk.
    ///
    /// # Errors
    /// [`Unopened`], if it is not sealed as it should be.
    pub fn read(&self, content: Content, bytes: Vec<u8>) -> anyhow::Result<Vec<u8>> {
        match self.sealing_of(content, &bytes)? {
            None => Ok(bytes),
            Some(sealing) => sealing.open(content, &bytes),
        }
    }

    /// Stops if a file lies otherwise on the disk, by its head; one that is not there, or cannot be read, is told by what
    /// opens it.
    ///
    /// # Errors
    /// [`Unopened`], if it is not sealed as it should be.
    pub fn refuse_other(&self, content: Content, path: &Path) -> anyhow::Result<()> {
        let Ok(beginning) = beginning(path) else { return Ok(()) };
        match self.sealing_of(content, &beginning)? {
            None => Ok(()),
            Some(sealing) => sealing.key_of(content, &beginning).map(drop),
        }
    }

    /// What opens a file; none if it lies open, as it should.
    fn sealing_of(&self, content: Content, bytes: &[u8]) -> Result<Option<&Sealing>, Unopened> {
        match (&self.0, is_sealed(bytes)) {
            (None, false) => Ok(None),
            (None, true) => Err(Unopened::Unexpected(content)),
            (Some(_), false) => Err(Unopened::Plain(content)),
            (Some(sealing), true) => Ok(Some(sealing)),
        }
    }
}

impl Sealing {
    fn key(&self, salt: &Salt) -> anyhow::Result<Key> {
        let mut keys = self.keys.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(key) = keys.get(salt) {
            return Ok(key.clone());
        }
        let key = self.secret.key(salt)?;
        keys.insert(*salt, key.clone());
        Ok(key)
    }

    fn seal(&self, content: Content, bytes: &[u8]) -> anyhow::Result<Vec<u8>> {
        let key = self.key(&self.salt)?;
        let nonce: [u8; NONCE] = random()?;
        let head = [&MARK[..], &[self.secret.kind.mark()], &self.salt, &check(&key), &nonce].concat();
        let aad = [&head, content.name()].concat();
        let sealed = cipher(&key)?.encrypt(&Nonce::from(nonce), Payload { msg: bytes, aad: &aad });
        Ok([head, sealed.ok().context("内容太大，加密不了")?].concat())
    }

    /// The key and the nonce of an envelope.
    fn key_of(&self, content: Content, envelope: &[u8]) -> anyhow::Result<(Key, [u8; NONCE])> {
        let head = envelope.get(..HEAD).ok_or(Unopened::Damaged(content))?;
        if !head.starts_with(MARK) {
            return Err(Unopened::Later(content).into());
        }
        let (kind, rest) = (head[MARK.len()], &head[MARK.len() + 1..]);
        if kind != self.secret.kind.mark() {
            return Err(Unopened::OtherKind(content, self.secret.kind).into());
        }
        let (salt, rest) = rest.split_first_chunk::<SALT>().ok_or(Unopened::Damaged(content))?;
        let (told, nonce) = rest.split_first_chunk::<CHECK>().ok_or(Unopened::Damaged(content))?;
        let nonce: [u8; NONCE] = nonce.try_into().map_err(|_| Unopened::Damaged(content))?;
        let key = self.key(salt)?;
        if check(&key) != *told {
            return Err(Unopened::OtherSecret(content, self.secret.kind).into());
        }
        Ok((key, nonce))
    }

    fn open(&self, content: Content, bytes: &[u8]) -> anyhow::Result<Vec<u8>> {
        let (key, nonce) = self.key_of(content, bytes)?;
        let (head, sealed) = bytes.split_at(HEAD);
        let aad = [head, content.name()].concat();
        let opened = cipher(&key)?.decrypt(&Nonce::from(nonce), Payload { msg: sealed, aad: &aad });
        opened.map_err(|_| Unopened::Damaged(content).into())
    }
}

/// Whether bytes begin as an envelope does.
pub fn is_sealed(bytes: &[u8]) -> bool {
    bytes.starts_with(ANY_MARK)
}

/// Whether a file is an envelope; one that cannot be read is none.
pub fn is_sealed_file(path: &Path) -> bool {
    beginning(path).is_ok_and(|bytes| is_sealed(&bytes))
}

/// The salt of a file that is an envelope; none if it is none, or cannot be read.
pub fn salt_of_file(path: &Path) -> Option<Salt> {
    salt_of(&beginning(path).ok()?)
}

/// As much of a file as an envelope's head has.
fn beginning(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    regular::open(path)?.0.take(HEAD as u64).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The head of an envelope, which no other one has; none if there is none.
pub fn head(bytes: &[u8]) -> Option<Vec<u8>> {
    bytes.get(..HEAD).filter(|head| is_sealed(head)).map(<[u8]>::to_vec)
}

/// The salt of an envelope; none if there is none.
fn salt_of(bytes: &[u8]) -> Option<Salt> {
    let head = bytes.get(..HEAD).filter(|head| head.starts_with(MARK))?;
    head[MARK.len() + 1..].first_chunk().copied()
}

/// Bytes that nobody can guess.
///
/// # Errors
/// If the system has no random numbers.
pub fn random<const N: usize>() -> anyhow::Result<[u8; N]> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|why| anyhow::anyhow!("系统给不出随机数，加密不了（{why}）"))?;
    Ok(bytes)
}

/// What tells a key from others and gives nothing of it away.
fn check(key: &Key) -> [u8; CHECK] {
    let derived = blake3::derive_key("bidui at rest 1 check", key.as_slice());
    let mut check = [0; CHECK];
    check.copy_from_slice(&derived[..CHECK]);
    check
}

fn cipher(key: &Key) -> anyhow::Result<Aes256Gcm> {
    Aes256Gcm::new_from_slice(key.as_slice()).ok().context("密钥长度有误，属程序错误")
}

#[cfg(test)]
mod tests {
    use zeroize::Zeroizing;

    use super::{AtRest, Content, HEAD, Secret, SecretKind, Unopened, is_sealed};

    fn with(kind: SecretKind, secret: &str) -> AtRest {
        AtRest::sealed(Secret::new(kind, Zeroizing::new(secret.as_bytes().to_vec())), [7; 16])
    }

    fn told(at_rest: &AtRest, content: Content, bytes: &[u8]) -> Option<Unopened> {
        at_rest.read(content, bytes.to_vec()).err().and_then(|error| error.downcast_ref().copied())
    }

    /// What is sealed says nothing, and comes back whole with the same secret only, as what it was.
    #[test]
    fn what_is_sealed_is_opened_by_its_secret() {
        let text = "石桥村周大山".as_bytes();
        for kind in [SecretKind::KeyFile, SecretKind::Passphrase] {
            let at_rest = with(kind, "only we know");
            let sealed = at_rest.written(Content::Ledger, text.to_vec()).expect("sealed");
            assert!(is_sealed(&sealed) && !sealed.windows(text.len()).any(|window| window == text));
            assert_ne!(at_rest.written(Content::Ledger, text.to_vec()).expect("sealed"), sealed);
            assert_eq!(at_rest.read(Content::Ledger, sealed.clone()).expect("opened"), text);
            let content = Content::Ledger;
            assert_eq!(
                told(&with(kind, "only they know"), content, &sealed),
                Some(Unopened::OtherSecret(content, kind))
            );
            assert_eq!(told(&at_rest, Content::Results, &sealed), Some(Unopened::Damaged(Content::Results)));
            assert_eq!(told(&AtRest::default(), content, &sealed), Some(Unopened::Unexpected(content)));
            assert_eq!(told(&at_rest, content, text), Some(Unopened::Plain(content)));
            assert!(!format!("{at_rest:?}").contains("know"));
        }
    }

    /// No bit can be changed and no byte be cut off or added unnoticed.
    #[test]
    fn what_was_changed_is_not_opened() {
        let at_rest = with(SecretKind::KeyFile, "only we know");
        let sealed = at_rest.written(Content::Ledger, b"contents".to_vec()).expect("sealed");
        for position in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[position] ^= 1;
            assert!(told(&at_rest, Content::Ledger, &changed).is_some(), "{position}");
            assert!(told(&at_rest, Content::Ledger, &sealed[..position]).is_some(), "{position}");
        }
        let mut changed = sealed.clone();
        changed[HEAD] ^= 1;
        assert_eq!(told(&at_rest, Content::Ledger, &changed), Some(Unopened::Damaged(Content::Ledger)));
        assert!(told(&at_rest, Content::Ledger, &[sealed.as_slice(), b"x"].concat()).is_some());
    }
}
