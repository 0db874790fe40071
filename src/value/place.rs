//! Township and village names: one key for all the ways a place is written.

use super::text;

const TOWNSHIP_SUFFIXES: &[&str] = &["人民政府", "街道办事处", "办事处", "民族乡", "街道", "镇", "乡"];
const VILLAGE_SUFFIXES: &[&str] =
    &["村民委员会", "居民委员会", "社区居委会", "村委会", "居委会", "行政村", "社区", "村"];

/// The key of a township: 城关, 城关镇 and 城关镇人民政府 are the same place.
pub fn township_key(raw: &str) -> String {
    key(raw, TOWNSHIP_SUFFIXES)
}

/// The key of a village: 石桥村, 石桥村委会 and 石桥行政村 are the same place.
pub fn village_key(raw: &str) -> String {
    key(raw, VILLAGE_SUFFIXES)
}

/// The full names of a township of a key.
pub fn township_forms(key: &str) -> Vec<String> {
    ["民族乡", "街道", "镇", "乡"].map(|suffix| format!("{key}{suffix}")).into()
}

/// The full names of a village of a key.
pub fn village_forms(key: &str) -> Vec<String> {
    ["社区", "村"].map(|suffix| format!("{key}{suffix}")).into()
}

/// Whether a place's name can begin behind a text: at its start, behind a sign, a larger place, or a point in time.
pub fn begins_place(before: &str) -> bool {
    let part_of_a_name = |c: char| c.is_alphabetic() && !"省市县区州旗盟年月度于在位".contains(c);
    before.chars().next_back().is_none_or(|c| !part_of_a_name(c))
}

/// A village's name without the group behind it: 新村2组, 新村第三村民小组, 新村三组.
pub fn without_group(village: &str) -> &str {
    if let Some(at) = village.find(|c: char| c.is_ascii_digit() || c == '第').filter(|at| *at > 0) {
        return &village[..at];
    }
    let group = ["村民小组", "小组", "组", "队", "社"].into_iter().find_map(|suffix| village.strip_suffix(suffix));
    let bare = group.map(|group| group.trim_end_matches(|c| "一二三四五六七八九十".contains(c)));
    bare.filter(|bare| !bare.is_empty() && Some(bare.len()) != group.map(str::len)).unwrap_or(village)
}

/// Takes suffixes off as long as two characters remain.
fn key(raw: &str, suffixes: &[&str]) -> String {
    let compact = text::compact(raw);
    let bare = text::without_brackets(&compact);
    let mut name = if bare.is_empty() { compact.as_ref() } else { bare.as_ref() };
    while let Some(shorter) =
        suffixes.iter().find_map(|suffix| name.strip_suffix(suffix)).filter(|s| s.chars().count() >= 2)
    {
        name = shorter;
    }
    name.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_a_place_share_a_key() {
        for name in ["城关", "城关镇", "城关镇人民政府", " 城 关镇", "城关镇(街道)"] {
            assert_eq!(township_key(name), "城关", "{name}");
        }
        for name in ["石桥", "石桥村", "石桥村委会", "石桥村民委员会", "石桥行政村", "石桥社区"]
        {
            assert_eq!(village_key(name), "石桥", "{name}");
        }
        assert_eq!((township_key("东乡"), village_key("李村")), ("东乡".to_owned(), "李村".to_owned()));
    }
}
