//! Personal names: compared with what exports do to them in mind.

use super::text;

/// Whether two spellings can be the same name: spaces and middle dots aside, a `?`, `*` or `□` stands for any one
/// character, since rare characters are lost in exports.
pub fn same_name(left: &str, right: &str) -> bool {
    let (left, right) = (text::compact(left), text::compact(right));
    let lost = |c: char| matches!(c, '?' | '*' | '□' | '〓' | '\u{fffd}');
    left.chars().count() == right.chars().count()
        && left.chars().zip(right.chars()).all(|(a, b)| a == b || lost(a) || lost(b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_with_lost_characters_are_the_same() {
        for (left, right, same) in [
            ("张三", "张 三", true),
            ("李?", "李喆", true),
            ("买买提·艾力", "买买提•艾力", true),
            ("张三", "张三丰", false),
            ("张三", "李三", false),
        ] {
            assert_eq!(same_name(left, right), same, "{left} {right}");
        }
    }
}
