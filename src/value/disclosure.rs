//! Whether ID numbers are shown in full: one policy in one place.

use super::IdNumber;

/// How ID numbers are written into a run's own tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Disclosure {
    /// `360799********1234`.
    Masked,
    /// In full, at the officer's word.
    Full,
}

impl Disclosure {
    /// Writes an ID number; empty where there is none.
    pub fn show(self, number: Option<IdNumber>) -> String {
        match (number, self) {
            (Some(number), Disclosure::Masked) => number.masked(),
            (Some(number), Disclosure::Full) => number.full(),
            (None, _) => String::new(),
        }
    }
}

/// Masks every run of digits in a raw cell that is long enough to be an ID number, whole or damaged: the first six
/// and last two characters stay, so that a department still finds the row.
pub fn mask_digits(raw: &str) -> String {
    let mut masked = String::with_capacity(raw.len());
    let mut run: Vec<char> = Vec::new();
    for c in raw.chars() {
        if c.is_ascii_digit() || ('０'..='９').contains(&c) {
            run.push(c);
        } else {
            push_run(&mut masked, &mut run);
            masked.push(c);
        }
    }
    push_run(&mut masked, &mut run);
    masked
}

/// Shorter runs are dates, amounts and phone numbers' parts.
const LONG: usize = 11;

fn push_run(masked: &mut String, run: &mut Vec<char>) {
    let hidden = if run.len() >= LONG { 6..run.len() - 2 } else { 0..0 };
    masked.extend(run.drain(..).enumerate().map(|(at, c)| if hidden.contains(&at) { '*' } else { c }));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_runs_are_masked() {
        for (raw, expected) in [
            ("36079919800101123", "360799*********23"),
            ("G36079919800101123", "G360799*********23"),
            ("2026-11-05", "2026-11-05"),
            ("3.60799E+17", "3.60799E+17"),
            ("１２３４５６７８９０１２", "１２３４５６****１２"),
            ("", ""),
        ] {
            assert_eq!(mask_digits(raw), expected);
        }
    }
}
