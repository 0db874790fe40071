//! Clue ids: the same finding keeps its id from run to run, and the id does not give the person away.

use crate::schema::{Candidate, CandidateMatch, Household, Village};
use crate::value::name::{is_whole, key as name_key};
use crate::value::place::{township_key, village_key};
use crate::value::{CountyKey, Fragment};

/// How clue ids are made: a keyed hash of rule, subject and discriminator.
///
/// Every secret after the first makes a code of the code before. What was named before the county's key was changed is
/// therefore renamed by its name alone ([`Self::renaming`]), and by what it stands for it gets the same new name.
#[derive(Clone)]
pub struct ClueNaming {
    key: [u8; 32],
    /// The keys of changes, in order.
    changes: Vec<[u8; 32]>,
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
    /// Names by a county's key; without a secret, ids are stable but can be worked back by trying all ID numbers of a
    /// county.
    pub fn new(key: &CountyKey) -> Self {
        let derived = |context: &str, secret: &String| blake3::derive_key(context, secret.as_bytes());
        let mut keys = key.secrets().iter().map(|secret| derived("bidui clue ids 1", secret));
        let identity = key.secrets().first().map(|secret| derived("bidui identity codes 1", secret));
        Self { key: keys.next().unwrap_or_default(), changes: keys.collect(), identity: identity.unwrap_or_default() }
    }

    /// The name that something gets by the last change of the key: of a clue's id or of a code, by the name before.
    pub fn renaming(&self, name: &str) -> String {
        self.changes.last().map_or_else(|| name.to_owned(), |key| renamed(key, name))
    }

    /// What was named under the first secret, named as everything else is.
    pub fn finished(&self, name: &str) -> String {
        self.changes.iter().fold(name.to_owned(), |name, key| renamed(key, &name))
    }

    /// How often the key was changed.
    pub fn changes(&self) -> usize {
        self.changes.len()
    }

    /// What was named when the key had been changed so often, named as everything else is.
    pub fn since(&self, changes: usize, name: &str) -> String {
        self.changes.iter().skip(changes).fold(name.to_owned(), |name, key| renamed(key, &name))
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
        self.finished(&self.first_id(rule, subject, discriminator))
    }

    /// The id of a finding under the first secret, which orders findings alike before and after a change of the key.
    pub fn first_id(&self, rule: &str, subject: &str, discriminator: &str) -> String {
        format!("{rule}-{}", coded(&self.key, &[rule, subject, discriminator]))
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

    /// The code of the name of somebody in a village, however it is spelt; none if characters of it were lost, as that
    /// may be several names.
    pub fn name(&self, village: &Village, name: &str) -> Option<String> {
        let key = name_key(name);
        let Village { township, name: village } = village;
        let (township, village) = (township_key(township), village_key(village));
        is_whole(&key).then(|| self.code(&["name", &township, &village, &key]))
    }

    /// The code of a village.
    pub fn village(&self, village: &Village) -> String {
        self.code(&["village", &village.township, &village.name])
    }

    /// The code of the values that speak for a clue, under the first secret, so that codes of codes stay alike too.
    pub fn evidence<'v>(&self, values: impl Iterator<Item = &'v str>) -> String {
        coded(&self.key, &std::iter::once("evidence").chain(values).collect::<Vec<_>>())
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
        self.finished(&coded(&self.identity, &parts))
    }

    fn code(&self, parts: &[&str]) -> String {
        self.finished(&coded(&self.key, parts))
    }
}

/// What becomes of a name by a change of the key; a clue's id keeps its rule.
fn renamed(key: &[u8; 32], name: &str) -> String {
    match name.rsplit_once('-') {
        Some((rule, code)) => format!("{rule}-{}", coded(key, &["changed", code])),
        None => coded(key, &["changed", name]),
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
