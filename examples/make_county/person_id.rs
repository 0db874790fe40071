//! Synthetic citizen ID numbers, handed out so that no two are equal.

use std::collections::HashMap;

use jiff::civil::Date;

/// The unassigned area code of all synthetic people.
const AREA: &str = "360799";

/// The last order number of a day.
const LAST_ORDER: u16 = 999;

/// One number: everything in it follows from the birth date and the order number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PersonId {
    birth: Date,
    order: u16,
}

/// Hands out numbers; the next order number of every day and sex is all it keeps.
#[derive(Default)]
pub struct Registry(HashMap<(Date, bool), u16>);

impl Registry {
    /// A number that was not handed out before; who has no place left on a day is born on the next.
    pub fn issue(&mut self, birth: Date, male: bool) -> PersonId {
        let next = self.0.entry((birth, male)).or_insert(0);
        let order = *next * 2 + if male { 1 } else { 2 };
        if order > LAST_ORDER {
            return self.issue(birth.tomorrow().expect("people are born before the end of time"), male);
        }
        *next += 1;
        PersonId { birth, order }
    }
}

impl PersonId {
    /// A stand-in until a number is issued.
    pub const NONE: PersonId = PersonId { birth: Date::ZERO, order: 0 };

    /// The day of birth.
    pub fn birth(self) -> Date {
        self.birth
    }

    fn body(self) -> String {
        format!("{AREA}{}{:03}", self.birth.strftime("%Y%m%d"), self.order)
    }

    /// The check character (GB 11643, ISO 7064 MOD 11-2).
    fn check(body: &str) -> char {
        let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
        let sum: u32 = body.bytes().zip(weights).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
        char::from(b"10X98765432"[(sum % 11) as usize])
    }

    /// All eighteen characters.
    pub fn text(self) -> String {
        let body = self.body();
        let check = Self::check(&body);
        body + &check.to_string()
    }

    /// With a check character that is not right.
    pub fn misprinted(self) -> String {
        let body = self.body();
        let wrong = if Self::check(&body) == '7' { '8' } else { '7' };
        body + &wrong.to_string()
    }

    /// The fifteen digits that people born in the twentieth century once had.
    pub fn fifteen(self) -> Option<String> {
        let body = self.body();
        (self.birth.year() < 2000).then(|| format!("{}{}", &body[..6], &body[8..]))
    }

    /// The number as a spreadsheet keeps it in a numeric cell: digits beyond the fifteenth are gone.
    pub fn rounded(self) -> f64 {
        let digits: String = self.body().chars().take(15).chain("000".chars()).collect();
        digits.parse().expect("digits")
    }
}
