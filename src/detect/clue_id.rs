//! Clue ids: the same finding keeps its id from run to run, and the id does not give the person away.

use crate::schema::{Candidate, CandidateMatch, Household, Village};
use crate::value::Fragment;

/// How clue ids are made: a keyed hash of rule, subject and discriminator.
#[derive(Clone)]
pub struct ClueNaming {
    key: [u8; 32],
    /// The key of the codes of candidate matches, which stays what it was when the county's secret changes.
    identity: [u8; 32],
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
        let derived = |context: &str| blake3::derive_key(context, secret.unwrap_or_default().as_bytes());
        Self { key: derived("bidui clue ids 1"), identity: derived("bidui identity codes 1") }
    }

    /// The same, with the key of the codes of candidate matches that [`Self::identity_key`] once gave.
    pub fn with_identity_key(self, key: &str) -> Self {
        let identity = blake3::Hash::from_hex(key).map_or(self.identity, |hash| *hash.as_bytes());
        Self { identity, ..self }
    }

    /// The key of the codes of candidate matches, to be kept.
    pub fn identity_key(&self) -> String {
        blake3::Hash::from_bytes(self.identity).to_hex().to_string()
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
    pub fn household(&self, household: &Household) -> String {
        let Village { township, name } = &household.village;
        self.code(&["household", township, name, &household.number])
    }

    /// The code of a village.
    pub fn village(&self, village: &Village) -> String {
        self.code(&["village", &village.township, &village.name])
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

    /// The code of a candidate match and one of the persons it may be about: the same as long as what the record says
    /// of itself and the person are, in whatever list it stands.
    pub fn match_code(&self, candidate_match: &CandidateMatch, candidate: &Candidate) -> String {
        let person = candidate.person.key().to_string();
        let occurrence = candidate_match.occurrence.to_string();
        let mut parts = vec!["suspect", person.as_str()];
        match candidate_match.has_number() {
            true => parts.extend([
                candidate_match.name.as_str(),
                candidate_match.fragment.as_ref().map_or("", Fragment::written),
            ]),
            false => {
                parts.extend([candidate_match.source.as_str(), &occurrence]);
                parts.extend(candidate_match.content.iter().map(String::as_str));
            }
        }
        coded(&self.identity, &parts)
    }

    fn code(&self, parts: &[&str]) -> String {
        coded(&self.key, parts)
    }
}

/// A keyed hash of some texts.
fn coded(key: &[u8; 32], parts: &[&str]) -> String {
    let mut hasher = blake3::Hasher::new_keyed(key);
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
