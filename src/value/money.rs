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
        Self::parse_in(raw, 1.0)
    }

    /// Reads an amount in a unit of so many 元, a power of ten; one that names its own unit is read in that.
    pub fn parse_in(raw: &str, unit: f64) -> Option<Self> {
        let cleaned = text::compact(raw).replace([',', '¥', '￥'], "");
        let (negative, unsigned) = sign(&cleaned);
        let (number, own) = without_unit(unsigned);
        let power = usize::try_from(own.unwrap_or(unit.log10().round() as i32) + FEN).ok()?;
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

/// How many digits behind the point of an amount in 元 make it fen.
const FEN: i32 = 2;

/// The number without its unit, and which power of ten of 元 that is.
fn without_unit(text: &str) -> (&str, Option<i32>) {
    match text.strip_suffix("万元").or_else(|| text.strip_suffix('万')) {
        Some(number) => (number, Some(4)),
        None => text.strip_suffix('元').map_or((text, None), |number| (number, Some(0))),
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
        for (raw, unit, fen) in [
            ("2.5", 10_000.0, 2_500_000),
            ("0.07", 10_000.0, 70_000),
            ("1.234567", 10_000.0, 1_234_567),
            ("3", 1000.0, 300_000),
            ("5", 0.1, 50),
            ("250", 0.01, 250),
            ("2.5万元", 10_000.0, 2_500_000),
            ("300元", 10_000.0, 30_000),
        ] {
            assert_eq!(Money::parse_in(raw, unit).map(Money::fen), Some(fen), "{raw} {unit}");
        }
    }
}
