//! Township and village names as departments write them → the register's names.

use std::collections::{BTreeMap, BTreeSet};

use crate::schema::SheetReport;
use crate::value::place::{begins_place, township_forms, township_key, village_forms, village_key, without_group};
use crate::value::text;

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

/// The place a text speaks of, by the register's names.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct NamedPlace<'g> {
    pub township: Option<&'g str>,
    pub village: Option<&'g str>,
}

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
        let township = self.named(township).to_owned();
        let village = self.named(village).to_owned();
        let in_township = township_key(&township);
        let in_village = village_key(&village);
        *self.townships.entry(in_township.clone()).or_default().entry(township).or_default() += 1;
        let holders = self.holders.entry(in_village.clone()).or_default();
        if !holders.contains(&in_township) {
            holders.push(in_township.clone());
        }
        *self.villages.entry((in_township, in_village)).or_default().entry(village).or_default() += 1;
    }

    /// The register's name of a township, also with a county before it.
    pub fn township(&self, name: &str) -> Option<&str> {
        usual(self.townships.get(&self.key_of_township(name))?)
    }

    /// The register's names of a village and its township; without a township only if one has such a village.
    ///
    /// The village's name may have its township before it and a group behind it (青石镇新村2组); a township alone is
    /// no village.
    pub fn village(&self, township: Option<&str>, village: &str) -> Option<(&str, &str)> {
        let given = township.map(|name| self.key_of_township(name));
        let written = text::compact(self.named(village)).into_owned();
        if let Some(found) = self.exact(given.as_deref(), &written) {
            return Some(found);
        }
        let (told, rest) = match self.mention(&written) {
            Some((key, end)) => (Some(key), &written[end..]),
            None => (None, written.as_str()),
        };
        match (given.as_deref(), told) {
            (Some(given), Some(told)) if given != told => None,
            (given, told) => self.exact(given.or(told), without_group(rest)),
        }
    }

    /// The place that an address, a title or a name speaks of: the only township of the register in it, and the
    /// village right behind that.
    pub fn spoken_of(&self, text: &str) -> NamedPlace<'_> {
        let text = text::compact(text);
        if let Some(names) = self.townships.get(&township_key(self.named(&text))) {
            return NamedPlace { township: usual(names), village: None };
        }
        let Some((key, end)) = self.mention(&text) else { return NamedPlace::default() };
        let rest = &text[end..];
        let of_township = self.villages.iter().filter(|((township, _), _)| township == key);
        let begins = of_township.filter_map(|((_, village), names)| {
            let forms = village_forms(village).into_iter().chain(names.keys().cloned());
            forms
                .filter(|form| rest.starts_with(form.as_str()))
                .map(|form| form.len())
                .max()
                .map(|length| (length, names))
        });
        let village = begins.max_by_key(|(length, _)| *length).and_then(|(_, names)| usual(names));
        NamedPlace { township: self.townships.get(key).and_then(usual), village }
    }

    fn key_of_township(&self, name: &str) -> String {
        let written = text::compact(self.named(name)).into_owned();
        let key = township_key(&written);
        match self.townships.contains_key(&key) {
            true => key,
            false => self.mention(&written).map_or(key, |(mentioned, _)| mentioned.to_owned()),
        }
    }

    /// A village by its name alone.
    fn exact(&self, township: Option<&str>, village: &str) -> Option<(&str, &str)> {
        let in_village = village_key(village);
        let in_township = match township {
            Some(key) => key.to_owned(),
            None => match self.holders.get(&in_village)?.as_slice() {
                [only] => only.clone(),
                _ => return None,
            },
        };
        let village = usual(self.villages.get(&(in_township.clone(), in_village))?)?;
        Some((usual(self.townships.get(&in_township)?)?, village))
    }

    /// The key of the only township that a text names in full, and where its name ends.
    fn mention(&self, text: &str) -> Option<(&str, usize)> {
        let mut found: Vec<(usize, usize, &str)> = Vec::new();
        for (key, names) in &self.townships {
            let forms = township_forms(key).into_iter().chain(names.keys().filter(|name| *name != key).cloned());
            for form in forms.collect::<BTreeSet<String>>() {
                let at = text.match_indices(form.as_str()).map(|(start, _)| start);
                let at = at.filter(|start| begins_place(&text[..*start]));
                found.extend(at.map(|start| (start, start + form.len(), key.as_str())));
            }
        }
        let inside = |(start, end, key): &(usize, usize, &str)| {
            found.iter().any(|(from, to, other)| other != key && from <= start && end <= to)
        };
        let mut outer = found.iter().filter(|mention| !inside(mention));
        let (_, end, key) = outer.next()?;
        outer
            .clone()
            .all(|(_, _, other)| other == key)
            .then(|| (*key, outer.map(|(_, to, _)| *to).fold(*end, usize::max)))
    }

    /// The place that a table speaks of, in its titles, its name, its file's or its folders': the nearest one that is
    /// plain.
    pub fn spoken_in(&self, sheet: &SheetReport) -> NamedPlace<'_> {
        let mut parts = sheet.file.as_written().rsplit('/');
        let file = parts.next().unwrap_or_default();
        let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
        let texts = sheet.titles.iter().map(String::as_str).chain([sheet.name.as_written(), stem]).chain(parts);
        texts.map(|text| self.spoken_of(text)).find(|spoken| spoken.township.is_some()).unwrap_or_default()
    }
}

