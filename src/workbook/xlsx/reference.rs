//! Cell references: `AB12`, `A1:F1`.

use super::super::grid::Merge;

/// The block of `A1:F1`.
pub(super) fn block(reference: &str) -> Option<Merge> {
    let (start, end) = reference.split_once(':')?;
    let start = cell(start)?;
    let end = cell(end)?;
    (start.0 <= end.0 && start.1 <= end.1).then_some(Merge { start, end })
}

/// Row and column, from 0, of `AB12`.
pub(super) fn cell(reference: &str) -> Option<(usize, usize)> {
    let digits = reference.bytes().position(|byte| byte.is_ascii_digit())?;
    let (letters, row) = reference.split_at(digits);
    let letter = |column: usize, letter: u8| {
        let value = usize::from(letter.to_ascii_uppercase().checked_sub(b'A')?) + 1;
        (value <= 26 && column < 1 << 20).then_some(column * 26 + value)
    };
    let column = letters.bytes().try_fold(0, letter)?.checked_sub(1)?;
    Some((row.parse::<usize>().ok()?.checked_sub(1)?, column))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_read() {
        for (reference, expected) in [
            ("A1:F1", Some(((0, 0), (0, 5)))),
            ("AB3:ac12", Some(((2, 27), (11, 28)))),
            ("XFD1048576:XFD1048576", Some(((1_048_575, 16_383), (1_048_575, 16_383)))),
            ("B2:A1", None),
            ("A0:B1", None),
            ("A1", None),
            ("1:2", None),
            ("ZZZZZZZZZ1:A1", None),
            ("", None),
        ] {
            let found = block(reference).map(|merge| (merge.start, merge.end));
            assert_eq!(found, expected, "{reference}");
        }
    }
}
