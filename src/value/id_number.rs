//! Citizen ID numbers (GB 11643) in every form they are met in.
//!
//! A valid number is fully determined by its first 17 digits, so that is what is kept: one integer that sorts,
//! hashes and joins. The check character is computed, the full text made on demand, and everything that prints
//! without being asked for the full number prints it masked.

use std::fmt;

use jiff::civil::Date;

/// What the numbers begin with that systems give to people without one: no region's code does.
pub(super) const TEMPORARY: &[u8] = b"999";

/// A valid citizen ID number.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IdNumber(i64);

/// Male or female, as the seventeenth digit tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sex {
    /// 男.
    Male,
    /// 女.
    Female,
}

impl Sex {
    /// The Chinese word.
    pub fn label(self) -> &'static str {
        match self {
            Sex::Male => "男",
            Sex::Female => "女",
        }
    }
}

/// A number and the form it was found in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recognised {
    pub number: IdNumber,
    /// What stood in the cell.
    pub form: IdForm,
}

/// The forms an ID number comes in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IdForm {
    /// 18 characters.
    Citizen,
    /// 15 digits of the years before 1999, upgraded with the century 19.
    Upgraded,
    /// 全国学籍号: a letter and the number.
    StudentNumber {
        /// The letter.
        letter: char,
    },
    /// 残疾人证号: the number, category and grade, perhaps a re-issue mark.
    DisabilityCard {
        /// 1 视力 2 听力 3 言语 4 肢体 5 智力 6 精神 7 多重.
        category: u8,
        /// 1 to 4, 1 the gravest.
        grade: u8,
    },
    /// 残疾人证号 whose category or grade is impossible.
    DisabilityCardUnclear,
    /// A number with words, signs or a name around it.
    Embedded,
}

/// Why a cell holds no usable number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum IdDefect {
    /// Nothing there.
    Missing,
    /// A spreadsheet took it for a number and lost its last digits.
    PrecisionLost,
    /// Not 15, 18, 19, 20 or 22 characters.
    Length,
    /// Characters that no ID number has.
    Characters,
    /// A birth date that does not exist.
    BirthDate,
    /// The check character does not fit.
    CheckCharacter,
    /// 999…: given by systems to people without a number.
    Pseudo,
    /// Digits are hidden: 360799********0019.
    Masked,
    /// Numbers of several people.
    Several,
}

impl IdForm {
    /// The form, a few words.
    pub fn label(self) -> &'static str {
        match self {
            IdForm::Citizen => "18位身份证号",
            IdForm::Upgraded => "15位旧身份证号",
            IdForm::StudentNumber { .. } => "学籍号",
            IdForm::DisabilityCard { .. } | IdForm::DisabilityCardUnclear => "残疾人证号",
            IdForm::Embedded => "夹在文字中的证号",
        }
    }
}

impl IdDefect {
    /// What is wrong, a few words.
    pub fn label(self) -> &'static str {
        match self {
            IdDefect::Missing => "身份证号空缺",
            IdDefect::PrecisionLost => "身份证号被当作数字，末几位已丢失",
            IdDefect::Length => "身份证号位数不对",
            IdDefect::Characters => "身份证号含有不该有的字符",
            IdDefect::BirthDate => "身份证号中的出生日期不存在",
            IdDefect::CheckCharacter => "身份证号校验码不符",
            IdDefect::Pseudo => "999开头的临时证号",
            IdDefect::Masked => "证号被遮盖，看不到完整号码",
            IdDefect::Several => "一格多个证号",
        }
    }

    /// What the department should do.
    pub fn advice(self) -> &'static str {
        match self {
            IdDefect::Missing => "请补上身份证号",
            IdDefect::PrecisionLost => "丢失的数字无法恢复，请从原系统重新导出，并把该列设为文本格式",
            IdDefect::Length => "请核对是否少录或多录了数字",
            IdDefect::Characters => "请核对是否录入了字母或其他字符",
            IdDefect::BirthDate => "请核对第7至14位的出生日期",
            IdDefect::CheckCharacter => "请核对是否有数字录错或颠倒",
            IdDefect::Pseudo => "请核实此人身份证号，没有证号的单独登记",
            IdDefect::Masked => "请按不遮盖证号的方式重新导出",
            IdDefect::Several => "请一人一行，每格只填一个证号",
        }
    }
}

