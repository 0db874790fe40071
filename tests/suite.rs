//! All integration tests, in one binary so that the tables library is linked once.

mod binary;
mod blind;
mod case;
mod collect;
mod collect_contradicted;
mod collect_strange;
mod commands;
#[path = "../examples/make_county/mod.rs"]
mod county;
mod diagnostics;
mod explain;
mod expression;
mod failure;
mod filled;
mod hostile;
mod inspection;
mod layering;
mod ledger;
mod locked;
mod periods;
mod picture;
mod reading;
mod readme;
mod reference;
mod rules;
mod screen;
mod season;
mod status;
mod teach;
mod truth;
mod village;
mod visits;
mod whatif;
mod writing;
mod xlsx;
