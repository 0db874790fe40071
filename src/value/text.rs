//! Cleaning of text as it comes out of spreadsheets.

use std::borrow::Cow;

/// Cleans a cell: full-width letters, digits and signs become half-width, invisible characters go, line breaks and
/// tabs become spaces, Excel's armour `="…"` and a leading apostrophe are taken off, ends are trimmed.
///
/// Borrows when there is nothing to do.
pub fn clean(raw: &str) -> Cow<'_, str> {
    let trimmed = raw.trim();
    // Most cells are numbers and dates, which need no look at every character.
    let is_plain_text = trimmed.bytes().all(|byte| (0x20..0x7f).contains(&byte)) || trimmed.chars().all(is_plain);
    if is_plain_text && !trimmed.starts_with(['=', '\'']) {
        return Cow::Borrowed(trimmed);
    }
    let folded: String = trimmed.chars().filter_map(fold).collect();
    let bare = disarm(folded.trim());
    Cow::Owned(bare.trim().to_owned())
}

/// Cleans, and takes all white space and the variants of the middle dot out, so that names can be compared.
pub fn compact(raw: &str) -> Cow<'_, str> {
    let cleaned = clean(raw);
    if !cleaned.chars().any(|c| c.is_whitespace() || is_middle_dot(c)) {
        return cleaned;
    }
    let dotted = cleaned.chars().filter(|c| !c.is_whitespace()).map(|c| if is_middle_dot(c) { '·' } else { c });
    Cow::Owned(dotted.collect())
}

/// Cleans, and takes everything out but letters, digits and the marks that answer (√, ×), so that answers are the same
/// whatever their punctuation and blanks; as it was where nothing else is left.
pub fn wording(raw: &str) -> Cow<'_, str> {
    let is_said = |c: char| c.is_alphanumeric() || matches!(c, '√' | '✓' | '×');
    let compacted = compact(raw);
    match compacted.chars().any(is_said) && !compacted.chars().all(is_said) {
        true => Cow::Owned(compacted.chars().filter(|c| is_said(*c)).collect()),
        false => compacted,
    }
}

/// Normal forms of a column heading, best first: without white space and marks such as ★; then also without what
/// stands in brackets.
pub fn heading(raw: &str) -> Vec<String> {
    let is_mark = |c: char| c.is_whitespace() || matches!(c, '★' | '☆' | '※' | '*' | ':');
    let cleaned = clean(raw);
    let whole = if cleaned.contains(is_mark) { cleaned.replace(is_mark, "") } else { cleaned.into_owned() };
    let bare = Some(without_brackets(&whole)).filter(|bare| !bare.is_empty() && *bare != whole).map(Cow::into_owned);
    std::iter::once(whole).chain(bare).collect()
}

/// Text without its bracketed parts, if brackets pair.
pub fn without_brackets(text: &str) -> Cow<'_, str> {
    if !text.contains(['(', '[', '【', '〔', ')', ']', '】', '〕']) {
        return Cow::Borrowed(text);
    }
    let mut depth = 0_usize;
    let mut bare = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '(' | '[' | '【' | '〔' => depth += 1,
            ')' | ']' | '】' | '〕' => depth = depth.saturating_sub(1),
            _ if depth == 0 => bare.push(c),
            _ => {}
        }
    }
    Cow::Owned(bare)
}

/// Whether a cleaned cell says that there is no value.
pub fn is_null_mark(cleaned: &str) -> bool {
    matches!(
        cleaned,
        "" | "-" | "--" | "—" | "——" | "/" | "\\" | "空" | "null" | "NULL" | "None" | "N/A" | "#N/A" | "NaN"
    )
}