impl IdNumber {
    /// The first 17 digits as one integer.
    pub fn key(self) -> i64 {
        self.0
    }

    /// The number of a key, if the key is one.
    pub fn from_key(key: i64) -> Option<Self> {
        let digits = digits_of(key)?;
        birth_date(&digits)?;
        Some(Self(key))
    }

    /// The check character by GB 11643 (ISO 7064 MOD 11-2).
    pub fn check_character(self) -> char {
        char::from(digits_of(self.0).map_or(b'?', |digits| check(&digits)))
    }

    /// The birth date.
    pub fn birth_date(self) -> Date {
        digits_of(self.0).as_ref().and_then(birth_date).unwrap_or(Date::ZERO)
    }

    /// The sex.
    pub fn sex(self) -> Sex {
        if self.0 % 2 == 0 { Sex::Female } else { Sex::Male }
    }

    /// The six digits of the place of first registration.
    pub fn region(self) -> u32 {
        u32::try_from(self.0 / 100_000_000_000).unwrap_or(0)
    }

    /// All 18 characters: for joining outside the program and for forms that need them, never for messages.
    pub fn full(self) -> String {
        format!("{}{}", self.0, self.check_character())
    }

    /// First six and last four characters, the birth date hidden.
    pub fn masked(self) -> String {
        let full = self.full();
        format!("{}********{}", &full[..6], &full[14..])
    }
}

impl fmt::Debug for IdNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "IdNumber({self})")
    }
}

impl fmt::Display for IdNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.masked())
    }
}

/// The number that stands alone in a text of ASCII letters and digits.
pub(super) fn by_length(number: &str) -> Result<Recognised, IdDefect> {
    let bytes = number.as_bytes();
    if !bytes.iter().all(u8::is_ascii_alphanumeric) {
        return Err(IdDefect::Characters);
    }
    match bytes {
        [] => Err(IdDefect::Missing),
        digits if digits.len() == 15 => fifteen(digits).map(|number| Recognised { number, form: IdForm::Upgraded }),
        digits if digits.len() == 18 => eighteen(digits).map(|number| Recognised { number, form: IdForm::Citizen }),
        [letter @ b'A'..=b'Z', digits @ ..] if digits.len() == 18 => {
            let form = IdForm::StudentNumber { letter: char::from(*letter) };
            eighteen(digits).map(|number| Recognised { number, form })
        }
        card if card.len() == 20 || (card.len() == 22 && card[20] == b'B') => {
            eighteen(&card[..18]).map(|number| Recognised { number, form: disability(card[18], card[19]) })
        }
        _ => Err(IdDefect::Length),
    }
}

fn disability(category: u8, grade: u8) -> IdForm {
    match (category, grade) {
        (b'1'..=b'7', b'1'..=b'4') => IdForm::DisabilityCard { category: category - b'0', grade: grade - b'0' },
        _ => IdForm::DisabilityCardUnclear,
    }
}

fn fifteen(digits: &[u8]) -> Result<IdNumber, IdDefect> {
    let mut full = [0_u8; 17];
    full[..6].copy_from_slice(&digits[..6]);
    full[6..8].copy_from_slice(b"19");
    full[8..].copy_from_slice(&digits[6..]);
    seventeen(&full)
}

