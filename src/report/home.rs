//! Where somebody lives, as every list shows it.

use crate::schema::Home;
use crate::value::Redacted;
use crate::workbook::Columns;

/// The columns township, village, household number and head, with their widths.
pub(super) fn home_columns<'a, T>(widths: [f64; 4], home: impl Fn(&T) -> &Home + Copy + 'a) -> Columns<'a, T> {
    let [township, village, number, head] = widths;
    Columns::<T>::new()
        .text(("乡镇", township), move |line| home(line).village.township.clone())
        .text(("行政村", village), move |line| home(line).village.name.clone())
        .text(("户编号", number), move |line| Redacted::household_number(&home(line).household_number))
        .text(("户主姓名", head), move |line| home(line).head_name.clone())
}
