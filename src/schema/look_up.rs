//! A table beside another: columns of equal keys, the rows staying where they are.

use polars::prelude::{IntoLazy, JoinArgs, JoinType, LazyFrame, MaintainOrderJoin, col};

/// Adds the columns of another table that has each key once; unknown where it has not.
///
/// The rows keep their order, and so their positions: what was noted of them by position still holds.
pub fn look_up(table: impl IntoLazy, other: impl IntoLazy, keys: &[&str]) -> LazyFrame {
    let on: Vec<_> = keys.iter().map(|key| col(*key)).collect();
    let how = JoinArgs { maintain_order: MaintainOrderJoin::Left, ..JoinArgs::new(JoinType::Left) };
    table.lazy().join(other.lazy(), on.clone(), on, how)
}
