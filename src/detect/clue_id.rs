//! Clue ids: the same finding keeps its id from run to run, and the id does not give the person away.

use crate::schema::Suspect;
use crate::value::Fragment;

/// How clue ids are made: a keyed hash of rule, subject and discriminator.
#[derive(Clone)]
pub struct ClueNaming {
    key: [u8; 32],
}

impl std::fmt::Debug for ClueNaming {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ClueNaming")
    }
}

/// Digits and capitals without those easily mistaken for one another.
const ALPHABET: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

/// Characters of an id after the rule's: 50 bits keep a county's clues apart.
const LENGTH: usize = 10;

impl ClueNaming {
    /// Derives the key from the county's secret; without a secret, ids are stable but can be worked back by trying
    /// all ID numbers of a county.
    pub fn new(secret: Option<&str>) -> Self {
        Self { key: blake3::derive_key("bidui clue ids 1", secret.unwrap_or_default().as_bytes()) }
    }

    /// The id of a finding.
    pub fn id(&self, rule: &str, subject: &str, discriminator: &str) -> String {
        format!("{rule}-{}", self.code(&[rule, subject, discriminator]))
    }

    /// A short code for an ID number, the same in all tables of the county.
    pub fn pseudonym(&self, person: i64) -> String {
        self.code(&["person", &person.to_string()])
    }

    /// The code of a household.
    pub fn household(&self, township: &str, village: &str, number: &str) -> String {
        self.code(&["household", township, village, number])
    }

    /// The code of a village.
    pub fn village(&self, township: &str, village: &str) -> String {
        self.code(&["village", township, village])
    }

    /// The code of the values that speak for a clue.
    pub fn evidence<'v>(&self, values: impl Iterator<Item = &'v str>) -> String {
        self.code(&std::iter::once("evidence").chain(values).collect::<Vec<_>>())
    }

    /// The code of a push list: the same as long as it says the same.
    pub fn batch<'v>(&self, contents: impl Iterator<Item = &'v str>) -> String {
        self.code(&std::iter::once("batch").chain(contents).collect::<Vec<_>>())
    }

    /// The checksum of a row of a push list.
    pub fn checksum(&self, batch: &str, asked: &str) -> String {
        self.code(&["row", batch, asked])
    }

    /// The code of a suspect: the same as long as record and person are.
    pub fn suspect(&self, suspect: &Suspect) -> String {
        let record = &suspect.record;
        let fragment = record.fragment.as_ref().map_or("", Fragment::written);
        self.code(&["suspect", &record.source, &record.name, fragment, &suspect.person.key().to_string()])
    }

    fn code(&self, parts: &[&str]) -> String {
        let mut hasher = blake3::Hasher::new_keyed(&self.key);
        for part in parts {
            hasher.update(&(part.len() as u64).to_le_bytes());
            hasher.update(part.as_bytes());
        }
        let mut bits = u64::from_le_bytes(hasher.finalize().as_bytes()[..8].try_into().expect("a hash has 32 bytes"));
        let mut code = String::with_capacity(LENGTH);
        for _ in 0..LENGTH {
            code.push(char::from(ALPHABET[(bits % 32) as usize]));
            bits /= 32;
        }
        code
    }
}