/// Whether a cleaned cell is what spreadsheet programs show where a formula has no value.
pub fn is_formula_error(cleaned: &str) -> bool {
    matches!(cleaned, "#N/A" | "#REF!" | "#VALUE!" | "#NAME?" | "#DIV/0!" | "#NUM!" | "#NULL!" | "#SPILL!" | "#CALC!")
        || cleaned.strip_prefix("Err:").is_some_and(|code| code.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Text with `�` in place of every character that acts on what shows it instead of being shown: control characters, of
/// which escape sequences are made, and those that turn the direction of writing. Line breaks and tabs stay.
pub fn visible(text: &str) -> Cow<'_, str> {
    match text.chars().any(acts) {
        true => text.chars().map(|c| if acts(c) { '\u{fffd}' } else { c }).collect::<String>().into(),
        false => text.into(),
    }
}

/// Whether a character acts on a terminal or a page instead of being shown.
pub fn acts(c: char) -> bool {
    let turns = matches!(c, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    turns || c.is_control() && !matches!(c, '\n' | '\t')
}

/// Whether a character stays as it is.
fn is_plain(c: char) -> bool {
    fold(c) == Some(c)
}

/// The half-width twin of a character, a space for one that separates, none for one that cannot be seen.
fn fold(c: char) -> Option<char> {
    match c {
        '\u{4e00}'..='\u{9fff}' => Some(c),
        '\t' | '\n' | '\r' | '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{3000}' => Some(' '),
        '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}' | '\u{ad}' => None,
        '！'..='～' => char::from_u32(u32::from(c) - 0xfee0),
        '‘' | '’' => Some('\''),
        '“' | '”' => Some('"'),
        _ if c.is_control() => None,
        _ => Some(c),
    }
}

fn disarm(text: &str) -> &str {
    let armoured = text.strip_prefix("=\"").and_then(|inner| inner.strip_suffix('"'));
    armoured.unwrap_or_else(|| text.trim_start_matches('\''))
}

fn is_middle_dot(c: char) -> bool {
    matches!(c, '·' | '•' | '・' | '‧' | '∙' | '⋅' | '᛫')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_cleaned() {
        for (raw, expected) in [
            ("张三", "张三"),
            ("  张　三\u{a0}", "张 三"),
            ("３６０７９９", "360799"),
            ("=\"360799\"", "360799"),
            ("'360799", "360799"),
            ("\u{feff}360\u{200b}799\t", "360799"),
            ("Ｃ级", "C级"),
            ("（一）", "(一)"),
            ("", ""),
        ] {
            assert_eq!(clean(raw), expected, "{raw:?}");
        }
        assert!(matches!(clean("360799"), Cow::Borrowed(_)));
    }

    #[test]
    fn what_acts_is_not_shown() {
        for (raw, expected) in [
            ("张三\n李四", "张三\n李四"),
            ("\u{1b}]0;标题\u{7}张\u{9b}31m三", "\u{fffd}]0;标题\u{fffd}张\u{fffd}31m三"),
            ("a\rb\tc\u{7f}", "a\u{fffd}b\tc\u{fffd}"),
            ("\u{202e}gpj.exe", "\u{fffd}gpj.exe"),
        ] {
            assert_eq!(visible(raw), expected, "{raw:?}");
        }
    }

    #[test]
    fn headings_have_normal_forms() {
        for (raw, expected) in [
            ("身份证号", vec!["身份证号"]),
            ("就读方式★", vec!["就读方式"]),
            ("乡（镇）", vec!["乡(镇)", "乡"]),
            ("耕地面积\n（亩）", vec!["耕地面积(亩)", "耕地面积"]),
            (" 姓 名 ", vec!["姓名"]),
        ] {
            assert_eq!(heading(raw), expected, "{raw:?}");
        }
    }

    #[test]
    fn answers_compare_by_their_words() {
        for (raw, expected) in [
            (" 属 实。", "属实"),
            ("落实政策、不纳入监测", "落实政策不纳入监测"),
            ("数据有误（更正来源）", "数据有误更正来源"),
            ("√", "√"),
            ("？", "?"),
        ] {
            assert_eq!(wording(raw), expected, "{raw:?}");
        }
    }

    #[test]
    fn names_compare_compact() {
        assert_eq!(compact("张　 三"), "张三");
        assert_eq!(compact("买买提・艾力"), "买买提·艾力");
    }
}
