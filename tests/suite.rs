//! All integration tests, in one binary so that the tables library is linked once.

mod binary;
mod case;
mod collect;
#[path = "../examples/make_county/mod.rs"]
mod county;
mod explain;
mod expression;
mod failure;
mod filled;
mod hostile;
mod inspection;
mod layering;
mod locked;
mod periods;
mod reading;
mod readme;
mod rules;
mod screen;
mod truth;
mod writing;
mod xlsx;