/// The most frequent spelling, of equals the first.
fn usual(names: &Names) -> Option<&str> {
    names.iter().max_by_key(|(name, count)| (**count, std::cmp::Reverse(name.as_str()))).map(|(name, _)| name.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gazetteer() -> Gazetteer {
        let mut gazetteer = Gazetteer::new(&[("老青石".to_owned(), "青石镇".to_owned())].into());
        for (township, village) in
            [("青石镇", "新村"), ("青石镇", "石桥村"), ("大青石乡", "上坝村"), ("白马乡", "新村"), ("白马乡", "河湾村")]
        {
            gazetteer.note(township, village);
        }
        gazetteer
    }

    #[test]
    fn villages_are_found_with_more_around_them() {
        let gazetteer = gazetteer();
        for (township, village, found) in [
            (Some("青石镇"), "新村", Some(("青石镇", "新村"))),
            (Some("青石镇"), "青石镇新村", Some(("青石镇", "新村"))),
            (Some("青石镇"), "新村2组", Some(("青石镇", "新村"))),
            (Some("青石镇"), "新村第三村民小组", Some(("青石镇", "新村"))),
            (Some("青石镇"), "新村三组", Some(("青石镇", "新村"))),
            (Some("某县青石镇"), "新村", Some(("青石镇", "新村"))),
            (None, "某县青石镇新村村民委员会", Some(("青石镇", "新村"))),
            (None, "白马乡新村", Some(("白马乡", "新村"))),
            (None, "河湾村1组", Some(("白马乡", "河湾村"))),
            (None, "大青石乡上坝村", Some(("大青石乡", "上坝村"))),
            (Some("老青石"), "新村", Some(("青石镇", "新村"))),
            (None, "新村", None),
            (None, "新村2组", None),
            (Some("青石镇"), "白马乡新村", None),
            (Some("青石镇"), "青石镇", None),
            (None, "青石镇", None),
            (Some("青石镇"), "河湾村", None),
            (Some("红旗镇"), "新村", None),
        ] {
            assert_eq!(gazetteer.village(township, village), found, "{township:?} {village}");
        }
    }

    #[test]
    fn texts_speak_of_places() {
        let gazetteer = gazetteer();
        for (text, township, village) in [
            ("青石镇", Some("青石镇"), None),
            ("青石", Some("青石镇"), None),
            ("青石镇农村饮水安全排查表", Some("青石镇"), None),
            ("填报单位：白马乡人民政府", Some("白马乡"), None),
            ("2026年白马乡饮水", Some("白马乡"), None),
            ("某县青石镇新村1组", Some("青石镇"), Some("新村")),
            ("某省某县白马乡河湾村王家湾15号", Some("白马乡"), Some("河湾村")),
            ("大青石乡饮水", Some("大青石乡"), None),
            ("小青石镇饮水", None, None),
            ("青石镇、白马乡饮水", None, None),
            ("农村饮水安全排查表", None, None),
            ("Sheet1", None, None),
            ("", None, None),
        ] {
            assert_eq!(gazetteer.spoken_of(text), NamedPlace { township, village }, "{text}");
        }
    }
}
