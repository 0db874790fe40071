//! The patterns of `matches`: characters and classes of characters, each with how often it may stand → one regular
//! expression that every engine reads alike.
//!
//! `[0-9]{17}[0-9X]` says what a text looks like; whatever means different things to different engines (groups, dots,
//! alternatives, look-around, shorthand classes) cannot be written.

use std::fmt::Write;

/// A pattern for a whole text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pattern(Vec<Piece>);

/// One of several characters, so many times.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Piece {
    /// First and last characters of ranges.
    ranges: Vec<(char, char)>,
    least: u32,
    /// None: any number.
    most: Option<u32>,
}

/// Longer patterns are no formats of codes.
const LENGTH: usize = 100;
/// Longer texts are no codes.
const REPEATS: u32 = 100;
/// Signs that mean something in a pattern, or would in other tools.
const SIGNS: &str = "[]{}?*+.^$|()\\";

impl Pattern {
    /// Reads a pattern.
    ///
    /// # Errors
    /// What cannot be understood, in Chinese.
    pub fn parse(text: &str) -> Result<Self, String> {
        let characters: Vec<char> = text.chars().collect();
        if characters.is_empty() || characters.len() > LENGTH {
            return Err(format!("格式应有 1 到 {LENGTH} 个字"));
        }
        let mut rest = characters.as_slice();
        let mut pieces = Vec::new();
        while !rest.is_empty() {
            let ranges = one_of(&mut rest)?;
            let (least, most) = repeats(&mut rest)?;
            pieces.push(Piece { ranges, least, most });
        }
        let longest = pieces.iter().map(|piece| piece.most.unwrap_or(piece.least)).fold(0, u32::saturating_add);
        if longest > REPEATS { Err(format!("格式最长 {REPEATS} 个字")) } else { Ok(Self(pieces)) }
    }

    /// The regular expression, anchored at both ends.
    pub fn regex(&self) -> String {
        let mut regex = "^".to_owned();
        for Piece { ranges, least, most } in &self.0 {
            regex.push('[');
            for (first, last) in ranges {
                regex.push_str(&escaped(*first));
                if last > first {
                    let _ = write!(regex, "-{}", escaped(*last));
                }
            }
            let most = most.map(|most| most.to_string()).unwrap_or_default();
            let _ = write!(regex, "]{{{least},{most}}}");
        }
        regex.push('$');
        regex
    }
}

/// A character, or a class in brackets.
fn one_of(rest: &mut &[char]) -> Result<Vec<(char, char)>, String> {
    match **rest {
        ['[', ..] => {
            let close = rest.iter().position(|c| *c == ']').ok_or("方括号不成对")?;
            let inside = &rest[1..close];
            *rest = &rest[close + 1..];
            class(inside)
        }
        [c, ref after @ ..] if !SIGNS.contains(c) => {
            *rest = after;
            Ok(vec![(c, c)])
        }
        [c, ..] => Err(format!("格式里不能用 {c}，要写这个字本身时写 [{c}]")),
        [] => Err("格式没有写完".to_owned()),
    }
}

/// `a-z0-9一-龥`, the inside of brackets.
fn class(mut inside: &[char]) -> Result<Vec<(char, char)>, String> {
    let mut ranges = Vec::new();
    loop {
        inside = match *inside {
            [] if ranges.is_empty() => return Err("方括号里没有字".to_owned()),
            [] => return Ok(ranges),
            [c @ ('^' | '\\' | '['), ..] => return Err(format!("方括号里不能用 {c}")),
            [first, '-', last, ref after @ ..] if first <= last => {
                ranges.push((first, last));
                after
            }
            [first, '-', last, ..] => return Err(format!("{first}-{last} 前后颠倒")),
            [c, ref after @ ..] => {
                ranges.push((c, c));
                after
            }
        };
    }
}

/// How often: `{n}`, `{n,m}`, `?`, `*`, `+`; once if nothing is said.
fn repeats(rest: &mut &[char]) -> Result<(u32, Option<u32>), String> {
    let (repeats, after) = match **rest {
        ['?', ref after @ ..] => ((0, Some(1)), after),
        ['*', ref after @ ..] => ((0, None), after),
        ['+', ref after @ ..] => ((1, None), after),
        ['{', ref after @ ..] => {
            let close = after.iter().position(|c| *c == '}').ok_or("大括号不成对")?;
            let inside: String = after[..close].iter().collect();
            (counted(&inside).ok_or_else(|| format!("{{{inside}}} 应写成 {{18}} 或 {{2,4}}"))?, &after[close + 1..])
        }
        ref after => ((1, Some(1)), after),
    };
    *rest = after;
    Ok(repeats)
}

fn counted(inside: &str) -> Option<(u32, Option<u32>)> {
    let (least, most) = inside.split_once(',').unwrap_or((inside, inside));
    let least = least.trim().parse().ok()?;
    let most = most.trim().parse().ok()?;
    (least <= most && most > 0).then_some((least, Some(most)))
}

/// A character as it stands in a class, whatever it would mean there.
fn escaped(c: char) -> String {
    if c.is_ascii_punctuation() { format!("\\x{:02x}", u32::from(c)) } else { c.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_become_plain_regular_expressions() {
        for (pattern, regex) in [
            ("[0-9]{17}[0-9X]", "^[0-9]{17,17}[0-9X]{1,1}$"),
            ("甲-?[一-龥]+", r"^[甲]{1,1}[\x2d]{0,1}[一-龥]{1,}$"),
            ("[.]a{2,3}b*", r"^[\x2e]{1,1}[a]{2,3}[b]{0,}$"),
        ] {
            assert_eq!(Pattern::parse(pattern).map(|parsed| parsed.regex()), Ok(regex.to_owned()), "{pattern}");
        }
    }
}
