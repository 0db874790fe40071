//! Township and village names as departments write them → the register's names.

use std::collections::BTreeMap;

use crate::value::place::{township_key, village_key};

/// The register's townships and villages, found under any spelling.
#[derive(Debug, Default)]
pub struct Gazetteer {
    townships: BTreeMap<String, Names>,
    villages: BTreeMap<(String, String), Names>,
    /// Village key → township keys that have a village of that name.
    holders: BTreeMap<String, Vec<String>>,
    aliases: BTreeMap<String, String>,
}

/// The spellings of one place in the register, counted.
type Names = BTreeMap<String, usize>;

impl Gazetteer {
    /// Starts with the aliases that `bidui.toml` declares.
    pub fn new(aliases: &BTreeMap<String, String>) -> Self {
        Self { aliases: aliases.clone(), ..Self::default() }
    }

    fn named<'a>(&'a self, name: &'a str) -> &'a str {
        self.aliases.get(name).map_or(name, String::as_str)
    }

    /// Notes one register row.
    pub fn note(&mut self, township: &str, village: &str) {
        let (township, village) = (self.named(township).to_owned(), self.named(village).to_owned());
        let (in_township, in_village) = (township_key(&township), village_key(&village));
        *self.townships.entry(in_township.clone()).or_default().entry(township).or_default() += 1;
        let holders = self.holders.entry(in_village.clone()).or_default();
        if !holders.contains(&in_township) {
            holders.push(in_township.clone());
        }
        *self.villages.entry((in_township, in_village)).or_default().entry(village).or_default() += 1;
    }

    /// The register's name of a township.
    pub fn township(&self, name: &str) -> Option<&str> {
        usual(self.townships.get(&township_key(self.named(name)))?)
    }

    /// The register's names of a village and its township; without a township only if one has such a village.
    pub fn village(&self, township: Option<&str>, village: &str) -> Option<(&str, &str)> {
        let in_village = village_key(self.named(village));
        let in_township = match township {
            Some(name) => township_key(self.named(name)),
            None => match self.holders.get(&in_village)?.as_slice() {
                [only] => only.clone(),
                _ => return None,
            },
        };
        let village = usual(self.villages.get(&(in_township.clone(), in_village))?)?;
        Some((usual(self.townships.get(&in_township)?)?, village))
    }
}

/// The most frequent spelling, of equals the first.
fn usual(names: &Names) -> Option<&str> {
    names.iter().max_by_key(|(name, count)| (**count, std::cmp::Reverse(name.as_str()))).map(|(name, _)| name.as_str())
}
