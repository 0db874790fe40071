//! ID numbers with words, hyphens, brackets or a name around them.
//!
//! Only numbers of 18 characters whose check character fits are found: nothing else is sure enough among other signs.

use super::id_number::{IdDefect, IdForm, IdNumber, Recognised, TEMPORARY, by_length};
use super::text;

/// All valid numbers of a cell in the order they stand in, each once: `张三360799…、李四360799…`.
pub fn id_numbers(cell: &str) -> Vec<IdNumber> {
    search(&text::clean(cell)).numbers
}

/// The only valid number of a cell that is no plain number.
///
/// # Errors
/// What is wrong with the cell: by default what is wrong with it as a plain number.
pub(super) fn number(cleaned: &str, plain: IdDefect) -> Result<Recognised, IdDefect> {
    let EmbeddedNumbers { numbers, others } = search(cleaned);
    match numbers.as_slice() {
        [number] if others == 0 => Ok(Recognised { number: *number, form: IdForm::Embedded }),
        [] if is_masked(cleaned) => Err(IdDefect::Masked),
        [] if is_temporary(cleaned) => Err(IdDefect::Pseudo),
        [] => Err(plain),
        _ => Err(IdDefect::Several),
    }
}

/// What is found in a cell.
struct EmbeddedNumbers {
    numbers: Vec<IdNumber>,
    /// How many pieces as long as a number are none.
    others: usize,
}

/// A piece of digits, perhaps with X at its end, and whether only signs stand between it and the one before.
struct TextPiece {
    text: String,
    joined: bool,
}

/// Pieces this long are meant to be numbers.
const AS_LONG: usize = 15;

fn search(cleaned: &str) -> EmbeddedNumbers {
    let pieces = pieces(&cleaned.to_ascii_uppercase());
    let mut found = EmbeddedNumbers { numbers: Vec::new(), others: 0 };
    let mut from = 0;
    while from < pieces.len() {
        match longest(&pieces[from..]) {
            Some((number, taken)) => {
                if !found.numbers.contains(&number) {
                    found.numbers.push(number);
                }
                from += taken;
            }
            None => {
                found.others += usize::from(pieces[from].text.len() >= AS_LONG);
                from += 1;
            }
        }
    }
    found
}

/// The number that the first pieces are when put together, and how many they are.
fn longest(pieces: &[TextPiece]) -> Option<(IdNumber, usize)> {
    let mut text = String::new();
    for (at, piece) in pieces.iter().enumerate() {
        if at > 0 && !piece.joined {
            return None;
        }
        text.push_str(&piece.text);
        match (text.len(), by_length(&text)) {
            (18 | 20 | 22, Ok(recognised)) => return Some((recognised.number, at + 1)),
            (23.., _) => return None,
            _ => {}
        }
    }
    None
}

/// The runs of ASCII letters and digits that hold digits, without letters at their beginning and end other than a
/// check character's X.
fn pieces(text: &str) -> Vec<TextPiece> {
    let mut pieces = Vec::new();
    let mut joined = false;
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit() || c == 'X') {
        joined = joined && !rest[..start].contains(char::is_alphanumeric);
        let run = &rest[start..];
        let end = run.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(run.len());
        let piece = run[..end].trim_end_matches(|c: char| c.is_ascii_alphabetic() && c != 'X');
        // Letters behind a piece part it from the next one.
        let whole = piece.len() == end;
        let next = &run[end..];
        pieces.push(TextPiece { text: piece.to_owned(), joined });
        (joined, rest) = (whole, next);
    }
    pieces
}

/// Whether signs stand where digits are hidden.
fn is_masked(cleaned: &str) -> bool {
    let digits = cleaned.bytes().filter(u8::is_ascii_digit).count();
    let hides = |c: char| matches!(c, '*' | 'x' | 'X' | '×' | '✱' | '∗' | '●' | '•' | '█' | '■' | '#' | '?');
    let longest = cleaned.split(|c| !hides(c)).map(|run| run.chars().count()).max().unwrap_or(0);
    digits >= 2 && longest >= 3
}

/// Whether the digits begin as those that systems give to people without a number.
fn is_temporary(cleaned: &str) -> bool {
    let digits: Vec<u8> = cleaned.bytes().filter(u8::is_ascii_digit).collect();
    digits.len() >= AS_LONG && digits.starts_with(TEMPORARY)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::recognise;

    const NUMBER: &str = "360799198001010015";

    #[test]
    fn the_only_valid_number_of_a_cell_is_used() {
        for cell in [
            "身份证:360799198001010015",
            "360799198001010015(户主)",
            "360799198001010015（本人）",
            "360799-19800101-0015",
            "360799 19800101 0015",
            "张三360799198001010015",
            "本人 360799198001010015",
            "NO.360799198001010015",
            "ID360799198001010015",
            "“360799198001010015”",
            "[360799198001010015]",
            "360799198001010015/13800138000",
            "身份证号码：360799198001010015，电话0797-1234567",
            "1组 360799198001010015",
            "360799198001010015、360799198001010015",
            "残疾证36079919800101001544",
            "身份证 360799198001010015.",
        ] {
            let found = recognise(cell).map(|recognised| recognised.number.full());
            assert_eq!(found.as_deref(), Ok(NUMBER), "{cell}");
        }
    }

    #[test]
    fn what_is_not_sure_is_called_what_it_is() {
        for (cell, defect) in [
            ("360799198001010015、360799198001020029", IdDefect::Several),
            ("360799198001010015 360799198001010016", IdDefect::Several),
            ("360799********0015", IdDefect::Masked),
            ("360799xxxxxxxx0015", IdDefect::Masked),
            ("3607***********015", IdDefect::Masked),
            ("****************15", IdDefect::Masked),
            ("999360799198001010", IdDefect::Pseudo),
            ("999999198001010015", IdDefect::Pseudo),
            ("身份证:360799198001010016", IdDefect::Characters),
            ("1360799198001010015", IdDefect::Length),
            ("360799198001010015123", IdDefect::Length),
            ("13800138000", IdDefect::Length),
            ("新村1组", IdDefect::Characters),
        ] {
            assert_eq!(recognise(cell).map(|recognised| recognised.number.full()), Err(defect), "{cell}");
        }
    }

    #[test]
    fn all_numbers_of_a_cell_are_found() {
        let two = "张三360799198001010015、李四(360799-19800102-007x)、张三360799198001010015";
        let found: Vec<String> = id_numbers(two).into_iter().map(IdNumber::full).collect();
        assert_eq!(found, [NUMBER, "36079919800102007X"]);
        assert_eq!(id_numbers("张三"), []);
    }
}