pub(super) fn eighteen(number: &[u8]) -> Result<IdNumber, IdDefect> {
    let digits: &[u8; 17] = number[..17].try_into().map_err(|_| IdDefect::Length)?;
    if !number[17].is_ascii_digit() && !number[17].eq_ignore_ascii_case(&b'X') {
        return Err(IdDefect::Characters);
    }
    let rounded = number.ends_with(b"000");
    let valid = seventeen(digits).map_err(|defect| match defect {
        IdDefect::BirthDate if rounded => IdDefect::PrecisionLost,
        other => other,
    })?;
    match check(digits) == number[17].to_ascii_uppercase() {
        true => Ok(valid),
        false if rounded => Err(IdDefect::PrecisionLost),
        false => Err(IdDefect::CheckCharacter),
    }
}

fn seventeen(digits: &[u8; 17]) -> Result<IdNumber, IdDefect> {
    if !digits.iter().all(u8::is_ascii_digit) {
        return Err(IdDefect::Characters);
    }
    if digits.starts_with(TEMPORARY) {
        return Err(IdDefect::Pseudo);
    }
    if digits[0] == b'0' {
        return Err(IdDefect::Characters);
    }
    birth_date(digits).ok_or(IdDefect::BirthDate)?;
    Ok(IdNumber(digits.iter().fold(0, |key, digit| key * 10 + i64::from(digit - b'0'))))
}

fn digits_of(key: i64) -> Option<[u8; 17]> {
    let mut rest = u64::try_from(key).ok()?;
    let mut digits = [b'0'; 17];
    for digit in digits.iter_mut().rev() {
        *digit = b'0' + u8::try_from(rest % 10).ok()?;
        rest /= 10;
    }
    (rest == 0 && digits[0] != b'0' && !digits.starts_with(TEMPORARY)).then_some(digits)
}

