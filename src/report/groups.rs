//! Groups that figures are broken down by: the columns of their names, and the line of all groups together.

use crate::workbook::Columns;

/// The columns of a group's names, from the outside in.
pub fn group_columns<'a, T>(
    headings: impl IntoIterator<Item = (&'a str, f64)>,
    names: impl Fn(&T) -> &[String] + Copy + 'a,
) -> Columns<'a, T> {
    headings.into_iter().enumerate().fold(Columns::<T>::new(), |columns, (level, heading)| {
        columns.text(heading, move |line| names(line).get(level).cloned().unwrap_or_default())
    })
}

/// The names of all groups together.
pub fn everywhere() -> Vec<String> {
    vec!["合计".to_owned()]
}
