//! Amounts of money, exact to the fen.

use std::fmt;

use super::text;

/// An amount in fen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Money(i64);

impl Money {
    /// An amount of so many fen.
    pub fn from_fen(fen: i64) -> Self {
        Self(fen)
    }

    /// The amount in fen.
    pub fn fen(self) -> i64 {
        self.0
    }

    /// Reads an amount in 元: `1,234.50`, `￥100`, `100元`, `1.2万元`, `-300`, `(300)`. More than two decimals are
    /// rounded half away from zero.
    pub fn parse(raw: &str) -> Option<Self> {
        let cleaned = text::compact(raw).replace([',', '¥', '￥'], "");
        let (negative, unsigned) = sign(&cleaned);
        let (number, power) = unit(unsigned);
        let (whole, decimals) = number.split_once('.').unwrap_or((number, ""));
        let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty() && decimals.is_empty() || !digits(whole) || !digits(decimals) || whole.len() > 13 {
            return None;
        }
        let mut fen: i64 = 0;
        for (_, digit) in
            (0..whole.len() + power).zip(whole.bytes().chain(decimals.bytes()).chain(std::iter::repeat(b'0')))
        {
            fen = fen.checked_mul(10)?.checked_add(i64::from(digit - b'0'))?;
        }
        let next = decimals.as_bytes().get(power).is_some_and(|digit| *digit >= b'5');
        let fen = fen.checked_add(i64::from(next))?;
        Some(Self(if negative { -fen } else { fen }))
    }
}

fn sign(text: &str) -> (bool, &str) {
    if let Some(inner) = text.strip_prefix('(').and_then(|inner| inner.strip_suffix(')')) {
        return (true, inner);
    }
    match text.strip_prefix(['-', '−', '－']) {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    }
}

/// The number without its unit, and how many digits behind its point make it fen.
fn unit(text: &str) -> (&str, usize) {
    let bare = text.strip_suffix('元').unwrap_or(text);
    match bare.strip_suffix('万') {
        Some(number) => (number, 6),
        None => (bare, 2),
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let fen = self.0.unsigned_abs();
        match fen % 100 {
            0 => write!(f, "{sign}{}", fen / 100),
            rest => write!(f, "{sign}{}.{rest:02}", fen / 100),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_and_shown() {
        for (raw, fen, shown) in [
            ("1,234.50", 123_450, "1234.50"),
            ("￥100", 10_000, "100"),
            ("100元", 10_000, "100"),
            ("1.2万元", 1_200_000, "12000"),
            ("-300", -30_000, "-300"),
            ("(300)", -30_000, "-300"),
            ("0.005", 1, "0.01"),
            ("0.0049", 0, "0"),
            (".5", 50, "0.50"),
            ("１００", 10_000, "100"),
        ] {
            let money = Money::parse(raw).expect(raw);
            assert_eq!((money.fen(), money.to_string().as_str()), (fen, shown), "{raw}");
        }
        for raw in ["", "元", "一百", "1.2.3", "--3", "99999999999999999999"] {
            assert_eq!(Money::parse(raw), None, "{raw}");
        }
    }
}
