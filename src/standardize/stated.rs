//! A value that a county states for a whole column → the column.

use polars::prelude::{Column, DataType};

use super::extract::RecordAt;
use crate::pack::{Field, Stated};
use crate::value::date;

/// The field's column, the same value in every record that carries the field.
pub(super) fn column(label: &str, field: &Field, value: &Stated, records: &[RecordAt]) -> Column {
    let carries = |record: &RecordAt| !(field.head_only && record.member.is_some());
    let name = label.into();
    match value {
        Stated::Text(text) => Column::new(name, repeated(records, carries, text.as_str())),
        Stated::Money(money) => Column::new(name, repeated(records, carries, money.fen())),
        Stated::Number(number) => Column::new(name, repeated(records, carries, *number)),
        Stated::Integer(number) => Column::new(name, repeated(records, carries, *number)),
        Stated::Bool(flag) => Column::new(name, repeated(records, carries, *flag)),
        Stated::Day(day) => Column::new(name, repeated(records, carries, date::to_days(*day)))
            .cast(&DataType::Date)
            .expect("days since 1970 are what a date column holds"),
    }
}

fn repeated<T: Copy>(records: &[RecordAt], carries: impl Fn(&RecordAt) -> bool, value: T) -> Vec<Option<T>> {
    records.iter().map(|record| carries(record).then_some(value)).collect()
}
