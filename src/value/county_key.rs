//! The key that a county's codes are made with. Whoever has it can try ID numbers until one fits a code, so it is never
//! shown, nor told in a message.

use std::fmt;

use serde::{Deserialize, Serialize};

/// What a check value is made of.
const CHECKED: &[u8] = b"bidui ledger";

/// A county's key: one secret, and one more for every time that the key was changed.
///
/// A code that was made with the secrets before a change becomes the code after it by the secret that came with the
/// change, without what the code stands for: see [`ClueNaming`](crate::detect::ClueNaming).
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CountyKey(Vec<String>);

/// The secrets are nobody's business.
impl fmt::Debug for CountyKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CountyKey({})", self.0.len())
    }
}

impl CountyKey {
    /// How many bytes a secret has at least that people think up: 32 letters, or 11 Chinese characters.
    pub const LEAST: usize = 32;

    /// No key: codes can be worked back. Only counties that began before there were keys have none.
    pub fn none() -> Self {
        Self::of_secret("")
    }

    /// The key of one secret.
    pub fn of_secret(secret: &str) -> Self {
        Self(vec![secret.to_owned()])
    }

    /// A key that nobody can guess.
    ///
    /// # Errors
    /// If the system has no random numbers.
    pub fn random() -> anyhow::Result<Self> {
        Ok(Self(vec![random_secret()?]))
    }

    /// The key after a change, which nobody can guess.
    ///
    /// # Errors
    /// If the system has no random numbers.
    pub fn changed(&self) -> anyhow::Result<Self> {
        Ok(Self([self.0.as_slice(), &[random_secret()?]].concat()))
    }

    /// Whether there is no key.
    pub fn is_none(&self) -> bool {
        self.0.iter().all(String::is_empty)
    }

    /// This key, and those that it was changed from, the latest first.
    pub fn back_to_first(&self) -> impl Iterator<Item = Self> {
        (1..=self.0.len()).rev().map(|secrets| Self(self.0[..secrets].to_vec()))
    }

    /// The secrets, the first one first.
    pub fn secrets(&self) -> &[String] {
        &self.0
    }

    /// What tells the key from others and gives nothing of it away.
    pub fn check_value(&self) -> String {
        self.authenticated("bidui key check 1", CHECKED)
    }

    /// A code of a text that only this key can make.
    pub fn seal(&self, text: &str) -> String {
        self.authenticated("bidui ledger seal 1", text.as_bytes())
    }

    /// A keyed hash, under a key of its own for every purpose; half of it is enough.
    fn authenticated(&self, purpose: &str, text: &[u8]) -> String {
        let mut deriving = blake3::Hasher::new_derive_key(purpose);
        for secret in &self.0 {
            deriving.update(&(secret.len() as u64).to_le_bytes());
            deriving.update(secret.as_bytes());
        }
        blake3::keyed_hash(deriving.finalize().as_bytes(), text).to_hex()[..32].to_owned()
    }
}

/// 32 random bytes, as text.
fn random_secret() -> anyhow::Result<String> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|why| anyhow::anyhow!("系统给不出随机数，生成不了密钥（{why}）"))?;
    Ok(blake3::Hash::from_bytes(bytes).to_hex().to_string())
}

#[cfg(test)]
mod tests {
    use super::CountyKey;

    #[test]
    fn keys_are_told_apart_and_not_shown() {
        let one = CountyKey::random().expect("a key");
        let changed = one.changed().expect("a key");
        assert_ne!(one, CountyKey::random().expect("a key"));
        assert_ne!(one.check_value(), changed.check_value());
        assert_ne!(one.check_value(), one.seal("bidui ledger"));
        assert_eq!(changed.back_to_first().collect::<Vec<_>>(), [changed.clone(), one.clone()]);
        assert!(!format!("{one:?}").contains(&one.secrets()[0]));
        assert!(CountyKey::none().is_none() && !changed.is_none());
    }
}