fn birth_date(digits: &[u8; 17]) -> Option<Date> {
    let number =
        |range: std::ops::Range<usize>| digits[range].iter().fold(0_i16, |n, digit| n * 10 + i16::from(digit - b'0'));
    let year = number(6..10);
    let month = number(10..12);
    let day = number(12..14);
    if !(1900..=2100).contains(&year) {
        return None;
    }
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// MOD 11-2 by Horner's rule: every digit is added and the sum doubled, which gives the published weights.
fn check(digits: &[u8; 17]) -> u8 {
    let sum = digits.iter().fold(0_u32, |sum, digit| (sum + u32::from(digit - b'0')) * 2 % 11);
    b"10X98765432"[usize::try_from(sum).unwrap_or(0) % 11]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{Strategy, any, prop_assert, prop_assert_eq, prop_assume, proptest};

    use super::*;
    use crate::value::recognise;

    /// The algorithm as published: weights and a table of check characters.
    fn published_check(body: &str) -> char {
        let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
        let sum: u32 = body.chars().zip(weights).map(|(c, weight)| c.to_digit(10).expect("digits") * weight).sum();
        ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'][(sum % 11) as usize]
    }

    fn body() -> impl Strategy<Value = String> {
        (1900..2027_i16, 1..=12_i8, 1..=31_i8, 0..1000_u16).prop_filter_map("a day that exists", |(y, m, d, n)| {
            Date::new(y, m, d).ok()?;
            Some(format!("360799{y:04}{m:02}{d:02}{n:03}"))
        })
    }

    fn valid(body: &str) -> String {
        format!("{body}{}", published_check(body))
    }

    #[test]
    fn every_form_is_recognised() {
        let full = valid("36079919800101001");
        let number = recognise(&full).expect("valid").number;
        let spaced = format!(" {}\u{a0}{}。", &full[..6], &full[6..].to_lowercase());
        let wide: String = full.chars().map(|c| char::from_u32(u32::from(c) + 0xfee0).expect("full-width")).collect();
        for (cell, form) in [
            (full.clone(), IdForm::Citizen),
            (spaced, IdForm::Citizen),
            (wide, IdForm::Citizen),
            (format!("=\"{full}\""), IdForm::Citizen),
            (format!("'{full}"), IdForm::Citizen),
            ("360799800101001".to_owned(), IdForm::Upgraded),
            (format!("G{full}"), IdForm::StudentNumber { letter: 'G' }),
            (format!("{full}42"), IdForm::DisabilityCard { category: 4, grade: 2 }),
            (format!("{full}61B1"), IdForm::DisabilityCard { category: 6, grade: 1 }),
            (format!("{full}95"), IdForm::DisabilityCardUnclear),
        ] {
            assert_eq!(recognise(&cell), Ok(Recognised { number, form }), "{cell:?}");
        }
    }

    #[test]
    fn every_defect_is_named() {
        let full = valid("36079919800101001");
        let wrong = if full.ends_with('9') { '8' } else { '9' };
        for (cell, defect) in [
            (String::new(), IdDefect::Missing),
            ("3.60799E+17".to_owned(), IdDefect::PrecisionLost),
            ("360799198001010000".to_owned(), IdDefect::PrecisionLost),
            ("360799198001010013.0".to_owned(), IdDefect::PrecisionLost),
            (full[..17].to_owned(), IdDefect::Length),
            (full.replacen('0', "O", 1), IdDefect::Characters),
            ("张三".to_owned(), IdDefect::Characters),
            (valid("36079919801301001"), IdDefect::BirthDate),
            (format!("{}{wrong}", &full[..17]), IdDefect::CheckCharacter),
            ("999999198001010011".to_owned(), IdDefect::Pseudo),
        ] {
            assert_eq!(recognise(&cell), Err(defect), "{cell:?}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_judged_without_panic(cell in any::<String>(), bytes in any::<Vec<u8>>()) {
            let _ = recognise(&cell);
            let _ = recognise(&String::from_utf8_lossy(&bytes));
        }

        #[test]
        fn any_key_is_judged_without_panic(key in any::<i64>()) {
            if let Some(number) = IdNumber::from_key(key) {
                prop_assert_eq!(recognise(&number.full()).map(|r| r.number.key()), Ok(key));
            }
        }

        #[test]
        fn full_numbers_round_trip(body in body()) {
            let number = recognise(&valid(&body)).expect("valid").number;
            prop_assert_eq!(number.full(), valid(&body));
            prop_assert_eq!(IdNumber::from_key(number.key()), Some(number));
            prop_assert_eq!(number.check_character(), published_check(&body));
            prop_assert_eq!(number.birth_date().to_string().replace('-', ""), &body[6..14]);
            prop_assert_eq!(number.region(), 360_799);
        }

        #[test]
        fn old_numbers_are_the_same_person(body in body()) {
            prop_assume!(body[6..].starts_with("19"));
            let old = format!("{}{}", &body[..6], &body[8..]);
            let recognised = recognise(&old).expect("valid");
            prop_assert_eq!(recognised.form, IdForm::Upgraded);
            prop_assert_eq!(recognised.number, recognise(&valid(&body)).expect("valid").number);
        }

        #[test]
        fn one_wrong_digit_never_passes(body in body(), at in 0..17_usize, digit in 0..10_u8) {
            let mut changed = valid(&body).into_bytes();
            prop_assume!(changed[at] != b'0' + digit);
            changed[at] = b'0' + digit;
            prop_assert!(recognise(&String::from_utf8(changed).expect("ASCII")).is_err());
        }

        #[test]
        fn two_swapped_digits_never_pass(body in body(), at in 0..16_usize) {
            let mut changed = valid(&body).into_bytes();
            prop_assume!(changed[at] != changed[at + 1]);
            changed.swap(at, at + 1);
            prop_assert!(recognise(&String::from_utf8(changed).expect("ASCII")).is_err());
        }

        #[test]
        fn nothing_prints_the_birth_date(body in body()) {
            let number = recognise(&valid(&body)).expect("valid").number;
            for printed in [number.to_string(), format!("{number:?}"), number.masked()] {
                prop_assert!(!printed.contains(&body[6..14]) && printed.contains("********"));
            }
        }
    }
}
