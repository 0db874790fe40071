//! Plain numbers and yes-or-no cells.

use super::text;

/// Reads a number; thousands separators and a unit in Chinese behind it are passed over.
pub fn parse_number(raw: &str) -> Option<f64> {
    bare(raw).parse::<f64>().ok().filter(|number| number.is_finite())
}

/// Reads a whole number; `3.0` is one.
pub fn parse_integer(raw: &str) -> Option<i64> {
    let bare = bare(raw);
    let whole = bare.split_once('.').filter(|(_, rest)| rest.bytes().all(|b| b == b'0')).map(|(whole, _)| whole);
    whole.unwrap_or(&bare).parse().ok()
}

/// Reads 是 or 否 in their spellings.
pub fn parse_flag(raw: &str) -> Option<bool> {
    match text::compact(raw).to_lowercase().as_str() {
        "是" | "有" | "y" | "yes" | "true" | "1" | "√" | "✓" | "已" | "已消除" => Some(true),
        "否" | "无" | "没有" | "n" | "no" | "false" | "0" | "×" | "✗" | "未" | "不是" | "未消除" => {
            Some(false)
        }
        _ => None,
    }
}

/// A count of rows or things as tables keep it.
pub fn count(things: usize) -> u32 {
    u32::try_from(things).unwrap_or(u32::MAX)
}

fn bare(raw: &str) -> String {
    let compact = text::compact(raw).replace(',', "");
    let unit = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c) || c == '%' || c == '℃';
    compact.trim_end_matches(unit).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read() {
        for (raw, number) in [("35", 35.0), ("1,200.5米", 1200.5), ("20 分钟", 20.0), ("-3", -3.0)] {
            assert_eq!(parse_number(raw), Some(number), "{raw}");
        }
        for raw in ["", "米", "约20", "inf", "NaN"] {
            assert_eq!(parse_number(raw), None, "{raw}");
        }
        assert_eq!((parse_integer("2026年"), parse_integer("3.0"), parse_integer("3.5")), (Some(2026), Some(3), None));
    }

    #[test]
    fn flags_are_read() {
        let read = ["是", "否", "有", "无", "√", "×", "1", "0", "也许"].map(parse_flag);
        let expected =
            [Some(true), Some(false), Some(true), Some(false), Some(true), Some(false), Some(true), Some(false), None];
        assert_eq!(read, expected);
    }
}
