//! Names of places and departments as names of files, on every system.

use std::collections::BTreeSet;

use crate::value::Redacted;

/// Names that Windows keeps for devices, whatever stands behind a dot.
const DEVICES: [&str; 4] = ["CON", "PRN", "AUX", "NUL"];

/// Longer names make paths that spreadsheet programs do not open, in characters; and files that Linux does not make, in
/// bytes, with what is written behind them.
const LONGEST: usize = 60;
const MOST_BYTES: usize = 180;

/// The names of files for some names, in their order, no two the same on a system that takes small letters for capitals.
pub fn file_names<'a>(names: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let mut taken = BTreeSet::new();
    let mut free = |name: String| {
        let numbered = (2..).map(|number| format!("{name}_{number}"));
        let free = std::iter::once(name.clone()).chain(numbered).find(|name| taken.insert(name.to_lowercase()));
        free.unwrap_or(name)
    };
    names.into_iter().map(|name| free(file_name(name))).collect()
}

/// A name without characters that some system refuses, and without anybody's number; one that is blank is said to be.
fn file_name(name: &str) -> String {
    let kept = |c: char| if c.is_control() || "\\/:*?\"<>|".contains(c) { '_' } else { c };
    let name: String = name.trim().chars().map(kept).collect();
    let name: String = Redacted::of(&name).chars().take(LONGEST).collect();
    let name = name[..name.floor_char_boundary(MOST_BYTES)].trim_end_matches(['.', ' ']);
    match name {
        "" => "未写名称".to_owned(),
        _ if is_device(name) => format!("_{name}"),
        _ => name.to_owned(),
    }
}

fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim_end().to_uppercase();
    let port = |kind: &str| stem.strip_prefix(kind).is_some_and(|number| number.chars().count() == 1);
    DEVICES.contains(&stem.as_str()) || port("COM") || port("LPT")
}

#[cfg(test)]
mod tests {
    use super::file_names;

    #[test]
    fn names_are_legible_and_told_apart() {
        let long = "乡".repeat(300);
        let rare = "𠮷".repeat(60);
        let names =
            ["青石镇", "甲/乙", "甲:乙", "CON", "com1.x", "白马乡.", " ", "ab", "AB", long.as_str(), "甲\u{7}", &rare];
        let made = file_names(names);
        let expected = [
            "青石镇",
            "甲_乙",
            "甲_乙_2",
            "_CON",
            "_com1.x",
            "白马乡",
            "未写名称",
            "ab",
            "AB_2",
            &"乡".repeat(60),
            "甲_",
            &"𠮷".repeat(45),
        ];
        assert_eq!(made, expected);
    }
}
