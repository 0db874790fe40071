//! Punctuation of Chinese text, full-width as GB/T 15834 sets it.

/// Marks as they are typed, and as they are set.
const MARKS: [(char, char); 7] = [
    (',', '\u{ff0c}'),
    (';', '\u{ff1b}'),
    (':', '\u{ff1a}'),
    ('?', '\u{ff1f}'),
    ('!', '\u{ff01}'),
    ('(', '\u{ff08}'),
    (')', '\u{ff09}'),
];

/// The text with full-width marks where half-width ones stand beside Chinese; a bracket is closed as it was opened.
///
/// Numbers (`1,000`), times and addresses keep theirs. Setting a text that is set changes nothing.
pub fn full_width(text: &str) -> String {
    let characters: Vec<char> = text.chars().collect();
    let mut open = Vec::new();
    let mut set = String::with_capacity(text.len());
    for (at, character) in characters.iter().enumerate() {
        let is_beside = is_chinese(&characters, at.checked_sub(1)) || is_chinese(&characters, Some(at + 1));
        let is_wide = match character {
            '(' => {
                open.push(is_beside);
                is_beside
            }
            ')' => open.pop().unwrap_or(is_beside),
            _ => is_beside,
        };
        let wide = MARKS.iter().find(|(narrow, _)| narrow == character).filter(|_| is_wide);
        set.push(wide.map_or(*character, |(_, wide)| *wide));
    }
    set
}

fn is_chinese(characters: &[char], at: Option<usize>) -> bool {
    at.and_then(|at| characters.get(at)).is_some_and(|other| !other.is_ascii())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_beside_chinese_are_set_full_width() {
        for (written, set) in [
            ("落实政策,不纳入监测", "落实政策，不纳入监测"),
            ("有不便或问题(写明)", "有不便或问题（写明）"),
            ("四(二)2.1", "四（二）2.1"),
            ("标准(GB/T 15834)", "标准（GB/T 15834）"),
            ("是否到户?", "是否到户？"),
            ("人均1,000元;每日12:30", "人均1,000元；每日12:30"),
            ("已落实，有效果", "已落实，有效果"),
            ("f(x, y)", "f(x, y)"),
        ] {
            assert_eq!(full_width(written), set);
            assert_eq!(full_width(set), set);
        }
    }
}
