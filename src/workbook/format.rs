//! Which formats show a number as a day or a moment; lengths of time are none.

/// The formats with a number of their own: days and times, those of East Asian editions among them (ECMA-376, 18.8.30).
pub(super) fn is_built_in_day(id: u16) -> bool {
    matches!(id, 14..=22 | 27..=36 | 45 | 47 | 50..=58)
}

/// Whether a format's first section has a letter for a year, month, day, hour or second outside quotes and brackets.
pub(super) fn is_day(code: &str) -> bool {
    let mut characters = code.chars();
    while let Some(character) = characters.next() {
        match character {
            '"' => drop(characters.by_ref().find(|other| *other == '"')),
            // These make the next character a literal, a width or a filling.
            '\\' | '_' | '*' => drop(characters.next()),
            '[' => {
                let inside: String = characters.by_ref().take_while(|other| *other != ']').collect();
                if !inside.is_empty() && inside.chars().all(|letter| matches!(letter, 'h' | 'm' | 's')) {
                    return false;
                }
            }
            ';' => return false,
            'y' | 'm' | 'd' | 'h' | 's' | 'Y' | 'M' | 'D' | 'H' | 'S' => return true,
            _ => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_of_days_are_told_from_formats_of_numbers() {
        for code in ["yyyy/m/d", "yyyy\"年\"m\"月\"d\"日\"", "[$-804]yyyy-mm-dd", "m/d;@", "[红色]yyyy"] {
            assert!(is_day(code), "{code}");
        }
        for code in
            ["0.00", "[h]:mm", "@", "General", "#,##0\"days\"", "[Red]0", "0_d", "0;yyyy", "[$¥-804]#,##0.00", "\\d0"]
        {
            assert!(!is_day(code), "{code}");
        }
    }
}
