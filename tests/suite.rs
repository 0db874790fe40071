//! All integration tests, in one binary so that the tables library is linked once.

mod binary;
mod case;
#[path = "../examples/make_county/mod.rs"]
mod county;
mod diagnostics;
mod expression;
mod failure;
mod hostile;
mod inspection;
mod layering;
mod locked;
mod periods;
mod reading;
mod readme;
mod reference;
mod rules;
mod screen;
mod truth;
mod writing;
mod xlsx;
