//! How clerks write: the same value in many spellings, some of them beyond repair.

use jiff::civil::Date;

use super::dice::Dice;
use super::person::Person;
use super::person_id::PersonId;
use super::sheet::Cell;
use super::truth::Fate;

/// Writes the cells of one row.
pub struct Pen<'d> {
    pub dice: &'d mut Dice,
    hand: Hand,
    /// What becomes of a record written like this.
    pub fate: Fate,
}

/// How ID numbers are written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Hand {
    /// In some form from which the number can be told.
    Legible,
    /// So that it cannot be told.
    Illegible,
    /// With a wrong check character.
    Misprinted,
}

impl<'d> Pen<'d> {
    /// Writes records of this fate, legibly.
    pub fn new(dice: &'d mut Dice, fate: Fate) -> Self {
        Self { dice, hand: Hand::Legible, fate }
    }

    /// Spoils every ID number.
    pub fn spoiling(dice: &'d mut Dice) -> Self {
        Self { dice, hand: Hand::Illegible, fate: Fate::Quarantined }
    }

    /// Gets the last character of every ID number wrong.
    pub fn misprinting(dice: &'d mut Dice) -> Self {
        Self { dice, hand: Hand::Misprinted, fate: Fate::Quarantined }
    }

    /// The ID number of a person.
    pub fn id(&mut self, person: &Person) -> Cell {
        match self.hand {
            Hand::Illegible => spoiled(person.id, self.dice),
            Hand::Misprinted => Cell::Text(person.id.misprinted()),
            Hand::Legible => Cell::Text(dressed(person.id, self.dice)),
        }
    }

    /// The number that the monitoring system keeps: of people with a disability card the number of the card.
    pub fn card_or_id(&mut self, person: &Person) -> Cell {
        match (&person.disability, self.hand) {
            (Some(card), Hand::Legible) if card.status == "持证" => {
                let reissued = if self.dice.percent(15) { "B1" } else { "" };
                Cell::Text(format!("{}{}{}{reissued}", person.id.text(), card.kind, card.grade))
            }
            _ => self.id(person),
        }
    }

    /// A name; sometimes with a space inside, a middle dot of another kind, or a rare character lost.
    pub fn name(&mut self, name: &str) -> Cell {
        let characters: Vec<char> = name.chars().collect();
        let written = match (characters.as_slice(), self.dice.below(100)) {
            ([first, second], 0..4) => format!("{first}　{second}"),
            (_, 0..50) if name.contains('·') => name.replace('·', self.dice.pick(&["•", "・", "·"])),
            _ => name.to_owned(),
        };
        Cell::Text(written)
    }

    /// One of several spellings of the same word, the first most of the time.
    pub fn word(&mut self, spellings: &[&'static str]) -> Cell {
        let drifting = self.dice.percent(25);
        Cell::from(if drifting { self.dice.pick(spellings) } else { spellings.first().copied().unwrap_or("") })
    }

    /// A day, as a date cell or in one of the ways people write it.
    pub fn day(&mut self, day: Date) -> Cell {
        match self.dice.below(10) {
            0..6 => Cell::Day(day),
            6 => Cell::Text(day.strftime("%Y.%-m.%-d").to_string()),
            7 => Cell::Text(day.strftime("%Y%m%d").to_string()),
            8 => Cell::Text(day.strftime("%Y年%-m月%-d日").to_string()),
            _ => Cell::Text(day.to_string()),
        }
    }

    /// A month, in one of the ways people write it.
    pub fn month(&mut self, day: Date) -> Cell {
        let format = self.dice.pick(&["%Y%m", "%Y%m", "%Y-%m", "%Y年%-m月"]);
        Cell::Text(day.strftime(format).to_string())
    }

    /// An amount in 元.
    pub fn money(&mut self, amount: i64) -> Cell {
        match self.dice.below(20) {
            0 => Cell::Text(format!("{amount}元")),
            1 => Cell::Text(format!("{amount}.00")),
            _ => Cell::from(amount),
        }
    }
}

/// A number from which the person can still be told.
fn dressed(id: PersonId, dice: &mut Dice) -> String {
    let text = id.text();
    match dice.below(60) {
        0 => text.chars().map(full_width).collect(),
        1 => format!("'{text}"),
        2 => format!("{text}\u{a0}"),
        3 => format!(" {} {} {}", &text[..6], &text[6..14], &text[14..]),
        4 => format!("\u{200b}{text}"),
        5 => text.to_lowercase(),
        6 => format!("{text}。"),
        7 => id.fifteen().unwrap_or(text),
        _ => text,
    }
}

fn full_width(c: char) -> char {
    char::from_u32(u32::from(c) + 0xfee0).unwrap_or(c)
}

/// A number from which nobody can be told.
fn spoiled(id: PersonId, dice: &mut Dice) -> Cell {
    let text = id.text();
    match dice.below(7) {
        0 | 1 => Cell::Number(id.rounded()),
        2 => Cell::Text(format!("{:.5}E+17", id.rounded() / 1e17)),
        3 => Cell::Text(id.misprinted()),
        4 => Cell::Text(text[..17].to_owned()),
        5 => Cell::Text(format!("999999{}", &text[6..])),
        _ => Cell::Blank,
    }
}
