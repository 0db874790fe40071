//! The confidence interval of a share in a small sample.

use serde::Serialize;

/// The 95 % interval of a share, from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Interval {
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// Standard deviations on either side within which 95 % of a normal distribution lie.
const DEVIATIONS: f64 = 1.959_963_984_540_054;

/// Wilson's interval, which is valid for small samples and for shares near 0 and 1; none if nothing was counted.
pub fn wilson(hits: u32, of: u32) -> Option<Interval> {
    if of == 0 {
        return None;
    }
    let number = f64::from(of);
    let share = f64::from(hits) / f64::from(of);
    let square = DEVIATIONS * DEVIATIONS;
    let middle = share + square / (2.0 * number);
    let spread = DEVIATIONS * ((share * (1.0 - share) + square / (4.0 * number)) / number).sqrt();
    let whole = 1.0 + square / number;
    Some(Interval { low: ((middle - spread) / whole).max(0.0), high: ((middle + spread) / whole).min(1.0) })
}

#[cfg(test)]
mod tests {
    use super::wilson;

    /// Worked out by hand: for none of n the upper end is z²/(n+z²), with z² = 3.8415.
    #[test]
    fn intervals_are_wilson_s() {
        for (hits, of, low, high) in [
            (0, 1, 0.0, 0.7935),
            (1, 1, 0.2065, 1.0),
            (0, 5, 0.0, 0.4345),
            (0, 10, 0.0, 0.2775),
            (10, 10, 0.7225, 1.0),
            (5, 10, 0.2366, 0.7634),
            (1, 20, 0.0089, 0.2361),
            (50, 100, 0.4038, 0.5962),
        ] {
            let interval = wilson(hits, of).expect("something was counted");
            let close = |value: f64, expected: f64| (value - expected).abs() < 0.000_05;
            assert!(close(interval.low, low) && close(interval.high, high), "{hits} of {of}: {interval:?}");
        }
        assert_eq!(wilson(0, 0), None);
    }
}
