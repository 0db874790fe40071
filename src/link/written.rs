//! What tables write beside a number: phone numbers and sexes.

use crate::value::Sex;

/// The digits of a phone number, if there are enough to tell one.
pub(super) fn digits(written: &str) -> Option<String> {
    let digits: String = written.chars().filter(char::is_ascii_digit).collect();
    (digits.len() >= 7).then_some(digits)
}

/// Male or female, as a table writes it.
pub(super) fn sex_of(written: &str) -> Option<Sex> {
    [Sex::Male, Sex::Female].into_iter().find(|sex| written.starts_with(sex.label()))
}
